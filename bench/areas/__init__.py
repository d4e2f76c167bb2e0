"""The areas that are measured, in the order of the page."""

from __future__ import annotations

from bench.areas import (
    blocks,
    codes,
    compressors,
    entropy_rates,
    graphs,
    language_model,
    lempel_ziv,
    start_up,
    walks,
    workers,
)
from bench.case import Area

AREAS: tuple[Area, ...] = (
    blocks.AREA,
    graphs.AREA,
    entropy_rates.AREA,
    lempel_ziv.AREA,
    walks.AREA,
    workers.AREA,
    compressors.AREA,
    codes.AREA,
    language_model.AREA,
    start_up.AREA,
)


def area_of(name: str) -> Area:
    """The area of a name."""
    return next(area for area in AREAS if area.name == name)
