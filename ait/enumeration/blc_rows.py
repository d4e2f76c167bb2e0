"""The rows in which a walk lists programs: from code bits, rank, data, ended, output to what they stand for."""

from __future__ import annotations

from ait.enumeration.blc_terms import closed_term


def program(row: list[int]) -> tuple[str, str]:
    """The code and the data bits of a row of a walk's list."""
    size, rank, read, data = row[:4]
    return closed_term(size, rank), format(data, f"0{read}b") if read else ""


def printed(row: list[int]) -> str:
    """The output of a row of a walk's list."""
    length, output = row[5:]
    return format(output, f"0{length}b") if length else ""
