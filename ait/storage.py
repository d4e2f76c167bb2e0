"""Files written whole or not at all, and read with errors that name the file and the remedy."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import tempfile
from pathlib import Path

from ait.errors import StorageError

_log = logging.getLogger(__name__)
_REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space or choose another place",
    errno.EDQUOT: "the disk quota is used up: free some space or choose another place",
    errno.EACCES: "permission denied",
    errno.EROFS: "the file system is read-only",
    errno.ENOENT: "there is no such file or folder",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENAMETOOLONG: "the name is too long for this file system",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
}


def storage_error(action: str, path: Path | str, error: OSError) -> StorageError:
    """The one-line StorageError for a failed ``action`` ("write", "read") on ``path``."""
    reason = _REMEDIES.get(error.errno or 0, error.strerror or str(error))
    return StorageError(f"cannot {action} {path}: {reason}")


def write_atomically(path: Path | str, data: bytes) -> None:
    """Write ``data`` to ``path`` so that the file is either the old one or the whole new one.

    The bytes go to a temporary file in the same folder, are flushed to the disk and renamed.

    Raises:
        StorageError: if any step fails; an earlier file of that name is then untouched.
    """
    path = Path(path)
    # A rename would put a plain file in the place of a device or pipe such as /dev/stdout: write to that directly.
    if os.path.exists(path) and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise storage_error("write", path, error) from error
        return
    temporary = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        # A link stays a link: what it points to is replaced.
        path = Path(os.path.realpath(path))
        # A short name of its own: the file's own may be as long as names can be.
        handle, temporary = tempfile.mkstemp(prefix=".ait-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; give the result the permissions that an ordinary open() would.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
        _log.info("wrote %s, %s bytes", path, f"{len(data):,}")
    except OSError as error:
        raise storage_error("write", path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def insist_on_place(path: Path | str) -> None:
    """Before anything is computed: there is a folder for a file that is to be written, and no folder of its name.

    Raises:
        StorageError: as :func:`write_atomically` would afterwards.
    """
    path = Path(path)
    wrong = errno.EISDIR if path.is_dir() else 0 if path.parent.is_dir() else errno.ENOENT
    if wrong:
        raise storage_error("write", path, OSError(wrong, os.strerror(wrong)))


def make_folder(path: Path | str) -> None:
    """Make a folder, and those above it, unless it is there (StorageError if it cannot be)."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise StorageError(f"cannot write into {path}: it is a file, not a folder") from error
    except OSError as error:
        raise storage_error("make the folder", path, error) from error


def user_cache(name: str) -> Path:
    """The folder ``ait/name`` for what can be made again, in XDG_CACHE_HOME or ``~/.cache``; perhaps not there yet."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "ait" / name


def read_bytes(path: Path | str) -> bytes:
    """The contents of a file.

    Raises:
        StorageError: if it is absent, a folder, or cannot be read.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise storage_error("read", path, error) from error
    _log.debug("read %s, %s bytes", path, f"{len(data):,}")
    return data
