"""Graphs from files: GraphML, GML, edge lists, and adjacency matrices as .npy or CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from ait.errors import InputError
from ait.graphs.adjacency import Adjacency, as_adjacency
from ait.number_files import parse_numbers, read_numbers
from ait.storage import read_bytes

_MARKS = ",;\t"


def read_graph(path: str | Path, directed: bool | None = None) -> Adjacency:
    """A graph by its file's name.

    * ``.graphml``, ``.gml``: as networkx reads them; the file says whether edges have directions.
    * ``.npy``: a square array of 0 and 1.
    * ``.csv``: as many numbers in each line as there are lines: a matrix of 0 and 1; else an edge list.
    * anything else is an edge list: two nodes a line, separated by blanks, commas, semicolons or tabs; what follows
      them (a weight, say) is not looked at, nor lines that begin with # or %; a first line of "source" and "target", or
      "from" and "to", is a header. Nodes come in the order in which they are named, whole numbers in their own.

    Args:
        path: the file.
        directed: whether edges have directions; edge lists have none if left out, and matrices where not symmetric.

    Raises:
        InputError: if the file holds no graph of this kind; the message names the line.
        StorageError: if it cannot be read.
    """
    name = str(path)
    if name.endswith((".graphml", ".gml")):
        return _told(_parsed(read_bytes(path), name), directed, name)
    if name.endswith(".npy"):
        return as_adjacency(read_numbers(path), directed)
    return parse_graph(read_bytes(path), name, directed)


def parse_graph(data: bytes, source: str, directed: bool | None = None) -> Adjacency:
    """A matrix or an edge list, see :func:`read_graph`.

    >>> parse_graph(b"a b\\nb c\\n", "example").nodes
    ('a', 'b', 'c')
    >>> parse_graph(b"0,1\\n1,0\\n", "example").cells.tolist()
    [[0, 1], [1, 0]]
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{source} is not UTF-8 text (byte {error.start}), so no edge list") from error
    lines = [(i, line) for i, line in enumerate(text.splitlines(), 1) if line.strip() and line.lstrip()[0] not in "#%"]
    if not lines:
        raise InputError(f"{source} holds no edges: it is empty")
    rows = [(i, _fields(line)) for i, line in lines]
    if all(len(row) == len(rows) and set(row) <= {"0", "1"} for _, row in rows):
        return as_adjacency(np.atleast_2d(parse_numbers("\n".join(x for _, x in lines).encode(), source)), directed)
    return _edge_list(rows, source, bool(directed))


def _fields(line: str) -> list[str]:
    mark = next((mark for mark in _MARKS if mark in line), None)
    fields = line.split() if mark is None else next(csv.reader(io.StringIO(line), delimiter=mark))
    return [field.strip() for field in fields]


def _edge_list(rows: list[tuple[int, list[str]]], source: str, directed: bool) -> Adjacency:
    import networkx as nx

    if [field.casefold() for field in rows[0][1][:2]] in (["source", "target"], ["from", "to"]):
        rows = rows[1:]
    graph: Any = nx.DiGraph() if directed else nx.Graph()
    for i, row in rows:
        if len(row) < 2 or not row[0] or not row[1]:
            raise InputError(f"{source}, line {i}: an edge is two nodes, not {' '.join(row)!r}")
        if graph.has_edge(row[0], row[1]):
            raise InputError(
                f"{source}, line {i}: the edge {row[0]} {row[1]} comes a second time; if both directions are meant,"
                " say that the graph is directed"
            )
        graph.add_edge(row[0], row[1])
    read = as_adjacency(graph)
    names = [str(node) for node in read.nodes]
    if all(name.isascii() and name.isdecimal() for name in names):
        return read.ordered(sorted(range(len(names)), key=lambda i: int(names[i])))
    return read


def _parsed(data: bytes, name: str) -> Any:
    import networkx as nx

    try:
        if name.endswith(".gml"):
            return nx.parse_gml(data.decode("utf-8").splitlines())
        return nx.parse_graphml(data.decode("utf-8"))
    except (nx.NetworkXError, ValueError, KeyError, SyntaxError) as error:
        raise InputError(f"{name} cannot be read as a graph: {error}") from error


def _told(graph: Any, directed: bool | None, name: str) -> Adjacency:
    if directed is not None and graph.is_directed() != directed:
        said = "has directions" if graph.is_directed() else "has no directions"
        raise InputError(f"{name} says that its graph {said}: leave --directed and --undirected out")
    return as_adjacency(graph)


def graph_file(graph: Adjacency, name: str) -> bytes:
    """The graph as the bytes of a file: .graphml, a .npy matrix, or an edge list, which holds no lonely nodes.

    Raises:
        InputError: if an edge list would lose nodes, or cannot hold a node's name.
    """
    if name.endswith(".npy"):
        stream = io.BytesIO()
        np.save(stream, graph.cells, allow_pickle=False)
        return stream.getvalue()
    if name.endswith(".graphml"):
        import networkx as nx

        text: str = "\n".join(nx.generate_graphml(graph.graph())) + "\n"
        return text.encode()
    edges = graph.edges()
    if len(np.unique(edges)) < len(graph):
        raise InputError(f"an edge list would lose nodes that have no edge: let {name} end in .graphml or .npy")
    names = [str(node) for node in graph.nodes]
    if any(set(node) & set(" \t\n,;#%") or not node for node in names):
        raise InputError(f"an edge list cannot hold a node's name with blanks or commas: let {name} end in .graphml")
    return "".join(f"{names[i]} {names[j]}\n" for i, j in edges.tolist()).encode()
