"""Entropy rate and K: sums over all strings against plain loops, linear recurrences against brute force, the record."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from ait.errors import InputError
from ait.lab.claims import entropy_rate
from ait.lab.complexity_of_coins import entropy, expected_kt, totals
from ait.lab.linear import linear_code
from ait.lab.record import Size, Verdict
from ait.measures.generators import linear_complexity as complexity_of
from ait.predictors.kt import KrichevskyTrofimov
from ait.sequence import as_sequence
from ait.sources import generate
from ait.sources.words import shift_register
from ait.tables.shipped import open_table

COINS = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 10), Fraction(1, 1000), Fraction(0), Fraction(1))


def linear_complexity(bits: np.ndarray) -> int:
    return complexity_of(as_sequence(bits, alphabet=2))


def test_expectations_are_sums_over_all_strings() -> None:
    table = open_table("lbf")
    for n in (1, 2, 5, 8):
        for p in COINS:
            slow = Fraction(0)
            for word in product("01", repeat=n):
                row = table.row("".join(word))
                assert row is not None
                slow += p ** word.count("1") * (1 - p) ** word.count("0") * row.values["km"]
            assert totals(n).expected(p) == slow


@pytest.mark.parametrize("n", range(1, 17))
def test_the_expected_complexity_is_never_below_the_entropy(n: int) -> None:
    found = totals(n)
    assert found.certified
    assert found.kraft <= 1
    assert all(float(found.expected(p)) >= n * entropy(p) for p in COINS)
    # And at most the copy program's 7 bits above the literal.
    assert all(float(found.expected(p)) <= n + 7 for p in COINS)


def test_kt_in_the_mean_is_kt_summed_over_all_strings() -> None:
    for n, p in ((1, 0.5), (4, 0.3), (8, 0.1)):
        slow = 0.0
        for word in product((0, 1), repeat=n):
            bits = KrichevskyTrofimov(2).surprisals(np.array(word, np.uint8)).sum()
            slow += p ** sum(word) * (1 - p) ** (n - sum(word)) * bits
        assert expected_kt(p, n) == pytest.approx(slow, abs=1e-9)


def test_linear_complexity_is_the_shortest_register() -> None:
    def writes(taps: tuple[int, ...], bits: tuple[int, ...]) -> bool:
        size = len(taps)
        return all(
            bits[i] == sum(tap & bits[i - 1 - j] for j, tap in enumerate(taps)) % 2 for i in range(size, len(bits))
        )

    for length in range(1, 9):
        for bits in product((0, 1), repeat=length):
            slow = next(
                size for size in range(length + 1) if any(writes(taps, bits) for taps in product((0, 1), repeat=size))
            )
            assert linear_complexity(np.array(bits, np.uint8)) == slow


def test_a_shift_register_is_known_by_its_length() -> None:
    assert linear_complexity(generate("shift-register", 2000).symbols) == 31
    assert linear_code(generate("shift-register", 2000).symbols) == pytest.approx(2 * 31 + 2 * 5 + 1)
    noise = generate("random-bits", 2000).symbols
    assert abs(linear_complexity(noise) - 1000) < 20


def test_the_dense_register_is_of_full_period_and_its_program_writes_it() -> None:
    names: dict[str, object] = {"n": 700}
    exec(entropy_rate.DENSE_PROGRAM, names)
    bits = shift_register(700, entropy_rate.TAPS)
    assert names["x"] == bits.tolist()
    assert linear_complexity(bits) == 31
    # Irreducible, and so primitive, for 2^31 - 1 is prime: squaring x 31 times modulo the polynomial gives x again.
    polynomial, power = 1 << 31 | sum(1 << 31 - tap for tap in entropy_rate.TAPS), 2
    for _ in range(31):
        square = sum(1 << 2 * i for i in range(31) if power >> i & 1)
        for i in range(61, 30, -1):
            square ^= polynomial << i - 31 if square >> i & 1 else 0
        power = square
    assert power == 2
    assert polynomial.bit_count() % 2 == 1


def test_lengths_out_of_range() -> None:
    for length in (0, 17):
        with pytest.raises(InputError, match="1 to 16"):
            totals(length)


@pytest.mark.needs_jit
@pytest.mark.slow
def test_the_record_small() -> None:
    found = entropy_rate.run(0, Size.SMALL)
    assert found.verdict is Verdict.ONLY_IF
    verdicts = [each.verdict for each in found.findings]
    assert verdicts == [
        Verdict.HOLDS,
        Verdict.FAILS,
        Verdict.FAILS,
        Verdict.HOLDS,
        Verdict.HOLDS,
        Verdict.ONLY_IF,
        Verdict.HOLDS,
    ]
    rows = {row[0]: row[1:] for row in found.table("codes").rows}
    assert set(rows) >= {"context tree", "linear recurrence", "program"}
    # Nothing is shorter than the coins' own entropy by more than luck.
    assert all(cost is None or cost > 1 - 40 / 2048 for name, (*_, cost) in rows.items() if name != "estimated rate")
    assert found.number("Σ 2^-Km over strings of 16") <= 1
    assert len(found.table("expectations").rows) == 16
    assert math.isfinite(found.number("Σ p Km - nH, n = 16, p = 0.5"))
