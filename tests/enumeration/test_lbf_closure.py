from __future__ import annotations

import itertools

import numpy as np
import pytest

from ait.enumeration import lbf_layout_kernel as lbf
from ait.enumeration.lbf_closure_kernel import WIDEST, gather, is_closed, is_endless
from ait.enumeration.lbf_search import search
from ait.machines.lbf import CODES, Status, parse, run
from tests.known_values_lbf import SWEEPING_26
from tests.naive import lbf as naive

NAMES = ["write", "close", "flip", "read", "right", "left", "open", "halt"]
ORIGIN = 500


def running(program, steps):
    """The naive machine's code, path, tape and head after so many steps; None if it stopped or read before."""
    tape, code, path, head = {}, {}, "n", 0
    bits = iter(program)
    for _ in range(steps):
        if path not in code:
            try:
                code[path] = naive.next_instruction(bits)
            except naive.WantsInputError:
                return None
        name = code[path]
        if name in {"halt", "read", "write"}:
            return None
        if name == "flip":
            tape[head] = 1 - tape.get(head, 0)
        head += (name == "right") - (name == "left")
        path = naive.jump(path) if name == "close" else path + ("b" if name == "open" and tape.get(head) else "n")
    return code, path, tape, head


def kernel_form(code, path, tape, head):
    """The same moment in the kernel's arrays."""
    number = {at: index for index, at in enumerate(["", *code])}
    ops, jump, edges = np.zeros(30, np.int64), np.zeros(30, np.int64), np.zeros(60, np.int64)
    for at, name in code.items():
        ops[number[at]] = NAMES.index(name)
        jump[number[at]] = number[naive.jump(at)]
        edges[2 * number[at]], edges[2 * number[at] + 1] = number.get(at + "n", 0), number.get(at + "b", 0)
    cells = np.zeros(2 * ORIGIN, np.uint8)
    for cell, value in tape.items():
        cells[ORIGIN + cell] = value
    state = np.zeros(lbf.STATE_SIZE, np.int64)
    visited = [0, head, *tape]
    state[lbf.HEAD], state[lbf.LOW], state[lbf.HIGH] = (ORIGIN + at for at in (head, min(visited), max(visited)))
    return (ops, jump, edges), number[path], state, cells


def scratch():
    size = 30 << (1 + 2 * WIDEST)
    return np.zeros((2, 1 << WIDEST), np.uint8), np.zeros(size, np.uint8), np.zeros(size, np.int64)


def programs():
    """Bodies of loops that run on silently for a while: every one of up to four instructions after a flip."""
    silent = [name for name in CODES if name not in ";,!"]
    for size in range(1, 5):
        for body in itertools.product(silent, repeat=size):
            yield "".join(("+", *body, "]"))


def closed_in_kernel(moment, width):
    arrays, node, state, cells = kernel_form(*moment)
    known, seen, queue = scratch()
    head = int(state[lbf.HEAD])
    left = gather(cells, head, int(state[lbf.LOW]), width, known[0])
    right = gather(cells, head, int(state[lbf.HIGH]), width, known[1])
    start = ((node << width | left) << width | right) << 1 | int(cells[head])
    closed = is_closed(arrays, start, width, True, known, seen, queue)
    assert not seen.any()
    return closed


@pytest.mark.needs_jit
def test_the_kernel_closes_exactly_what_the_naive_closure_closes():
    verdicts = []
    for text in programs():
        for steps in (5, 11, 60):
            moment = running(parse(text), steps)
            if moment is None or moment[1] not in moment[0]:
                continue
            for width in (1, 2, 3):
                verdicts.append(naive.is_closed(*moment, width, True))
                assert closed_in_kernel(moment, width) == verdicts[-1]
    assert 500 < sum(verdicts) < len(verdicts) - 50


@pytest.mark.parametrize("text", SWEEPING_26)
def test_sweeping_programs_are_proved_endless(text):
    moment = running(parse(text), 200)
    assert moment is not None
    assert any(naive.is_closed(*moment, width, True) for width in range(1, 4))
    arrays, node, state, cells = kernel_form(*moment)
    assert is_endless(arrays, node, state, cells, True, *scratch())
    result = run(text, steps=50_000)
    assert (result.output, result.status) == ("", Status.OUT_OF_STEPS)


def test_a_run_that_reads_in_the_end_is_not_proved_endless():
    # The head goes right over ones until it meets a 0, and then an unbound edge.
    moment = running(parse("+>+>+<<[>]"), 11)
    assert moment is not None
    arrays, node, state, cells = kernel_form(*moment)
    assert not is_endless(arrays, node, state, cells, True, *scratch())


def test_a_context_that_writes_counts_only_where_it_may():
    code, path, tape, head = {"n": "write", "nn": "close"}, "n", {}, 0
    arrays, node, _, _ = kernel_form(code, path, tape, head)
    known, seen, queue = scratch()
    assert not is_closed(arrays, node << 3, 1, True, known, seen, queue)
    assert is_closed(arrays, node << 3, 1, False, known, seen, queue)


@pytest.mark.needs_jit
def test_endless_programs_no_longer_stand_in_the_way():
    assert search("01101110010111011110", bits=28).in_the_way(20, 28) == ()
