"""The algorithm of Berlekamp and Massey, 64 bits at a time: the shortest linear recurrence of the bits so far.

A register of length L says s[i] = c_1·s[i-1] + … + c_L·s[i-L] modulo 2.  Each bit is compared with what the shortest
register of those before says (Massey 1969); where it is wrong, the *discrepancy* is 1, and the register is mended with
the one that it replaced the last time it grew.  Bits lie in reverse, so that c_i meets s[N-i] at a fixed distance,
and a whole word of products is one AND.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ait.jit import kernel, lean_kernel

SEEN, LENGTH, OLD_LENGTH, GREW, LAST, LONGEST, FIELDS = 0, 1, 2, 3, 4, 5, 6


class Register(NamedTuple):
    """One register.

    ``past`` uint64 (words,): bit i at place capacity - 1 - i, lowest first. ``taps`` uint64 (words,): c_0 = 1, c_1, …;
    ``old`` the taps before the register last grew; ``spare`` scratch. ``state`` int64 (FIELDS,): bits seen, length L,
    the old taps' length, when it last grew (-1 at first), one more than the place of the last discrepancy, and the
    length beyond which the register is given up: it then says 0 of every bit. There are (capacity + 63)//64 + 2 words.
    """

    past: np.ndarray
    taps: np.ndarray
    old: np.ndarray
    spare: np.ndarray
    state: np.ndarray


@lean_kernel
def next_bit(register: Register, capacity: int) -> np.int64:
    """What the shortest register of the bits so far says of the next. Trusts that fewer than ``capacity`` were seen."""
    state = register.state
    if state[LENGTH] > state[LONGEST]:
        return np.int64(0)
    base = capacity - 1 - state[SEEN]
    word, shift = base >> 6, np.uint64(base & 63)
    back = np.uint64(63) - shift
    past, taps = register.past, register.taps
    total = np.uint64(0)
    for j in range((state[LENGTH] >> 6) + 1):
        # Shifted twice: by 64 at once is not defined.
        window = (past[word + j] >> shift) | ((past[word + j + 1] << np.uint64(1)) << back)
        total ^= window & taps[j]
    for step in (32, 16, 8, 4, 2, 1):
        total ^= total >> np.uint64(step)
    return np.int64(total & np.uint64(1))


@lean_kernel
def learn_bit(register: Register, capacity: int, bit: np.int64) -> np.int64:
    """Take the next bit and mend the register; returns the discrepancy."""
    wrong = next_bit(register, capacity) ^ bit
    state, taps, old = register.state, register.taps, register.old
    seen = state[SEEN]
    base = capacity - 1 - seen
    register.past[base >> 6] |= np.uint64(bit) << np.uint64(base & 63)
    if wrong == 1 and state[LENGTH] <= state[LONGEST]:
        length = state[LENGTH]
        grows = 2 * length <= seen
        words = (length >> 6) + 1
        if grows:
            for j in range(words):
                register.spare[j] = taps[j]
        distance = seen - state[GREW]
        word, shift = distance >> 6, np.uint64(distance & 63)
        back = np.uint64(63) - shift
        before = np.uint64(0)
        old_words = (state[OLD_LENGTH] >> 6) + 1
        for j in range(old_words):
            taps[j + word] ^= (old[j] << shift) | ((before >> np.uint64(1)) >> back)
            before = old[j]
        taps[old_words + word] ^= (before >> np.uint64(1)) >> back
        if grows:
            for j in range(words):
                old[j] = register.spare[j]
            state[OLD_LENGTH] = length
            state[GREW] = seen
            state[LENGTH] = seen + 1 - length
    if wrong == 1:
        state[LAST] = seen + 1
    state[SEEN] = seen + 1
    return wrong


@kernel
def learn_bits(register: Register, capacity: int, bits: np.ndarray, wrong: np.ndarray) -> None:
    """Take bits one after the other; ``wrong`` (uint8, as many) gets the discrepancies."""
    for i in range(bits.size):
        wrong[i] = learn_bit(register, capacity, np.int64(bits[i]))
