"""What each case cost when the baseline was saved, and whether it costs more now than noise explains.

A cost is our least processor time over that of the fixed reference loop (:mod:`bench.reference`), both of one process:
load and clock rate touch both, and largely cancel.  The baseline has the median cost of several processes and their
spread, (largest - least) / median.  The rule: a case is *over* if its cost is above

    baseline x (1 + max(MARGIN, SPREADS x spread)),

and a regression if it is over in a first process and again in each of RETRIES further ones.  Noise that lasts for one
process only is thus never flagged; a real slowdown is in all of them.  Costs are of processor time: work that is added
shows, waiting does not.  On another model of processor the reference and the kernels may have moved apart: there only
what costs more than ELSEWHERE times as much is over.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine, timing
from bench.case import Case, PeerMissingError

FILE = machine.ROOT / "bench" / "baseline.json"
MARGIN, SPREADS, ELSEWHERE = 0.15, 3.0, 2.0
RETRIES, PROCESSES = 2, 3
BUDGET, MOST = 0.7, 12

Costs = Mapping[str, float]


@dataclass(frozen=True)
class Regression:
    """A case that costs more than it did: the least of what was measured now, the baseline, and what noise allows."""

    name: str
    now: float
    before: float
    allowed: float

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.now / self.before:.2f} × the baseline's cost, with at most "
            f"{self.allowed / self.before:.2f} × explained by noise"
        )


def allowed(entry: Mapping[str, Any], same_processor: bool) -> float:
    """The largest cost that noise explains."""
    if not same_processor:
        return float(entry["cost"]) * ELSEWHERE
    return float(entry["cost"]) * (1.0 + max(MARGIN, SPREADS * float(entry["spread"])))


def regressions(
    saved: Mapping[str, Any], found: Costs, again: Callable[[list[str]], Costs], processor: str
) -> list[Regression]:
    """Which cases are over, in ``found`` and whenever they are measured ``again``."""
    entries, same = saved["costs"], saved["machine"]["processor"] == processor
    least = {name: cost for name, cost in found.items() if name in entries}

    def over() -> list[str]:
        return [name for name, cost in least.items() if cost > allowed(entries[name], same)]

    for _ in range(RETRIES):
        doubtful = over()
        if not doubtful:
            return []
        for name, cost in again(doubtful).items():
            least[name] = min(least[name], cost)
    return [
        Regression(name, least[name], float(entries[name]["cost"]), allowed(entries[name], same)) for name in over()
    ]


def entry_of(costs: Iterable[float]) -> dict[str, Any]:
    """A case's entry in the file, from its costs in several processes."""
    found = list(costs)
    middle = statistics.median(found)
    return {"cost": middle, "spread": (max(found) - min(found)) / middle, "costs": [round(cost, 5) for cost in found]}


def read(path: Path = FILE) -> dict[str, Any] | None:
    """The saved baseline, None if there is none."""
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def tracked(quick: bool) -> list[Case]:
    """The cases whose cost is compared; the quick check's alone if asked for."""
    from bench.areas import AREAS

    return [case for area in AREAS for case in area.cases if (case.quick if quick else case.tracked)]


def cost_of(case: Case) -> float:
    """Our cost, in this process; the result is checked before."""
    work = case.ours()
    case.check(work(), None)
    return timing.run(work, None, budget=BUDGET, most=MOST).cost


def in_new_process(names: list[str], say: Callable[[str], None] = lambda _: None) -> dict[str, float]:
    """The costs of cases, measured in a process of its own; told line by line. What is not here has none."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.baseline", *names], cwd=machine.ROOT, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = {}
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            name, cost = json.loads(line)
            say(f"  {name}: {'not here' if cost is None else f'{cost:.4g}'}")
            if cost is not None:
                found[name] = cost
    if process.returncode:
        raise RuntimeError(f"costs could not be measured: the process ended with {process.returncode}")
    return found


def main(names: list[str]) -> None:
    """Print each case's name and cost, as JSON, a line each."""
    cases = {case.name: case for case in tracked(quick=False)}
    for name in names:
        try:
            cost: float | None = cost_of(cases[name])
        except PeerMissingError:
            cost = None
        sys.stdout.write(json.dumps([name, cost]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
