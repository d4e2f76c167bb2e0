"""Running experiments one after the other into a folder: what is finished is kept, what cannot run says why."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ait.errors import MissingExtraError, ModelError
from ait.lab import store
from ait.lab.page import write_pages
from ait.lab.pictures import require_matplotlib
from ait.lab.record import Size, Told, quiet
from ait.lab.registry import run
from ait.storage import make_folder

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one experiment: verdict and statistic, or why it was skipped; ``kept`` if it had run before."""

    name: str
    verdict: str
    statistic: str
    skipped: str = ""
    seconds: float = 0.0
    kept: bool = False


def run_into(
    folder: Path,
    names: Sequence[str],
    seed: int = 0,
    size: Size = Size.DEFAULT,
    told: Told = quiet,
    *,
    resume: bool = False,
) -> Iterator[Outcome]:
    """Run experiments one by one, writing files and pages after each.

    Args:
        folder: for the files, made if it is not there; experiments in it that are not named stay.
        names: of experiments.
        seed: passed to each.
        size: passed to each.
        told: progress.
        resume: keep what has already run with this seed and size, by this version.

    Raises:
        InputError: if there is no such experiment or the seed is negative.
        MissingExtraError: if matplotlib or jinja2 is not installed.
        StorageError: if a file cannot be read or written.
    """
    require_matplotlib()
    make_folder(folder)
    # What cannot be written or read shows now, and not after minutes of work.
    write_pages(folder)
    for name in names:
        outcome = _one(folder, name, seed, size, told, resume)
        write_pages(folder)
        yield outcome


def _one(folder: Path, name: str, seed: int, size: Size, told: Told, resume: bool) -> Outcome:
    if resume and (found := store.load(name, folder)) is not None and found.is_of(seed, size.value):
        _log.info("experiment %s kept, it ran with this seed and size before", name)
        return Outcome(name, found.facts["verdict"], found.facts["statistic"], kept=True)
    _log.info("experiment %s, seed %d, size %s", name, seed, size.value)
    began = time.monotonic()
    try:
        record = run(name, seed, size, told)
    except (MissingExtraError, ModelError) as error:
        store.save_skipped(name, str(error), folder)
        return Outcome(name, "", "", skipped=str(error))
    seconds = time.monotonic() - began
    store.save(record, folder, seconds)
    return Outcome(name, record.verdict.value, record.statistic, seconds=seconds)
