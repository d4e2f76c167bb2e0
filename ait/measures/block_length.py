"""How long the blocks should be from which an entropy rate is read: the order of the Markov chain that fits best."""

from __future__ import annotations

import math

from ait.measures.block_entropy import sampled_levels
from ait.measures.entropy_estimators import entropy
from ait.sequence import Sequence


def fitting_length(sequence: Sequence) -> int:
    """One more than the order that the Bayesian information criterion chooses.

    It minimises -log2 of the chain's greatest likelihood, plus 1/2·log2(n) for each free parameter, counted among
    the blocks that occur; for a chain of finite order it ends at that order (Csiszár and Shields 2000).  Blocks with
    fewer than 16 windows per different one are not considered.

    >>> from ait.sequence import as_sequence
    >>> fitting_length(as_sequence("0110" * 50))  # two symbols tell the next
    3
    """
    best, chosen = math.inf, 1
    for length, (blocks, contexts) in enumerate(sampled_levels(sequence), 1):
        windows = int(blocks.sum())
        likelihood = windows * (entropy(blocks) - entropy(contexts)) + (length - 1) * math.log2(sequence.k)
        score = likelihood + (blocks.size - contexts.size) / 2 * math.log2(len(sequence))
        if score < best - 1e-9:
            best, chosen = score, length
    return chosen
