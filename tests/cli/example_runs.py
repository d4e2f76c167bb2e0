"""The examples of the --help pages, run as a shell would run them, and small files for them to read."""

import glob
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import doc_blocks
import numpy as np
from click.testing import CliRunner

from ait.cli.main import ait
from tests.language_models.gguf_writer import tiny_model

# What is too long here, and what is run in its place.
REDUCED = {
    "ait enumerate turing --states 4 --steps 107 --out d4.ait": ("seconds", ("--states 4", "--states 3")),
    "ait enumerate turing --states 5 --steps 500 --out d5.ait": ("minutes", ("--states 5", "--states 2")),
    "ait enumerate turing --states 5 --complete --out d5-complete.ait": ("a minute", ("--states 5", "--states 2")),
    "ait enumerate turing --states 2 --symbols 4 --steps 200 --out d24.ait": (
        "seconds",
        ("symbols 4", "symbols 3"),
    ),
    "ait enumerate turmite --states 3 --steps 100 --out squares.ait": ("seconds", ("--states 3", "--states 2")),
    "ait enumerate turing --states 4 --symbols 4 --steps 2000 --sample 10000 --out d44.ait": (
        "seconds",
        ("--sample 10000", "--sample 10 --replicates 2"),
    ),
    "ait enumerate lbf --bits 24 --length 16 --out lbf.ait": ("seconds", ("--bits 24", "--bits 14")),
    "ait entropy-rate --source golden-mean:1000000 --method blocks --correction nsb --length 8": (
        "seconds",
        ("1000000", "10000"),
    ),
    "ait entropy-rate --source even:100000 --ladder": ("seconds", ("100000", "2000")),
    "head -c 100000 /dev/urandom | ait evidence -": ("seconds", ("100000", "1000")),
    "head -c 100000 /dev/urandom | ait evidence - --as bytes": ("seconds", ("100000", "1000")),
    "ait evidence --source randu:40000": ("seconds", ("40000", "4000")),
    "ait search 0110100110010110 --bits 33": ("half a minute", ("33", "20")),
    "ait search 0110100110010110": ("seconds", ("0110100110010110", "0110100110010110 --bits 20")),
    "ait search 01010101010101010101010101010101 --bits 30 --json": ("seconds", ("30", "20")),
    "ait lab run all --out lab": ("minutes", ("all", "cross-entropy-gap --size small")),
    "ait lab run all --out lab --resume": ("minutes", ("all", "cross-entropy-gap --size small")),
    "ait lab run emergence --seed 1 --size small --out lab": ("seconds", ("emergence", "cross-entropy-gap")),
    "ait lab invariance --length 16 --bits 33 --out studies": ("hours", ("16 --bits 33", "4 --bits 12")),
    "ait lm study README.md --tokens 500 --out studies": ("minutes", ("500", "20")),
    "ait report --source thue-morse:4096 --source random-bits:4096": ("seconds", ("4096", "500")),
    "ait infer 0101010101 --models lbf --option bits=22 --unnormalised": ("seconds", ("22", "10")),
    "ait infer --source rrxor:100 --models automata --option states=5 --option parts=2": (
        "seconds",
        ("states=5", "states=2"),
    ),
    "ait table build turing-4-5-sampled": ("two minutes", ("turing-4-5-sampled", "turing-small")),
    "ait table verify turing-5-2": ("seconds", ("turing-5-2", "turing-5-2-500 --witnesses 10")),
}
NOT_RUN = {
    "ait enumerate turing --states 6 --steps 500 --longest 16 --device gpu --out d6.ait": "a graphics "
    "processor, and minutes",
    "ait serve": "it listens until Ctrl-C: tests/serve",
    "ait serve --port 9000 --no-browser": "it listens until Ctrl-C: tests/serve",
    "ait serve --seconds 300 --size 10000000": "it listens until Ctrl-C: tests/serve",
    "ait lm fetch": "it needs the network: tests/language_models/test_weights.py",
    "ait enumerate turing --states 5 --steps 500 --out d5.ait --scheduler tcp://10.0.0.1:8786": "it needs a cluster: "
    "tests/enumeration/test_cluster.py",
}


@dataclass(frozen=True)
class Ran:
    """What a command line gave: its exit status, and what it printed."""

    status: int
    output: bytes
    complaints: str


def furnish(folder: Path) -> None:
    """Small files under the names that examples use."""
    (folder / "corpora").mkdir()
    for path in (doc_blocks.ROOT / "corpora").glob("*.txt"):
        (folder / "corpora" / path.name).write_bytes(path.read_bytes()[:400])
    (folder / "README.md").write_bytes((doc_blocks.ROOT / "README.md").read_bytes()[:300])
    rows = "".join(f"{i},{i * i % 7}.5\n" for i in range(40))
    (folder / "data.csv").write_text(f"time,volts\n{rows}", "utf-8")
    (folder / "data.txt").write_text(" ".join(str(i * i % 11) for i in range(40)), "utf-8")
    np.save(folder / "data.npy", np.cos(np.arange(40.0)))
    edges = [(i, j) for i in range(9) for j in range(i + 1, 9) if (i * j + i) % 5]
    (folder / "network.edges").write_text("".join(f"{a} {b}\n" for a, b in edges), "utf-8")
    nodes = "".join(f'<node id="{i}"/>' for i in range(9))
    links = "".join(f'<edge source="{a}" target="{b}"/>' for a, b in edges)
    space = "http://graphml.graphdrawing.org/xmlns"
    graph = f'<graphml xmlns="{space}"><graph edgedefault="undirected">{nodes}{links}</graph></graphml>'
    (folder / "network.graphml").write_text(graph, "utf-8")
    (folder / "matrix.csv").write_text("0,1,1\n1,0,0\n1,0,0\n", "utf-8")
    (folder / "dump.bin").write_bytes(bytes(range(64)))
    (folder / "answers.txt").write_text("0110100101", "utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.py").write_text(f"print('{name}')\n" * 9, "utf-8")
    tiny_model(folder / "other.gguf")
    picture(folder / "picture.png")


def picture(path: Path) -> None:
    from PIL import Image

    Image.fromarray((np.indices((12, 12)).sum(0) % 3 * 100).astype(np.uint8)).save(path)


def run(line: str) -> Ran:
    """A command line with pipes, and perhaps a file for its output, run in this process where it is ait's."""
    line, _, target = line.replace(">>", ">").partition(" > ")
    data, status, complaints = b"", 0, ""
    for stage in line.split(" | "):
        words = [word for part in shlex.split(stage) for word in (sorted(glob.glob(part)) if "*" in part else [part])]
        if words[0] == "ait":
            done = CliRunner().invoke(ait, words[1:], input=data)
            data, complaints = done.stdout_bytes, f"{complaints}{done.stderr}{done.exception or ''}"
            status = max(status, done.exit_code)
        else:
            data = subprocess.run(words, input=data, capture_output=True, check=True).stdout
    if target:
        path = Path(target.strip().replace("~", "home"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Ran(status, data, complaints)
