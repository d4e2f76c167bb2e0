"""``ait completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import click

from ait.cli.output import print_text

_EXAMPLES = """\b
Examples:
  ait completion bash > ~/.local/share/bash-completion/completions/ait
  ait completion zsh > ~/.zfunc/_ait
  ait completion fish > ~/.config/fish/completions/ait.fish
"""


@click.command("completion", epilog=_EXAMPLES, short_help="The script by which a shell completes commands.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script by which SHELL completes ait's commands and options."""
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"this version of click knows no completion for {shell}")
    # Not complete.source(), which starts bash to ask for its version.
    script = complete(context.find_root().command, {}, "ait", "_AIT_COMPLETE")
    print_text(script.source_template % script.source_vars())
