"""Rounds in which ours, the peer and the reference take turns, so that all of them meet the same load.

Times are of the processor, all threads and finished child processes together, and not of the wall: what other
processes take does not count.  What they do to caches and to the memory bus does, and hits what runs next to each
other alike.  So a ratio is formed in each round, and the median of the ratios is what is quoted, with their range.
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.case import Work
from bench.reference import reference

LEAST = 0.02
"""A call that is quicker than this many seconds is timed several times in a row."""
FEWEST = 3
LONG = 0.5
"""A call that takes longer than this many seconds has shown at its first call how long it takes."""
_UNIT_CALLS, _PATIENCE = 2, 4


def processor() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(work: Work, calls: int = 1, clock: Callable[[], float] = processor) -> tuple[Any, float]:
    """The last result of some calls, and the seconds of one."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        start = clock()
        for _ in range(calls):
            result = work()
        spent = clock() - start
    finally:
        if enabled:
            gc.enable()
    return result, max(spent / calls, 1e-9)


@dataclass
class Rounds:
    """What each round took: seconds of ours, of the peer (empty without one) and of the reference."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    unit: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """Our cost in units of the reference: the least of ours over the least of the reference.

        Load only ever adds to a time, so that the least of several is nearest to what the work itself takes.
        """
        return min(self.ours) / min(self.unit)


def calls_for(seconds: float) -> int:
    """How many calls in a row take long enough to be timed, when one takes ``seconds``."""
    return max(1, round(LEAST / seconds)) if seconds < LEAST else 1


def run(
    ours: Work,
    peer: Work | None,
    *,
    budget: float,
    most: int,
    clock: Callable[[], float] = processor,
    unit: Work | None = None,
    first: tuple[float, float] = (0.0, 0.0),
) -> Rounds:
    """Rounds until the budget is spent, ``FEWEST`` at least and ``most`` at most.

    Both have been called before, so that everything is compiled and loaded; ``first`` says how long that took, ours and
    the peer's. ``unit`` is the reference if left out.
    """
    found, unit = Rounds(), unit or reference
    unit()
    ours_calls = 1 if first[0] > LONG else calls_for(timed(ours, clock=clock)[1])
    peer_calls = 1 if peer is None or first[1] > LONG else calls_for(timed(peer, clock=clock)[1])
    started, began = processor(), time.perf_counter()
    while len(found.ours) < most:
        # By the wall, too, for work in processes that are not our children.
        spent = max(processor() - started, (time.perf_counter() - began) / _PATIENCE)
        if len(found.ours) >= FEWEST and spent > budget:
            break
        found.unit.append(timed(unit, _UNIT_CALLS)[1])
        found.ours.append(timed(ours, ours_calls, clock)[1])
        if peer is not None:
            found.peer.append(timed(peer, peer_calls, clock)[1])
    return found


def once(ours: Work, clock: Callable[[], float] = processor) -> tuple[Any, Rounds]:
    """The first call itself, for what happens but once: its result, and what it took."""
    reference()
    unit = timed(reference, _UNIT_CALLS)[1]
    result, seconds = timed(ours, clock=clock)
    return result, Rounds([seconds], [], [unit])


def amount_of(amount: float | Callable[[Any], float], result: Any) -> float:
    """How much one call did."""
    return float(amount(result)) if callable(amount) else float(amount)
