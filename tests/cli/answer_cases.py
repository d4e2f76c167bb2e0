"""Commands for every document: small, and of several kinds of input; run in a folder that ``furnish`` has filled."""

import json
from pathlib import Path

import numpy as np

from tests.language_models.gguf_writer import tiny_model

KT = ("--measure", "KT", "--measure", "LZ76")
CASES: dict[str, list[tuple[str, ...]]] = {
    "report": [
        ("report", "0101010101010101"),
        ("report", "0", *KT),
        ("report", "0110", "0111", *KT, "--measure", "coding theorem"),
        ("report", "0120120221", "--alphabet", "0123", "--measure", "coding theorem"),
        ("report", "text.txt", *KT, "--measure", "bz2"),
        ("report", "latin.bin", "--as", "bytes", *KT),
        ("report", "--source", "golden-mean:200", *KT),
        ("report", "array.npy", *KT),
    ],
    "prior": [
        ("prior", "0101", "--bits", "16"),
        ("prior", "0", "--bits", "12"),
        ("prior", "0101", "--bits", "14", "--given", "0101"),
        ("prior", "0110100110010110", "--bits", "14"),
    ],
    "search": [("search", "0101010101010101", "--bits", "20"), ("search", "0110100110010110", "--bits", "12")],
    "bdm": [
        ("bdm", "010101010101010101010101"),
        ("bdm", "0"),
        ("bdm", "0120120120", "--block", "5", "--alphabet", "0123"),
        ("bdm", "array.npy"),
        ("bdm", "010101010101010101010101", "--code", "urn"),
    ],
    "perturb": [
        ("perturb", "0101010101011010101"),
        ("perturb", "01010101", "--kind", "delete"),
        ("perturb", "array.npy", "--top", "0"),
        ("perturb", "0101", "--kind", "insert", "--measure", "KT"),
    ],
    "graph": [
        ("graph", "net.edges", "--samples", "0"),
        ("graph", "net.edges", "--samples", "3", "--what", "none"),
        ("graph", "net.edges", "--samples", "0", "--what", "nodes", "--sparsify", "2"),
        ("graph", "net.edges", "--samples", "0", "--deconvolve", "2"),
        ("graph", "net.edges", "--samples", "0", "--sparsify", "3", "--ties", "together", "--directed"),
    ],
    "distance": [
        ("distance", "01010101010101010101", "01010101010101010111", "--code", "lzma"),
        ("distance", "0110", "0011", "1111", "--code", "kt", "--code", "bz2", "--form", "conditional"),
        ("distance", "text.txt", "latin.bin", "--code", "lzma", "--form", "sum"),
    ],
    "table-list": [("table", "list")],
    "table-show": [
        ("table", "show", "turing-5-2"),
        ("table", "show", "lbf", "--top", "3"),
        ("table", "show", "turing-4-4-sampled"),
        ("table", "show", "turmite-4-2-500", "--top", "0"),
    ],
    "table-compare": [
        ("table", "compare", "turing-5-2-500", "lbf", "--top", "2"),
        ("table", "compare", "lbf", "lbf"),
        ("table", "compare", "turmite-4-2-500", "turmite-4-2-500"),
    ],
    "table-distributions": [("table", "distributions", "turing-5-2"), ("table", "distributions", "turing-5-2-500")],
    "table-verify": [
        ("table", "verify", "turing-5-2-500", "--witnesses", "5"),
        ("table", "verify", "turmite-4-2-500", "--witnesses", "2"),
    ],
    "run-turing": [("run", "turing", "1RB1LB_1LA1-H"), ("run", "turing", "1597", "--states", "2", "--steps", "3")],
    "run-turmite": [("run", "turmite", "1RB1UB_1LA1-H")],
    "run-lbf": [("run", "lbf", ",;]", "--input", "0110"), ("run", "lbf", "1010001", "--steps", "5", "--trace")],
    "run-blc": [
        ("run", "blc", "\\x.x"),
        ("run", "blc", "0010", "--input", "0110", "--trace"),
        ("run", "blc", "(\\x.x x)(\\x.x x)", "--steps", "9"),
    ],
    "entropy-rate": [
        ("entropy-rate", "0110100110010110"),
        ("entropy-rate", "01"),
        ("entropy-rate", "--source", "golden-mean:400", "--ladder"),
        ("entropy-rate", "0110100110010110", "--method", "blocks", "--correction", "nsb", "--length", "2"),
    ],
    "evidence": [
        ("evidence", "01010101010101010101", *KT),
        ("evidence", "0", "012", *KT),
        ("evidence", "0" * 1200, *KT),
    ],
    "infer": [
        ("infer", "0110110111", "--models", "bernoulli", "--option", "parts=4"),
        ("infer", "0110110111101", "--models", "markov", "--unnormalised", "--slack", "1"),
        ("infer", "0010111001011100", "--models", "recurrences", "--option", "noise=0,0.1", "--top", "2"),
    ],
    "randomness": [
        ("randomness", "HTHTHHTHTT"),
        ("randomness", "0"),
        ("randomness", "0120120221", "--symbols", "4"),
        ("randomness", "01" * 1500),
    ],
    "discretise": [
        ("discretise", "data.csv", "--column", "volts"),
        ("discretise", "data.csv", "--method", "ordinal", "--symbols", "3", "--column", "2"),
    ],
    "enumerate": [("enumerate", "turing", "--states", "2", "--steps", "6", "--out", "d2.ait", "--force")],
    "lm-info": [("lm", "info", "--model", "tiny.gguf")],
    "lm-score": [
        ("lm", "score", "short.txt", "--model", "tiny.gguf", "--window", "64"),
        ("lm", "score", "short.txt", "--model", "tiny.gguf", "--window", "64", "--tokens", "--no-cache"),
    ],
    "lab-list": [("lab", "list")],
    "lab-run": [("lab", "run", "cross-entropy-gap", "--size", "small", "--out", "lab")],
}


def furnish(folder: Path) -> Path:
    """Small files of every kind that the cases name."""
    (folder / "text.txt").write_text("The quick brown fox, jumping; " * 9, encoding="utf-8")
    (folder / "short.txt").write_text("hello  world!", encoding="utf-8")
    (folder / "latin.bin").write_bytes(bytes(range(256)))
    (folder / "net.edges").write_text("a b\nb c\nc a\nc d\nd e\n", encoding="utf-8")
    (folder / "data.csv").write_text("time,volts\n" + "".join(f"{i},{i * i % 7}.5\n" for i in range(30)), "utf-8")
    np.save(folder / "array.npy", np.array([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 1, 1], [0, 0, 0, 1]], np.uint8))
    tiny_model(folder / "tiny.gguf")
    return folder


def parse(text: str) -> dict:
    """A JSON document; words such as NaN, which JSON does not know, are refused."""

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found
