"""Lempel-Ziv complexity from its definition, from Kaspar and Schuster's scan, and its code as text of '0' and '1'."""

from __future__ import annotations


def phrases(symbols: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Cut after the shortest stretch that is not a stretch of everything before its own last symbol."""

    def occurs(stretch: tuple[int, ...], text: tuple[int, ...]) -> bool:
        return any(text[i : i + len(stretch)] == stretch for i in range(len(text) - len(stretch) + 1))

    cut, start = [], 0
    while start < len(symbols):
        end = start + 1
        while end < len(symbols) and occurs(symbols[start:end], symbols[: end - 1]):
            end += 1
        cut.append(symbols[start:end])
        start = end
    return cut


def kaspar_schuster(s: tuple[int, ...]) -> int:
    """The algorithm of Kaspar and Schuster (1987), which compares against every earlier start."""
    n = len(s)
    if n == 1:
        return 1
    i, k, start, longest, count = 0, 1, 1, 1, 1
    while True:
        if s[i + k - 1] == s[start + k - 1]:
            k += 1
            if start + k > n:
                return count + 1
        else:
            longest = max(longest, k)
            i += 1
            if i == start:
                count += 1
                start += longest
                if start + 1 > n:
                    return count
                i, k, longest = 0, 1, 1
            else:
                k = 1


def gamma(value: int) -> str:
    digits = f"{value:b}"
    return "0" * (len(digits) - 1) + digits


def below(value: int, limit: int) -> str:
    """Truncated binary, from the list of its code words: the short ones first."""
    width = (limit - 1).bit_length()
    short = 2**width - limit
    if limit == 1:
        return ""
    words = [f"{v:0{width - 1}b}" if width > 1 else "" for v in range(short)]
    words += [f"{v:0{width}b}" for v in range(2 * short, 2**width)]
    return words[value]


def code(symbols: tuple[int, ...], k: int, sources: list[int]) -> str:
    """The code word, given where each phrase's earlier occurrence is said to begin (there may be several)."""
    written, i = "", 0
    for phrase, source in zip(phrases(symbols), sources, strict=True):
        complete = i + len(phrase) < len(symbols) or source < 0 or _differs(symbols, i, len(phrase), source)
        match = len(phrase) - 1 if complete else len(phrase)
        written += gamma(match + 1)
        if match:
            assert symbols[source : source + match] == symbols[i : i + match]
            written += below(source, i)
        if complete:
            others = [c for c in range(k) if not match or c != symbols[source + match]]
            written += below(others.index(phrase[-1]), len(others))
        i += len(phrase)
    return written


def _differs(symbols: tuple[int, ...], start: int, length: int, source: int) -> bool:
    return symbols[start : start + length] != symbols[source : source + length]
