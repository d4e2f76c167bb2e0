from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ait.errors import InputError
from ait.language_models.gguf import open_gguf
from ait.language_models.llama import read_llama
from ait.language_models.perturbation import (
    ATTENTION,
    FEED_FORWARD,
    rounded,
    weights_of,
    with_rounded,
    without_feed_forward,
)
from tests.language_models.gguf_writer import tiny_model


def test_rounding_errs_by_half_a_step_and_falls_with_the_bits() -> None:
    x = np.random.default_rng(1).normal(size=(16, 64)).astype(np.float32)
    errors = [float(np.square(rounded(x, bits) - x).mean()) for bits in range(2, 9)]
    steps = 2.0 ** np.arange(2, 9) - 1
    assert np.array(errors[:-1]) / errors[1:] == pytest.approx((steps[1:] / steps[:-1]) ** 2, rel=0.15)
    for bits in (1, 4, 16):
        blocks = x.reshape(16, 2, 32)
        step = 2 * np.abs(blocks).max(2) / (2**bits - 1)
        off = np.abs(rounded(x, bits) - x).reshape(16, 2, 32).max(2)
        assert np.all(off <= 0.5 * step + 1e-6)
        assert len(np.unique(rounded(x, bits)[0, :32])) <= 2**bits
    assert np.allclose(rounded(np.full((1, 32), 3.0, np.float32), 4), 3.0)
    assert not rounded(np.zeros((1, 32), np.float32), 4).any()
    with pytest.raises(InputError, match="1 to 16 bits, not 0"):
        rounded(x, 0)
    with pytest.raises(InputError, match="blocks of 32"):
        rounded(x[:, :33], 4)


def test_only_the_named_part_changes(tmp_path: Path) -> None:
    model = read_llama(open_gguf(tiny_model(tmp_path / "tiny.gguf")))
    changed = with_rounded(model, FEED_FORWARD, 4)
    for old, new in zip(model.layers, changed.layers, strict=True):
        assert all(getattr(old, part) is getattr(new, part) for part in ATTENTION)
        assert not any(np.array_equal(getattr(old, part), getattr(new, part)) for part in FEED_FORWARD)
    silent = without_feed_forward(model, 1)
    assert silent.layers[0] is model.layers[0]
    assert not silent.layers[1].down.any()
    assert weights_of(model, FEED_FORWARD) == 2 * 3 * 64 * 32
    with pytest.raises(InputError, match="layers are 0 to 1, not 2"):
        without_feed_forward(model, 2)
