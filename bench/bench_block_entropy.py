"""Block entropies of a million bits, all lengths up to ten in one call."""

import pytest

from ait.measures.block_entropy import block_ladder
from ait.sources import generate
from tests.naive import block_entropy as naive

MILLION = 1_000_000
BITS = generate("even", MILLION)
BEGINNING = BITS.symbols[:3000].tolist()
# h_10 of the source itself, by the exact probabilities of all words (ait.sources.processes), is 0.679637.
RATE = 0.679637


def test_block_ladder(speed):
    def check(ladder):
        entropies, rates = naive.ladder(BEGINNING, 10, None)
        begun = block_ladder(BEGINNING, 10)
        assert begun.entropies == pytest.approx(entropies)
        assert begun.rates == pytest.approx(rates)
        assert ladder.rates[-1] == pytest.approx(RATE, abs=0.003)

    speed("block entropies 1 to 10, 10^6 bits", lambda: block_ladder(BITS, 10), check, amount=MILLION, unit="symbols")
