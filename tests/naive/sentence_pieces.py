"""SentencePiece's merging as it is defined: all neighbours are looked at again after each merge."""

from itertools import pairwise


def encode(text, pieces, scores):
    """The parts of a text; spaces are ▁ already."""
    parts = list(text)
    while True:
        found = [(-scores[pieces.index(a + b)], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in pieces]
        if not found:
            return parts
        i = min(found)[1]
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
