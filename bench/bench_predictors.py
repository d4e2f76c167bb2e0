"""Sequential predictors on a million symbols of the even process."""

import pytest

from ait.measures.predicted import context_tree, predicted
from ait.sources import generate
from ait.sources.processes import even

MILLION = 1_000_000
BITS = generate("even", MILLION)
TRUTH = even().bits(BITS)


@pytest.mark.parametrize(("depth", "loss"), [(8, 0.06), (16, 0.02)])
def test_context_tree(speed, depth, loss):
    def check(estimate):
        # The worked example of Willems, Shtarkov and Tjalkens 1995, then the truth: not beaten, nearly reached.
        assert 2.0 ** -context_tree("0110100", depth=3, past="010").parts["data"] == pytest.approx(95 / 32768)
        assert TRUTH - 40 < estimate.bits < (1 + loss) * TRUTH

    task = f"context tree of depth {depth}, 10^6 bits"
    speed(task, lambda: context_tree(BITS, depth), check, amount=MILLION, unit="symbols")


def test_krichevsky_trofimov(speed):
    def check(estimate):
        assert 2.0 ** -predicted("0011", "kt").parts["data"] == pytest.approx(3 / 128)
        assert estimate.bits > TRUTH - 40

    speed("KT, 10^6 bits", lambda: predicted(BITS, "kt"), check, amount=MILLION, unit="symbols")
