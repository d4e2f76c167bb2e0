"""The wheel and the source distribution: what is in them, and that the wheel works where only its dependencies are."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import ait

ROOT = Path(__file__).parents[1]
LARGEST = 15_000_000
BUILD = "from setuptools import build_meta; print(build_meta.build_{what}({folder!r}))"


def build(what: str, source: Path, folder: Path) -> Path:
    """What ``pip wheel`` and ``python -m build`` do, without their network: the back end's own hook."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD.format(what=what, folder=str(folder))],
        cwd=source,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.splitlines()[-1]


def core() -> set[str]:
    """The distributions that ait needs, and that these need, by their names here."""
    found: set[str] = set()
    waiting = [text for text in importlib.metadata.requires("ait") or [] if "extra ==" not in text]
    while waiting:
        needed = Requirement(waiting.pop())
        if needed.name not in found and (needed.marker is None or needed.marker.evaluate({"extra": ""})):
            found.add(needed.name)
            waiting += importlib.metadata.requires(needed.name) or []
    return found


def furnish(site: Path) -> None:
    """Links to the core dependencies alone, where ``pip install`` would put them: no extra's package is there."""
    for name in core():
        for file in importlib.metadata.files(name) or []:
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (site / top).exists():
                (site / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    leave = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests", "bench", "docs")
    shutil.copytree(ROOT, source, ignore=leave)
    # What must never get in is there to be taken.
    for name in ("tests", "bench"):
        (source / name).mkdir()
        (source / name / "__init__.py").write_text("")
    packed = build("sdist", source, folder)
    with tarfile.open(packed) as archive:
        # The oldest of the Pythons that are supported know no filters.
        archive.extractall(folder / "unpacked", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    # The wheel is built from the source distribution alone, so that this one is complete.
    return build("wheel", next((folder / "unpacked").iterdir()), folder)


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with nothing but the wheel and the core dependencies."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "--disable-pip-version-check"]
    subprocess.run([*install, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([programs / "python", "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    furnish(Path(site))
    return programs


def run(programs: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of the installed package, from another folder, with the variables of a new shell."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    home = str(programs.parent / "home")
    return subprocess.run(
        [programs / arguments[0], *arguments[1:]],
        cwd=folder,
        env={**kept, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "NO_COLOR": "1", "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_what_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(f"ait-{ait.__version__}.dist-info/METADATA").decode()
    assert wheel.stat().st_size < LARGEST
    assert {name.split("/")[0] for name in names} == {"ait", f"ait-{ait.__version__}.dist-info"}
    files = [path for path in (ROOT / "ait").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    here = {path.relative_to(ROOT).as_posix() for path in files}
    assert {name for name in names if name.startswith("ait/")} == here
    assert {"ait/py.typed", "ait/tables/data/turing-5-2.ait", "ait/serve/page/index.html"} <= names
    assert f"Version: {ait.__version__}" in metadata
    assert "# ait" in metadata  # the README is its description


@pytest.mark.slow
@pytest.mark.needs_jit
def test_it_works(environment: Path, tmp_path: Path) -> None:
    assert run(environment, "ait", "--version", folder=tmp_path).stdout == f"ait, version {ait.__version__}\n"
    where = run(environment, "python", "-c", "import ait; print(ait.__file__)", folder=tmp_path).stdout
    assert str(environment.parent) in where
    few = [word for name in ("coding theorem", "KT", "LZ76", "zstd") for word in ("--measure", name)]
    report = run(environment, "ait", "report", "0101", *few, folder=tmp_path)
    assert report.returncode == 0, report.stderr
    assert "coding theorem   8.26" in report.stdout
    verified = run(environment, "ait", "table", "verify", "turing-5-2", folder=tmp_path)
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.count("ok  ") == 8


MISSING = (
    ("html", "ait report 0101 --measure KT --html page.html"),
    ("compressors", "ait distance 0101 0110 --code brotli"),
    ("serve", "ait serve"),
    ("lab", "ait lab run memory-capacity --out lab"),
    ("plot", "ait perturb 0101 --picture map.png"),
    ("images", "ait bdm x.png"),
    ("lm", "ait lm score x.txt"),
    ("distributed", "ait enumerate turing --states 2 --steps 6 --out d2.ait --scheduler tcp://127.0.0.1:1"),
)


@pytest.mark.slow
@pytest.mark.needs_jit
@pytest.mark.parametrize(("extra", "command"), MISSING, ids=[extra for extra, _ in MISSING])
def test_a_missing_extra_says_so_in_one_line(environment: Path, tmp_path: Path, extra: str, command: str) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "x.txt").write_text("a short text")
    done = run(environment, *command.split(), folder=tmp_path)
    said = [line for line in done.stderr.splitlines() if "compiling" not in line]
    assert done.returncode == 1
    assert len(said) == 1
    assert f"ait[{extra}]" in said[0]
