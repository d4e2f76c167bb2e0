"""A language model in a GGUF file of the llama architecture, run by NumPy."""

from __future__ import annotations

import hashlib
import logging
import math
from functools import cached_property
from pathlib import Path

from ait.errors import ModelError
from ait.language_models.base import Window
from ait.language_models.gguf import Gguf, open_gguf
from ait.language_models.llama import Llama, read_llama
from ait.language_models.llama_stream import LlamaStream
from ait.language_models.quantisation import FORMATS
from ait.language_models.sentence_pieces import SentencePieces, read_sentence_pieces
from ait.language_models.token_alphabet import TokenAlphabet, token_alphabet
from ait.language_models.tokenizer import Tokenizer, read_tokenizer

_log = logging.getLogger(__name__)
_END = b"<|endoftext|>"
_PART = 1 << 20


class GgufModel:
    """A model in a file; see :class:`ait.language_models.base.LanguageModel`.

    The tokenizer is read at once, the weights when the first stream is asked for.

    Args:
        path: the file.

    Raises:
        StorageError: if the file cannot be read.
        ModelError: if it is damaged or of a kind that is not read here.
        MissingExtraError: if the package regex is not installed.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.file: Gguf = open_gguf(self.path)
        in_pieces = self.file.field("tokenizer.ggml.model") == "llama"
        self.tokenizer: Tokenizer | SentencePieces = (
            read_sentence_pieces(self.file) if in_pieces else read_tokenizer(self.file)
        )
        self.start, end = self._ends()
        self.alphabet: TokenAlphabet = token_alphabet(self.tokenizer.tokens, end)
        _log.info("language model %s: %s, %s bytes", self.name, self.path, f"{self.size:,}")

    @property
    def name(self) -> str:
        """The file's name, which tells model, tuning and format more reliably than its fields do."""
        return self.path.name.removesuffix(".gguf").replace(".Q", " Q")

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return int(self.file.data.size)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the file."""
        digest = hashlib.sha256()
        for start in range(0, self.size, _PART):
            digest.update(self.file.data[start : start + _PART].tobytes())
        return digest.hexdigest()

    @cached_property
    def weights(self) -> Llama:
        """The weights as float32, in memory."""
        return read_llama(self.file)

    @property
    def formats(self) -> dict[str, int]:
        """How many weights the file holds in each format."""
        counts: dict[str, int] = {}
        for place in self.file.places.values():
            name = FORMATS[place.format].name
            counts[name] = counts.get(name, 0) + math.prod(place.shape)
        return counts

    def encode(self, text: str) -> list[int]:
        """See :class:`ait.language_models.base.LanguageModel`."""
        return self.tokenizer.encode(text)

    def stream(self, window: Window) -> LlamaStream:
        """See :class:`ait.language_models.base.LanguageModel`."""
        return LlamaStream(self.weights, window)

    def _ends(self) -> tuple[int, int]:
        """The tokens before and after a text: the separator of documents in training where there is one."""
        words = self.file.field("tokenizer.ggml.tokens")
        if _END in words:
            return int(words.index(_END)), int(words.index(_END))
        end = int(self.file.field("tokenizer.ggml.eos_token_id"))
        start = int(self.file.field("tokenizer.ggml.bos_token_id", end))
        if not (0 <= start < len(words) and 0 <= end < len(words)):
            raise ModelError(f"{self.path} is damaged: texts start with token {start} and end with {end}")
        return start, end
