"""The space of all two-symbol Turing machines with n states, cut into jobs, each walked with exact integer weights.

Only machines whose first move is to the right and into another state are run, on blank 0 (*reduced* machines); what
is left out halts at once, or never, or is a mirror image, and is put back exactly by
:mod:`ait.enumeration.turing_completion`.  The formalism is that of Soler-Toscano, Zenil, Delahaye and Gauvrit
(2014), "Calculating Kolmogorov complexity from the output frequency distributions of small Turing machines".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration import turing_late, turing_parts
from ait.enumeration.space import Part
from ait.errors import AitError, InputError

LARGEST_STATES = 6
"""Weights are 64-bit words: (4n + 2)^(2n) machines fit for 6 states, 9.5e16, but not for 7, 7.9e23."""

MOST_STEPS = 1_000_000
"""Every walk keeps arrays over all numbers of steps up to its limit."""

FORMAT = 1
"""The number of the format of a walk's parts, see :class:`TuringSpace`."""

# How many jobs a walk has whose step limit is low; one takes some 0.3 seconds.
_JOBS = {4: 4, 5: 64, 6: 12_000}
_JOBS_AT_MOST = 100_000
_STEPS_THAT_DOUBLE = 2_000
"""With so many steps, the few machines that use them all take as long as all others."""


@dataclass(frozen=True)
class TuringSpace:
    """All machines with ``states`` states and two symbols, run for at most ``steps`` steps.

    A step limit of T counts a machine that halts at exactly step T.  With ``ngram`` = 1, 2 or 3, machines that go on
    are also tested by sets of n-grams of up to that length, which prove many to run forever; with ``histories`` those
    left are tested by sets in which cells remember what rewrote them (:mod:`ait.enumeration.closure_kernel`), which
    leave about one in a hundred. Halting counts are the same without.

    A walk's part holds, about *reduced* machines on blank 0 (all counts uint64):

    * ``machines``: how many halt, never halt, are undecided; ``undecided_by_span``, shape (steps + 2,): the undecided
      by the number of cells visited; ``halting_by_steps``, shape (steps + 1,).
    * ``nodes``, shape (6,): nodes of the tree that were run; skipped because they obviously never halt; halted; out of
      steps and undecided; too wide for a 64-cell register; proved by n-grams.
    * one row an output of up to 64 cells, ordered by length, then word: ``length`` (uint8), ``word`` (first cell = most
      significant of ``length`` bits), ``count``, ``least_steps`` (uint32), ``witness``.
    * the rare longer outputs: ``long_length`` (uint32), ``long_words`` (64 cells a word, first cell most significant,
      the last word filled up with zeros at its low end), ``long_count``, ``long_least_steps``, ``long_witness``.

    The witness of an output is the published number of a machine that gives it in the least number of steps; of several
    the least number among machines in normal form: states numbered in the order they are first entered, entries never
    reached filled with digit 0 (halt and write 0).

    Raises:
        InputError: if ``states`` is not 1 to 6, ``steps`` not 1 to 1,000,000, or ``ngram`` not 0 to 3.

    >>> from ait.enumeration.driver import walk
    >>> part = walk(TuringSpace(2, 6))
    >>> part["machines"].tolist()
    [522, 1398, 80]
    """

    states: int
    steps: int
    ngram: int = 0
    histories: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.states <= LARGEST_STATES:
            raise InputError(
                f"states = {self.states}: exact walks exist for 1 to {LARGEST_STATES} states, whose"
                " (4n+2)^(2n) machines are counted in 64 bits"
            )
        if not 1 <= self.steps <= MOST_STEPS:
            raise InputError(f"steps = {self.steps}: the step limit must be 1 to {MOST_STEPS:,}")
        if not 0 <= self.ngram <= 3:
            raise InputError(f"ngram = {self.ngram}: n-grams of length 1 to 3 can be used, or 0 for none")

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        return {
            "machine": "turing",
            "symbols": 2,
            "states": self.states,
            "steps": self.steps,
            "ngram": self.ngram,
            "format": FORMAT,
            **({"histories": 1} if self.histories else {}),
        }

    @property
    def machines(self) -> int:
        """All machines of the formalism on one blank symbol, (4n + 2)^(2n).

        >>> TuringSpace(4, 107).machines
        11019960576
        """
        return int((4 * self.states + 2) ** (2 * self.states))

    @property
    def reduced(self) -> int:
        """The machines that are walked: those that first move right, into another state.

        >>> TuringSpace(2, 6).reduced
        2000
        """
        return int(2 * (self.states - 1) * (4 * self.states + 2) ** (2 * self.states - 1))

    def job_count(self) -> int:
        """How many jobs there are: more for a higher step limit, as most time then goes to undecided machines."""
        few = _JOBS.get(self.states, 1)
        return min(few + few * self.steps // _STEPS_THAT_DOUBLE, _JOBS_AT_MOST) if few > 1 else 1

    def run_job(self, job: int) -> Part:
        """Walk the subtrees that belong to one job; the first also counts the nodes above all subtrees.

        Raises:
            InputError: if there is no such job.
            AitError: if a machine is not accounted for, which would be an error in this package.
        """
        jobs = self.job_count()
        if not 0 <= job < jobs:
            raise InputError(f"job = {job}: this walk has the jobs 0 to {jobs - 1}")
        trunk, subtrees, ends = turing_parts.trunk(self.states, self.steps, self.ngram, self.histories)
        # Dealt out like cards, as neighbouring subtrees are of like size.
        branches, open_ends = turing_parts.explore(
            subtrees[job::jobs], self.states, self.steps, self.ngram, keep_open=self.histories
        )
        if job == 0:
            branches, open_ends = turing_parts.merge(branches, trunk), np.concatenate([open_ends, ends])
        return turing_late.settle_proved(branches, open_ends, self.states) if self.histories else branches

    def empty(self) -> Part:
        """The result of no job at all."""
        return turing_parts.empty(self.steps)

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up; commutative and associative, so that the sum does not depend on any order."""
        return turing_parts.merge(whole, part)

    def nodes(self, whole: Part) -> int:
        """Nodes of the tree seen so far, run or skipped."""
        return int(whole["nodes"][:2].sum())

    def share_done(self, whole: Part) -> float:
        """The share of all (4n + 2)^(2n) machines accounted for so far."""
        return (self.machines - 2 * self.reduced + 2 * int(whole["machines"].sum())) / self.machines

    def check(self, whole: Part) -> None:
        """Insist that a finished walk accounts for every machine, exactly.

        Raises:
            AitError: if halting, non-halting and undecided machines do not add up to the whole space.
        """
        halting, non_halting, undecided = (int(count) for count in whole["machines"])
        # Of the first entry's 4n + 2 instructions 2 halt, 4 stay in state 0 and run on, half of the others move left.
        at_once = 2 * (4 * self.states + 2) ** (2 * self.states - 1)
        total = at_once + 2 * at_once + 2 * (halting + non_halting + undecided)
        by_span, counted = int(whole["undecided_by_span"].sum()), int(whole["count"].sum() + whole["long_count"].sum())
        if (total, by_span, counted) != (self.machines, undecided, halting):
            raise AitError(
                f"this walk accounts for {total} of {self.machines} machines, {counted} of {halting} that halt and"
                f" {by_span} of {undecided} undecided: it is not finished, or damaged"
            )
