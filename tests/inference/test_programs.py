"""Programs as models: LBF's leaves against its masses and a naive machine, Turing machines against all of them."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from ait.enumeration.lbf_leaves import lbf_leaves
from ait.enumeration.lbf_table import enumerate_lbf
from ait.enumeration.turing_leaves import STEPS, turing_leaves
from ait.enumeration.turing_table import enumerate_turing
from ait.errors import InputError
from ait.inference.infer import infer
from ait.inference.model_set import log2_sum
from ait.inference.programs import LbfPrograms, TuringMachines
from ait.machines.turing import parse, run
from ait.measures.prior import prior
from tests.naive.lbf import run as naive_lbf
from tests.naive.turing import brute_force


def naive_leaves(bits, length, program=""):
    """(program, output) of every minimal program, by running each from the start."""
    kind, output = naive_lbf(program, length, True, 300) if program else ("open", "")
    if kind == "reached":
        yield program, output
    elif kind == "open" and len(program) < bits:
        yield from naive_leaves(bits, length, program + "0")
        yield from naive_leaves(bits, length, program + "1")


@pytest.mark.parametrize(("bits", "length"), [(9, 1), (12, 3), (13, 6)])
def test_lbf_leaves_are_all_minimal_programs(bits, length):
    leaves = lbf_leaves(bits, length)
    ours = {
        (format(b, f"0{size}b"), format(word, f"0{length}b"))
        for b, size, word in zip(leaves.bits.tolist(), leaves.sizes.tolist(), leaves.words.tolist(), strict=True)
    }
    assert len(ours) == len(leaves.bits)
    assert ours == set(naive_leaves(bits, length))
    programs = sorted(program for program, _ in ours)
    assert not any(later.startswith(first) for first, later in itertools.pairwise(programs))


@pytest.mark.needs_jit
@pytest.mark.parametrize(("bits", "length"), [(16, 4), (20, 8), (22, 12)])
def test_the_leaves_of_a_word_weigh_its_mass(bits, length):
    leaves, table = lbf_leaves(bits, length), enumerate_lbf(bits, length)
    masses: Counter[int] = Counter()
    for size, word in zip(leaves.sizes.tolist(), leaves.words.tolist(), strict=True):
        masses[word] += 1 << (bits + 4 - size)
    dense = table.dense(length)
    assert [masses[word] for word in range(1 << length)] == dense.tolist()
    assert leaves.open_mass == table.fields["mass_undecided"] + table.fields["mass_unexpanded"]


@pytest.mark.needs_jit
def test_the_evidence_of_lbf_programs_is_solomonoffs_prior():
    for text in ("0101010101", "0110100110", "1111111111", "0000000001"):
        models = LbfPrograms(10, 18)
        found, known = infer(text, models, normalised=False), prior(text, bits=18)
        assert found.evidence_bits == pytest.approx(-math.log2(known.low), abs=1e-9)
        assert found.two_part_bits == known.km
        assert models.program(found.best) == known.witness
        z = float(np.exp2(-models.code_bits).sum())
        assert z < 1
        divided = infer(text, models)
        assert divided.evidence_bits == pytest.approx(found.evidence_bits + math.log2(z), abs=1e-9)


def test_lbf_programs_of_n_symbols_price_shorter_strings():
    models = LbfPrograms(8, 14)
    for text in ("0", "01", "0110"):
        longer = [infer(text + "".join(tail), models) for tail in itertools.product("01", repeat=8 - len(text))]
        assert infer(text, models).evidence_bits == pytest.approx(
            -math.log2(sum(2.0**-found.evidence_bits for found in longer)), abs=1e-9
        )
    with pytest.raises(InputError, match="were run to 8 symbols"):
        infer("0" * 9, models)


@pytest.mark.parametrize("states", [1, 2])
def test_partial_machines_stand_for_all_machines(states):
    counts, _ = brute_force(states, STEPS[states - 1])
    for length in range(1, 6):
        models = TuringMachines(length, states)
        total = 2 * (4 * states + 2) ** (2 * states)
        for word in range(1 << length):
            text = format(word, f"0{length}b")
            evidence = infer(text, models, normalised=False).evidence_bits
            found = 2.0**-evidence * total
            assert found == pytest.approx(counts[text], abs=1e-6)


@pytest.mark.needs_jit
@pytest.mark.parametrize(("states", "length"), [(3, 5), pytest.param(4, 8, marks=pytest.mark.slow)])
def test_more_states_agree_with_the_whole_walk(states, length):
    table, found = enumerate_turing(states, STEPS[states - 1]), turing_leaves(states, length)
    ours: Counter[int] = Counter()
    for word, weight in zip(found.words.tolist(), found.weights.tolist(), strict=True):
        ours[word] += weight
        ours[(1 << length) - 1 - word] += weight
    assert 2 * found.halting == table.total
    assert {format(word, f"0{length}b"): count for word, count in ours.items()} == {
        row.string: row.count for row in table.rows() if len(row.string) == length
    }


def test_a_described_machine_writes_its_string():
    models = TuringMachines(4, 3)
    found = infer("0110", models)
    told = models.describe(found.best)
    table, _, symbols = told.removeprefix("Turing machine ").partition(", symbols ")
    output = run(parse(table.replace("...", "0-H")), steps=21).output
    assert (output if symbols == "as they are" else output.translate(str.maketrans("01", "10"))) == "0110"


def test_two_part_lengths_depend_on_what_a_model_is_and_the_evidence_does_not():
    """All machines one by one, or those that agree on what they read as one: the same mass, other point masses."""
    models = TuringMachines(2, 2)
    found = infer("00", models, normalised=False)
    one_machine = math.log2(2 * 10_000)
    assert found.evidence_bits < found.two_part_bits < one_machine
    assert log2_sum(found.log_joint) == pytest.approx(-found.evidence_bits)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lbf_leaves(31, 4), "up to 30 bits"),
        (lambda: lbf_leaves(3, 4), "4 to 48 bits"),
        (lambda: lbf_leaves(16, 23), "1 to 22 symbols"),
        (lambda: turing_leaves(5, 4), "1 to 4 states"),
        (lambda: turing_leaves(3, 63), "1 to 62 cells"),
    ],
)
def test_limits_are_named(make, message):
    with pytest.raises(InputError, match=message):
        make()
