"""The one decorator that compiles kernels, and a compile cache that notices every edit of every kernel.

Numba's disk cache looks only at the file of the function itself: after an edit of a helper in another file it
goes on giving the old answer.  So each file's kernels are kept in a folder keyed by a hash over that file, all the
kernel files (``*_kernel.py``) that it names, those that they name, and so on, and this file, which holds the options.
An edit then recompiles what it can change, and nothing else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_MONTH = 30 * 24 * 3600.0
Function = TypeVar("Function", bound=Callable[..., object])


@functools.cache
def _kernel_files() -> dict[str, Path]:
    """The package's kernel files by the last part of their module's name."""
    return {path.stem: path for path in sorted(Path(__file__).parent.rglob("*_kernel.py"))}


@functools.cache
def _read(path: Path) -> tuple[bytes, frozenset[Path]]:
    """A kernel file's source, and the kernel files that it names anywhere: a superset of those that it imports."""
    source = path.read_bytes()
    words = {word.decode() for word in re.findall(rb"\b\w+_kernel\b", source)}
    return source, frozenset(file for stem, file in _kernel_files().items() if stem in words)


def kernel_fingerprint(file: Path) -> str:
    """A hash, 16 hexadecimal digits, over all the source that the kernels in ``file`` can be compiled from."""
    found, waiting = {Path(__file__), file}, [file]
    while waiting:
        named = _read(waiting.pop())[1] - found
        found |= named
        waiting.extend(named)
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(found):
        source = _read(path)[0]
        digest.update(f"{path.name} {len(source)} ".encode())
        digest.update(source)
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
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


@functools.cache
def _cache_of(file: Path) -> Path:
    """The folder for the kernels of ``file`` as they are; its first use removes folders unused for a month."""
    folder = cache_folder() / f"{file.stem}-{kernel_fingerprint(file)}"
    if not folder.exists():
        for other in folder.parent.glob("*kernel*-*"):
            with contextlib.suppress(OSError):
                if time.time() - other.stat().st_atime > _MONTH:
                    shutil.rmtree(other)
    return folder


def is_first_use() -> bool:
    """Whether no kernel of this version has been compiled here yet, so that the next call takes a while."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return not Path(os.environ["NUMBA_CACHE_DIR"]).exists()
    return not any(_cache_of(file).exists() for file in _kernel_files().values())


def _compiled(function: Function, **options: Any) -> Function:
    """``function``, to be compiled at its first call, without the interpreter lock, and kept on disk."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        # Numba reads the folder when it wraps the function, which it does in the next line.
        cast(Any, numba.config).CACHE_DIR = str(_cache_of(Path(inspect.getfile(function))))
    return cast(Function, numba.njit(cache=True, nogil=True, **options)(function))


def kernel(function: Function) -> Function:
    """Compile ``function`` at its first call, without the interpreter lock, and keep the result on disk."""
    return _compiled(function)


def lean_kernel(function: Function) -> Function:
    """Like :func:`kernel`, for a function that allocates nothing and only borrows the arrays it is given.

    It keeps no reference counts (two atomic operations for each array and call, which cost more than the work
    itself where a call takes nanoseconds): whoever calls it must hold its arrays, and it must not return one.
    """
    return _compiled(function, _nrt=False)


def inline_kernel(function: Function) -> Function:
    """Like :func:`lean_kernel`, for a short function on the hottest path: it is compiled into each of its callers.

    A call hands over every field of every array (seven words each), which costs more than a few instructions do.
    """
    return _compiled(function, _nrt=False, forceinline=True)
