"""Ctrl-C, held back until it can do no harm: a half-merged result must never be saved."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SAME = 1.0
"""Seconds within which two signals are one Ctrl-C."""


@contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Within the block the first Ctrl-C only sets a flag; the block asks for it and stops where it is safe.

    Another Ctrl-C a second or more later kills the process at once; what was saved before stays whole, since files
    are replaced by renaming.  (Sooner it is taken for the same one: make, timeout and others pass it on, so that it
    arrives twice.)  Outside the main thread, where Python delivers no
    signals, nothing is changed and the flag stays off.

    >>> import os, signal
    >>> with deferred_interrupt() as interrupted:
    ...     os.kill(os.getpid(), signal.SIGINT)
    ...     interrupted()
    True
    """
    first: float | None = None

    def remember(number: int, frame: FrameType | None) -> None:
        nonlocal first
        if first is None:
            first = time.monotonic()
        elif time.monotonic() - first > _SAME:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.raise_signal(signal.SIGINT)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, remember)
    try:
        yield lambda: first is not None
    finally:
        signal.signal(signal.SIGINT, before)
