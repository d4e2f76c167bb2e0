"""Measures that a report takes only when it is asked for them: by group (``--with lm``), by name, or all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

from ait.errors import AitError, InputError, MissingExtraError
from ait.estimate import Estimate
from ait.reports.choice import ARRAY_MEASURES, MEASURES, Measure
from ait.reports.progress import Progress
from ait.sequence import Sequence

ALL = "all"
_LANGUAGE_MODEL_BYTES = 1 << 16
# More symbols than these are compressed only when it is asked for: zopfli needs most time where least is to be told.
_COMPRESSORS = {
    "brotli": 1 << 21,
    "ppmd": 1 << 24,
    "lz4": 1 << 24,
    "bzip3": 1 << 24,
    "zopfli": 1 << 15,
    "libdeflate": 1 << 24,
    "zpaq": 1 << 21,
}


def _no_language_model(sequence: Sequence) -> str:
    """Why there is no figure by SmolLM2, found out without loading it."""
    from ait.language_models.weights import find_weights
    from ait.measures.language_model import no_text, open_model

    refusal = no_text(sequence)
    if refusal:
        return refusal
    try:
        if find_weights() is None:
            return "SmolLM2's weights are not here: 'ait lm fetch' brings them (93 MB)"
        open_model()
    except AitError as error:
        return str(error)
    return ""


def _language_model(sequence: Sequence, progress: Progress | None = None) -> Estimate:
    from ait.measures.language_model import language_model

    told = None if progress is None else lambda done, total: progress("SmolLM2", done, total)
    return language_model(sequence, progress=told)


def _no_package(name: str, sequence: Sequence) -> str:
    """Why there is no figure by an optional compressor; what its package is called may differ from its own name."""
    from ait.measures.compressors import ALL_COMPRESSORS

    try:
        ALL_COMPRESSORS[name].library()
    except MissingExtraError as error:
        return str(error)
    return ""


def _compressed(name: str, sequence: Sequence) -> Estimate:
    from ait.measures.compressors import compressed

    return compressed(sequence, name)


_GENERATORS = ("shift registers", "congruential words", "lagged sums")


def _no_bits(sequence: Sequence) -> str:
    """Generators are recognised in bits and bytes."""
    return "" if sequence.k in (2, 256) else f"for bits and bytes, not for an alphabet of {sequence.k:,} symbols"


def _generator(name: str, sequence: Sequence) -> Estimate:
    from ait.measures.generators import congruential_code, lagged_sum_code, shift_register_code

    codes = dict(zip(_GENERATORS, (shift_register_code, congruential_code, lagged_sum_code), strict=True))
    return codes[name](sequence)


GROUPS: Mapping[str, tuple[Measure, ...]] = MappingProxyType(
    {
        "compressors": tuple(
            Measure(name, partial(_no_package, name), partial(_compressed, name), slow_beyond=beyond)
            for name, beyond in _COMPRESSORS.items()
        ),
        "generators": tuple(Measure(name, _no_bits, partial(_generator, name)) for name in _GENERATORS),
        "lm": (
            Measure(
                "SmolLM2",
                _no_language_model,
                _language_model,
                slow_beyond=_LANGUAGE_MODEL_BYTES,
                tells_progress=True,
            ),
        ),
    }
)
"""The optional measures by the name of their group."""

ALL_MEASURES: tuple[Measure, ...] = (
    *ARRAY_MEASURES,
    *MEASURES,
    *(measure for group in GROUPS.values() for measure in group),
)


def chosen(names: Iterable[str] | None, include: str | Iterable[str]) -> tuple[list[Measure], set[str]]:
    """The measures that a report takes, those of arrays first, and those that were asked for, whatever time they take.

    Args:
        names: measures by name; the fast set if left out.
        include: optional groups besides, or "all" for every one of them.

    Raises:
        InputError: if there is no such measure or group.
    """
    groups = [include] if isinstance(include, str) else list(include)
    for group in groups:
        if group not in (*GROUPS, ALL):
            raise InputError(f"there is no optional group {group!r}: choose from {', '.join((*GROUPS, ALL))}")
    named = [measure for group in dict.fromkeys(groups) if group != ALL for measure in GROUPS[group]]
    if names is not None:
        known = {measure.name: measure for measure in ALL_MEASURES}
        wanted = [name for name in dict.fromkeys(names) if name != "literal"]
        unknown = [name for name in wanted if name not in known]
        if unknown:
            raise InputError(f"there is no measure {unknown[0]!r}: choose from literal, {', '.join(known)}")
        named = list(dict.fromkeys([*(known[name] for name in wanted), *named]))
        return named, {measure.name for measure in named}
    asked = {measure.name for measure in named}
    if ALL in groups:
        return list(ALL_MEASURES), asked
    return [*ARRAY_MEASURES, *MEASURES, *named], asked
