"""From a walk over turmites to its table: D of every array up to a size, with witness, errors and undecided weight."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from ait import __version__
from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part
from ait.enumeration.turmite import TurmiteSpace
from ait.enumeration.turmite_completion import Completion, complete_counts
from ait.enumeration.turmite_walk_kernel import SUBTREES, SUBTREES_WALKED
from ait.tables.array_table import SYMMETRY, ArrayTable
from ait.tables.arrays import MOST_CELLS


def enumerate_turmites(
    states: int,
    steps: int,
    *,
    cells: int = MOST_CELLS,
    one_in: int = 1,
    sample_open: int = 2,
    seed: int = 0,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> ArrayTable:
    """Run every turmite with so many states and two symbols, and tabulate the arrays they halt with.

    Args:
        states: n, 1 to 5.
        steps: a machine still running after so many steps is undecided.
        cells: keep arrays of up to so many cells (at most 64); the header states the rest.
        one_in: above 1, walk only one in so many of the subtrees with ``sample_open`` undefined entries (1 to 3), drawn
            by ``seed``, and all above them: counts are then unbiased estimates (Horvitz and Thompson 1952) with
            standard errors.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    Returns:
        A table over both blank symbols: D(a) = count / total (Zenil et al. 2015), with the columns ``least_steps`` and
        ``witness``, and the undecided weight by the rows and columns visited.

    Raises:
        InputError: if a limit is out of range. Further errors as for ``walk``.

    >>> table = enumerate_turmites(2, 6)
    >>> table.total, table.count([[0, 1]]), table.count([[0], [1]])
    (35376, 1484, 1484)
    """
    space = TurmiteSpace(states, steps, cells, one_in, sample_open, seed)
    part = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    return turmite_table(space, part)


def turmite_table(space: TurmiteSpace, part: Part) -> ArrayTable:
    """The table of a finished walk, once every machine is accounted for (AitError otherwise)."""
    found = complete_counts(part, space)
    return ArrayTable(
        f"turmite-{space.states}-2-{space.steps}",
        _fields(space, part, found),
        found.shapes,
        found.words,
        found.counts,
        found.columns,
        {
            "undecided_by_shape": found.undecided_by_shape,
            "halting_by_shape": found.by_shape,
            "halting_by_steps": np.trim_zeros(found.by_steps, "b"),
        },
    )


def _fields(space: TurmiteSpace, part: Part, found: Completion) -> dict[str, int | str]:
    sampled = space.one_in > 1
    machines = 2 * space.machines
    listed = int(sum(part["count"].tolist())) + space.one_in * int(sum(part["drawn_count"].tolist()))
    reduced = (found.total - 4 * (8 * space.states + 2) ** (2 * space.states - 1)) // 8
    what = f"a sample, one subtree in {space.one_in}, of all" if sampled else "all"
    sample = f" --sample {space.one_in} --sample-open {space.sample_open} --seed {space.seed}" if sampled else ""
    fields: dict[str, int | str] = {
        "title": f"{what} turmites of {space.states} states, 2 symbols, {space.steps} steps;"
        f" arrays of up to {space.cells} cells",
        "formalism": "turmite",
        "states": space.states,
        "symbols": 2,
        "steps": space.steps,
        "cells": space.cells,
        "unit": "machines that halt, over both blank symbols" + (", estimated" if sampled else ""),
        "symmetry": SYMMETRY,
        "machines": machines,
        "total": found.total,
        "undecided": found.undecided,
        "non_halting": found.non_halting,
        "total_of_arrays_left_out": 8 * (reduced - listed),
        "nodes": space.nodes(part),
        "rebuild": f"ait enumerate turmite --states {space.states} --steps {space.steps} --cells {space.cells}{sample}"
        " --out FILE",
        "version": __version__,
    }
    if sampled:
        fields |= {
            "one_in": space.one_in,
            "sample_open": space.sample_open,
            "seed": space.seed,
            "total_standard_error": found.total_error,
            "unexplored": found.unexplored,
            "explored": machines - found.unexplored,
            "subtrees": int(part["tally"][0, SUBTREES]),
            "subtrees_walked": int(part["tally"][0, SUBTREES_WALKED]),
        }
    return fields
