"""Codes that predict: context mixing beside zpaq and PPMd, context trees, KT, recognisers of generators."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import ait
from bench.case import Area, Case, Peer, PeerMissingError, Work, require
from bench.machine import ROOT

MILLION = 1_000_000
WORKED_TREE, WORKED_KT = 95 / 32768, 3 / 128
FILES = ("us-constitution", "python-source", "lambda-phage")


@functools.cache
def _file(name: str) -> Any:
    return ait.as_sequence(ROOT / "corpora" / f"{name}.txt")


def _fresh(sequence: Any) -> Any:
    from ait.predictors.base import predictor

    return predictor("context-mixing", sequence.k, len(sequence), labels=sequence.labels)


@functools.cache
def _word(name: str) -> bytes:
    from ait.coder import encode

    return encode(_file(name), _fresh(_file(name)))


def _encode(name: str) -> Work:
    from ait.coder import encode

    sequence = _file(name)
    return lambda: encode(sequence, _fresh(sequence))


def _decode(name: str) -> Work:
    from ait.coder import decode

    sequence, word = _file(name), _word(name)
    return lambda: decode(word, len(sequence), _fresh(sequence))


def _compressor(name: str, data: bytes) -> Work:
    from ait.errors import MissingExtraError
    from ait.measures.compressors import ALL_COMPRESSORS

    chosen = ALL_COMPRESSORS[name]
    try:
        chosen.compress(b"a", chosen.default)
    except MissingExtraError as error:
        raise PeerMissingError(str(error)) from error
    return lambda: chosen.compress(data, chosen.default)


def _decodes(name: str) -> Callable[[Any, Any], str]:
    def check(ours: Any, theirs: Any) -> str:
        from ait.coder import decode

        sequence = _file(name)
        back = decode(ours, len(sequence), _fresh(sequence))
        require(back.tolist() == sequence.symbols.tolist(), "it does not decode")
        if theirs is None:
            return "round trip"
        return f"round trip; {len(ours):,} bytes, the peer's {len(theirs):,}"

    return check


def _is_the_file(name: str) -> Callable[[Any, Any], str]:
    def check(ours: Any, _: Any) -> str:
        require(ours.tolist() == _file(name).symbols.tolist(), "it is not the file")
        return "round trip"

    return check


def _mixing_cases(name: str) -> list[Case]:
    size = len(_data(name))
    peers = (None,) if name == "python-source" else ("zpaq", "ppmd")
    found = [
        Case(
            f"context mixing, {name}.txt" + (f": {peer}" if peer else ""),
            size,
            "bytes",
            functools.partial(_encode, name),
            _decodes(name),
            peer and Peer(peer, functools.partial(_compressor, peer, _data(name)), package=_PACKAGES[peer]),
            quick=name == "us-constitution" and peer == "zpaq",
            tracked=peer != "ppmd",
            memory=peer == "zpaq",
        )
        for peer in peers
    ]
    decoded = Case(
        f"context mixing decoded, {name}.txt", size, "bytes", functools.partial(_decode, name), _is_the_file(name)
    )
    return [*found, decoded]


_PACKAGES = {"zpaq": "zpaq", "ppmd": "pyppmd"}


@functools.cache
def _data(name: str) -> bytes:
    return (ROOT / "corpora" / f"{name}.txt").read_bytes()


@functools.cache
def _even() -> Any:
    return ait.generate("even", MILLION)


@functools.cache
def _truth() -> float:
    from ait.sources.processes import even

    return float(even().bits(_even()))


def _tree(depth: int) -> Work:
    x = _even()
    return lambda: ait.context_tree(x, depth)


def _tree_right(loss: float) -> Callable[[Any, Any], str]:
    def check(ours: Any, _: Any) -> str:
        worked = 2.0 ** -ait.context_tree("0110100", depth=3, past="010").parts["data"]
        require(abs(worked / WORKED_TREE - 1) < 1e-9, f"{worked}, not 95/32768")
        truth = _truth()
        require(truth - 40 < ours.bits < (1 + loss) * truth, f"{ours.bits}, the truth {truth}")
        return "the paper's 95/32768; at most 6 % above the truth" if loss > 0.05 else "within 2 % of the truth"

    return check


def _kt() -> Work:
    x = _even()
    return lambda: ait.predicted(x, "kt")


def _kt_right(ours: Any, _: Any) -> str:
    worked = 2.0 ** -ait.predicted("0011", "kt").parts["data"]
    require(abs(worked / WORKED_KT - 1) < 1e-9, f"{worked}, not 3/128")
    require(ours.bits > _truth() - 40, "it is shorter than the truth")
    return "3/128 for 0011"


@functools.cache
def _coins() -> Any:
    return ait.generate("random-bits", 500_000)


def _linear_right(ours: Any, _: Any) -> str:
    require(ait.linear_complexity("0011101") == 3, "the register of 3 cells")
    require(abs(ours - 250_000) < 20, f"{ours}, not about 250,000")
    return "half of n, within 20"


def _generator_case(code: str, source: str, most: float) -> Case:
    def ours() -> Work:
        from ait.sources.generators import generator_bytes

        function, data = getattr(ait, code), generator_bytes(source, 100_000).tobytes()
        return lambda: function(data)

    def check(found: Any, _: Any) -> str:
        require(found.bits < most * 800_000, f"{found.bits} bits of 800,000")
        return f"at most {100 * most:g} % of the listing"

    return Case(f"{code.replace('_', ' ')}, 100 kB of {source}", 100_000, "bytes", ours, check, budget=2)


PROSE = (
    "Writing by our arithmetic coder, decoded before it is timed, beside the two compressors that are nearest in kind: "
    "zpaq at its strongest level mixes contexts too, PPMd does not. That a stronger model is slower is no defect; the "
    "sizes stand beside the times. No package on the Python index does context-tree weighting, and none of the "
    "recognisers of generators."
)
AREA = Area(
    "codes",
    "Codes that predict",
    PROSE,
    (
        *(case for name in FILES for case in _mixing_cases(name)),
        Case("context tree of depth 8, 10⁶ bits", MILLION, "symbols", lambda: _tree(8), _tree_right(0.06), quick=True),
        Case("context tree of depth 16, 10⁶ bits", MILLION, "symbols", lambda: _tree(16), _tree_right(0.02)),
        Case("KT, 10⁶ bits", MILLION, "symbols", _kt, _kt_right, quick=True),
        Case(
            "linear complexity, 500,000 bits",
            500_000,
            "bits",
            lambda: lambda: ait.linear_complexity(_coins()),
            _linear_right,
        ),
        _generator_case("shift_register_code", "xorshift-32", 0.01),
        _generator_case("congruential_code", "randu", 0.001),
        _generator_case("lagged_sum_code", "additive", 0.6),
        _generator_case("lagged_sum_code", "mersenne-twister", 1.0001),
    ),
)
