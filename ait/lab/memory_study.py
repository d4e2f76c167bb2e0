"""All that the claim about feed-forward memories needs, run: capacity, precision, order, codes of a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ait.lab.learning_order import Order, learn
from ait.lab.memory_network import LABEL_BITS, Memory, memorise, parameters_of
from ait.lab.network_codes import Codes, code_lengths
from ait.lab.record import Size, Told

Floats = NDArray[np.float64]

PRECISIONS = (8, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Limits:
    """How much is run: sizes of networks, loads in bits per parameter, copies of each, steps, and so on."""

    hidden: tuple[int, ...]
    loads: tuple[float, ...]
    copies: int
    steps: int
    trained_at: tuple[int, ...]
    order_runs: int
    order_steps: int
    codes: tuple[int, ...]
    code_runs: int
    labels: int
    code_steps: int


LIMITS = {
    Size.SMALL: Limits((8,), (0.5, 1.0, 2.0, 4.0), 1, 300, (4,), 2, 250, (8,), 2, 128, 60),
    Size.DEFAULT: Limits(
        (8, 16, 24), (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0), 2, 1500, (8, 4, 3, 2), 4, 500, (16, 64), 3, 1024, 400
    ),
    Size.LARGE: Limits(
        (8, 16, 32, 64),
        (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0),
        3,
        6000,
        (8, 6, 4, 3, 2),
        8,
        1000,
        (16, 64, 128),
        5,
        2048,
        1000,
    ),
}


@dataclass(frozen=True)
class Study:
    """What was run.

    Attributes:
        memories: one for each size of network.
        loads: bits of random labels per parameter, shape (loads,); each memory has ``copies`` networks for each.
        trained_at: by bits per parameter, the memories of networks trained at that precision, of ``middle`` units.
        middle: that size.
        by_frequency: facts met with frequency 1/rank; ``alike``: all equally often.
        codes: one for each size of network.
    """

    limits: Limits
    memories: tuple[Memory, ...]
    trained_at: Mapping[int, Memory]
    middle: int
    by_frequency: Order
    alike: Order
    codes: tuple[Codes, ...]

    def per_parameter(self, memory: Memory) -> tuple[Floats, Floats]:
        """Bits memorised per parameter, mean and standard error over the copies, each of shape (loads,)."""
        each = (memory.bits / memory.parameters).reshape(-1, self.limits.copies)
        spread = (
            each.std(axis=1, ddof=1) / self.limits.copies**0.5 if self.limits.copies > 1 else np.full(len(each), np.nan)
        )
        return each.mean(axis=1), spread

    def capacity(self, memory: Memory) -> tuple[float, float]:
        """The most over the loads, and its standard error."""
        mean, error = self.per_parameter(memory)
        at = int(mean.argmax())
        return float(mean[at]), float(error[at])


def run_all(limits: Limits, seed: int, told: Told) -> Study:
    """Everything, one after the other.

    Raises:
        MissingExtraError: if torch is not installed.
    """

    def facts(hidden: int) -> NDArray[np.int64]:
        every = np.repeat(limits.loads, limits.copies)
        return np.maximum(1, (every * parameters_of(hidden) / LABEL_BITS).astype(np.int64))

    memories = tuple(
        memorise(hidden, facts(hidden), limits.steps, seed, told, precisions=PRECISIONS) for hidden in limits.hidden
    )
    middle = limits.hidden[len(limits.hidden) // 2]
    low = facts(middle)[: 5 * limits.copies]
    return Study(
        limits,
        memories,
        {bits: memorise(middle, low, limits.steps, seed, told, trained_at=bits) for bits in limits.trained_at},
        middle,
        learn(limits.order_runs, limits.order_steps, 1.0, seed, told),
        learn(limits.order_runs, limits.order_steps, 0.0, seed, told),
        tuple(
            code_lengths(hidden, limits.code_runs, limits.labels, limits.code_steps, seed, told)
            for hidden in limits.codes
        ),
    )
