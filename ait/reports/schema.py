"""The published JSON Schemas (draft 2020-12): one for each document, whole in itself."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from ait.errors import InputError

_SHARED = "shared"


def names() -> tuple[str, ...]:
    """The documents that have a schema, in alphabetical order.

    >>> "report" in names()
    True
    """
    files = (resources.files("ait.reports") / "schemas").iterdir()
    stems = {file.name.removesuffix(".json") for file in files if file.name.endswith(".json")}
    return tuple(sorted(stems - {_SHARED}))


def schema(name: str) -> dict[str, Any]:
    """A document's schema, with the definitions that it uses of those that several share.

    Raises:
        InputError: if there is none of that name.

    >>> sorted(schema("evidence")["$defs"])
    ['input', 'left_out']
    """
    if name not in names():
        raise InputError(f"there is no schema {name!r}: they are {', '.join(names())}")
    whole, shared = _read(name), _read(_SHARED)["$defs"]
    used: dict[str, Any] = {}
    waiting = _references(whole)
    while waiting:
        if (found := waiting.pop()) not in used:
            used[found] = shared[found]
            waiting |= _references(shared[found])
    local: dict[str, Any] = _localised(whole)
    if used:
        local["$defs"] = {key: _localised(used[key]) for key in sorted(used)}
    return local


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files("ait.reports") / "schemas" / f"{name}.json").read_text("utf-8"))
    return found


def _references(value: Any) -> set[str]:
    """The shared definitions that a part of a schema names."""
    if isinstance(value, list):
        return set().union(*map(_references, value))
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
    return own.union(*map(_references, value.values()))


def _localised(value: Any) -> Any:
    """The same with references into the document itself."""
    if isinstance(value, list):
        return [_localised(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"#/$defs/{each.rpartition('/')[2]}" if key == "$ref" else _localised(each) for key, each in value.items()
    }
