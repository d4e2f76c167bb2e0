"""``-v``: what is done, as it is done, on standard error; the only place where the package's loggers get a handler."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import click

_KEY = "ait.cli.verbose"
_LEVELS = (logging.INFO, logging.DEBUG)


class _Lines(logging.StreamHandler[Any]):
    """One line a record; a standard error that is full or gone ends no command."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, the name is the library's
        """Say nothing."""


def verbose_option(command: click.Command) -> click.Command:
    """Give a command -v; twice says more. It may stand before the name of a command as well as after it."""
    command.params.append(
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            callback=_heed,
            help="Say on standard error what is done; -vv says more.",
        )
    )
    return command


def _heed(context: click.Context, parameter: click.Parameter, count: int) -> None:
    """Add to what was asked for so far; the handler goes when the command is over."""
    if not count:
        return
    root, logger = context.find_root(), logging.getLogger("ait")
    asked = root.meta[_KEY] = root.meta.get(_KEY, 0) + count
    first = asked == count
    if first:
        handler = _Lines(sys.stderr)
        root.call_on_close(lambda: _quiet(logger, handler))
        logger.addHandler(handler)
    level = _LEVELS[min(asked, len(_LEVELS)) - 1]
    logger.setLevel(level)
    shown = "ait: %(message)s" if level == logging.INFO else "%(relativeCreated)7.0f ms %(name)s: %(message)s"
    logger.handlers[-1].setFormatter(logging.Formatter(shown))
    if first:
        _tell_places()


def _quiet(logger: logging.Logger, handler: logging.Handler) -> None:
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def _tell_places() -> None:
    """Which version runs, and where what can be made again is kept."""
    from ait import __version__
    from ait.jit import cache_folder, is_first_use
    from ait.tables.recipes import folder

    logger = logging.getLogger(__name__)
    logger.info("version %s on Python %s", __version__, sys.version.split()[0])
    note = ", where there is nothing yet: compiling takes about half a minute" if is_first_use() else ""
    logger.info("compiled kernels: %s%s", os.environ.get("NUMBA_CACHE_DIR") or cache_folder(), note)
    logger.info("tables built here: %s", folder())
