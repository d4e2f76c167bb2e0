from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.errors import DecodeError, InputError, ModelError
from ait.language_models.gguf import open_gguf
from ait.language_models.token_alphabet import token_alphabet
from ait.language_models.tokenizer import PIECES, Tokenizer, byte_letters, read_tokenizer
from tests.language_models.gguf_writer import TINY_MERGES, tiny_fields, tiny_model, tiny_tokens, write_gguf
from tests.naive.byte_pairs import merged


def pieces(text: str, name: str) -> list[bytes]:
    found = [text]
    for pattern in Tokenizer([], [], name)._patterns:
        found = [part for piece in found for part in pattern.findall(piece)]
    return [piece.encode() for piece in found]


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("smollm", ["I", "'m", " here", ",", " ", "1", "2", "3", "  ", " x", "\n", "\n", "ok"]),
        ("gpt-2", ["I", "'m", " here", ",", " 123", "  ", " x", "\n", "\n", "ok"]),
        ("llama-bpe", ["I", "'m", " here", ",", " ", "123", "  ", " x", "\n\n", "ok"]),
        ("qwen2", ["I", "'m", " here", ",", " ", "1", "2", "3", "  ", " x", "\n\n", "ok"]),
    ],
)
def test_text_is_cut_as_each_model_learnt_it(name: str, cut: list[str]) -> None:
    assert pieces("I'm here, 123   x\n\nok", name) == [piece.encode() for piece in cut]


@pytest.mark.parametrize("name", PIECES)
def test_no_character_is_lost_between_pieces(name: str) -> None:
    rng = np.random.default_rng(1)
    letters = "aZ09 \t\n\r'sté日本²½٣\u00a0\u2003.,!?\u0301😀-_\udc80\udcff\0\x7f"
    for _ in range(300):
        text = "".join(rng.choice(list(letters), int(rng.integers(1, 30))))
        whole = text.encode("utf-8", "surrogateescape")
        chosen = Tokenizer([bytes([byte]) for byte in range(256)], [], name)
        assert bytes(chosen.encode(text)) == whole


def test_merges_are_the_naive_ones() -> None:
    rng = np.random.default_rng(2)
    chosen = Tokenizer(tiny_tokens(), TINY_MERGES, "gpt-2")
    for _ in range(500):
        piece = bytes(rng.choice(list(b"thean di"), int(rng.integers(1, 14))))
        assert chosen._merged(piece) == merged(piece, TINY_MERGES)
    assert chosen._merged(b"a" * 11) == [b"aaaa", b"aaaa", b"aa", b"a"]


def test_a_very_long_piece_takes_no_quadratic_time() -> None:
    chosen = Tokenizer(tiny_tokens(), TINY_MERGES, "smollm")
    assert chosen.encode("a" * 200_000) == [chosen.number[b"aaaa"]] * 50_000


def test_every_byte_string_comes_back(tmp_path: Path) -> None:
    tokenizer = read_tokenizer(open_gguf(tiny_model(tmp_path / "tiny.gguf")))
    alphabet = token_alphabet(tokenizer.tokens, 0)
    assert alphabet.escaped == (4, 6, *range(200, 256))
    rng = np.random.default_rng(3)
    hostile = [bytes(range(256)), b"\xff\xfe", b"<|endoftext|>", "é\ud7ff😀".encode(), b"\xed\xa0\x80", b"\xc3", b""]
    hostile += [bytes(rng.integers(0, 256, 200, dtype=np.uint8)) for _ in range(20)]
    for data in hostile:
        symbols = alphabet.encode(data, tokenizer)
        assert alphabet.decode(symbols) == data
        assert 0 not in symbols.tolist()
    with pytest.raises(DecodeError, match="stands for no text"):
        alphabet.bytes_of(0)


def test_a_tokenizer_that_loses_bytes_is_found_out() -> None:
    class Loser:
        def encode(self, text: str) -> list[int]:
            return [ord(letter) for letter in text if letter > " "]

    class Mute:
        def encode(self, text: str) -> list[int]:
            return [-1 - 7]

    alphabet = token_alphabet([bytes([byte]) for byte in range(256)], 0)
    with pytest.raises(InputError, match="not lossless"):
        alphabet.encode(b"a b", Loser())
    with pytest.raises(InputError, match="cannot say byte 7"):
        alphabet.encode(b"\x07", Mute())


def test_damaged_and_foreign_tokenizers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.gguf"
    for match, fields in {
        "kind 'bert'": {"tokenizer.ggml.model": b"bert"},
        "way named 'odd'": {"tokenizer.ggml.pre": b"odd"},
        "tokens or merges": {"tokenizer.ggml.merges": [b"no-space"]},
        "no field tokenizer.ggml.merges": {"tokenizer.ggml.merges": None},
    }.items():
        write_gguf(path, tiny_fields(**fields), {})
        with pytest.raises(ModelError, match=match):
            read_tokenizer(open_gguf(path))
    with pytest.raises(ModelError, match="no token"):
        Tokenizer([b"a", b"b"], [(b"a", b"b")], "gpt-2").encode("ab")


def test_the_letters_of_bytes_are_one_to_one() -> None:
    letters = byte_letters()
    assert sorted(letters.values()) == list(range(256))
    assert all(len(letter) == 1 and letter.isprintable() for letter in letters)
