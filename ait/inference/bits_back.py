"""Bits-back coding in real bytes: a model is drawn with bits that are at hand, and the decoder gets them back.

Wallace (1990), Hinton and van Camp (1993), Frey (1998), with a stack of bits as in Townsend, Bird and Barber (2019).
The sender pops a model i off the stack by q, pushes the data by p(x | i), and pushes i by its weight w_i. The stack has
grown by -log2 w_i - log2 p(x | i) + log2 q_i: on the average over q that is -ELBO(q); when q is the posterior it is
-log2 of the evidence for every i that is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.errors import DecodeError, InputError
from ait.inference.ans import Stack, frequencies, owner
from ait.inference.divergence import check_distribution
from ait.inference.infer import Inference
from ait.inference.model_set import Floats, ModelSet, log2_sum
from ait.notebook import Shown

Ends = NDArray[np.uint64]


@dataclass(frozen=True)
class BitsBack(Shown):
    """A message: the bytes on the wire, and what they are made of.

    Attributes:
        data: the stack as bytes: the initial bits that were not used, and everything else.
        model: which model was drawn.
        total_bits: log2 of the stack at the end: what the message costs if nothing else needed sending.
        initial_bits: log2 of the stack as it was filled; they are recovered, so they are free if they are wanted.
    """

    data: bytes
    model: int
    total_bits: float
    initial_bits: float

    @property
    def net_bits(self) -> float:
        """What the data themselves cost: total less initial bits."""
        return self.total_bits - self.initial_bits


def bits_back_encode(found: Inference, q: Floats, initial: bytes) -> BitsBack:
    """Code a sequence with a model drawn from q by the initial bits.

    Args:
        found: the sequence, priced by its models; the sender's and the receiver's weights are 2^-K_i/Z.
        q: a distribution over the models, shape (size,), that the receiver can compute from the sequence.
        initial: bits of another message, such as random bytes: 24 or more, in eights.

    Raises:
        InputError: if q is no distribution, holds a model that excludes the sequence, or the initial bits run out.
    """
    weights = check_distribution(q, len(found.log_joint))
    if np.isneginf(found.log_joint[weights > 0]).any():
        raise InputError("q holds a model that excludes the sequence: -ELBO is infinite, and there is nothing to send")
    stack = Stack.filled(initial)
    before = stack.bits
    drawn, start, frequency = owner(frequencies(weights), stack.peek())
    stack.pop(start, frequency)
    predictor, slots = found.models.model(drawn), []
    for symbol in found.sequence.symbols.tolist():
        share = frequencies(predictor.probabilities())
        slots.append((int(share[symbol]), int(share[symbol + 1]) - int(share[symbol])))
        predictor.update(symbol)
    for start, frequency in reversed(slots):
        stack.push(start, frequency)
    prior = _prior(found.models)
    stack.push(int(prior[drawn]), int(prior[drawn + 1]) - int(prior[drawn]))
    return BitsBack(stack.written(), drawn, stack.bits, before)


def bits_back_decode(
    data: bytes, n: int, models: ModelSet, q_of: Callable[[NDArray[np.int64]], Floats]
) -> tuple[NDArray[np.int64], bytes]:
    """The n symbols of a message and the initial bits.

    Args:
        data: what :func:`bits_back_encode` put into ``data``.
        n: how many symbols.
        models: the same set.
        q_of: gives, for the symbols, the q that the sender used, to the last bit.

    Raises:
        DecodeError: if the data are damaged, as far as that can be seen.
    """
    stack = Stack.read(data)
    model, start, frequency = owner(_prior(models), stack.peek())
    _pop(stack, start, frequency)
    predictor, symbols = models.model(model), np.zeros(n, np.int64)
    for now in range(n):
        symbols[now], start, frequency = owner(frequencies(predictor.probabilities()), stack.peek())
        _pop(stack, start, frequency)
        predictor.update(int(symbols[now]))
    ends = frequencies(check_distribution(q_of(symbols), len(models.code_bits)))
    frequency = int(ends[model + 1]) - int(ends[model])
    if frequency == 0:
        raise DecodeError(f"q does not hold model {model}, by which the data are coded: another q, or damage")
    stack.push(int(ends[model]), frequency)
    return symbols, stack.emptied()


def _pop(stack: Stack, start: int, frequency: int) -> None:
    try:
        stack.pop(start, frequency)
    except InputError as error:
        raise DecodeError("the data end before the last symbol") from error


def _prior(models: ModelSet) -> Ends:
    bits = models.code_bits
    return frequencies(np.exp2(-bits - log2_sum(-bits)))
