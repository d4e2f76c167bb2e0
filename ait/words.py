"""Numbers with the words they count."""

from __future__ import annotations


def counted(number: int, plural: str) -> str:
    """A number and what it counts; the plural is one that ends in s.

    >>> counted(1, "symbols"), counted(1_200, "codes")
    ('1 symbol', '1,200 codes')
    """
    return f"{number:,} {plural[:-1] if number == 1 else plural}"
