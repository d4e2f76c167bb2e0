"""Block decomposition over more symbols than two, beside pybdm 0.1.0 on the same symbols and beside a memory copy."""

import numpy as np
import pytest

import ait

SYMBOLS = np.random.default_rng(0).integers(0, 4, 10_000_000).astype(np.uint8)
SEQUENCE = ait.as_sequence(SYMBOLS, alphabet=4)
SIZE = 1_000_000
TASK = "BDM, 4 symbols, blocks of 12, 10^6 symbols"


def test_the_peer(speed):
    peer = pytest.importorskip("pybdm", reason="the peer needs setuptools below 81")
    theirs = peer.BDM(ndim=1, nsymbols=4, warn_if_missing_ctm=False)
    symbols = SYMBOLS[:SIZE].astype(int)

    def check(value):
        # Its table is a sample of another space: the figures have no reason to be the same, only to be possible.
        assert value > 0

    speed(TASK, lambda: theirs.bdm(symbols), check, amount=SIZE, unit="symbols", who="pybdm 0.1.0", rounds=1, peer=True)


@pytest.mark.parametrize("block", [12, 8])
def test_ours(speed, block):
    sequence = ait.as_sequence(SYMBOLS[:SIZE], alphabet=4)

    def check(estimate):
        pieces = SYMBOLS[: SIZE // block * block].reshape(-1, block)
        assert f"({len(np.unique(pieces, axis=0)):} distinct)" in estimate.reference

    task = TASK if block == 12 else f"BDM, 4 symbols, blocks of {block}, 10^6 symbols"
    speed(task, lambda: ait.bdm(sequence, block), check, amount=SIZE, unit="symbols", rounds=5)


@pytest.mark.parametrize(("words", "options"), [("side by side", {}), ("at every symbol", {"step": 1})])
def test_ten_million(speed, words, options):
    def check(estimate):
        small = ait.as_sequence(SYMBOLS[:1000], alphabet=4)
        starts = range(0, 1000 - 7, options.get("step", 8))
        blocks = {}
        for start in starts:
            key = SYMBOLS[start : start + 8].tobytes()
            blocks[key] = blocks.get(key, 0) + 1
        single = {key: ait.bdm(ait.as_sequence(list(key), alphabet=4), 8).bits for key in blocks}
        expected = sum(single[key] + np.log2(often) for key, often in blocks.items())
        assert ait.bdm(small, 8, **options).bits == pytest.approx(expected)
        assert estimate.bits > 0

    speed(
        f"BDM, 4 symbols, 10^7, {words}",
        lambda: ait.bdm(SEQUENCE, 8, **options),
        check,
        amount=len(SYMBOLS),
        unit="symbols",
        rounds=10,
    )
