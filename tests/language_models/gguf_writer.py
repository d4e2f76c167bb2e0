"""GGUF files that tests write themselves: fields, tensors in every format that is read, and a tiny random model."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ait.language_models.tokenizer import byte_letters

LETTER_OF = {byte: letter for letter, byte in byte_letters().items()}


def string(data: bytes) -> bytes:
    return struct.pack("<Q", len(data)) + data


def value(item: object) -> bytes:
    """A field's type and value."""
    if isinstance(item, bool):
        return struct.pack("<I?", 7, item)
    if isinstance(item, int):
        return struct.pack("<II", 4, item)
    if isinstance(item, float):
        return struct.pack("<If", 6, item)
    if isinstance(item, bytes):
        return struct.pack("<I", 8) + string(item)
    if isinstance(item, np.ndarray):
        return struct.pack("<IIQ", 9, 5, item.size) + item.astype("<i4").tobytes()
    assert isinstance(item, list)
    return struct.pack("<IIQ", 9, 8, len(item)) + b"".join(string(each) for each in item)


def quantised(x: np.ndarray, kind: int) -> bytes:
    """Weights in a format, rounded to the nearest of its values."""
    flat = x.astype(np.float32).reshape(-1)
    if kind in (0, 1):
        return flat.astype("<f4" if kind == 0 else "<f2").tobytes()
    if kind == 30:
        return (flat.view(np.uint32) >> np.uint32(16)).astype("<u2").tobytes()
    blocks = flat.reshape(-1, 32)
    low = np.zeros(len(blocks), np.float32)
    if kind == 8:
        scale = np.abs(blocks).max(1) / 127
    elif kind == 2:
        scale = np.abs(blocks).max(1) / 7
    else:
        low, scale = blocks.min(1), (blocks.max(1) - blocks.min(1)) / 15
    d = np.where(scale == 0, 1, scale).astype("<f2")
    q = np.rint((blocks - low.astype("<f2").astype(np.float32)[:, None]) / d.astype(np.float32)[:, None])
    out = []
    for i, row in enumerate(q):
        head = d[i : i + 1].tobytes()
        if kind == 8:
            out.append(head + np.clip(row, -127, 127).astype(np.int8).tobytes())
            continue
        nibbles = np.clip(row + (8 if kind == 2 else 0), 0, 15).astype(np.uint8)
        least = low[i : i + 1].astype("<f2").tobytes() if kind == 3 else b""
        out.append(head + least + (nibbles[:16] | nibbles[16:] << 4).tobytes())
    return b"".join(out)


def write_gguf(
    path: Path, fields: Mapping[str, object], tensors: Mapping[str, np.ndarray], kinds: Mapping[str, int] | int = 0
) -> Path:
    """A GGUF file of version 3."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields))
    for name, item in fields.items():
        head += string(name.encode()) + value(item)
    body = b""
    for name, tensor in tensors.items():
        kind = kinds if isinstance(kinds, int) else kinds.get(name, 0)
        kind = 0 if tensor.ndim == 1 else kind
        head += string(name.encode()) + struct.pack("<I", tensor.ndim)
        head += struct.pack(f"<{tensor.ndim}Q", *tensor.shape[::-1]) + struct.pack("<IQ", kind, len(body))
        packed = quantised(tensor, kind)
        body += packed + bytes(-len(packed) % 32)
    path.write_bytes(head + bytes(-len(head) % 32) + body)
    return path


def tiny_tokens() -> list[bytes]:
    """The end, 200 single bytes (those from 200 on are missing, and so are 4 and 6), and a few merged ones."""
    single = [bytes([byte]) for byte in range(200) if byte not in (4, 6)]
    return [b"<|endoftext|>", *single, b"th", b"the", b" t", b"an", b"and", b"aa", b"aaaa", b"in"]


TINY_MERGES = [
    (b"t", b"h"),
    (b"th", b"e"),
    (b" ", b"t"),
    (b"a", b"n"),
    (b"an", b"d"),
    (b"a", b"a"),
    (b"aa", b"aa"),
    (b"i", b"n"),
]


def written(token: bytes) -> bytes:
    return "".join(LETTER_OF[byte] for byte in token).encode()


def tiny_fields(**others: object) -> dict[str, object]:
    """The description of a model of width 32 with two layers, four heads of eight that share two keys."""
    tokens = tiny_tokens()
    words = [tokens[0], *(written(token) for token in tokens[1:])]
    fields: dict[str, object] = {
        "general.architecture": b"llama",
        "llama.block_count": 2,
        "llama.context_length": 64,
        "llama.embedding_length": 32,
        "llama.feed_forward_length": 64,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "llama.rope.freq_base": 100.0,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": 8,
        "tokenizer.ggml.model": b"gpt2",
        "tokenizer.ggml.pre": b"smollm",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.token_type": np.array([3] + [1] * (len(words) - 1)),
        "tokenizer.ggml.merges": [written(left) + b" " + written(right) for left, right in TINY_MERGES],
        "tokenizer.ggml.eos_token_id": 0,
    }
    return {name: item for name, item in (fields | others).items() if item is not None}


def tiny_tensors(seed: int = 1, scale: float = 0.4) -> dict[str, np.ndarray]:
    """Random weights for :func:`tiny_fields`."""
    rng = np.random.default_rng(seed)
    vocabulary = len(tiny_tokens())
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocabulary, 32), "output_norm.weight": (32,)}
    for i in range(2):
        inner = {
            "attn_norm": (32,),
            "attn_q": (32, 32),
            "attn_k": (16, 32),
            "attn_v": (16, 32),
            "attn_output": (32, 32),
        }
        outer = {"ffn_norm": (32,), "ffn_gate": (64, 32), "ffn_up": (64, 32), "ffn_down": (32, 64)}
        shapes |= {f"blk.{i}.{name}.weight": shape for name, shape in (inner | outer).items()}
    return {
        name: (rng.normal(size=shape) * scale + (1.0 if len(shape) == 1 else 0.0)).astype(np.float32)
        for name, shape in shapes.items()
    }


def tiny_model(path: Path, kinds: int = 0, seed: int = 1, **fields: object) -> Path:
    """A tiny model's file."""
    return write_gguf(path, tiny_fields(**fields), tiny_tensors(seed), kinds)
