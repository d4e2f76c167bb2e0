"""What the figures are relative to: the machine, its load, the versions, and the source that was measured."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.case import installed

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "bench"
_MEASURED = ("ait", "bench")
_SUFFIXES = (".py", ".ait")
_CODE = ("ait", ":(glob)bench/**/*.py")
_BESIDE = ("numba", "llvmlite", "numpy", "networkx", "zstandard")


def processor_model() -> str:
    """The processor as the system names it, with family, model and stepping, which a cloud's name leaves out."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name = facts.get("model name", platform.machine())
    return f"{name} (family {facts.get('cpu family', '?')}, model {facts.get('model', '?')})"


def memory_gigabytes() -> float:
    """How much memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def source_key() -> str:
    """A hash over everything that is measured and that measures; a result belongs to one of them."""
    digest = hashlib.sha256(f"{sys.version} {installed('numba')} {installed('numpy')}".encode())
    for folder in _MEASURED:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def commit() -> str:
    """The commit that is checked out, with a word if the tree differs from it; "" where there is no git."""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--", *_CODE], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{head}, with changes" if changed.strip() else head


def described() -> dict[str, Any]:
    """All of it, for a result's file."""
    return {
        "key": source_key(),
        "commit": commit(),
        "processor": processor_model(),
        "processors": os.cpu_count(),
        "memory": round(memory_gigabytes(), 1),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "versions": {name: installed(name) for name in _BESIDE},
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "load": round(os.getloadavg()[0], 2),
    }
