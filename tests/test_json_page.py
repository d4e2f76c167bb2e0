"""docs/json.md is what the schemas say; what is written beside the commands has schemas too."""

import json

import jsonschema
import pytest
from json_page import PAGE, page

from ait.lab.bench import run_into
from ait.lab.record import Size
from ait.reports.schema import names, schema
from ait.serve.answer import answer
from ait.serve.app import Calculator
from ait.serve.limits import Limits
from ait.serve.question import read_question


def test_the_page_is_current():
    shown = PAGE.read_text("utf-8")
    assert shown == page(), "write it anew: python tests/json_page.py"
    assert all(f"\n## {name}\n" in shown for name in names())


def valid(name, found):
    validator = jsonschema.Draft202012Validator(schema(name))
    assert [error.message for error in validator.iter_errors(found)] == []
    assert not validator.is_valid({**found, "surplus": 1})


@pytest.mark.needs_jit
def test_what_the_lab_writes(tmp_path):
    list(run_into(tmp_path, ["cross-entropy-gap"], size=Size.SMALL))
    valid("lab-record", json.loads((tmp_path / "cross-entropy-gap" / "record.json").read_text("utf-8")))


@pytest.mark.needs_jit
@pytest.mark.parametrize(
    ("kind", "text"), [("string", "0110100110"), ("matrix", "01\n10"), ("graph", "a b\nb c\n"), ("bytes", "<script>")]
)
def test_what_the_calculator_tells(kind, text):
    told = []
    answer(read_question(json.dumps({"kind": kind, "text": text}), Limits()), told.append)
    assert len(told) > 5
    valid("serve-job", {"format": 1, "state": "done", "events": json.loads(json.dumps(told)), "next": len(told)})


def test_the_calculator_s_settings():
    told = []
    environment = {"REQUEST_METHOD": "GET", "PATH_INFO": "/settings", "HTTP_HOST": "127.0.0.1:80"}
    body = Calculator(None, Limits(), 80)(environment, lambda status, headers: told.append(status))
    valid("serve-settings", json.loads(b"".join(body)))
    assert told == ["200 OK"]
