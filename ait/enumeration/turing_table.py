"""From a walk over all Turing machines to its table: D(s) for every string, with witness and undecided weight."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from ait import __version__
from ait.enumeration.driver import Progress, walk
from ait.enumeration.space import Part, Space
from ait.enumeration.turing import TuringSpace
from ait.enumeration.turing_complete import CompleteTuringSpace
from ait.enumeration.turing_completion import Completion, complete_counts
from ait.errors import InputError
from ait.tables.bitstrings import LONGEST_WORD
from ait.tables.counts_table import CountsTable
from ait.tables.symmetry import SYMMETRY


def enumerate_turing(
    states: int,
    steps: int | None = None,
    *,
    symbols: int = 2,
    ngram: int = 0,
    histories: bool = False,
    longest: int | None = None,
    device: str = "cpu",
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: Path | str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> CountsTable:
    """Run every Turing machine with so many states and symbols, and tabulate what they halt with.

    Args:
        states: n, 1 to 6; where every machine is to be decided, 1 to 5, or 2 for three and four symbols.
        steps: a machine still running after so many steps is undecided. If left out, every machine is decided: proved
            never to halt, or run for as many steps as any machine of this many states that halts (the busy beaver).
        symbols: k, 2 to 9; the space's (k(2n+1))^(kn) machines on each of k blanks must be fewer than 2^63.
        ngram: decide more machines never to halt, by sets of n-grams of up to this length (0 to 3; two symbols only);
            not where every machine is decided, which uses them anyway.
        histories: decide still more of them, by sets in which cells remember what rewrote them (two symbols only).
        longest: keep strings of up to so many symbols (at most 64); the header states the rest. All if left out.
        device: ``cpu``, or ``gpu`` for a graphics processor (the extra ``gpu``, an NVIDIA card; two symbols and a step
            limit, no n-grams): the same table to the bit. Two ``workers`` then keep it busy.
        workers, executor, checkpoint, resume, progress: see :func:`ait.enumeration.driver.walk`.

    Returns:
        A table over all blank symbols: D(s) = count / total (Soler-Toscano et al. 2014), with the columns
        ``least_steps``, ``witness``, ``blank`` and ``mirrored``, and the undecided weight by span. Over more than two
        symbols a :class:`ait.tables.pattern_table.PatternTable`.

    Raises:
        InputError: if a limit is out of range. Further errors as for ``walk``.

    >>> table = enumerate_turing(3, 21)
    >>> table.total, len(table), table.longest, table.count("000")
    (4294368, 128, 7, 48064)
    >>> table.fields["undecided"], enumerate_turing(3).fields["undecided"]
    (14336, 0)
    >>> enumerate_turing(2, 38, symbols=3).count("012")
    7244
    """
    space, finish = turing_space(states, symbols, steps, ngram, longest, histories, device)
    part = walk(space, workers=workers, executor=executor, checkpoint=checkpoint, resume=resume, progress=progress)
    return finish(part)


def turing_space(
    states: int,
    symbols: int,
    steps: int | None,
    ngram: int = 0,
    longest: int | None = None,
    histories: bool = False,
    device: str = "cpu",
) -> tuple[Space, Callable[[Part], CountsTable]]:
    """The space of all machines of such a size, and what makes a finished walk its table (InputError)."""
    if device not in ("cpu", "gpu"):
        raise InputError(f"device = {device!r}: walks run on the 'cpu' or on a 'gpu'")
    if device == "gpu" and (symbols != 2 or steps is None):
        raise InputError(
            "a graphics processor walks machines of two symbols with a step limit; leave it out for others"
        )
    if steps is None and (ngram or histories):
        raise InputError("ngram and histories go with a step limit: without one every machine is decided in any case")
    if symbols == 2:
        space = CompleteTuringSpace(states) if steps is None else TuringSpace(states, steps, ngram, histories)
        check_longest(longest)
        if device == "gpu":
            from ait.enumeration.turing_cuda import CudaTuringSpace
            from ait.gpu import find_device

            on_device = CudaTuringSpace(space)
            find_device()
            return on_device, lambda part: turing_table(space, part, longest)
        return space, lambda part: turing_table(space, part, longest)
    from ait.enumeration.symbols import SymbolsSpace
    from ait.enumeration.symbols import check_longest as check_longest_pattern
    from ait.enumeration.symbols_complete import CompleteSymbolsSpace
    from ait.enumeration.symbols_table import symbols_table

    if ngram or histories:
        raise InputError(f"ngram and histories decide machines of two symbols only, not of {symbols}")
    check_longest_pattern(longest, symbols)
    if steps is None:
        many: SymbolsSpace = CompleteSymbolsSpace(states, symbols)
    else:
        many = SymbolsSpace(states, symbols, steps, longest or 0)
    return many, lambda part: symbols_table(many, part, longest)


def check_longest(longest: int | None) -> None:
    """Refuse a length of strings to keep that is not 1 to 64 (InputError)."""
    if longest is not None and not 1 <= longest <= LONGEST_WORD:
        raise InputError(
            f"strings of up to 1 to {LONGEST_WORD} symbols can be kept, not {longest}; leave it out for all"
        )


def turing_table(space: TuringSpace, part: Part, longest: int | None = None) -> CountsTable:
    """The table of a finished walk, once every machine is accounted for (AitError otherwise)."""
    found = complete_counts(part, space)
    kept = slice(None) if longest is None else slice(int(np.searchsorted(found.lengths, longest, "right")))
    columns = {
        "least_steps": found.least_steps[kept],
        "witness": found.witness[kept],
        "blank": found.blank[kept],
        "mirrored": found.mirrored[kept],
    }
    counts = found.counts[kept]
    long_strings, long_columns = (found.long_strings, found.long_columns) if longest is None else ((), {})
    beyond = found.total - int(counts.sum()) - int(sum(long_columns.get("counts", np.zeros(0, np.uint64)).tolist()))
    extras = {
        "undecided_by_span": np.trim_zeros(found.undecided_by_span, "b"),
        "halting_by_steps": np.trim_zeros(part["halting_by_steps"], "b"),
    }
    fields, name = _fields(space, part, found, longest, beyond), f"turing-{space.states}-2-{space.steps}"
    if isinstance(space, CompleteTuringSpace):
        fields |= _complete_fields(space, part, longest)
        extras |= {column: part[column] for column in ("late_number", "late_steps", "late_machines")}
        name = f"turing-{space.states}-2"
    return CountsTable(
        name, fields, found.lengths[kept], found.words[kept], counts, columns, extras, long_strings, long_columns
    )


def _fields(
    space: TuringSpace, part: Part, found: Completion, longest: int | None, beyond: int
) -> dict[str, int | str]:
    undecided = 4 * int(part["machines"][2])
    ngram = (f" --ngram {space.ngram}" if space.ngram else "") + (" --histories" if space.histories else "")
    kept, limit = _lengths(longest)
    fields: dict[str, int | str] = {
        "title": f"all Turing machines of {space.states} states, 2 symbols, {space.steps} steps; strings {limit}",
        "formalism": "turing",
        "states": space.states,
        "symbols": 2,
        "steps": space.steps,
        "ngram": space.ngram,
        "unit": "machines that halt, over both blank symbols",
        "symmetry": SYMMETRY,
        "machines": 2 * space.machines,
        "total": found.total,
        "undecided": undecided,
        "non_halting": 2 * space.machines - found.total - undecided,
        "strings_that_occur": len(found.lengths) + len(found.long_strings),
        "total_of_strings_left_out": beyond,
        "nodes": space.nodes(part),
        "rebuild": f"ait enumerate turing --states {space.states} --steps {space.steps}{ngram}{kept} --out FILE",
        "version": __version__,
    }
    if longest is not None:
        fields["longest_kept"] = longest
    return fields


def _complete_fields(space: CompleteTuringSpace, part: Part, longest: int | None) -> dict[str, int | str]:
    """What a header says otherwise, or besides, where every machine is decided."""
    kept, limit = _lengths(longest)
    *proofs, far, halted = part["decided"].tolist()
    return {
        "title": f"all Turing machines of {space.states} states, 2 symbols, every one decided; strings {limit}",
        "steps": space.busy_beaver,
        "first_steps": space.steps,
        # The tree's root halts too, and is not walked.
        "halting_nodes": int(part["nodes"][2]) + 1,
        "late_halters": halted,
        "nodes_proved_by_histories": sum(proofs),
        "nodes_run_to_the_last_step": far,
        "rebuild": f"ait enumerate turing --states {space.states} --complete{kept} --out FILE",
    }


def _lengths(longest: int | None) -> tuple[str, str]:
    """Which strings are kept, as an option and in words."""
    return ("", "of every length") if longest is None else (f" --longest {longest}", f"up to {longest} symbols")
