"""From a walk over all Turing machines with k symbols to its table: D(s) for every pattern, with its witness."""

from __future__ import annotations

import numpy as np

from ait import __version__
from ait.enumeration.space import Part
from ait.enumeration.symbols import PROVED_STEPS, SymbolsSpace
from ait.enumeration.symbols_complete import CompleteSymbolsSpace
from ait.errors import AitError
from ait.tables.bitstrings import longest_word
from ait.tables.pattern_table import PatternTable
from ait.tables.patterns import SYMMETRY, orbits


def symbols_table(space: SymbolsSpace, part: Part, longest: int | None = None) -> PatternTable:
    """The table of a finished walk, once every machine is accounted for.

    Args:
        space: what was walked, over three symbols or more.
        part: what was found.
        longest: keep strings of up to so many symbols; as many as fit in a word if left out.

    Raises:
        AitError: if the walk is not finished or does not account for every machine.

    >>> from ait.enumeration.driver import walk
    >>> space = SymbolsSpace(2, 3, 38)
    >>> table = symbols_table(space, walk(space))
    >>> table.total, len(table), table.count("012"), table.count("0")
    (10890477, 109, 7244, 2278125)
    """
    space.check(part)
    rows = complete_patterns(part, space)
    strings = orbits(rows["lengths"], rows["words"], space.symbols)
    total = space.symbols * space.at_once + 2 * space.symbols * int(part["machines"][0])
    masses = [count * many for count, many in zip(rows["counts"].tolist(), strings.tolist(), strict=True)]
    if sum(masses) + 2 * space.symbols * int(part["machines"][3]) != total:
        raise AitError(f"the completed counts do not sum to the {total} machines that halt; please report this")
    longest = space.longest or longest
    kept = len(masses) if longest is None else int(np.searchsorted(rows["lengths"], longest, "right"))
    rows = {name: column[:kept] for name, column in rows.items()}
    lengths, words, counts = rows.pop("lengths"), rows.pop("words"), rows.pop("counts")
    fields = _fields(space, part, total, len(masses), total - sum(masses[:kept]), longest)
    name, extras = (
        f"turing-{space.states}-{space.symbols}-{space.steps}",
        {
            "undecided_by_span": np.trim_zeros(_undecided_by_span(part, space), "b"),
            "halting_by_steps": np.trim_zeros(part["halting_by_steps"], "b"),
        },
    )
    if isinstance(space, CompleteSymbolsSpace):
        name = f"turing-{space.states}-{space.symbols}"
        fields |= _complete_fields(space, part, longest)
        extras |= {column: part[column] for column in ("late_number", "late_steps", "late_machines")}
    return PatternTable(name, fields, lengths, words, counts, rows, extras)


def complete_patterns(part: Part, space: SymbolsSpace) -> dict[str, np.ndarray]:
    """The machines over all blanks that write each single string of each pattern, with the one-cell output put back.

    Raises:
        AitError: if a count is not a whole number, which would be an error in this package.
    """
    strings = orbits(part["length"], part["word"], space.symbols).astype(np.uint64)
    machines = np.uint64(2 * space.symbols) * part["count"]
    counts, rest = machines // strings, machines % strings
    if rest.any():
        raise AitError("the machines of a pattern are not shared evenly by its strings; please report this")
    return {
        # Halting at once on blank 0 writes 0: machine number 0. No reduced machine visits one cell only.
        "lengths": np.concatenate([np.ones(1, np.uint8), part["length"]]),
        "words": np.concatenate([np.zeros(1, np.uint64), part["word"]]),
        "counts": np.concatenate([np.array([space.at_once], np.uint64), counts]),
        "least_steps": np.concatenate([np.ones(1, np.uint32), part["least_steps"]]),
        "witness": np.concatenate([np.zeros(1, np.uint64), part["witness"]]),
    }


def _fields(
    space: SymbolsSpace, part: Part, total: int, occur: int, beyond: int, longest: int | None
) -> dict[str, int | str]:
    undecided = 2 * space.symbols * int(_undecided_by_span(part, space).sum())
    everything = space.symbols * space.machines
    kept = f" --longest {longest}" if longest is not None else ""
    limit = min(longest or longest_word(space.symbols), longest_word(space.symbols))
    fields: dict[str, int | str] = {
        "title": f"all Turing machines of {space.states} states, {space.symbols} symbols, {space.steps} steps; strings"
        f" of up to {limit} symbols",
        "formalism": "turing",
        "states": space.states,
        "symbols": space.symbols,
        "steps": space.steps,
        "unit": f"machines that halt, over all {space.symbols} blank symbols",
        "symmetry": SYMMETRY,
        "machines": everything,
        "total": total,
        "undecided": undecided,
        "non_halting": everything - total - undecided,
        # A walk that keeps no longer ones does not know how many there are of those.
        **({} if space.longest else {"patterns_that_occur": occur}),
        "total_of_strings_left_out": beyond,
        "nodes": space.nodes(part),
        "rebuild": f"ait enumerate turing --states {space.states} --symbols {space.symbols} --steps {space.steps}{kept}"
        " --out FILE",
        "version": __version__,
    }
    fields["longest_kept"] = limit
    if _is_proved(space):
        fields["non_halting_by_theorem"] = 2 * space.symbols * int(part["machines"][2])
        fields["theorem"] = f"no machine of this size halts after step {PROVED_STEPS[space.states, space.symbols]:,}"
    return fields


def _complete_fields(space: CompleteSymbolsSpace, part: Part, longest: int | None) -> dict[str, int | str]:
    """What a header says otherwise, or besides, where every machine is decided."""
    kept = f" --longest {longest}" if longest is not None else ""
    limit = min(longest or longest_word(space.symbols), longest_word(space.symbols))
    return {
        "title": f"all Turing machines of {space.states} states, {space.symbols} symbols, every one decided; strings of"
        f" up to {limit} symbols",
        "steps": space.busy_beaver,
        "first_steps": space.steps,
        "late_halters": len(part["late_number"]),
        "rebuild": f"ait enumerate turing --states {space.states} --symbols {space.symbols} --complete{kept}"
        " --out FILE",
    }


def _is_proved(space: SymbolsSpace) -> bool:
    return space.steps >= PROVED_STEPS.get((space.states, space.symbols), space.steps + 1)


def _undecided_by_span(part: Part, space: SymbolsSpace) -> np.ndarray:
    """The undecided machines by visited cells: none where a theorem says that nothing halts beyond the step limit."""
    return part["undecided_by_span"][:0] if _is_proved(space) else part["undecided_by_span"]
