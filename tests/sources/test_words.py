import numpy as np
import pytest

from ait.errors import InputError
from ait.sources.words import de_bruijn, fibonacci_word, shift_register, thue_morse
from tests import known_values_sources as known
from tests.naive import sources as naive


def text(symbols):
    return "".join(map(str, symbols.tolist()))


def test_thue_morse_is_the_parity_of_ones():
    assert text(thue_morse(64)) == known.THUE_MORSE
    assert thue_morse(5000).tolist() == [n.bit_count() % 2 for n in range(5000)]


def test_fibonacci_word_is_published_and_sturmian():
    word = text(fibonacci_word(2000))
    assert word.startswith(known.FIBONACCI_WORD)
    for length in range(1, 12):
        assert len({word[i : i + length] for i in range(len(word) - length)}) == length + 1


def test_fibonacci_word_is_a_fixed_point():
    word = text(fibonacci_word(500))
    assert "".join("01" if symbol == "0" else "0" for symbol in word).startswith(word)


@pytest.mark.parametrize(("k", "order"), [(2, 1), (2, 2), (2, 9), (3, 4), (5, 3), (10, 2), (256, 1)])
def test_de_bruijn_holds_every_word_once(k, order):
    word = de_bruijn(k, order)
    cyclic = np.concatenate([word, word[: order - 1]])
    places = sum(cyclic[i : i + word.size].astype(int) * k**i for i in range(order))
    assert sorted(places.tolist()) == list(range(k**order))


def test_de_bruijn_is_the_least():
    words = {format(n, "08b") for n in range(256) if len({(format(n, "08b") * 2)[i : i + 3] for i in range(8)}) == 8}
    assert text(de_bruijn(2, 3)) == min(words)


@pytest.mark.parametrize(
    ("taps", "state"), [((4, 3), 1), ((5, 3), 9), ((1,), 1), ((2, 3), 5), ((16, 15, 13, 4), 44257)]
)
def test_shift_register_equals_the_one_run_bit_by_bit(taps, state):
    assert shift_register(1500, taps, state).tolist() == naive.register(1500, taps, state)


def test_the_default_register_equals_the_one_run_bit_by_bit():
    assert shift_register(5000).tolist() == naive.register(5000, (31, 28), 1)


@pytest.mark.parametrize("taps", [(4, 3), (7, 6), (9, 5), (15, 14), (16, 15, 13, 4)])
def test_a_primitive_register_passes_every_state(taps):
    width = max(taps)
    period = 2**width - 1
    bits = shift_register(period + width, taps)
    states = sum(bits[i : i + period].astype(int) << i for i in range(width))
    assert np.unique(states).size == period


def test_a_count_below_the_width_is_the_beginning():
    assert shift_register(3, (5, 3), 0b00110).tolist() == [0, 1, 1]


@pytest.mark.parametrize("make", [thue_morse, fibonacci_word, shift_register])
def test_empty_words_are_refused(make):
    assert make(1).size == 1
    with pytest.raises(InputError, match="at least one symbol"):
        make(0)


def test_refusals():
    with pytest.raises(InputError, match="2 to 256 symbols"):
        de_bruijn(1, 3)
    with pytest.raises(InputError, match="order"):
        de_bruijn(2, 0)
    with pytest.raises(InputError, match="taps"):
        shift_register(9, ())
    with pytest.raises(InputError, match="taps"):
        shift_register(9, (3, 0))
    for state in (0, 16):
        with pytest.raises(InputError, match="state"):
            shift_register(9, (4, 3), state)
