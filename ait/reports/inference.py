"""What a set of models says about one sequence, as text, as JSON, and as a picture."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ait.errors import InputError
from ait.inference.families import mean_field
from ait.inference.infer import Inference
from ait.inference.prequential import effort, prequential
from ait.inference.structure import StructureFunction, structure_function
from ait.inference.union import Union
from ait.measures.stochastic_complexity import stochastic_complexity
from ait.reports.drawn import PICTURES, drawn
from ait.reports.rows import Cell, Rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STEPS = 10**8
_STEPS_SHOWN = 16
_FEW_LABELS = 16


@dataclass(frozen=True, eq=False)
class Findings:
    """An inference with what is told of it: ``top`` best models, a sufficient statistic within ``slack`` bits."""

    found: Inference
    top: int = 5
    slack: float = 0.0

    @cached_property
    def order(self) -> list[int]:
        """The best models, the shortest two-part code first."""
        joint = self.found.log_joint
        count = min(self.top, len(joint))
        some = np.argpartition(-joint, count - 1)[:count] if count else np.zeros(0, np.int64)
        ranked = sorted(some.tolist(), key=lambda index: (-joint[index], index))
        return [index for index in ranked if math.isfinite(joint[index])]

    @cached_property
    def steps(self) -> StructureFunction:
        """The structure function."""
        return structure_function(self.found)

    @cached_property
    def sufficient(self) -> int:
        """The step of the minimal sufficient statistic."""
        return self.steps.minimal_sufficient(self.slack)

    @cached_property
    def plug_in_bits(self) -> float | None:
        """The prequential code by the best model so far; None where it would take too long."""
        return prequential(self.found).best_bits if effort(self.found) <= _STEPS else None

    @cached_property
    def mean_field_bits(self) -> float | None:
        """-ELBO of the best product; None where the models have one axis only."""
        return mean_field(self.found).description_bits if len(self.found.models.shape) > 1 else None

    @cached_property
    def entropy(self) -> float:
        """The entropy of the posterior, in bits."""
        posterior = self.found.posterior
        inside = posterior > 0
        return float(-(posterior[inside] * self.found.log_posterior[inside]).sum())

    def shares(self) -> list[tuple[str, float]]:
        """The posterior probability of each set of a union."""
        models = self.found.models
        if not isinstance(models, Union):
            return []
        pairs = zip(models.members, models.slices(), strict=True)
        return [(member.description, float(self.found.posterior[place].sum())) for member, place in pairs]


def inference_record(findings: Findings) -> dict[str, Any]:
    """The same for JSON: ``{"evidence": {...}, "best": [...], "structure_function": [...], ...}``."""
    found, steps = findings.found, findings.steps
    plug_in = findings.plug_in_bits
    return {
        "symbols": len(found.sequence),
        "k": found.sequence.k,
        "models": found.models.description,
        "size": len(found.log_joint),
        "normalised": found.normalised,
        "log2_z": found.log2_z,
        "evidence": found.evidence.as_dict(),
        "two_part": found.two_part.as_dict(),
        "gap_of_the_best_point_mass": found.two_part_bits - found.evidence_bits,
        "mean_field_bits": findings.mean_field_bits,
        "nml_memoryless": stochastic_complexity(found.sequence).as_dict(),
        # No number is infinite in JSON: a plug-in code that meets an excluded symbol is null, and the note says why.
        "prequential_best_so_far": plug_in if plug_in is not None and math.isfinite(plug_in) else None,
        "prequential_note": _plug_in_words(plug_in),
        "posterior_entropy": findings.entropy,
        "posterior_of_sets": [{"set": name, "probability": share} for name, share in findings.shares()],
        "best": [_model(found, index) for index in findings.order],
        "structure_function": [
            {**_model(found, int(index)), "sufficient": step == findings.sufficient}
            for step, index in enumerate(steps.models)
        ],
    }


def inference_tables(findings: Findings) -> list[Rows]:
    """A row a code, a row a model of the best, and a row a step of the structure function."""
    record, alphabet_bits = inference_record(findings), findings.found.sequence.alphabet_bits
    codes: list[tuple[Cell, ...]] = [("literal", findings.found.sequence.literal_bits, "exact", "n log2 k")]
    for name, key in (("evidence", "evidence"), ("two-part", "two_part"), ("NML", "nml_memoryless")):
        made = record[key]
        codes.append((name, made["bits"], made["kind"], made["method"]))
    # These two come without the description of the alphabet, which the others have paid.
    for name, bits, words in (
        ("mean field", record["mean_field_bits"], "-ELBO of the best product"),
        ("prequential", record["prequential_best_so_far"], record["prequential_note"]),
    ):
        paid = (None, None) if bits is None else (bits + alphabet_bits, "upper bound")
        codes.append((name, *paid, words))
    columns = ("model", "model_bits", "data_bits", "posterior")
    return [
        Rows("code", ("code", "bits", "kind", "method"), codes),
        Rows("best model", columns, [tuple(each[name] for name in columns) for each in record["best"]]),
        Rows(
            "step",
            (*columns, "sufficient"),
            [tuple(each[name] for name in (*columns, "sufficient")) for each in record["structure_function"]],
        ),
    ]


def _model(found: Inference, index: int) -> dict[str, Any]:
    return {
        "index": index,
        "model_bits": float(found.models.code_bits[index]),
        "data_bits": 0.0 - float(found.log_likelihoods[index]),
        "posterior": float(found.posterior[index]),
        "model": found.models.describe(index),
    }


def inference_text(findings: Findings, width: int = 80) -> str:
    """A few lines of ``width`` columns for a person: code lengths, best models, structure function."""
    found = findings.found
    divided = f"divided by Z = 2^{found.log2_z:.4f}" if found.normalised else f"not divided (Z = 2^{found.log2_z:.4f})"
    labels = found.sequence.labels
    named = labels is not None and labels != tuple("0123456789"[: len(labels)]) and len(labels) <= _FEW_LABELS
    lines = [
        f"{len(found.sequence):,} {found.sequence.unit} over {found.sequence.k} symbols",
        *([f"symbols 0 to {len(labels) - 1} stand for {' '.join(map(repr, labels))}"] if labels and named else []),
        *_wrapped("relative to ", f"{found.models.description}; weights 2^-K {divided}", width),
        "",
        *_lengths(findings, width),
        "",
        "best models",
        "posterior  model bits  data bits",
    ]
    for index in findings.order:
        told = _model(found, index)
        start = f"{told['posterior']:9.4f}  {told['model_bits']:10.2f}  {told['data_bits']:9.2f}  "
        lines += _wrapped(start, told["model"], width)
    if shares := findings.shares():
        lines += ["", "posterior of the sets"]
        for name, share in shares:
            lines += _wrapped(f"{share:9.4f}  ", name, width)
    return "\n".join([*lines, "", *_steps(findings, width)]) + "\n"


def _lengths(findings: Findings, width: int) -> list[str]:
    found = findings.found
    two_part, nml = found.two_part, stochastic_complexity(found.sequence)
    gap = found.two_part_bits - found.evidence_bits
    rows = [
        ("literal", found.sequence.literal_bits, "n log2 k"),
        ("evidence", found.evidence.bits, "the Bayes mixture of all models; prequential by the mixture is the same"),
        ("two-part", two_part.bits, f"the best model: {_parts(two_part.parts)}"),
        ("  gap", gap, f"-log2 of its posterior {2.0**-gap:.4g}; bits-back coding wins it back"),
    ]
    if findings.mean_field_bits is not None:
        shape = " x ".join(map(str, found.models.shape))
        rows.append(
            (
                "mean field",
                findings.mean_field_bits + found.sequence.alphabet_bits,
                f"-ELBO of a product q over {shape}",
            )
        )
    if findings.plug_in_bits is not None and math.isfinite(findings.plug_in_bits):
        rows.append(
            (
                "prequential",
                findings.plug_in_bits + found.sequence.alphabet_bits,
                "each symbol by the best model of those before",
            )
        )
    rows.append(("NML", nml.bits, f"memoryless: {_parts(nml.parts)}"))
    told = [line for name, bits, words in rows for line in _wrapped(f"{name:<12} {bits:11.2f}  ", words, width)]
    if findings.plug_in_bits is None or not math.isfinite(findings.plug_in_bits):
        told += _wrapped(f"{'prequential':<12} {'-':>11}  ", _plug_in_words(findings.plug_in_bits), width)
    return told


def _plug_in_words(bits: float | None) -> str:
    if bits is None:
        return f"by the best model so far: left out, it would take more than {_STEPS:,} steps"
    if math.isinf(bits):
        return "by the best model so far: infinite, at some symbol it excluded what came"
    return "by the best model so far"


def _parts(parts: Any) -> str:
    return ", ".join(f"{name} {bits:.2f}" for name, bits in parts.items())


def _steps(findings: Findings, width: int) -> list[str]:
    steps, found = findings.steps, findings.found
    lines = ["structure function: the least data bits with models of up to k bits", "         k  data bits        sum"]
    total = len(steps.models)
    shown = range(total) if total <= _STEPS_SHOWN else _spread(total, findings.sufficient)
    last = -1
    for step in shown:
        if step > last + 1:
            lines.append("       ...")
        bits, data = float(steps.model_bits[step]), float(steps.data_bits[step])
        mark = "*" if step == findings.sufficient else " "
        words = found.models.describe(int(steps.models[step]))
        lines += _wrapped(f"{bits:10.2f} {data:10.2f} {bits + data:10.2f} {mark}", words, width)
        last = step
    within = f" within {findings.slack:g} bits" if findings.slack else ""
    return [*lines, f"* minimal sufficient statistic{within}"]


def _spread(total: int, sufficient: int) -> list[int]:
    """The first and last steps, the sufficient one, and some between."""
    some = {round(i * (total - 1) / (_STEPS_SHOWN - 2)) for i in range(_STEPS_SHOWN - 1)}
    return sorted(some | {sufficient})


def _wrapped(start: str, words: str, width: int) -> list[str]:
    """The words behind ``start``, going on below themselves where the line is full."""
    return textwrap.wrap(words, max(width, len(start) + 20), initial_indent=start, subsequent_indent=" " * len(start))


def structure_picture(findings: Findings, name: str) -> bytes:
    """The structure function drawn, in the form that the file's name says.

    Raises:
        InputError: if the name says no form that can be drawn.
        MissingExtraError: without matplotlib.
    """
    if not name.endswith(PICTURES):
        raise InputError(f"cannot tell from the name {name} what to draw: let it end in {', '.join(PICTURES)}")
    steps, step = findings.steps, findings.sufficient

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.step(steps.model_bits, steps.data_bits, where="post", label="structure function h(k)")
        axes.step(steps.model_bits, steps.model_bits + steps.data_bits, where="post", label="k + h(k)", alpha=0.7)
        axes.axhline(findings.found.evidence_bits, linestyle=":", color="grey", label="evidence")
        axes.plot(steps.model_bits[step], steps.data_bits[step], "o", label="minimal sufficient statistic")
        axes.set_xlabel("k, bits of the model")
        axes.set_ylabel("bits")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)

    return drawn(name, (6.4, 4.0), draw)
