from __future__ import annotations

import csv as reader
import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from ait.cli.main import ait
from ait.errors import InputError
from ait.lab.feed_forward import BITS, FeedForwardStudy, study
from ait.lab.feed_forward_report import csv, markdown, verdicts
from ait.language_models.gguf_model import GgufModel
from ait.language_models.score import score_text
from tests.language_models.gguf_writer import tiny_model

TEXTS = {"one": b"the thin man and the other " * 3, "two": bytes(range(40, 120)) * 2}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> GgufModel:
    return GgufModel(tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf"))


@pytest.fixture(scope="module")
def found(tiny: GgufModel) -> FeedForwardStudy:
    return study(tiny, TEXTS, 40)


def test_the_model_as_it_is_costs_what_it_costs_elsewhere(tiny: GgufModel, found: FeedForwardStudy) -> None:
    tokens, size = found.texts["one"]
    assert tokens == 40
    alone = score_text(TEXTS["one"], tiny).alone[:40].sum() / size
    assert found.base["one"] == pytest.approx(alone, abs=1e-3)
    assert sum(found.weights.values()) == tiny.weights.parameters


def test_fine_rounding_changes_little(found: FeedForwardStudy) -> None:
    for part in ("feed-forward", "attention"):
        assert found.rounded[part][8]["one"] == pytest.approx(found.base["one"], abs=0.2)
        errors = [found.error[part][bits] for bits in BITS]
        assert errors == sorted(errors)
    assert all(len(each) == 2 for each in found.removed.values())
    assert found.removed["one"][0] != found.base["one"]


def test_shares_are_shares(found: FeedForwardStudy) -> None:
    assert all(0 < share < 1 for share in found.active)
    assert 0 <= found.dark < 1
    assert found.budget_bits == 2.0 * sum(found.weights.values())
    assert found.training_bits("one") > found.budget_bits


def test_every_verdict_cites_a_figure(found: FeedForwardStudy) -> None:
    given = verdicts(found)
    assert len(given) == 8
    assert all(any(letter.isdigit() for letter in each.statistic) for each in given)
    by_claim = {each.claim: each for each in given}
    share = found.weights["feed-forward"] / sum(found.weights.values())
    assert by_claim["The feed-forward layers hold most of the weights."].holds == (share > 0.5)


def test_the_files_hold_every_figure(found: FeedForwardStudy) -> None:
    rows = list(reader.reader(io.StringIO(csv(found))))
    assert len(rows) == 1 + 1 + 2 * len(BITS) + 2
    assert np.isfinite([float(cell) for row in rows[1:] for cell in row[2:]]).all()
    text = markdown(found, "tiny")
    assert text.count("| holds |") + text.count("| fails |") == 8


def test_texts_that_are_too_short_are_refused(tiny: GgufModel) -> None:
    for texts, tokens, match in (({}, 40, "16 to 64"), (TEXTS, 65, "16 to 64"), ({"x": b"abc"}, 40, "3 tokens")):
        with pytest.raises(InputError, match=match):
            study(tiny, texts, tokens)


@pytest.mark.needs_jit
def test_the_command(tiny: GgufModel, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(TEXTS["one"])
    arguments = ["lm", "study", str(tmp_path / "one"), "--tokens", "40", "--model", str(tiny.path)]
    done = CliRunner().invoke(ait, [*arguments, "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["feed-forward.csv", "feed-forward.md"]
