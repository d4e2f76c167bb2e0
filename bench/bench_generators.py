"""Codes that recognise generators: linear complexity of half a million fair bits, and each code on 100 kB."""

import numpy as np
import pytest

from ait.measures.generators import congruential_code, lagged_sum_code, linear_complexity, shift_register_code
from ait.sources import generate
from ait.sources.generators import generator_bytes
from tests.naive import shift_register as naive

BITS = generate("random-bits", 500_000)
BEGINNING = BITS.symbols[:400].tolist()


def test_linear_complexity(speed):
    def check(length):
        assert linear_complexity(np.array(BEGINNING)) == naive.discrepancies(BEGINNING)[1]
        assert abs(length - 250_000) < 20

    speed("linear complexity, 500,000 bits", lambda: linear_complexity(BITS), check, amount=500_000, unit="bits")


@pytest.mark.parametrize(
    ("code", "source", "most"),
    [
        (shift_register_code, "xorshift-32", 0.01),
        (congruential_code, "randu", 0.001),
        (lagged_sum_code, "additive", 0.6),
        (lagged_sum_code, "mersenne-twister", 1.0001),
    ],
)
def test_codes(speed, code, source, most):
    data = generator_bytes(source, 100_000).tobytes()
    task = f"{code.__name__.replace('_', ' ')}, 100 kB of {source}"

    def check(estimate):
        assert estimate.bits < most * 800_000

    speed(task, lambda: code(data), check, amount=100_000, unit="bytes")
