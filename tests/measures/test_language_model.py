from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ait
from ait.errors import InputError, ModelError
from ait.estimate import Kind
from ait.language_models.base import Window
from ait.language_models.weights import VARIABLE
from ait.measures.language_model import language_model, open_model
from ait.measures.predicted import predicted, surprisal
from tests.language_models.gguf_writer import tiny_model

WINDOW = Window(64)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny model in SmolLM2's place, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tiny_model(tmp_path / "tiny.gguf")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_a_text_s_figure_says_all_that_it_depends_on(tiny: Path) -> None:
    found = predicted(b"the thin and the", "smollm2", window=WINDOW)
    assert found.kind is Kind.UPPER_BOUND
    assert found.is_code
    assert set(found.parts) == {"tokens", "end"}
    for words in ("tiny", "window 64", "stride 16", "start <|endoftext|>", "MB"):
        assert words in found.reference
    assert "bits per byte" in found.note
    assert "trained on" in found.note
    assert found.bits == language_model(b"the thin and the", tiny, WINDOW).bits
    assert found.bits == ait.language_model(b"the thin and the", str(tiny), WINDOW, keep=False).bits


def test_symbol_strings_are_told_both_ways(tiny: Path) -> None:
    found = predicted("0110100110010110", "smollm2", window=WINDOW)
    assert found.method == "language model, symbols as digits"
    assert set(found.parts) == {"data"}
    assert "free among all tokens" in found.note
    dna = ait.as_sequence("GATTACA")
    assert language_model(dna, tiny, WINDOW).parts["alphabet"] == dna.alphabet_bits
    assert surprisal("0110", "smollm2", window=WINDOW).shape == (4,)


def test_bytes_that_no_token_can_say_are_paid_for(tiny: Path) -> None:
    assert predicted(b"and \xff\x04", "smollm2", window=WINDOW).parts["escaped bytes"] > 4
    assert "escaped bytes" not in predicted(b"and", "smollm2", window=WINDOW).parts


def test_surprisals_of_bytes_sum_to_the_figure(tiny: Path) -> None:
    text = "thé end \ud7ff"
    for data in (text.encode(), b"\x06\x06\x07", b"the"):
        bits = surprisal(data, "smollm2", window=WINDOW)
        assert bits.shape == (len(data),)
        assert bits.sum() == pytest.approx(predicted(data, "smollm2", window=WINDOW).bits)


def test_text_is_read_by_its_letters(tiny: Path) -> None:
    text = ait.as_sequence("the thin man and the other")
    assert text.alphabet_bits > 0
    assert language_model(text, tiny, WINDOW).bits == language_model(b"the thin man and the other", tiny, WINDOW).bits


def test_what_cannot_be_scored_is_told(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="strings over at most 10 symbols, not 1,000 numbers"):
        predicted(np.arange(1000), "smollm2")
    with pytest.raises(InputError, match="no option 'depth'; it has window, keep, progress"):
        predicted("01", "smollm2", depth=3)
    with pytest.raises(InputError, match="no language model is called 'gpt'"):
        open_model("gpt")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "absent.gguf"))
    with pytest.raises(ModelError, match="is no file"):
        predicted("01", "smollm2")
