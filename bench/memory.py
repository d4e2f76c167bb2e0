"""The largest memory of a process that does one side of one case once: ``python -m bench.memory CASE ours``."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from bench.areas import AREAS


def main(name: str, side: str) -> None:
    """Do it, and print megabytes. Areas import nothing heavy before they are asked to: only this side counts."""
    case = next(case for area in AREAS for case in area.cases if case.name == name)
    work = case.peer.prepare() if side == "peer" and case.peer is not None else case.ours()
    work()
    sys.stdout.write(f"\n{largest()}\n")


def largest() -> float:
    """The most memory that this process has had, in MB.

    The system's own account of a process starts with what its parent had when it was forked; Linux also says what it
    has had since it is itself.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
