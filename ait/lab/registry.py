"""The experiments by name: a line each, so that they can be listed without loading any."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ait.errors import InputError
from ait.lab.record import Record, Size, Told, quiet


@dataclass(frozen=True)
class Experiment:
    """A claim and the module that tests it, one file each.

    Attributes:
        name: on the command line, and of the files.
        module: holds ``run(seed, size, told) -> Record``.
        title: in a few words.
        claim: the sentence that is put to the test.
        needs: what has to be there besides the core, in words; empty if nothing.
    """

    name: str
    title: str
    claim: str
    needs: str = ""

    @property
    def module(self) -> str:
        return f"ait.lab.claims.{self.name.replace('-', '_')}"


_ALL = (
    Experiment(
        "mdl-and-inference",
        "One objective: MDL and variational inference",
        "On models that can be listed, variational inference and MDL minimise the same thing: they are one objective.",
    ),
    Experiment(
        "cross-entropy-gap",
        "Cross-entropy, ELBO and evidence",
        "The cross-entropy that is trained is the gap between the evidence lower bound and the evidence.",
    ),
    Experiment(
        "structure-and-noise",
        "Structure and noise in a sample",
        "The complexity of n symbols is that of their law and n times its entropy rate: K(x) = K(p) + nH.",
    ),
    Experiment(
        "invariance",
        "The choice of the machine",
        "Kolmogorov complexity does not depend on the machine: up to a constant, all references agree.",
    ),
    Experiment(
        "entropy-rate",
        "Entropy rate, not K",
        "What a perfect model reaches is the entropy rate and not Kolmogorov's complexity, and the gap cannot be "
        "pressed to zero; the expected K of a sample is about its length, or undefined.",
    ),
    Experiment(
        "scaling-laws",
        "Scaling laws",
        "Scaling laws approach the entropy rate and not the Bayes error; no error rate obeys them, and they end "
        "where the model class holds the source.",
        "torch ('pip install ait[neural]')",
    ),
    Experiment(
        "memory-capacity",
        "The capacity of a feed-forward memory",
        "A feed-forward memory is lossy, of about 2 to 3.6 bits per parameter; it learns structure first, then "
        "facts by frequency, the tail last; its prequential code is shorter than its variational, and that than its "
        "two-part code; training keeps or shrinks the support.",
        "torch ('pip install ait[neural]')",
    ),
    Experiment(
        "feed-forward",
        "A language model's feed-forward layers",
        "The feed-forward layers of a language model are its memory: they hold most of the weights, lose most when "
        "rounded, and are used sparsely; they cannot hold the training text, so the compression is lossy.",
        "SmolLM2's weights ('ait lm fetch')",
    ),
    Experiment(
        "emergence",
        "Emergence",
        "Capabilities emerge all at once, although the loss falls smoothly: exact match of k symbols is p^k.",
    ),
)

EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType({each.name: each for each in _ALL})


def run(name: str, seed: int = 0, size: Size | str = Size.DEFAULT, told: Told = quiet) -> Record:
    """Run the experiment called ``name``.

    Args:
        name: one of :data:`EXPERIMENTS`.
        seed: from 0; the same seed and size give the same figures.
        size: small (seconds), default (at most two minutes on two cores) or large.
        told: progress.

    Raises:
        InputError: if there is no such experiment or size, or the seed is negative.
        MissingExtraError, ModelError: if it needs a package or a model that is not here.
    """
    if name not in EXPERIMENTS:
        raise InputError(f"there is no experiment {name!r}: choose from {', '.join(EXPERIMENTS)}")
    if not hasattr(seed, "__index__") or seed < 0:
        raise InputError(f"a seed is a whole number from 0, not {seed!r}")
    sizes = [each.value for each in Size]
    if not isinstance(size, Size) and size not in sizes:
        raise InputError(f"an experiment's size is one of {', '.join(sizes)}, not {size!r}")
    record: Record = importlib.import_module(EXPERIMENTS[name].module).run(int(seed), Size(size), told)
    return record
