"""Bayes, MDL and variational inference over model sets that can be listed: every quantity exact, in bits.

A :class:`~ait.inference.model_set.ModelSet` lists models with code lengths K_i.  :func:`~ait.inference.infer.infer`
prices a sequence by all of them at once: the evidence, the posterior, the two-part code, -ELBO for any q.
"""

from __future__ import annotations
