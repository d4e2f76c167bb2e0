"""The page docs/benchmarks.md, made of the results in build/bench/, all of one source."""

from __future__ import annotations

import statistics
from typing import Any

from bench import machine
from bench.areas import AREAS
from bench.case import Area, Case, installed
from bench.numbers import three

PAGE = machine.ROOT / "docs" / "benchmarks.md"
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
TIMES = "×"


def rate(value: float, unit: str) -> str:
    """So many a second."""
    for size, prefix in _PREFIXES:
        if value >= size:
            return f"{three(value / size)} {prefix} {unit}"
    return f"{three(value)} {unit}"


def seconds(value: float) -> str:
    """A time with its unit."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if value >= size:
            return f"{three(value / size)} {unit}"
    return f"{three(value / 1e-9)} ns"


def ratios(row: dict[str, Any]) -> list[float]:
    """How many times as fast as the peer ours was, in each round."""
    share = row["amount"] / row.get("peer_amount", row["amount"])
    return [share * theirs / own for own, theirs in zip(row["ours"], row["peer"], strict=True)]


def ratio_cell(row: dict[str, Any]) -> str:
    """The median of the ratios, and their range; nothing without a peer."""
    found = ratios(row) if row["peer"] else []
    if not found:
        return ""
    return f"{three(statistics.median(found))} {TIMES} ({three(min(found))} to {three(max(found))})"


def line(case: Case, row: dict[str, Any], memory: bool) -> str:
    """A case's line of its area's table."""
    own = statistics.median(row["ours"])
    done = rate(row["amount"] / own, case.unit) if case.unit else ""
    cells = [case.name, row["checked"], seconds(own), done]
    if row["peer"] and case.peer is not None:
        cells += [case.peer.name, seconds(statistics.median(row["peer"])), ratio_cell(row)]
    else:
        cells += [f"{case.peer.name}: not here" if case.peer is not None and row["missing"] else "", "", ""]
    if memory:
        both = [row.get("memory"), row.get("peer_memory")]
        cells.append(" / ".join(f"{value:,.0f} MB" for value in both if value))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def section(area: Area, result: dict[str, Any]) -> list[str]:
    """An area's paragraphs: prose, what is missing, the table, and what it shows besides."""
    measured = [(case, result["rows"][case.name]) for case in area.cases if case.name in result["rows"]]
    here = [(case, row) for case, row in measured if row["ours"]]
    parts = [f"## {area.title}", area.prose]
    missing = dict.fromkeys(row["missing"] for _, row in measured if row["missing"])
    if missing:
        parts.append(f"Not here when this page was made: {'; '.join(missing)}.")
    if result["failed"]:
        parts.append("**Failed**: " + "; ".join(f"{name}: {why}" for name, why in result["failed"].items()) + ".")
    memory = any("memory" in row for _, row in here)
    wall = any(case.wall for case, _ in here)
    clock = "wall" if wall else "CPU"
    head = ["", "checked against", clock, f"per {clock} second", "peer", clock, "ours is faster by"]
    head += ["memory, ours / peer"] if memory else []
    lines = ["| " + " | ".join(head) + " |", "|---|---|---:|---:|---|---:|---:|" + ("---:|" if memory else "")]
    if here:
        parts.append("\n".join([*lines, *(line(case, row, memory) for case, row in here)]))
    if area.show is not None and result["extra"] is not None:
        parts += area.show(result["extra"])
    return parts


def _versions(result: dict[str, Any]) -> str:
    packages = dict.fromkeys(case.peer.package for area in AREAS for case in area.cases if case.peer is not None)
    peers = {name: installed(name) for name in packages if name}
    found = {**result["machine"]["versions"], **peers}
    return ", ".join(f"{name} {version}" for name, version in found.items() if version)


def head(results: dict[str, dict[str, Any]], verdict: str) -> list[str]:
    """What the figures are relative to."""
    first = next(iter(results.values()))
    facts = first["machine"]
    quick = "; the quick form, of few rounds (`make bench QUICK=1`)" if first["quick"] else ""
    lines = ["| area | wall | CPU | highest load |", "|---|---:|---:|---:|"]
    for area in AREAS:
        if area.name in results:
            one = results[area.name]
            load = f"{one['machine']['load']:.1f}"
            lines.append(f"| {area.title} | {one['seconds']:.0f} s | {one['processor_seconds']:.0f} s | {load} |")
    whole = sum(result["seconds"] for result in results.values())
    lines.append(f"| all | {whole:.0f} s | {sum(r['processor_seconds'] for r in results.values()):.0f} s | |")
    commit = f"commit {facts['commit']}, " if facts["commit"] else ""
    return [
        "# Benchmarks",
        f"Made by `make bench` in one run: {commit}{facts['date']}{quick}. Each result was checked before it was "
        "timed: against the peer's own value, by decoding, by a published figure or by hand, as the column says. Ours "
        "and the peer took turns, round by round; times are medians of processor seconds, all threads and child "
        "processes together, so that what else ran on the machine does not count. *Ours is faster by* is the peer's "
        f"time over ours ({TIMES}; below 1 the peer is faster), the median over rounds and, in brackets, the least and "
        "the largest. *Memory* is the most that a process has taken which does this once and nothing else, its imports "
        "included.",
        f"{facts['processor']}, {facts['processors']} processors, {facts['memory']} GB; {facts['system']}; Python "
        f"{facts['python']}. {_versions(first)}.",
        verdict,
        "\n".join(lines),
    ]


def page(results: dict[str, dict[str, Any]], verdict: str) -> str:
    """The whole page; areas that have no result are named as such."""
    parts = head(results, verdict)
    for area in AREAS:
        if area.name in results:
            parts += section(area, results[area.name])
        else:
            parts += [f"## {area.title}", "Not measured in this run."]
    return "\n\n".join(parts) + "\n"
