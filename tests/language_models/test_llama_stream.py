from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.errors import InputError
from ait.language_models.base import Window
from ait.language_models.gguf import open_gguf
from ait.language_models.llama import read_llama
from ait.language_models.llama_stream import LlamaStream
from tests.language_models.gguf_writer import tiny_fields, tiny_model, tiny_tensors, write_gguf
from tests.naive import llama as naive

TOKENS = np.random.default_rng(5).integers(0, 200, 70)


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 8])
@pytest.mark.parametrize("window", [Window(16, 4, 2), Window(24, 7, 4), Window(80, 8, 0), Window(16, 15, 0)])
def test_the_forward_pass_is_the_naive_one(tmp_path: Path, window: Window, kind: int) -> None:
    file = open_gguf(tiny_model(tmp_path / "tiny.gguf", kind))
    tokens = TOKENS[: 40 if kind else 60]
    naively = np.array(naive.forward(file, tokens.tolist(), window.size, window.stride, window.kept))
    found = LlamaStream(read_llama(file), window).push(tokens)
    assert found.dtype == np.float32
    assert np.abs(found - naively).max() < 2e-4 * np.abs(naively).max()


def test_one_by_one_and_in_batches_agree(tmp_path: Path) -> None:
    model = read_llama(open_gguf(tiny_model(tmp_path / "tiny.gguf")))
    window = Window(32, 8, 3)
    together = LlamaStream(model, window).push(TOKENS)
    stream = LlamaStream(model, window)
    single = np.concatenate([stream.push(TOKENS[i : i + 1]) for i in range(TOKENS.size)])
    assert np.abs(single - together).max() < 1e-4 * np.abs(together).max()
    again = LlamaStream(model, window)
    assert np.array_equal(single, np.concatenate([again.push(TOKENS[i : i + 1]) for i in range(TOKENS.size)]))


def test_a_restored_stream_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    model = read_llama(open_gguf(tiny_model(tmp_path / "tiny.gguf")))
    window = Window(16, 4, 2)
    whole = LlamaStream(model, window)
    first = whole.push(TOKENS[:30])
    state = {name: value.copy() for name, value in whole.state().items()}
    rest = whole.push(TOKENS[30:])
    other = LlamaStream(model, window)
    other.restore(state)
    assert np.array_equal(other.push(TOKENS[30:]), rest)
    assert first.shape == (30, model.shape.vocabulary)
    with pytest.raises(InputError, match="another model or window"):
        LlamaStream(model, Window(16, 4, 3)).restore(state)


def test_a_head_and_stretched_rotations_of_their_own_are_used(tmp_path: Path) -> None:
    tensors = tiny_tensors()
    plain = LlamaStream(read_llama(open_gguf(write_gguf(tmp_path / "a", tiny_fields(), tensors))), Window(80))
    head = {"output.weight": tensors["token_embd.weight"][::-1].copy()}
    other = LlamaStream(read_llama(open_gguf(write_gguf(tmp_path / "b", tiny_fields(), tensors | head))), Window(80))
    assert np.allclose(plain.push(TOKENS)[:, ::-1], other.push(TOKENS), atol=1e-3)
    stretched = {"rope_freqs.weight": np.full(4, 1e9, np.float32)}
    model = read_llama(open_gguf(write_gguf(tmp_path / "c", tiny_fields(), tensors | stretched)))
    assert model.frequencies.max() < 1e-8


def test_the_feed_forward_parts_can_be_watched(tmp_path: Path) -> None:
    model = read_llama(open_gguf(tiny_model(tmp_path / "tiny.gguf")))
    seen: list[tuple[int, tuple[int, ...]]] = []
    LlamaStream(model, Window(80), lambda layer, hidden: seen.append((layer, hidden.shape))).push(TOKENS)
    assert seen == [(0, (70, 64)), (1, (70, 64))]
    assert model.parameters == sum(tensor.size for tensor in tiny_tensors().values())


def test_windows_and_tokens_out_of_range_are_refused(tmp_path: Path) -> None:
    for arguments in ((8,), (32, -1), (32, 30, 4), (32, 8, -1)):
        with pytest.raises(InputError, match="window"):
            Window(*arguments)
    stream = LlamaStream(read_llama(open_gguf(tiny_model(tmp_path / "tiny.gguf"))), Window(80))
    with pytest.raises(InputError, match="tokens are numbers below"):
        stream.push(np.array([3, 100_000]))
