"""Pseudo-random number generators, the broken and the better, as words of at most 32 bits.

What they write looks random and has a program of a few lines, so that its entropy rate is 0: they test whether a code
can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ait.errors import InputError

_WARM_UP = 310
_MMIX = (6364136223846793005, 1442695040888963407)


@dataclass(frozen=True)
class Generator:
    """A named generator: what it is, how many bits its words have, and (count, seed) -> its words as a list."""

    summary: str
    width: int
    draw: Callable[[int, int], list[int]]


def generator_words(name: str, count: int, seed: int = 1) -> NDArray[np.uint32]:
    """The first ``count`` words of a generator, shape (count,).

    Raises:
        InputError: if there is no such generator, count is below 1, or the seed is not 1 to 2^31 - 2.

    >>> generator_words("randu", 4).tolist()  # x ← 65539·x modulo 2^31
    [65539, 393225, 1769499, 7077969]
    >>> generator_words("minstd", 2).tolist()  # Park and Miller 1988: x ← 16807·x modulo 2^31 - 1
    [16807, 282475249]
    """
    if name not in GENERATORS:
        raise InputError(f"there is no generator {name!r}; there are {', '.join(GENERATORS)}")
    if count < 1:
        raise InputError(f"a sequence has at least one word, not {count}")
    if not 1 <= seed <= 2**31 - 2:
        raise InputError(f"a generator's seed is from 1 to 2^31 - 2, not {seed}")
    return np.array(GENERATORS[name].draw(count, seed), np.uint32)


def generator_bytes(name: str, count: int, seed: int = 1) -> NDArray[np.uint8]:
    """Its words as bytes, four for each, least significant first; shape (count,)."""
    return generator_words(name, -(-count // 4), seed).astype("<u4").view(np.uint8)[:count]


def _congruential(multiplier: int, increment: int, modulus: int, shift: int = 0) -> Callable[[int, int], list[int]]:
    def draw(count: int, seed: int) -> list[int]:
        words, state = [], seed
        for _ in range(count):
            state = (multiplier * state + increment) % modulus
            words.append(state >> shift)
        return words

    return draw


def _xorshift(count: int, seed: int) -> list[int]:
    words, state = [], seed
    for _ in range(count):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        words.append(state)
    return words


def _additive(count: int, seed: int) -> list[int]:
    state = [seed]
    for _ in range(30):
        state.append(16807 * state[-1] % (2**31 - 1))
    # The C library goes on with the first three again before it adds.
    state += state[:3]
    for _ in range(_WARM_UP + count):
        state.append((state[-31] + state[-3]) & 0xFFFFFFFF)
    return [word >> 1 for word in state[34 + _WARM_UP : 34 + _WARM_UP + count]]


def _mersenne_twister(count: int, seed: int) -> list[int]:
    # As its authors start it from one number; NumPy's newer way to seed it is not theirs.
    words: list[int] = np.random.RandomState(seed).randint(0, 1 << 32, count, np.uint32).tolist()
    return words


GENERATORS: Mapping[str, Generator] = MappingProxyType(
    {
        "randu": Generator("RANDU, x ← 65539·x mod 2^31 (IBM 1968)", 31, _congruential(65539, 0, 2**31)),
        "minstd": Generator("x ← 16807·x mod 2^31 - 1 (Park, Miller 1988)", 31, _congruential(16807, 0, 2**31 - 1)),
        "lcg-32": Generator("x ← 1664525·x + 1013904223 mod 2^32", 32, _congruential(1664525, 1013904223, 2**32)),
        "lcg-64": Generator("Knuth's of 64 bits, the upper 32 of each", 32, _congruential(*_MMIX, 2**64, shift=32)),
        "additive": Generator("x[i-3] + x[i-31] without its lowest bit: random() of GNU's C library", 31, _additive),
        "xorshift-32": Generator("Marsaglia's xorshift of 32 bits, 13, 17, 5 (2003)", 32, _xorshift),
        "mersenne-twister": Generator("MT19937 (Matsumoto, Nishimura 1998)", 32, _mersenne_twister),
    }
)
