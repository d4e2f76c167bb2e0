"""SmolLM2-135M scoring text in NumPy, beside llama.cpp and beside the matrix products alone."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from bench.case import Area, Case, Peer, PeerMissingError, Work, module, require
from bench.machine import ROOT

BYTES, CONTEXT, BATCH = 6000, 2048, 256
# What the first 6,000 bytes of the constitution cost by the same weights in llama.cpp as F32, bits a byte.
PUBLISHED = 0.69612
PACKAGE = "llama-cpp-py-sync"


@functools.cache
def _text() -> bytes:
    return (ROOT / "corpora" / "us-constitution.txt").read_bytes()[:BYTES]


@functools.cache
def _model() -> Any:
    from ait.errors import MissingExtraError
    from ait.language_models.gguf_model import GgufModel
    from ait.language_models.weights import find_weights

    path = find_weights()
    if path is None:
        raise PeerMissingError("the model's weights are not here: `ait lm fetch` brings them (93 MB)")
    try:
        return GgufModel(path)
    except MissingExtraError as error:
        raise PeerMissingError(str(error)) from error


@functools.cache
def _tokens() -> np.ndarray:
    return np.array([_model().start, *_model().encode(_text().decode())])


def _ours() -> Work:
    from ait.language_models.base import Window
    from ait.language_models.token_costs import Task, token_costs

    model, tokens = _model(), _tokens()
    _ = model.weights
    task = Task(model, Window(CONTEXT), tokens[1:])
    return lambda: float(token_costs(task).sum()) / BYTES


def _llama_cpp() -> Work:
    """llama.cpp through a wheel that has it built in: all scores of all tokens asked for, as ours are."""
    binding, tokens = module("llama_cpp_py_sync", PACKAGE), _tokens()
    path = str(_model().path)
    try:
        llama = binding.Llama(path, n_ctx=CONTEXT, n_batch=BATCH, n_threads=1)
    except Exception as error:
        reason = "its build needs a newer glibc" if "GLIBC" in str(error) else type(error).__name__
        raise PeerMissingError(f"{PACKAGE} does not start here: {reason}") from error
    lib, ffi, words = llama._lib, llama._ffi, llama.n_vocab

    def bits_per_byte() -> float:
        llama._clear_context_state()
        cost = 0.0
        for start in range(0, len(tokens) - 1, BATCH):
            stop = min(start + BATCH, len(tokens) - 1)
            batch = lib.llama_batch_init(stop - start, 0, 1)
            batch.n_tokens = stop - start
            for i, token in enumerate(tokens[start:stop].tolist()):
                batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, start + i, 1, 1
                batch.seq_id[i][0] = 0
            failed = lib.llama_decode(llama._ctx, batch)
            lib.llama_batch_free(batch)
            require(failed == 0, f"llama_decode gave {failed}")
            size = (stop - start) * words * 4
            scores = np.frombuffer(ffi.buffer(lib.llama_get_logits(llama._ctx), size), np.float32)
            scores = scores.reshape(stop - start, words)
            own = scores[np.arange(stop - start), tokens[start + 1 : stop + 1]]
            top = scores.max(axis=1)
            cost += float((np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top - own).sum()) / np.log(2)
        return cost / BYTES

    return bits_per_byte


def _products() -> Work:
    """The model's matrix products and nothing else, by the same BLAS, in the same batches."""
    weights, count = _model().weights, len(_tokens()) - 1
    matrices = [value for value in _arrays(weights) if value.ndim == 2]
    inputs = {matrix.shape[1]: np.ones((BATCH, matrix.shape[1]), np.float32) for matrix in matrices}

    def products() -> float:
        for start in range(0, count, BATCH):
            rows = min(BATCH, count - start)
            for matrix in matrices:
                np.dot(inputs[matrix.shape[1]][:rows], matrix.T)
        return 0.0

    return products


def _arrays(record: Any) -> list[np.ndarray]:
    """All arrays in a record of records."""
    if isinstance(record, np.ndarray):
        return [record]
    if isinstance(record, (tuple, list)):
        return [array for part in record for array in _arrays(part)]
    if hasattr(record, "__dataclass_fields__"):
        return [array for name in record.__dataclass_fields__ for array in _arrays(getattr(record, name))]
    return []


def _right(ours: Any, theirs: Any) -> str:
    require(abs(ours / PUBLISHED - 1) < 5e-4, f"{ours} bits a byte, llama.cpp gave {PUBLISHED} with F32")
    if not theirs:
        return f"llama.cpp's bits with F32, {PUBLISHED} a byte"
    require(abs(ours / theirs - 1) < 0.02, f"{ours} and {theirs} bits a byte")
    return f"{ours:.4f} bits a byte, the peer's {theirs:.4f}"


def _tokens_scored(_: Any) -> float:
    return float(len(_tokens()) - 1)


PROSE = (
    "SmolLM2-135M (Q4_1) on the first 6,000 bytes of the constitution, one thread, all scores of all tokens, without "
    "the guard. llama.cpp computes with the quantised weights and rounds activations to 8 bits, so that its bits "
    "differ in the third digit; ours takes the weights as float32, which cost more memory and let the BLAS do the "
    "work. The second row says what part of the time is not matrix products: its ratio is below 1 by that much. "
    "llama.cpp is the build in the wheel of `llama-cpp-py-sync`, which needs glibc 2.38."
)
AREA = Area(
    "language_model",
    "The language model",
    PROSE,
    (
        Case(
            "SmolLM2-135M, 6,000 bytes of text",
            _tokens_scored,
            "tokens",
            _ours,
            _right,
            Peer("llama.cpp", _llama_cpp, package=PACKAGE),
            budget=12,
            rounds=5,
            memory=True,
            tracked=False,
        ),
        Case(
            "SmolLM2-135M beside its matrix products",
            _tokens_scored,
            "tokens",
            _ours,
            _right,
            Peer("the matrix products alone", _products),
            budget=12,
            rounds=5,
            tracked=False,
        ),
    ),
)
