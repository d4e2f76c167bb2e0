"""``python -m bench``: measure all areas and write docs/benchmarks.md; ``check`` and ``baseline`` for regressions.

python -m bench [--quick] [--anew] [AREA...]   all areas, or some; what is measured of this very source is kept
python -m bench check                          the quick check: status 1 if something costs more than noise explains
python -m bench baseline                       save anew what everything costs
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

from bench import baseline, machine
from bench.areas import AREAS
from bench.measure import load, result_file
from bench.page import PAGE, page

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def say(words: str) -> None:
    """A line at once, though it goes into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def bench(names: list[str], quick: bool, anew: bool) -> int:
    """Measure, compare, write the page; 1 if anything failed."""
    chosen = [area for area in AREAS if not names or area.name in names]
    failed = False
    for area in chosen:
        if anew:
            result_file(area.name).unlink(missing_ok=True)
        kept = load(area.name)
        if kept is not None and kept["finished"] and kept["quick"] == quick:
            say(f"== {area.title}: kept, {kept['seconds']:.0f} s")
            continue
        say(f"== {area.title}")
        began = time.perf_counter()
        command = [sys.executable, "-m", "bench.measure", area.name, *(["--quick"] if quick else [])]
        failed |= subprocess.run(command, cwd=machine.ROOT, check=False).returncode != 0
        say(f"   {time.perf_counter() - began:.0f} s")
    results = {area.name: found for area in AREAS if (found := load(area.name)) is not None}
    whole = len(results) == len(AREAS)
    verdict, _ = compared(results)
    # A page of some areas is for whoever asked for them: the one in docs is of one whole run.
    file = PAGE if whole else machine.BUILD / PAGE.name
    if whole:
        pictures(results)
    file.write_text(page(results, verdict), encoding="utf-8")
    say(f"{file.relative_to(machine.ROOT)} is written. {verdict}")
    return 1 if failed else 0


def pictures(results: dict[str, dict[str, Any]]) -> None:
    """The Pareto picture, from the same result as its tables."""
    extra = results.get("compressors", {}).get("extra")
    if extra is None:
        return
    from bench.pareto import draw

    draw(extra)


def compared(results: dict[str, dict[str, Any]]) -> tuple[str, list[baseline.Regression]]:
    """A sentence on the saved baseline, and what is flagged."""
    saved = baseline.read()
    if saved is None:
        return "There is no saved baseline to compare with.", []
    rows = {name: row for result in results.values() for name, row in result["rows"].items() if row["ours"]}
    found = {
        case.name: min(rows[case.name]["ours"]) / min(rows[case.name]["reference"])
        for case in baseline.tracked(quick=False)
        if case.name in rows
    }
    slower = baseline.regressions(saved, found, baseline.in_new_process, machine.processor_model())
    told = f"the costs saved in `bench/baseline.json` ({saved['machine']['date']})"
    if not slower:
        return f"Beside {told} none of {len(found)} cases costs more than noise explains.", []
    return f"Beside {told} {len(slower)} of {len(found)} cost more: {'; '.join(map(str, slower))}.", slower


def check() -> int:
    """The quick check against the baseline."""
    saved = baseline.read()
    if saved is None:
        say("no baseline is saved: 'make bench-baseline' saves one")
        return 2
    began = time.perf_counter()
    names = [case.name for case in baseline.tracked(quick=True)]
    found = baseline.in_new_process(names, say)
    new = [name for name in found if name not in saved["costs"]]
    slower = baseline.regressions(
        saved, found, lambda doubtful: baseline.in_new_process(doubtful, say), machine.processor_model()
    )
    if saved["machine"]["processor"] != machine.processor_model():
        say(f"The baseline is of another processor: only costs above {baseline.ELSEWHERE:g} × are flagged.")
    say(f"{len(found)} cases in {time.perf_counter() - began:.0f} s; {len(new)} of them are not in the baseline")
    for one in slower:
        say(f"SLOWER  {one}")
    say("slower than noise explains" if slower else "nothing costs more than noise explains")
    return 1 if slower else 0


def save_baseline() -> int:
    """Measure all costs in several processes, and keep them."""
    names = [case.name for case in baseline.tracked(quick=False)]
    found: dict[str, list[float]] = {}
    load_before = os.getloadavg()[0]
    for number in range(baseline.PROCESSES):
        say(f"== process {number + 1} of {baseline.PROCESSES}")
        for name, cost in baseline.in_new_process(names, say).items():
            found.setdefault(name, []).append(cost)
    described = machine.described() | {"load": round(max(load_before, os.getloadavg()[0]), 2)}
    costs = {name: baseline.entry_of(found[name]) for name in names if name in found}
    saved = {"machine": described, "processes": baseline.PROCESSES, "costs": costs}
    baseline.FILE.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")
    say(f"{baseline.FILE.relative_to(machine.ROOT)} is written")
    return 0


def main() -> int:
    """Read the arguments, do it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="areas, or check, or baseline", metavar="AREA")
    parser.add_argument("--quick", action="store_true", help="few rounds")
    parser.add_argument("--anew", action="store_true", help="keep nothing that was measured before")
    given = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    known = [area.name for area in AREAS]
    if given.names == ["check"]:
        return check()
    if given.names == ["baseline"]:
        return save_baseline()
    if unknown := [name for name in given.names if name not in known]:
        parser.error(f"no area is called {unknown[0]!r}: there are {', '.join(known)}")
    try:
        return bench(given.names, given.quick, given.anew)
    except KeyboardInterrupt:
        say("\nstopped; what was measured is kept in build/bench, and the same command goes on from there")
        return 130


if __name__ == "__main__":
    sys.exit(main())
