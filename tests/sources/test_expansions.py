import pytest

from ait.errors import InputError
from ait.sources import expansions
from ait.sources.expansions import _enclose_e, _enclose_pi, champernowne, digits_of_e, digits_of_pi
from tests import known_values_sources as known
from tests.naive import sources as naive


def text(symbols):
    return "".join(map(str, symbols.tolist()))


def test_digits_of_pi_are_the_published_ones():
    digits = text(digits_of_pi(1001))
    assert digits.startswith(known.PI)
    assert digits.endswith(known.PI_DECIMALS_991_TO_1000)
    assert digits.index("999999") == known.FEYNMAN_POINT
    assert text(digits_of_pi(len(known.PI_BITS), base=2)) == known.PI_BITS


def test_digits_of_e_are_the_published_ones():
    assert text(digits_of_e(100)) == known.E


@pytest.mark.parametrize(("fast", "slow"), [(digits_of_pi, naive.pi_spigot), (digits_of_e, naive.e_spigot)])
def test_digits_equal_a_spigot(fast, slow):
    assert text(fast(600)) == slow(600)


@pytest.mark.parametrize("fast", [digits_of_pi, digits_of_e, champernowne])
@pytest.mark.parametrize("base", [2, 3, 10, 256])
def test_fewer_digits_are_a_prefix_of_more(fast, base):
    long = fast(700, base).tolist()
    assert max(long) < base
    assert [fast(n, base).tolist() for n in (1, 2, 3, 511)] == [long[:n] for n in (1, 2, 3, 511)]


@pytest.mark.parametrize(("enclose", "fast"), [(_enclose_pi, digits_of_pi), (_enclose_e, digits_of_e)])
def test_enclosures_hold_the_number(enclose, fast):
    for bits in range(1, 200):
        low, high = enclose(bits)
        finer_low, finer_high = (bound >> 100 for bound in enclose(bits + 100))
        assert low <= finer_low
        assert finer_high <= high


@pytest.mark.parametrize("base", [2, 3, 10, 16, 256])
def test_champernowne_equals_the_numerals_spelled_out(base):
    assert champernowne(3000, base).tolist() == naive.numerals(3000, base)


def test_champernowne_in_binary_is_the_published_word():
    assert text(champernowne(len(known.CHAMPERNOWNE_BITS), 2)) == known.CHAMPERNOWNE_BITS


@pytest.mark.parametrize("make", [digits_of_pi, digits_of_e, champernowne])
def test_refusals(make):
    with pytest.raises(InputError, match="at least one digit"):
        make(0)
    with pytest.raises(InputError, match="base from 2 to 256"):
        make(5, 1)
    with pytest.raises(InputError, match="base from 2 to 256"):
        make(5, 257)


@pytest.mark.parametrize("fast", [digits_of_pi, digits_of_e])
def test_digits_that_an_enclosure_leaves_open_are_computed_again(fast, monkeypatch):
    expected = fast(300).tolist()
    monkeypatch.setattr(expansions, "_GUARD_BITS", 0)
    assert all(fast(count).tolist() == expected[:count] for count in range(1, 301))
