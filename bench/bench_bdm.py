"""Block decomposition and perturbation maps, beside pybdm 0.1.0 on the same bits and beside a memory copy."""

import math
from collections import Counter

import numpy as np
import pytest

import ait
from ait.sources import generate

peer = pytest.importorskip("pybdm", reason="the peer needs setuptools below 81")

BLOCK = 12
# The peer knows the published table alone.
PUBLISHED = "turing-5-2-500"
SIZE = 1_000_000 // BLOCK * BLOCK
# The two blocks that no machine of five states writes in 500 steps: the peer gives them a made-up figure.
ABSENT = (0b000110100111, 0b111001011000)
TASK = "BDM, classical, 10^6 bits"


def bits_with_counts():
    """Fair bits in which every block has a count; whole blocks only, as the peer drops the rest."""
    blocks = generate("random-bits", SIZE).symbols.reshape(-1, BLOCK).copy()
    numbers = blocks @ (1 << np.arange(BLOCK - 1, -1, -1))
    blocks[np.isin(numbers, ABSENT)] = 0
    return blocks.ravel()


BITS = bits_with_counts()


@pytest.fixture(scope="module")
def theirs():
    return peer.BDM(ndim=1)


def test_ours(speed, theirs):
    def check(estimate):
        # The one value that pybdm and OACC publish alike, then the peer's own figure of this very input.
        assert ait.bdm("01" * 18, table=PUBLISHED).bits == pytest.approx(28.5757, abs=5e-5)
        assert estimate.bits == pytest.approx(theirs.bdm(BITS), rel=1e-9)

    speed(
        TASK, lambda: ait.bdm(BITS, missing="refuse", table=PUBLISHED), check, amount=SIZE, unit="symbols", rounds=200
    )


def test_the_peer(speed, theirs):
    def check(value):
        assert theirs.bdm(np.array([0, 1] * 18)) == pytest.approx(28.5757, abs=5e-5)
        assert value == pytest.approx(ait.bdm(BITS, table=PUBLISHED).bits, rel=1e-9)

    speed(TASK, lambda: theirs.bdm(BITS), check, amount=SIZE, unit="symbols", who="pybdm 0.1.0", peer=True)


def test_the_urn(speed):
    def check(estimate):
        # What the definition gives by hand for one block three times, and for fair bits of this length.
        assert ait.bdm(ait.as_sequence("01" * 18, alphabet="01"), code="urn").bits == pytest.approx(9.1, abs=0.05)
        assert estimate.bits / SIZE == pytest.approx(1.05, abs=0.02)

    speed("BDM, urn, 10^6 bits", lambda: ait.bdm(BITS, code="urn"), check, amount=SIZE, unit="symbols", rounds=20)


LARGE = generate("random-bits", 10_000_000).symbols


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("side by side", {}),
        ("at every symbol", {"step": 1}),
        ("at every symbol, periodic", {"step": 1, "boundary": "periodic"}),
    ],
)
def test_ten_million(speed, words, options):
    def check(estimate):
        # Cut, count and look up by hand, on the beginning.
        small = LARGE[:2000]
        text = "".join(map(str, small.tolist()))
        starts = range(0, 2000, options.get("step", BLOCK))
        if options.get("boundary") == "periodic":
            text += text[: BLOCK - 1]
        blocks = Counter(text[start : start + BLOCK] for start in starts if start + BLOCK <= len(text))
        bits = sum(ait.bdm(block).bits + math.log2(often) for block, often in blocks.items())
        tail = ait.bdm(text[2000 // BLOCK * BLOCK :]).bits if not options else 0.0
        assert ait.bdm(small, **options).bits == pytest.approx(bits + tail)
        assert estimate.bits > 100_000

    speed(
        f"BDM, 10^7 bits, {words}",
        lambda: ait.bdm(LARGE, **options),
        check,
        amount=len(LARGE),
        unit="symbols",
        rounds=20,
    )


def test_a_copy(speed):
    target = np.empty_like(LARGE)

    def check(_):
        assert np.array_equal(target, LARGE)

    speed(
        "BDM, 10^7 bits, side by side",
        lambda: np.copyto(target, LARGE),
        check,
        amount=len(LARGE),
        unit="symbols",
        who="a memory copy",
        rounds=20,
        peer=True,
    )


@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
@pytest.mark.parametrize("step", [BLOCK, 1])
def test_maps(speed, kind, step):
    data = LARGE[:1_000_000]

    def check(found):
        at = 777_777
        perturbed = {"change": data.copy(), "delete": np.delete(data, at), "insert": np.insert(data, at, 1)}[kind]
        if kind == "change":
            perturbed[at] ^= 1
        entry = found.bits[at] if kind == "delete" else found.bits[at, perturbed[at]]
        assert entry == pytest.approx(ait.bdm(perturbed, step=step).bits - found.estimate.bits, abs=1e-6)

    words = "side by side" if step == BLOCK else "at every symbol"
    speed(
        f"perturbation, {kind}, 10^6 cells, {words}",
        lambda: ait.perturbation(data, kind, step=step),
        check,
        amount=1_000_000,
        unit="cells",
        rounds=3,
    )


SMALL = BITS[:1200]
MAP = "perturbation, change, 1,200 cells"


def flipped_block(place):
    """The number of the block of 12 that a place is in, with its bit changed."""
    block = SMALL[place // 12 * 12 : place // 12 * 12 + 12].copy()
    block[place % 12] ^= 1
    return int("".join(map(str, block)), 2)


def test_the_peer_s_map(speed, theirs):
    experiment = peer.PerturbationExperiment(theirs, SMALL.astype(int), metric="bdm")

    def check(changes):
        ours = ait.perturbation(SMALL, table=PUBLISHED).map()
        assert changes[known] == pytest.approx(ours[known], abs=1e-6)

    # A change may make a block that has no count, for which the peer makes a figure up.
    known = [place for place in range(len(SMALL)) if flipped_block(place) not in ABSENT]
    assert len(known) > 1150
    speed(MAP, experiment.run, check, amount=len(SMALL), unit="cells", who="pybdm 0.1.0", peer=True)


def test_our_map(speed):
    def check(found):
        assert found.bits.shape == (1200, 2)

    speed(MAP, lambda: ait.perturbation(SMALL), check, amount=len(SMALL), unit="cells", rounds=20)
