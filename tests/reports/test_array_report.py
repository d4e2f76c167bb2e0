"""An array of 0 and 1 has a report: the figures of its squares, and those of its rows."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import ait
from ait.cli.report import report_command
from ait.errors import InputError
from ait.reports.choice import ARRAY_MEASURES, MEASURES
from ait.reports.text import text

pytestmark = pytest.mark.needs_jit

EYE = np.eye(12, dtype=np.uint8)


def test_the_squares_and_the_rows_are_measured() -> None:
    found = ait.report(EYE)
    assert found.cells is not None
    assert found.line("literal").bits == 144
    assert found.line("BDM 4 x 4").bits == ait.bdm(EYE, block=4).bits
    assert found.line("BDM urn, 4 x 4").bits == ait.bdm(EYE, block=4, code="urn").bits
    assert found.line("KT").bits == ait.predicted("".join(map(str, EYE.ravel().tolist())), "kt").bits
    assert found.as_dict()["input"]["shape"] == [12, 12]
    assert "12 x 12 cells, read row by row" in " ".join(text([found]).split())
    assert "read row by row" not in text([ait.report("0110")])


def test_over_all_arrays_of_one_shape_the_codes_sum_to_one_at_most() -> None:
    sums = dict.fromkeys(("mixture", "coding th. | shape", "BDM urn, 4 x 4"), 0.0)
    for word in itertools.product((0, 1), repeat=6):
        found = ait.report(np.array(word).reshape(2, 3), measures=[*list(sums)[1:], "KT"])
        assert found.codes == 4
        sums["mixture"] += 2.0**-found.mixture.bits
        for name in list(sums)[1:]:
            sums[name] += 2.0 ** -found.line(name).bits
    assert all(0 < total <= 1 + 1e-9 for total in sums.values())


def test_sequences_are_told_of_array_measures_only_where_they_ask() -> None:
    plain = ait.report("0110")
    assert len(plain.lines) == len(MEASURES) + 1
    asked = ait.report("0110", measures=["BDM 4 x 4"])
    assert asked.left_out == (("BDM 4 x 4", "for arrays of 0 and 1, and this input is a sequence"),)
    names = [line.name for line in ait.report(EYE[:3, :3]).lines]
    assert names[1 : 1 + len(ARRAY_MEASURES)] == [measure.name for measure in ARRAY_MEASURES]


def test_other_arrays_are_refused() -> None:
    with pytest.raises(InputError, match="0 and 1"):
        ait.report(EYE * 3)
    with pytest.raises(InputError, match="has 3"):
        ait.report(np.zeros((2, 2, 2), int))
    with pytest.raises(InputError, match="empty"):
        ait.report(np.zeros((2, 0), int))


def test_the_command_reads_pictures_and_arrays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    np.save(tmp_path / "eye.npy", EYE)
    np.save(tmp_path / "numbers.npy", np.arange(6) % 3)
    image.fromarray(255 * (1 - EYE)).save(tmp_path / "eye.PNG")
    # Names too long for a line are broken: the folder's, which is not ours to choose, stays out.
    monkeypatch.chdir(tmp_path)
    names = ["eye.npy", "eye.PNG"]
    done = [CliRunner().invoke(report_command, [name, "--measure", "BDM 4 x 4"]) for name in names]
    assert [one.exit_code for one in done] == [0, 0]
    for one, name in zip(done, names, strict=True):
        assert f"bits from file {name}, alphabet" in " ".join(one.stdout.split())
        assert f"{ait.bdm(EYE, block=4).bits:,.2f}" in one.stdout
    numbers = CliRunner().invoke(report_command, [str(tmp_path / "numbers.npy"), "--measure", "KT"])
    assert "6 numbers" in numbers.stdout
    read_as_bytes = CliRunner().invoke(report_command, [names[1], "--as", "bytes", "--measure", "KT"])
    assert f"{(tmp_path / 'eye.PNG').stat().st_size:,} bytes" in read_as_bytes.stdout
    together = CliRunner().invoke(report_command, [*names, "0110", "--measure", "BDM 4 x 4"])
    assert together.exit_code == 0


def test_a_program_that_copies_a_long_input_is_cut_and_says_so() -> None:
    sequence = ait.generate("random-bits", 1000)
    found = ait.report(sequence, measures=["LBF Km"])
    program = found.line("LBF Km").witness
    assert program is not None
    shown = "".join(text([found]).split())
    assert f"{program.text[:60]}…({len(program.text):,}characters;--jsonhasthemall)" in shown
    assert sequence.text()[-100:] not in shown
