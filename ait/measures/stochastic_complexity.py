"""Rissanen's stochastic complexity of a sequence as memoryless: its maximised likelihood, normalised."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ait.estimate import Estimate, Kind
from ait.inference.nml import log2_parametric_complexity
from ait.measures.parts import with_alphabet
from ait.sequence import as_sequence


def stochastic_complexity(x: Any) -> Estimate:
    """-log2 of the normalised maximum likelihood of x: n·H(frequencies) + log2 C(k, n) bits.

    No code has a smaller largest regret against the best memoryless source chosen in hindsight (Shtarkov 1987;
    Rissanen 1996). C is exact, see :func:`ait.inference.nml.parametric_complexity`.

    Args:
        x: anything that :func:`ait.sequence.as_sequence` accepts.

    Raises:
        InputError: if x cannot be read as a sequence.

    >>> nml = stochastic_complexity("0001")
    >>> round(2.0 ** -nml.bits * 103 / 32 * 256, 9)  # 3^3/4^4 over C(2, 4) = 103/32
    27.0
    """
    sequence = as_sequence(x)
    n = len(sequence)
    counts = np.bincount(sequence.symbols, minlength=min(sequence.k, 2))
    seen = counts[counts > 0]
    data = float((seen * (math.log2(n) - np.log2(seen))).sum())
    complexity = log2_parametric_complexity(sequence.k, n)
    parts = with_alphabet({"data": data, "complexity": complexity}, sequence)
    reference = f"memoryless sources over {sequence.k} symbols, log2 C = {complexity:.4f}"
    return Estimate(sum(parts.values()), Kind.UPPER_BOUND, "NML", reference, parts=parts, is_code=True)
