"""``ait discretise`` as a filter: symbols on one stream, what was lost on the other."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ait.cli.discretise import discretise_command
from ait.discretisation import discretise
from ait.errors import InputError


def test_a_column_becomes_symbols(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("time,volts\n0,1.5\n1,0.5\n2,9\n3,2\n")
    done = CliRunner().invoke(
        discretise_command, [str(file), "--column", "volts", "--symbols", "4"], catch_exceptions=False
    )
    assert done.stdout == "1032\n"
    assert done.stderr.endswith("4 symbols over 0123; they leave out 0.0 of the 4.6 bits in the order of the values\n")


def test_standard_input_and_patterns() -> None:
    done = CliRunner().invoke(
        discretise_command,
        ["-", "--method", "ordinal", "--symbols", "3", "--step", "2"],
        input="1 2 3 0 5",
        catch_exceptions=False,
    )
    assert done.stdout.strip() == discretise([1, 2, 3, 0, 5], "ordinal", 3, step=2).sequence.text()
    assert "at least" in done.stderr


def test_more_symbols_than_characters_are_refused() -> None:
    with pytest.raises(InputError, match="have no characters"):
        CliRunner().invoke(
            discretise_command, ["-", "--symbols", "70"], input=" ".join(map(str, range(99))), catch_exceptions=False
        )
