from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ait.coder import decode, encode_bits
from ait.errors import DecodeError, InputError, StorageError
from ait.language_models.base import Window
from ait.language_models.cost_store import Costs, CostStore
from ait.language_models.gguf_model import GgufModel
from ait.language_models.predictor import LanguageModelPredictor, digit_tokens
from ait.language_models.score import break_even, score_string, score_text
from ait.language_models.text_code import CHECK_BYTES, decode_text, encode_text
from ait.language_models.token_costs import Task, chances, token_costs
from ait.sequence import as_sequence
from tests.language_models.gguf_writer import tiny_fields, tiny_model, tiny_tensors, write_gguf

TEXT = b"and then the thin and the " * 12
HOSTILE = [bytes(range(256)), b"\xff\xfe\x04\x06", b"a" * 300, TEXT, b"<|endoftext|>", b"\xc3", b"0110"]
WINDOW = Window(64, 16, 2)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> GgufModel:
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    return GgufModel(write_gguf(path, tiny_fields(), tiny_tensors(scale=0.2)))


@pytest.fixture
def store(tmp_path: Path) -> CostStore:
    return CostStore(tmp_path / "costs")


def test_the_model_s_own_bits_are_those_of_its_scores(model: GgufModel) -> None:
    found = score_text(TEXT, model, WINDOW)
    stream, expected = model.stream(WINDOW), []
    for before, now in itertools.pairwise([model.start, *found.symbols.tolist()]):
        expected.append(-np.log2(chances(stream.push(np.array([before]))[0])[now]))
    assert found.alone == pytest.approx(np.array(expected), abs=1e-3)
    assert found.bits == pytest.approx(sum(found.parts().values()))
    assert found.adjusted == found.bits + 8 * model.size
    assert b"".join(said for said, _ in found.tokens()) == TEXT
    assert found.tokens()[-1][0] == b""


@pytest.mark.parametrize("data", HOSTILE)
def test_any_bytes_are_written_and_read_back_at_the_stated_length(model: GgufModel, data: bytes) -> None:
    word, bits = encode_text(data, model, WINDOW)
    assert decode_text(word, model, WINDOW) == data
    assert abs(bits - score_text(data, model, WINDOW).bits) < 3 + 1e-3 * bits
    assert len(word) == CHECK_BYTES + (bits + 7) // 8
    with pytest.raises(DecodeError):
        decode_text(word[:-1], model, WINDOW)
    with pytest.raises(DecodeError):
        decode_text(word + b"\0", model, WINDOW)


def test_no_text_at_all_has_a_code_word_too(model: GgufModel) -> None:
    assert decode_text(encode_text(b"", model, WINDOW)[0], model, WINDOW) == b""
    with pytest.raises(InputError, match="empty"):
        score_text(b"", model)


def test_another_model_or_window_is_found_out(model: GgufModel, tmp_path: Path) -> None:
    word, _ = encode_text(TEXT, model, WINDOW)
    other = GgufModel(tiny_model(tmp_path / "other.gguf", seed=9))
    for reader, window in ((other, WINDOW), (model, Window(32, 8, 2))):
        with pytest.raises(DecodeError, match="another model or window"):
            decode_text(word, reader, window)
    with pytest.raises(DecodeError):
        decode_text(b"", model, WINDOW)
    with pytest.raises(DecodeError):
        decode_text(word[:CHECK_BYTES] + b"\xff" * 20, model, WINDOW)


@pytest.mark.parametrize("k", [2, 3, 10])
def test_symbol_strings_are_renormalised_over_the_digits_allowed(model: GgufModel, k: int) -> None:
    symbols = np.random.default_rng(k).integers(0, k, 90)
    found = score_string(symbols, k, model, WINDOW)
    assert np.all(found.among <= found.free[:-1] + 1e-6)
    coded, bits = encode_bits(as_sequence(symbols, alphabet=k), LanguageModelPredictor(model, WINDOW, k))
    assert np.array_equal(decode(coded, 90, LanguageModelPredictor(model, WINDOW, k)), symbols)
    assert abs(bits - found.bits) < 3
    assert found.free.shape == (91,)


