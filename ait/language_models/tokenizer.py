"""Byte-level byte-pair encoding: text as tokens, by the merges that a model's file lists.

Radford and others, "Language models are unsupervised multitask learners" (2019), after Gage (1994) and Sennrich,
Haddow and Birch (2016).  Text is cut into words, numbers, marks and spaces; within each piece the pair of neighbours
that stands first in the list of merges becomes one, again and again.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from ait.errors import MissingExtraError, ModelError
from ait.language_models.gguf import Gguf

_GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
_LLAMA3 = (
    r"(?i:'[sdmt]|'ll|'ve|'re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_QWEN2 = _LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
PIECES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "smollm": (r"\p{N}|[^\p{N}]+", _GPT2),
        "gpt-2": (_GPT2,),
        "default": (_GPT2,),
        "llama-bpe": (_LLAMA3,),
        "qwen2": (_QWEN2,),
    }
)
"""How text is cut into pieces, by the name in a model's file: patterns that are applied one after another."""

_NORMAL = 1
_REMEMBERED = 1 << 16
_LONGEST_REMEMBERED = 64


@cache
def byte_letters() -> dict[str, int]:
    """The letters that stand for the 256 bytes in a list of tokens: printable ones for themselves, others beyond 255.

    >>> byte_letters()["A"], byte_letters()["Ġ"]
    (65, 32)
    """
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + i): byte for i, byte in enumerate(others)}


class Tokenizer:
    """Byte-pair encoding of bytes.

    Args:
        tokens: the bytes of each token; None for those that no text is written with.
        merges: pairs of tokens' bytes, the first merged first.
        pieces: the name of the way to cut text, a key of :data:`PIECES`.

    Attributes:
        tokens: as given.
        number: the number of a token, by its bytes.

    Raises:
        ModelError: if there is no such way to cut text.
        MissingExtraError: if the package regex is not installed.

    >>> Tokenizer([b"a", b"b", b"ab"], [(b"a", b"b")], "gpt-2").encode("aab")
    [0, 2]
    """

    def __init__(self, tokens: Sequence[bytes | None], merges: Sequence[tuple[bytes, bytes]], pieces: str) -> None:
        if pieces not in PIECES:
            raise ModelError(f"text is cut in a way named {pieces!r}; known here are {', '.join(PIECES)}")
        self._patterns = [_pattern(text) for text in PIECES[pieces]]
        self.tokens = tuple(tokens)
        self.number = {token: i for i, token in reversed(list(enumerate(self.tokens))) if token is not None}
        self._rank = {pair: i for i, pair in reversed(list(enumerate(merges)))}
        self._known: dict[bytes, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """The tokens of a text; bytes that are no text may stand in it as surrogate escapes.

        A byte that no token stands for becomes -1 - byte.
        """
        pieces = [text]
        for pattern in self._patterns:
            pieces = [part for piece in pieces for part in pattern.findall(piece)]
        found: list[int] = []
        for piece in pieces:
            found += self._piece(piece.encode("utf-8", "surrogateescape"))
        return found

    def _piece(self, piece: bytes) -> list[int]:
        known = self._known.get(piece)
        if known is None:
            known = [self._number(part) for part in self._merged(piece)]
            if len(piece) <= _LONGEST_REMEMBERED and len(self._known) < _REMEMBERED:
                self._known[piece] = known
        return known

    def _number(self, part: bytes) -> int:
        number = self.number.get(part)
        if number is not None:
            return number
        if len(part) > 1:
            raise ModelError(f"the merges make {part!r}, which is no token: the model's file is damaged")
        return -1 - part[0]

    def _merged(self, piece: bytes) -> list[bytes]:
        """The parts of a piece. Pairs wait in a heap, so that a piece of n bytes takes about n·log n steps."""
        parts: list[bytes | None] = [piece[i : i + 1] for i in range(len(piece))]
        before, after = list(range(-1, len(piece) - 1)), list(range(1, len(piece) + 1))
        rank, waiting = self._rank, []
        for i in range(len(piece) - 1):
            pair = (piece[i : i + 1], piece[i + 1 : i + 2])
            if pair in rank:
                waiting.append((rank[pair], i, pair))
        heapq.heapify(waiting)
        while waiting:
            _, left, pair = heapq.heappop(waiting)
            right = after[left]
            # What was merged meanwhile has another part on one of the two sides, or none.
            if right >= len(parts) or (parts[left], parts[right]) != pair:
                continue
            parts[left], parts[right] = pair[0] + pair[1], None
            after[left] = after[right]
            if after[right] < len(parts):
                before[after[right]] = left
            for one, other in ((before[left], left), (left, after[left])):
                if one >= 0 and other < len(parts):
                    first, second = parts[one], parts[other]
                    if first is not None and second is not None and (first, second) in rank:
                        heapq.heappush(waiting, (rank[first, second], one, (first, second)))
        return [part for part in parts if part is not None]


def read_tokenizer(file: Gguf) -> Tokenizer:
    """The tokenizer in an open GGUF file.

    Raises:
        ModelError: if it is not a byte-level one, or damaged.
        MissingExtraError: if the package regex is not installed.
    """
    kind = file.field("tokenizer.ggml.model")
    if kind != "gpt2":
        raise ModelError(f"{file.path} has a tokenizer of the kind {kind!r}; 'gpt2' and 'llama' are read here")
    words, kinds = file.field("tokenizer.ggml.tokens"), file.fields.get("tokenizer.ggml.token_type")
    if kinds is None:
        kinds = [_NORMAL] * len(words)
    letters = byte_letters()
    try:
        tokens = [
            bytes(letters[c] for c in word.decode()) if kind == _NORMAL else None
            for word, kind in zip(words, kinds, strict=True)
        ]
        merges = [
            (bytes(letters[c] for c in left), bytes(letters[c] for c in right))
            for left, right in (line.decode().split(" ") for line in file.field("tokenizer.ggml.merges"))
        ]
    except (KeyError, ValueError, AttributeError) as error:
        raise ModelError(f"{file.path} is damaged: its tokens or merges cannot be read ({error})") from error
    return Tokenizer(tokens, merges, file.field("tokenizer.ggml.pre", "default"))


def _pattern(text: str) -> Any:
    try:
        import regex
    except ImportError as error:
        raise MissingExtraError("regex", "lm") from error
    return regex.compile(text)
