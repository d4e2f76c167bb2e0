"""One run of a machine or program as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ait.errors import InputError
from ait.words import counted

if TYPE_CHECKING:
    from ait.machines import blc, lbf, turing

_LONGEST = 4096
_WIDEST_DIAGRAM, _LONGEST_DIAGRAM = 1000, 10_000


def turing_text(machine: turing.Machine, result: turing.Run, blank: int, diagram: bool) -> str:
    """What a Turing machine did: its output, its steps, and the space-time diagram where it is wanted.

    Raises:
        InputError: if the diagram would be too large to read.
    """
    taken = counted(result.steps, "steps")
    status = f"{result.status.value} after {taken}, on a tape of {blank}; {counted(len(result.cells), 'cells')}"
    facts = {"machine": str(machine), "output": shortened(result.output), "status": status}
    lines = [f"{name:<8} {value}" for name, value in facts.items()]
    return "\n".join(lines + (["", *_diagram(machine, result, blank)] if diagram else [])) + "\n"


def _diagram(machine: turing.Machine, result: turing.Run, blank: int) -> list[str]:
    """One line a step: the visited cells, the head's in brackets."""
    from ait.machines.turing import space_time

    if len(result.cells) > _WIDEST_DIAGRAM or result.steps > _LONGEST_DIAGRAM:
        raise InputError(
            f"a diagram of {result.steps:,} steps and {len(result.cells):,} cells is too large to read: "
            f"at most {_LONGEST_DIAGRAM:,} and {_WIDEST_DIAGRAM:,}, use --steps"
        )
    cells, heads = space_time(machine, result.steps, blank)
    lines = []
    for step, (row, head) in enumerate(zip(cells.tolist(), heads.tolist(), strict=True)):
        shown = "".join(f"[{cell}]" if at == head else f" {cell} " for at, cell in enumerate(row))
        lines.append(f"{step:6}  {shown}".rstrip())
    return lines


def lbf_text(result: lbf.Run, trace: bool) -> str:
    """What an LBF program did: its output, its instructions, a bracketed listing, and the trace where it is wanted."""
    from ait.machines.lbf import trace_text

    taken, read = counted(result.steps, "steps"), counted(result.bits_read, "bits")
    facts = {
        "output": shortened(result.output) or "(nothing)",
        "status": f"{result.status.value}, after {taken} and {read}",
        "program": shortened(result.text),
        "listing": shortened(result.listing),
    }
    lines = [f"{name:<8} {value}" for name, value in facts.items()]
    return "\n".join(lines + (["", trace_text(result)] if trace else [])) + "\n"


def blc_text(result: blc.Run) -> str:
    """What a lambda term did: its normal form or the bits it printed, and the trace if one was kept."""
    from ait.machines.blc_notation import as_de_bruijn, as_lambda

    facts = {"term": shortened(as_lambda(result.code)), "bits": f"{result.code} ({len(result.code)})"}
    if result.normal_form is not None:
        facts["normal"] = shortened(as_lambda(result.normal_form))
        facts["indices"] = shortened(as_de_bruijn(result.normal_form))
        facts["as bits"] = f"{shortened(result.normal_form)} ({len(result.normal_form)})"
    if result.reading != "normal form":
        facts["output"] = shortened(result.output) or "(nothing)"
        facts["data"] = f"{result.data_read} of {len(result.data)} bits read"
    facts["status"] = f"{result.status}, after {counted(result.steps, 'steps')}, reading: {result.reading}"
    lines = [f"{name:<8} {value}" for name, value in facts.items()]
    return "\n".join(lines + (["", *result.trace] if result.trace else [])) + "\n"


def shortened(text: str) -> str:
    """A long string's beginning, and how much was left out."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text) - _LONGEST:,} more)"
