"""Numbers about LBF that were computed by two independent programs."""

from __future__ import annotations

# Masses at D = 16 in units of 2^-16, and the halting mass of a walk without output cap.
MASS_16 = {
    "0": 23439,
    "1": 4952,
    "00": 15879,
    "01": 3011,
    "10": 1299,
    "11": 2113,
    "000": 12042,
    "010": 1058,
    "101": 761,
    "111": 1006,
}
HALTED_16 = 10752

# Monotone complexity of short strings.
KM = {"0": 2, "1": 5, "00": 4, "01": 7, "10": 7, "11": 7, "001": 9, "100": 10}

# Programs of periodic sequences: instructions, bits, period.
PERIODIC = ((";]", 4, "0"), (";+]", 7, "01"))

# What a walk to 24 bits leaves unexpanded or undecided, in units of 2^-28 (L = 16, capped), also from a plain C
# program that runs every program from the start for 3,000 steps: reached, halted, and the rest, by 2^-24.
CLASSES_24_16 = {"reached": 4009092, "halted": 3165210, "rest": 6278838 + 3324076}

HALTED_24 = 3165218  # of a walk without output cap, from the same program

# The programs of 26 bits that neither a cycle, nor a translated cycle, nor silence decides: each goes to and fro over
# a block of ones that it makes longer every time.  None has 24, 25 or 27 bits.
SWEEPING_26 = (
    "+>+[<][]",
    "+<+[>][]",
    "+[>][+<]",
    "+[<][+>]",
    ">+[<][+]",
    "<+[>][+]",
    "[+>+[<]]",
    "[+<+[>]]",
    "[[+>+]<]",
    "[[+<+]>]",
)
