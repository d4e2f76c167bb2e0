"""``ait run``: run one machine or program and show what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.examples import examples_of
from ait.errors import MachineError

_DIGITS = 1000
_EXAMPLES = """\b
Examples:
  ait run turing 1RB1LB_1LA1-H --diagram
  ait run turing 1597 --states 2
  ait run turmite 1RB1UB_1LA1-H --diagram
  ait run lbf ',;]' --input 0110
  ait run lbf 1010001 --input 0110 --trace
  ait run blc '\\x.x'
"""


@click.group(
    "run",
    epilog=_EXAMPLES,
    short_help="Run one machine, program or term, and see what it does.",
)
def run_group() -> None:
    """Run one Turing machine, turmite, LBF program or lambda term."""


@run_group.command(
    "turing",
    epilog=examples_of("ait run turing", _EXAMPLES),
    short_help="Run a Turing machine, by its table or its number.",
)
@click.argument("machine")
@click.option("--states", type=int, help="MACHINE is the published number of a machine with so many states.")
@click.option("--symbols", type=int, default=2, help="Symbols, where MACHINE is a number [2].")
@click.option("--steps", type=click.IntRange(min=0), default=100_000, help="Give up after so many steps [100000].")
@click.option("--blank", type=int, default=0, help="The symbol that fills the tape [0].")
@click.option("--mirrored", is_flag=True, help="Exchange left and right.")
@click.option("--exchanged", is_flag=True, help="Exchange the symbols 0 and 1.")
@click.option("--diagram", is_flag=True, help="Show the tape after each step.")
@answers("run-turing", "one row")
def turing(
    machine: str,
    states: int | None,
    symbols: int,
    steps: int,
    blank: int,
    mirrored: bool,
    exchanged: bool,
    diagram: bool,
) -> Answer:
    """Run a Turing MACHINE: its table as text, such as 1RB1LB_1LA1-H, or its number with --states."""
    from ait.machines.turing import run
    from ait.machines.turing_code import MOST_STATES, MOST_SYMBOLS, exchange, from_number, mirror, parse
    from ait.reports.run import turing_text

    if states is None:
        read = parse(machine)
    else:
        _insist_on_number(machine)
        if states > MOST_STATES or symbols > MOST_SYMBOLS or len(machine) > _DIGITS:
            raise MachineError(
                f"machines are run here by numbers of up to {_DIGITS} digits, with up to {MOST_STATES} states and"
                f" {MOST_SYMBOLS} symbols; from Python, ait.machines.turing.from_number has no such limits"
            )
        read = from_number(int(machine), states, symbols)
    if mirrored:
        read = mirror(read)
    if exchanged:
        read = exchange(read)
    result = run(read, steps=steps, blank=blank)
    facts = {"machine": str(read), "blank": blank, "status": result.status.value, "steps": result.steps}
    return _answer(lambda: turing_text(read, result, blank, diagram), {**facts, "output": result.output})


def _insist_on_number(machine: str) -> None:
    if not (machine.isascii() and machine.isdecimal()):
        raise MachineError(f"{machine!r} is not a machine's number; leave --states out for a table")


@run_group.command(
    "turmite",
    epilog=examples_of("ait run turmite", _EXAMPLES),
    short_help="Run a turmite, a Turing machine on a plane.",
)
@click.argument("machine")
@click.option("--states", type=int, help="MACHINE is the number of a turmite with so many states.")
@click.option("--steps", type=click.IntRange(min=0), default=1_000, help="Give up after so many steps [1000].")
@click.option("--blank", type=int, default=0, help="The symbol that fills the plane [0].")
@click.option("--symmetry", type=int, default=0, help="Turn and reflect: quarter turns to the left, and 4 [0].")
@click.option("--exchanged", is_flag=True, help="Exchange the symbols 0 and 1.")
@click.option("--diagram", is_flag=True, help="Show the plane after each step.")
@answers("run-turmite", "one row")
def turmite(
    machine: str,
    states: int | None,
    steps: int,
    blank: int,
    symmetry: int,
    exchanged: bool,
    diagram: bool,
) -> Answer:
    """Run a turmite, a Turing MACHINE on a plane: its table as text, such as 1RB1UB_1LA1-H, or its number."""
    from ait.machines.turmite import run
    from ait.machines.turmite_code import MOST_STATES, exchange, from_number, parse, turn
    from ait.reports.turmite import turmite_text

    if states is None:
        read = parse(machine)
    else:
        _insist_on_number(machine)
        if states > MOST_STATES or len(machine) > _DIGITS:
            raise MachineError(
                f"turmites are run here by numbers of up to {_DIGITS} digits, of up to {MOST_STATES} states"
            )
        read = from_number(int(machine), states)
    read = turn(read, symmetry)
    if exchanged:
        read = exchange(read)
    result = run(read, steps=steps, blank=blank)
    facts = {"machine": str(read), "blank": blank, "status": result.status.value, "steps": result.steps}
    cells = result.cells.tolist()
    return _answer(lambda: turmite_text(read, result, blank, diagram), {**facts, "output": cells})


def _answer(text: Callable[[], str], record: dict[str, Any]) -> Answer:
    """One run: a record whose lists are, in a row of CSV, written one element after another, rows of cells by '/'."""
    from ait.reports.rows import facts_of

    def flat(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "/".join("".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)

    row = {name: flat(each) for name, each in record.items()}
    return Answer(text, lambda: record, lambda: [facts_of("run", row)], is_laid_out=True)


@run_group.command(
    "lbf",
    epilog=examples_of("ait run lbf", _EXAMPLES),
    short_help="Run a program of the machine LBF.",
)
@click.argument("program")
@click.option("--input", "data", help="Bits for the instruction ',', where they do not stand in PROGRAM itself.")
@click.option("--length", type=click.IntRange(min=1), help="Stop once so many symbols are written.")
@click.option("--steps", type=click.IntRange(min=1), default=10_000, help="Give up after so many steps [10000].")
@click.option("--trace", is_flag=True, help="Show each executed instruction.")
@answers("run-lbf", "one row")
def lbf(program: str, data: str | None, length: int | None, steps: int, trace: bool) -> Answer:
    """Run an LBF PROGRAM: its bits, or its instructions ; ] + , > < [ ! with data bits inline."""
    from ait.machines.lbf import run
    from ait.reports.run import lbf_text

    if data is not None and data.strip("01"):
        raise MachineError(f"the input consists of bits, not of {data.strip('01')[0]!r}")
    result = run(program, data=data, length=length, steps=steps, keep_trace=trace)
    record = {
        "status": result.status.value,
        "output": result.output,
        "steps": result.steps,
        "bits_read": result.bits_read,
        "program": result.text,
        "listing": result.listing,
    }
    return _answer(lambda: lbf_text(result, trace), record)


@run_group.command(
    "blc",
    epilog=examples_of("ait run blc", _EXAMPLES),
    short_help="Reduce a closed lambda term, or run it on data bits.",
)
@click.argument("term")
@click.option("--input", "data", help="Data bits for the program, where they do not follow its code.")
@click.option(
    "--reading",
    type=click.Choice(("normal form", "monotone", "plain")),
    help="What is asked of the term [normal form; monotone with data].",
)
@click.option("--steps", type=click.IntRange(min=1), default=10_000, help="Give up after so many steps [10000].")
@click.option("--length", type=click.IntRange(min=1), default=1_000, help="Stop after so many bits [1000].")
@click.option("--trace", is_flag=True, help="Show each step.")
@answers("run-blc", "one row")
def blc(term: str, data: str | None, reading: str | None, steps: int, length: int, trace: bool) -> Answer:
    """Reduce a closed lambda TERM: its bits, \\x.x or λx.x, or de Bruijn indices; or run it on data bits."""
    from dataclasses import asdict

    from ait.machines.blc import run
    from ait.reports.run import blc_text

    result = run(term, data, reading=reading, steps=steps, length=length, trace=trace)
    return _answer(lambda: blc_text(result), {**asdict(result), "trace": list(result.trace)})
