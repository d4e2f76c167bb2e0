"""``ait bdm`` and ``ait perturb`` on strings, files and arrays, and what they write."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from ait import bdm, lempel_ziv, normalised_bdm, perturbation
from ait.cli.main import ait, main
from ait.errors import TableError

BROKEN = "01" * 10 + "1" + "01" * 10


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(ait, list(arguments), input=stdin, catch_exceptions=False)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) in (1, 2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_decomposition_of_a_string() -> None:
    shown = run("bdm", "01" * 18).output
    assert "28.5757 bits, estimate" in shown
    assert "0.0163" in shown
    assert "0.7938 times the 36 bits" in shown
    record = json.loads(run("bdm", BROKEN, "--block", "5", "--step", "2", "--boundary", "periodic", "--json").output)
    found = normalised_bdm(BROKEN, 5, boundary="periodic", step=2)
    assert record["estimate"]["bits"] == found.estimate.bits
    assert record["scales"]["min_max"] == found.min_max
    urn = json.loads(run("bdm", BROKEN, "--code", "urn", "--json").output)
    assert urn["estimate"]["bits"] == bdm(BROKEN, code="urn").bits
    assert "scales" not in urn
    assert "block urn" in run("bdm", BROKEN, "--code", "urn").output


def test_files_and_pipes(tmp_path: Path) -> None:
    bits = np.random.default_rng(0).integers(0, 2, 999)
    np.save(tmp_path / "x.npy", bits)
    (tmp_path / "x.txt").write_text("".join(map(str, bits.tolist())) + "\n")
    expected = f"{bdm(bits).bits:,.4f} bits"
    assert expected in run("bdm", str(tmp_path / "x.npy")).output
    assert expected in run("bdm", str(tmp_path / "x.txt")).output
    assert expected in run("bdm", "-", stdin=(tmp_path / "x.txt").read_bytes()).output
    assert "bits" in run("perturb", "-", "--as", "bits", stdin=b"hello").output


@pytest.mark.parametrize("kind", ["change", "delete", "insert"])
def test_the_map_as_text_json_npy_and_csv(tmp_path: Path, kind: str) -> None:
    found = perturbation(BROKEN, kind)
    out, table = tmp_path / "map.npy", tmp_path / "map.csv"
    shown = run("perturb", BROKEN, "--kind", kind, "--out", str(out)).output
    assert f"{found.map().max():+,.4f}" in shown
    assert np.array_equal(np.load(out), found.bits)
    assert (
        run("perturb", BROKEN, "--kind", kind, "--out", str(table), "--top", "0")
        .output.replace("\n  ", " ")
        .count("\n")
        == 3
    )
    rows = table.read_text().splitlines()
    assert rows[0] == ("place,bits" if kind == "delete" else "place,bits_if_0,bits_if_1")
    columns = np.array([[float(cell) for cell in row.split(",")[1:]] for row in rows[1:]])
    assert np.array_equal(columns.reshape(found.bits.shape), found.bits)
    record = json.loads(run("perturb", BROKEN, "--kind", kind, "--json").output)
    assert np.array_equal(np.array(record["bits"]), found.bits)


def test_the_break_is_named() -> None:
    shown = run("perturb", BROKEN, "--kind", "delete", "--top", "2").output
    assert "places that save most: 19 (" in shown
    assert ", 20 (" in shown


def test_another_measure() -> None:
    record = json.loads(run("perturb", "0110100110", "--measure", "lz76", "--json").output)
    expected = perturbation("0110100110", measure=lempel_ziv)
    assert np.array_equal(np.array(record["bits"]), expected.bits)
    assert run("perturb", "0110100110", "--measure", "BDM classical").exit_code == 0


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("symbols", [41, 2500])
def test_pictures(tmp_path: Path, ending: str, symbols: int) -> None:
    word, file = "".join(map(str, np.random.default_rng(1).integers(0, 2, symbols))), tmp_path / f"map.{ending}"
    assert run("perturb", word, "--picture", str(file)).exit_code == 0
    first = file.read_bytes()
    assert first.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending])
    assert len(first) > 3000


def test_wrong_arguments_get_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    np.save(tmp_path / "square.npy", np.eye(6, dtype=int))
    np.save(tmp_path / "real.npy", np.array([0.5, 1.5]))
    assert "not for an array" in complaint(capsys, "bdm", str(tmp_path / "square.npy"), "--table", "turing-5-2-500")
    assert "sequences, not for arrays" in complaint(capsys, "perturb", str(tmp_path / "square.npy"), "--measure", "KT")
    assert "discretise" in complaint(capsys, "bdm", str(tmp_path / "real.npy"))
    assert "leave --as" in complaint(capsys, "bdm", str(tmp_path / "real.npy"), "--as", "bits")
    assert "empty" in complaint(capsys, "perturb", "")
    assert "4 symbols" in complaint(capsys, "bdm", "GATTACA", "--table", "turing-5-2-500")
    assert "no table of strings of 26 symbols" in complaint(capsys, "bdm", "abcdefgh")
    assert "cannot be read as a picture" in complaint(capsys, "bdm", _file(tmp_path / "x.png", "no picture"))
    assert "--column is for" in complaint(capsys, "bdm", "0101", "--column", "2")
    assert "choose one by --column" in complaint(capsys, "bdm", _file(tmp_path / "y.csv", "a,b\n1,2\n3,4\n"))
    assert "no column 'b'" in complaint(capsys, "bdm", _file(tmp_path / "x.csv", "a\n1\n0\n"), "--column", "b")
    assert "beyond the block" in complaint(capsys, "bdm", "0101", "--step", "13")
    assert ".npy, .csv" in complaint(capsys, "perturb", "0101", "--out", "map.txt")
    assert ".png" in complaint(capsys, "perturb", "0101", "--picture", "map.gif")
    assert "no measure 'magic'" in complaint(capsys, "perturb", "0101", "--measure", "magic")
    assert "does not apply" in complaint(capsys, "perturb", "012", "--measure", "LBF Km")
    assert "wrap" in complaint(capsys, "bdm", "0101", "--boundary", "wrap")
    assert "no table 'x'" in complaint(capsys, "bdm", "0101", "--table", "x")
    assert "urn is a code" in complaint(capsys, "bdm", "0101", "--code", "urn", "--step", "1")


def _file(path: Path, text: str) -> str:
    path.write_text(text)
    return str(path)


def test_columns_and_pictures(tmp_path: Path) -> None:
    from PIL import Image

    bits = np.random.default_rng(0).integers(0, 2, 200)
    rows = "".join(f"{i},{b},{b + 2 * (i % 2)}\n" for i, b in enumerate(bits.tolist()))
    table = _file(tmp_path / "data.csv", "time,spin,letter\n" + rows)
    assert f"{bdm(bits).bits:,.4f} bits" in run("bdm", table, "--column", "spin").output
    letters = bits + 2 * (np.arange(200) % 2)
    expected = bdm(letters).bits
    assert f"{expected:,.4f} " in run("bdm", table, "--column", "letter").output
    assert f"{expected:,.4f} " in run("bdm", table, "--column", "letter", "--alphabet", "4").output
    pixels = np.random.default_rng(1).integers(0, 256, (8, 9)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "picture.png")
    with pytest.raises(TableError, match="not for an array"):
        run("bdm", str(tmp_path / "picture.png"), "--threshold", "100", "--table", "turing-5-2-500")
