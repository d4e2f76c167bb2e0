"""Every source by its name, for the command line and for tests that go through all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError
from ait.sequence import Sequence
from ait.sources import automata, expansions, generators, noise, processes, words
from ait.sources.processes import Process

LONGEST = 10**9
_RING = 128


@dataclass(frozen=True)
class Source:
    """A named source.

    Attributes:
        summary: what it is, in a few words.
        k: the alphabet's size.
        draw: (length, seed) -> symbols, shape (length,).
        process: its exact law where chance decides (then a seed stands for chance); None where a short program
            writes it, so that its entropy rate is 0 bits per symbol.
    """

    name: str
    summary: str
    k: int
    draw: Callable[[int, int], NDArray[np.uint8]]
    process: Process | None = None

    @property
    def seeded(self) -> bool:
        """Whether the seed matters."""
        return self.process is not None

    @property
    def entropy_rate(self) -> float:
        """Bits per symbol in the limit; 0 for what a program of fixed length writes."""
        return 0.0 if self.process is None else self.process.entropy_rate


def generate(name: str, length: int, seed: int = 0) -> Sequence:
    """The first ``length`` symbols of the source called ``name``, its alphabet declared and therefore not charged.

    Raises:
        InputError: if there is no such source, length is not 1 to 10^9, or the seed is negative.

    >>> generate("thue-morse", 8).text()
    '01101001'
    >>> generate("pi", 5)
    Sequence('31415', 5 symbols, k = 10, from source pi)
    """
    source = SOURCES.get(name)
    if source is None:
        raise InputError(f"there is no source {name!r}; there are {', '.join(SOURCES)}")
    if not hasattr(length, "__index__") or not 1 <= length <= LONGEST:
        raise InputError(f"a source writes 1 to {LONGEST} symbols, not {length!r}")
    if not hasattr(seed, "__index__") or seed < 0:
        raise InputError(f"a seed is a whole number from 0, not {seed!r}")
    length, seed = int(length), int(seed)
    labels = tuple("0123456789") if source.k == 10 else None
    unit = {2: "bits", 10: "symbols", 256: "bytes"}[source.k]
    origin = f"source {name}, seed {seed}" if source.seeded else f"source {name}"
    return Sequence(source.draw(length, seed), source.k, labels, unit, origin)


def _written(name: str, summary: str, k: int, write: Callable[[int], NDArray[np.uint8]]) -> Source:
    return Source(name, summary, k, lambda length, seed: write(length))


def _random(name: str, summary: str, process: Process) -> Source:
    return Source(name, summary, process.k, process.sample, process)


def _noise(name: str, summary: str, k: int, draw: Callable[[int, int], NDArray[np.uint8]]) -> Source:
    return Source(name, summary, k, draw, processes.fair(k))


_ALL = (
    _written("pi", "decimal digits of pi", 10, expansions.digits_of_pi),
    _written("pi-bits", "binary digits of pi", 2, lambda n: expansions.digits_of_pi(n, 2)),
    _written("e", "decimal digits of e", 10, expansions.digits_of_e),
    _written("e-bits", "binary digits of e", 2, lambda n: expansions.digits_of_e(n, 2)),
    _written("champernowne", "1, 2, 3, ... in decimal", 10, expansions.champernowne),
    _written("champernowne-bits", "1, 10, 11, ... in binary", 2, lambda n: expansions.champernowne(n, 2)),
    _written("thue-morse", "parity of the ones in 0, 1, 2, ...", 2, words.thue_morse),
    _written("fibonacci", "fixed word of 0 -> 01, 1 -> 0", 2, words.fibonacci_word),
    _written("de-bruijn", "least binary de Bruijn word that is long enough", 2, lambda n: _de_bruijn(n)),
    _written("shift-register", "register of 31 bits, period 2^31 - 1", 2, words.shift_register),
    _written("rule-30", "centre column of rule 30", 2, lambda n: automata.centre_column(30, n)),
    _written("rule-110", f"rule 110 on a ring of {_RING} cells, row after row", 2, lambda n: _rule_110(n)),
    *(
        _written(name, f"bytes of {made.summary}", 256, partial(generators.generator_bytes, name))
        for name, made in generators.GENERATORS.items()
    ),
    _noise("random-bits", "fair bits from PCG64", 2, noise.random_bits),
    _noise("random-bytes", "fair bytes from PCG64", 256, noise.random_bytes),
    _random("bernoulli", "independent bits, 1 with probability 0.1", processes.bernoulli(0.1)),
    _random("markov", "chain that stays at 0 with 0.9, at 1 with 0.7", processes.markov([[0.9, 0.1], [0.3, 0.7]])),
    _random("golden-mean", "no two 1s in a row", processes.golden_mean()),
    _random("even", "1s in runs of even length", processes.even()),
    _random("rrxor", "two fair bits, then their exclusive or", processes.rrxor()),
    _random("simple-nonunifilar", "two hidden states, one of them never seen", processes.simple_nonunifilar()),
)


def _de_bruijn(length: int) -> NDArray[np.uint8]:
    return words.de_bruijn(2, max(1, (length - 1).bit_length()))[:length]


def _rule_110(length: int) -> NDArray[np.uint8]:
    return automata.ring_rows(110, -(-length // _RING), _RING).ravel()[:length]


SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})
