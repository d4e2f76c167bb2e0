"""All programs of the machine that is given y (LBF with a second tape) that can still write one string."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration.lbf_search import Found, run_search
from ait.enumeration.lbf_target import LbfSearch
from ait.errors import InputError
from ait.machines.lbf_given import CODES

LONGEST_GIVEN = 100_000

# The kernels number the instructions as LBF does, with the new one last; codes of one size may stand in any order.
_ORDER = (";", "]", "+", ",", ">", "<", "[", "!", ":")
_CODE_ARRAYS = (
    np.array([int(CODES[instruction], 2) for instruction in _ORDER], np.int64),
    np.array([len(CODES[instruction]) for instruction in _ORDER], np.int64),
)


@dataclass(frozen=True)
class GivenSearch(LbfSearch):
    """A search on the machine that is given ``given``, a string of 0 and 1 of up to 100,000 symbols, or none."""

    given: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.given) > LONGEST_GIVEN or self.given.strip("01"):
            raise InputError(f"what is given must be a string of 0 and 1 with at most {LONGEST_GIVEN} symbols")

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        return {**super().identity(), "machine": "lbf given", "given": self.given}

    def _machine(self) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        return _CODE_ARRAYS, np.frombuffer(self.given.encode(), np.uint8) - ord("0")


def search_given(target: str, given: str, *, bits: int, workers: int = 1) -> Found:
    """Run every program of up to ``bits`` bits that is given ``given`` and can still write ``target``.

    Raises:
        InputError: if a string is not binary, or a limit is out of range.
        SearchInterrupted: at Ctrl-C, with what was found until then.

    >>> search_given("0110100110", "0110100110", bits=12).least(10).bits  # :;]
    '10110001'
    """
    return run_search(GivenSearch(bits, target, given=given), workers=workers)
