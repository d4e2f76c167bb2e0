"""The calculator's requests, one by one, without a network: who is answered, with what, and how it is refused."""

import io
import json
from typing import Any

import pytest

from ait.serve.app import Calculator
from ait.serve.jobs import BusyError
from ait.serve.limits import Limits
from ait.serve.question import Question

PORT = 8372
QUESTION = b'{"kind": "string", "text": "0110"}'


class Desk:
    """Stands in for the calculations: takes down what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.cancelled: list[str] = []
        self.busy = False

    def add(self, question: Question) -> str:
        if self.busy:
            raise BusyError("8 calculations are waiting already")
        self.asked.append(question)
        return "name"

    def look(self, name: str, after: int) -> tuple[str, list[dict[str, Any]]] | None:
        return ("running", [{"event": "input"}, {"event": "figure"}][after:]) if name == "name" else None

    def cancel(self, name: str) -> None:
        self.cancelled.append(name)


class Visitor:
    def __init__(self) -> None:
        self.desk = Desk()
        self.calculator = Calculator(self.desk, Limits(size=100), PORT)  # type: ignore[arg-type]

    def ask(self, method: str, path: str, body: bytes = b"", **changes: str) -> tuple[int, dict[str, str], bytes]:
        path, _, query = path.partition("?")
        environment = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": f"127.0.0.1:{PORT}",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **changes,
        }
        started: list[Any] = []
        whole = b"".join(self.calculator(environment, lambda status, headers: started.extend((status, headers))))
        return int(started[0].split()[0]), dict(started[1]), whole


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.mark.parametrize(("path", "kind"), [("/", "html"), ("/page.css", "css"), ("/page.js", "javascript")])
def test_the_page_brings_nothing_from_elsewhere(visitor: Visitor, path: str, kind: str) -> None:
    status, headers, body = visitor.ask("GET", path)
    assert (status, int(headers["Content-Length"])) == (200, len(body))
    assert kind in headers["Content-Type"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert b"://" not in body
    assert b"innerHTML" not in body


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1", "127.0.0.1:80", f"evil.example:{PORT}", "127.0.0.1:8372@x"]
)
def test_only_this_machine_is_answered(visitor: Visitor, host: str) -> None:
    for method, path in (("GET", "/"), ("GET", "/settings"), ("POST", "/jobs")):
        assert visitor.ask(method, path, QUESTION, HTTP_HOST=host)[0] == 403
    assert visitor.desk.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machine_by_all_its_names(visitor: Visitor, host: str) -> None:
    assert visitor.ask("GET", "/", HTTP_HOST=f"{host}:{PORT}")[0] == 200


def test_pages_of_other_sites_are_refused(visitor: Visitor) -> None:
    assert visitor.ask("POST", "/jobs", QUESTION, HTTP_ORIGIN="http://evil.example")[0] == 403
    assert visitor.ask("POST", "/jobs", QUESTION, HTTP_ORIGIN="null")[0] == 403
    assert visitor.ask("POST", "/jobs", QUESTION, HTTP_ORIGIN=f"http://127.0.0.1:{PORT}")[0] == 202


def test_a_calculation_is_added_looked_at_and_cancelled(visitor: Visitor) -> None:
    status, _, body = visitor.ask("POST", "/jobs", QUESTION)
    assert (status, json.loads(body)) == (202, {"format": 1, "job": "name"})
    assert visitor.desk.asked[0].data == b"0110"
    record = json.loads(visitor.ask("GET", "/jobs/name?after=1")[2])
    assert record == {"format": 1, "state": "running", "events": [{"event": "figure"}], "next": 2}
    assert visitor.ask("DELETE", "/jobs/name")[0] == 200
    assert visitor.desk.cancelled == ["name"]


@pytest.mark.parametrize(
    ("method", "path", "changes", "status"),
    [
        ("GET", "/../../etc/passwd", {}, 404),
        ("GET", "/page.html", {}, 404),
        ("PUT", "/jobs", {}, 405),
        ("POST", "/", {}, 405),
        ("GET", "/jobs", {}, 405),
        ("GET", "/jobs/other", {}, 404),
        ("GET", "/jobs/name?after=-1", {}, 400),
        ("GET", "/jobs/name?after=9999999999999", {}, 400),
        ("POST", "/jobs", {"CONTENT_TYPE": "text/plain"}, 415),
        ("POST", "/jobs", {"CONTENT_LENGTH": ""}, 411),
        ("POST", "/jobs", {"CONTENT_LENGTH": "-1"}, 411),
        ("POST", "/jobs", {"CONTENT_LENGTH": "99999999999"}, 413),
        ("POST", "/jobs", {"CONTENT_LENGTH": "5"}, 400),
    ],
)
def test_wrong_requests_get_a_status_and_a_sentence(
    visitor: Visitor, method: str, path: str, changes: dict[str, str], status: int
) -> None:
    found, _, body = visitor.ask(method, path, QUESTION, **changes)
    assert found == status
    assert len(json.loads(body)["error"]) > 10


def test_too_many_calculations_are_refused(visitor: Visitor) -> None:
    visitor.desk.busy = True
    status, _, body = visitor.ask("POST", "/jobs", QUESTION)
    assert status == 503
    assert "waiting" in json.loads(body)["error"]
