"""How long one waits for the first thing: processor seconds of processes that start, do it and end."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from bench.case import Area, Case, Peer, PeerMissingError, Work, installed, require
from bench.machine import ROOT

SHORT = "0101010101010101"
PEERS = ("pybdm", "antropy", "neurokit2", "dit", "pyinform", "infomeasure", "lzcomplexity")
IMPORT_AIT = "import ait; ait.bdm"


def process(*arguments: str, **variables: str) -> Work:
    """A Python process that is given so many arguments; the work returns what it printed."""

    def run() -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", **variables},
        )
        require(done.returncode == 0, f"{arguments} ended with {done.returncode}: {done.stderr[-300:]}")
        return done.stdout

    return run


def _import(package: str) -> Callable[[], Work]:
    def prepare() -> Work:
        if importlib.util.find_spec(package) is None or installed(package) is None:
            raise PeerMissingError(f"{package} is not installed")
        return process("-W", "ignore", "-c", f"import {package}")

    return prepare


def _bare() -> Work:
    return process("-c", "pass")


def _says(*words: str) -> Callable[[Any, Any], str]:
    def check(ours: Any, _: Any) -> str:
        require(all(word in ours for word in words), f"{words} not in {ours[:200]}")
        return "what it prints"

    return check


def _quietly(ours: Any, _: Any) -> str:
    require(ours == "", f"it printed {ours[:200]}")
    return "ends well"


def _first_report() -> Work:
    folder = tempfile.TemporaryDirectory()
    run = process("-m", "ait", "report", SHORT, XDG_CACHE_HOME=folder.name)

    def report() -> str:
        with folder:
            return run()

    return report


def _case(
    name: str, ours: Callable[[], Work], check: Callable[[Any, Any], str], peer: Peer | None, **more: Any
) -> Case:
    return Case(name, 1, "", ours, check, peer, budget=4, **{"rounds": 7, "memory": False, **more})


PROSE = (
    "Seconds of processor time of whole processes. The first report on a machine compiles the kernels that it needs "
    "and keeps them; it is measured once, in an empty cache. `import ait` alone loads next to nothing; beside the "
    "packages it also loads a measure and what that needs."
)
AREA = Area(
    "start_up",
    "Start-up",
    PROSE,
    (
        _case(
            "`ait --help`",
            lambda: process("-m", "ait", "--help"),
            _says("Usage", "report"),
            Peer("Python itself, doing nothing", _bare),
            quick=True,
        ),
        _case(
            "`import ait`", lambda: process("-c", "import ait"), _quietly, Peer("Python itself, doing nothing", _bare)
        ),
        *(
            _case(
                f"`{IMPORT_AIT}` beside `import {package}`",
                lambda: process("-c", IMPORT_AIT),
                _quietly,
                Peer(package, _import(package), package=package),
                tracked=package == "pybdm",
            )
            for package in PEERS
        ),
        _case(
            f"`ait report {SHORT}`, first",
            _first_report,
            _says("coding theorem", "LBF Km"),
            None,
            rounds=1,
            tracked=False,
        ),
        _case(
            f"`ait report {SHORT}`, kernels compiled",
            lambda: process("-m", "ait", "report", SHORT),
            _says("coding theorem", "LBF Km"),
            None,
        ),
        _case(
            "`ait report corpora/us-constitution.txt`, kernels compiled",
            lambda: process("-m", "ait", "report", "corpora/us-constitution.txt"),
            _says("context mixing"),
            None,
            tracked=False,
        ),
    ),
)
