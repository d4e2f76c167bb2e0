"""``ait graph``: a graph's complexity, what its edges and nodes add, and the graph made smaller or taken apart."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ait.cli.answer import Answer, answers
from ait.cli.output import count_bar, note_first_use

_EXAMPLES = """\b
Examples:
  ait graph network.edges
  ait graph network.graphml --what nodes --picture network.png
  ait graph matrix.csv --order canonical --json
  ait graph network.edges --sparsify 20 --picture loss.svg \\
      --out smaller.graphml
  ait graph network.edges --deconvolve jumps
"""


@click.command("graph", epilog=_EXAMPLES, short_help="A graph's complexity, and what each edge or node adds.")
@click.argument("file")
@click.option("--directed/--undirected", default=None, help="Whether edges have directions [the file, else none].")
@click.option(
    "--order",
    type=click.Choice(("given", "canonical", "minimum")),
    default="given",
    help="The order of the nodes: as given, the same for every labelling, or of least bits [given].",
)
@click.option("--samples", type=int, default=100, help="How many orders are tried, 0 for none [100].")
@click.option("--seed", type=int, default=0, help="Of the orders that are tried [0].")
@click.option("--block", type=int, default=4, help="Cells of a block along both axes [4].")
@click.option("--step", type=int, help="Cells from one block to the next [a block: side by side].")
@click.option(
    "--boundary",
    type=click.Choice(("smaller", "drop", "overlapping", "periodic")),
    default="smaller",
    help="What becomes of the last rows and columns, fewer than a block [smaller].",
)
@click.option("--table", help="The table of -log2 D of arrays [the one that ships].")
@click.option(
    "--what", type=click.Choice(("edges", "nodes", "none")), default="edges", help="What is knocked out [edges]."
)
@click.option("--sparsify", type=int, metavar="N", help="Take out N of them, least information first.")
@click.option(
    "--ties", type=click.Choice(("first", "together")), default="first", help="Of equal ones: one, or all [first]."
)
@click.option("--deconvolve", metavar="jumps|N", help="Take the graph apart at the jumps, or into N parts.")
@click.option("--top", type=click.IntRange(min=0), default=5, help="How many elements to name [5].")
@click.option("--out", help="Write what is left, or the graph, as an edge list, .graphml or .npy.")
@click.option("--picture", help="Draw the graph, the signature and the loss curve into a file, .png, .svg or .pdf.")
@answers("graph", "a row an element")
def graph_command(
    file: str,
    directed: bool | None,
    order: str,
    samples: int,
    seed: int,
    block: int,
    step: int | None,
    boundary: str,
    table: str | None,
    what: str,
    sparsify: int | None,
    ties: str,
    deconvolve: str | None,
    top: int,
    out: str | None,
    picture: str | None,
) -> Answer:
    """The block decomposition of the graph in FILE, and the information of its edges or nodes.

    FILE is an edge list, GraphML or GML, or a matrix of 0 and 1 as .npy or CSV; - is standard input.
    """
    from ait.cli.blocks import insist_on_ending
    from ait.errors import InputError
    from ait.graphs import deconvolution, files, information
    from ait.graphs import sparsify as smaller
    from ait.graphs.labelling import label
    from ait.reports.drawn import PICTURES
    from ait.reports.graph_picture import graph_picture
    from ait.reports.graphs import GraphReport, graph_record, graph_tables, graph_text
    from ait.storage import write_atomically

    insist_on_ending(picture, PICTURES)
    if sparsify is not None and what == "none":
        raise InputError("--sparsify takes out edges or nodes: say which with --what")
    parts = None
    if deconvolve is not None and deconvolve != "jumps":
        if not deconvolve.isdecimal():
            raise InputError(f"--deconvolve {deconvolve}: say jumps, or a number of parts")
        parts = int(deconvolve)
    note_first_use()
    read = files.parse_graph(sys.stdin.buffer.read(), "standard input", directed) if file == "-" else None
    graph = files.read_graph(file, directed) if read is None else read
    blocks = information.blocks_of(graph, block, step, boundary, table, "literal")
    chosen = label(graph, blocks, order, samples, seed)
    cut = {"block": block, "step": step, "boundary": boundary, "table": blocks.laws}
    found = None if what == "none" else information.information_of(chosen, blocks, what)
    less = apart = None
    if sparsify is not None:
        with count_bar() as progress:
            less = smaller.sparsify(chosen.graph, sparsify, what, **cut, ties=ties, progress=progress)  # type: ignore[arg-type]
    if deconvolve is not None:
        apart = deconvolution.deconvolve(chosen.graph, **cut, parts=parts)  # type: ignore[arg-type]
    report = GraphReport(graph, information.estimate_of(chosen, blocks), found, less, apart)
    if out is not None:
        left = less.left if less is not None else apart.left if apart is not None else chosen.graph
        write_atomically(Path(out), files.graph_file(left, out))
    if picture is not None:
        write_atomically(Path(picture), graph_picture(report, picture))
    return Answer(lambda: graph_text(report, top), lambda: graph_record(report), lambda: graph_tables(report))
