"""How long each of several sequences is alone and after each other one, by one code.

A predictor that has seen x goes on with y: L(xy) = L(x) + L(y|x), exactly.  A compressor is given the two one behind
the other, and L(y|x) is defined by the same equation.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from collections.abc import Sequence as Items
from dataclasses import dataclass

import numpy as np

from ait.errors import InputError
from ait.measures.compressors import ALL_COMPRESSORS, COMPRESSORS, compressed, payload
from ait.predictors.base import predictor, surprisals
from ait.sequence import Sequence

Progress = Callable[[int, int], None]

PREDICTORS = ("kt", "context-tree", "context-mixing", "urn", "mixture")
"""The predictors that distances are made with; more symbols may follow after any of them."""
_SIZED, _READS = "context-mixing", "context-mixing"


@dataclass(frozen=True, eq=False)
class JointLengths:
    """Code lengths in bits.

    Attributes:
        alone: float64, shape (m,); C(x_i).
        joint: float64, shape (m, m); C(x_i x_j), the j-th sequence behind the i-th; itself behind itself on the
            diagonal.
        reference: which code, with its settings.
    """

    alone: np.ndarray
    joint: np.ndarray
    reference: str

    @property
    def conditional(self) -> np.ndarray:
        """C(x_j | x_i) = C(x_i x_j) - C(x_i) at [i, j]: what the j-th costs once the i-th is known."""
        known: np.ndarray = self.joint - self.alone[:, None]
        return known


def code_names() -> tuple[str, ...]:
    """The codes that are always there, by name: predictors first, then compressors. Optional ones come on top."""
    return (*PREDICTORS, *COMPRESSORS)


def joint_lengths(sequences: Items[Sequence], code: str, progress: Progress | None = None) -> JointLengths:
    """The lengths of sequences over one alphabet, alone and in pairs, in both orders.

    Args:
        sequences: at least one; see :func:`ait.measures.common_alphabet.over_common_alphabet`.
        code: a name of :func:`code_names`, or an optional compressor ("brotli", "ppmd", ...). A compressor is given a
            byte for each symbol (bits are not packed: packed, they would be out of step behind a length that is no
            multiple of eight).
        progress: told how many of the m rows are done.

    Raises:
        InputError: if there is no such code, or it is not for this alphabet.
        MissingExtraError: if a compressor's package is not installed.
    """
    if code in ALL_COMPRESSORS:
        return _by_compressor(sequences, code, progress)
    if code not in PREDICTORS:
        raise InputError(f"there is no code {code!r}: choose from {', '.join((*PREDICTORS, *ALL_COMPRESSORS))}")
    return _by_predictor(sequences, code, progress)


def _by_compressor(sequences: Items[Sequence], code: str, progress: Progress | None) -> JointLengths:
    m = len(sequences)
    alone, joint = np.empty(m), np.empty((m, m))
    data = [_unpacked(s) for s in sequences]
    for i, first in enumerate(data):
        alone[i] = 8.0 * len(payload(first, code))
        joint[i] = [8.0 * len(payload(first + second, code)) for second in data]
        _tell(progress, i + 1, m)
    return JointLengths(alone, joint, f"{code}: {compressed(b'0', code).reference}, two inputs one behind the other")


def _unpacked(sequence: Sequence) -> bytes:
    if sequence.k == 2 and sequence.labels is None:
        return sequence.text().encode("ascii")
    return sequence.to_bytes()


def _by_predictor(sequences: Items[Sequence], code: str, progress: Progress | None) -> JointLengths:
    m = len(sequences)
    alone, joint = np.empty(m), np.empty((m, m))
    labels = sequences[0].labels
    options = {"labels": labels} if code == _READS else {}
    # One size for all, so that L(xy) is what the coder of x writes when it goes on with y.
    longest = 2 * max(len(s) for s in sequences) if code == _SIZED else None
    description = ""
    for i, first in enumerate(sequences):
        knows = predictor(code, first.k, longest, **options)
        alone[i] = float(surprisals(knows, first.symbols).sum())
        for j, second in enumerate(sequences):
            # A predictor learns while it codes, so each second sequence gets a copy that has seen the first alone.
            reader = copy.deepcopy(knows) if j < m - 1 else knows
            joint[i, j] = alone[i] + float(surprisals(reader, second.symbols).sum())
        description = knows.description
        _tell(progress, i + 1, m)
    return JointLengths(alone, joint, f"{code}: {description}; it goes on with the second input")


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
