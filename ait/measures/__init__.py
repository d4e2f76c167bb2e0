"""Measures of complexity, one file each: counts or a Sequence in, an Estimate out."""
