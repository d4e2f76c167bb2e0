"""Context-tree weighting: the walk down one context, the weighted prediction, and the update.

A node is a context, the bits before the one to be predicted, latest first.  It keeps how often a zero and a one
followed, and the ratio r = P_e / (P_w of one child · P_w of the other) of the two ways to predict there.  Since
P_w = 1/2·P_e + 1/2·P_w·P_w, the node predicts (r·p_e + p_child) / (r + 1), and r is multiplied by
p_e(bit) / p_child(bit): the whole tree is never evaluated.  r is kept as mantissa·2^(64·exponent), so the log domain's
range costs no logarithms, and only additions, multiplications and divisions enter: every machine computes the
same bits, which a decoder needs.

A context that occurred once has no nodes below it yet: there P_e = P_w = 1/2 whatever follows, so r stays 1.  It
remembers where it occurred, and gets its child when it occurs again.  Nothing is hashed: contexts never share a node.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np

from ait.jit import kernel, lean_kernel

Whole: TypeAlias = int | np.int64

ZEROS, ONES, CHILD, EXPONENT, FIRST, FIELDS = 0, 1, 2, 4, 5, 6
_LARGE, _SMALL = 2.0**64, 2.0**-64
_FAR = 8


class Tree(NamedTuple):
    """A forest, one tree for each binary decision on the way to a symbol, and scratch space of one walk.

    ``nodes`` int32 (nodes, FIELDS): zeros, ones, two children (0: none), exponent of r, the place of a
    context that occurred once (-1: it has been extended). ``ratios`` float64 (nodes,): mantissa of r. ``roots`` int32
    (2^width,): root of each decision (0: none). ``used`` int64 (1,): nodes in use, node 0 being nobody's. The
    scratch arrays have an entry for each depth: the context's bits, the path's nodes, and what the node and its child
    predict for a one.
    """

    nodes: np.ndarray
    ratios: np.ndarray
    roots: np.ndarray
    used: np.ndarray
    context: np.ndarray
    path: np.ndarray
    own: np.ndarray
    below: np.ndarray


@lean_kernel
def context_bit(history: np.ndarray, now: Whole, depth: int, width: int) -> Whole:
    """The bit at ``depth`` of the context of the symbol at ``now``: latest symbol first, highest bit first."""
    symbol = np.int64(history[now - 1 - depth // width])
    return (symbol >> (width - 1 - depth % width)) & 1


@lean_kernel
def fill_context(tree: Tree, history: np.ndarray, now: int, width: int) -> None:
    """Set the context of the symbol at ``now``."""
    depth = 0
    place = now - 1
    while depth < tree.context.size:
        symbol = np.int64(history[place])
        for shift in range(width - 1, -1, -1):
            tree.context[depth] = (symbol >> shift) & 1
            depth += 1
        place -= 1


@lean_kernel
def new_node(tree: Tree, zeros: Whole, ones: Whole, first: Whole) -> Whole:
    """A node for a context seen once, at ``first``. The caller has made sure that there is room."""
    node: Whole = tree.used[0]
    tree.used[0] = node + 1
    tree.nodes[node, ZEROS] = zeros
    tree.nodes[node, ONES] = ones
    tree.nodes[node, FIRST] = first
    tree.ratios[node] = 1.0
    return node


@lean_kernel
def walk(tree: Tree, history: np.ndarray, width: int, decision: Whole) -> int:
    """Put the nodes of the current context on the path, from the root on; returns how many there are.

    A context that occurred once before, and now again, is extended.
    """
    deepest = tree.context.size
    node = np.int64(tree.roots[decision])
    length = 0
    while node > 0:
        tree.path[length] = node
        length += 1
        depth = length - 1
        if depth == deepest:
            break
        first = np.int64(tree.nodes[node, FIRST])
        if first >= 0:
            child = new_node(tree, tree.nodes[node, ZEROS], tree.nodes[node, ONES], first)
            tree.nodes[node, CHILD + context_bit(history, first, depth, width)] = child
            tree.nodes[node, FIRST] = -1
        node = np.int64(tree.nodes[node, CHILD + tree.context[depth]])
    return length


@lean_kernel
def predict(tree: Tree, length: int) -> float:
    """The weighted probability of a one on the path that :func:`walk` found."""
    weighted = 0.5
    for depth in range(length - 1, -1, -1):
        node = tree.path[depth]
        ones = np.float64(tree.nodes[node, ONES])
        own = (ones + 0.5) / (np.float64(tree.nodes[node, ZEROS]) + ones + 1.0)
        tree.own[depth] = own
        tree.below[depth] = weighted
        exponent = tree.nodes[node, EXPONENT]
        if depth == tree.context.size or exponent > _FAR:
            weighted = own
        elif exponent >= -_FAR:
            ratio = tree.ratios[node]
            while exponent > 0:
                ratio *= _LARGE
                exponent -= 1
            while exponent < 0:
                ratio *= _SMALL
                exponent += 1
            weighted = (ratio * own + weighted) / (ratio + 1.0)
    return weighted


@lean_kernel
def learn(tree: Tree, length: int, bit: Whole, now: int, decision: Whole) -> None:
    """Tell the path that :func:`walk` found and :func:`predict` went up which bit came at ``now``."""
    for depth in range(length):
        node = tree.path[depth]
        if depth < tree.context.size:
            own = tree.own[depth] if bit == 1 else 1.0 - tree.own[depth]
            below = tree.below[depth] if bit == 1 else 1.0 - tree.below[depth]
            ratio = tree.ratios[node] * (own / below)
            if ratio >= _LARGE:
                ratio *= _SMALL
                tree.nodes[node, EXPONENT] += 1
            elif ratio < _SMALL:
                ratio *= _LARGE
                tree.nodes[node, EXPONENT] -= 1
            tree.ratios[node] = ratio
        tree.nodes[node, ZEROS + bit] += 1
    if length <= tree.context.size:
        leaf = new_node(tree, 1 - bit, bit, now)
        if length == 0:
            tree.roots[decision] = leaf
        else:
            tree.nodes[tree.path[length - 1], CHILD + tree.context[length - 1]] = leaf


@lean_kernel
def is_free(decision: Whole, level: int, width: int, k: int) -> bool:
    """Whether the bit at ``level`` of a symbol can be a one: whether a symbol below k lies on that side."""
    first = ((2 * decision + 1) << (width - 1 - level)) - (1 << width)
    return bool(first < k)


@kernel
def tree_surprisals(tree: Tree, history: np.ndarray, now: int, stop: int, k: int, width: int, bits: np.ndarray) -> int:
    """-log2 of the probability of the symbols from ``now`` on; returns where it stopped for want of nodes."""
    room = width * (tree.context.size + 2)
    first = now
    while now < stop and tree.used[0] + room <= tree.ratios.size:
        bits[now - first] = learn_symbol(tree, history, now, k, width)
        now += 1
    return now


@lean_kernel
def learn_symbol(tree: Tree, history: np.ndarray, now: int, k: int, width: int) -> float:
    """Predict and learn the symbol at ``now``, decision by decision; returns -log2 of its probability."""
    fill_context(tree, history, now, width)
    symbol = np.int64(history[now])
    surprisal = 0.0
    decision: Whole = np.int64(1)
    for level in range(width):
        bit = (symbol >> (width - 1 - level)) & 1
        if is_free(decision, level, width, k):
            length = walk(tree, history, width, decision)
            one = predict(tree, length)
            surprisal -= math.log2(one if bit == 1 else 1.0 - one)
            learn(tree, length, bit, now, decision)
        decision = 2 * decision + bit
    return surprisal


@kernel
def tree_distribution(tree: Tree, history: np.ndarray, now: int, k: int, width: int, probabilities: np.ndarray) -> None:
    """The probability of each symbol at ``now``, shape (k,). Extends contexts, and learns nothing."""
    fill_context(tree, history, now, width)
    for symbol in range(k):
        probabilities[symbol] = 1.0
    for level in range(width):
        for decision in range(1 << level, 2 << level):
            size = 1 << (width - 1 - level)
            first = decision * 2 * size - (1 << width)
            if first >= k or not is_free(decision, level, width, k):
                continue
            one = predict(tree, walk(tree, history, width, decision))
            for symbol in range(first, min(first + 2 * size, k)):
                probabilities[symbol] *= one if symbol >= first + size else 1.0 - one
