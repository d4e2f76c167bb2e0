"""A dictionary trained on other data: a prior that is on the table, where most compressors hide theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import zstandard

from ait.errors import InputError
from ait.notebook import Shown

_DEFAULT_SIZE = 1 << 14
_LEAST_SIZE = 256


@dataclass(frozen=True)
class TrainedDictionary(Shown):
    """What zstd may refer to before it has seen any input.

    Attributes:
        data: the dictionary, as zstd writes it.
        charged: whether its bytes count in each figure; a prior that encoder and decoder share if not.
    """

    data: bytes
    charged: bool = False


def train_dictionary(
    samples: Iterable[bytes], size: int = _DEFAULT_SIZE, *, charged: bool = False
) -> TrainedDictionary:
    """A dictionary of at most ``size`` bytes from samples of the kind of data to come; never from the data itself.

    Args:
        samples: many short pieces, together some hundred times the dictionary.
        size: at most so many bytes.
        charged: whether the dictionary's bytes count in each figure.

    Raises:
        InputError: if the size is too small, or zstd finds the samples too few.

    >>> words = [f"the {name} of {place}".encode() for name in ("king", "house", "sun") for place in range(400)]
    >>> prior = train_dictionary(words, 1024)
    >>> from ait.measures.compressors import compressed
    >>> compressed(b"the house of 7", "zstd", dictionary=prior).bits < compressed(b"the house of 7", "zstd").bits
    True

    Source: zstd's trainer (COVER, after Liao, Petri, Moffat and Wirth, "Effective construction of relative Lempel-Ziv
    dictionaries", 2016).
    """
    if size < _LEAST_SIZE:
        raise InputError(f"a dictionary has at least {_LEAST_SIZE} bytes, not {size}")
    pieces: list[bytes | bytearray | memoryview] = [bytes(sample) for sample in samples]
    try:
        made = zstandard.train_dictionary(size, pieces)
    except (zstandard.ZstdError, ValueError, TypeError) as error:
        total = sum(map(len, pieces))
        raise InputError(
            f"zstd can train no dictionary of {size:,} bytes on {len(pieces):,} samples of {total:,} bytes together: "
            "give more samples, or ask for fewer bytes"
        ) from error
    return TrainedDictionary(made.as_bytes(), charged)
