"""``ait table``: list, show, compare, export and verify tables of program outputs."""

from __future__ import annotations

import csv
import io
import json
import sys

import click

from ait.cli.output import print_text

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


@click.group("table", epilog=_EXAMPLES)
def table_group() -> None:
    """Tables of program outputs: shipped ones by name, others by file."""


@table_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_tables(as_json: bool) -> None:
    """The shipped tables, those built here, and those that can be built."""
    from ait.tables.describe import entries
    from ait.tables.recipes import RECIPES
    from ait.tables.shipped import built, names, open_any_table

    here = built()
    tables = [open_any_table(name) for name in (*names(), *here)]
    missing = {name: recipe for name, recipe in RECIPES.items() if name not in here}
    if as_json:
        listed = [{"name": table.name, entries(table): len(table), **table.fields} for table in tables]
        print_text(json.dumps({"format": 1, "tables": listed, "can_be_built": list(missing)}, indent=2) + "\n")
        return
    for table in tables:
        print_text(f"{table.name:<18} {len(table):>9,} {entries(table):<7}  {table.fields['title']}\n")
    for name, recipe in missing.items():
        print_text(f"{name:<18} not built yet: ait table build {name}  (about {recipe.minutes:g} minutes)\n")


@table_group.command("build")
@click.argument("name")
@click.option("--workers", type=click.IntRange(min=1), help="Threads [all processors].")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--force", is_flag=True, help="Build it again where it is there already.")
def build(name: str, workers: int | None, resume: bool, force: bool) -> None:
    """Make a table that does not come with the package; it is then found by its name."""
    from ait.cli.enumerate import build_table

    build_table(name, workers, resume, force)


@table_group.command("show")
@click.argument("table")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--top", type=click.IntRange(min=0), default=10, help="How many of the commonest strings [10].")
def show(table: str, as_json: bool, top: int) -> None:
    """A table's provenance, totals, and commonest strings."""
    from ait.tables.describe import commonest, describe, entries
    from ait.tables.shipped import open_any_table

    opened = open_any_table(table)
    facts, common = describe(opened), commonest(opened, top)
    if as_json:
        record = {"format": 1, "table": facts, "commonest": [{"string": r.string, "count": r.count} for r in common]}
        print_text(json.dumps(record, indent=2) + "\n")
        return
    width = max(map(len, facts))
    for name, value in facts.items():
        print_text(f"{name.replace('_', ' '):<{width}}  {f'{value:,}' if isinstance(value, int) else value}\n")
    if common:
        timed = all("least_steps" in row.values for row in common)
        print_text(f"\ncommonest {entries(opened)}, {opened.fields['unit']}{', least steps' if timed else ''}:\n")
        for row in common:
            steps = f"  {row.values['least_steps']:>6,}" if timed else ""
            string = row.string or "(nothing yet)"
            print_text(f"  {string:<16} {row.count:>24,}  {row.count / opened.total:.6f}{steps}\n")


@table_group.command("distributions", epilog=_EXAMPLES)
@click.argument("table")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every halting time.")
def distributions(table: str, as_json: bool) -> None:
    """When a table's machines halt, how long their outputs are, and the least steps that outputs take."""
    from ait.reports.table_distributions import text
    from ait.tables.distributions import table_distributions

    found = table_distributions(table)
    print_text(json.dumps({"format": 1, **found.as_dict()}, indent=2) + "\n" if as_json else text(found))


@table_group.command("compare", epilog=_EXAMPLES)
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--top", type=click.IntRange(min=0), default=10, help="How many of the largest disagreements [10].")
def compare(a: str, b: str, as_json: bool, top: int) -> None:
    """How far tables A and B rank strings of one length, or arrays of one shape, alike, and where they differ most."""
    from ait.reports import array_comparison, table_comparison
    from ait.tables.array_comparison import compare_array_tables
    from ait.tables.array_table import ArrayTable
    from ait.tables.comparison import compare_tables
    from ait.tables.shipped import open_any_table

    if isinstance(open_any_table(a), ArrayTable):
        arrays = compare_array_tables(a, b, top)
        record, shown = arrays.as_dict(), array_comparison.text(arrays)
    else:
        strings = compare_tables(a, b, top)
        record, shown = strings.as_dict(), table_comparison.text(strings)
    print_text(json.dumps({"format": 1, **record}, indent=2) + "\n" if as_json else shown)


@table_group.command("export")
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


@table_group.command("verify")
@click.argument("table")
@click.option("--witnesses", type=click.IntRange(min=0), default=1000, help="How many witnesses to replay [1000].")
def verify(table: str, witnesses: int) -> None:
    """Check a table's checksum, totals and symmetries, and replay witnesses."""
    from ait.enumeration.verify import verify as verify_table
    from ait.tables.shipped import open_any_table

    opened = open_any_table(table)
    for check in verify_table(opened, witnesses):
        print_text(f"ok  {check}\n")
    print_text(f"rebuild with: {opened.fields['rebuild']}\n")
