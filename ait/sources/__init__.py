"""Sequences whose entropy rate, or shortest program, is known exactly."""

from __future__ import annotations

from ait.sources.registry import SOURCES, Source, generate

__all__ = ["SOURCES", "Source", "generate"]
