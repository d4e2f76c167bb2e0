"""The program spaces that are walked, whole or their first jobs, and the two ways to walk them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.case import Work, require


@dataclass(frozen=True)
class Sample:
    """The first ``jobs`` jobs of a space, which deal its work out evenly, as a space of their own."""

    space: Any
    jobs: int

    def identity(self) -> dict[str, int | str]:
        return {**self.space.identity(), "sample": self.jobs}

    def job_count(self) -> int:
        return min(self.jobs, int(self.space.job_count()))

    def run_job(self, job: int) -> dict[str, np.ndarray]:
        return self.space.run_job(job)  # type: ignore[no-any-return]

    def empty(self) -> dict[str, np.ndarray]:
        return self.space.empty()  # type: ignore[no-any-return]

    def merge(self, whole: dict[str, np.ndarray], part: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return self.space.merge(whole, part)  # type: ignore[no-any-return]

    def nodes(self, whole: dict[str, np.ndarray]) -> int:
        return int(self.space.nodes(whole))

    def share_done(self, whole: dict[str, np.ndarray]) -> float:
        return float(self.space.share_done(whole))


@functools.cache
def spaces() -> dict[str, Sample]:
    """What is walked, by its name on the page."""
    from ait.enumeration.lbf import LbfSpace
    from ait.enumeration.symbols import SymbolsSpace
    from ait.enumeration.symbols_sample import SymbolsSample
    from ait.enumeration.turing import TuringSpace
    from ait.enumeration.turing_complete import CompleteTuringSpace
    from ait.enumeration.turmite import TurmiteSpace

    found = (
        Sample(TuringSpace(4, 107), 4),
        Sample(TuringSpace(5, 500), 4),
        Sample(CompleteTuringSpace(5), 2),
        Sample(TuringSpace(6, 500), 2),
        Sample(SymbolsSpace(3, 3, 400), 4),
        Sample(SymbolsSample(4, 4, 2_000, 1e5), 2),
        Sample(TurmiteSpace(4, 500, 20), 4),
        Sample(TurmiteSpace(5, 500, 18), 2),
        Sample(LbfSpace(24, 16), 1 << 30),
        Sample(LbfSpace(36, 12), 8),
    )
    return dict(zip(SPACES, found, strict=True))


SPACES = (
    "Turing (4,2), 107 steps",
    "Turing (5,2), 500 steps",
    "Turing (5,2), every machine decided",
    "Turing (6,2), 500 steps",
    "Turing (3,3), 400 steps",
    "Turing (4,4), sampled",
    "Turmites (4,2), 500 steps",
    "Turmites (5,2), 500 steps",
    "LBF, 24 bits",
    "LBF, 36 bits",
)


def by_hand(name: str) -> Work:
    space = spaces()[name]

    def jobs() -> dict[str, np.ndarray]:
        whole = space.empty()
        for job in range(space.job_count()):
            whole = space.merge(whole, space.run_job(job))
        return whole

    return jobs


def walked(name: str, **options: Any) -> Work:
    from ait.enumeration.driver import walk

    space = spaces()[name]
    return lambda: walk(space, **options)


def same_part(ours: Any, theirs: Any) -> None:
    require(ours.keys() == theirs.keys(), "not the same columns")
    for key in ours:
        require(np.array_equal(ours[key], theirs[key]), f"{key} differs")
