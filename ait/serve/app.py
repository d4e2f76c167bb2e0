"""The calculator as a WSGI application: one page, and calculations that are added, looked at and cancelled.

``GET /`` is the page; ``GET /settings`` what can be chosen; ``POST /jobs`` adds a calculation;
``GET /jobs/NAME?after=N`` tells its state and its records from number N on; ``DELETE /jobs/NAME`` cancels it.
Everything but the page is JSON with a format number.  Only requests that name this machine as their host are answered:
another site that had its name point here would otherwise reach the calculator through a visitor's browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any
from urllib.parse import parse_qs

from ait import __version__
from ait.errors import AitError
from ait.measures.block_layout import BOUNDARIES
from ait.serve.jobs import BusyError, Jobs
from ait.serve.limits import Limits
from ait.serve.question import KINDS, read_question
from ait.tables.shipped import string_names

FORMAT = 1
_FILES = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAFE = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
_REASONS = {
    200: "OK",
    202: "Accepted",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    411: "Length Required",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    503: "Service Unavailable",
}
_LOCAL = ("127.0.0.1", "localhost", "[::1]")

Environment = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _RefusedError(Exception):
    """A request that is not answered, with the status and a sentence that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Calculator:
    """The application; ``port`` is where it is reached."""

    def __init__(self, jobs: Jobs, limits: Limits, port: int) -> None:
        self._jobs, self._limits = jobs, limits
        self._hosts = {f"{host}:{port}" for host in _LOCAL} | (set(_LOCAL) if port == 80 else set())

    def __call__(self, environment: Environment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI wants it."""
        try:
            status, kind, body = self._answer(environment)
        except _RefusedError as refused:
            status, kind, body = refused.status, "application/json", _json(error=str(refused))
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body))), *_SAFE]
        start(f"{status} {_REASONS[status]}", headers)
        return [body]

    def _answer(self, environment: Environment) -> tuple[int, str, bytes]:
        self._check_origin(environment)
        method, path = environment["REQUEST_METHOD"], environment.get("PATH_INFO", "/")
        if method == "GET" and path in _FILES:
            name, kind = _FILES[path]
            return 200, kind, (resources.files("ait.serve") / "page" / name).read_bytes()
        if method == "GET" and path == "/settings":
            return 200, "application/json", self._settings()
        if path == "/jobs" and method == "POST":
            return 202, "application/json", self._add(environment)
        if path.startswith("/jobs/") and method in ("GET", "DELETE"):
            return 200, "application/json", self._job(path.removeprefix("/jobs/"), method, environment)
        if path in _FILES or path in ("/settings", "/jobs") or path.startswith("/jobs/"):
            raise _RefusedError(405, f"{method} does nothing here")
        raise _RefusedError(404, "there is nothing here")

    def _check_origin(self, environment: Environment) -> None:
        """Refuse requests that were not meant for this machine, or come from another site's page."""
        host = environment.get("HTTP_HOST", "").lower()
        if host not in self._hosts:
            raise _RefusedError(403, "this calculator answers on this machine's own address only")
        origin = environment.get("HTTP_ORIGIN")
        if origin is not None and origin.lower() != f"http://{host}":
            raise _RefusedError(403, "another site's page may not use this calculator")

    def _settings(self) -> bytes:
        return _json(
            version=__version__,
            kinds=list(KINDS),
            boundaries=list(BOUNDARIES),
            tables=list(string_names()),
            limits={"seconds": self._limits.seconds, "bytes": self._limits.size},
        )

    def _add(self, environment: Environment) -> bytes:
        if environment.get("CONTENT_TYPE", "").split(";")[0].strip().lower() != "application/json":
            raise _RefusedError(415, "a calculation is asked for in JSON (application/json)")
        length = environment.get("CONTENT_LENGTH") or ""
        if not length.isdecimal():
            raise _RefusedError(411, "a request must say how long it is")
        if int(length) > self._limits.body:
            raise _RefusedError(
                413,
                f"the request has {int(length):,} bytes; inputs may have {self._limits.size:,} here: start the"
                " calculator with a larger --size, or use the command line",
            )
        try:
            return _json(job=self._jobs.add(read_question(environment["wsgi.input"].read(int(length)), self._limits)))
        except BusyError as error:
            raise _RefusedError(503, str(error)) from error
        except AitError as error:
            raise _RefusedError(400, str(error)) from error

    def _job(self, name: str, method: str, environment: Environment) -> bytes:
        after = parse_qs(environment.get("QUERY_STRING", "")).get("after", ["0"])[0]
        if not (after.isascii() and after.isdecimal() and len(after) < 10):
            raise _RefusedError(400, "after must be a whole number")
        if method == "DELETE":
            self._jobs.cancel(name)
        found = self._jobs.look(name, int(after))
        if found is None:
            raise _RefusedError(404, "there is no such calculation (any more)")
        state, events = found
        return _json(state=state, events=events, next=int(after) + len(events))


def _json(**fields: Any) -> bytes:
    return json.dumps({"format": FORMAT, **fields}, ensure_ascii=False).encode("utf-8", "backslashreplace")
