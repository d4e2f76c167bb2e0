from __future__ import annotations

import numpy as np
import pytest

from ait.language_models.quantisation import FORMATS, dequantise
from tests.naive import k_quants as naive


@pytest.mark.parametrize(("kind", "slowly"), [(12, naive.q4_k), (13, naive.q5_k), (14, naive.q6_k)])
def test_blocks_are_read_as_the_format_says(kind, slowly) -> None:  # type: ignore[no-untyped-def]
    rng, size = np.random.default_rng(kind), FORMATS[kind].bytes
    raw = rng.integers(0, 256, (20, size), dtype=np.uint8)
    for place in (0, 2) if kind < 14 else (208,):
        raw[:, place : place + 2] = rng.normal(size=(20, 1)).astype("<f2").view(np.uint8)
    expected = np.array([slowly(block.tolist()) for block in raw])
    found = dequantise(raw.reshape(-1), kind).reshape(20, 256)
    assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()
