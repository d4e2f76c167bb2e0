"""The block decomposition of a million bits, beside pybdm 0.1.0 on the same bits."""

import numpy as np
import pytest

import ait
from ait.sources import generate

peer = pytest.importorskip("pybdm", reason="the peer needs setuptools below 81")

BLOCK = 12
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
        assert ait.bdm("01" * 18).bits == pytest.approx(28.5757, abs=5e-5)
        assert estimate.bits == pytest.approx(theirs.bdm(BITS), rel=1e-9)

    speed(TASK, lambda: ait.bdm(BITS, missing="refuse"), check, amount=SIZE, unit="symbols", rounds=200)


def test_the_peer(speed, theirs):
    def check(value):
        assert theirs.bdm(np.array([0, 1] * 18)) == pytest.approx(28.5757, abs=5e-5)
        assert value == pytest.approx(ait.bdm(BITS).bits, rel=1e-9)

    speed(TASK, lambda: theirs.bdm(BITS), check, amount=SIZE, unit="symbols", who="pybdm 0.1.0", peer=True)


def test_the_urn(speed):
    def check(estimate):
        # What the definition gives by hand for one block three times, and for fair bits of this length.
        assert ait.bdm(ait.as_sequence("01" * 18, alphabet="01"), code="urn").bits == pytest.approx(9.1, abs=0.05)
        assert estimate.bits / SIZE == pytest.approx(1.05, abs=0.02)

    speed("BDM, urn, 10^6 bits", lambda: ait.bdm(BITS, code="urn"), check, amount=SIZE, unit="symbols", rounds=20)
