"""What a visitor asks: an input and settings, from the JSON of a request, checked before anything is computed."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ait.errors import InputError
from ait.serve.limits import Limits

KINDS = ("string", "bytes", "bits", "matrix", "graph")
_FIELDS = {"kind", "text", "base64", "name", "alphabet", "block", "step", "boundary", "table"}
_LONGEST_WORD = 200


@dataclass(frozen=True)
class Question:
    """An input and how it is to be looked at.

    Attributes:
        kind: "string" (symbols), "bytes" or "bits" (of text or of a file), "matrix" (rows of 0 and 1), or "graph" (an
            edge a line, or a matrix).
        data: the input, UTF-8 where it was typed.
        name: a file's name, or "".
        alphabet: the symbols, or None to infer them.
        block, step, boundary, table: of the block decomposition; None for its own choice.
    """

    kind: str
    data: bytes
    name: str = ""
    alphabet: str | None = None
    block: int | None = None
    step: int | None = None
    boundary: str | None = None
    table: str | None = None

    def as_json(self) -> str:
        """One line that :func:`read_question` reads again."""
        fields: dict[str, Any] = {"kind": self.kind, "base64": base64.b64encode(self.data).decode()}
        for name in ("name", "alphabet", "block", "step", "boundary", "table"):
            if getattr(self, name) not in (None, ""):
                fields[name] = getattr(self, name)
        return json.dumps(fields)


def read_question(text: str | bytes, limits: Limits) -> Question:
    """The question in a request's JSON.

    Raises:
        InputError: if it is not JSON, a field is unknown or of the wrong type, or the input is empty or too large.

    >>> read_question('{"kind": "string", "text": "0110"}', Limits()).data
    b'0110'
    """
    fields = _object(text)
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise InputError(f"there is no field {unknown[0][:40]!r}: use {', '.join(sorted(_FIELDS))}")
    kind = fields.get("kind")
    if kind not in KINDS:
        raise InputError(f"kind {str(kind)[:40]!r} is not one of {', '.join(KINDS)}")
    data = _data(fields)
    if len(data) > limits.size:
        raise InputError(
            f"the input has {len(data):,} bytes, and the limit here is {limits.size:,}: start the calculator with a"
            " larger --size, or use the command line"
        )
    if not data:
        raise InputError("the input is empty: a complexity needs at least one symbol")
    return Question(
        kind,
        data,
        _word(fields, "name") or "",
        _word(fields, "alphabet"),
        _number(fields, "block"),
        _number(fields, "step"),
        _word(fields, "boundary"),
        _word(fields, "table"),
    )


def _object(text: str | bytes) -> Mapping[str, Any]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("the request is not JSON") from error
    if not isinstance(fields, dict):
        raise InputError("the request is not a JSON object")
    return fields


def _data(fields: Mapping[str, Any]) -> bytes:
    """The typed text or the file's bytes, of which there is exactly one."""
    given = [name for name in ("text", "base64") if fields.get(name) is not None]
    if len(given) != 1 or not isinstance(fields[given[0]], str):
        raise InputError("give the input as one string: 'text', or 'base64' for a file")
    value: str = fields[given[0]]
    try:
        return value.encode() if given == ["text"] else base64.b64decode(value, validate=True)
    except (UnicodeEncodeError, ValueError, binascii.Error) as error:
        raise InputError(f"the input's {given[0]} cannot be read: it is damaged") from error


def _word(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _LONGEST_WORD:
        raise InputError(f"{name} must be text of at most {_LONGEST_WORD} characters")
    return value


def _number(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"{name} must be a whole number")
    return value
