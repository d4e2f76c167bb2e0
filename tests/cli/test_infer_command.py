"""``ait infer``: text, JSON, pictures, and one line for what is wrong."""

import json

import pytest
from click.testing import CliRunner

from ait.cli.main import FAILED, WRONG, ait, main


def told(*arguments):
    done = CliRunner().invoke(ait, ["infer", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_text_shows_lengths_models_and_the_structure_function():
    text = told("0110110111101101100", "--models", "automata", "--option", "states=2", "--option", "parts=4")
    for word in ("evidence", "two-part", "NML", "prequential", "best models", "structure function", "sufficient"):
        assert word in text
    assert "B: 1 to A" in text
    assert max(map(len, text.splitlines())) <= 80


def test_json_holds_the_same_figures():
    found = json.loads(told("0110110111", "--models", "bernoulli", "--option", "parts=4", "--json"))
    assert found["size"] == 5
    assert found["evidence"]["bits"] <= found["two_part"]["bits"]
    best = found["best"][0]
    assert best["model"] == found["two_part"]["witness"]["text"]
    assert sum(step["sufficient"] for step in found["structure_function"]) == 1
    assert found["prequential_best_so_far"] is None
    assert "infinite" in found["prequential_note"]


def test_a_union_shows_the_share_of_each_set(tmp_path):
    (tmp_path / "x.txt").write_text("2102102102102102")
    text = told(str(tmp_path / "x.txt"), "--as", "symbols", "--top", "2")
    assert "posterior of the sets" in text
    assert "periodic sequences" in text
    assert "alphabet" in text


def test_a_generated_sequence():
    text = told("--source", "even:200", "--models", "automata", "--option", "states=2", "--option", "parts=2")
    assert "200 bits over 2 symbols" in text
    assert "B: 1 to A" in text or "A: 1 to B" in text


def test_weights_as_they_are():
    text = told("0101010101", "--models", "lbf", "--option", "bits=14", "--unnormalised")
    assert "not divided" in text
    assert "LBF ;+]" in text


def test_noise_mean_field_and_a_picture(tmp_path):
    pytest.importorskip("matplotlib")
    file = tmp_path / "structure.png"
    chosen = ("--models", "recurrences", "--option", "cells=3", "--option", "noise=0,0.1", "--picture", str(file))
    assert "mean field" in told("0010111001011100", *chosen)
    assert file.read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["0101", "--models", "nothing"], "no model set is called"),
        (["0101", "--models", "automata", "--option", "states"], "write NAME=VALUE"),
        (["0101", "--models", "automata", "--option", "states=x"], "write NAME=VALUE"),
        (["0101", "--models", "automata", "--option", "states=9"], "1 to 5 states"),
        (["0121", "--models", "automata"], "binary"),
        (["0110", "--models", "periodic", "--option", "longest=2"], "no model gives this sequence"),
        (["0101", "--picture", "x.txt"], "let it end in"),
        ([], "give an INPUT, or --source"),
        (["0101", "--source", "rrxor"], "and not both"),
        (["--source", "even:9", "--as", "bits"], "brings its own alphabet"),
        (["--source", "nothing:5"], "no source 'nothing'"),
        (["0101", "--slack", "-1"], "0 bits or more"),
        (["01" * 20, "--models", "lbf"], "1 to 22 symbols"),
    ],
)
def test_one_line_for_what_is_wrong(arguments, words, capsys):
    assert main(["infer", *arguments]) in (FAILED, WRONG)
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
