"""From a sample of machines to its table: each pattern's estimated count, its standard error, and what was not seen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from ait import __version__
from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part
from ait.enumeration.symbols_sample import LONGEST, SymbolsSample, lengths_and_words
from ait.errors import AitError
from ait.tables.pattern_table import PatternTable
from ait.tables.patterns import SYMMETRY, orbits

UNIT_BITS = 64
"""Counts are in 2^-64 of all machines, over all blank symbols: fewer than a quarter of them halt."""

_STEPS_IN_AN_ERROR = 16
"""Counts are rounded to a sixteenth of their standard error, and errors to eight bits: the rest is noise."""


def estimates(space: SymbolsSample, part: Part) -> tuple[np.ndarray, np.ndarray]:
    """Each pattern's share of all machines, of reduced ones on blank 0, and its standard error: from the replicates.

    Raises:
        AitError: if a replicate is missing.
    """
    if np.count_nonzero(part["tally"][:, 4]) != space.replicates:
        raise AitError("this sample is not finished: replicates are missing")
    count = float(space.replicates)
    sums = part["sum"].astype(np.float64)
    squares = part["square_high"].astype(np.float64) * 2.0**64 + part["square_low"].astype(np.float64)
    variance = np.maximum(squares - sums * sums / count, 0.0) / (count * (count - 1))
    return sums / count * 2.0**-62, np.sqrt(variance) * 2.0**-62


def sample_turing(
    states: int,
    symbols: int,
    steps: int,
    effort: float,
    *,
    replicates: int = 64,
    seed: int = 1,
    longest: int = LONGEST,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> PatternTable:
    """Estimate what the Turing machines of a space too large to walk halt with, from a sample with known chances.

    Args:
        states, symbols: n from 2 to 10, k from 3 to 9.
        steps: a machine still running after so many steps is left undecided.
        effort: about how many nodes of the tree of machines each replicate runs, 10 or more.
        replicates: independent samples; their spread gives the standard errors.
        seed: of the random numbers; the same seed gives the same table, whatever the number of workers.
        longest: keep strings of up to so many symbols, 2 to 14.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    Returns:
        A table of patterns, counts unbiased, with the columns ``standard_error`` and ``carried`` (by how many of the
        machines that were run).

    Raises:
        InputError: if a limit is out of range. Further errors as for ``walk``.

    >>> table = sample_turing(3, 3, 100, 1e4, replicates=16)
    >>> exact = 32_659_784_072 / 2_382_840_139_743  # of all (3,3) machines halt with 01
    >>> abs(table.count("01") / 2**64 / exact - 1) < 0.01
    True
    """
    space = SymbolsSample(states, symbols, steps, effort, replicates, seed, longest)
    part = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    return sample_table(space, part)


def sample_table(space: SymbolsSample, part: Part) -> PatternTable:
    """The table of a finished sample.

    Raises:
        AitError: if a replicate is missing.
    """
    shares, errors = estimates(space, part)
    lengths, words = lengths_and_words(part["key"])
    strings = orbits(lengths, words, space.symbols).astype(np.float64)
    # Over all blanks and mirror images there are 2k times as many, on k times as many machines.
    scale = 2.0 * 2.0**UNIT_BITS / strings
    counts, errors = _rounded(shares * scale, errors * scale)
    one_cell = 2**UNIT_BITS // (space.symbols * (2 * space.states + 1))
    kept = counts > 0
    columns = {
        "standard_error": np.concatenate([np.zeros(1, np.uint64), errors[kept]]),
        "carried": np.concatenate([np.zeros(1, np.uint32), part["carried"][kept].astype(np.uint32)]),
    }
    table = PatternTable(
        f"turing-{space.states}-{space.symbols}-sampled",
        {"formalism": "turing", "symbols": space.symbols, "total": 1},
        np.concatenate([np.ones(1, np.uint8), lengths[kept]]),
        np.concatenate([np.zeros(1, np.uint64), words[kept]]),
        np.concatenate([np.array([one_cell], np.uint64), counts[kept]]),
        columns,
    )
    total = table.mass_of(np.arange(len(table)))
    fields = _fields(space, part, total)
    return PatternTable(table.name, fields, table.lengths, table.words, table.counts, columns)


def _rounded(counts: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers of either, with no more digits than mean something."""
    errors = np.maximum(np.ceil(errors), 1.0)
    step = 2.0 ** np.maximum(np.floor(np.log2(errors / _STEPS_IN_AN_ERROR)), 0.0)
    coarse = 2.0 ** np.maximum(np.floor(np.log2(errors)) - 7.0, 0.0)
    # A pattern that was seen has a count, however rare it is.
    whole = np.maximum(np.rint(counts / step) * step, np.minimum(step, 1.0))
    return whole.astype(np.uint64), (np.ceil(errors / coarse) * coarse).astype(np.uint64)


def _fields(space: SymbolsSample, part: Part, total: int) -> dict[str, int | float | str]:
    shares = space.shares(part)
    mean, error = shares.mean(axis=0), shares.std(axis=0, ddof=1) / np.sqrt(space.replicates)
    # Twice: those whose first move is to the left are the mirror images.
    return {
        "title": f"a sample of the Turing machines of {space.states} states, {space.symbols} symbols; strings of up to"
        f" {space.longest} symbols",
        "formalism": "turing",
        "states": space.states,
        "symbols": space.symbols,
        "steps": space.steps,
        "unit": f"machines that halt with up to {space.longest} symbols, in 2^-{UNIT_BITS} of all, over all"
        f" {space.symbols} blank symbols; estimated",
        "symmetry": SYMMETRY,
        "machines": space.symbols * space.machines,
        "total": total,
        "total_standard_error": int(2 * error[0] * 2.0**UNIT_BITS) + 1,
        "undecided_share": float(f"{2 * mean[2]:.3g}"),
        "longer_or_running_share": float(f"{2 * mean[3]:.3g}"),
        "longest_kept": space.longest,
        "replicates": space.replicates,
        "effort": space.effort,
        "seed": space.seed,
        "nodes": space.nodes(part),
        "rebuild": f"ait enumerate turing --states {space.states} --symbols {space.symbols} --steps {space.steps}"
        f" --sample {space.effort!r} --replicates {space.replicates} --seed {space.seed} --longest {space.longest}"
        " --out FILE",
        "version": __version__,
    }
