"""What the work driver asks of a program space."""

from __future__ import annotations

from typing import Protocol

import numpy as np

Part = dict[str, np.ndarray]
"""What a walk has found so far: named integer arrays, which a space knows how to merge."""


class Space(Protocol):
    """A program space cut into jobs; implementations are frozen, picklable records."""

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk: machine, sizes, limits, and a number for the format of the parts."""

    def job_count(self) -> int:
        """How many jobs there are; it depends on the identity alone."""

    def run_job(self, job: int) -> Part:
        """What job number ``job`` finds: pure, so that it may run in a thread, a process or on another machine."""

    def empty(self) -> Part:
        """The result of no job at all."""

    def merge(self, whole: Part, part: Part) -> Part:
        """``whole`` with ``part`` added; may reuse the memory of ``whole``. Commutative and associative."""

    def nodes(self, whole: Part) -> int:
        """How many machines or programs were run so far."""

    def share_done(self, whole: Part) -> float:
        """The share of the space's mass that is accounted for so far, 0 to 1."""
