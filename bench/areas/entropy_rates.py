"""Entropy rates from blocks: neurokit2, pyinform, dit and infomeasure on the same bits."""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import ait
from bench.case import Area, Case, Peer, Work, module, require

BLOCK = 8
LAW = "even"
MILLION = 1_000_000
# H(8) - H(7) of the even process itself, by the exact probabilities of all words.
PLUG_IN_TRUTH = 0.692285
RATE = 2 / 3
# h_10 likewise.
TENTH = 0.679637


@functools.cache
def sequence(length: int) -> Any:
    """The first symbols of the even process."""
    return ait.generate(LAW, length)


@functools.cache
def symbols(length: int) -> np.ndarray:
    """The same as a plain array, for the peers."""
    return np.array(sequence(length).symbols)


def quiet(work: Callable[[], Any]) -> Work:
    """The work without the warnings of a peer, which are its own affair."""

    def done() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return work()

    return done


def _pyinform() -> Work:
    pyinform, x = module("pyinform"), symbols(MILLION)
    return lambda: float(pyinform.entropy_rate(x, k=BLOCK - 1))


def _dit() -> Work:
    dit, x = module("dit"), symbols(MILLION).tolist()

    def rate() -> float:
        longer, shorter = (dit.inference.distribution_from_data(x, length) for length in (BLOCK, BLOCK - 1))
        return float(dit.shannon.entropy(longer) - dit.shannon.entropy(shorter))

    return quiet(rate)


def _infomeasure(approach: str) -> Work:
    entropy, x = module("infomeasure").entropy, symbols(MILLION).astype(np.int64)
    powers = 1 << np.arange(BLOCK)

    def rate() -> float:
        longer, shorter = (np.convolve(x, powers[:length], "valid") for length in (BLOCK, BLOCK - 1))
        return float(entropy(longer, approach=approach, base=2) - entropy(shorter, approach=approach, base=2))

    return quiet(rate)


def _neurokit(length: int) -> Work:
    neurokit, x = module("neurokit2"), symbols(length)
    return quiet(lambda: float(neurokit.entropy_rate(x, kmax=10, symbolize=None)[0]))


def _blocks(size: int, **options: Any) -> Work:
    x = sequence(size)
    return lambda: ait.entropy_rate(x, "blocks", **options)


def _right(length: int, truth: float, band: float = 0.003, same: float = 2e-5) -> Callable[[Any, Any], str]:
    """Near the truth, and the peer's figure if it means the same."""

    def check(ours: Any, theirs: Any) -> str:
        value = ours.per_symbol(length)
        require(abs(value - truth) < band, f"{value}, the truth {truth}")
        if theirs is None:
            return f"the source's own {truth:.4f}"
        if math.isnan(theirs):
            return f"the source's own {truth:.4f}; the peer gives nan"
        if abs(value - theirs) < same:
            return "equal value"
        return f"the source's own {truth:.4f}; the peer gives {theirs:.4f}"

    return check


def _plug_in_case(function: str, package: str, prepare: Callable[[], Work], correction: str | None) -> Case:
    return Case(
        f"h₈ of 10⁶ bits, {correction or 'plug-in'}, and its standard error: {package}",
        MILLION,
        "symbols",
        lambda: _blocks(MILLION, length=BLOCK, correction=correction),
        _right(MILLION, PLUG_IN_TRUTH),
        Peer(f"{package} `{function}`", prepare, package=package),
        quick=package == "pyinform",
        tracked=package in ("pyinform",) or correction in ("grassberger", "nsb"),
    )


def _value_alone() -> Work:
    x = sequence(MILLION)
    return lambda: ait.block_entropy(x, BLOCK).per_symbol(MILLION)


def _value_right(ours: Any, theirs: Any) -> str:
    require(abs(ours - PLUG_IN_TRUTH) < 0.003, f"{ours}, the truth {PLUG_IN_TRUTH}")
    if theirs is None:
        return f"the source's own {PLUG_IN_TRUTH:.4f}"
    require(abs(ours - theirs) < 2e-5, f"{ours} and {theirs}")
    return "equal value"


def _ladder() -> Work:
    from ait.measures.block_entropy import block_ladder

    x = sequence(MILLION)
    return lambda: block_ladder(x, 10)


def _ladder_right(ours: Any, _: Any) -> str:
    require(abs(ours.rates[-1] - TENTH) < 0.003, f"h_10 is {ours.rates[-1]}, the truth {TENTH}")
    return f"h₁₀ of the source, {TENTH}"


INFOMEASURE = (("miller_madow", "miller-madow"), ("grassberger", "grassberger"), ("chao_shen", "chao-shen"))
PROSE = (
    "A million bits of the even process, whose rate is 2/3 bit and whose h₈ = H(8) - H(7) is 0.6923. "
    "`ait.entropy_rate` also gives a standard error by batch means, which no peer does. neurokit2's `entropy_rate` is "
    "the slope of a line through the block entropies of 1 to 10 symbols, which averages over lengths at which h has "
    "not come down yet; ours chooses the length by the Bayesian information criterion."
)
AREA = Area(
    "entropy_rates",
    "Entropy rates",
    PROSE,
    (
        Case(
            "h₈ of 10⁶ bits, plug-in, value alone: pyinform",
            MILLION,
            "symbols",
            _value_alone,
            _value_right,
            Peer(f"pyinform `entropy_rate(k={BLOCK - 1})`", _pyinform, package="pyinform"),
            quick=True,
        ),
        _plug_in_case(f"entropy_rate(k={BLOCK - 1})", "pyinform", _pyinform, None),
        _plug_in_case(f"H({BLOCK}) - H({BLOCK - 1})", "dit", _dit, None),
        *(
            _plug_in_case(
                f"H({BLOCK}) - H({BLOCK - 1})",
                "infomeasure",
                functools.partial(_infomeasure, approach),
                correction,
            )
            for approach, correction in (*INFOMEASURE, ("nsb", "nsb"))
        ),
        Case(
            "rate of 10⁵ bits from blocks: neurokit2",
            100_000,
            "symbols",
            lambda: _blocks(100_000),
            _right(100_000, RATE, band=0.02),
            Peer("neurokit2 `entropy_rate(kmax=10)`", lambda: _neurokit(100_000), package="neurokit2"),
            rounds=5,
        ),
        Case("block entropies 1 to 10, 10⁶ bits", MILLION, "symbols", _ladder, _ladder_right, quick=True),
    ),
)
