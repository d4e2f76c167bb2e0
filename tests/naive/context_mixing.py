"""Context mixing in plain Python: dictionaries for contexts and no hash that could collide.

Whoever reads this sees what the kernels do: it says the same in a third of the lines, a hundred times slower.  Floats
are added in the kernels' order, so that probabilities agree to the last bit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

import numpy as np

HALF, FULL, SURE = 1 << 17, (1 << 18) - 1, (1 << 22) - 1
MATCHES = {1: (24, 32), 2: (12, 20), 4: (6, 10), 8: (5, 8)}
CONTEXTS_OF_BITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40]
CONTEXTS_OF_BASES = [0, 1, 2, 3, 4, 6, 8, 10, 11, 12, 14, 16, 18, 20, 24]
CONTEXTS_OF_DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12]


def e_to(x: float) -> float:
    total, x = 1.0, x / 1024.0
    for i in range(8, 0, -1):
        total = 1.0 + total * x / i
    for _ in range(10):
        total *= total
    return total


def ln(x: float) -> float:
    mantissa, exponent = math.frexp(x)
    t = (mantissa - 1.0) / (mantissa + 1.0)
    total = 0.0
    for i in range(33, 0, -2):
        total = total * (t * t) + 1.0 / i
    return 2.0 * t * total + exponent * 0.6931471805599453


CURVE = [1.0 / (1.0 + e_to(-(i - 2048) * (24.0 / 4096.0))) for i in range(4098)]
STRETCH = [ln((i + 0.5) / 4096) - ln(1.0 - (i + 0.5) / 4096) for i in range(4096)]


def squash(x: float) -> float:
    y = x * (4096 / 24.0) + 2048
    part = y - int(y)
    return CURVE[int(y)] * (1.0 - part) + CURVE[int(y) + 1] * part


def hashed(key: int, salt: int) -> int:
    """The two places with small tables, heads of matches and the last map, share cells by this hash."""
    word = (key + salt) * 0x9E3779B97F4A7C15 % (1 << 64)
    return (word ^ word >> 29) * 0xD6E8FEB86659FD93 % (1 << 64)


def number(symbols: tuple[int, ...], lane: int) -> int:
    total = 0
    for symbol in symbols:
        total = total << lane | symbol
    return total


def clip(x: float) -> float:
    return min(max(x, -11.99), 11.99)


def summary(bits: str) -> tuple[int, int, str]:
    """The state of a bit history, from all its bits: counts, where a bit makes much of the other's count forgotten."""
    counts = [0, 0]
    for place, bit in enumerate(map(int, bits)):
        counts[bit] += 1
        if place < 3:
            continue
        if counts[1 - bit] > 2:
            counts[1 - bit] = min(counts[1 - bit].bit_length(), 5)
        few, many = sorted((0, 1), key=lambda b: (counts[b], b == bit))
        counts[few] = min(counts[few], 4)
        counts[many] = min(counts[many], (40, 24, 10, 6, 4)[counts[few]])
    return counts[0], counts[1], bits if len(bits) <= 3 else bits[-1]


class Cell:
    def __init__(self) -> None:
        self.p, self.count, self.bits = HALF, 0, ""


class Chance:
    def __init__(self, p: int) -> None:
        self.p, self.count = p, 0


def toward(p: int, aim: int, count: int) -> int:
    return p + ((aim - p) * int(65536.0 / (count + 1.6)) >> 16)


def first_chance(history: tuple[int, int, str]) -> Chance:
    zeros, ones, _ = history
    return Chance(int((ones + 0.4) / (zeros + ones + 0.8) * (1 << 22)))


