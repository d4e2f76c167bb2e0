"""Is a short sequence random? Its share of what small machines write against its share of what chance writes.

Chance writes each of the k^n strings of n symbols with probability k^-n, a machine drawn at random writes s, if it
writes n symbols, with probability D(s | n).  Their ratio is a Bayes factor, and with a prior probability of
chance it gives the posterior one (Gauvrit, Singmann, Soler-Toscano and Zenil 2016).  Beyond the table's strings the
block urn, a code for any length made of the same table, takes the machines' place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ait.alphabet import alphabet_size
from ait.errors import InputError
from ait.estimate import Estimate
from ait.measures.bdm import bdm
from ait.measures.ctm import ctm, ctm_given_length
from ait.measures.default_table import default_table
from ait.measures.local import LocalComplexity, windows_of
from ait.measures.string_classes import relabelled
from ait.measures.symbol_statistics import SymbolStatistics, symbol_statistics
from ait.measures.table_shares import Share, mass_at_length, share_of, symbols_of_table
from ait.notebook import Shown
from ait.sequence import Sequence, as_sequence
from ait.tables.counts_table import CountsTable
from ait.tables.shipped import open_table


@dataclass(frozen=True)
class Verdict:
    """Chance against a rival law that also gives every string a probability.

    Attributes:
        rival: the law, in words.
        likelihood: what the rival gives the string, given its length: acss's likelihood_d.
        bayes_factor: k^-n / likelihood, random against algorithmic: above 1 it speaks for chance.
        posterior: the probability of chance, given the string and the prior.
        log2_bayes_factor, standard_error: the same in bits, and the error that the table's sampling leaves in it; None
            where the table's counts are exact.
    """

    rival: str
    likelihood: float
    bayes_factor: float
    posterior: float
    log2_bayes_factor: float
    standard_error: float | None

    def within(self, errors: float = 1.96, prior: float = 0.5) -> tuple[float, float] | None:
        """The posterior at the ends of so many standard errors; None where counts are exact."""
        if self.standard_error is None:
            return None
        spread = errors * self.standard_error
        low, high = (_posterior(self.log2_bayes_factor + sign * spread, prior) for sign in (-1, 1))
        return low, high


@dataclass(frozen=True, eq=False)
class Randomness(Shown):
    """What can be said about the randomness of a sequence.

    Attributes:
        sequence: it, over 0..k-1 as the table has them.
        table: the table's name.
        prior: the prior probability of chance.
        complexity: -log2 D(s), bits; None where the table has no count.
        given_length: -log2 D(s | n), bits; None where the table has no count.
        machines: chance against the table's machines; None where it has no count of the string.
        urn: chance against the block urn, for any length.
        local: the complexity of each window.
        statistics: entropies, alternations, runs and change complexity.
        refusal: why ``machines`` is None, or "".
    """

    sequence: Sequence
    table: str
    prior: float
    complexity: Estimate | None
    given_length: Estimate | None
    machines: Verdict | None
    urn: Verdict
    local: LocalComplexity
    statistics: SymbolStatistics
    refusal: str


def randomness(
    x: Any,
    alphabet: int | str | None = None,
    *,
    prior: float = 0.5,
    window: int | None = None,
    table: str | Path | CountsTable | None = None,
) -> Randomness:
    """All that acss says of a short string, and more, in one call.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.
        alphabet: the symbols that could have come, or how many: the answer depends on it. If left out, those declared
            with the data, else as many as differ in it, two at least.
        prior: the probability of chance before the string is seen, between 0 and 1.
        window: symbols in a window of local complexity; if left out 5, or fewer where the string is shorter.
        table: a table of strings over so many symbols, or more; if left out, the shipped one.

    Raises:
        InputError: if x cannot be read or has more symbols than the alphabet, or an argument is out of range.
        TableError: if no table for so many symbols ships, or the one named cannot be read.

    >>> found = randomness("HTHTHTHT")
    >>> round(found.machines.likelihood, 9), round(found.machines.bayes_factor, 7), round(found.machines.posterior, 7)
    (0.010366951, 0.3767983, 0.2736772)
    >>> found.statistics.alternations, round(found.complexity.bits, 4)
    (7, 19.8362)
    """
    if not 0.0 < prior < 1.0:
        raise InputError(f"prior = {prior!r}: a probability between 0 and 1")
    sequence = with_alphabet_of(x, alphabet)
    chosen = open_table(default_table(sequence.k) if table is None else table)
    k = symbols_of_table(chosen)
    if sequence.k > k:
        raise InputError(f"table {chosen.name} is for {k} symbols, not for {sequence.k}: name another one")
    share = share_of(chosen, sequence.symbols)
    refusal = ""
    if not share.share:
        held = mass_at_length(chosen, len(sequence))
        what = "this string" if held else f"strings of {len(sequence):,} symbols"
        refusal = f"table {chosen.name} holds no count of {what}"
    size = window if window is not None else min(5, len(sequence))
    return Randomness(
        sequence,
        chosen.name,
        prior,
        ctm(sequence, chosen) if share.share else None,
        ctm_given_length(sequence, chosen) if share.share else None,
        _by_machines(chosen, sequence, share, prior) if share.share else None,
        _by_urn(chosen, sequence, prior),
        windows_of(replace(sequence, k=k), size, chosen),
        symbol_statistics(sequence),
        refusal,
    )


def with_alphabet_of(x: Any, alphabet: int | str | None) -> Sequence:
    """The sequence over the alphabet that is meant, its symbols renamed 0, 1, ... where only their number is told."""
    if isinstance(alphabet, str):
        if isinstance(x, Sequence):
            raise InputError("a Sequence has its alphabet already: say how many symbols could have come")
        return replace(as_sequence(x, alphabet), labels=None)
    sequence = as_sequence(x)
    used = len(np.unique(sequence.symbols))
    inferred = sequence.alphabet_bits > 0
    if alphabet is None and not inferred:
        return replace(sequence, labels=None)
    k = max(2, used) if alphabet is None else alphabet_size(alphabet)
    if used > k:
        raise InputError(f"{used} symbols differ, more than the alphabet's {k}")
    return Sequence(relabelled(sequence).astype(np.uint8 if k <= 256 else np.uint32), k, source=sequence.source)


def _by_machines(table: CountsTable, sequence: Sequence, share: Share, prior: float) -> Verdict:
    rival = f"machines of table {table.name} that write {len(sequence)} symbols"
    return _verdict(rival, share.bits, sequence, prior, share.standard_error)


def _by_urn(table: CountsTable, sequence: Sequence, prior: float) -> Verdict:
    k = symbols_of_table(table)
    symbols = sequence.symbols if k == sequence.k else sequence.symbols.astype(np.uint8)
    found = bdm(Sequence(symbols, k), code="urn", table=table)
    return _verdict(f"block urn, {found.reference}", found.bits, sequence, prior, None)


def _verdict(rival: str, cost: float, sequence: Sequence, prior: float, error: float | None) -> Verdict:
    """A verdict from the rival's -log2 probability."""
    factor = cost - len(sequence) * math.log2(sequence.k)
    # Powers of two beyond what a float holds are 0 or infinite, and the posterior stays right.
    likelihood, ratio = (2.0**e if e < 1024 else math.inf for e in (-cost, factor))
    return Verdict(rival, likelihood, ratio, _posterior(factor, prior), factor, error)


def _posterior(log2_factor: float, prior: float) -> float:
    """prior·B / (prior·B + 1 - prior) from log2 B, without overflow."""
    odds = log2_factor + math.log2(prior / (1.0 - prior))
    return 1.0 / (1.0 + 2.0**-odds) if odds > -1000 else 0.0
