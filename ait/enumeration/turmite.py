"""The space of all two-symbol turmites with n states, cut into jobs, each walked with exact integer weights.

Only machines whose first move is to the right and into another state are run, on blank 0 (*reduced* machines); what
is left out halts at once, or never, or is turned by a right angle, and is put back exactly by
:mod:`ait.enumeration.turmite_completion`.  The formalism is that of Zenil, Soler-Toscano, Delahaye and Gauvrit (2015),
"Two-dimensional Kolmogorov complexity and an empirical validation of the coding theorem method by compressibility".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration import turmite_parts
from ait.enumeration.space import Part
from ait.enumeration.turmite_walk_kernel import HALTING, LARGEST_SHAPE, NODES_RUN, NODES_SKIPPED, UNDECIDED
from ait.errors import AitError, InputError
from ait.tables.arrays import MOST_CELLS

LARGEST_STATES = 5
"""Weights are 64-bit words: (8n + 2)^(2n) machines fit for 5 states, 1.7e16, but not for 6, 2.4e20."""

MOST_STEPS = 5_000
"""A run that outgrows a register has a plane of (2·steps + 1)^2 cells."""

FORMAT = 1
"""The number of the format of a walk's parts, see :class:`TurmiteSpace`."""

_JOBS = {4: 4, 5: 800}


