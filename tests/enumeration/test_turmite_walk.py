"""The walk over turmites against every machine of small spaces, machines drawn by number, and its own other ways."""

import itertools
import random

import numpy as np
import pytest

from ait.enumeration import turmite_frame_kernel as node
from ait.enumeration import turmite_image_kernel as image
from ait.enumeration import turmite_parts, turmite_step_kernel, turmite_wide_kernel
from ait.enumeration.driver import walk
from ait.enumeration.turmite import TurmiteSpace
from ait.enumeration.turmite_completion import complete_counts
from ait.enumeration.turmite_table import enumerate_turmites
from ait.enumeration.turmite_walk_kernel import HALTING, NON_HALTING, UNDECIDED, UNEXPLORED
from ait.errors import AitError, CheckpointError, InputError
from ait.tables.arrays import to_cells
from tests.naive import turmite as naive


def picture(cells):
    return tuple("".join(map(str, row)) for row in cells.tolist())


def as_cells(found):
    return np.array([list(map(int, row)) for row in found], np.uint8)


@pytest.mark.parametrize("states", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_table_is_that_of_running_every_machine_on_both_blanks(states):
    table = enumerate_turmites(states, 8)
    (zeros, ones), least, first_right = naive.brute_force(states, 8)
    counts = zeros + ones
    assert len(table) == len(counts)
    assert table.total == counts.total()
    for found, count in counts.items():
        row = table.row(as_cells(found))
        assert (row.count, row.values["least_steps"]) == (
            count,
            min(least[i] for i in naive.images(found) if i in least),
        )
    if states == 2:
        # The published check: 11,664 halt at once, 1,506 after a first move to the right.
        assert (zeros.total(), first_right) == (17_688, 1_506)
        assert zeros.total() == 11_664 + 4 * 1_506


def moving(states):
    return naive.instructions(states)[2:]


def pack(table):
    """The two words of a naive table; entries that are missing or halt are undefined."""
    words = []
    for symbol, word in ((0, int(turmite_step_kernel.ALL_UNDEFINED_0)), (1, int(turmite_step_kernel.ALL_UNDEFINED_1))):
        for state in range(8):
            write, move, after = table.get((state, symbol), (0, None, None))
            if move:
                byte = "RLUD".index(move) << 1 | after << 3 | (write ^ symbol) << 6
                word = word & ~(0xFF << 8 * state) | byte << 8 * state
        words.append(np.uint64(word))
    return words


def random_tables(states, count, seed):
    chance = random.Random(seed)
    for _ in range(count):
        table = {entry: chance.choice(moving(states)) for entry in itertools.product(range(states), (0, 1))}
        for entry in chance.sample(sorted(table), chance.randint(0, 2)):
            if entry != (0, 0):
                table[entry] = (0, None, None)
        yield table


def plane(limit):
    side = 2 * limit + 1
    history = (np.zeros(limit, np.int64) for _ in range(3))
    cells, visits = np.zeros((side, side), np.uint8), np.zeros((side, side), np.int64)
    return turmite_wide_kernel.Plane(cells, visits, *history, np.zeros(7, np.int64))


def both_ways(table, limit, work):
    """(verdict, steps, extent) in the register, and the same on the plane of bytes."""
    table_0, table_1 = pack(table)
    marks, reaches = np.zeros(turmite_step_kernel.MARKS, np.uint64), np.zeros(turmite_step_kernel.REACHES, np.int64)
    box, word = turmite_step_kernel.BIAS, np.uint64(0)
    narrow = turmite_step_kernel.run(table_0, table_1, table_0, word, box, 0, limit, marks, reaches)
    counts = [int(narrow[3] >> np.uint64(16 * place)) & 0x3FFF for place in range(4)]
    wide = turmite_wide_kernel.run_wide(table_0, table_1, work, limit)
    top, bottom, leftmost, rightmost = work.place[:4].tolist()
    turmite_wide_kernel.clear(work, wide[2])
    assert not work.cells.any()
    shapes = (counts[2] + counts[3] + 1, counts[0] + counts[1] + 1), (bottom - top + 1, rightmost - leftmost + 1)
    return (narrow[0], narrow[4], shapes[0]), (wide[0], wide[2], shapes[1])


@pytest.mark.parametrize("states", [2, 3, 4, 5])
def test_both_ways_to_run_agree_and_what_loops_never_halts(states):
    verdicts, work = [set(), set()], plane(120)
    for table in random_tables(states, 60, states):
        found = both_ways(table, 120, work)
        halted, cells, steps = naive.simulate(table, 500)
        for seen, (verdict, done, shape) in zip(verdicts, found, strict=True):
            seen.add(verdict)
            if verdict == turmite_step_kernel.HALTS:
                assert (halted, steps - 1, (len(cells), len(cells[0]))) == (True, done, shape)
            elif verdict == turmite_step_kernel.LOOPS:
                assert not halted
            elif verdict == turmite_step_kernel.OUT_OF_STEPS:
                assert done == 120
                assert not halted or steps > 120
            else:
                assert max(shape) > 8
    assert verdicts[0] >= {turmite_step_kernel.HALTS, turmite_step_kernel.LOOPS}
    assert verdicts[1] >= {turmite_step_kernel.HALTS, turmite_step_kernel.LOOPS}


def test_a_plane_filled_differently_ahead_is_no_loop():
    # Goes up over ones and would go on so for ever, were there not a last one: the same steps twice prove nothing.
    work, table = plane(40), {(0, 1): (1, "U", 0)}
    middle = 40
    work.cells[middle - 30 : middle + 1, middle] = 1
    verdict, entry, steps = turmite_wide_kernel.run_wide(*pack(table), work, 40)
    assert (verdict, entry, steps) == (turmite_step_kernel.HALTS, 0, 31)
    forever = turmite_wide_kernel.run_wide(*pack({(0, 0): (0, "U", 0)}), plane(40), 40)
    assert forever[0] == turmite_step_kernel.LOOPS


@pytest.mark.needs_jit
def test_the_plane_of_bytes_finds_the_same_machines_to_halt_as_the_register():
    limits = turmite_parts.Limits(3, 60, 1)
    root = np.zeros((1, node.FRAME), np.uint64)
    root[:, node.TABLE_0], root[:, node.TABLE_1] = pack({})
    root[:, [node.STATES, node.WEIGHT, node.FLAT, node.WIDE]] = 1
    root[:, node.OPEN], root[:, node.HOPEFUL], root[:, node.CHOICE], root[:, node.END] = 6, 3, 8, 10
    part, _ = turmite_parts.explore(root, limits)
    usual = walk(TurmiteSpace(3, 60))
    assert np.array_equal(part["halting_by_shape"], usual["halting_by_shape"])
    assert np.array_equal(part["halting_by_steps"], usual["halting_by_steps"])


@pytest.mark.needs_jit
def test_three_states_by_machines_drawn_by_number():
    table, chance, halted = enumerate_turmites(3, 200), random.Random(3), 0
    assert (table.total, table.fields["machines"]) == (92_814_080, 2 * 26**6)
    for _ in range(1500):
        found, cells, steps = naive.simulate(naive.decode(chance.randrange(26**6), 3), 200)
        halted += found
        if found:
            row = table.row(as_cells(cells))
            assert row.count > 0
            assert row.values["least_steps"] <= steps <= 32
    # Of 26^6 machines 46,407,040 halt: 225 of 1,500, give or take 14.
    assert abs(halted - 1500 * table.total / (2 * 26**6)) < 4 * 14


def test_classes_are_stood_for_by_their_least_image():
    chance = np.random.default_rng(5)
    for rows, columns in itertools.chain(
        itertools.product(range(1, 9), repeat=2), ((1, 9), (12, 1), (2, 16), (10, 3), (9, 7))
    ):
        cells = chance.integers(0, 2, (rows, columns))
        long = max(rows, columns) > 8
        found = set()
        for turned in naive.images(picture(cells)):
            down, across = len(turned), len(turned[0])
            bits = "".join(turned)
            if not long:
                bits = "".join(row.ljust(8, "0") for row in turned)[::-1]
            least = image.least_long_image if long else image.least_image
            found.add(tuple(map(int, least(np.uint64(int(bits, 2)), np.uint64(down << 8 | across)))))
        assert len(found) == 1
        (word, shape), small = found.pop(), min(rows, columns)
        assert shape == small << 8 | max(rows, columns)
        if long:
            assert picture(to_cells(np.array([word], np.uint64), small, max(rows, columns))[0]) == naive.least_image(
                picture(cells)
            )


@pytest.mark.needs_jit
def test_four_states_account_for_every_machine_in_jobs_that_merge_in_any_order():
    space = TurmiteSpace(4, 100, 16)
    parts = [space.run_job(job) for job in range(space.job_count())]
    forth, back = space.empty(), space.empty()
    for part in parts:
        forth = space.merge(forth, part)
    for part in reversed(parts):
        back = space.merge(back, part)
    assert all(np.array_equal(forth[name], back[name]) for name in forth)
    space.check(forth)
    found = complete_counts(forth, space)
    assert found.total + found.non_halting + found.undecided == 2 * 34**8
    with pytest.raises(AitError, match="not finished"):
        space.check(parts[0])
    whole = walk(space, workers=2)
    assert all(np.array_equal(forth[name], whole[name]) for name in forth)


@pytest.mark.needs_jit
def test_an_interrupted_walk_goes_on_to_the_same_table(tmp_path):
    space, path = TurmiteSpace(4, 60, 12), tmp_path / "walk.checkpoint"

    def stop(progress):
        if progress.jobs_done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        walk(space, checkpoint=path, progress=stop)
    resumed, whole = walk(space, checkpoint=path, resume=True, workers=2), walk(space)
    assert all(np.array_equal(resumed[name], whole[name]) for name in whole)
    with pytest.raises(CheckpointError, match="another walk"):
        walk(TurmiteSpace(4, 60, 13), checkpoint=path, resume=True)


@pytest.mark.needs_jit
def test_samples_are_unbiased_and_their_standard_errors_are_right():
    whole = enumerate_turmites(3, 60)
    draws = 100
    for sample_open in (2, 3):
        estimates, errors, totals = np.zeros((draws, len(whole.words))), [], []
        for seed in range(draws):
            table = enumerate_turmites(3, 60, one_in=3, sample_open=sample_open, seed=seed)
            at = np.searchsorted(whole.shapes.astype(object) << 64 | whole.words.astype(object), _keys(table))
            estimates[seed, at] = table.counts
            squares = np.zeros(len(whole.words))
            squares[at] = table.columns["standard_error"].astype(float) ** 2
            errors.append(squares)
            totals.append((table.total, table.fields["total_standard_error"]))
        spread = estimates.var(axis=0, ddof=1)
        true, expected = whole.counts.astype(float), np.mean(errors, axis=0)
        exact = spread == 0
        assert np.array_equal(estimates[0, exact], true[exact])
        assert 1 <= exact.sum() < len(true)
        score = (estimates.mean(axis=0) - true)[~exact] / np.sqrt(spread[~exact] / draws)
        assert np.abs(score).max() < 5
        assert 0.5 < np.mean(score**2) < 2
        assert np.mean(expected[~exact] / spread[~exact]) == pytest.approx(1.0, abs=0.1)
        got, claimed = np.array(totals, float).T
        assert got.mean() == pytest.approx(whole.total, abs=4 * got.std() / draws**0.5)
        assert np.mean(claimed**2) == pytest.approx(got.var(ddof=1), rel=0.35)


def _keys(table):
    return table.shapes.astype(object) << 64 | table.words.astype(object)


def test_a_sample_accounts_for_what_it_did_not_explore():
    space = TurmiteSpace(3, 40, one_in=4, sample_open=2, seed=1)
    part = walk(space)
    fates = part["tally"][:, [HALTING, NON_HALTING, UNDECIDED, UNEXPLORED]]
    assert 4 * int(fates.sum()) + 5 * 2 * 26**5 == 26**6
    assert int(part["tally"][0, UNEXPLORED]) > 0
    assert space.share_done(part) == 1.0
    assert space.nodes(part) < space.nodes(walk(TurmiteSpace(3, 40)))


def test_impossible_walks_are_refused():
    for arguments in (
        (0, 5),
        (6, 5),
        (2, 0),
        (2, 5_001),
        (2, 5, 0),
        (2, 5, 65),
        (2, 5, 9, 0),
        (2, 5, 9, 2, 3),
        (2, 5, 9, 2, 0),
    ):
        with pytest.raises(InputError):
            TurmiteSpace(*arguments)
    with pytest.raises(InputError, match="seed"):
        TurmiteSpace(2, 5, 9, 2, 2, -1)
    with pytest.raises(InputError, match="job = 1"):
        TurmiteSpace(2, 5).run_job(1)
