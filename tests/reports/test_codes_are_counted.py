"""A mixture has a weight for each of its codes: no code enters that is not counted."""

import numpy as np
import pytest

import ait

INPUTS = {
    "bits": "0101101",
    "three symbols": "0120120",
    "four symbols": "ACGTACGA",
    "bytes": b"some text",
    "a small square": np.eye(3, dtype=int),
    "a large array": np.eye(9, dtype=int),
}


@pytest.mark.slow
@pytest.mark.needs_jit
@pytest.mark.parametrize("name", INPUTS)
def test_every_code_has_its_weight(name: str) -> None:
    found = ait.report(INPUTS[name])
    codes = [line for line in found.lines if line.estimate.is_code]
    assert 2 < len(codes) <= found.codes
    # Equal weights: the mixture is not longer than the best and its choice, nor shorter than if all were as short.
    best = min(line.estimate.bits for line in codes)
    assert (
        best - np.log2(len(codes)) + found.choice_bits <= found.mixture.bits + 1e-9 <= best + found.choice_bits + 2e-9
    )
