"""How alike sequences are: distances made of code lengths, and how far the code is from what their theory asks of it.

The normalised information distance max(K(x|y), K(y|x))/max(K(x), K(y)) is a metric up to small terms, and minorises
every other computable normalised distance (Li, Chen, Li, Ma and Vitányi 2004).  Put a real code in the place of K,
and it is a figure about that code: a ratio of upper bounds bounds nothing.  Cilibrasi and Vitányi (2005) prove the
metric for *normal* compressors alone, for which, up to O(log n) bits, C(xx) = C(x), C(xy) ≥ C(x), C(xy) = C(yx)
and C(xy) + C(z) ≤ C(xz) + C(yz).  No real one is normal: each of these is measured here and stands beside the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.estimate import Kind
from ait.measures.common_alphabet import over_common_alphabet
from ait.measures.joint_lengths import JointLengths, Progress, joint_lengths
from ait.notebook import Grid, Shown
from ait.sequence import Sequence, as_sequence

DEFAULT_CODE, DEFAULT_FORM = "context-mixing", "ncd"


@dataclass(frozen=True)
class Normality:
    """By how much a code misses the axioms of a normal compressor on these inputs: the worst case of each, in bits.

    Attributes:
        idempotency: largest C(xx) - C(x).
        monotonicity: largest C(x) - C(xy) or C(y) - C(xy); 0 if it never happens.
        symmetry: largest |C(xy) - C(yx)|.
        distributivity: largest C(xy) + C(z) - C(xz) - C(yz) over three inputs; 0 if it never happens.
        triangle: largest d(x, z) - d(x, y) - d(y, z) of the distance itself, no unit; 0 if it never happens.
        allowance: log2 of the longest input's bits as a plain listing: the axioms hold up to a multiple of it.
    """

    idempotency: float
    monotonicity: float
    symmetry: float
    distributivity: float
    triangle: float
    allowance: float


@dataclass(frozen=True, eq=False)
class Distances(Shown):
    """The distances between m inputs by one code.

    Attributes:
        names: what each input is called, shape (m,).
        matrix: float64, shape (m, m), symmetric; on the diagonal what the same formula gives for an input and itself,
            which is 0 for a metric alone.
        lengths: the code lengths they were made of.
        form: "ncd", "conditional" or "sum".
        normality: how far the code is from the axioms.
        kind: always an estimate: nothing is proved.
    """

    names: tuple[str, ...]
    matrix: np.ndarray
    lengths: JointLengths
    form: str
    normality: Normality
    kind: Kind = Kind.ESTIMATE

    @property
    def method(self) -> str:
        """The formula."""
        return FORMULAS[self.form]

    @property
    def reference(self) -> str:
        """The code."""
        return self.lengths.reference

    def _shown(self) -> Mapping[str, Any]:
        rows = [(name, *row) for name, row in zip(self.names, self.matrix.tolist(), strict=True)]
        return {
            "distances": Grid(("", *self.names), rows),
            "method": self.method,
            "relative to": self.reference,
            "kind": self.kind,
            "how far from normal": vars(self.normality),
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain types only, ready for JSON."""
        return {
            "names": list(self.names),
            "form": self.form,
            "kind": self.kind.value,
            "method": self.method,
            "reference": self.reference,
            "matrix": self.matrix.tolist(),
            "bits_alone": self.lengths.alone.tolist(),
            "bits_joint": self.lengths.joint.tolist(),
            "normality": dict(vars(self.normality)),
        }


