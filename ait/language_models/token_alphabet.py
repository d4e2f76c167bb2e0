"""The symbols in which a language model's text is written: its tokens, the bytes that none of them can say, the end.

Byte-level tokenizers are said to be lossless; they are not.  SmolLM2's list has tokens for 235 of the 256 bytes: six
ASCII control characters are missing, and bytes that occur in no UTF-8 text.  Here such a byte has a symbol of its own
beyond the tokens, and bytes that are no UTF-8 pass through the tokenizer one by one.  What is written is read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ait.errors import DecodeError, InputError

_UNSAID, _END_BYTES = 8, 2
"""Tokens that no text is written with, and the end, weigh in the literal law as tokens of so many bytes."""


class Encoder(Protocol):
    """What cuts text into tokens; a byte without a token is told as -1 - byte."""

    def encode(self, text: str) -> list[int]: ...


@dataclass(frozen=True, eq=False)
class TokenAlphabet:
    """Symbols 0..k-1: the model's tokens, and then the bytes that no token stands for.

    Attributes:
        tokens: the bytes of each token; None for those that no text is written with.
        escaped: the bytes that have a symbol of their own, beyond the tokens.
        end: the token that ends a text.
    """

    tokens: Sequence[bytes | None]
    escaped: tuple[int, ...]
    end: int

    @property
    def k(self) -> int:
        """How many symbols."""
        return len(self.tokens) + len(self.escaped)

    def literal(self) -> np.ndarray:
        """A law over the symbols that knows nothing: about eight bits for each byte; float64, shape (k,), with sum 1.

        What falls to longer tokens, which say nothing that bytes do not, is the small share that a text costs more.
        """
        sizes = [len(token) if token else _UNSAID for token in self.tokens] + [1] * len(self.escaped)
        sizes[self.end] = _END_BYTES
        law: np.ndarray = 256.0 ** -np.array(sizes, np.float64)
        whole: np.ndarray = law / law.sum()
        return whole

    def encode(self, data: bytes, encoder: Encoder) -> np.ndarray:
        """The symbols of a text, the end not among them: int64, shape (n,).

        Raises:
            InputError: if the text does not come back from them: then the encoder does not fit the tokens.
        """
        place = {byte: len(self.tokens) + i for i, byte in enumerate(self.escaped)}
        written = encoder.encode(data.decode("utf-8", "surrogateescape"))
        try:
            symbols = np.array([token if token >= 0 else place[-1 - token] for token in written], np.int64)
        except KeyError as error:
            raise InputError(f"the tokenizer cannot say byte {error.args[0]}, and no symbol is set aside") from error
        if self.decode(symbols) != data:
            raise InputError(f"the tokenizer is not lossless on these {len(data):,} bytes, and cannot make a code")
        return symbols

    def decode(self, symbols: np.ndarray) -> bytes:
        """The text that symbols say.

        Raises:
            DecodeError: if one of them stands for no text.
        """
        return b"".join(self.bytes_of(symbol) for symbol in symbols.tolist())

    def bytes_of(self, symbol: int) -> bytes:
        """What one symbol says (DecodeError where it stands for no text)."""
        if symbol >= len(self.tokens):
            return bytes([self.escaped[symbol - len(self.tokens)]])
        said = self.tokens[symbol]
        if said is None:
            raise DecodeError(f"token {symbol} stands for no text")
        return said


def token_alphabet(tokens: Sequence[bytes | None], end: int) -> TokenAlphabet:
    """The alphabet of a model with these tokens.

    >>> token_alphabet([bytes([i]) for i in range(255)] + [None], 255).escaped
    (255,)
    """
    present = {token[0] for token in tokens if token is not None and len(token) == 1}
    return TokenAlphabet(tokens, tuple(byte for byte in range(256) if byte not in present), end)
