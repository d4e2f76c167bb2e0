"""``ait table``: list, show, compare, export and verify tables of program outputs."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

import click

from ait.cli.answer import Answer, answers, form
from ait.cli.examples import examples_of
from ait.cli.output import fold, print_text, terminal_width

if TYPE_CHECKING:
    from ait.tables.shipped import AnyTable

_EXAMPLES = """\b
Examples:
  ait table list
  ait table build turing-4-5-sampled
  ait table show turing-5-2
  ait table distributions turing-5-2
  ait table compare turing-5-2-500 turing-6-2-500
  ait table export lbf | head
  ait table verify turing-5-2
"""


@click.group(
    "table",
    epilog=_EXAMPLES,
    short_help="Tables of program outputs: list, show, compare, verify.",
)
def table_group() -> None:
    """Tables of program outputs: shipped ones by name, others by file."""


@table_group.command(
    "list",
    epilog=examples_of("ait table list", _EXAMPLES),
    short_help="The tables that are here, and those that can be built.",
)
@answers("table-list", "a row a table")
def list_tables() -> Answer:
    """The shipped tables, those built here, and those that can be built."""
    from ait.reports import table_rows
    from ait.tables.describe import entries
    from ait.tables.recipes import RECIPES
    from ait.tables.shipped import built, here

    tables, unreadable = here()
    missing = {name: recipe for name, recipe in RECIPES.items() if name not in built()}

    def text() -> str:
        lines = [f"{t.name:<18} {len(t):>9,} {entries(t):<7}  {t.fields['title']}\n" for t in tables]
        lines += [f"{name:<18}  not readable: {reason}\n" for name, reason in unreadable.items()]
        for name, recipe in missing.items():
            lines.append(f"{name:<18}  not built yet: ait table build {name}  (about {recipe.minutes:g} minutes)\n")
        return "".join(lines)

    return Answer(
        text,
        lambda: table_rows.listed_record(tables, missing, unreadable),
        lambda: table_rows.listed(tables, missing, unreadable),
    )


@table_group.command(
    "build",
    epilog=examples_of("ait table build", _EXAMPLES),
    short_help="Make a table that does not come with the package.",
)
@click.argument("name")
@click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors].")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--force", is_flag=True, help="Build it again where it is there already.")
@answers("enumerate", "one row")
def build(name: str, workers: int | None, resume: bool, force: bool) -> Answer:
    """Make a table that does not come with the package; it is then found by its name."""
    from ait.cli.enumerate import build_table

    return build_table(name, workers, resume, force)


@table_group.command(
    "show",
    epilog=examples_of("ait table show", _EXAMPLES),
    short_help="A table's provenance, totals, and commonest strings.",
)
@click.argument("table")
@click.option("--top", type=click.IntRange(min=0), default=10, help="How many of the commonest strings [10].")
@answers("table-show", "a row a fact, and a row a string")
def show(table: str, top: int) -> Answer:
    """A table's provenance, totals, and commonest strings."""
    from ait.reports import table_rows
    from ait.tables.shipped import open_any_table

    opened = open_any_table(table)
    return Answer(
        lambda: _facts_text(opened, top),
        lambda: table_rows.facts_record(opened, top),
        lambda: table_rows.facts(opened, top),
    )


def _facts_text(opened: AnyTable, top: int) -> str:
    from ait.tables.describe import commonest, describe, entries

    facts, common, lines = describe(opened), commonest(opened, top), []
    width = max(map(len, facts))
    for name, value in facts.items():
        lines.append(f"{name.replace('_', ' '):<{width}}  {f'{value:,}' if isinstance(value, int) else value}\n")
    if common:
        timed = all("least_steps" in row.values for row in common)
        lines.append(f"\ncommonest {entries(opened)}, {opened.fields['unit']}{', least steps' if timed else ''}:\n")
        for row in common:
            steps = f"  {row.values['least_steps']:>6,}" if timed else ""
            string = row.string or "(nothing yet)"
            lines.append(f"  {string:<16} {row.count:>24,}  {row.count / opened.total:.6f}{steps}\n")
    return "".join(lines)


