"""What each token of a text costs by a language model alone: -log2 of its probability, given the tokens before it."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ait.enumeration.interrupt import deferred_interrupt
from ait.language_models.base import LanguageModel, ResumableStream, Stream, Window
from ait.language_models.cost_store import Costs, CostStore

_log = logging.getLogger(__name__)
BATCH = 256
_BETWEEN_SAVES = 60.0

Progress = Callable[[int, int], None]
"""Told how many tokens are done, and of how many."""


@dataclass(frozen=True, eq=False)
class Task:
    """Tokens to be scored.

    Attributes:
        model: by which.
        window: how far back it looks.
        tokens: int64, shape (n,), the end of the text last; the start stands before them and costs nothing.
        allowed: the only tokens that could have come, where the alphabet is smaller than the vocabulary.
    """

    model: LanguageModel
    window: Window
    tokens: np.ndarray
    allowed: tuple[int, ...] = ()

    @property
    def columns(self) -> int:
        """One cost for each token, or two: free, and among the allowed tokens alone."""
        return 2 if self.allowed else 1

    @property
    def settings(self) -> str:
        """Everything besides model and tokens that the costs depend on."""
        return f"{self.window}, kept {self.window.kept}, start {self.model.start}, allowed {self.allowed}"


def token_costs(task: Task, store: CostStore | None = None, progress: Progress | None = None) -> np.ndarray:
    """Bits for each token, float64, shape (n, 1); shape (n, 2) where the allowed tokens are named.

    The second column is 0 for tokens that are not among the allowed ones.

    Args:
        task: what is scored.
        store: where costs are kept, and an interrupted run's state; nothing is kept if left out.
        progress: told after each batch.

    Raises:
        KeyboardInterrupt: after Ctrl-C, when what was done is kept.
        StorageError: if the store cannot be written.
    """
    key = "" if store is None else store.key(task.model.fingerprint, task.settings, task.tokens)
    known = Costs(np.empty((0, task.columns)), {}) if store is None else store.load(key, task.columns)
    total = task.tokens.size
    if store is not None:
        _log.info("token costs: %s of %s kept in %s", f"{len(known.bits):,}", f"{total:,}", store.folder)
    if len(known.bits) == total:
        return known.bits
    stream = task.model.stream(task.window)
    # Without the state of its stream, what was scored before cannot be gone on with.
    done = len(known.bits) if known.state and isinstance(stream, ResumableStream) else 0
    if done and isinstance(stream, ResumableStream):
        stream.restore(dict(known.state))
    bits = np.zeros((total, task.columns))
    bits[:done] = known.bits[:done]
    before = np.concatenate([[task.model.start], task.tokens[:-1]]).astype(np.int64)
    saved = time.monotonic()
    with deferred_interrupt() as interrupted:
        while done < total:
            if progress is not None:
                progress(done, total)
            stop = min(done + BATCH, total)
            bits[done:stop] = _costs(stream.push(before[done:stop]), task.tokens[done:stop], task.allowed)
            done = stop
            late = time.monotonic() - saved > _BETWEEN_SAVES
            if store is not None and done < total and (late or interrupted()):
                _keep(store, key, bits[:done], stream)
                saved = time.monotonic()
            if interrupted() and done < total:
                raise KeyboardInterrupt
        stopped = interrupted()
    if progress is not None:
        progress(total, total)
    if store is not None:
        store.save(key, Costs(bits, {}))
    if stopped:
        raise KeyboardInterrupt
    return bits


def _keep(store: CostStore, key: str, bits: np.ndarray, stream: Stream) -> None:
    if isinstance(stream, ResumableStream):
        store.save(key, Costs(bits, stream.state()))


def _costs(scores: np.ndarray, tokens: np.ndarray, allowed: tuple[int, ...]) -> np.ndarray:
    """The costs of a batch; ``scores`` is overwritten."""
    rows = np.arange(tokens.size)
    top = scores.max(axis=1)
    own = (scores[rows, tokens] - top).astype(np.float64)
    few = scores[:, list(allowed)].astype(np.float64) if allowed else None
    scores -= top[:, None]
    np.exp(scores, out=scores)
    whole = scores.sum(axis=1, dtype=np.float64)
    free: np.ndarray = np.log2(whole) - own / math.log(2.0)
    if few is None:
        return free[:, None]
    few -= top[:, None]
    among = np.log2(np.exp(few).sum(axis=1)) - own / math.log(2.0)
    return np.stack([free, np.where(np.isin(tokens, allowed), among, 0.0)], axis=1)


def chances(scores: np.ndarray) -> np.ndarray:
    """The probabilities that one row of scores stands for: float64, with sum 1.

    >>> chances(np.zeros(4, np.float32)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    raised = np.exp(scores.astype(np.float64) - float(scores.max()))
    whole: np.ndarray = raised / raised.sum()
    return whole
