"""Sequences whose entropy rate, or shortest program, is known exactly."""
