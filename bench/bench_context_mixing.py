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


@pytest.mark.parametrize("name", ["us-constitution", "python-source", "lambda-phage"])
def test_context_mixing(speed, name):
    sequence = as_sequence(CORPORA / f"{name}.txt")
    word = encode(sequence, fresh(sequence))

    def check(estimate):
        assert decode(word, len(sequence), fresh(sequence)).tolist() == sequence.symbols.tolist()
        assert 8 * len(word) - 10 < estimate.parts["data"] < 8 * len(word)

    def check_decoded(symbols):
        assert symbols.tolist() == sequence.symbols.tolist()

    size = {"amount": len(sequence), "unit": "symbols"}
    speed(f"context mixing, {name}", lambda: predicted(sequence, "context-mixing"), check, **size)
    speed(f"decoded, {name}", lambda: decode(word, len(sequence), fresh(sequence)), check_decoded, **size)
