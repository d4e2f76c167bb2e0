"""Every command with figures gives them as text, JSON, CSV and Markdown, and the JSON is what its schema says."""

import copy
import csv
import io
import itertools
import json

import click
import jsonschema
import pytest
from answer_cases import CASES, furnish, parse
from click.testing import CliRunner, Result

from ait.cli.main import ait
from ait.reports import rows
from ait.reports.json import document
from ait.reports.schema import names, schema

pytestmark = pytest.mark.needs_jit

FORMS = ("json", "csv", "markdown")
RUNS = [(name, arguments) for name, cases in CASES.items() for arguments in cases]
# These write files, pages or scripts, or a table that is CSV already.
FORMLESS = {
    "completion", "lab invariance", "lm fetch", "lm study", "schema", "serve", "table export",
}  # fmt: skip
ELSEWHERE = {"lab-record", "serve-settings", "serve-job"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("inputs"))


@pytest.fixture
def run(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    # Costs of tokens are kept in the cache.
    monkeypatch.setattr("ait.language_models.cost_store.user_cache", lambda name: tmp_path / name)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(ait, list(arguments), catch_exceptions=False)

    return invoke


def leaves(group: click.Group, path: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


LEAVES = dict(leaves(ait))


def documents(command: click.Command) -> list[str]:
    """The schema that a command's --json names."""
    return [str(p.help).split("'")[1].split()[-1] for p in command.params if p.name == "as_json"]


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_all_forms_or_is_known_to_have_none(name):
    options = {option for parameter in LEAVES[name].params for option in parameter.opts}
    offered = {form for form in FORMS if f"--{form}" in options}
    assert offered == (set() if name in FORMLESS else set(FORMS))
    for each in documents(LEAVES[name]):
        assert each in names()
        assert each in CASES


def test_every_command_known_to_have_none_is_there():
    assert set(LEAVES) >= FORMLESS


def test_every_schema_is_of_a_command_or_known_to_be_of_another_thing():
    of_commands = {each for command in LEAVES.values() for each in documents(command)}
    assert of_commands | ELSEWHERE == set(names())
    assert set(CASES) == of_commands


@pytest.mark.parametrize("name", names())
def test_a_schema_is_one_and_describes_every_field(name):
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["title"].endswith(("answers", "it", ")"))
    undescribed = []

    def walk(value, path):
        if isinstance(value, list):
            for i, each in enumerate(value):
                walk(each, (*path, i))
        elif isinstance(value, dict):
            if "properties" in value:
                assert value["additionalProperties"] is False, path
                undescribed.extend((*path, n) for n, of in value["properties"].items() if len(of["description"]) < 4)
            for key, each in value.items():
                walk(each, (*path, key))

    walk(found, ())
    assert undescribed == []


@pytest.mark.parametrize(("name", "arguments"), RUNS, ids=lambda value: str(value)[:60])
def test_json_is_what_its_schema_says(run, name, arguments):
    found = parse(run(*arguments, "--json").stdout)
    assert list(found)[:3] == ["format", "document", "ait"]
    assert found["document"] == name
    validator = jsonschema.Draft202012Validator(schema(name))
    assert [error.message for error in validator.iter_errors(found)] == []


@pytest.mark.parametrize("name", CASES)
def test_another_document_is_refused(run, name):
    found = parse(run(*CASES[name][0], "--json").stdout)
    validator = jsonschema.Draft202012Validator(schema(name))

    def refused(change):
        other = copy.deepcopy(found)
        change(other)
        return not validator.is_valid(other)

    assert refused(lambda d: d.update(surplus=1))
    assert refused(lambda d: d.update(format=2))
    assert refused(lambda d: d.update(document="another"))
    for field in set(found) - {"halting", "logical_depth", "scales", "order", "information", "longest", "longer_a"}:
        if field in schema(name)["required"]:
            assert refused(lambda d, f=field: d.pop(f)), field
    if "estimate" in found:
        assert refused(lambda d: d["estimate"].update(kind="guess"))
        assert refused(lambda d: d["estimate"].update(bits="many"))
        assert refused(lambda d: d["estimate"].pop("reference"))


@pytest.mark.parametrize(("name", "arguments"), RUNS, ids=lambda value: str(value)[:60])
def test_csv_and_markdown_are_whole_tables(run, name, arguments):
    header, *body = csv.reader(io.StringIO(run(*arguments, "--csv").stdout, newline=""))
    assert len(header) == len(set(header)) > 1
    assert body
    assert {len(row) for row in body} == {len(header)}
    assert {"nan", "inf", "None"} & {cell for row in body for cell in row} == set()
    for row in (dict(zip(header, row, strict=True)) for row in body):
        # No interval stands on its head.
        assert not (row.get("low") and row.get("high")) or float(row["low"]) <= float(row["high"]), row
    shown = run(*arguments, "--markdown").stdout
    tables = [line for line in shown.splitlines() if line.startswith("|")]
    assert len(tables) >= 3
    # Each rule of a table has as many columns as the lines around it.
    for above, rule in itertools.pairwise(tables):
        if set(rule) <= set("|-:"):
            assert cells(rule) == cells(above)
    assert rows.markdown([rows.Rows("x", ("a|b",), [("c|d",)])]) == "| a\\|b |\n|---|\n| c\\|d |\n"


def cells(line: str) -> int:
    return line.replace("\\|", "").count("|")


@pytest.mark.parametrize("name", sorted(set(LEAVES) - FORMLESS))
def test_two_forms_are_one_too_many(name):
    needed = [word for p in LEAVES[name].params for word in given(p)]
    found = CliRunner().invoke(ait, [*name.split(), *needed, "--json", "--csv"])
    assert found.exit_code == 2
    assert "three forms of one answer: choose one" in found.output


def given(parameter: click.Parameter) -> list[str]:
    """Something for a parameter that must be given."""
    if not parameter.required:
        return []
    return ["1"] if isinstance(parameter, click.Argument) else [parameter.opts[0], "1"]


def test_numbers_that_json_lacks_are_null_and_integers_exact():
    found = json.loads(document("x", {"a": float("nan"), "b": [float("-inf"), 1.5], "c": 2**90, "d": {1: (2,)}}))
    assert (found["a"], found["b"], found["c"], found["d"]) == (None, [None, 1.5], 2**90, {"1": [2]})


@pytest.mark.parametrize(
    "value",
    [[], {}, [[]], [{}], [1], list(range(20)), [[1.5, None], ["a\nb", True]], {"": {"λ": [0.1] * 9}}, [[], [1, [2]]]],
)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_what_is_written_is_read_back(value, ascii_only):
    written = document("x", {"value": value}, ascii_only=ascii_only)
    assert json.loads(written)["value"] == value
    assert written.isascii() or not ascii_only
    assert max(map(len, written.splitlines())) <= 80


@pytest.mark.parametrize("text", ['a,"b"\r\n', "\r", "", " x ", "=1+1", "\0", "λ…", "a\nb"])
def test_csv_is_read_back(text):
    written = rows.csv([rows.Rows("x", ("a", "b"), [(text, None), (1.5, True)])])
    found = list(csv.reader(io.StringIO(written, newline="")))
    assert found == [["a", "b"], [text.replace("\0", "\\0"), ""], ["1.5", "true"]]


def test_several_tables_stand_in_one():
    tables = [rows.Rows("x", ("a", "b"), [(1, 2)]), rows.Rows("y", ("b", "c"), []), rows.Rows("z", ("c",), [(3,)])]
    assert rows.csv(tables) == "table,a,b,c\nx,1,2,\nz,,,3\n"
    assert rows.markdown(tables).count("### ") == 2


def test_schemas_are_listed_and_printed(run):
    listed = run("schema").stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(names())
    assert max(map(len, listed)) <= 80
    assert json.loads(run("schema", "graph").stdout) == schema("graph")
    missing = CliRunner().invoke(ait, ["schema", "x"])
    assert "there is no schema 'x'" in str(missing.exception)


@pytest.mark.parametrize(
    "words",
    [
        ("turing", "--states", "3", "--steps", "30", "--ngram", "2", "--histories", "--longest", "4"),
        ("turing", "--states", "3", "--complete"),
        ("turing", "--states", "2", "--symbols", "3", "--steps", "38"),
        ("turing", "--states", "2", "--symbols", "4", "--steps", "60", "--sample", "10", "--replicates", "3"),
        ("turmite", "--states", "2", "--steps", "20"),
        ("turmite", "--states", "3", "--steps", "20", "--sample", "50"),
        ("lbf", "--bits", "14", "--length", "6"),
    ],
    ids=" ".join,
)
def test_the_header_of_every_kind_of_table_is_described(run, tmp_path, words):
    out = str(tmp_path / "made.ait")
    run("enumerate", *words, "--out", out)
    found = parse(run("table", "show", out, "--json").stdout)
    validator = jsonschema.Draft202012Validator(schema("table-show"))
    assert [error.message for error in validator.iter_errors(found)] == []
