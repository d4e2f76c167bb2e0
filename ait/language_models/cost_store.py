"""Token costs kept on disk, so that a text is scored once, and an interrupted run goes on where it stopped.

A file holds the bits of the tokens scored so far and, while there are more to come, the state of the model's stream: so
the figures are the same, to the last bit, whether or not the run was interrupted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ait.storage import make_folder, user_cache, write_atomically

_FORMAT = "ait token costs 1"
_STATE = "state."


@dataclass(frozen=True, eq=False)
class Costs:
    """Bits of the tokens scored so far, float64, shape (n, columns); a stream's state while there are more to come."""

    bits: np.ndarray
    state: Mapping[str, np.ndarray]


def cache_folder() -> Path:
    """Where what can be made again is kept: ``ait`` in XDG_CACHE_HOME, or in ``~/.cache``."""
    return user_cache("language-models")


class CostStore:
    """A folder of token costs.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = CostStore(Path(folder))
    ...     key = store.key("model", "window", np.array([1, 2]))
    ...     store.save(key, Costs(np.array([[1.5], [2.0]]), {}))
    ...     store.load(key, 1).bits.tolist()
    [[1.5], [2.0]]
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = cache_folder() / "costs" if folder is None else folder

    def key(self, fingerprint: str, settings: str, tokens: np.ndarray) -> str:
        """The name under which the costs of these tokens, by this model and with these settings, are kept."""
        digest = hashlib.sha256()
        for part in (_FORMAT, fingerprint, settings):
            digest.update(f"{part}\n".encode())
        digest.update(tokens.astype("<i8").tobytes())
        return digest.hexdigest()

    def load(self, key: str, columns: int) -> Costs:
        """What is kept under a key; nothing where there is no file, or it is damaged: it can be made again."""
        with contextlib.suppress(OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
            stream = io.BytesIO((self.folder / f"{key}.npz").read_bytes())
            with np.load(stream, allow_pickle=False) as kept:
                bits = kept["bits"]
                state = {name[len(_STATE) :]: kept[name] for name in kept.files if name.startswith(_STATE)}
            if bits.dtype == np.float64 and bits.ndim == 2 and bits.shape[1] == columns:
                return Costs(bits, state)
        return Costs(np.empty((0, columns)), {})

    def save(self, key: str, costs: Costs) -> None:
        """Keep costs (StorageError where the folder cannot be written)."""
        make_folder(self.folder)
        stream = io.BytesIO()
        np.savez(stream, bits=costs.bits, **{f"{_STATE}{name}": value for name, value in costs.state.items()})  # type: ignore[arg-type]
        write_atomically(self.folder / f"{key}.npz", stream.getvalue())
