import math

import pytest

from ait.errors import InputError
from ait.estimate import Estimate, Kind, Witness


def make(**changes: object) -> Estimate:
    fields: dict[str, object] = {"bits": 3.0, "kind": Kind.ESTIMATE, "method": "m", "reference": "r"}
    return Estimate(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("field", ["bits", "low", "high", "standard_error"])
def test_only_finite_figures(field: str, bad: float) -> None:
    with pytest.raises(InputError, match=field):
        make(**{field: bad})


def test_bounds_must_hold_the_figure() -> None:
    with pytest.raises(InputError, match="low"):
        make(low=3.5)
    with pytest.raises(InputError, match="high"):
        make(high=2.5)


def test_parts_must_sum_to_the_figure() -> None:
    assert make(parts={"model": 1.0, "data": 2.0}).parts == {"model": 1.0, "data": 2.0}
    with pytest.raises(InputError, match="sum"):
        make(parts={"model": 1.0, "data": 1.0})


def test_scalars_are_plain_floats() -> None:
    numpy = pytest.importorskip("numpy")
    estimate = make(bits=numpy.float64(3), low=numpy.float32(1), parts={"all": numpy.float64(3)})
    assert {type(estimate.bits), type(estimate.low), type(estimate.parts["all"])} == {float}


def test_plain_types_for_json() -> None:
    record = make(witness=Witness("Turing machine", "1-H")).as_dict()
    assert record["kind"] == "estimate"
    assert record["witness"] == {"kind": "Turing machine", "text": "1-H", "detail": ""}


def test_per_symbol_needs_a_symbol() -> None:
    assert make().per_symbol(2) == 1.5
    with pytest.raises(InputError, match="at least one"):
        make().per_symbol(0)
