"""From a walk over all LBF programs to its table: mass, Km and witness of every short string."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from ait import __version__
from ait.enumeration.driver import Progress, walk
from ait.enumeration.lbf import CLASSES, NEVER, LbfSpace, verify
from ait.enumeration.space import Part
from ait.tables.counts_table import CountsTable

_KEY_SHIFT = 48
_ALL_BITS = (1 << _KEY_SHIFT) - 1


def enumerate_lbf(
    bits: int,
    length: int,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> CountsTable:
    """Run every LBF program of up to ``bits`` bits and tabulate its outputs of up to ``length`` symbols.

    Args:
        bits: D, the longest programs.
        length: L, the longest outputs; every mass depends on D and on L.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    Returns:
        A table of M_low in units of 2^-(D+4), with columns ``km`` (the least bits of a program), ``witness`` (that
        program's bits as a number), ``certified`` (1 where no undecided program could be shorter) and ``open_mass``
        (of programs not followed further whose output so far is this string).

    Raises:
        InputError: if a limit is out of range. Further errors as for ``walk``.

    >>> table = enumerate_lbf(16, 4)
    >>> table.count("0") / 2**4, table.row("100").values["km"]
    (23439.0, 10)
    """
    space = LbfSpace(bits, length)
    part = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    return lbf_table(space, part)


def lbf_table(space: LbfSpace, part: Part) -> CountsTable:
    """The table of a finished walk, once its classes are seen to sum to the whole space (AitError otherwise)."""
    verify(space, part)
    mass = part["mass"].astype(np.uint64)
    # Every program begins with nothing written: the empty string has all the mass, and its open mass counts too.
    mass[1] = 1 << (space.bits + 4)
    index = np.flatnonzero(mass[1:]) + 1
    lengths = np.frexp(index.astype(np.float64))[1] - 1
    words = (index - (np.int64(1) << lengths)).astype(np.uint64)
    least = part["least"][index]
    km = np.where(least == NEVER, 0, least >> _KEY_SHIFT)
    columns: dict[str, np.ndarray] = {
        "km": km.astype(np.uint8),
        "certified": (km <= _least_undecided(space.length, part["undecided"])[index]).astype(np.uint8),
        "witness": np.where(least == NEVER, 0, least & _ALL_BITS).astype(np.uint64),
        "open_mass": part["open"][index].astype(np.uint64),
    }
    return CountsTable(
        f"lbf-{space.bits}-{space.length}",
        _fields(space, part),
        lengths.astype(np.uint8),
        words,
        mass[index],
        columns,
        {"undecided_programs": part["undecided"]},
    )


def _least_undecided(length: int, undecided: np.ndarray) -> np.ndarray:
    """For each output (as index) the size of the least undecided program whose output is a proper prefix of it."""
    least = np.full(2 << length, np.iinfo(np.int64).max)
    for _, size, output in undecided.tolist():
        first, after = output, output + 1
        # All longer outputs that begin with this one: a block twice as long at every further symbol.
        while (first := 2 * first) < len(least):
            after *= 2
            np.minimum(least[first:after], size, out=least[first:after])
    return least


def _fields(space: LbfSpace, part: Part) -> dict[str, int | str]:
    classes = dict(zip(CLASSES, part["classes"].tolist(), strict=True))
    return {
        "title": f"LBF, all programs of up to {space.bits} bits, outputs of up to {space.length} symbols",
        "formalism": "lbf",
        "bits": space.bits,
        "length": space.length,
        "steps": space.steps,
        "unit": f"program mass in units of 2^-{space.bits + 4}",
        "total": 1 << (space.bits + 4),
        **{f"mass_{name}": classes[name] for name in CLASSES if name != "aside"},
        "undecided_programs": len(part["undecided"]),
        "nodes": int(part["nodes"][0]),
        "rebuild": f"ait enumerate lbf --bits {space.bits} --length {space.length} --out FILE",
        "version": __version__,
    }