def distance(
    *inputs: Any,
    code: str = DEFAULT_CODE,
    form: str = DEFAULT_FORM,
    alphabet: str | int | None = None,
    names: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Distances:
    """The distance between each two of the inputs, by one code.

    Args:
        inputs: at least two, each anything that :func:`ait.as_sequence` takes; read over one alphabet, see
            :func:`ait.measures.common_alphabet.over_common_alphabet`, whose description is not charged.
        code: a predictor ("context-mixing", "context-tree", "kt", "urn", "mixture") or a compressor ("lzma", "bz2",
            ...), see :func:`ait.measures.joint_lengths.code_names` and :func:`ait.compressed`.
        form: with C(x|y) = C(yx) - C(y) and C(x, y) the smaller of C(xy) and C(yx), one of

            - "ncd": (C(x, y) - min(C(x), C(y)))/max(C(x), C(y)), the normalised compression distance (Cilibrasi and
              Vitányi 2005);
            - "conditional": max(C(x|y), C(y|x))/max(C(x), C(y)), the information distance's own form (Li and others
              2004), which for a code without symmetry is another number;
            - "sum": (C(x|y) + C(y|x))/C(x, y), as in Li, Badger and others (2001).
        alphabet: the symbols, or their number, where they should not be inferred.
        names: what to call the inputs; numbers from 1 if left out.
        progress: told how many rows of the matrix are done.

    Raises:
        InputError: if there are fewer than two inputs, one cannot be read, they do not fit together, or the code or the
            form is unknown.

    >>> near = distance("01" * 40, "01" * 30 + "0" * 20, "0110100110010110" * 5, code="context-tree").matrix
    >>> bool(near[0, 1] < near[0, 2])
    True
    """
    if form not in FORMULAS:
        raise InputError(f"there is no form {form!r}: choose from {', '.join(FORMULAS)}")
    if len(inputs) < 2:
        raise InputError(f"a distance is between two inputs or more, not {len(inputs)}")
    called = tuple(str(i) for i in range(1, len(inputs) + 1)) if names is None else tuple(names)
    if len(called) != len(inputs):
        raise InputError(f"{len(inputs)} inputs need as many names, not {len(called)}")
    sequences = over_common_alphabet([as_sequence(x, None if isinstance(x, Sequence) else alphabet) for x in inputs])
    lengths = joint_lengths(sequences, code, progress)
    matrix = _FORMS[form](lengths)
    longest = max(2.0, *(s.literal_bits for s in sequences))
    return Distances(called, matrix, lengths, form, _normality(lengths, matrix, math.log2(longest)))


def _both(lengths: JointLengths) -> np.ndarray:
    """C(x, y): the shorter of the two orders, both being descriptions of the pair."""
    both: np.ndarray = np.minimum(lengths.joint, lengths.joint.T)
    return both


def _ncd(lengths: JointLengths) -> np.ndarray:
    first, second = lengths.alone[:, None], lengths.alone[None, :]
    return _ratio(_both(lengths) - np.minimum(first, second), np.maximum(first, second))


def _conditional(lengths: JointLengths) -> np.ndarray:
    known = lengths.conditional
    return _ratio(np.maximum(known, known.T), np.maximum(lengths.alone[:, None], lengths.alone[None, :]))


def _sum(lengths: JointLengths) -> np.ndarray:
    known = lengths.conditional
    return _ratio(known + known.T, _both(lengths))


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Nothing over nothing is no distance."""
    ratio: np.ndarray = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return ratio


def _normality(lengths: JointLengths, matrix: np.ndarray, allowance: float) -> Normality:
    alone, both = lengths.alone, _both(lengths)
    longer = np.maximum(alone[:, None], alone[None, :])
    spread = triangle = 0.0
    for z in range(alone.size):
        # C(xy) + C(z) - C(xz) - C(yz), and d(x, y) - d(x, z) - d(z, y), for all x and y at once.
        spread = max(spread, float((both + alone[z] - both[:, [z]] - both[[z], :]).max()))
        excess = matrix - matrix[:, [z]] - matrix[[z], :]
        np.fill_diagonal(excess, 0.0)
        excess[z, :] = excess[:, z] = 0.0
        triangle = max(triangle, float(excess.max()))
    return Normality(
        idempotency=float((np.diag(lengths.joint) - alone).max()),
        monotonicity=max(0.0, float((longer - lengths.joint).max())),
        symmetry=float(np.abs(lengths.joint - lengths.joint.T).max()),
        distributivity=spread,
        triangle=triangle,
        allowance=allowance,
    )


_FORMS: MappingProxyType[str, Callable[[JointLengths], np.ndarray]] = MappingProxyType(
    {"ncd": _ncd, "conditional": _conditional, "sum": _sum}
)
FORMULAS: MappingProxyType[str, str] = MappingProxyType(
    {
        "ncd": "normalised compression distance, (C(x, y) - min(C(x), C(y)))/max(C(x), C(y))",
        "conditional": "normalised information distance, max(C(x|y), C(y|x))/max(C(x), C(y))",
        "sum": "normalised sum distance, (C(x|y) + C(y|x))/C(x, y)",
    }
)
