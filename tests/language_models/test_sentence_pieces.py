from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.errors import ModelError
from ait.language_models.base import Window
from ait.language_models.gguf_model import GgufModel
from ait.language_models.sentence_pieces import SentencePieces
from ait.language_models.text_code import decode_text, encode_text
from tests.language_models.gguf_writer import tiny_fields, tiny_tensors, write_gguf
from tests.naive import sentence_pieces as naive

PIECES = ["▁", "t", "h", "e", "a", "n", "d", "i", "th", "the", "▁the", "an", "and", "▁a", "▁▁", "in", "hi", "é"]
SCORES = [-9.0, -9, -9, -9, -9, -9, -9, -9, -1, -3, -2, -4, -5, -6, -7, -8, -2, -9]
WORDS = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256)), *(p.encode() for p in PIECES)]


def pieces_model(path: Path, **others: object) -> Path:
    fields = tiny_fields(
        **{
            "tokenizer.ggml.model": b"llama",
            "tokenizer.ggml.tokens": WORDS,
            "tokenizer.ggml.token_type": np.array([2, 3, 3] + [6] * 256 + [1] * len(PIECES)),
            "tokenizer.ggml.scores": np.array([0] * 259 + [int(score) for score in SCORES]),
            "tokenizer.ggml.bos_token_id": 1,
            "tokenizer.ggml.eos_token_id": 2,
            **others,
        }
    )
    tensors = tiny_tensors()
    rng = np.random.default_rng(4)
    tensors["token_embd.weight"] = rng.normal(size=(len(WORDS), 32)).astype(np.float32) * np.float32(0.3)
    return write_gguf(path, fields, tensors)


def test_merges_are_the_naive_ones() -> None:
    chosen = SentencePieces(PIECES, SCORES, [-1 - byte for byte in range(256)])
    rng = np.random.default_rng(1)
    for _ in range(500):
        text = "".join(rng.choice(list(" theandi"), int(rng.integers(1, 14))))
        parts = naive.encode(text.replace(" ", "▁"), PIECES, SCORES)
        assert [PIECES[token] for token in chosen.encode(text)] == parts
    assert len(chosen.encode("the and " * 10_000)) < 80_000


def test_any_bytes_are_written_and_read_back(tmp_path: Path) -> None:
    model = GgufModel(pieces_model(tmp_path / "pieces.gguf"))
    assert (model.start, model.alphabet.end, model.alphabet.escaped) == (1, 2, ())
    window = Window(64)
    for data in (b"the and  in", "é ▁ x日".encode(), bytes(range(256)), b" ", b"\xff\xfe", b"<s>"):
        symbols = model.alphabet.encode(data, model)
        assert model.alphabet.decode(symbols) == data
        assert decode_text(encode_text(data, model, window)[0], model, window) == data


def test_damaged_pieces_are_refused(tmp_path: Path) -> None:
    for match, others in {
        "no field tokenizer.ggml.scores": {"tokenizer.ggml.scores": None},
        "no tokenizer": {"tokenizer.ggml.scores": np.array([0, 1])},
        "pieces cannot be read": {"tokenizer.ggml.token_type": np.array([6] * len(WORDS))},
        "end with 9000": {"tokenizer.ggml.eos_token_id": 9000},
    }.items():
        with pytest.raises(ModelError, match=match):
            GgufModel(pieces_model(tmp_path / "damaged.gguf", **others))
