"""Checks of a finished table that anyone can repeat: sums, symmetries, theorems, and witnesses run once more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from ait.enumeration import turmite_verify
from ait.enumeration.replay import replay_number
from ait.errors import TableError
from ait.tables.array_table import ArrayTable
from ait.tables.bitstrings import complement, reverse
from ait.tables.counts_table import CountsTable, Row
from ait.tables.shipped import AnyTable
from ait.tables.symmetry import is_reduced

VERIFIED_HALTING_NODES = {2: 19, 3: 1_772, 4: 249_693, 5: 48_379_894}
"""Nodes of the tree in normal form that halt, its root among them: the classification of all machines of up to five
states by the bbchallenge collaboration, verified by Coq (2024), arXiv 2509.12337. A halting node that was found is
certain, it was run; where as many were found as there are, none is missing, whatever proved the others to run on."""


def verify(table: AnyTable, witnesses: int = 1000) -> Iterator[str]:
    """Check a table step by step; yields a sentence for each check that held.

    The file's checksum was verified when it was loaded.

    Args:
        table: a loaded table.
        witnesses: how many witnesses to run, spread evenly over the rows.

    Raises:
        TableError: at the first check that fails, or where the header lacks what a check needs.
    """
    try:
        yield from _array_checks(table, witnesses) if isinstance(table, ArrayTable) else _checks(table, witnesses)
    except (KeyError, TypeError, ValueError) as error:
        raise TableError(f"table {table.name} cannot be checked, its contents are not whole: {error}") from error


def _checks(table: CountsTable, witnesses: int) -> Iterator[str]:
    yield f"checksum and format: {len(table):,} strings, longest {table.longest}"
    checks = {"turing": _turing if table.symbols == 2 else _turing_patterns, "lbf": _lbf}
    if table.formalism not in checks:
        raise TableError(f"table {table.name} is of an unknown formalism: {table.formalism!r}")
    yield from checks[table.formalism](table)
    if table.is_sampled:
        return
    rows = [table.row_at(int(index)) for index in _spread(len(table.lengths), witnesses)]
    for row in rows:
        _insist(row.string == "" or _replays(table, row), table, f"the witness of {row.string} does not write it")
    yield f"{len(rows):,} witnesses replayed"


def _array_checks(table: ArrayTable, witnesses: int) -> Iterator[str]:
    size = f"{len(table):,} arrays in {len(table.words):,} classes, of up to {table.most_cells} cells"
    yield f"checksum and format: {size}"
    yield from turmite_verify.checks(table)
    chosen = _spread(len(table.words), witnesses).tolist()
    for index in chosen:
        if not turmite_verify.replays(table, index):
            raise TableError(
                f"table {table.name} fails its check: the witness of {table.row_at(index).string} does not write it"
            )
    yield f"{len(chosen):,} witnesses replayed"


def _spread(size: int, count: int) -> np.ndarray:
    return np.unique(np.linspace(0, size - 1, min(count, size)).astype(np.int64)) if count else np.zeros(0, np.int64)


def _insist(holds: bool, table: CountsTable, complaint: str) -> None:
    if not holds:
        raise TableError(f"table {table.name} fails its check: {complaint}")


def _sum(column: np.ndarray) -> int:
    """An exact sum, also where it passes 2^64."""
    return int(np.sum(column >> np.uint64(32), dtype=np.uint64)) * 2**32 + int(
        np.sum(column & np.uint64(2**32 - 1), dtype=np.uint64)
    )


def _turing(table: CountsTable) -> Iterator[str]:
    fields = table.fields
    long_counts = table.long_columns.get("counts", np.zeros(0, np.uint64))
    counted = _sum(table.counts) + _sum(long_counts) + int(fields["total_of_strings_left_out"])
    _insist(counted == table.total, table, f"its counts sum to {counted}, not to {table.total}")
    yield f"counts sum to the total, {table.total:,}"
    machines = 2 * (4 * fields["states"] + 2) ** (2 * fields["states"])
    accounted = table.total + fields["non_halting"] + fields["undecided"]
    _insist(machines == fields["machines"] == accounted, table, f"{accounted} of {machines} machines accounted for")
    undecided = 4 * _sum(table.extras["undecided_by_span"])
    _insist(undecided == fields["undecided"], table, f"undecided by span sum to {undecided}")
    yield f"halting, non-halting and undecided machines sum to all {machines:,}; undecided {undecided / machines:.3e}"
    timed = _sum(table.extras["halting_by_steps"]) + _sum(table.extras.get("late_machines", np.zeros(0, np.uint64)))
    walked = 4 * (4 * fields["states"] + 2) ** (2 * fields["states"] - 1) + 4 * timed
    _insist(walked == table.total, table, f"halting machines by steps sum to {walked}")
    yield "halting machines by number of steps sum to the total"
    if is_reduced(fields):
        # Of a table just loaded this holds by the way it is stored; of one just made it does not.
        for turned in (reverse(table.lengths, table.words), complement(table.lengths, table.words)):
            order = np.lexsort((turned, table.lengths))
            same = np.array_equal(turned[order], table.words) and np.array_equal(table.counts[order], table.counts)
            _insist(same, table, "a string and its mirror image or complement have different counts")
        yield "every string has the count of its reversal and of its complement"
    if "late_halters" in fields:
        yield from _complete(table)


def _complete(table: CountsTable) -> Iterator[str]:
    """What can be checked of a table that claims that every machine is decided."""
    states = int(table.fields["states"])
    _insist(table.fields["undecided"] == 0, table, "not every machine is decided")
    if table.symbols == 2 and states in VERIFIED_HALTING_NODES:
        nodes, known = table.fields["halting_nodes"], VERIFIED_HALTING_NODES[states]
        _insist(nodes == known, table, f"{nodes} nodes of the tree halt, not {known}")
        yield f"{nodes:,} nodes of the tree halt, as in the classification verified by Coq: none is missing"
    late = [table.extras[name].tolist() for name in ("late_number", "late_steps", "late_machines")]
    _insist(len(late[0]) == table.fields["late_halters"], table, f"{len(late[0])} late halters are named")
    last = max(late[1], default=0)
    for number, steps in zip(*late[:2], strict=True):
        found = replay_number(number, states, int(table.fields["steps"]), table.symbols)
        _insist(found is not None and found[1] == steps, table, f"machine {number} does not halt in {steps} steps")
        known_string = found is not None and table.count(found[0]) > 0
        _insist(known_string or "longest_kept" in table.fields, table, f"what machine {number} writes is not in it")
    yield f"{len(late[0]):,} late halters replayed, the last of which takes {last:,} steps"


def _turing_patterns(table: CountsTable) -> Iterator[str]:
    from ait.enumeration.verify_patterns import checks

    for holds, sentence in checks(table):
        _insist(holds, table, f"it does not hold that {sentence}")
        yield sentence
    if "late_halters" in table.fields:
        yield from _complete(table)


def _lbf(table: CountsTable) -> Iterator[str]:
    classes = ("reached", "halted", "dead", "undecided", "unexpanded")
    total = sum(int(table.fields[f"mass_{name}"]) for name in classes)
    _insist(total == table.total, table, f"the classes of program mass sum to {total}, not to {table.total}")
    yield f"the classes of program mass sum to all of it, 2^{table.total.bit_length() - 1}"
    longest = int(table.fields["length"])
    _insist(table.count("") == table.total, table, "the empty string lacks its mass")
    previous = np.array([table.total], np.uint64)
    for length in range(1, longest + 1):
        dense = table.dense(length)
        _insist(bool(np.all(dense[0::2] + dense[1::2] <= previous)), table, f"M(x) < M(x0) + M(x1) at {length} symbols")
        previous = dense
        sizes = table.columns["km"][table.at_length(length)]
        kraft = sum((Fraction(1, 1 << size) for size in sizes.tolist() if size), Fraction(0))
        _insist(kraft <= 1, table, f"the programs for {length} symbols are not prefix-free")
        _insist(int(sizes.max(initial=0)) <= length + 7, table, f"a program for {length} symbols is beyond the copy's")
    yield f"M(x) is at least M(x0) + M(x1) for every string of up to {longest - 1} symbols"
    yield f"2^-Km sums to at most 1 at every length, and Km is at most the length + 7, up to {longest} symbols"


def _replays(table: CountsTable, row: Row) -> bool:
    """Whether a row's witness writes the row's string, at the stated cost."""
    if table.formalism == "turing" and table.symbols > 2:
        from ait.machines.turing_names import writer

        steps = row.values["least_steps"]
        found = writer(row.values["witness"], int(table.fields["states"]), table.symbols, row.string, steps)
        return found is not None and found.steps == steps
    if table.formalism == "turing":
        return _replays_turing(row, int(table.fields["states"]))
    from ait.machines.lbf import run

    program = f"{row.values['witness']:0{row.values['km']}b}"
    result = run(program, length=len(row.string), steps=1_000_000)
    return result.output == row.string and result.bits_read == row.values["km"]


def _replays_turing(row: Row, states: int) -> bool:
    from ait.machines.turing import Status, run
    from ait.machines.turing_code import witness

    values = row.values
    machine = witness(values["witness"], states, values["blank"], bool(values["mirrored"]))
    result = run(machine, steps=values["least_steps"], blank=values["blank"])
    expected = (Status.HALTED, values["least_steps"], row.string)
    return (result.status, result.steps, result.output) == expected
