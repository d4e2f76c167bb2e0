"""Context mixing on text and on a genome, both ways, each result decoded before it is timed."""

from pathlib import Path

import pytest

from ait.coder import decode, encode
from ait.measures.predicted import predicted
from ait.predictors.base import predictor
from ait.sequence import as_sequence

CORPORA = Path(__file__).parent.parent / "corpora"


def fresh(sequence):
    return predictor("context-mixing", sequence.k, len(sequence), labels=sequence.labels)


@pytest.fixture(params=["us-constitution", "python-source", "lambda-phage"])
def coded(request):
    """A file's name, its symbols, and its code word."""
    sequence = as_sequence(CORPORA / f"{request.param}.txt")
    return request.param, sequence, encode(sequence, fresh(sequence))


def test_predicting(speed, coded):
    name, sequence, word = coded

    def check(estimate):
        assert decode(word, len(sequence), fresh(sequence)).tolist() == sequence.symbols.tolist()
        assert 8 * len(word) - 10 < estimate.parts["data"] < 8 * len(word)

    task = f"context mixing, {name}"
    speed(task, lambda: predicted(sequence, "context-mixing"), check, amount=len(sequence), unit="symbols")


def test_decoding(speed, coded):
    name, sequence, word = coded

    def check(symbols):
        assert symbols.tolist() == sequence.symbols.tolist()

    task = f"context mixing decoded, {name}"
    speed(task, lambda: decode(word, len(sequence), fresh(sequence)), check, amount=len(sequence), unit="symbols")
