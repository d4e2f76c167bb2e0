"""A small walk whose driver dies by kill -9 at a chosen point, in the midst of saving if need be."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ait import storage
from ait.enumeration.cluster import cluster
from ait.enumeration.driver import walk
from ait.enumeration.space import Part

JOBS = 40


@dataclass(frozen=True)
class Powers:
    """Job j finds j³ in cell j mod 7, and takes a moment for it; the part grows with the jobs, as real ones do."""

    pause: float = 0.0

    def identity(self) -> dict[str, int | str]:
        return {"space": "powers", "jobs": JOBS}

    def job_count(self) -> int:
        return JOBS

    def run_job(self, job: int) -> Part:
        time.sleep(self.pause)
        cells = np.zeros(7, np.uint64)
        cells[job % 7] = job**3
        return {"cells": cells, "rows": np.random.default_rng(job).integers(0, 1 << 60, 50).astype(np.uint64)}

    def empty(self) -> Part:
        return {"cells": np.zeros(7, np.uint64), "rows": np.zeros(0, np.uint64)}

    def merge(self, whole: Part, part: Part) -> Part:
        rows = np.sort(np.concatenate([whole["rows"], part["rows"]]))
        return {"cells": whole["cells"] + part["cells"], "rows": rows}

    def nodes(self, whole: Part) -> int:
        return len(whole["rows"])

    def share_done(self, whole: Part) -> float:
        return len(whole["rows"]) / (50 * JOBS)


def bytes_of(part: Part) -> bytes:
    return b"".join(part[name].tobytes() for name in sorted(part))


class Clock:
    """Counts what happens, and kills this very process at one of the events."""

    def __init__(self, last: int) -> None:
        self.left = last

    def tick(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def ticking(*args: Any, **kwargs: Any) -> Any:
            self.tick()
            result = function(*args, **kwargs)
            self.tick()
            return result

        return ticking


def main(checkpoint: str, last: int, address: str) -> None:
    """Walk, on a cluster if there is an address, and die at event number ``last``; 0 for never."""
    clock = Clock(last)
    for name in ("fsync", "replace", "fdopen"):
        setattr(storage.os, name, clock.around(getattr(os, name)))
    with cluster(address) if address else contextlib.nullcontext() as executor:
        part = walk(
            Powers(0.002),
            workers=2,
            executor=executor,
            checkpoint=checkpoint,
            resume=True,
            progress=lambda _: clock.tick(),
            save_every=0.0,
        )
    Path(checkpoint + ".result").write_bytes(bytes_of(part))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
