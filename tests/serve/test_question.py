"""What a request may ask, and what it is told when it may not."""

import base64
import json

import pytest

from ait.errors import InputError
from ait.serve.answer import answer, read_matrix
from ait.serve.limits import Limits
from ait.serve.question import Question, read_question

LIMITS = Limits(size=64)


def asked(**fields: object) -> Question:
    return read_question(json.dumps({"kind": "string", **fields}), LIMITS)


def test_text_and_files() -> None:
    assert asked(text="é").data == "é".encode()
    assert asked(base64=base64.b64encode(b"\xff\0").decode(), kind="bytes", name="a.bin").data == b"\xff\0"


def test_it_survives_being_handed_on() -> None:
    question = asked(text="0110", alphabet="01", block=4, step=2, boundary="drop", table="lbf", name="x")
    assert read_question(question.as_json(), LIMITS) == question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"kind": "magic", "text": "0"}', "not one of string, bytes"),
        ('{"kind": ["string"], "text": "0"}', "not one of string, bytes"),
        ('{"kind": "string", "text": ""}', "empty"),
        ('{"kind": "string"}', "one string"),
        ('{"kind": "string", "text": 5}', "one string"),
        ('{"kind": "string", "text": "0", "base64": "MA=="}', "one string"),
        ('{"kind": "bytes", "base64": "***"}', "damaged"),
        ('{"kind": "string", "text": "\\ud800"}', "damaged"),
        ('{"kind": "string", "text": "0", "magic": 1}', "no field 'magic'"),
        ('{"kind": "string", "text": "0", "block": "4"}', "block must be a whole number"),
        ('{"kind": "string", "text": "0", "block": true}', "block must be a whole number"),
        ('{"kind": "string", "text": "0", "table": 4}', "table must be text"),
        ('{"kind": "string", "text": "%s"}' % ("0" * 65), "65 bytes, and the limit here is 64"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_question(text, LIMITS)


@pytest.mark.parametrize(
    "limits", [{"seconds": 0}, {"size": 1}, {"memory": 0}, {"waiting": -1}, {"seconds": float("nan")}]
)
def test_limits_of_no_use_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Limits(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words"),
    [("\n \n", "empty"), ("01\n0", "row 2 has 1 cells"), ("01\n02", "row 2 has a cell '2'"), ("<b>", "cell '<'")],
)
def test_matrices_that_are_none(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_matrix(text)


@pytest.mark.needs_jit
def test_an_answer_has_a_figure_or_a_reason_for_every_measure() -> None:
    records: list[dict[str, object]] = []
    answer(asked(text="0110100110010110", block=4, step=2), records.append)
    named = {record["name"] for record in records if record["event"] in ("figure", "left out")}
    assert {"literal", "LBF Km", "universal mixture", "classical sum", "block urn"} <= named
    assert json.loads(json.dumps(records, allow_nan=False)) == records


@pytest.mark.needs_jit
def test_a_matrix_is_looked_at_in_blocks_and_row_by_row() -> None:
    records: list[dict[str, object]] = []
    answer(asked(kind="matrix", text="0101\n1010\n0101\n1010"), records.append)
    assert {"Block decomposition, as set", "Row by row"} == {r["section"] for r in records if "section" in r}
    (literal,) = [record for record in records if record.get("name") == "literal"]
    assert literal["bits"] == 16.0
