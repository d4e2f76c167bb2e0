"""The command line: arguments to calls to output. The only package that prints, reads argv and catches errors."""

from ait.cli.main import main

__all__ = ["main"]
