"""A sample of the machines of a space too large to walk: unbiased counts of patterns, with standard errors.

Each job is a *replicate*: a random part of the tree of all machines, drawn anew, in which every node is met with a
probability that is known (symbols_sample_kernel).  What it finds of a pattern, weighed by those probabilities, has the
pattern's true share as its mean; the replicates are independent, so that their mean is unbiased and their spread an
unbiased estimate of its variance, whatever the tree looks like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ait.enumeration import symbols_parts as parts
from ait.enumeration import symbols_sample_kernel as kernel
from ait.enumeration.space import Part
from ait.enumeration.symbols_interest import LEAST_EFFORT, interest
from ait.errors import InputError

LONGEST = 12
MOST_REPLICATES = 64
"""Sums over so many replicates fit in 64 bits: no pattern is written by more than 1/24 of all machines."""
MOST_STATES, MOST_SYMBOLS, MOST_STEPS = 10, 9, 1_000_000
FORMAT = 2

PILOT_PART = 16
"""The pilots take about a sixteenth of the effort, and no more than they need."""

_NO_NOTES, _NO_VALUES = np.zeros((0, 0, 0, kernel.NOTES)), np.zeros(0)
_TALLY_UNIT = 2.0**40
_LENGTH_PLACE = np.uint64(56)


@dataclass(frozen=True)
class SymbolsSample:
    """Machines with ``states`` states and ``symbols`` symbols, run for at most ``steps`` steps, as a sample.

    ``effort`` is about how many nodes a replicate runs: a node that stands for a share p of all machines is met with
    probability effort·p times its parent's interest (symbols_interest), or surely. Outputs of up to ``longest`` symbols
    are counted.

    A part holds, of the replicates done (integers, so that no order of adding matters):

    * ``tally``, shape (replicates, 7), each replicate's own: estimated shares of all machines, in 2^-40, that halt with
      up to ``longest`` symbols, never halt, are undecided, grow wider; nodes run, nodes that halted, steps.
    * one row a pattern, by ``key``, its length·2^56 + word: ``sum`` of its estimated shares of *reduced* machines on
      blank 0, in 2^-62 of all machines; ``square_high`` and ``square_low``, the sum of their squares in 128 bits;
      ``carried``, by how many nodes.

    Raises:
        InputError: if a limit is out of range.
    """

    states: int
    symbols: int
    steps: int
    effort: float
    replicates: int = 64
    seed: int = 1
    longest: int = LONGEST

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("states", self.states, 2, MOST_STATES),
            ("symbols", self.symbols, 3, MOST_SYMBOLS),
            ("steps", self.steps, 1, MOST_STEPS),
            ("replicates", self.replicates, 2, MOST_REPLICATES),
            ("seed", self.seed, 0, 2**32 - 1),
            ("longest", self.longest, 2, 14),
        ):
            if not least <= value <= most:
                raise InputError(f"{name} = {value}: a sample takes {least:,} to {most:,}")
        # No single node then weighs a tenth of all machines, and the sums of weights fit in their words.
        if not 10.0 <= self.effort <= 1e30:
            raise InputError(f"effort = {self.effort:g}: a sample takes 10 to 1e30")

    def identity(self) -> dict[str, int | str]:
        """What makes two samples the same sample."""
        return {
            "machine": "turing sample",
            "symbols": self.symbols,
            "states": self.states,
            "steps": self.steps,
            "effort": repr(float(self.effort)),
            "replicates": self.replicates,
            "seed": self.seed,
            "longest": self.longest,
            "format": FORMAT,
        }

    @property
    def machines(self) -> int:
        """All machines of the formalism on one blank symbol, (k(2n + 1))^(kn)."""
        return int((self.symbols * (2 * self.states + 1)) ** (self.states * self.symbols))

    def job_count(self) -> int:
        """A job is a replicate."""
        return self.replicates

    def run_job(self, job: int) -> Part:
        """Draw one replicate; the same number gives the same one.

        Raises:
            InputError: if there is no such replicate.
        """
        if not 0 <= job < self.replicates:
            raise InputError(f"job = {job}: this sample has the replicates 0 to {self.replicates - 1}")
        settings = np.array([self.states, self.symbols, self.steps, self.longest], np.int64)
        nodes = int(min(self.effort * self.replicates / PILOT_PART, 1e9))
        best = interest(self.states, self.symbols, self.steps, self.longest, nodes)
        best = np.maximum(best, LEAST_EFFORT / self.effort)
        random = np.random.SeedSequence([self.seed, job]).generate_state(1, np.uint64)
        tally = np.zeros(kernel.TALLY)
        root = parts.root(self.states, self.symbols)[0]
        rows = kernel.sample(
            root, parts.layout(self.symbols), settings, float(self.effort), best, random, tally, _NO_NOTES, _NO_VALUES
        )
        found = self.empty()
        tally[:4] *= _TALLY_UNIT
        found["tally"][job] = tally.astype(np.uint64)
        return found | _columns(rows[rows[:, kernel.NODES_LENGTH] != 0])

    def empty(self) -> Part:
        """The result of no job at all."""
        nothing = np.zeros(0, np.uint64)
        return {
            "tally": np.zeros((self.replicates, kernel.TALLY), np.uint64),
            **dict.fromkeys(("key", "sum", "square_high", "square_low", "carried"), nothing),
        }

    def merge(self, whole: Part, part: Part) -> Part:
        """Both parts added up; commutative and associative, so that the sum does not depend on any order."""
        large, small = (whole, part) if len(whole["key"]) >= len(part["key"]) else (part, whole)
        at = np.searchsorted(large["key"], small["key"])
        known = np.zeros(len(at), np.bool_)
        inside = at < len(large["key"])
        known[inside] = large["key"][at[inside]] == small["key"][inside]
        merged = {name: column.copy() for name, column in large.items()}
        merged["tally"] = large["tally"] + small["tally"]
        rows = at[known]
        low = merged["square_low"][rows] + small["square_low"][known]
        carry = low < small["square_low"][known]
        merged["square_low"][rows] = low
        merged["square_high"][rows] += small["square_high"][known] + carry
        for name in ("sum", "carried"):
            merged[name][rows] += small[name][known]
        for name in ("key", "sum", "square_high", "square_low", "carried"):
            merged[name] = np.insert(merged[name], at[~known], small[name][~known])
        return merged

    def nodes(self, whole: Part) -> int:
        """Nodes of the tree run so far."""
        return int(whole["tally"][:, kernel.NODES_RUN].sum())

    def share_done(self, whole: Part) -> float:
        """The share of the replicates that are done."""
        return float(np.count_nonzero(whole["tally"][:, kernel.NODES_RUN])) / self.replicates

    def shares(self, whole: Part) -> np.ndarray:
        """Each replicate's estimated shares of all machines: halt, never halt, undecided, wider; (replicates, 4)."""
        return whole["tally"][:, :4].astype(np.float64) / _TALLY_UNIT


def _columns(rows: np.ndarray) -> Part:
    """One replicate's rows by key, with their squares."""
    lengths, nodes = rows[:, kernel.NODES_LENGTH] & kernel.LENGTH_MASK, rows[:, kernel.NODES_LENGTH] >> np.uint64(8)
    keys = (lengths << _LENGTH_PLACE) | rows[:, kernel.PATTERN]
    order = np.argsort(keys)
    sums = rows[order, kernel.SUM]
    high, low = sums >> np.uint64(32), sums & np.uint64(2**32 - 1)
    middle = np.uint64(2) * high * low + (low * low >> np.uint64(32))
    return {
        "key": keys[order],
        "sum": sums,
        "square_high": high * high + (middle >> np.uint64(32)),
        "square_low": sums * sums,
        "carried": nodes[order],
    }


def lengths_and_words(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lengths (uint8) and words of patterns from their keys."""
    return (keys >> _LENGTH_PLACE).astype(np.uint8), keys & np.uint64(2**56 - 1)
