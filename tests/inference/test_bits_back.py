"""Bits-back coding: real bytes that decode, on the mean over q -ELBO of them, and the evidence for every draw."""

import math

import numpy as np
import pytest

from ait.errors import DecodeError, InputError
from ait.inference.ans import PRECISION, Stack, frequencies, owner
from ait.inference.bits_back import bits_back_decode, bits_back_encode
from ait.inference.families import point_mass, truncated
from ait.inference.infer import infer
from ait.inference.periodic import Periodic
from ait.inference.registry import model_set
from ait.sequence import as_sequence
from ait.sources.noise import random_bytes

CASES = [
    ("0001000110", "bernoulli", {"parts": 8}),
    ("0110110111011", "automata", {"states": 2, "parts": 4}),
    ("0110100110010110", "trees", {"depth": 3}),
    ("210210210", "periodic", {"longest": 3, "noise": (0.0, 0.0625)}),
    ("00101110010111", "recurrences", {"cells": 3, "noise": (0.0, 0.125)}),
]


def drawing(q, model, seed):
    """Random bytes by which ``model`` is drawn from q: a stack of random bits on which it was pushed."""
    stack = Stack.filled(bytes(random_bytes(40, seed)))
    ends = frequencies(q)
    stack.push(int(ends[model]), int(ends[model + 1] - ends[model]))
    # Make it a filling again: the head's top becomes the marker, its 128 lower bits stay as they are.
    words = [*stack.words, stack.head & (1 << 64) - 1, stack.head >> 64 & (1 << 64) - 1]
    return b"".join(word.to_bytes(8, "big") for word in words)


@pytest.mark.parametrize(("text", "name", "options"), CASES, ids=lambda value: str(value)[:12])
def test_every_draw_costs_the_evidence_when_q_is_the_posterior(text, name, options):
    found = infer(text, name, **options)
    likely = np.argsort(-found.posterior)[:40]
    for seed, model in enumerate(likely[found.posterior[likely] > 1e-12].tolist()):
        message = bits_back_encode(found, found.posterior, drawing(found.posterior, model, seed))
        assert message.model == model
        assert message.net_bits == pytest.approx(found.evidence_bits, abs=1e-6)
        assert 0 <= 8 * len(message.data) - message.total_bits <= 8


@pytest.mark.parametrize(("text", "name", "options"), CASES, ids=lambda value: str(value)[:12])
def test_the_mean_over_q_is_the_description_length(text, name, options):
    found = infer(text, name, **options)
    for q in (truncated(found, 5), 0.5 * truncated(found, 3) + 0.5 * point_mass(len(found.posterior), found.best)):
        costs = [
            q[model] * bits_back_encode(found, q, drawing(q, model, 11)).net_bits
            for model in np.flatnonzero(q).tolist()
        ]
        assert sum(costs) == pytest.approx(found.description_bits(q), abs=1e-6)
    best = point_mass(len(found.posterior), found.best)
    message = bits_back_encode(found, best, bytes(random_bytes(24)))
    assert message.net_bits == pytest.approx(found.two_part_bits, abs=1e-6)


@pytest.mark.parametrize(("text", "name", "options"), CASES, ids=lambda value: str(value)[:12])
def test_symbols_and_initial_bits_come_back(text, name, options):
    found = infer(text, name, **options)
    models = found.models
    for seed in range(5):
        initial = bytes(random_bytes(32, seed))
        message = bits_back_encode(found, found.posterior, initial)
        symbols, again = bits_back_decode(
            message.data,
            len(text),
            models,
            lambda symbols: infer(as_sequence(symbols, alphabet=models.k), models).posterior,
        )
        assert "".join(map(str, symbols)) == text
        assert again == initial


def test_a_chain_of_messages_needs_initial_bits_once():
    models = model_set("bernoulli", 2, 30, parts=8)
    texts = ["000100011000010000000001000001", "111011111111111101111111111111", "0" * 30]
    initial, stack, evidence = bytes(random_bytes(64, 3)), bytes(random_bytes(64, 3)), 0.0
    for text in texts:
        found = infer(text, models)
        message = bits_back_encode(found, found.posterior, stack)
        evidence += found.evidence_bits
        # The next message draws its model from this one: filled up to eight bytes, the marker costs one bit each time.
        stack = b"\1" * (-len(message.data) % 8) + message.data
    assert 8 * len(stack) - 8 * len(initial) == pytest.approx(evidence, abs=3 * 65)


def test_deterministic_models_cost_their_names_only():
    found = infer("01" * 500, Periodic(2, 4))
    message = bits_back_encode(found, found.posterior, bytes(random_bytes(24)))
    assert message.net_bits == pytest.approx(found.evidence_bits, abs=1e-9)
    assert message.net_bits < 8


def test_impossible_models_are_refused():
    found = infer("0101", Periodic(2, 3))
    with pytest.raises(InputError, match="excludes the sequence"):
        bits_back_encode(found, point_mass(len(found.posterior), 0), bytes(24))


def test_the_initial_bits_have_to_suffice():
    found = infer("0001000110", "bernoulli", parts=8)
    for size in (0, 8, 16, 23, 25):
        with pytest.raises(InputError, match="24 bytes or more"):
            bits_back_encode(found, found.posterior, bytes(size))


def test_damage_is_seen_or_decodes_to_something_else():
    models = model_set("bernoulli", 2, 10, parts=8)
    found = infer("0001000110", models)
    message = bits_back_encode(found, found.posterior, bytes(random_bytes(32)))
    with pytest.raises(DecodeError, match="too few"):
        bits_back_decode(message.data[:8], 10, models, lambda symbols: found.posterior)
    with pytest.raises(DecodeError, match=r"no filling|end before"):
        bits_back_decode(message.data, 60, models, lambda symbols: found.posterior)


def test_the_stack_gives_back_what_was_pushed():
    rng = np.random.default_rng(0)
    stack, cost = Stack.filled(bytes(random_bytes(24))), 0.0
    before, pushed = stack.bits, []
    for _ in range(500):
        chances = rng.dirichlet(np.full(5, 0.2))
        ends = frequencies(chances)
        symbol = int(rng.choice(5, p=chances))
        share = int(ends[symbol + 1] - ends[symbol])
        stack.push(int(ends[symbol]), share)
        cost += PRECISION - math.log2(share)
        pushed.append((symbol, ends))
    assert stack.bits - before == pytest.approx(cost, abs=1e-9)
    again = Stack.read(stack.written())
    for symbol, ends in reversed(pushed):
        found, start, share = owner(ends, again.peek())
        assert found == symbol
        again.pop(start, share)
    assert again.emptied() == bytes(random_bytes(24))
