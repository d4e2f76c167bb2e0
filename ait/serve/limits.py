"""What one visitor of the calculator may ask for, all of it told when it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from ait.errors import InputError

_LEAST_SECONDS, _LEAST_BYTES, _LEAST_MEMORY = 1, 64, 1 << 30


@dataclass(frozen=True)
class Limits:
    """The calculator's limits.

    Attributes:
        seconds: how long one calculation may run.
        size: bytes of one input.
        waiting: calculations that may wait for the one that runs.
        memory: bytes of address space for the calculations; held on systems that can (not on Windows).

    Raises:
        InputError: if one of them is too small to be of use.
    """

    seconds: float = 60.0
    size: int = 1 << 20
    waiting: int = 8
    memory: int = 8 << 30

    def __post_init__(self) -> None:
        for name, least in (("seconds", _LEAST_SECONDS), ("size", _LEAST_BYTES), ("memory", _LEAST_MEMORY)):
            if not getattr(self, name) >= least:
                raise InputError(f"a limit of {getattr(self, name)} {name} is too small: use {least} or more")
        if self.waiting < 0:
            raise InputError(f"{self.waiting} calculations cannot wait: use 0 or more")

    @property
    def body(self) -> int:
        """The largest request: an input of ``size`` bytes, each written as JSON in up to six, and the settings."""
        return 6 * self.size + (1 << 14)
