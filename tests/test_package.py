"""The package as a whole: its version, its public names, and how little importing it costs."""

import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import ait

ROOT = Path(__file__).parent.parent
HEAVY = ("numba", "numpy", "scipy", "networkx", "matplotlib", "rich", "zstandard")


def loaded_by(statement):
    """Which heavy packages a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_there_is_one_version():
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    assert settings["metadata"]["version"] == ait.__version__
    newest = re.search(r"^## \[?([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == ait.__version__


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import ait") == "[]"


def test_importing_the_command_line_loads_no_compiler():
    assert not set(loaded_by("import ait.cli").strip("[]").replace("'", "").split(", ")) & {
        "numba",
        "scipy",
        "networkx",
        "matplotlib",
    }


def test_public_names_exist_and_are_listed():
    assert [name for name in ait.__all__ if not hasattr(ait, name)] == []
    assert dir(ait) == sorted(ait.__all__)


def test_types_are_shipped():
    assert (ROOT / "ait" / "py.typed").is_file()


def test_no_module_takes_a_public_name():
    """Importing ait.x makes ait.x the module, whatever it was before."""
    modules = {path.stem for path in (ROOT / "ait").iterdir()}
    assert modules & set(ait.__all__) == set()
