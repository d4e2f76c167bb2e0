"""The experiments that stand on studies of their own, run small."""

from __future__ import annotations

from pathlib import Path

import pytest

from ait.lab.claims import feed_forward, invariance
from ait.lab.record import Record, Size, Verdict
from ait.language_models.gguf_model import GgufModel
from tests.language_models.gguf_writer import tiny_model

TEXTS = {"one": b"the thin man and the other " * 3, "two": bytes(range(40, 120)) * 2}


@pytest.mark.needs_jit
@pytest.mark.slow
def test_invariance_by_its_own_statistic() -> None:
    found = invariance.run(0, Size.SMALL)
    assert found.number("strings") == 256
    assert found.findings[0].verdict is Verdict.FAILS
    assert "range of the difference" in found.statistic
    assert all(each is None or -1 <= each <= 1 for row in found.table("correlations").rows for each in row[2:])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Record:
    model = GgufModel(tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf"))
    return feed_forward.record_of(model, TEXTS, 40)


def test_feed_forward_has_every_part_of_the_study(tiny: Record) -> None:
    assert len(tiny.findings) == 8
    assert len(tiny.table("rounding").rows) == 1 + 2 * 6
    assert len(tiny.table("layers").rows) == 2
    assert {each.name for each in tiny.figures} == {"rate-distortion", "layers", "sparsity"}
    assert tiny.number("what the weights can hold") == 2 * sum(
        tiny.number(f"weights, {part}") for part in ("feed-forward", "attention", "other")
    )


def test_the_texts_ship_and_are_long_enough() -> None:
    given = feed_forward.texts()
    assert set(given) == {"us-constitution", "contributing"}
    root = Path(__file__).parents[2]
    assert (root / "corpora" / "us-constitution.txt").read_bytes().startswith(given["us-constitution"])
    assert all(len(text) > 4000 for text in given.values())
