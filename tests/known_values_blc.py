"""Published numbers of binary lambda calculus, each with its source."""

from __future__ import annotations

# OEIS A114852: closed lambda terms with a code of n bits, n = 0 ... 40 (P. Tarau; J. Tromp).
CLOSED_TERMS = [
    0, 0, 0, 0, 1, 0, 1, 1, 2, 1, 6, 5, 13, 14, 37, 44, 101, 134, 298, 431, 883, 1361, 2736, 4405, 8574, 14334, 27465,
    47146, 89270, 156360, 293840, 522913, 978447, 1761907, 3288605, 5977863, 11148652, 20414058, 38071898, 70125402,
    130880047,
]  # fmt: skip

# OEIS A333958: how many of them have a normal form, n = 1 ... 31 (J. Tromp).
WITH_NORMAL_FORM = [
    0, 0, 0, 1, 0, 1, 1, 2, 1, 6, 5, 13, 14, 37, 44, 101, 134, 297, 431, 882, 1361, 2729, 4405, 8549, 14311, 27400,
    47101, 89022, 156080, 293014, 521730,
]  # fmt: skip

# OEIS A333479: the largest normal form of a closed term of n bits, n = 1 ... 34, 0 where there is no term (J. Tromp).
LARGEST_NORMAL_FORM = [
    0, 0, 0, 4, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 30, 42, 52, 44, 58, 223, 160,
    267, 298, 1812, 327686,
]  # fmt: skip

# OEIS A361211: the largest normal form of U(p : Ω), p self-delimiting, of n bits, n = 1 ... 32 (J. Tromp).
LARGEST_HALTING_OUTPUT = [
    0, 0, 0, 0, 0, 4, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 30, 42, 52, 44, 64, 223,
    160,
]  # fmt: skip
