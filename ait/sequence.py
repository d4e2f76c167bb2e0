"""The one input form of all measures: symbols 0..k-1 over a stated alphabet, and how they were read.

``as_sequence`` takes whatever a user has at hand (a string of symbols, bytes, an array, a list, a path) and says
in the result what was chosen.  Where the alphabet was not declared it is inferred, and its description is
charged (see :mod:`ait.alphabet`): a code that learnt the alphabet from the data has not said everything yet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait.alphabet import alphabet_size, contiguous_bits, declared, digits, infer
from ait.errors import InputError
from ait.notebook import Shown
from ait.storage import read_bytes

UNITS = ("auto", "symbols", "characters", "bytes", "bits")
_WIDEST = 1 << 32


@dataclass(frozen=True, eq=False)
class Sequence(Shown):
    """Symbols over a declared alphabet.

    Attributes:
        symbols: the symbols, shape (n,), read-only; uint8 if k <= 256, else uint32; values 0..k-1.
        k: the alphabet's size, at least 2.
        labels: what symbol i looked like when it came from text; None for numbers, bytes and bits.
        unit: what one symbol is: "bits", "bytes", "characters", "symbols" or "numbers".
        source: where it came from: "argument", "file NAME", "standard input", "array", "string", "bytes".
        alphabet_bits: what it costs to describe the alphabet where it was inferred; 0 where it was declared.
        note: what a reader must know about the reading ("final newline not counted"), or "".

    Raises:
        InputError: if the symbols are not such an array, which kernels trust.
    """

    symbols: np.ndarray
    k: int
    labels: tuple[str, ...] | None = None
    unit: str = "symbols"
    source: str = "array"
    alphabet_bits: float = 0.0
    note: str = ""

    def __post_init__(self) -> None:
        width = np.uint8 if self.k <= 256 else np.uint32
        if alphabet_size(self.k) > _WIDEST or self.symbols.ndim != 1 or self.symbols.dtype != width:
            raise InputError(
                f"a Sequence over {self.k} symbols takes a one-dimensional array of {np.dtype(width)}, not "
                f"{self.symbols.ndim} dimensions of {self.symbols.dtype}: use as_sequence"
            )
        if self.symbols.size and int(self.symbols.max()) >= self.k:
            raise InputError(f"symbol {int(self.symbols.max())} is outside the alphabet 0..{self.k - 1}")
        symbols = np.ascontiguousarray(self.symbols).view()
        symbols.flags.writeable = False
        object.__setattr__(self, "symbols", symbols)

    def __len__(self) -> int:
        return int(self.symbols.size)

    def __repr__(self) -> str:
        shown = self.preview(24)
        return f"Sequence({shown!r}, {len(self)} {self.unit}, k = {self.k}, from {self.source})"

    def _shown(self) -> Mapping[str, Any]:
        shown = {
            "begins": self.preview(60),
            self.unit: len(self),
            "alphabet": self.k,
            "from": self.source,
            "literal bits": self.literal_bits,
            "alphabet's bits": self.alphabet_bits or None,
            "note": self.note or None,
        }
        return {name: value for name, value in shown.items() if value is not None}

    def _shown_line(self) -> str:
        return repr(self)

    @property
    def literal_bits(self) -> float:
        """n·log2 k: the length of the plain listing, the description of the alphabet not counted."""
        return len(self) * math.log2(self.k)

    def text(self) -> str:
        """The symbols as text: their labels, or digits where k is at most 10.

        Raises:
            InputError: if the symbols have no one-character names.
        """
        if self.labels is not None:
            codes = np.array([ord(label) for label in self.labels], "<u4")
            text: str = codes[self.symbols].tobytes().decode("utf-32-le", "surrogatepass")
            return text
        if self.k <= 10:
            return (self.symbols + ord("0")).astype(np.uint8).tobytes().decode("ascii")
        raise InputError(f"{self.unit} over {self.k} symbols have no one-character names: use .symbols")

    def preview(self, width: int) -> str:
        """The beginning of the sequence, at most ``width`` characters, control characters escaped."""
        head = Sequence(self.symbols[:width], self.k, self.labels)
        if self.labels is not None or self.k <= 10:
            shown = head.text()
        elif self.unit == "bytes":
            shown = head.symbols.tobytes().decode("utf-8", "backslashreplace")
        else:
            shown = " ".join(str(symbol) for symbol in head.symbols.tolist())
        shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
        whole = len(self) <= width and len(shown) <= width
        return shown if whole else shown[: width - 1] + "…"

    def to_bytes(self) -> bytes:
        """What a compressor is given, from which the sequence can be told once n, k and the labels are known.

        Bits are packed eight to a byte, most significant first, the last byte filled with zeros; characters are
        UTF-8; bytes are as they are; other numbers take one, two or four bytes each, little-endian.
        """
        if self.k == 2:
            return np.packbits(self.symbols).tobytes()
        if self.labels is not None:
            return self.text().encode("utf-8", "surrogatepass")
        width = "<u1" if self.k <= 1 << 8 else "<u2" if self.k <= 1 << 16 else "<u4"
        return self.symbols.astype(width).tobytes()


def as_sequence(x: Any, alphabet: str | int | None = None) -> Sequence:
    """Whatever the user has, as a Sequence.

    Args:
        x: a Sequence (returned as it is); a str, which is a string of symbols and never a file name; bytes; a
            path (pathlib.Path), whose contents are read; or anything that NumPy takes for a one-dimensional
            array of integers, booleans or texts, a pandas or polars column too.
        alphabet: the alphabet's symbols as a string ("ACGT"), or its size for numbers. Inferred, and then
            charged, if left out; bytes and booleans bring their own, and strings of 0 and 1 are binary.

    Raises:
        InputError: if x is empty, not one-dimensional, not whole numbers, or has symbols outside the alphabet.
        StorageError: if a file cannot be read.

    >>> s = as_sequence("0110")
    >>> s.symbols.tolist(), s.k, s.literal_bits, s.alphabet_bits
    ([0, 1, 1, 0], 2, 4.0, 0.0)
    >>> as_sequence("GATTACA", alphabet="ACGT").literal_bits
    14.0
    """
    if isinstance(x, Sequence):
        if alphabet is not None:
            raise InputError("a Sequence has its alphabet already: leave the argument alphabet out")
        return x
    if isinstance(x, str):
        return from_text(x, alphabet=alphabet)
    if isinstance(x, (bytes, bytearray, memoryview)):
        return from_bytes(bytes(x), alphabet=alphabet)
    if isinstance(x, Path):
        return from_bytes(read_bytes(x), unit="auto", alphabet=alphabet, source=f"file {x}")
    return from_array(x, alphabet)


def from_text(text: str, *, alphabet: str | int | None = None, source: str = "string") -> Sequence:
    """A string of symbols, one character each; see :func:`as_sequence`."""
    if not text:
        raise InputError(f"the {source} is empty: a complexity needs at least one symbol")
    if isinstance(alphabet, int):
        return from_text(text, alphabet=digits(alphabet), source=source)
    bits = 0.0
    if alphabet is None:
        chosen = infer(text)
        labels, bits = chosen.symbols, chosen.bits
    else:
        labels = declared(alphabet)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    order = np.array([ord(c) for c in labels], "<u4")
    sorter = np.argsort(order)
    found = sorter[np.minimum(np.searchsorted(order, codes, sorter=sorter), len(order) - 1)]
    wrong = np.flatnonzero(order[found] != codes)
    if wrong.size:
        at = int(wrong[0])
        raise InputError(f"symbol {text[at]!r} at position {at} is not in the alphabet {''.join(labels)!r}")
    k = len(labels)
    unit = "bits" if labels == ("0", "1") else "symbols"
    return Sequence(_narrow(found, k), k, None if unit == "bits" else labels, unit, source, bits)


def from_bytes(
    data: bytes, *, unit: str = "bytes", alphabet: str | int | None = None, source: str = "bytes"
) -> Sequence:
    """Bytes read as bytes, as bits (most significant first), as UTF-8 characters, as symbols, or as seems best.

    ``unit="auto"`` takes text that consists of binary digits, decimal digits or nucleotides alone for a
    string of these symbols, and anything else for bytes.  One final line end is then not counted, and the note
    says so; likewise for "symbols".

    Raises:
        InputError: if the data is empty, not UTF-8 where characters are asked for, or outside the alphabet.
    """
    if unit not in UNITS:
        raise InputError(f"unit {unit!r} is not one of {', '.join(UNITS)}")
    if not data:
        raise InputError(f"the {source} is empty: a complexity needs at least one symbol")
    stripped = _without_line_end(data)
    if unit == "auto":
        unit = "symbols" if alphabet is not None or _is_symbol_string(stripped) else "bytes"
    if unit in ("bytes", "bits"):
        if alphabet is not None:
            raise InputError(f"{unit} have their own alphabet: leave the argument alphabet out, or read as symbols")
        symbols = np.frombuffer(data, np.uint8)
        if unit == "bits":
            return Sequence(np.unpackbits(symbols), 2, None, "bits", source)
        return Sequence(symbols, 256, None, "bytes", source)
    try:
        text = (stripped if unit == "symbols" else data).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"the {source} is not UTF-8 text (byte {error.start}): read it as bytes or bits") from error
    read = from_text(text, alphabet=alphabet, source=source)
    note = "final line end not counted" if unit == "symbols" and len(stripped) < len(data) else ""
    shown = "characters" if unit == "characters" else read.unit
    return Sequence(read.symbols, read.k, read.labels, shown, source, read.alphabet_bits, note)


def from_array(x: Any, alphabet: str | int | None = None, *, source: str = "array") -> Sequence:
    """A one-dimensional array or list of whole numbers 0..k-1, or of booleans; see :func:`as_sequence`."""
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise InputError(f"these are no symbols in a row, but lists of different lengths: {error}") from error
    if np.ma.is_masked(x):
        raise InputError("this array has masked entries: fill them in or leave them out first")
    if array.ndim == 0:
        raise InputError(f"a {type(x).__name__} is no sequence: give a string, bytes, a list, an array or a Path")
    if array.ndim != 1:
        raise InputError(f"a sequence has one dimension, this array has {array.ndim}: flatten it in a stated order")
    if array.size == 0:
        raise InputError(f"the {source} is empty: a complexity needs at least one symbol")
    if array.dtype.kind in "OUT":
        return _from_labels(array.tolist(), alphabet, source)
    if isinstance(alphabet, str):
        raise InputError("an array of numbers takes the alphabet's size, not its symbols")
    if array.dtype == np.bool_:
        if alphabet not in (None, 2):
            raise InputError(f"booleans have an alphabet of 2, not of {alphabet}: leave the argument alphabet out")
        return Sequence(array.view(np.uint8), 2, None, "bits", source)
    if array.dtype.kind not in "iu":
        raise InputError(f"symbols are whole numbers from 0, not {array.dtype}: discretise the data first")
    if array.dtype.kind == "i" and int(array.min()) < 0:
        raise InputError(f"symbols are whole numbers from 0, found {int(array.min())}")
    largest = int(array.max())
    k = max(2, largest + 1) if alphabet is None else alphabet_size(alphabet)
    if largest >= k:
        raise InputError(f"symbol {largest} is outside the alphabet 0..{k - 1}")
    if k > _WIDEST:
        raise InputError(f"an alphabet of {k} symbols is beyond the limit of {_WIDEST}")
    bits = contiguous_bits(k) if alphabet is None else 0.0
    unit = "bits" if k == 2 else "numbers"
    return Sequence(_narrow(array, k), k, None, unit, source, bits)


def _from_labels(values: list[Any], alphabet: str | int | None, source: str) -> Sequence:
    """A column of texts: characters are a text's; longer labels are numbered in their sorted order."""
    if not all(isinstance(value, str) and value for value in values):
        wrong = next(value for value in values if not (isinstance(value, str) and value))
        raise InputError(f"a column of texts holds {wrong!r}: fill in or leave out what is missing, and mix no types")
    if all(len(value) == 1 for value in values):
        return from_text("".join(values), alphabet=alphabet, source=source)
    if isinstance(alphabet, str):
        raise InputError("labels of several characters are numbered: give the alphabet's size, not its symbols")
    names = sorted(set(values))
    number = {name: i for i, name in enumerate(names)}
    read = from_array(np.array([number[value] for value in values]), alphabet, source=source)
    shown = ", ".join(names) if len(names) <= 8 else f"{names[0]}, {names[1]}, ..., {names[-1]}"
    note = f"{len(names)} labels numbered in their order: {shown}; their names are not charged"
    return Sequence(read.symbols, read.k, None, read.unit, source, read.alphabet_bits, note)


def _narrow(array: np.ndarray, k: int) -> np.ndarray:
    return np.ascontiguousarray(array, np.uint8 if k <= 256 else np.uint32)


def _without_line_end(data: bytes) -> bytes:
    stripped = data[:-2] if data.endswith(b"\r\n") else data[:-1] if data.endswith(b"\n") else data
    return stripped or data


def _is_symbol_string(data: bytes) -> bool:
    """Whether the bytes are binary digits, decimal digits or nucleotides alone."""
    return any(not data.strip(alphabet) and not data.translate(None, alphabet) for alphabet in _SYMBOL_STRINGS)


_SYMBOL_STRINGS = (b"01", b"0123456789", b"ACGT", b"acgt")