@table_group.command(
    "distributions",
    epilog=examples_of("ait table distributions", _EXAMPLES),
    short_help="When machines halt, and how long outputs are.",
)
@click.argument("table")
@answers("table-distributions", "a row of totals, a row a number of steps, and a row a length or shape")
def distributions(table: str) -> Answer:
    """When a table's machines halt, how long their outputs are, and the least steps that outputs take."""
    from ait.reports.table_distributions import text
    from ait.reports.table_rows import distributed
    from ait.tables.distributions import table_distributions

    found = table_distributions(table)
    return Answer(lambda: text(found), found.as_dict, lambda: distributed(found))


@table_group.command(
    "compare",
    epilog=examples_of("ait table compare", _EXAMPLES),
    short_help="How far two tables rank alike, and where they differ.",
)
@click.argument("a")
@click.argument("b")
@click.option("--top", type=click.IntRange(min=0), default=10, help="How many of the largest disagreements [10].")
@answers("table-compare", "a row a length or shape, and a row a disagreement")
def compare(a: str, b: str, top: int) -> Answer:
    """How far tables A and B rank strings of one length, or arrays of one shape, alike, and where they differ most."""
    from ait.reports import array_comparison, table_comparison, table_rows
    from ait.tables.array_comparison import compare_array_tables
    from ait.tables.array_table import ArrayTable
    from ait.tables.comparison import compare_tables
    from ait.tables.shipped import open_any_table

    if isinstance(open_any_table(a), ArrayTable):
        arrays = compare_array_tables(a, b, top)
        return Answer(lambda: array_comparison.text(arrays), arrays.as_dict, lambda: table_rows.compared(arrays))
    strings = compare_tables(a, b, top)
    return Answer(lambda: table_comparison.text(strings), strings.as_dict, lambda: table_rows.compared(strings))


@table_group.command(
    "export", epilog=examples_of("ait table export", _EXAMPLES), short_help="A table as CSV on standard output."
)
@click.argument("table")
@click.option("--all-columns", is_flag=True, help="Every column of the table, not only the usual ones.")
def export(table: str, all_columns: bool) -> None:
    """A table as CSV on standard output."""
    from ait.tables.describe import export_rows
    from ait.tables.shipped import open_any_table

    header, rows = export_rows(open_any_table(table), all_columns)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if stream.tell() > 1 << 16:
            print_text(stream.getvalue())
            stream.seek(0)
            stream.truncate()
    print_text(stream.getvalue())
    sys.stdout.flush()


@table_group.command(
    "verify",
    epilog=examples_of("ait table verify", _EXAMPLES),
    short_help="Check sums and symmetries, and replay witnesses.",
)
@click.argument("table")
@click.option("--witnesses", type=click.IntRange(min=0), default=1000, help="How many witnesses to replay [1000].")
@answers("table-verify", "a row a check")
def verify(table: str, witnesses: int) -> Answer:
    """Check a table's checksum, totals and symmetries, and replay witnesses."""
    from ait.enumeration.verify import verify as verify_table
    from ait.reports.rows import Rows
    from ait.tables.shipped import open_any_table

    opened = open_any_table(table)
    rebuild, held = str(opened.fields["rebuild"]), []
    for check in verify_table(opened, witnesses):
        held.append(check)
        # What held is told at once: a check may take minutes, and the next one may fail.
        if form() == "text":
            print_text(fold(f"ok  {check}\n", terminal_width()))
    return Answer(
        lambda: f"rebuild with: {rebuild}\n",
        lambda: {"table": opened.name, "checks": held, "rebuild": rebuild},
        lambda: [Rows("check", ("table", "check"), [(opened.name, check) for check in held])],
    )
