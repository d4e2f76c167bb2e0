"""The kernels beneath the walk: runs in a register and on the wide tape, n-gram proofs, output tables and merging."""

import random

import numpy as np
import pytest

from ait.enumeration import ngram_kernel, output_table_kernel, turing_frame_kernel, turing_parts, turing_step_kernel
from ait.enumeration import turing_frame_kernel as node
from ait.enumeration.driver import walk
from ait.enumeration.turing import TuringSpace
from ait.machines import turing
from tests.naive import turing as naive


def pack(table):
    """The two words of a naive table; entries that are missing or halt are undefined."""
    words = []
    for symbol, word in ((0, int(turing_step_kernel.ALL_UNDEFINED_0)), (1, int(turing_step_kernel.ALL_UNDEFINED_1))):
        for state in range(8):
            write, move, after = table.get((state, symbol), (0, 0, None))
            if move:
                byte = after << 3 | (write ^ symbol) << 6 | (move == -1) << 7
                word = word & ~(0xFF << 8 * state) | byte << 8 * state
        words.append(np.uint64(word))
    return words


def random_tables(states, count, seed):
    chance = random.Random(seed)
    moving = naive.instructions(states)[2:]
    for _ in range(count):
        table = {(state, symbol): chance.choice(moving) for state in range(states) for symbol in (0, 1)}
        for entry in chance.sample(sorted(table), chance.randint(0, 2)):
            if entry != (0, 0):
                table[entry] = (0, 0, None)
        yield table


def run_both(table, limit):
    """(verdict, span, steps) in the register, and the same on the wide tape."""
    table_0, table_1 = pack(table)
    narrow = turing_step_kernel.run(table_0, table_1, table_0, np.uint64(0), 0, 0, 0, limit)
    tape = np.zeros(2 * limit + 1, np.uint8)
    verdict, _, _, lowest, highest, steps = turing_step_kernel.run_wide(table_0, table_1, tape, limit)
    return (narrow[0], narrow[3] + narrow[4] + 1, narrow[5]), (verdict, highest - lowest + 1, steps)


@pytest.mark.parametrize("states", [2, 3, 4, 5, 6])
def test_the_register_and_the_wide_tape_agree_and_loops_never_halt(states):
    verdicts = set()
    for table in random_tables(states, 60 if states < 4 else 200, states):
        narrow, wide = run_both(table, 300)
        halted, cells, steps = naive.simulate({**table}, 300)
        verdicts.add(narrow[0])
        assert wide == ((turing_step_kernel.HALTS, len(cells), steps - 1) if halted else (2, len(cells), 300))
        if narrow[0] in (turing_step_kernel.HALTS, turing_step_kernel.OUT_OF_STEPS):
            assert narrow == wide
        else:
            assert not halted or narrow[0] == turing_step_kernel.TOO_WIDE
    assert turing_step_kernel.HALTS in verdicts
    assert turing_step_kernel.LOOPS in verdicts


def test_a_full_register_that_looks_the_same_one_cell_on_is_no_loop():
    # 64 ones; the machine walks right over ones: turned by one the word is the same, but the tape ends.
    table_0, table_1 = pack({(0, 1): (1, 1, 0)})
    ones = np.uint64(2**64 - 1)
    assert turing_step_kernel.run(table_0, table_1, table_1, ones, 31, 32, 63, 500)[0] == turing_step_kernel.TOO_WIDE
    blank = turing_step_kernel.run(*pack({(0, 0): (0, 1, 0)}), np.uint64(0), np.uint64(0), 0, 0, 0, 500)
    assert blank[0] == turing_step_kernel.LOOPS


def root_frame(states):
    root = np.zeros((1, node.FRAME), np.uint64)
    root[:, node.TABLE_0], root[:, node.TABLE_1] = pack({})
    root[:, [node.STATES, node.WEIGHT]] = 1
    root[:, node.OPEN] = 2 * states
    root[:, node.HOPEFUL] = 3
    root[:, node.CHOICE], root[:, node.END] = 4, 6
    return root


