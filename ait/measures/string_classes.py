"""Short strings up to the names of their symbols and the direction of reading: classes of equal probability.

Exchanging symbols, or turning a machine's moves round, maps the space of all machines onto itself, so all strings of a
class are written equally often.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ait.alphabet import alphabet_size
from ait.errors import InputError
from ait.sequence import Sequence, as_sequence

_DIGITS = "0123456789"


def normalise_string(x: Any) -> str:
    """The symbols renamed 0, 1, 2, ... in the order in which they first occur.

    Raises:
        InputError: if more than ten symbols differ, or x cannot be read.

    >>> normalise_string("HUHHEGGTE"), normalise_string("293948837163536")
    ('010023342', '012134425672827')
    """
    symbols = relabelled(as_sequence(x))
    if int(symbols.max()) >= len(_DIGITS):
        raise InputError(f"{int(symbols.max()) + 1} symbols differ, and there are only ten digits to name them")
    return "".join(map(str, symbols.tolist()))


def relabelled(sequence: Sequence) -> np.ndarray:
    """The symbols numbered from 0 in the order in which they first occur, shape (n,), int64.

    >>> relabelled(as_sequence("GATTACA")).tolist()
    [0, 1, 2, 2, 1, 3, 1]
    """
    _, first, which = np.unique(sequence.symbols, return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return np.asarray(number[which.reshape(-1)])


def class_of(x: Any) -> str:
    """The class's representative: the lesser of the normalised string and the normalised reversed string.

    >>> class_of("100"), class_of("011")
    ('001', '001')
    """
    sequence = as_sequence(x)
    turned = Sequence(sequence.symbols[::-1].copy(), sequence.k, sequence.labels, sequence.unit)
    return min(normalise_string(sequence), normalise_string(turned))


def count_class(x: Any, k: int, reversal: bool = False) -> int:
    """How many strings over k symbols are equal to x but for their symbols' names: k!/(k - m)!, m symbols in x.

    Args:
        x: a string.
        k: symbols of the alphabet.
        reversal: whether a string and its reversal count as equal as well.

    Raises:
        InputError: if x has more than k symbols.

    >>> count_class("010011", 2), count_class("332120", 4), count_class("001", 2, reversal=True)
    (2, 24, 4)
    """
    normal = normalise_string(x)
    used = len(set(normal))
    if used > alphabet_size(k):
        raise InputError(f"{normal} has {used} symbols, more than the alphabet's {k}")
    size = math.perm(k, used)
    return 2 * size if reversal and normalise_string(normal[::-1]) != normal else size
