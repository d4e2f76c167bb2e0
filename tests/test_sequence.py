import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ait.alphabet import infer
from ait.errors import InputError, StorageError
from ait.sequence import Sequence, as_sequence, from_bytes, from_text


@pytest.mark.parametrize(
    ("x", "k", "unit"),
    [
        ("0110", 2, "bits"),
        ("0000", 2, "bits"),
        (b"abc", 256, "bytes"),
        ([0, 1, 1], 2, "bits"),
        ([0, 0], 2, "bits"),
        ([0, 3], 4, "numbers"),
        (np.array([True, False]), 2, "bits"),
        (np.array([0, 300]), 301, "numbers"),
        (np.array(["a", "z"]), 26, "symbols"),
    ],
)
def test_what_is_taken_for_what(x: object, k: int, unit: str) -> None:
    sequence = as_sequence(x)
    assert (sequence.k, sequence.unit) == (k, unit)
    assert not sequence.symbols.flags.writeable
    assert sequence.symbols.dtype == (np.uint8 if k <= 256 else np.uint32)


def test_only_an_inferred_alphabet_is_charged() -> None:
    assert as_sequence("0000").alphabet_bits == 0
    assert as_sequence("0000").literal_bits == 4
    assert as_sequence("GATTACA").alphabet_bits == 4
    assert as_sequence("GATTACA", alphabet="ACGT").alphabet_bits == 0
    assert as_sequence(b"0000").alphabet_bits == 0
    assert as_sequence([0, 3]).alphabet_bits == 3
    assert as_sequence([0, 1]).alphabet_bits == 0
    assert as_sequence([0, 3], alphabet=4).alphabet_bits == 0


def test_alphabet_code_is_a_prefix_code() -> None:
    """Kraft: over all alphabets that can be spelled out of a small universe the charges stay below 1."""
    alphabets = {infer("".join(letters)).symbols: 0.0 for letters in itertools.product("01ab~é", repeat=6)}
    charged = {infer("".join(a) * 1000).symbols: infer("".join(a) * 1000).bits for a in alphabets}
    assert charged.pop(("0", "1")) == 0
    assert sum(2.0**-bits for bits in charged.values()) < 1


@pytest.mark.parametrize(
    ("x", "alphabet", "message"),
    [
        ("", None, "empty"),
        (b"", None, "empty"),
        ([], None, "empty"),
        ("0120", "01", "symbol '2' at position 2"),
        ("00", "0", "at least two"),
        ("00", "00", "twice"),
        ([0.5], None, "discretise"),
        ([-1, 0], None, "found -1"),
        ([0, 5], 4, "symbol 5"),
        ([[0, 1]], None, "one dimension"),
        (None, None, "a NoneType is no sequence"),
        ({0, 1}, None, "a set is no sequence"),
        (np.ma.masked_equal([0, 1, 2], 2), None, "masked"),
        ([0, 1], "01", "size"),
        (b"ab", "ab", "own alphabet"),
        ("01", 11, "named"),
    ],
)
def test_bad_input_is_refused_with_a_reason(x: object, alphabet: str | int | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        as_sequence(x, alphabet)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "digits"
    path.write_bytes(b"31415926\n")
    digits = as_sequence(path)
    assert (digits.k, digits.text(), digits.note) == (10, "31415926", "final line end not counted")
    assert str(path) in digits.source
    path.write_bytes(b"3.1415926\n")
    assert as_sequence(path).unit == "bytes"
    with pytest.raises(StorageError, match="folder"):
        as_sequence(tmp_path)
    with pytest.raises(StorageError, match="no such file"):
        as_sequence(tmp_path / "absent")


def test_a_lone_line_end_is_data() -> None:
    assert len(from_bytes(b"\n", unit="auto")) == 1


def test_units_of_bytes() -> None:
    assert from_bytes(b"\xa0", unit="bits").symbols.tolist() == [1, 0, 1, 0, 0, 0, 0, 0]
    assert from_bytes("né".encode(), unit="characters").labels is not None
    assert len(from_bytes("né".encode(), unit="characters")) == 2
    with pytest.raises(InputError, match="not UTF-8"):
        from_bytes(b"\xff", unit="characters")
    with pytest.raises(InputError, match="not one of"):
        from_bytes(b"a", unit="nibbles")


def test_literal_bits() -> None:
    assert as_sequence("ACGT" * 5, alphabet="ACGT").literal_bits == 40
    assert math.isclose(as_sequence("0123", alphabet=10).literal_bits, 4 * math.log2(10))


@given(st.text(min_size=1, max_size=60))
def test_text_comes_back(text: str) -> None:
    sequence = from_text(text)
    assert sequence.text() == text
    assert sequence.k >= 2
    if sequence.k > 2:
        assert sequence.to_bytes().decode("utf-8", "surrogatepass") == text


@given(st.binary(min_size=1, max_size=60))
def test_bytes_come_back(data: bytes) -> None:
    assert from_bytes(data).to_bytes() == data
    assert from_bytes(data, unit="bits").to_bytes() == data


@given(st.binary(min_size=1, max_size=60))
def test_a_preview_is_short_and_printable(data: bytes) -> None:
    for unit in ("bytes", "bits"):
        shown = from_bytes(data, unit=unit).preview(20)
        assert len(shown) <= 20
        assert shown.isprintable()


def test_no_copy_and_no_change_of_the_users_array() -> None:
    array = np.zeros(10, np.uint8)
    sequence = as_sequence(array)
    assert np.shares_memory(sequence.symbols, array)
    assert array.flags.writeable
    assert as_sequence(sequence) is sequence


def test_every_second_symbol_of_an_array_will_do() -> None:
    for array in (np.arange(80) % 3 == 0, (np.arange(80) % 2).astype(np.uint8)):
        sequence = as_sequence(array[::2])
        assert sequence.symbols.flags.c_contiguous
        assert sequence.symbols.tolist() == array[::2].tolist()


def test_arrays_that_are_no_sequence() -> None:
    with pytest.raises(InputError, match="different lengths"):
        as_sequence([[1, 2], [3]])
    with pytest.raises(InputError, match="booleans have an alphabet of 2, not of 4"):
        as_sequence([True, False], alphabet=4)
    assert as_sequence([True, False], alphabet=2).k == 2


def test_a_sequence_made_by_hand_is_checked_too() -> None:
    """Kernels read and write where its symbols point."""
    with pytest.raises(InputError, match="symbol 5 is outside the alphabet"):
        Sequence(np.array([0, 5], np.uint8), 2)
    with pytest.raises(InputError, match="not 1 dimensions of int64"):
        Sequence(np.array([0, 1], np.int64), 2)
    with pytest.raises(InputError, match="not 2 dimensions"):
        Sequence(np.zeros((2, 2), np.uint8), 2)
    with pytest.raises(InputError, match="of uint32, not 1 dimensions of uint8"):
        Sequence(np.zeros(2, np.uint8), 300)
    with pytest.raises(InputError, match="at least two symbols"):
        Sequence(np.zeros(2, np.uint8), 1)


def test_numbers_of_every_width() -> None:
    for largest, width in ((3, 1), (255, 1), (256, 2), (70000, 4)):
        assert len(as_sequence([0, largest]).to_bytes()) == 2 * width
    with pytest.raises(InputError, match="no one-character names"):
        as_sequence([0, 300]).text()


def test_repr_says_what_it_is() -> None:
    assert "k = 2" in repr(as_sequence("0101"))
    assert isinstance(as_sequence("0101"), Sequence)
