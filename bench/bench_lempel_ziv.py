"""Lempel-Ziv phrases and code on a million symbols of the golden-mean source."""

from ait.measures.lempel_ziv import lempel_ziv, lempel_ziv_code, lempel_ziv_decode, lempel_ziv_encode
from ait.sources import generate
from ait.sources.processes import golden_mean
from tests.naive.lempel_ziv import kaspar_schuster

MILLION = 1_000_000
BITS = generate("golden-mean", MILLION)
BEGINNING = tuple(BITS.symbols[:1500].tolist())


def test_phrases(speed):
    def check(estimate):
        assert lempel_ziv(list(BEGINNING)).reference.startswith(f"c = {kaspar_schuster(BEGINNING)} phrases")
        # The estimate of this length is known to lie 0.02 above the rate of 2/3 bit.
        assert 0.67 < estimate.per_symbol(MILLION) < 0.70

    speed("LZ76 phrases, 10^6 bits", lambda: lempel_ziv(BITS), check, amount=MILLION, unit="symbols")


def test_code(speed):
    def check(estimate):
        assert lempel_ziv_decode(lempel_ziv_encode(BITS), MILLION, 2).tolist() == BITS.symbols.tolist()
        assert estimate.bits > golden_mean().bits(BITS) - 40

    speed("Lempel-Ziv code, 10^6 bits", lambda: lempel_ziv_code(BITS), check, amount=MILLION, unit="symbols")
