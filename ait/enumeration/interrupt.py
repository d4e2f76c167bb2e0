"""Ctrl-C, held back until it can do no harm: a half-merged result must never be saved."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Within the block the first Ctrl-C only sets a flag; the block asks for it and stops where it is safe.

    A second Ctrl-C kills the process at once, as does any signal that cannot be held back; what was saved
    before stays whole, since files are replaced by renaming.  Outside the main thread, where Python delivers no
    signals, nothing is changed and the flag stays off.

    >>> import os, signal
    >>> with deferred_interrupt() as interrupted:
    ...     os.kill(os.getpid(), signal.SIGINT)
    ...     interrupted()
    True
    """
    seen = False

    def remember(number: int, frame: FrameType | None) -> None:
        nonlocal seen
        seen = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, remember)
    try:
        yield lambda: seen
    finally:
        signal.signal(signal.SIGINT, before)
