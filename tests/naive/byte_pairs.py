"""Byte-pair merging as it is defined: the first pair of the list that occurs is merged, from the left."""

from itertools import pairwise


def merged(piece, merges):
    parts = [piece[i : i + 1] for i in range(len(piece))]
    while True:
        ranks = [merges.index(pair) for pair in pairwise(parts) if pair in merges]
        if not ranks:
            return parts
        left, right = merges[min(ranks)]
        out, i = [], 0
        while i < len(parts):
            if parts[i : i + 2] == [left, right]:
                out.append(left + right)
                i += 2
            else:
                out.append(parts[i])
                i += 1
        parts = out
