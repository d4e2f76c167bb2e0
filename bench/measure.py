"""One area's cases, measured in this process, its result kept after each case: what ``python -m bench.measure`` does.

A case that was measured of the same source by the same versions is not measured again, so that an interrupted run goes
on where it stopped.  The result is JSON in build/bench/, from which the page is made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import machine, timing
from bench.areas import area_of
from bench.case import Area, Case, PeerMissingError, Work, WrongResultError

Row = dict[str, Any]
QUICK_BUDGET, QUICK_ROUNDS = 1.0, 5


def result_file(name: str) -> Path:
    """Where an area's result is kept."""
    return machine.BUILD / f"{name}.json"


def load(name: str) -> dict[str, Any] | None:
    """An area's result, None if there is none or it is of another source, or damaged."""
    try:
        found = json.loads(result_file(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("machine", {}).get("key") == machine.source_key() else None


def save(name: str, result: dict[str, Any]) -> None:
    """Write a result so that a reader finds the old one or the new one, whole."""
    path = result_file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def _prepared(prepare: Callable[[], Work] | None) -> tuple[Work | None, str]:
    """The work, or why there is none."""
    if prepare is None:
        return None, ""
    try:
        return prepare(), ""
    except PeerMissingError as missing:
        return None, str(missing)


def row_of(case: Case, quick: bool = False) -> Row:
    """Check and measure one case; what cannot be measured here says why under "missing"."""
    clock = time.perf_counter if case.wall else timing.processor
    work, missing = _prepared(case.ours)
    if work is None:
        return {"missing": missing, "ours": []}
    peer, missing = _prepared(case.peer.prepare if case.peer is not None else None)
    if case.rounds == 1:
        result, rounds = timing.once(work, clock)
        theirs = None
        checked = case.check(result, None)
    else:
        result, first = timing.timed(work)  # The first calls compile.
        theirs, theirs_first = timing.timed(peer) if peer is not None else (None, 0.0)
        checked = case.check(result, theirs)
        budget, most = (QUICK_BUDGET, QUICK_ROUNDS) if quick else (case.budget, case.rounds)
        budget, most = min(budget, case.budget), min(most, case.rounds)
        rounds = timing.run(work, peer, budget=budget, most=most, clock=clock, first=(first, theirs_first))
    row: Row = {"amount": timing.amount_of(case.amount, result), "checked": checked, "missing": missing}
    row |= {"ours": rounds.ours, "peer": rounds.peer, "reference": rounds.unit}
    if peer is not None and case.peer is not None and case.peer.amount is not None:
        row["peer_amount"] = timing.amount_of(case.peer.amount, theirs)
    if case.memory:
        row["memory"] = memory_of(case, "ours")
        if peer is not None and case.peer is not None and case.peer.package:
            row["peer_memory"] = memory_of(case, "peer")
    return row


def memory_of(case: Case, side: str) -> float:
    """The largest memory, in MB, of a process that does one side's work once and nothing else."""
    command = [sys.executable, "-m", "bench.memory", case.name, side]
    done = subprocess.run(command, cwd=machine.ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def measure(area: Area, quick: bool = False) -> dict[str, Any]:
    """All cases of an area; what is already there is kept. The result's "failed" names what went wrong."""
    kept = load(area.name)
    if kept is None or kept["quick"] != quick:
        kept = {"machine": machine.described(), "quick": quick, "rows": {}, "finished": False, "extra": None}
        kept |= {"seconds": 0.0, "processor_seconds": 0.0}
    result = {**kept, "failed": {}}
    for case in area.cases:
        if case.name in result["rows"]:
            continue
        _timed_into(result, case.name, lambda case=case: result["rows"].__setitem__(case.name, row_of(case, quick)))
        save(area.name, result)
        _say(f"  {case.name}{': ' + result['failed'][case.name] if case.name in result['failed'] else ''}")
    if area.extra is not None and result["extra"] is None:
        extra = area.extra
        _timed_into(result, area.title, lambda: result.__setitem__("extra", extra()))
    result["finished"] = not result["failed"]
    save(area.name, result)
    return result


def _timed_into(result: dict[str, Any], name: str, step: Work) -> None:
    """Do a step, add up what it took, and note what went wrong."""
    wall, spent = time.perf_counter(), timing.processor()
    try:
        step()
    except WrongResultError as error:
        result["failed"][name] = f"wrong result: {error}"
    except Exception as error:
        traceback.print_exc()
        result["failed"][name] = f"{type(error).__name__}: {error}"
    result["seconds"] += time.perf_counter() - wall
    result["processor_seconds"] += timing.processor() - spent
    result["machine"]["load"] = max(result["machine"]["load"], round(os.getloadavg()[0], 2))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """``AREA [--quick]``."""
    try:
        return 1 if measure(area_of(arguments[0]), quick="--quick" in arguments)["failed"] else 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
