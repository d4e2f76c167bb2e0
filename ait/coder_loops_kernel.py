"""Whole sequences coded without leaving compiled code, for the predictors that are kernels themselves."""

from __future__ import annotations

import numpy as np

from ait.coder_kernel import (
    BYTES_PER_SYMBOL,
    Reader,
    Writer,
    fill_ends,
    read_bit,
    read_symbol,
    write_bit,
    write_symbol,
)
from ait.jit import inline_kernel, kernel, lean_kernel
from ait.predictors.block_urn_kernel import urn_one, urn_step
from ait.predictors.context_mixing_kernel import begin_symbol, end_symbol, weigh
from ait.predictors.context_mixing_kernel import predict as predict_mixed
from ait.predictors.context_tree_kernel import Tree, Whole, fill_context, is_free, learn, predict, walk
from ait.predictors.kt_kernel import kt_probability
from ait.predictors.mixing_model_kernel import Model, take_rows


@lean_kernel
def _kt_ends(counts: np.ndarray, total: int, probabilities: np.ndarray, ends: np.ndarray) -> None:
    for symbol in range(counts.size):
        probabilities[symbol] = kt_probability(counts, total, symbol)
    fill_ends(probabilities, ends)


@kernel
def write_kt(writer: Writer, symbols: np.ndarray, now: int, counts: np.ndarray) -> int:
    """Code the symbols from ``now`` on; returns where it stopped for want of bytes."""
    probabilities = np.empty(counts.size)
    ends = np.empty(counts.size, np.uint64)
    total = counts.sum()
    while now < symbols.size and writer.place[0] + 2 * BYTES_PER_SYMBOL <= writer.out.size:
        _kt_ends(counts, total, probabilities, ends)
        symbol = np.int64(symbols[now])
        write_symbol(writer, symbol, ends)
        counts[symbol] += 1
        total += 1
        now += 1
    return now


@kernel
def read_kt(reader: Reader, symbols: np.ndarray, counts: np.ndarray) -> None:
    """Fill ``symbols``."""
    probabilities = np.empty(counts.size)
    ends = np.empty(counts.size, np.uint64)
    total = counts.sum()
    for now in range(symbols.size):
        _kt_ends(counts, total, probabilities, ends)
        symbol = read_symbol(reader, ends)
        symbols[now] = symbol
        counts[symbol] += 1
        total += 1


@kernel
def write_tree(writer: Writer, tree: Tree, history: np.ndarray, now: int, stop: int, k: int, width: int) -> int:
    """Code the symbols from ``now`` on, one binary decision after another; stops for want of bytes or nodes."""
    nodes = width * (tree.context.size + 2)
    room = (width + 1) * BYTES_PER_SYMBOL
    while now < stop and writer.place[0] + room <= writer.out.size and tree.used[0] + nodes <= tree.ratios.size:
        fill_context(tree, history, now, width)
        symbol = np.int64(history[now])
        decision: Whole = 1
        for level in range(width):
            bit = (symbol >> (width - 1 - level)) & 1
            if is_free(decision, level, width, k):
                length = walk(tree, history, width, decision)
                write_bit(writer, bit, predict(tree, length))
                learn(tree, length, bit, now, decision)
            decision = 2 * decision + bit
        now += 1
    return now


@kernel
def read_tree(reader: Reader, tree: Tree, history: np.ndarray, now: int, stop: int, k: int, width: int) -> int:
    """Fill ``history`` from ``now`` on; stops for want of nodes."""
    nodes = width * (tree.context.size + 2)
    while now < stop and tree.used[0] + nodes <= tree.ratios.size:
        fill_context(tree, history, now, width)
        decision: Whole = 1
        for level in range(width):
            bit = 0
            if is_free(decision, level, width, k):
                length = walk(tree, history, width, decision)
                bit = read_bit(reader, predict(tree, length))
                learn(tree, length, bit, now, decision)
            decision = 2 * decision + bit
        history[now] = decision - (1 << width)
        now += 1
    return now


@kernel
def write_urn(
    writer: Writer, symbols: np.ndarray, now: int, base: np.ndarray, counts: np.ndarray, node: int
) -> tuple[int, int]:
    """Code the bits from ``now`` on; returns where it stopped for want of bytes, and the urn's node there."""
    while now < symbols.size and writer.place[0] + 2 * BYTES_PER_SYMBOL <= writer.out.size:
        bit = np.int64(symbols[now])
        write_bit(writer, bit, urn_one(base, counts, node))
        node = urn_step(base, counts, node, bit)
        now += 1
    return now, node


@kernel
def read_urn(reader: Reader, symbols: np.ndarray, base: np.ndarray, counts: np.ndarray, node: int) -> int:
    """Fill ``symbols``; returns the urn's node after them."""
    for now in range(symbols.size):
        bit = read_bit(reader, urn_one(base, counts, node))
        symbols[now] = bit
        node = urn_step(base, counts, node, bit)
    return node


@kernel
def code_mixing(
    writer: Writer, reader: Reader, model: Model, history: np.ndarray, now: int, stop: int, reading: bool
) -> int:
    """Code the symbols from ``now`` on, or fill them in; returns where it stopped for want of bytes.

    Both in one loop: the model is large, and what is compiled once is the same for both.
    """
    room = (model.shape.width + 1) * BYTES_PER_SYMBOL
    while now < stop and (reading or writer.place[0] + room <= writer.out.size):
        _code_mixed_symbol(writer, reader, model, history, now, reading)
        now += 1
    return now


@inline_kernel
def _code_mixed_symbol(
    writer: Writer, reader: Reader, model: Model, history: np.ndarray, now: int, reading: bool
) -> None:
    k, width = model.shape.k, model.shape.width
    begin_symbol(model, history, now)
    partial: Whole = 1
    for level in range(width):
        if level == model.shape.split:
            take_rows(model.slots, 1, partial)
        bit = 0 if reading else (np.int64(history[now]) >> (width - 1 - level)) & 1
        if is_free(partial, level, width, k):
            one = predict_mixed(model, history, level, partial)
            if reading:
                bit = read_bit(reader, one)
            else:
                write_bit(writer, bit, one)
            weigh(model.blend, bit, one)
        partial = 2 * partial + bit
    history[now] = partial - (1 << width)
    end_symbol(model, history, now)
