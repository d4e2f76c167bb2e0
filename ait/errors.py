"""Every error that ait raises on purpose: one family, so that a caller can catch them all by one name.

A message gives the value that was refused, the limit it met, and what to do instead.
"""

from __future__ import annotations


class AitError(Exception):
    """What every deliberate error of this package descends from."""


class InputError(AitError, ValueError):
    """The data, or an argument that describes it, cannot be used: empty, wrong alphabet, out of range."""


class MachineError(InputError):
    """A program or a machine's description cannot be read."""


class TableError(AitError, LookupError):
    """A table is absent, damaged, of another format, or does not hold what was asked of it."""


class ModelError(AitError, LookupError):
    """A language model is absent, damaged, or of a kind that is not read here."""


class CheckpointError(AitError):
    """A saved part of a long run is damaged, or belongs to another run."""


class DecodeError(AitError, ValueError):
    """Bytes given to a decoder are not what its encoder writes."""


class StorageError(AitError, OSError):
    """A file could not be written or read: no space, no permission, not a file."""


class MissingExtraError(AitError, ImportError):
    """An optional dependency is not installed; the message names the extra that brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"this needs the package '{package}': install it with  pip install 'ait[{extra}]'")
        self.package = package
        self.extra = extra
