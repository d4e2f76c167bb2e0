"""The tables of docs/json.md, made of the schemas: ``python tests/json_page.py`` writes them anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ait.reports import schema as schemas

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
_SHARED = json.loads((Path(schemas.__file__).parent / "schemas" / "shared.json").read_text("utf-8"))["$defs"]
_MARK = "<!-- From here on made of ait/reports/schemas by tests/json_page.py: change those. -->\n"


def page() -> str:
    """The page as it stands down to the mark, and what follows it made of the schemas."""
    blocks = [PAGE.read_text("utf-8").partition(_MARK)[0] + _MARK]
    for name in schemas.names():
        found = json.loads((Path(schemas.__file__).parent / "schemas" / f"{name}.json").read_text("utf-8"))
        blocks.append(f"## {name}\n\n{found['title']}.\n\n" + _table(found))
    blocks.append("## Shared parts\n")
    for name, found in sorted(_SHARED.items()):
        blocks.append(f"### {name}\n\n{found['description']}\n\n" + _table(found))
    return "\n".join(blocks)


def _table(found: dict[str, Any]) -> str:
    head = {"format", "document", "ait"} & set(found["properties"]) if "document" in found["properties"] else set()
    rows = dict.fromkeys(row for row in _rows(found, "") if row[0].rstrip("?") not in head)
    lines = [f"| {path} | {kind} | {words} |" for path, kind, words in ((f"`{p}`", k, w) for p, k, w in rows)]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *lines]) + "\n"


def _rows(found: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, value in found["properties"].items():
        mark = "" if name in found["required"] else "?"
        yield from _field(value, f"{prefix}{name}", mark)


def _field(value: dict[str, Any], path: str, mark: str = "") -> Iterator[tuple[str, str, str]]:
    yield f"{path}{mark}", _type(value), _plain(value["description"])
    yield from _inside(value, path)


def _inside(value: dict[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    if "properties" in value:
        yield from _rows(value, f"{path}.")
    for part, end in (("items", "[]"), ("additionalProperties", ".*")):
        inner = value.get(part)
        if isinstance(inner, dict):
            for each in inner.get("anyOf", [inner]):
                yield from _inside(each, f"{path}{end}")
    for each in value.get("anyOf", ()):
        yield from _inside(each, path)


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return f"→ {value['$ref'].rpartition('/')[2]}"
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_type(each) for each in value["anyOf"]))
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    if "enum" in value:
        kinds = [f'`"{word}"`' for word in value["enum"] if word is not None] + ["null"] * (None in value["enum"])
    if "array" in kinds:
        inner = _type(value["items"])
        return " or ".join(["list of " + inner if kind == "array" else kind for kind in kinds])
    return " or ".join(kinds)


def _plain(text: str) -> str:
    """Text in a cell; options as code, so that no two hyphens become a dash."""
    escaped = text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
    return re.sub(r"(?<!\w)(--[a-z][a-z-]*)", r"`\1`", escaped)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