class Match:
    """A pointer behind an earlier occurrence of at least so many symbols."""

    def __init__(self, place: int, least: int, lane: int) -> None:
        self.place, self.least, self.lane = place, least, lane
        self.pointer, self.length, self.misses = None, 0, 0
        self.heads: dict[int, int] = {}
        self.chances: dict[tuple[int, int], int] = defaultdict(lambda: 3 << 20)

    def follow(self, seen: list[int]) -> None:
        """``seen`` ends with the new symbol."""
        if self.pointer is not None:
            if seen[self.pointer] == seen[-1]:
                self.length += 1
                if self.length % 16 == 0 and self.misses:
                    self.misses -= 1
            else:
                self.length = 0
                self.misses += 1
            self.pointer += 1
            if self.misses > 7:
                self.pointer = None
        context = hashed(number(tuple(seen[-self.least :]), self.lane), self.place) >> 32 & 0xFFFF
        if self.pointer is None or self.length < self.least:
            found = self.heads.get(context)
            if found is not None:
                common = 0
                while common < 400 and common < found and seen[found - 1 - common] == seen[-1 - common]:
                    common += 1
                if common >= self.least:
                    self.pointer, self.length, self.misses = found, common, 0
        self.heads[context] = len(seen)
        if self.pointer is None:
            self.length = self.misses = 0

    def expects(self, seen: list[int], width: int, told: str) -> int | None:
        """The next bit of the symbol that came after the match, if that begins with the bits told."""
        if self.pointer is None:
            return None
        expected = f"{seen[self.pointer]:0{width}b}"
        return int(expected[len(told)]) if expected.startswith(told) else None

    def cell(self) -> tuple[int, int]:
        return (self.length if self.length < 16 else min(16 + (self.length - 16) // 8, 31)), min(self.misses, 3)


class ContextMixing:
    """The model; ``code`` gives the probability of each symbol in turn as a list of its decisions' probabilities."""

    def __init__(self, k: int, labels: list[str] | None = None) -> None:
        self.k, self.width = k, (k - 1).bit_length()
        self.rich = self.width > 4
        self.lane = self.width if self.width <= 2 else 4 if self.width <= 4 else 8
        self.labels = labels or [chr(i) if k == 256 else "" for i in range(k)]
        self.seen = [0] * 4096
        self.words, self.line, self.line_above = [(), (), ()], 4096, 0
        self.kinds = [0, 0, 0, 0]
        self.period, self.votes = 1, 0
        self.last: dict[int, int] = defaultdict(int)
        self.gaps: dict[int, int] = defaultdict(int)
        self.follow: dict[tuple[int, ...], tuple[int, int]] = defaultdict(lambda: (0, 0))
        self.matches = [Match(j, n, self.lane) for j, n in enumerate(MATCHES[self.lane])]
        self.cells: dict[object, Cell] = defaultdict(Cell)
        self.chances: dict[object, Chance] = {}
        self.weights: dict[object, list[float]] = {}
        self.final: dict[str, list[float]] = defaultdict(lambda: [0.2] * 5)
        self.shifts: dict[object, float] = defaultdict(float)
        self.shares = [0.4, 0.3, 0.3]
        self.counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.decisions = 0

    def recent(self, bits: int) -> tuple[int, ...]:
        """The latest symbols, as many as have so many bits."""
        return tuple(self.seen[-(bits // self.lane) :])

    def contexts(self) -> list[object]:
        seen = self.seen
        if not self.rich:
            orders = {1: CONTEXTS_OF_BITS, 2: CONTEXTS_OF_BASES, 4: CONTEXTS_OF_DIGITS}[self.lane]
            return [tuple(seen[len(seen) - order :]) for order in orders]
        word, before, before_that = self.words
        column = min(len(seen) - self.line, 255)
        above = seen[self.line_above + column] if self.line_above + column < self.line else 0
        orders = [tuple(seen[len(seen) - order :]) for order in range(7)]
        sparse = [(seen[-2], seen[-3]), (seen[-1], seen[-3]), (seen[-3],)]
        record = (self.period, seen[-self.period], seen[-2 * self.period])
        followers = (self.follow[tuple(seen[-2:])], seen[-1])
        return [*orders, *sparse, word, (word, before), (word, before_that), followers, (column, above), record]

    def code(self, symbol: int) -> list[float]:
        contexts, told, said, lessons = self.contexts(), "", [], []
        for bit in f"{symbol:0{self.width}b}":
            low = int((told + "1").ljust(self.width, "0"), 2)
            if low < self.k:
                high = min(self.k, int(told.ljust(self.width, "1"), 2) + 1) if told else self.k
                first = int(told.ljust(self.width, "0"), 2)
                one, learn = self.decide(contexts, told, int(bit), (high - low) / (high - first))
                said.append(one if bit == "1" else 1.0 - one)
                lessons.append(learn)
            told += bit
        for learn in lessons:
            learn()
        self.remember(symbol)
        return said

    def decide(self, contexts: list[object], told: str, bit: int, uniform: float) -> tuple[float, Callable[[], None]]:
        """The probability of a one, and what is to be learnt from the bit once the symbol is complete."""
        cells = [self.cells[i, context, told] for i, context in enumerate(contexts)]
        inputs, used = [], []
        for i, cell in enumerate(cells):
            key = (i, summary(cell.bits))
            chance = self.chances.setdefault(key, first_chance(key[1])) if cell.bits else None
            used.append(chance)
            inputs += [STRETCH[cell.p >> 6], STRETCH[chance.p >> 10]] if chance else [0.0, 0.0]
        expected = [match.expects(self.seen, self.width, told) for match in self.matches]
        for match, says in zip(self.matches, expected, strict=True):
            p = match.chances[match.cell()] >> 10
            sign = 0.0 if says is None else 1.0 if says else -1.0
            inputs += [sign * STRETCH[p], sign * (p - 2048) * (1.0 / 1024.0)]
        inputs.append(0.3)
        inputs += [0.0] * (-len(inputs) % 8)

        longest = max(
            [0] + [1 + min(m.length, 31) // 2 for m, e in zip(self.matches, expected, strict=True) if e is not None]
        )
        orders = sum(1 for cell in cells[1:8] if cell.bits)
        kinds = tuple(self.kinds) if self.rich else self.recent(16)[: -(8 // self.lane)]
        chosen = [(0, told), (1, self.recent(8)), (2, longest, len(told)), (3, orders, len(told)), (4, kinds)]
        vectors = [self.weights.setdefault(key, [0.15] * len(inputs)) for key in chosen]
        outputs = [clip(dot(vector, inputs)) for vector in vectors]
        total = 0.0
        for output, weight in zip(outputs, self.final[told], strict=True):
            total += output * weight
        total = clip(total)
        mixed, knot, keys = self.refine(total, told)
        zeros, ones = self.counts[told]
        experts = [mixed, (ones + 0.5) / (zeros + ones + 1.0), uniform]
        one = self.shares[0] * experts[0] + self.shares[1] * experts[1] + self.shares[2] * experts[2]

        for j, expert in enumerate(experts):
            self.shares[j] *= (expert if bit else 1.0 - expert) / (one if bit else 1.0 - one)

        def learn() -> None:
            self.counts[told][bit] += 1.0
            for cell, chance in zip(cells, used, strict=True):
                if chance:
                    chance.p, chance.count = toward(chance.p, SURE * bit, chance.count), min(chance.count + 1, 255)
                cell.p, cell.count = toward(cell.p, FULL * bit, cell.count), min(cell.count + 1, 40)
                cell.bits += str(bit)
            for match, says in zip(self.matches, expected, strict=True):
                if says is not None:
                    match.chances[match.cell()] += ((SURE if says == bit else 0) - match.chances[match.cell()]) >> 6
            rate = 0.003 + 0.03 / (1.0 + 0.0005 * self.decisions)
            last = (bit - squash(total)) * 0.002
            for s, vector in enumerate(vectors):
                error = (bit - squash(outputs[s])) * rate
                vector[:] = [weight + error * x for weight, x in zip(vector, inputs, strict=True)]
                self.final[told][s] += last * outputs[s]
            for key in keys:
                step = np.float32((bit - CURVE[128 * knot] - self.shifts[key]) * 0.02)
                self.shifts[key] = float(np.float32(self.shifts[key]) + step)
            self.decisions += 1

        return one, learn

    def refine(self, total: float, told: str) -> tuple[float, int, list[object]]:
        """The refined probability, the nearer knot, and where its corrections stand."""
        y = (total + 12.0) * (32 / 24.0)
        knot, part = int(y), y - int(y)
        one, keys = 0.4 * squash(total), []
        nearer = knot + (1 if part >= 0.5 else 0)
        latest_two = hashed(number(self.recent(16), self.lane) << 8 | int("1" + told, 2), 0) >> 48
        for context in (told, (told, self.recent(8)), latest_two):
            below = CURVE[128 * knot] + self.shifts[context, len(keys), knot]
            above = CURVE[128 * (knot + 1)] + self.shifts[context, len(keys), knot + 1]
            one += 0.2 * (below * (1.0 - part) + above * part)
            keys.append((context, len(keys), nearer))
        return min(max(one, 6e-6), 1.0 - 6e-6), nearer, keys

    def remember(self, symbol: int) -> None:
        count = len(self.seen) - 4096 + 1
        total = self.shares[0] + self.shares[1] + self.shares[2]
        anew = 1.0 / (count + 24.0)
        self.shares = [(1.0 - anew) * (share / total) + anew / 3.0 for share in self.shares]
        if self.rich:
            self.remember_text(symbol)
        self.seen.append(symbol)
        for match in self.matches:
            match.follow(self.seen)

    def remember_text(self, symbol: int) -> None:
        label, now = self.labels[symbol], len(self.seen)
        if label.isalpha():
            self.words[0] = (*self.words[0], label.lower())
        elif self.words[0]:
            self.words = [(), *self.words[:2]]
        kind = 2 if label.isalpha() else 0 if label.isdigit() else 3 if label.isspace() else 1
        self.kinds = [*self.kinds[1:], kind]
        if label == "\n":
            self.line_above, self.line = self.line, now + 1
        gap = now - self.last[symbol]
        if gap == self.gaps[symbol] and 1 < gap < 2048:
            if gap == self.period:
                self.votes = min(self.votes + 1, 64)
            elif self.votes == 0:
                self.period, self.votes = gap, 1
            else:
                self.votes -= 1
        self.last[symbol], self.gaps[symbol] = now, gap
        pair = tuple(self.seen[-2:])
        self.follow[pair] = (self.follow[pair][1], symbol)


def dot(weights: list[float], inputs: list[float]) -> float:
    """In the order in which a machine with eight lanes adds."""
    a, b, c, d, e, f, g, h = (
        sum((w * x for w, x in zip(weights[lane::8], inputs[lane::8], strict=True)), 0.0) for lane in range(8)
    )
    return ((a + e) + (b + f)) + ((c + g) + (d + h))
