"""The real model, where its weights are installed or fetched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.language_models.gguf_model import GgufModel
from ait.language_models.score import score_text
from ait.language_models.text_code import decode_text, encode_text
from ait.language_models.weights import find_weights
from tests.known_values_language_models import (
    BYTES_WITHOUT_TOKEN,
    CONSTITUTION_TOKENS,
    LAMBDA_PHAGE_TOKENS,
    LLAMA_CPP_BITS_PER_BYTE,
    PARAMETERS,
)

CORPORA = Path(__file__).parents[2] / "corpora"
FILE = find_weights()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FILE is None, reason="SmolLM2's weights are not here: 'ait lm fetch' brings them"),
]


@pytest.fixture(scope="module")
def model() -> GgufModel:
    assert FILE is not None
    return GgufModel(FILE)


def test_tokens_are_those_of_the_package_tokenizers(model: GgufModel) -> None:
    assert bytes(model.alphabet.escaped) == BYTES_WITHOUT_TOKEN
    for name, count in (("us-constitution", CONSTITUTION_TOKENS), ("lambda-phage", LAMBDA_PHAGE_TOKENS)):
        data = (CORPORA / f"{name}.txt").read_bytes()
        symbols = model.alphabet.encode(data, model)
        assert symbols.size == count
        assert model.alphabet.decode(symbols) == data


def test_bits_per_byte_are_llama_cpp_s_to_four_digits(model: GgufModel) -> None:
    data = (CORPORA / "us-constitution.txt").read_bytes()[:6000]
    found = score_text(data, model)
    assert found.alone[:-1].sum() / len(data) == pytest.approx(LLAMA_CPP_BITS_PER_BYTE, abs=1e-4)
    assert model.weights.parameters == PARAMETERS


def test_a_text_is_written_and_read_back(model: GgufModel) -> None:
    data = "Entropy rates, measured: π ≈ 3.14159.\n".encode() + b"\x06\xff"
    word, bits = encode_text(data, model)
    assert decode_text(word, model) == data
    assert abs(bits - score_text(data, model).bits) < 2.1


def test_constant_and_foreign_data_cannot_cost_absurd_amounts(model: GgufModel) -> None:
    constant = score_text(b"a" * 8000, model)
    assert constant.bits < 150
    noise = np.random.default_rng(1).integers(0, 256, 600, dtype=np.uint8).tobytes()
    found = score_text(noise, model)
    assert found.bits < 8.5 * len(noise)
    assert found.alone.sum() > 14 * len(noise)
