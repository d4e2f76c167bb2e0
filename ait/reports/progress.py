"""What a report tells while a slow measure is being taken."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the measure's name, how many parts of it are done, and of how many."""
