"""Suffix arrays by induced sorting, in linear time, and the nearest earlier suffixes that Lempel-Ziv parsing needs.

Nong, Zhang, Chan, "Two efficient algorithms for linear time suffix array construction" (2011).  A suffix is S-type
if it is smaller than the one that begins a symbol later, else L-type; an S-type suffix after an L-type one is a
"leftmost S" (LMS).  Once the LMS suffixes are in order, two scans put all others in order.  The end of the text
counts as smaller than every symbol, so the last suffix is L-type.
"""

from __future__ import annotations

import numpy as np

from ait.jit import kernel


@kernel
def classify(text: np.ndarray, smaller: np.ndarray, starts: np.ndarray) -> int:
    """Mark the S-type suffixes in ``smaller`` (0 or 1), list the LMS positions in ``starts``; returns their number."""
    n = text.size
    smaller[n - 1] = 0
    for i in range(n - 2, -1, -1):
        smaller[i] = 1 if text[i] < text[i + 1] or (text[i] == text[i + 1] and smaller[i + 1] == 1) else 0
    found = 0
    for i in range(1, n):
        if smaller[i] == 1 and smaller[i - 1] == 0:
            starts[found] = i
            found += 1
    return found


@kernel
def induce(text: np.ndarray, sigma: int, smaller: np.ndarray, starts: np.ndarray, order: np.ndarray) -> None:
    """Sort all suffixes into ``order``, given the LMS suffixes ``starts`` in (what is taken for) their order."""
    n = text.size
    ends = np.zeros(sigma, np.int32)
    for i in range(n):
        ends[text[i]] += 1
    for c in range(1, sigma):
        ends[c] += ends[c - 1]
    free = ends.copy()
    order[:] = -1
    for i in range(starts.size - 1, -1, -1):
        c = text[starts[i]]
        free[c] -= 1
        order[free[c]] = starts[i]
    free[0] = 0
    for c in range(1, sigma):
        free[c] = ends[c - 1]
    order[free[text[n - 1]]] = n - 1
    free[text[n - 1]] += 1
    for i in range(n):
        j = order[i] - 1
        if j >= 0 and smaller[j] == 0:
            order[free[text[j]]] = j
            free[text[j]] += 1
    free[:] = ends
    for i in range(n - 1, -1, -1):
        j = order[i] - 1
        if j >= 0 and smaller[j] == 1:
            free[text[j]] -= 1
            order[free[text[j]]] = j


@kernel
def name_pieces(
    text: np.ndarray, smaller: np.ndarray, starts: np.ndarray, order: np.ndarray, where: np.ndarray, names: np.ndarray
) -> int:
    """Number the pieces between LMS positions by their order, equal pieces alike; returns how many numbers were used.

    ``where`` is scratch space, shape (n,); ``names`` holds the numbers in the order of the text.
    """
    n = text.size
    for i in range(starts.size):
        where[starts[i]] = i
    name = -1
    last = -1
    for i in range(n):
        j = order[i]
        if j < 1 or smaller[j] == 0 or smaller[j - 1] == 1:
            continue
        end = starts[where[j] + 1] if where[j] + 1 < starts.size else n
        same = False
        if last >= 0 and end < n and where[last] + 1 < starts.size and starts[where[last] + 1] - last == end - j:
            same = True
            for d in range(end - j + 1):
                if text[j + d] != text[last + d]:
                    same = False
                    break
        if not same:
            name += 1
        names[where[j]] = name
        last = j
    return name + 1


@kernel
def earlier_neighbours(order: np.ndarray, above: np.ndarray, below: np.ndarray) -> None:
    """For each suffix, the nearest one before and after it in sorted order that begins earlier in the text, or -1.

    The longest earlier occurrence of what begins at i begins at one of these two (Crochemore and Ilie 2008).
    """
    stack = np.empty(order.size, np.int32)
    height = 0
    for i in range(order.size):
        position = order[i]
        while height > 0 and stack[height - 1] > position:
            height -= 1
            below[stack[height]] = position
        above[position] = stack[height - 1] if height > 0 else -1
        stack[height] = position
        height += 1
    for i in range(height):
        below[stack[i]] = -1
