"""A language model guarded by experts that learn from the text alone, so that no text can cost absurd amounts.

A pretrained model does not learn: it pays several bits for each byte of a constant string for ever.  Beside it stand
what followed the longest earlier match, adaptive counts of symbols after the one before and by themselves (escape
probabilities after Witten and Bell 1991), and a literal law that knows nothing: eight bits for each byte.  Their
weights follow Bayes' rule, a little of them dealt out anew after each symbol (Herbster and Warmuth, "Tracking the best
expert", 1998); each length of match has weights of its own.

Of the model only the probability of the symbol that came is needed, so the guard costs next to nothing; a coder
asks for all probabilities, and finds the same numbers.
"""

from __future__ import annotations

import math

import numpy as np

GUARD = 2.0**-16
"""The share of the model's probability that is spread evenly over all symbols, so that none is impossible."""

MODEL, MATCH, PAIR, SINGLE, LITERAL = range(5)
_EXPERTS = 5
_MATCH_BITS = 24.0
_BUCKETS = 16
_SETTLED = 24.0


class TokenMixture:
    """The guarded probabilities of symbols 0..k-1, one after another.

    Args:
        k: the alphabet's size.
        literal: what the literal law gives each symbol, float64, shape (k,); all the same if left out.

    >>> mixture = TokenMixture(4)
    >>> bits = mixture.surprisals(np.zeros(1000, np.int64), np.full(1000, 0.25))
    >>> bool(bits[:4].sum() > 4), bool(bits.sum() < 40)
    (True, True)
    """

    def __init__(self, k: int, literal: np.ndarray | None = None) -> None:
        self.k = k
        self._literal = np.full(k, 1.0 / k) if literal is None else literal
        self._history: list[int] = []
        self._single = np.zeros(k, np.int64)
        self._kinds = 0
        self._pairs: dict[int, dict[int, int]] = {}
        self._least = max(2, round(_MATCH_BITS / math.log2(k)))
        self._places: dict[tuple[int, ...], int] = {}
        self._place, self._length = 0, 0
        self._right = np.full((_BUCKETS, 2), 0.5)
        self._weights = np.full((_BUCKETS, _EXPERTS), 1.0 / _EXPERTS)
        self._turns = np.zeros(_BUCKETS)

    def probabilities(self, row: np.ndarray) -> np.ndarray:
        """What each symbol gets, float64, shape (k,), given what the model gives each."""
        weights = self._weights[self._bucket()]
        model = (1.0 - GUARD) * row + GUARD / self.k
        total = float(len(self._history))
        kinds = float(max(self._kinds, 1))
        single = (self._single + kinds * model) / (total + kinds)
        followers = self._followers()
        several = float(max(len(followers), 1))
        pair = (several / (sum(followers.values()) + several)) * single
        for symbol, count in followers.items():
            pair[symbol] += count / (sum(followers.values()) + several)
        mixed: np.ndarray = weights[MODEL] * model + weights[PAIR] * pair + weights[SINGLE] * single
        mixed += weights[LITERAL] * self._literal
        trust = self._trust()
        mixed += weights[MATCH] * (1.0 - trust) * model
        if trust:
            mixed[self._history[self._place]] += weights[MATCH] * trust
        return mixed

    def surprisals(self, symbols: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """-log2 of what each symbol got, bits, float64, given what the model gave it; all are then learnt."""
        pairs = zip(symbols.tolist(), chances.tolist(), strict=True)
        return np.array([-math.log2(self.learn(symbol, chance)) for symbol, chance in pairs])

    def learn(self, symbol: int, chance: float) -> float:
        """The probability of a symbol to which the model gave ``chance``; it is then learnt."""
        said = self._said(symbol, chance)
        bucket = self._bucket()
        weights = self._weights[bucket]
        shares = [float(weight) * one for weight, one in zip(weights, said, strict=True)]
        came = math.fsum(shares)
        anew = 1.0 / (self._turns[bucket] + _SETTLED)
        self._turns[bucket] += 1.0
        for i, share in enumerate(shares):
            weights[i] = (1.0 - anew) * (share / came) + anew / _EXPERTS
        self._remember(symbol)
        return came

    def _said(self, symbol: int, chance: float) -> tuple[float, ...]:
        """What each expert gives the symbol."""
        model = (1.0 - GUARD) * chance + GUARD / self.k
        kinds = float(max(self._kinds, 1))
        single = (float(self._single[symbol]) + kinds * model) / (len(self._history) + kinds)
        followers = self._followers()
        several = float(max(len(followers), 1))
        pair = (followers.get(symbol, 0) + several * single) / (sum(followers.values()) + several)
        trust = self._trust()
        match = (1.0 - trust) * model
        if trust and self._history[self._place] == symbol:
            match += trust
        return model, match, pair, single, float(self._literal[symbol])

    def _followers(self) -> dict[int, int]:
        return self._pairs.get(self._history[-1], {}) if self._history else {}

    def _bucket(self) -> int:
        return min(self._length.bit_length(), _BUCKETS - 1)

    def _trust(self) -> float:
        """How often matches of about this length were right; 0 where there is none."""
        if not self._length:
            return 0.0
        right, wrong = self._right[self._bucket()].tolist()
        return float(right / (right + wrong))

    def _remember(self, symbol: int) -> None:
        history = self._history
        if self._length:
            hit = history[self._place] == symbol
            self._right[self._bucket(), 0 if hit else 1] += 1.0
            self._length = self._length + 1 if hit else 0
            self._place += 1
        if history:
            after = self._pairs.setdefault(history[-1], {})
            after[symbol] = after.get(symbol, 0) + 1
        self._kinds += self._single[symbol] == 0
        self._single[symbol] += 1
        history.append(symbol)
        if len(history) < self._least:
            return
        recent = tuple(history[-self._least :])
        if not self._length and recent in self._places:
            self._place = self._places[recent]
            self._length = self._matched()
        self._places[recent] = len(history)

    def _matched(self) -> int:
        """How many symbols before the matched place are those that came last; counted up to a limit."""
        history, length = self._history, self._least
        now = len(history)
        while length < 32 and length < self._place and history[self._place - 1 - length] == history[now - 1 - length]:
            length += 1
        return length