@pytest.mark.parametrize(("states", "steps"), [(2, 6), pytest.param(3, 25, marks=pytest.mark.needs_jit)])
def test_the_wide_tape_gives_the_same_outputs(states, steps):
    root = root_frame(states)
    root[:, node.WIDE] = 1
    part, _ = turing_parts.explore(root, states, steps, 0)
    usual = walk(TuringSpace(states, steps))
    assert part["long_words"].shape[1] == 1
    shifted = part["long_words"][:, 0] >> (np.uint64(64) - part["long_length"].astype(np.uint64))
    assert np.array_equal(part["long_length"], usual["length"])
    assert np.array_equal(shifted, usual["word"])
    for name in ("count", "least_steps", "witness"):
        assert np.array_equal(part[f"long_{name}"], usual[name])
    assert np.array_equal(part["halting_by_steps"], usual["halting_by_steps"])
    # Without loop detection, all that does not obviously run on is undecided.
    assert part["machines"][2] >= usual["machines"][2]
    assert part["machines"].sum() == usual["machines"].sum()


# Halts on 69 cells after 1,326 steps: more than fit in a register.
LONG = "1RB0LA_1LC0RD_1RE1LD_1RC1LA_0RA1-H"


def follow(machine, steps, entries_left):
    """The frame at which a machine's walk has so many undefined entries left."""
    powers = np.array([(4 * machine.states + 2) ** power for power in range(2 * machine.states)], np.uint64)
    stack = np.zeros((2 * machine.states + 1, node.FRAME), np.uint64)
    stack[0] = root_frame(machine.states)
    tape = np.zeros(2 * steps + 1, np.uint8)
    for depth in range(2 * machine.states - entries_left):
        entry = machine.table[int(stack[depth, node.ENTRY])]
        choice = np.uint64(entry.write + 2 * (entry.move == turing.LEFT) + 4 * entry.next)
        parent, child = stack[depth], stack[depth + 1]
        start = np.uint64(turing_frame_kernel.define_child(parent, child, choice, machine.states, powers))
        found = turing_frame_kernel.run_child(parent, child, start, steps, tape)
        assert found[0] == turing_step_kernel.HALTS
        tape[:] = 0
        turing_frame_kernel.prepare(child, machine.states)
    return child.reshape(1, -1)


@pytest.mark.needs_jit
def test_outputs_beyond_a_register_are_kept_whole():
    machine = turing.parse(LONG)
    run = turing.run(machine, steps=2000)
    assert (len(run.cells), run.steps) == (69, 1326)
    part, _ = turing_parts.explore(follow(machine, 2000, 3), 5, 2000, 0)
    rows = [
        ("".join(f"{word:064b}" for word in words)[:length], steps, witness)
        for words, length, steps, witness in zip(
            part["long_words"].tolist(),
            part["long_length"].tolist(),
            part["long_least_steps"].tolist(),
            part["long_witness"].tolist(),
            strict=True,
        )
    ]
    assert (run.output, run.steps, turing.number(machine)) in rows
    for output, steps, witness in rows:
        again = turing.run(turing.from_number(witness, 5), steps=2000)
        assert (again.output, again.steps) == (output, steps)
    assert int(part["long_count"].sum() + part["count"].sum()) == int(part["machines"][0])
    twice = turing_parts.merge(part, part)
    assert twice["long_count"].tolist() == [2 * count for count in part["long_count"].tolist()]
    assert np.array_equal(twice["long_words"], part["long_words"])


def proofs(table, longest=3):
    work = np.zeros((2, ngram_kernel.SITUATIONS), np.int64)
    return [ngram_kernel.never_halts(*pack(table), n, work[0], work[1]) for n in range(1, longest + 1)]


@pytest.mark.parametrize("states", [2, 3, 4, 5, 6])
def test_ngram_proofs_equal_the_naive_closure(states):
    found = set()
    for table in random_tables(states, 40, 10 + states):
        open_table = {entry: instruction for entry, instruction in table.items() if instruction[1]}
        answers = proofs(open_table, 2 if states > 4 else 3)
        found.update(answers)
        assert answers == [naive.never_halts(open_table, n) for n in range(1, len(answers) + 1)]
    assert found == {True, False}


@pytest.mark.parametrize("states", [2, pytest.param(3, marks=pytest.mark.needs_jit)])
def test_ngrams_prove_nothing_false_of_any_machine_that_halts(states):
    tables = naive.Walk(states, 21).tables
    assert len(tables) == {2: 18, 3: 1771}[states]
    assert not any(any(proofs(table)) for table in tables)


