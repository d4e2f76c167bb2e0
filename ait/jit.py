"""The one decorator that compiles kernels, and a compile cache that notices every edit of every kernel.

Numba's disk cache looks only at the file of the function itself: after an edit of a helper in another file it
goes on giving the old answer.  So the cache folder is keyed by a hash over the source of *all* kernel files
(every ``*_kernel.py`` of the package, and this one, which holds the options), before the first kernel is decorated.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_MONTH = 30 * 24 * 3600.0
Function = TypeVar("Function", bound=Callable[..., object])


def kernel_fingerprint() -> str:
    """A hash, 16 hexadecimal digits, over the names and sources of all kernel files."""
    digest = hashlib.sha256(numba.__version__.encode())
    root = Path(__file__).parent
    for path in [Path(__file__), *sorted(root.rglob("*_kernel.py"))]:
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """The first folder that is ours and can be written: the user's cache, else one for temporary files, else a new one.

    What lies there is run: a folder that somebody else made in the common place for temporary files is not taken.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    private = f"ait-{os.getuid()}" if hasattr(os, "getuid") else "ait"
    for parent in (Path(base) / "ait", Path(tempfile.gettempdir()) / private):
        try:
            parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(parent, os.W_OK) and _is_ours(parent):
            return parent
    return Path(tempfile.mkdtemp(prefix="ait-"))


def _is_ours(folder: Path) -> bool:
    """Whether the folder belongs to the user and not all the world can write to it; not known on Windows."""
    if not hasattr(os, "getuid"):
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o002


def _choose_cache() -> Path:
    """This version's cache; before its first use, those of versions that nobody used for a month are removed."""
    folder = _cache_folder() / f"kernels-{kernel_fingerprint()}"
    if not folder.exists():
        for other in folder.parent.glob("kernels-*"):
            with contextlib.suppress(OSError):
                if time.time() - other.stat().st_atime > _MONTH:
                    shutil.rmtree(other)
    return folder


if "NUMBA_CACHE_DIR" not in os.environ:
    cast(Any, numba.config).CACHE_DIR = str(_choose_cache())


def is_first_use() -> bool:
    """Whether no kernel of this version has been compiled here yet, so that the next call takes a while."""
    return not Path(str(cast(Any, numba.config).CACHE_DIR)).exists()


def kernel(function: Function) -> Function:
    """Compile ``function`` at its first call, without the interpreter lock, and keep the result on disk."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))


def lean_kernel(function: Function) -> Function:
    """Like :func:`kernel`, for a function that allocates nothing and only borrows the arrays it is given.

    It keeps no reference counts (two atomic operations for each array and call, which cost more than the work
    itself where a call takes nanoseconds): whoever calls it must hold its arrays, and it must not return one.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
    return cast(Function, numba.njit(**options)(function))


def inline_kernel(function: Function) -> Function:
    """Like :func:`lean_kernel`, for a short function on the hottest path: it is compiled into each of its callers.

    A call hands over every field of every array (seven words each), which costs more than a few instructions do.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False, "forceinline": True}
    return cast(Function, numba.njit(**options)(function))
