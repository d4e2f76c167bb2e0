"""``ait serve``: the offline calculator, a page on this machine."""

from __future__ import annotations

import sys

import click

from ait.cli.output import note, print_text

_EXAMPLES = """\b
Examples:
  ait serve
  ait serve --port 9000 --no-browser
  ait serve --seconds 300 --size 10000000
"""


@click.command("serve", epilog=_EXAMPLES, short_help="All of it in a browser, on this machine alone.")
@click.option("--port", type=int, default=8372, help="Where to listen; 0 for any port that is free [8372].")
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser [yes].")
@click.option("--seconds", type=float, default=60.0, help="How long one calculation may run [60].")
@click.option("--size", type=int, default=1 << 20, help="Bytes of the largest input [1048576].")
def serve_command(port: int, browser: bool, seconds: float, size: int) -> None:
    """A page on this machine where one pastes an input and sees the figures side by side.

    It listens on 127.0.0.1 and nowhere else, and needs no network. Ctrl-C ends it. Needs the extra 'serve'.
    """
    import webbrowser

    from ait.serve.limits import Limits
    from ait.serve.server import HOST, serving

    with serving(port, Limits(seconds=seconds, size=size)) as server:
        address = f"http://{HOST}:{server.effective_port}/"
        print_text(f"{address}\n")
        sys.stdout.flush()
        note("ait: the calculator is at this address, on this machine alone; Ctrl-C ends it")
        if browser:
            webbrowser.open(address)
        server.run()  # Until Ctrl-C, which the server takes for itself.
        raise KeyboardInterrupt