@pytest.mark.needs_jit
def test_ngrams_prove_nothing_false_of_any_halting_machine_of_four_states():
    powers = np.array([18**power for power in range(8)], np.uint64)
    work, tape = np.zeros((2, ngram_kernel.SITUATIONS), np.int64), np.zeros(2 * 107 + 1, np.uint8)
    child, halted = np.zeros(node.FRAME, np.uint64), 0
    for left in range(2, 8):
        for frame in turing_parts.explore(root_frame(4), 4, 107, 0, left)[1]:
            halted += 1
            assert not is_proved(frame, work)
            for choice in np.arange(16 if left == 2 else 0, dtype=np.uint64):
                start = np.uint64(turing_frame_kernel.define_child(frame, child, choice, 4, powers))
                if turing_frame_kernel.run_child(frame, child, start, 107, tape)[0] == turing_step_kernel.HALTS:
                    halted += 1
                    assert not is_proved(child, work)
    assert halted == 249_692


def is_proved(frame, work):
    return any(
        ngram_kernel.never_halts(frame[node.TABLE_0], frame[node.TABLE_1], n, work[0], work[1]) for n in (1, 2, 3)
    )


@pytest.mark.parametrize(
    ("states", "steps"),
    [(2, 3), (2, 6)] + [pytest.param(*size, marks=pytest.mark.needs_jit) for size in ((3, 9), (3, 150), (4, 107))],
)
def test_ngrams_move_weight_from_undecided_to_non_halting_alone(states, steps):
    plain = walk(TuringSpace(states, steps))
    before = plain
    for ngram in (1, 2, 3):
        part = walk(TuringSpace(states, steps, ngram))
        for name in ("length", "word", "count", "least_steps", "witness", "halting_by_steps"):
            assert np.array_equal(part[name], plain[name])
        assert np.all(part["undecided_by_span"] <= before["undecided_by_span"])
        before = part
    assert before["machines"][2] < plain["machines"][2]


def test_a_hash_table_of_outputs_counts_like_a_dictionary():
    chance = random.Random(5)
    rows, held, expected = np.zeros((16, output_table_kernel.COLUMNS), np.uint64), 0, {}
    for _ in range(1500):
        length = chance.choice([1, 3, 9, 63, 64])
        word, count, steps, witness = (
            chance.getrandbits(min(length, 9)),
            chance.randrange(5),
            *(chance.randrange(3) for _ in range(2)),
        )
        if 2 * (held + 1) > len(rows):
            rows = output_table_kernel.doubled(rows)
        held += output_table_kernel.add(rows, *(np.uint64(value) for value in (word, length, count, steps, witness)))
        total, best = expected.get((length, word), (0, (steps, witness)))
        expected[length, word] = total + count, min(best, (steps, witness))
    used = rows[rows[:, output_table_kernel.STEPS_LENGTH] != 0].tolist()
    assert held == len(expected)
    assert {(last & 255, word): (count, (last >> 8, witness)) for word, count, witness, last in used} == expected


def test_merging_outputs_of_several_words_adds_counts_and_keeps_the_best_witness():
    chance = random.Random(6)
    sides, expected = [], {}
    for _ in range(2):
        keys = sorted({(chance.choice([65, 66, 130]), chance.randrange(3), chance.randrange(4)) for _ in range(30)})
        values = [(chance.randrange(9), chance.randrange(3), chance.randrange(3)) for _ in keys]
        lengths, words = [key[0] for key in keys], [key[1:] for key in keys]
        count, steps, witness = zip(*values, strict=True)
        sides.append((np.array(lengths, np.uint32), np.array(words, np.uint64), np.array(count, np.uint64)))
        sides[-1] += np.array(steps, np.uint32), np.array(witness, np.uint64)
        for key, value in zip(keys, values, strict=True):
            total, best = expected.get(key, (0, value[1:]))
            expected[key] = total + value[0], min(best, value[1:])
    room = sum(len(side[0]) for side in sides)
    out = [np.empty((room, *column.shape[1:]), column.dtype) for column in sides[0]]
    used = output_table_kernel.merge(*sides, *out)
    lengths, words, counts, steps, witnesses = (column[:used].tolist() for column in out)
    assert [(length, *word) for length, word in zip(lengths, words, strict=True)] == sorted(expected)
    found = zip(counts, zip(steps, witnesses, strict=True), strict=True)
    assert list(found) == [expected[key] for key in sorted(expected)]
