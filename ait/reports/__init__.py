"""Estimates laid side by side: a comparison, and its forms as text and JSON."""
