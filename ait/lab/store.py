"""Experiments at rest: one JSON file each, its tables as CSV, its pictures; read again to make the pages."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ait import __version__
from ait.errors import StorageError
from ait.lab import pictures
from ait.lab.record import Cell, Record
from ait.storage import make_folder, read_bytes, write_atomically

FORMAT = 1
_SPECIAL = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


@dataclass(frozen=True)
class Stored:
    """An experiment as its files have it.

    Attributes:
        name: the experiment's.
        facts: what the JSON file says; ``facts["skipped"]`` is the sentence why it could not run, empty if it did.
        pictures: (name, title, caption, the SVG file) of each picture.
    """

    name: str
    facts: dict[str, Any]
    pictures: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def skipped(self) -> str:
        return str(self.facts["skipped"])

    def is_of(self, seed: int, size: str) -> bool:
        """Whether it ran with this seed and size, by this version."""
        made = [self.facts.get(key) for key in ("seed", "size", "version", "skipped")]
        return made == [seed, size, __version__, ""]


def save(record: Record, folder: Path, seconds: float) -> list[Path]:
    """Write an experiment's files, its JSON file last, so that what is there is whole; the names of all.

    Raises:
        StorageError: if one cannot be written.
        MissingExtraError: if matplotlib is not installed.
    """
    place = folder / record.name
    make_folder(place)
    files: dict[str, bytes] = {}
    for figure in record.figures:
        files[f"{figure.name}.svg"] = pictures.svg(figure).encode()
        files[f"{figure.name}.png"] = pictures.png(figure)
    for table in record.tables:
        files[f"{table.name}.csv"] = _csv(table.columns, table.rows)
    numbers = [(each.name, each.value, each.error, each.unit, each.note) for each in record.numbers]
    files["numbers.csv"] = _csv(("name", "value", "standard error", "unit", "note"), numbers)
    files["record.json"] = _json(_facts(record, seconds))
    for name, data in files.items():
        write_atomically(place / name, data)
    return [place / name for name in files]


def save_skipped(name: str, sentence: str, folder: Path) -> None:
    """Note why an experiment could not run, unless an earlier run's result is there."""
    if (found := load(name, folder)) is not None and not found.skipped:
        return
    make_folder(folder / name)
    facts = {"format": FORMAT, "name": name, "version": __version__, "skipped": sentence}
    write_atomically(folder / name / "record.json", _json(facts))


def load(name: str, folder: Path) -> Stored | None:
    """An experiment's files, or None if it has not run.

    Raises:
        StorageError: if they cannot be read, or are not what :func:`save` writes.
    """
    place = folder / name
    if not (place / "record.json").exists():
        return None
    try:
        facts = json.loads(read_bytes(place / "record.json"), object_hook=_plain)
        if facts["format"] != FORMAT or facts["name"] != name:
            raise ValueError("another format")
        kept = tuple(
            (each["name"], each["title"], each["caption"], read_bytes(place / f"{each['name']}.svg").decode())
            for each in facts.get("figures", ())
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{place} holds no experiment of this version: remove it, and run it again") from error
    return Stored(name, facts, kept)


def _facts(record: Record, seconds: float) -> dict[str, Any]:
    facts = asdict(record)
    facts["figures"] = [{key: each[key] for key in ("name", "title", "caption")} for each in facts["figures"]]
    facts |= {"format": FORMAT, "version": __version__, "skipped": "", "seconds": round(seconds, 1)}
    return facts


def _json(facts: dict[str, Any]) -> bytes:
    return (json.dumps(_strict(facts), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _strict(value: Any) -> Any:
    """JSON has no infinity, and no enumerations."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if isinstance(value, dict):
        return {key: _strict(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(each) for each in value]
    return value.value if hasattr(value, "value") else value


def _plain(found: dict[str, Any]) -> Any:
    return _SPECIAL[found["float"]] if found.keys() == {"float"} else found


def _csv(columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return stream.getvalue().encode()
