"""Lempel-Ziv phrases: antropy, lzcomplexity and neurokit2 on the same bits, and our code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import ait
from bench.areas.entropy_rates import quiet, sequence, symbols
from bench.case import Area, Case, Peer, Work, module, require

MILLION = 1_000_000


def _antropy(length: int) -> Work:
    antropy, x = module("antropy"), symbols(length)
    return lambda: float(antropy.lziv_complexity(x, normalize=True))


def _lzcomplexity(length: int) -> Work:
    peer, text = module("lzcomplexity"), symbols(length).tobytes().translate(bytes([48, 49]) + bytes(254))
    return lambda: float(peer.h(text))


def _neurokit(length: int) -> Work:
    neurokit, x = module("neurokit2"), symbols(length)
    return quiet(lambda: float(neurokit.complexity_lempelziv(x, symbolize=None)[0]))


def _ours(length: int) -> Work:
    x = sequence(length)
    return lambda: ait.lempel_ziv(x)


def _right(length: int) -> Callable[[Any, Any], str]:
    def check(ours: Any, theirs: Any) -> str:
        # Lempel and Ziv's own example: 0·001·10·100·1000·101, six phrases.
        worked = ait.lempel_ziv("0001101001000101").reference
        require(worked.startswith("c = 6 phrases"), worked)
        value = ours.per_symbol(length)
        if theirs is None:
            return "Lempel and Ziv's example"
        # One package leaves out a last phrase that the end cut short.
        phrase = value / int(ours.reference.split()[2].replace(",", ""))
        require(abs(value - theirs) < 1.5 * phrase, f"{value} and {theirs}")
        return "equal value" if abs(value - theirs) < phrase / 2 else "equal value, but for the last phrase"

    return check


def _case(package: str, function: str, length: int, words: str, prepare: Callable[[int], Work], **options: Any) -> Case:
    return Case(
        f"LZ76 phrases, {words} bits: {package}",
        length,
        "symbols",
        lambda: _ours(length),
        _right(length),
        Peer(f"{package} `{function}`", functools.partial(prepare, length), package=package),
        **options,
    )


def _code() -> Work:
    x = sequence(MILLION)
    from ait.measures.lempel_ziv import lempel_ziv_code

    return lambda: lempel_ziv_code(x)


def _code_right(ours: Any, _: Any) -> str:
    from ait.measures.lempel_ziv import lempel_ziv_decode, lempel_ziv_encode
    from ait.sources.processes import even

    x = sequence(MILLION)
    require(lempel_ziv_decode(lempel_ziv_encode(x), MILLION, 2).tolist() == x.symbols.tolist(), "it does not decode")
    require(ours.bits > even().bits(x) - 40, "it is shorter than the truth")
    return "round trip"


PROSE = (
    "The even process again. What the packages call Lempel-Ziv complexity is c·log2(n)/n of Lempel and Ziv 1976. "
    "antropy and neurokit2 look for each phrase in all that came before and take time quadratic in n, so they get "
    "shorter sequences; lzcomplexity, like ours, builds an index and takes a time proportional to n."
)
AREA = Area(
    "lempel_ziv",
    "Lempel-Ziv",
    PROSE,
    (
        _case("lzcomplexity", "h", MILLION, "10⁶", _lzcomplexity, quick=True, memory=True),
        _case("antropy", "lziv_complexity(normalize=True)", 100_000, "10⁵", _antropy, rounds=5),
        _case("neurokit2", "complexity_lempelziv", 10_000, "10⁴", _neurokit, rounds=5, tracked=False),
        Case("Lempel-Ziv code, 10⁶ bits", MILLION, "symbols", _code, _code_right),
    ),
)
