"""Numbers as the page writes them."""

from __future__ import annotations


def three(value: float) -> str:
    """Three significant digits, thousands apart."""
    if value >= 1000:
        digits = len(str(int(value))) - 3
        return f"{round(value, -digits):,.0f}"
    return f"{value:#.3g}".rstrip(".")
