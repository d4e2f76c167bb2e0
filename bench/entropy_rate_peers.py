"""Entropy rates by other packages and by this one, on the same bits in one run: the page docs/entropy-rate-peers.md.

    python -m bench.entropy_rate_peers

Packages that are not installed are named as such; the extra ``peers`` brings them all. A package that would take
minutes gets a shorter sequence.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import math
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ait.measures.entropy_rate import entropy_rate
from ait.sources import SOURCES, generate

PAGE = Path(__file__).parent.parent / "docs" / "entropy-rate-peers.md"
LAWS = ("golden-mean", "even")
BLOCK = 8
Rate = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class Peer:
    """One function of one package: bits per symbol of an array of 0 and 1, and what of ours estimates the same."""

    package: str
    function: str
    length: int
    rate: Rate
    ours: str
    options: tuple[tuple[str, object], ...] = ()


def _antropy(x: np.ndarray) -> float:
    return float(importlib.import_module("antropy").lziv_complexity(x, normalize=True))


def _lzcomplexity(x: np.ndarray) -> float:
    return float(importlib.import_module("lzcomplexity").h(x.tobytes().translate(bytes([48, 49]) + bytes(254))))


def _neurokit_lempel_ziv(x: np.ndarray) -> float:
    return float(importlib.import_module("neurokit2").complexity_lempelziv(x, symbolize=None)[0])


def _neurokit_rate(x: np.ndarray) -> float:
    return float(importlib.import_module("neurokit2").entropy_rate(x, kmax=10, symbolize=None)[0])


def _dit(x: np.ndarray) -> float:
    dit = importlib.import_module("dit")
    longer, shorter = (dit.inference.distribution_from_data(x.tolist(), length) for length in (BLOCK, BLOCK - 1))
    return float(dit.shannon.entropy(longer) - dit.shannon.entropy(shorter))


def _pyinform(x: np.ndarray) -> float:
    return float(importlib.import_module("pyinform").entropy_rate(x, k=BLOCK - 1))


def _infomeasure(approach: str) -> Rate:
    def rate(x: np.ndarray) -> float:
        entropy = importlib.import_module("infomeasure").entropy
        powers = 1 << np.arange(BLOCK)
        longer, shorter = (np.convolve(x.astype(np.int64), powers[:length], "valid") for length in (BLOCK, BLOCK - 1))
        return float(entropy(longer, approach=approach, base=2) - entropy(shorter, approach=approach, base=2))

    return rate


PLUG_IN = (("length", BLOCK), ("correction", None))
PEERS = (
    Peer("antropy", "lziv_complexity(normalize=True)", 100_000, _antropy, "lempel-ziv-76"),
    Peer("lzcomplexity", "h", 1_000_000, _lzcomplexity, "lempel-ziv-76"),
    Peer("neurokit2", "complexity_lempelziv", 10_000, _neurokit_lempel_ziv, "lempel-ziv-76"),
    Peer("neurokit2", "entropy_rate(kmax=10)", 1_000_000, _neurokit_rate, "blocks"),
    Peer("pyinform", f"entropy_rate(k={BLOCK - 1})", 1_000_000, _pyinform, "blocks", PLUG_IN),
    Peer("dit", f"H({BLOCK}) - H({BLOCK - 1})", 1_000_000, _dit, "blocks", PLUG_IN),
    *(
        Peer(
            "infomeasure",
            f"H({BLOCK}) - H({BLOCK - 1}), {approach}",
            1_000_000,
            _infomeasure(approach),
            "blocks",
            (("length", BLOCK), ("correction", correction)),
        )
        for approach, correction in (
            ("miller_madow", "miller-madow"),
            ("grassberger", "grassberger"),
            ("chao_shen", "chao-shen"),
            ("nsb", "nsb"),
        )
    ),
)


def _timed(rate: Callable[[], float]) -> tuple[float, float]:
    start = time.process_time()
    value = rate()
    return value, time.process_time() - start


def installed(package: str) -> str | None:
    """The version of a package, None if it is not there."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def row(peer: Peer, law: str) -> str:
    """A peer and ours on one source: both values, their errors, both times and the ratio."""
    x, truth = generate(law, peer.length), SOURCES[law].entropy_rate

    def ours() -> float:
        return entropy_rate(x, peer.ours, **dict(peer.options)).per_symbol(peer.length)

    symbols = np.array(x.symbols)
    with warnings.catch_warnings():
        # A peer's warnings are its own affair.
        warnings.simplefilter("ignore")
        theirs, spent = _timed(lambda: peer.rate(symbols))
    value, own = _timed(ours)
    told = "nan" if math.isnan(theirs) else f"{theirs:.5f} ({theirs - truth:+.4f})"
    name = peer.ours
    if name == "blocks":
        name += f", {dict(peer.options)['correction'] or 'plug-in'}" if peer.options else ", fitted length"
    return (
        f"| {peer.package} `{peer.function}` | {peer.length:,} | {told} | {spent:.3g} | {name} | "
        f"{value:.5f} ({value - truth:+.4f}) | {own:.3g} | {spent / max(own, 1e-4):,.3g} |"
    )


def page() -> Iterator[str]:
    """The page, paragraph by paragraph."""
    here = [peer for peer in PEERS if installed(peer.package)]
    warm = generate("even", 2000)
    for peer in here:
        # The first call compiles, here and there.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            peer.rate(np.array(warm.symbols))
        entropy_rate(warm, peer.ours, **dict(peer.options))
    versions = ", ".join(f"{name} {installed(name)}" for name in dict.fromkeys(peer.package for peer in here))
    missing = ", ".join(dict.fromkeys(peer.package for peer in PEERS if not installed(peer.package)))
    made = f"Made by `python -m bench.entropy_rate_peers` with {versions or 'no other package'}"
    yield "# Entropy rates: other packages on the same bits"
    yield (
        f"{made}{'; not installed: ' + missing if missing else ''}. Bits per symbol, the error in brackets; processor "
        "seconds of one call, by one process; the last column is their time over ours. Both sources have the rate 2/3."
    )
    for law in LAWS:
        yield f"## {law}"
        head = "| package and function | n | theirs | s | ours | | s | times |"
        lines = [head, "|---|---:|---:|---:|---|---:|---:|---:|"]
        yield "\n".join([*lines, *(row(peer, law) for peer in here)])
    yield (
        "Where the same quantity is meant the values agree to the digits shown, but for edges: a package that takes "
        "the contexts from all windows, and not from those that have a successor, differs by less than 1/n. Most of "
        "the time of our blocks goes into the standard error, which the others do not give: `ait.block_entropy` "
        "alone takes 2 ms for a million bits. What antropy and lzcomplexity call complexity is c·log2(n)/n of Lempel "
        "and Ziv 1976; the one counts as many phrases as we do, the other leaves out a last one that the end cut "
        "short. neurokit2's entropy_rate is the slope of a line through block entropies of 1 to 10 symbols, which "
        "averages over lengths at which h_L has not come down yet."
    )


if __name__ == "__main__":
    PAGE.write_text("\n\n".join(page()) + "\n", encoding="utf-8")
