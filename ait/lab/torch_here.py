"""PyTorch where it is installed: on the processor, seeded, with a fixed number of threads, so that figures repeat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ait.errors import MissingExtraError

_SEEDS = 1 << 63
"""torch takes no greater ones."""


@contextmanager
def torch_here(seed: int, threads: int = 1) -> Iterator[Any]:
    """The module torch, its random numbers seeded and its threads set for the while.

    Raises:
        MissingExtraError: if torch is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtraError("torch", "neural") from error
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed % _SEEDS)
            yield torch
    finally:
        torch.set_num_threads(before)
