"""SentencePiece's byte-pair encoding, as in the first two Llama models: pieces with scores, and bytes to fall back on.

Kudo and Richardson, "SentencePiece" (2018).  A text is one row of characters, its spaces written ▁; of all neighbours
whose union is a piece, those of the highest score become one, the leftmost first.  What is no piece is told byte by
byte.  No space is put before the text: it would not come back.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from ait.errors import ModelError
from ait.language_models.gguf import Gguf

_SPACE = "▁"
_NORMAL, _USER, _BYTE = 1, 4, 6


class SentencePieces:
    """A tokenizer of pieces with scores; see :class:`ait.language_models.token_alphabet.Encoder`.

    Args:
        pieces: what each token looks like, spaces as ▁; None for those that no text is written with.
        scores: of each token.
        single: for each byte the token that falls back on it, or -1 - byte.

    Attributes:
        tokens: the bytes of each token.
    """

    def __init__(self, pieces: Sequence[str | None], scores: Sequence[float], single: Sequence[int]) -> None:
        if len(single) != 256 or len(scores) != len(pieces):
            raise ModelError(f"{len(pieces)} pieces with {len(scores)} scores and {len(single)} bytes are no tokenizer")
        self._number = {piece: i for i, piece in reversed(list(enumerate(pieces))) if piece is not None}
        self._scores, self._single = scores, single
        said: list[bytes | None] = [
            None if piece is None else piece.replace(_SPACE, " ").encode("utf-8", "surrogatepass") for piece in pieces
        ]
        for byte, token in enumerate(single):
            if token >= 0:
                said[token] = bytes([byte])
        self.tokens = tuple(said)

    def encode(self, text: str) -> list[int]:
        """A text's tokens, surrogate escapes in it being bytes that are no text; -1 - byte for bytes without token."""
        # A ▁ of the text itself would come back as a space, so it is told by its bytes.
        parts: list[str | None] = [_SPACE if letter == " " else letter for letter in text]
        plain = [letter != _SPACE for letter in text]
        before, after = list(range(-1, len(parts) - 1)), list(range(1, len(parts) + 1))
        waiting: list[tuple[float, int, str, str]] = []

        def wait(left: int, right: int) -> None:
            if left < 0 or right >= len(parts) or not (plain[left] and plain[right]):
                return
            one, other = parts[left], parts[right]
            number = None if one is None or other is None else self._number.get(one + other)
            if number is not None and one is not None and other is not None:
                heapq.heappush(waiting, (-self._scores[number], left, one, other))

        for i in range(len(parts) - 1):
            wait(i, i + 1)
        while waiting:
            _, left, one, other = heapq.heappop(waiting)
            right = after[left]
            # What was merged meanwhile has another part on one of the two sides, or none.
            if right >= len(parts) or (parts[left], parts[right]) != (one, other):
                continue
            parts[left], parts[right] = one + other, None
            after[left] = after[right]
            if after[right] < len(parts):
                before[after[right]] = left
            wait(before[left], left)
            wait(left, after[left])
        found: list[int] = []
        for part, is_plain in zip(parts, plain, strict=True):
            if part is not None:
                found += self._told(part, is_plain)
        return found

    def _told(self, part: str, is_plain: bool) -> list[int]:
        number = self._number.get(part) if is_plain else None
        if number is not None:
            return [number]
        said = part.replace(_SPACE, " ") if is_plain else part
        return [self._single[byte] for byte in said.encode("utf-8", "surrogateescape")]


def read_sentence_pieces(file: Gguf) -> SentencePieces:
    """The tokenizer of a GGUF file whose ``tokenizer.ggml.model`` is ``llama``.

    Raises:
        ModelError: if its pieces cannot be read.
    """
    words, kinds = file.field("tokenizer.ggml.tokens"), file.field("tokenizer.ggml.token_type")
    scores = [float(score) for score in file.field("tokenizer.ggml.scores")]
    single = [-1 - byte for byte in range(256)]
    pieces: list[str | None] = []
    try:
        for i, (word, kind) in enumerate(zip(words, kinds, strict=True)):
            if kind == _BYTE:
                single[int(word[3:5], 16)] = i
            pieces.append(word.decode() if kind in (_NORMAL, _USER) else None)
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{file.path} is damaged: its pieces cannot be read ({error})") from error
    return SentencePieces(pieces, scores, single)
