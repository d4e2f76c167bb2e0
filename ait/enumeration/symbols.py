"""The space of all Turing machines with n states and k symbols, cut into jobs, each walked with exact integer weights.

As :mod:`ait.enumeration.turing` does for two symbols, only machines whose first move is to the right and into another
state are run, on blank 0 (*reduced* machines).  Symbols other than the blank have no order of their own, so machines
that differ in their names alone are run once; outputs are counted by their *pattern*, the least string among the
relabellings of an output and of its reversal.  With M the reduced machines that write a pattern's strings, each of
those strings is written by 2k·M / (number of those strings) machines over all k blanks: exactly, since relabelling and
reflection take the space to itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ait.enumeration import symbols_parts as parts
from ait.enumeration.space import Part
from ait.errors import AitError, InputError
from ait.tables.bitstrings import longest_word

MOST_SYMBOLS = 9
"""A cell takes up to four bits, and a string of such symbols is written with one digit each."""

MOST_STATES = 6
MOST_STEPS = 1_000_000
LARGEST_SPACE = 2**63
"""Counts over all k blank symbols are 64-bit words: k·(k(2n + 1))^(kn) must stay below this."""

FORMAT = 1

PROVED_STEPS = {(2, 3): 38, (2, 4): 3_932_964}
"""Busy beavers: nothing of these sizes halts later (Lafitte and Papazian 2007; bbchallenge 2025, arXiv 2509.12337)."""

# Spaces that take more than some seconds: open entries of the nodes at which subtrees start, and jobs.
_SPLITS = {(3, 3): (5, 64), (2, 5): (5, 64), (2, 6): (7, 2_000), (3, 4): (7, 20_000), (4, 3): (7, 100_000)}


def check_longest(longest: int | None, symbols: int) -> None:
    """Refuse a length of strings to keep that no word holds (InputError)."""
    if longest is not None and not 1 <= longest <= longest_word(symbols):
        raise InputError(
            f"strings of up to 1 to {longest_word(symbols)} of {symbols} symbols can be kept, not {longest}; leave it"
            " out for all"
        )


@dataclass(frozen=True)
class SymbolsSpace:
    """All machines with ``states`` states and ``symbols`` symbols, run for at most ``steps`` steps.

    Outputs of up to ``longest`` symbols are kept; 0: as many as fit in a word. In (2,6) the classes of all lengths
    would not fit in memory.

    A walk's part holds, about *reduced* machines on blank 0 (all counts uint64):

    * ``machines``: how many halt, never halt, are undecided; and how many of the first halt on more cells than are
      kept or fit in a 64-bit word (32 for 3 and 4 symbols, 21 up to 8, 16 for 9);
      ``undecided_by_span``, shape (steps + 2,): the undecided by visited cells; ``halting_by_steps``, shape
      (steps + 1,).
    * ``nodes``, shape (5,): nodes of the tree that were run; skipped because they obviously never halt; halted; out
      of steps and undecided; too wide for a word.
    * one row a pattern, ordered by length, then word: ``length`` (uint8), ``word`` (first cell most significant),
      ``count``, ``least_steps`` (uint32), ``witness``: the published number of the machine in normal form that writes
      one of the pattern's strings in the least number of steps; of several the least number.

    Raises:
        InputError: if the space is too large to be counted in 64 bits, or a limit is out of range.

    >>> from ait.enumeration.driver import walk
    >>> walk(SymbolsSpace(2, 3, 38))["machines"].tolist()
    [676017, 1594278, 7830, 0]
    """

    states: int
    symbols: int
    steps: int
    longest: int = parts.EVERY_LENGTH

    def __post_init__(self) -> None:
        if not 2 <= self.symbols <= MOST_SYMBOLS:
            raise InputError(f"symbols = {self.symbols}: walks exist for 2 to {MOST_SYMBOLS} symbols")
        if not 1 <= self.states <= MOST_STATES:
            raise InputError(f"states = {self.states}: walks exist for 1 to {MOST_STATES} states")
        if self.symbols * self.machines >= LARGEST_SPACE:
            raise InputError(
                f"{self.states} states and {self.symbols} symbols: {float(self.symbols * self.machines):.1e} machines"
                " over all blanks cannot be counted in 64 bits, nor walked whole; estimate them from a sample"
            )
        if not 1 <= self.steps <= MOST_STEPS:
            raise InputError(f"steps = {self.steps}: the step limit must be 1 to {MOST_STEPS:,}")
        if self.longest:
            check_longest(self.longest, self.symbols)

    def identity(self) -> dict[str, int | str]:
        """What makes two walks the same walk."""
        return {
            "machine": "turing patterns",
            "symbols": self.symbols,
            "states": self.states,
            "steps": self.steps,
            "format": FORMAT,
            # Left out where it says nothing: checkpoints of before it was there are still good.
            **({"longest": self.longest} if self.longest else {}),
        }

    @property
    def machines(self) -> int:
        """All machines of the formalism on one blank symbol, (k(2n + 1))^(kn).

        >>> SymbolsSpace(2, 3, 38).machines
        11390625
        """
        return int((self.symbols * (2 * self.states + 1)) ** (self.states * self.symbols))

    @property
    def reduced(self) -> int:
        """The machines that are walked: those that first move right, into another state."""
        return (self.states - 1) * self.at_once

    @property
    def at_once(self) -> int:
        """The machines that halt at once, k·(k(2n + 1))^(kn - 1)."""
        return self.machines // (2 * self.states + 1)

    def job_count(self) -> int:
        """How many jobs there are."""
        return _SPLITS.get((self.states, self.symbols), (parts.NO_SPLIT, 1))[1]

    def run_job(self, job: int) -> Part:
        """Walk the subtrees that belong to one job; the first also counts the nodes above all subtrees.

        Raises:
            InputError: if there is no such job.
            AitError: if a machine is not accounted for, which would be an error in this package.
        """
        keep, jobs = _SPLITS.get((self.states, self.symbols), (parts.NO_SPLIT, 1))
        if not 0 <= job < jobs:
            raise InputError(f"job = {job}: this walk has the jobs 0 to {jobs - 1}")
        trunk, roots = parts.trunk(self.states, self.symbols, self.steps, keep, self.longest)
        # Dealt out like cards, as neighbouring subtrees are of like size.
        branches, _ = parts.explore(roots[job::jobs], self.states, self.symbols, self.steps, longest=self.longest)
        return parts.merge(branches, trunk) if job == 0 else branches

    def empty(self) -> Part:
        """The result of no job at all."""
        return parts.empty(self.steps)

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up; commutative and associative, so that the sum does not depend on any order."""
        return parts.merge(whole, part)

    def nodes(self, whole: Part) -> int:
        """Nodes of the tree seen so far, run or skipped."""
        return int(whole["nodes"][:2].sum())

    def share_done(self, whole: Part) -> float:
        """The share of all machines accounted for so far."""
        return (self.machines - 2 * self.reduced + 2 * int(whole["machines"][:3].sum())) / self.machines

    def check(self, whole: Part) -> None:
        """Insist that a finished walk accounts for every machine, exactly.

        Raises:
            AitError: if halting, non-halting and undecided machines do not add up to the whole space.
        """
        halting, non_halting, undecided, too_long = (int(count) for count in whole["machines"])
        # Of the first entry's k(2n + 1) instructions k halt, 2k stay in state 0, half of the others move left.
        total = 3 * self.at_once + 2 * (halting + non_halting + undecided)
        by_span, counted = int(whole["undecided_by_span"].sum()), int(whole["count"].sum()) + too_long
        if (total, by_span, counted) != (self.machines, undecided, halting):
            raise AitError(
                f"this walk accounts for {total} of {self.machines} machines, {counted} of {halting} that halt and"
                f" {by_span} of {undecided} undecided: it is not finished, or damaged"
            )
