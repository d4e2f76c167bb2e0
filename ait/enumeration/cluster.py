"""A Dask cluster as the place where a walk's jobs run: reached, seen to run this very version, and asked for its size.

Dask moves a job whose worker is lost to another one, and gives every result once, so a walk that merges in any order
ends the same to the bit.  Jobs and results travel as pickles, which is Dask's way: use a scheduler you trust.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from ait import __version__
from ait.errors import AitError, InputError, MissingExtraError

Result = TypeVar("Result")
_PACKAGE = Path(__file__).parent.parent
_ASK_EVERY = 2.0
"""Seconds between two questions to the scheduler about how many workers it has."""


@functools.cache
def fingerprint() -> str:
    """The version and a hash over all of the package's sources: what two machines must agree on to share a walk."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        source = path.read_bytes()
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(source)} ".encode())
        digest.update(source)
    return f"{__version__} ({digest.hexdigest()[:12]})"


class ClusterExecutor(Executor):
    """Runs functions on the workers of a Dask cluster; made by :func:`cluster`."""

    def __init__(self, client: Any) -> None:
        self._client = client
        # Not pure: Dask would otherwise keep a failed job in mind and fail it again without running it.
        self._pool = client.get_executor(pure=False)
        self._slots, self._asked = 1, -_ASK_EVERY

    def slots(self) -> int:
        """How many jobs run at once: the threads of all workers there are now, at least 1."""
        if time.monotonic() - self._asked >= _ASK_EVERY:
            self._slots, self._asked = max(1, sum(self._client.nthreads().values())), time.monotonic()
        return self._slots

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Run ``fn`` on a worker of this version; on one of another version the future holds an AitError."""
        future: Future[Result] = self._pool.submit(_run_checked, fingerprint(), fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; the cluster goes on."""
        self._pool.shutdown(wait=wait and not cancel_futures)


def _run_checked(expected: str, function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Workers come and go during a walk, so every job looks where it has landed."""
    if fingerprint() != expected:
        raise AitError(f"a worker runs ait {fingerprint()}, not {expected} as here: install the same on all workers")
    return function(*args, **kwargs)


@contextmanager
def cluster(address: str, timeout: float = 30.0) -> Iterator[ClusterExecutor]:
    """The workers of a Dask scheduler, as an executor for :func:`ait.enumerate_turing` and the other walks.

    Args:
        address: the scheduler's, such as ``tcp://10.0.0.1:8786``.
        timeout: seconds to wait for the scheduler, and for its first worker.

    Raises:
        MissingExtraError: without the extra ``distributed``.
        InputError: if the address is none, or nobody answers there.
        AitError: if there is no worker, a worker runs another version, or (within the block) the cluster is lost
            or a job has killed every worker that tried it.

    >>> with cluster("nonsense", timeout=1.0) as executor:
    ...     pass
    Traceback (most recent call last):
    ...
    ait.errors.InputError: no Dask scheduler answers at 'nonsense': give its address, such as tcp://10.0.0.1:8786
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise MissingExtraError("distributed", "distributed") from error
    client = _connect(Client, address, timeout)
    try:
        _check_workers(client, address, timeout)
        yield ClusterExecutor(client)
    except KilledWorker as error:
        raise AitError(
            f"a job was lost with each worker that tried it, {error.last_worker.address} the last: look at their logs"
            " (too little memory?); finished work is kept in the checkpoint"
        ) from error
    except (CancelledError, CommClosedError) as error:
        raise AitError(
            f"the scheduler at {address} is gone: start it again; finished work is kept in the checkpoint"
        ) from error
    finally:
        client.close(timeout=1.0)


def _connect(client: Any, address: str, timeout: float) -> Any:
    """A client of the scheduler; one that finds none is closed here and now.

    Dask leaves it to be closed when it is collected, in whatever thread that happens.  Where that is the thread that
    starts for the next client, both wait for the same lock for ever.
    """
    refusal = f"no Dask scheduler answers at {address!r}: give its address, such as tcp://10.0.0.1:8786"
    # Without a scheme Dask takes the address for that of a cluster of its own making.
    if "://" not in address:
        raise InputError(refusal)
    made = client.__new__(client)
    try:
        made.__init__(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        with contextlib.suppress(Exception):  # Whatever it lacks to be closed: it is of no use any more.
            made.close(timeout=1.0)
        raise InputError(refusal) from error
    return made


def _check_workers(client: Any, address: str, timeout: float) -> None:
    try:
        client.wait_for_workers(1, timeout=timeout)
    except TimeoutError as error:
        raise AitError(f"the scheduler at {address} has no workers: start some with  dask worker {address}") from error
    _check_versions(client.run(fingerprint, on_error="return"))


def _check_versions(answers: Mapping[str, str | BaseException]) -> None:
    """Insist that every worker gave our own fingerprint (AitError)."""
    for worker, answer in sorted(answers.items()):
        if answer != fingerprint():
            theirs = f"cannot load ait ({answer})" if isinstance(answer, BaseException) else f"runs ait {answer}"
            raise AitError(f"worker {worker} {theirs}, here is {fingerprint()}: install the same on all workers")
