"""``ait graph`` on files of every kind, and what it writes."""

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner, Result

from ait.cli.main import ait, main
from ait.errors import InputError
from ait.graphs.adjacency import as_adjacency
from ait.graphs.files import graph_file, parse_graph, read_graph
from ait.graphs.information import graph_bdm, graph_information
from ait.graphs.sparsify import sparsify
from tests.measures.small_squares import Rectangles

GRAPH = nx.Graph()
GRAPH.add_nodes_from(range(11))
GRAPH.add_edges_from(nx.barbell_graph(5, 1).edges)


@pytest.fixture(autouse=True)
def small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ait.measures.bdm_blocks.default_table", lambda *_: Rectangles())


@pytest.fixture
def edge_list(tmp_path: Path) -> str:
    path = tmp_path / "graph.edges"
    path.write_text("# a barbell\n" + "".join(f"{a} {b}\n" for a, b in GRAPH.edges))
    return str(path)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(ait, list(arguments), input=stdin, catch_exceptions=False)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) in (1, 2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_graph_as_text_and_json(edge_list: str) -> None:
    graph = read_graph(edge_list)
    shown = run("graph", edge_list, "--block", "3").output
    assert f"{graph_bdm(graph, 3).bits:,.4f} bits, estimate" in shown
    assert "100 orders of the nodes" in shown
    assert "reprogrammability: relative" in shown
    for what in ("edges", "nodes"):
        record = json.loads(run("graph", edge_list, "--block", "3", "--what", what, "--samples", "0", "--json").output)
        assert record["information"]["bits"] == graph_information(graph, what, 3).bits.tolist()
    piped = run("graph", "-", "--block", "3", stdin=Path(edge_list).read_bytes()).output
    assert piped == shown
    assert "information" not in json.loads(run("graph", edge_list, "--block", "3", "--what", "none", "--json").output)


def test_orders(edge_list: str) -> None:
    assert "canonical order" in run("graph", edge_list, "--block", "3", "--order", "canonical").output
    shown = run("graph", edge_list, "--block", "3", "--order", "minimum", "--samples", "30").output
    assert "the order of least bits among 30 orders, a sample of 11!" in shown


def test_sparsification_and_deconvolution(edge_list: str, tmp_path: Path) -> None:
    smaller = tmp_path / "smaller.graphml"
    record = json.loads(
        run("graph", edge_list, "--block", "3", "--sparsify", "4", "--out", str(smaller), "--json").output
    )
    expected = sparsify(read_graph(edge_list), 4, "edges", 3)
    assert record["sparsified"]["bits"] == expected.bits.tolist()
    assert record["sparsified"]["removed"] == [list(edge) for edge in expected.removed]
    assert nx.number_of_edges(nx.read_graphml(smaller)) == GRAPH.number_of_edges() - 4
    shown = run("graph", edge_list, "--block", "3", "--deconvolve", "jumps").output
    assert "jumps of more than 1 +" in shown
    assert "components, of" in shown
    parts = json.loads(run("graph", edge_list, "--block", "3", "--deconvolve", "2", "--json").output)
    assert len(parts["deconvolution"]["components"]) >= 2


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("options", [["--sparsify", "5"], ["--what", "nodes"], ["--what", "none"]])
def test_pictures(edge_list: str, tmp_path: Path, ending: str, options: list[str]) -> None:
    file = tmp_path / f"graph.{ending}"
    assert run("graph", edge_list, "--block", "3", "--picture", str(file), *options).exit_code == 0
    assert file.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending])


def test_pictures_of_directed_and_of_large_graphs(tmp_path: Path) -> None:
    (tmp_path / "d.edges").write_text("a b\nb c\nc a\n")
    nx.write_edgelist(nx.gnm_random_graph(450, 900, seed=1), tmp_path / "large.edges", data=False)
    for name, extra in (("d", ["--directed"]), ("large", [])):
        file = tmp_path / f"{name}.png"
        options = ["--block", "3", "--samples", "0", "--picture", str(file), *extra]
        assert run("graph", str(tmp_path / f"{name}.edges"), *options).exit_code == 0
        assert len(file.read_bytes()) > 5000


def test_every_kind_of_file_holds_the_same_graph(tmp_path: Path) -> None:
    cells = as_adjacency(GRAPH).cells
    np.save(tmp_path / "g.npy", cells)
    np.savetxt(tmp_path / "g.csv", cells, fmt="%d", delimiter=",")
    nx.write_graphml(GRAPH, tmp_path / "g.graphml")
    nx.write_gml(GRAPH, tmp_path / "g.gml")
    (tmp_path / "edges.csv").write_text("source,target,weight\n" + "".join(f"{a},{b},1.5\n" for a, b in GRAPH.edges))
    for name in ("g.npy", "g.csv", "g.graphml", "g.gml", "edges.csv"):
        assert np.array_equal(read_graph(tmp_path / name).cells, cells), name
    for name in ("out.npy", "out.graphml", "out.edges"):
        (tmp_path / name).write_bytes(graph_file(as_adjacency(GRAPH), name))
        assert np.array_equal(read_graph(tmp_path / name).cells, cells), name
    assert parse_graph(b"b a\na c\n", "x").nodes == ("b", "a", "c")
    assert read_graph(tmp_path / "edges.csv", directed=True).cells.sum() == GRAPH.number_of_edges()


def test_what_is_no_graph_gets_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, edge_list: str) -> None:
    def file(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    assert "line 2: an edge is two nodes, not 'c'" in complaint(capsys, "graph", file("x", "a b\nc\n"))
    assert "comes a second time" in complaint(capsys, "graph", file("x", "a b\nb a\n"))
    assert "it is empty" in complaint(capsys, "graph", file("x", "# nothing\n"))
    assert "cannot be read as a graph" in complaint(capsys, "graph", file("x.graphml", "<html"))
    assert "cannot be read as a graph" in complaint(capsys, "graph", file("x.gml", "nothing"))
    assert "no such file" in complaint(capsys, "graph", "absent.edges").casefold()
    np.save(tmp_path / "x.npy", np.full((2, 2), 0.5))
    assert "holds 0 and 1" in complaint(capsys, "graph", str(tmp_path / "x.npy"))
    assert "--what" in complaint(capsys, "graph", edge_list, "--what", "none", "--sparsify", "1")
    assert "say jumps" in complaint(capsys, "graph", edge_list, "--deconvolve", "all")
    assert ".png" in complaint(capsys, "graph", edge_list, "--picture", "graph.gif")
    assert "0 to 22 edges" in complaint(capsys, "graph", edge_list, "--sparsify", "99")
    nx.write_graphml(GRAPH, tmp_path / "g.graphml")
    assert "has no directions" in complaint(capsys, "graph", str(tmp_path / "g.graphml"), "--directed")
    out = str(tmp_path / "left.edges")
    assert "lose nodes" in complaint(capsys, "graph", edge_list, "--block", "3", "--sparsify", "22", "--out", out)
    assert "not UTF-8" in complaint(capsys, "graph", file_of(tmp_path, b"\xff\xfe\x00"))
    with pytest.raises(InputError, match="blanks or commas"):
        graph_file(as_adjacency(nx.Graph([("a b", "c")])), "x.edges")
    assert parse_graph(b"0 1\n1 0\n", "x").cells.tolist() == [[0, 1], [1, 0]]


def file_of(folder: Path, data: bytes) -> str:
    (folder / "binary").write_bytes(data)
    return str(folder / "binary")
