"""How fast all models of a set are priced: the table in docs/inference.md, by ``python -m bench.inference``."""

from __future__ import annotations

import sys
import time

from ait.inference.infer import infer
from ait.inference.registry import model_set
from ait.sources import generate

_NOISE = (0.0, 0.01, 0.1, 0.25)
_CASES = (
    ("`bernoulli`, 1/999,999", "bernoulli", {"parts": 10**6 - 1}),
    ("`markov`, order 1, 1/999", "markov", {"order": 1, "parts": 999}),
    ("`trees`, depth 5", "trees", {"depth": 5}),
    ("`periodic` up to 17, four levels of noise", "periodic", {"longest": 17, "noise": _NOISE}),
    ("`recurrences`, 10 cells", "recurrences", {"cells": 10, "noise": (0.25,)}),
    ("`automata`, 3 states, 1/16", "automata", {"states": 3, "parts": 16}),
    ("`automata`, 4 states, 1/8", "automata", {"states": 4, "parts": 8}),
)


def main() -> None:
    x = generate("even", 10_000, seed=1)
    infer(x, "automata", states=1).posterior  # noqa: B018  compiles
    sys.stdout.write("| set | models | seconds |\n|---|---|---|\n")
    for name, kind, options in _CASES:
        models = model_set(kind, 2, len(x), **options)
        began = time.process_time()
        found = infer(x, models)
        # The evidence is at most the two-part code, and a posterior sums to 1: what is timed is right.
        assert found.evidence_bits <= found.two_part_bits
        assert abs(found.posterior.sum() - 1) < 1e-9
        sys.stdout.write(f"| {name} | {len(found.log_joint):,} | {time.process_time() - began:.2f} |\n")


if __name__ == "__main__":
    main()