@dataclass(frozen=True)
class TurmiteSpace:
    """All turmites with ``states`` states and two symbols, run for at most ``steps`` steps.

    Outputs of up to ``cells`` cells are listed, the others counted by their numbers of rows and columns.  With
    ``one_in`` above 1 only a sample is walked: all nodes of the tree whose parents have more than ``sample_open``
    undefined entries, and below those with just so many one subtree in ``one_in``, drawn by a hash of its number and
    ``seed``.

    A walk's part holds, about *reduced* machines on blank 0 (all numbers uint64; of arrays that begin with an axis of
    2, entry 1 is about the sampled subtrees alone):

    * ``tally``, shape (2, 12): how many halt, never halt, are undecided, are not explored; nodes of the tree that were
      run; skipped because they obviously never halt; halted; out of steps and undecided; too wide for the register;
      subtrees that could be drawn; that were; the sum of the squares of their halting machines.
    * ``undecided_by_shape`` and ``halting_by_shape``, shape (2, 66, 66): by rows and columns of the bounding box of the
      cells visited, 65 standing for 65 and more; ``halting_by_steps``, shape (2, steps + 1).
    * one row a class of outputs that turning, reflecting and exchanging 0 and 1 make equal: ``shape`` (uint16, rows·2^8
      + columns), ``word`` (row by row, the last cell lowest), ``count``, ``least_steps``, ``witness``, ordered by
      shape, then word; the array is the one of :func:`ait.tables.arrays.least_words`.
    * the same for the sampled subtrees, under names that begin with ``drawn_``; with the sum of the squares of the
      subtrees' counts, and how many of them have the class.

    Reduced machines whose first vertical move is down are not run: each counts as its mirror image, which has twice
    the weight.

    The witness of an output is the number of a machine that gives it in the least number of steps; of several the
    least number among machines in normal form, as for :class:`ait.enumeration.turing.TuringSpace`.

    Raises:
        InputError: if an argument is out of range.

    >>> from ait.enumeration.driver import walk
    >>> part = walk(TurmiteSpace(2, 10))
    >>> part["tally"][0, :4].tolist()
    [1506, 10158, 0, 0]
    """

    states: int
    steps: int
    cells: int = MOST_CELLS
    one_in: int = 1
    sample_open: int = 2
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.states <= LARGEST_STATES:
            raise InputError(
                f"states = {self.states}: exact walks exist for 1 to {LARGEST_STATES} states, whose"
                " (8n+2)^(2n) turmites are counted in 64 bits"
            )
        if not 1 <= self.steps <= MOST_STEPS:
            raise InputError(f"steps = {self.steps}: the step limit must be 1 to {MOST_STEPS:,}")
        if not 1 <= self.cells <= MOST_CELLS:
            raise InputError(f"cells = {self.cells}: arrays of up to 1 to {MOST_CELLS} cells can be listed")
        if not 1 <= self.one_in <= 2**31:
            raise InputError(f"one subtree in {self.one_in}: give a number from 1 (all of them) to {2**31}")
        if self.one_in > 1 and not 1 <= self.sample_open <= min(3, 2 * self.states - 2):
            raise InputError(
                f"subtrees with {self.sample_open} undefined entries: 1 to {min(3, 2 * self.states - 2)} can be drawn"
            )
        if not 0 <= self.seed < 2**63:
            raise InputError(f"seed = {self.seed}: give a number from 0 to 2^63 - 1")

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        sample = {"one_in": self.one_in, "sample_open": self.sample_open, "seed": self.seed} if self.one_in > 1 else {}
        return {
            "machine": "turmite",
            "symbols": 2,
            "states": self.states,
            "steps": self.steps,
            "cells": self.cells,
            **sample,
            "format": FORMAT,
        }

    @property
    def machines(self) -> int:
        """All machines of the formalism on one blank symbol, (8n + 2)^(2n).

        >>> TurmiteSpace(4, 500).machines
        1785793904896
        """
        return int((8 * self.states + 2) ** (2 * self.states))

    @property
    def reduced(self) -> int:
        """The machines that first move right, into another state.

        >>> TurmiteSpace(2, 6).reduced
        11664
        """
        return int(2 * (self.states - 1) * (8 * self.states + 2) ** (2 * self.states - 1))

    @property
    def _limits(self) -> turmite_parts.Limits:
        sample_open = self.sample_open if self.one_in > 1 else 0
        return turmite_parts.Limits(self.states, self.steps, self.cells, sample_open, self.one_in, self.seed)

    def job_count(self) -> int:
        """How many jobs there are."""
        return _JOBS.get(self.states, 1)

    def run_job(self, job: int) -> Part:
        """Walk the subtrees that belong to one job; the first also counts the nodes above all subtrees.

        Raises:
            InputError: if there is no such job.
            AitError: if a machine is not accounted for, which would be an error in this package.
        """
        jobs = self.job_count()
        if not 0 <= job < jobs:
            raise InputError(f"job = {job}: this walk has the jobs 0 to {jobs - 1}")
        trunk, roots = turmite_parts.trunk(self._limits)
        # Dealt out like cards, as neighbouring subtrees are of like size.
        branches, _ = turmite_parts.explore(roots[job::jobs], self._limits)
        return turmite_parts.merge(branches, trunk) if job == 0 else branches

    def empty(self) -> Part:
        """The result of no job at all."""
        return turmite_parts.empty(self.steps)

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up; commutative and associative, so that the sum does not depend on any order."""
        return turmite_parts.merge(whole, part)

    def nodes(self, whole: Part) -> int:
        """Nodes of the tree seen so far, run or skipped."""
        return int(whole["tally"][:, [NODES_RUN, NODES_SKIPPED]].sum())

    def share_done(self, whole: Part) -> float:
        """The share of all (8n + 2)^(2n) machines accounted for so far."""
        return (self.machines - 4 * self.reduced + 4 * self._accounted(whole)) / self.machines

    def check(self, whole: Part) -> None:
        """Insist that a finished walk accounts for every machine, exactly.

        Raises:
            AitError: if halting, non-halting, undecided and unexplored machines do not add up to the whole space.
        """
        # Of the first entry's 8n + 2 instructions 2 halt, 8 stay in state 0 and run on; of the others a quarter move
        # right.
        at_once = 2 * (8 * self.states + 2) ** (2 * self.states - 1)
        total = 5 * at_once + 4 * self._accounted(whole)
        halting, undecided = (whole["tally"][:, fate] for fate in (HALTING, UNDECIDED))
        sums = [
            np.array_equal(whole["halting_by_shape"].sum((1, 2)), halting),
            np.array_equal(whole["halting_by_steps"].sum(1), halting),
            np.array_equal(whole["undecided_by_shape"].sum((1, 2)), undecided),
            np.array_equal([_of_listed(whole, which, self.cells) for which in (0, 1)], _listed(whole)),
        ]
        if total != self.machines or not all(sums):
            raise AitError(
                f"this walk accounts for {total} of {self.machines} machines, or its counts by shape, by steps and by"
                " output do not agree: it is not finished, or damaged"
            )

    def _accounted(self, whole: Part) -> int:
        return int(whole["tally"][:, : turmite_parts.FATES].sum())


def _listed(whole: Part) -> list[int]:
    """How many machines the listed outputs have."""
    return [int(whole[name].sum()) for name in ("count", "drawn_count")]


def _of_listed(whole: Part, which: int, cells: int) -> int:
    """How many machines halt with outputs of up to so many cells, whose rows and columns are then exact."""
    sizes = np.multiply.outer(*(np.arange(LARGEST_SHAPE + 1),) * 2)
    return int(whole["halting_by_shape"][which][sizes <= cells].sum())
