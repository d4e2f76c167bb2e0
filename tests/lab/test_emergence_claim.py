from __future__ import annotations

import math

import numpy as np
import pytest

from ait.lab.claims import emergence
from ait.lab.record import Size, Verdict
from ait.sources.santa_fe import SantaFe


def test_the_limit_of_the_width() -> None:
    for a in (0.5, 1.0, 3.0):
        exponent = a / (1 + a)
        n = np.logspace(0, 16, 16001)
        for scale in (50.0, 5000.0):
            expected = emergence.width(n, np.exp(-scale * n**-exponent))
            limit = emergence.limit_width(SantaFe(a))
            assert expected is None or expected == pytest.approx(limit, abs=2e-3)
    assert emergence.limit_width(SantaFe(1.0)) == pytest.approx(
        2 * math.log10(math.log(0.1) / math.log(0.9)), abs=1e-12
    )


def test_a_score_that_does_not_rise_has_no_width() -> None:
    assert emergence.width(np.array([1.0, 10.0]), np.array([0.5, 0.6])) is None


def test_the_record_small() -> None:
    found = emergence.run(0, Size.SMALL)
    assert [each.verdict for each in found.findings] == [Verdict.HOLDS, Verdict.FAILS, Verdict.HOLDS, Verdict.FAILS]
    assert found.verdict is Verdict.ONLY_IF
    process = SantaFe(1.0)
    for row in found.table("scores").rows:
        n, loss, *scores = row
        assert isinstance(n, int)
        assert loss == pytest.approx(process.unseen(n), abs=1e-12)
        assert scores == pytest.approx(
            [(1 - process.error_of_facts(n)) ** k for k in (1, 4, 16, 64, 256, 1024)], abs=1e-9
        )
    again = emergence.run(0, Size.SMALL)
    assert again.numbers == found.numbers
    assert emergence.run(1, Size.SMALL).numbers != found.numbers
