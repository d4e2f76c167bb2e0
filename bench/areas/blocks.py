"""Block decomposition of strings, beside pybdm and beside a memory copy."""

from __future__ import annotations

import functools
import math
import warnings
from collections import Counter
from typing import Any

import numpy as np

import ait
from bench.case import Area, Case, Peer, Work, module, require

BLOCK = 12
# The peer knows the published table alone.
PUBLISHED = "turing-5-2-500"
SIZE = 1_000_000 // BLOCK * BLOCK
# The two blocks that no machine of five states writes in 500 steps: the peer gives them a made-up figure.
ABSENT = (0b000110100111, 0b111001011000)
PYBDM = "pybdm"
# The one value that pybdm and OACC publish alike.
WORKED, WORKED_BITS = np.array([0, 1] * 18), 28.5757


def peer_class() -> Any:
    """pybdm, whose warnings are its own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return module("pybdm")


@functools.cache
def bits_with_counts() -> np.ndarray:
    """Fair bits in which every block has a count; whole blocks only, as the peer drops the rest."""
    blocks = ait.generate("random-bits", SIZE).symbols.reshape(-1, BLOCK).copy()
    numbers = blocks @ (1 << np.arange(BLOCK - 1, -1, -1))
    blocks[np.isin(numbers, ABSENT)] = 0
    return blocks.ravel()


def close(one: float, other: float, relative: float = 1e-9, absolute: float = 0.0) -> bool:
    """Whether two figures are the same but for rounding."""
    return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)


def _ours() -> Work:
    bits = bits_with_counts()
    return lambda: ait.bdm(bits, missing="refuse", table=PUBLISHED)


def _theirs() -> Work:
    theirs, bits = peer_class().BDM(ndim=1), bits_with_counts()
    require(close(theirs.bdm(WORKED), WORKED_BITS, 1e-5), "pybdm's value of '01' x 18")
    return lambda: theirs.bdm(bits)


def _same(ours: Any, theirs: Any) -> str:
    require(close(ait.bdm("01" * 18, table=PUBLISHED).bits, WORKED_BITS, 1e-5), "our value of '01' x 18")
    if theirs is None:
        return f"'01' x 18: {WORKED_BITS} bits"
    require(close(ours.bits, theirs), f"{ours.bits} and {theirs}")
    return "equal value"


def _urn_right(ours: Any, _: Any) -> str:
    worked = ait.bdm(ait.as_sequence("01" * 18, alphabet="01"), code="urn").bits
    require(close(worked, 9.1, absolute=0.05), f"'01' x 18 is {worked} bits, not 9.1")
    require(close(ours.bits / SIZE, 1.05, absolute=0.02), f"{ours.bits / SIZE} bits a bit, not 1.05")
    return "'01' x 18: 9.1 bits, by hand"


@functools.cache
def large() -> np.ndarray:
    """Ten million fair bits."""
    return ait.generate("random-bits", 10_000_000).symbols


def _large(options: dict[str, Any]) -> Work:
    bits = large()
    return lambda: ait.bdm(bits, **options)


def _by_hand(options: dict[str, Any]) -> str:
    """Cut, count and look up by hand, on the beginning."""
    small = large()[:2000]
    text = "".join(map(str, small.tolist()))
    starts = range(0, 2000, options.get("step", BLOCK))
    if options.get("boundary") == "periodic":
        text += text[: BLOCK - 1]
    blocks = Counter(text[start : start + BLOCK] for start in starts if start + BLOCK <= len(text))
    bits = sum(ait.bdm(block).bits + math.log2(often) for block, often in blocks.items())
    tail = ait.bdm(text[2000 // BLOCK * BLOCK :]).bits if not options else 0.0
    found = ait.bdm(small, **options).bits
    require(close(found, bits + tail, 1e-7), f"{found} and, by hand, {bits + tail}")
    return "the beginning, by hand"


def _copy() -> Work:
    bits = large()
    target = np.empty_like(bits)

    def copy() -> bool:
        np.copyto(target, bits)
        return True

    return copy


def _large_case(words: str, options: dict[str, Any], *, quick: bool = False) -> Case:
    return Case(
        name=f"BDM, 10⁷ bits, {words}",
        amount=10_000_000,
        unit="symbols",
        ours=lambda: _large(options),
        check=lambda ours, _: _by_hand(options),
        peer=Peer("a memory copy", _copy),
        quick=quick,
    )


@functools.cache
def _quaternary() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 4, 1_000_000).astype(np.uint8)


def _quaternary_ours() -> Work:
    sequence = ait.as_sequence(_quaternary(), alphabet=4)
    return lambda: ait.bdm(sequence, BLOCK)


def _quaternary_theirs() -> Work:
    theirs = peer_class().BDM(ndim=1, nsymbols=4, warn_if_missing_ctm=False)
    symbols = _quaternary().astype(int)
    return lambda: theirs.bdm(symbols)


def _quaternary_right(ours: Any, theirs: Any) -> str:
    pieces = _quaternary()[: 1_000_000 // BLOCK * BLOCK].reshape(-1, BLOCK)
    words = f"({len(np.unique(pieces, axis=0)):} distinct)"
    require(words in ours.reference, f"{words} is not in {ours.reference}")
    require(theirs is None or theirs > 0, f"pybdm gave {theirs}")
    return "the distinct blocks; the tables are different samples"


PROSE = (
    "The classical block decomposition, on the same bits and by the same published table where pybdm (0.1.0, the one "
    "on the index) is the peer. Reading in ten million bits and writing them elsewhere is what no method can be much "
    "quicker than: a memory copy stands beside the larger ones."
)
AREA = Area(
    "blocks",
    "Block decomposition",
    PROSE,
    (
        Case(
            "BDM, classical, 10⁶ bits",
            SIZE,
            "symbols",
            _ours,
            _same,
            Peer(PYBDM, _theirs, package=PYBDM),
            budget=8,
            quick=True,
            memory=True,
        ),
        Case(
            "BDM, 4 symbols, blocks of 12, 10⁶ symbols",
            1_000_000,
            "symbols",
            _quaternary_ours,
            _quaternary_right,
            Peer(PYBDM, _quaternary_theirs, package=PYBDM),
            memory=True,
        ),
        Case(
            "BDM, urn, 10⁶ bits",
            SIZE,
            "symbols",
            lambda: lambda: ait.bdm(bits_with_counts(), code="urn"),
            _urn_right,
            quick=True,
        ),
        _large_case("side by side", {}, quick=True),
        _large_case("at every symbol", {"step": 1}),
        _large_case("at every symbol, periodic", {"step": 1, "boundary": "periodic"}),
    ),
)
