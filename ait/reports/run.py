"""One run of a machine or program as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ait.machines import lbf

_LONGEST = 4096


def lbf_text(result: lbf.Run, trace: bool) -> str:
    """What an LBF program did: its output, its instructions, a bracketed listing, and the trace where it is wanted."""
    from ait.machines.lbf import trace_text

    facts = {
        "output": shortened(result.output) or "(nothing)",
        "status": f"{result.status.value}, after {result.steps:,} steps and {result.bits_read:,} bits",
        "program": shortened(result.text),
        "listing": shortened(result.listing),
    }
    lines = [f"{name:<8} {value}" for name, value in facts.items()]
    return "\n".join(lines + (["", trace_text(result)] if trace else [])) + "\n"


def shortened(text: str) -> str:
    """A long string's beginning, and how much was left out."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text) - _LONGEST:,} more)"
