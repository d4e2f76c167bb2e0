"""The invariance study as files: all figures as CSV, and what they show as Markdown."""

from __future__ import annotations

import io
import math

import numpy as np

from ait.lab.invariance import Study

_PAIRS = (
    ("LBF Km", "LBF -log2 M"),
    ("LBF -log2 M", "-log2 D, turing-5-2-500"),
    ("-log2 D, turing-5-2-500", "context tree"),
)


def csv(study: Study) -> str:
    """One row a string: the string, its ones, and every figure in bits; empty where there is none."""
    stream = io.StringIO()
    stream.write(",".join(["string", "ones", *(f'"{name}"' for name in study.figures)]) + "\n")
    columns = [column.tolist() for column in study.figures.values()]
    for value, ones in enumerate(study.ones.tolist()):
        cells = ["" if math.isnan(column[value]) else f"{column[value]:.6g}" for column in columns]
        stream.write(",".join([study.string(value), str(ones), *cells]) + "\n")
    return stream.getvalue()


def markdown(study: Study) -> str:
    """What the study shows: coverage, correlations, the slack of the coding theorem, the largest disagreements."""
    return "\n\n".join([_heading(study), _coverage(study), _correlations(study), _slack(study), _gaps(study)]) + "\n"


def _heading(study: Study) -> str:
    return (
        f"# Invariance, measured: all {1 << study.length:,} binary strings of {study.length} symbols\n\n"
        f"LBF: all programs of up to {study.bits} bits, {study.undecided} undecided. Made by "
        f"`ait lab invariance --length {study.length} --bits {study.bits} --out DIR`."
    )


def _coverage(study: Study) -> str:
    rows = ["| reference | strings with a figure | least | mean | largest |", "|---|---:|---:|---:|---:|"]
    for name, column in study.figures.items():
        known = column[np.isfinite(column)]
        if known.size:
            rows.append(f"| {name} | {known.size:,} | {known.min():.4f} | {known.mean():.4f} | {known.max():.4f} |")
        else:
            rows.append(f"| {name} | 0 | | | |")
    return "## The figures, in bits\n\n" + "\n".join(rows)


def _correlations(study: Study) -> str:
    names = list(study.figures)
    header = "| | " + " | ".join(f"{number}" for number in range(1, len(names) + 1)) + " |"
    rows = [header, "|---|" + "---:|" * len(names)]
    for number, name in enumerate(names, 1):
        cells = []
        for other_number, other in enumerate(names, 1):
            given = other_number > number
            value = study.correlation(name, other, given_ones=given) if other != name else math.nan
            cells.append("" if math.isnan(value) else f"{value:.2f}")
        rows.append(f"| {number} {name} | " + " | ".join(cells) + " |")
    return (
        "## Rank correlations within the length\n\n"
        "Spearman's, below the diagonal plain, above it among strings with the same number of ones. Empty where a "
        "figure is the same for all strings: a constant ranks nothing.\n\n" + "\n".join(rows)
    )


def _slack(study: Study) -> str:
    rows = ["| difference | mean | largest |", "|---|---:|---:|"]
    rows += [f"| {name} | {mean:.2f} | {largest:.2f} |" for name, (mean, largest) in study.slack().items()]
    return (
        "## Shortest program against probability\n\n"
        "For halting programs Levin's coding theorem bounds KP + log2 m by a constant; for the monotone machine no "
        "constant bounds Km + log2 M (Gács 1983), however slowly it grows. In bits, from the mass that is known:\n\n"
        + "\n".join(rows)
    )


def _gaps(study: Study) -> str:
    blocks = ["## Where two references disagree most in rank"]
    for one, other in _PAIRS:
        if not {one, other} <= set(study.figures):
            continue
        rows = [f"| string | {one} | {other} |", "|---|---:|---:|"]
        rows += [f"| {string} | {a:.2f} | {b:.2f} |" for string, a, b in study.largest_gaps(one, other)]
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks)
