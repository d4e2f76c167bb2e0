"""ait: approximate algorithmic information theory."""

__version__ = "0.1.0"
