"""The command group, and the one place where errors become a line on standard error and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import IO

import click

from ait import __version__
from ait.cli import letters
from ait.cli.blocks import bdm_command, perturb_command
from ait.cli.completion import completion_command
from ait.cli.discretise import discretise_command
from ait.cli.distance import distance_command
from ait.cli.entropy_rate import entropy_rate_command
from ait.cli.enumerate import enumerate_group
from ait.cli.evidence import evidence_command
from ait.cli.graph import graph_command
from ait.cli.infer import infer_command
from ait.cli.lab import lab_group
from ait.cli.lm import lm_group
from ait.cli.prior import prior_command
from ait.cli.randomness import randomness_command
from ait.cli.report import report_command
from ait.cli.run import run_group
from ait.cli.schema import schema_command
from ait.cli.search import search_command
from ait.cli.serve import serve_command
from ait.cli.table import table_group
from ait.cli.verbose import verbose_option
from ait.errors import AitError, StorageError

FAILED, WRONG, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141

_EXAMPLES = """\b
Examples:
  ait report 0101010101010101
  ait report README.md --json
  ait report corpora/*.txt
  ait discretise data.csv --column volts | ait report -
  ait bdm 010101010101010101010101
  ait perturb 0101010101011010101010101 --kind delete
  ait distance corpora/*.txt
  ait graph network.edges --what nodes
  ait infer 0110110111101101100
  ait entropy-rate --source even:100000 --ladder
  head -c 100000 /dev/urandom | ait evidence -
  ait prior 01011010
  ait randomness HTHTHHTHTT
  ait search 0110100110010110
  ait run turing 1RB1LB_1LA1-H
  ait run lbf ',;]' --input 0110
  ait table show turing-5-2
  ait lm score README.md
  ait serve
  ait enumerate turing --states 4 --steps 107 --out d4.ait
"""


@click.group(
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ait")
def ait() -> None:
    """How complex is it, in bits: all small programs, priors, bounds and code lengths."""


for command in (
    bdm_command,
    completion_command,
    discretise_command,
    distance_command,
    entropy_rate_command,
    enumerate_group,
    evidence_command,
    graph_command,
    infer_command,
    lab_group,
    lm_group,
    perturb_command,
    prior_command,
    randomness_command,
    report_command,
    run_group,
    schema_command,
    search_command,
    serve_command,
    table_group,
):
    ait.add_command(command)


def _all_of(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _all_of(inner)


for command in _all_of(ait):
    verbose_option(command)
    # Click keeps the help option as it was first asked for: also where a command is run by itself.
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit status: 0; 1 where an input or a limit is refused, or a file cannot be read or written; 2 where the
        command line itself is wrong; 130 after Ctrl-C; 141 where the reader of a pipe has gone.
    """
    asked = os.environ.get("_AIT_COMPLETE")
    if asked:
        from click.shell_completion import shell_complete

        return shell_complete(ait, {}, "ait", "_AIT_COMPLETE", asked)
    try:
        _mend_streams()
        # Not ait.main(), which prints an empty line of its own at Ctrl-C.
        with ait.make_context("ait", list(sys.argv[1:] if arguments is None else arguments)) as context:
            ait.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return WRONG
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        hint = f" (see: {where.command_path} --help)" if where is not None else ""
        return _complain(f"{error.format_message()}{hint}", WRONG)
    except AitError as error:
        return _complain(str(error))
    except BrokenPipeError:
        # Python would complain once more when it flushes standard output at exit.
        _discard(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:
        # What is left are the standard streams: a full disk behind a redirection, say.
        _discard(sys.stdout)
        return _complain(f"cannot write the output: {error.strerror or error}")
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted", INTERRUPTED)
    except MemoryError:
        return _complain("there is not enough memory for an input or a limit of this size")
    return 0


def _mend_streams() -> None:
    """Do without standard streams that are closed, and write on where one has no letter such as λ.

    Raises:
        StorageError: if standard output is closed: then there is no place for an answer.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if sys.stdout is None:
        raise StorageError("cannot write the output: standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=letters.ERRORS)


def _complain(message: str, status: int = FAILED) -> int:
    try:
        click.echo(f"ait: {message}", err=True)
    except OSError:
        # The exit code says enough where standard error is full or gone; a failing flush at exit would change it.
        _discard(sys.stderr)
    return status


def _discard(stream: IO[str]) -> None:
    """Let what a stream still holds, and whatever follows, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
