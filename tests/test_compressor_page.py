"""The page of codes beside compressors, on inputs short enough for a test."""

from __future__ import annotations

import pytest

from ait.measures.compressors import ALL_COMPRESSORS
from bench.compressors import PAGE, PREDICTORS, ROOT, rows, table

pytest.importorskip("zpaq")
DECLARATION = ROOT / "corpora" / "us-declaration.txt"


@pytest.mark.needs_jit
def test_every_code_has_a_row_and_context_mixing_the_first() -> None:
    lines = table(DECLARATION).splitlines()
    assert lines[2].startswith("| **context mixing** |")
    assert len([line for line in lines[2:] if line.startswith("|")]) == len(PREDICTORS) + 1 + len(ALL_COMPRESSORS) - 1


@pytest.mark.needs_jit
def test_context_mixing_is_shorter_than_ppmd_and_zpaq_on_text_and_dna() -> None:
    for name in ("us-constitution", "lambda-phage"):
        found = {row.code.split(",")[0]: row.bits for row in rows(ROOT / "corpora" / f"{name}.txt")}
        assert found["**context mixing**"] < min(found["zpaq"], found["ppmd"], found["bzip3"], found["brotli"])


def test_the_page_in_docs_is_about_these_codes() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert all(f"\n| **{code}** |" in written for code in PREDICTORS)
    assert all(f"\n| {name} |" in written for name in ALL_COMPRESSORS)
