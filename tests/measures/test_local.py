"""The moving window against the coding theorem window by window."""

import pytest

from ait.errors import InputError, TableError
from ait.measures.ctm import ctm_given_length
from ait.measures.local import local_complexity


def test_each_window_has_its_own_coding_theorem_figure() -> None:
    x = "000000000001101001011110"
    for window in (1, 5, 11):
        expected = [ctm_given_length(x[i : i + window]).bits for i in range(len(x) - window + 1)]
        assert local_complexity(x, window).tolist() == pytest.approx(expected)


def test_a_window_that_no_machine_writes_is_dearer_than_any_other() -> None:
    missing, rare = local_complexity("000110100111", 12)[0], local_complexity("000110100110", 12)[0]
    assert missing > rare


@pytest.mark.parametrize(
    ("x", "window", "error"),
    [
        ("0011", 5, InputError),
        ("0011", 0, InputError),
        ("0011", 2.0, InputError),
        ("abc", 2, TableError),
        ("01" * 40, 24, None),
        ("01" * 40, 25, InputError),
    ],
)
def test_windows_out_of_range(x: str, window: int, error: type[Exception] | None) -> None:
    if error is None:
        assert len(local_complexity(x, window)) == len(x) - window + 1
    else:
        with pytest.raises(error):
            local_complexity(x, window)


def test_a_table_of_shorter_strings_is_refused() -> None:
    with pytest.raises(TableError):
        local_complexity("01" * 20, 20, "lbf")
