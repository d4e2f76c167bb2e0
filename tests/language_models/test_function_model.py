from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from ait.errors import MissingExtraError, ModelError
from ait.language_models.base import Window
from ait.language_models.function_model import FunctionModel, transformers_model
from ait.language_models.score import score_text
from ait.language_models.text_code import decode_text, encode_text
from ait.language_models.token_alphabet import token_alphabet
from ait.language_models.tokenizer import byte_letters

LETTERS = {byte: letter for letter, byte in byte_letters().items()}
WORDS = ["<|end|>", *(LETTERS[byte] for byte in range(250)), "th"]
LENGTHS: list[int] = []


def bigram(seen: list[int]) -> np.ndarray:
    """The same token comes again, or the next one."""
    scores = np.zeros((len(seen), len(WORDS)), np.float32)
    scores[np.arange(len(seen)), seen] = 3.0
    scores[np.arange(len(seen)), [(token + 1) % len(WORDS) for token in seen]] = 2.0
    LENGTHS.append(len(seen))
    return scores


class FakeTokenizer:
    eos_token_id: int | None = 0
    bos_token_id: int | None = None
    all_special_ids = (0,)

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
        return [WORDS[i] for i in ids]

    def encode(self, text: str, add_special_tokens: bool) -> list[int]:
        assert not add_special_tokens
        return [byte + 1 for byte in text.encode()]


class FakeTensor:
    def __init__(self, array: np.ndarray) -> None:
        self.array = array

    def __getitem__(self, i: int) -> FakeTensor:
        return FakeTensor(self.array[i])

    def float(self) -> FakeTensor:
        return self

    def cpu(self) -> FakeTensor:
        return self

    def numpy(self) -> np.ndarray:
        return self.array


class FakeCausalModel:
    config = SimpleNamespace(vocab_size=len(WORDS))

    def parameters(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(numel=lambda: 100, element_size=lambda: 4)]

    def __call__(self, rows: list[list[int]]) -> SimpleNamespace:
        return SimpleNamespace(logits=FakeTensor(np.stack([bigram(row) for row in rows])))


class NoGrad:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *reason: object) -> None:
        return None


@pytest.fixture
def adapted(monkeypatch: pytest.MonkeyPatch) -> FunctionModel:
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(tensor=lambda rows: rows, no_grad=NoGrad))
    return transformers_model(FakeCausalModel(), FakeTokenizer(), "fake")


def test_any_model_codes_any_bytes(adapted: FunctionModel) -> None:
    assert (adapted.size, adapted.start, adapted.alphabet.end) == (400, 0, 0)
    assert adapted.alphabet.escaped == (250, 251, 252, 253, 254, 255)
    for data in (b"aaabbbccc", bytes(range(256)), "日本é".encode(), b"\xff\x00\xc3("):
        word, bits = encode_text(data, adapted, Window(32, 8, 2))
        assert decode_text(word, adapted, Window(32, 8, 2)) == data
        assert abs(score_text(data, adapted, Window(32, 8, 2)).bits - bits) < 3


def test_the_window_is_computed_anew_and_never_longer(adapted: FunctionModel) -> None:
    LENGTHS.clear()
    stream = adapted.stream(Window(32, 8, 2))
    tokens = np.arange(100) + 1
    scores = stream.push(tokens)
    assert max(LENGTHS) == 32
    assert scores.argmax(axis=1).tolist() == tokens.tolist()
    other = adapted.stream(Window(32, 8, 2))
    other.restore(stream.state())
    assert np.array_equal(stream.push(tokens[:3]), other.push(tokens[:3]))


def test_tokenizers_that_do_not_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(tensor=lambda rows: rows, no_grad=NoGrad))
    endless, wordy = FakeTokenizer(), FakeTokenizer()
    endless.eos_token_id = None
    monkeypatch.setattr(wordy, "convert_ids_to_tokens", lambda ids: ["▁word"] * len(ids))
    with pytest.raises(ModelError, match="no token that ends"):
        transformers_model(FakeCausalModel(), endless, "fake")
    with pytest.raises(ModelError, match="does not work on bytes"):
        transformers_model(FakeCausalModel(), wordy, "fake")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r"ait\[neural\]"):
        transformers_model(FakeCausalModel(), FakeTokenizer(), "fake")


def test_a_model_of_one_function_is_enough() -> None:
    alphabet = token_alphabet([None, *(bytes([byte]) for byte in range(251))], 0)
    model = FunctionModel("uniform", alphabet, 0, 8, "uniform", lambda text: [b + 1 for b in text.encode()], zeros)
    found = score_text(b"hello", model)
    assert found.alone.sum() == pytest.approx(6 * np.log2(252), abs=1e-3)


def zeros(seen: list[int]) -> np.ndarray:
    return np.zeros((len(seen), 252), np.float32)
