"""The calculator's server: on this machine's own address, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ait.errors import InputError, MissingExtraError, StorageError
from ait.serve.app import Calculator
from ait.serve.jobs import Jobs
from ait.serve.limits import Limits

HOST = "127.0.0.1"
_THREADS, _CONNECTIONS, _IDLE_SECONDS, _LONGEST_HEADER = 8, 100, 30, 1 << 14


@contextmanager
def serving(port: int, limits: Limits) -> Iterator[Any]:
    """A server that listens already, with ``run()``, ``close()`` and ``effective_port``; all calculations end with it.

    Args:
        port: where to listen; 0 for any port that is free.
        limits: what a visitor may ask for.

    Raises:
        MissingExtraError: without waitress.
        InputError: if the port is no port.
        StorageError: if it is taken.
    """
    if not 0 <= port < 1 << 16:
        raise InputError(f"port {port} is not a port: use 1 to 65535, or 0 for any that is free")
    try:
        from waitress import create_server
    except ImportError as error:
        raise MissingExtraError("waitress", "serve") from error
    application: Calculator | None = None

    def answer(environment: Any, start: Any) -> Any:
        # The port is known only once the server listens.
        if application is None:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return application(environment, start)

    try:
        server = create_server(
            answer,
            host=HOST,
            port=port,
            threads=_THREADS,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            max_request_header_size=_LONGEST_HEADER,
            max_request_body_size=limits.body,
            ident=None,
        )
    except OSError as error:
        raise StorageError(f"cannot listen on port {port}: {error.strerror}; choose another with --port") from error
    jobs = Jobs(limits)
    application = Calculator(jobs, limits, server.effective_port)
    try:
        yield server
    finally:
        server.close()
        jobs.close()
