"""A rank correlation in words, for tables of text."""

from __future__ import annotations

from ait.ranks import Correlation


def shown(correlation: Correlation) -> str:
    """Three decimals, and the interval where there is one; a dash where nothing can be ranked."""
    if correlation.value is None:
        return "-"
    if correlation.low is None or correlation.high is None:
        return f"{correlation.value:.3f}"
    return f"{correlation.value:.3f} {correlation.low:.3f}..{correlation.high:.3f}"
