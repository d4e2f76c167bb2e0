"""Tables too large to ship, or too costly to make at each build: how each is made again, into the user's own folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ait.storage import user_cache

VARIABLE = "AIT_TABLES"


@dataclass(frozen=True)
class Recipe:
    """A table over Turing machines: a whole walk, or a sample where ``effort`` is given.

    ``steps`` is None where every machine is decided; ``minutes`` is what it takes of one processor that runs
    2 million nodes of (4,4) a second: of a sample, 64 times what one replicate took.
    """

    states: int
    symbols: int
    steps: int | None
    minutes: float
    effort: float | None = None
    replicates: int = 64
    seed: int = 1
    longest: int | None = None


RECIPES: dict[str, Recipe] = {
    "turing-2-5-300": Recipe(2, 5, 300, 0.7),
    "turing-2-6-300": Recipe(2, 6, 300, 190.0, longest=12),
    "turing-3-7-sampled": Recipe(3, 7, 2_000, 2.0, effort=2e6, longest=12),
    "turing-3-8-sampled": Recipe(3, 8, 2_000, 2.0, effort=2e6, longest=12),
    "turing-4-5-sampled": Recipe(4, 5, 2_000, 15.0, effort=2e7, longest=12),
    "turing-4-6-sampled": Recipe(4, 6, 2_000, 10.0, effort=1e7, longest=12),
    "turing-4-7-sampled": Recipe(4, 7, 2_000, 9.0, effort=7e6, longest=12),
    "turing-4-8-sampled": Recipe(4, 8, 2_000, 10.0, effort=7e6, longest=12),
    "turing-4-9-sampled": Recipe(4, 9, 2_000, 10.0, effort=7e6, longest=12),
}


def folder() -> Path:
    """Where tables that were built lie: in AIT_TABLES, else ``ait/tables`` in XDG_CACHE_HOME or in ``~/.cache``."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_cache("tables")
