"""Texts written in few bytes by a language model and an arithmetic coder, and read back: code lengths made real.

The bytes say nothing of the model or the window, which the reader must have; a check of four bytes stands before them,
taken from the model's first probabilities, so that another model, or a machine on which the arithmetic of the matrix
products differs, is told so instead of reading nonsense.
"""

from __future__ import annotations

import hashlib

import numpy as np

from ait.coder import encode_bits
from ait.coder_kernel import Reader, begin, ending, read_one
from ait.errors import DecodeError
from ait.language_models.base import LanguageModel, Window
from ait.language_models.predictor import LanguageModelPredictor
from ait.sequence import Sequence

CHECK_BYTES = 4
_AHEAD = 16


def encode_text(data: bytes, model: LanguageModel, window: Window | None = None) -> tuple[bytes, int]:
    """A text's bytes by a model, and the exact length of their code word in bits; the check of 32 bits not counted.

    The code word ends itself: the end of the text is a symbol, and no code word is the beginning of another.

    Args:
        data: any bytes, also none.
        model: by which; one token at a time, which takes some ten times as long as scoring.
        window: how far back it looks.

    Raises:
        InputError: if the model's tokenizer does not give the text back.
    """
    predictor = LanguageModelPredictor(model, window)
    symbols = np.append(model.alphabet.encode(data, model), model.alphabet.end)
    check = _check(predictor)
    word, bits = encode_bits(Sequence(symbols.astype(np.uint32), predictor.k), predictor)
    return check + word, bits


def decode_text(word: bytes, model: LanguageModel, window: Window | None = None) -> bytes:
    """The text whose bytes :func:`encode_text` wrote with the same model and window.

    Raises:
        DecodeError: if they are damaged, or the model or the machine's arithmetic is another.
    """
    predictor = LanguageModelPredictor(model, window)
    if word[:CHECK_BYTES] != _check(predictor):
        raise DecodeError(
            "these bytes were written with another model or window, or on a machine that rounds otherwise"
        )
    data = np.frombuffer(word, np.uint8, offset=CHECK_BYTES)
    reader = Reader(np.zeros(3, np.uint64), data, np.zeros(1, np.int64))
    if not begin(reader):
        raise DecodeError(f"these {data.size} bytes begin as no code word does")
    ends = np.empty(predictor.k, np.uint64)
    symbols: list[int] = []
    while not symbols or symbols[-1] != model.alphabet.end:
        symbols.append(read_one(reader, predictor.probabilities(), ends))
        predictor.update(symbols[-1])
        if reader.place[0] > data.size + _AHEAD:
            raise DecodeError(f"these {data.size} bytes are cut short: the text has no end")
    length, same = ending(reader)
    if length != data.size or not same:
        raise DecodeError(f"these {data.size} bytes are no code word of a text")
    return model.alphabet.decode(np.array(symbols[:-1], np.int64))


def _check(predictor: LanguageModelPredictor) -> bytes:
    said = f"{predictor.window} {predictor.window.kept}".encode() + predictor.probabilities().tobytes()
    return hashlib.sha256(said).digest()[:CHECK_BYTES]