def test_over_all_strings_of_a_length_krafts_sum_is_one(model: GgufModel) -> None:
    words = itertools.product(range(2), repeat=7)
    total = sum(2.0 ** -score_string(np.array(word), 2, model, WINDOW).bits for word in words)
    assert total == pytest.approx(1.0, abs=1e-4)


def test_over_texts_of_all_lengths_krafts_sum_is_at_most_one(model: GgufModel) -> None:
    """The code of a text ends itself, so texts of all lengths share one sum."""
    words = (bytes(word) for size in range(1, 5) for word in itertools.product(b"ath", repeat=size))
    assert 0 < sum(2.0 ** -score_text(word, model, WINDOW).bits for word in words) <= 1


def test_costs_are_kept_and_not_computed_twice(model: GgufModel, store: CostStore) -> None:
    told: list[tuple[int, int]] = []
    first = score_text(TEXT, model, WINDOW, store, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(first.symbols), len(first.symbols))
    told.clear()
    again = score_text(TEXT, model, WINDOW, store, lambda done, total: told.append((done, total)))
    assert told == []
    assert np.array_equal(first.guarded, again.guarded)
    other = score_text(TEXT, model, Window(32, 8, 2), store)
    assert other.bits != first.bits
    assert len(list(store.folder.iterdir())) == 2


def test_an_interrupted_run_goes_on_to_the_same_bits(model: GgufModel, store: CostStore) -> None:
    tokens = np.random.default_rng(8).integers(1, 200, 900)
    task = Task(model, WINDOW, tokens)
    whole = token_costs(task)

    def interrupt(done: int, total: int) -> None:
        if done >= 256:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        token_costs(task, store, interrupt)
    kept = store.load(store.key(model.fingerprint, task.settings, tokens), 1)
    assert 256 <= len(kept.bits) < 900
    starts: list[int] = []
    assert np.array_equal(token_costs(task, store, lambda done, total: starts.append(done)), whole)
    assert starts[0] == len(kept.bits)


def test_an_interrupt_in_the_last_batch_is_not_lost(model: GgufModel, store: CostStore) -> None:
    task = Task(model, WINDOW, np.arange(1, 100))

    def interrupt(done: int, total: int) -> None:
        if done == 0:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        token_costs(task, store, interrupt)
    assert len(store.load(store.key(model.fingerprint, task.settings, task.tokens), 1).bits) == 99


def test_damaged_costs_are_made_again(model: GgufModel, store: CostStore) -> None:
    good = score_text(TEXT, model, WINDOW, store).bits
    (file,) = store.folder.iterdir()
    for damage in (b"", b"PK nonsense", file.read_bytes()[:200]):
        file.write_bytes(damage)
        assert score_text(TEXT, model, WINDOW, store).bits == good
    store.save("short", Costs(np.zeros((3, 1)), {}))
    assert len(store.load("short", 2).bits) == 0
    (store.folder / "file").touch()
    with pytest.raises(StorageError, match="file, not a folder"):
        CostStore(store.folder / "file").save("x", Costs(np.zeros((1, 1)), {}))


def test_break_even(model: GgufModel) -> None:
    found = score_text(TEXT, model, WINDOW)
    size = break_even(found, found.bits + 8 * found.size)
    assert size == pytest.approx(model.size)
    assert break_even(found, found.bits - 1) is None


def test_models_without_digits_are_told(model: GgufModel, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 to 10"):
        digit_tokens(model, 11)
    with pytest.raises(InputError, match="empty"):
        score_string(np.array([], np.int64), 2, model)
    assert len(set(digit_tokens(model, 10))) == 10


def test_the_predictor_refuses_strange_symbols(model: GgufModel) -> None:
    with pytest.raises(InputError, match="symbol 2 is not"):
        LanguageModelPredictor(model, WINDOW, 2).update(2)


@pytest.fixture(autouse=True)
def _no_signal_left() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    assert signal.getsignal(signal.SIGINT) is before
