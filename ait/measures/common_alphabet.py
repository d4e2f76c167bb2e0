"""Several sequences over one alphabet, as they must be before one can be coded after another."""

from __future__ import annotations

from collections.abc import Sequence as Items

import numpy as np

from ait.errors import InputError
from ait.sequence import Sequence, from_bytes


def over_common_alphabet(sequences: Items[Sequence]) -> list[Sequence]:
    """The same sequences over the union of their alphabets, in the order of its symbols; for equal ones, as they are.

    Where some are bytes and others text (a book beside a genome that was read as A, C, G and T), all are taken as
    bytes, text in UTF-8. The common alphabet counts as declared: it is the same for all, and no distance charges it.

    Raises:
        InputError: if numbers without names meet text or bytes, of which they cannot be a part.

    >>> from ait.sequence import as_sequence
    >>> both = over_common_alphabet([as_sequence("abba", alphabet="ab"), as_sequence("ca", alphabet="ac")])
    >>> [s.symbols.tolist() for s in both], both[0].k
    ([[0, 1, 1, 0], [2, 0]], 3)
    """
    first = sequences[0]
    if all(s.k == first.k and s.labels == first.labels and _kind(s) == _kind(first) for s in sequences):
        return [_declared(s, s.symbols, s.k, s.labels) for s in sequences]
    kinds = {_kind(s) for s in sequences}
    if kinds == {"text"}:
        return _relabelled(sequences)
    if kinds == {"numbers"}:
        k = max(s.k for s in sequences)
        return [_declared(s, s.symbols.astype(np.uint8 if k <= 256 else np.uint32), k, None) for s in sequences]
    if kinds == {"text", "bytes"}:
        return [s if _kind(s) == "bytes" else _as_bytes(s) for s in sequences]
    raise InputError("numbers without names cannot be coded after text or bytes: give all inputs in the same form")


def _kind(sequence: Sequence) -> str:
    """Strings of 0 and 1 are text, whatever they were read from."""
    if sequence.labels is not None or sequence.unit in ("bits", "symbols", "characters"):
        return "text"
    return "bytes" if sequence.unit == "bytes" else "numbers"


def _names(sequence: Sequence) -> tuple[str, ...]:
    if sequence.labels is not None:
        return sequence.labels
    if sequence.k > 10:
        raise InputError(f"{sequence.unit} over {sequence.k} symbols have no names to compare by: give numbers alone")
    return tuple("0123456789"[: sequence.k])


def _relabelled(sequences: Items[Sequence]) -> list[Sequence]:
    names = sorted({name for s in sequences for name in _names(s)})
    place = {name: i for i, name in enumerate(names)}
    width = np.uint8 if len(names) <= 256 else np.uint32
    out = []
    for s in sequences:
        moved = np.array([place[name] for name in _names(s)], width)[s.symbols]
        out.append(_declared(s, moved, len(names), tuple(names)))
    return out


def _as_bytes(sequence: Sequence) -> Sequence:
    data = sequence.text().encode("utf-8", "surrogatepass")
    return from_bytes(data, unit="bytes", source=sequence.source)


def _declared(s: Sequence, symbols: np.ndarray, k: int, labels: tuple[str, ...] | None) -> Sequence:
    return Sequence(symbols, k, labels, s.unit, s.source, 0.0, s.note)
