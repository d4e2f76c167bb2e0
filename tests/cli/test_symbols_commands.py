"""Spaces of more symbols from the command line: walked, sampled, built by name, listed, verified, compared."""

import json

import pytest
from click.testing import CliRunner

from ait.cli.main import ait
from ait.errors import AitError, InputError, TableError
from ait.tables import recipes
from ait.tables.shipped import open_table


def run(*arguments: str) -> str:
    found = CliRunner().invoke(ait, list(arguments), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(recipes.VARIABLE, str(tmp_path))
    small = recipes.Recipe(2, 3, 38, 0.1, effort=50.0, replicates=4, longest=6)
    monkeypatch.setitem(recipes.RECIPES, "turing-2-3-sampled", small)
    return tmp_path


def test_a_whole_space(tmp_path):
    out = str(tmp_path / "d23.ait")
    assert "109 classes" in run("enumerate", "turing", "--states", "2", "--symbols", "3", "--steps", "38", "--out", out)
    assert "109 witnesses replayed" in run("table", "verify", out)
    assert (tmp_path / "d23.ait").read_bytes() == open_table_bytes("turing-2-3")


def open_table_bytes(name):
    from ait.tables.shipped import _DATA

    return (_DATA / f"{name}.ait").read_bytes()


def test_a_sample_is_rebuilt_to_the_bit_by_the_command_it_names(tmp_path):
    first, second = tmp_path / "a.ait", tmp_path / "b.ait"
    size = ("--states", "2", "--symbols", "4", "--steps", "60", "--sample", "40.5", "--replicates", "6", "--seed", "9")
    run("enumerate", "turing", *size, "--out", str(first), "--workers", "2")
    command = open_table(first).fields["rebuild"].split()
    assert command[0] == "ait"
    run(*command[1:-1], str(second))
    assert first.read_bytes() == second.read_bytes()
    assert "a sample of all" in run("table", "verify", str(first))
    assert "carried" in run("table", "export", str(first), "--all-columns").splitlines()[0]
    compared = json.loads(run("table", "compare", str(first), "turing-2-4", "--json"))
    assert compared["agreements"][1]["sampling"] is not None


def test_a_recipe_is_built_where_it_is_found_by_name(home):
    assert "turing-2-3-sampled" in run("table", "list")
    with pytest.raises(TableError, match="ait table build turing-2-3-sampled"):
        open_table("turing-2-3-sampled")
    run("table", "build", "turing-2-3-sampled")
    assert open_table("turing-2-3-sampled").is_sampled
    assert (home / "turing-2-3-sampled.ait").is_file()
    listed = json.loads(run("table", "list", "--json"))
    assert "turing-2-3-sampled" in [table["name"] for table in listed["tables"]]
    assert "turing-2-3-sampled" not in listed["can_be_built"]
    with pytest.raises(AitError, match="exists"):
        run("table", "build", "turing-2-3-sampled")
    run("table", "build", "turing-2-3-sampled", "--force")


def test_every_recipe_can_be_carried_out():
    from ait.cli.enumerate import _planned

    for name, recipe in recipes.RECIPES.items():
        space, _ = _planned(recipe)
        assert space.job_count() > 1
        assert name.startswith(f"turing-{recipe.states}-{recipe.symbols}-")


def test_what_cannot_be_done_is_said():
    with pytest.raises(InputError, match="no recipe for a table 'nothing'"):
        run("table", "build", "nothing")
    with pytest.raises(InputError, match="estimate them from a sample"):
        run("enumerate", "turing", "--states", "4", "--symbols", "4", "--steps", "9", "--out", "x.ait")
    with pytest.raises(InputError, match="leave --ngram"):
        run(
            "enumerate",
            "turing",
            "--states",
            "4",
            "--symbols",
            "4",
            "--steps",
            "9",
            "--sample",
            "99",
            "--ngram",
            "1",
            "--out",
            "x.ait",
        )


def test_built_tables_lie_in_the_cache_unless_a_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(recipes.VARIABLE, str(tmp_path / "disk"))
    assert recipes.folder() == tmp_path / "disk"
    monkeypatch.delenv(recipes.VARIABLE)
    assert recipes.folder() == tmp_path / "ait" / "tables"
