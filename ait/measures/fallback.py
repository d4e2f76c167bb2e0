"""The programs of LBF that every string has, used where no shorter one is known: it is copied, or printed."""

from __future__ import annotations

import math

from ait.machines.lbf import CODES

COPY_BITS = 7
"""What the copy program costs beyond the string itself."""


def copy_program(string: str) -> str:
    """The bits of the copy program with a string as its data.

    >>> copy_program("01")
    '101000011'
    """
    return CODES[","] + string[0] + CODES[";"] + CODES["]"] + string[1:]


def print_program(string: str) -> str:
    """Instructions that write a string symbol by symbol and halt: the fallback where no shorter program is known.

    >>> print_program("0110")
    ';+;;+;!'
    """
    text, cell = "", "0"
    for symbol in string:
        text += ";" if symbol == cell else "+;"
        cell = symbol
    return text + "!"


def information(mass: int, bits: int, fallback: int) -> float:
    """-log2 of a mass in units of 2^-(bits + 4), with one program of ``fallback`` bits added if the walk missed it.

    >>> information(1 << 24, 24, 20), information(0, 24, 30)
    (4.0, 30.0)
    """
    unit = bits + 4
    if fallback <= bits:
        return unit - math.log2(mass)
    scale = max(unit, fallback)
    return scale - math.log2((mass << scale - unit) + (1 << scale - fallback))
