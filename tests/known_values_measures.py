"""Published or independently computed numbers about measures and predictors, each with its source."""

from __future__ import annotations

from fractions import Fraction

# Even process (Crutchfield and Feldman 2003): runs of ones between zeros have even length; after an even number
# of ones a fair coin decides.  h_L = H_L - H_(L-1) for L = 1…5, in bits; computed by two independent programs.
EVEN_PROCESS_RATES = (0.918296, 0.874185, 0.792481, 0.770426, 0.729574)
EVEN_PROCESS_ENTROPY_RATE = Fraction(2, 3)

# Krichevsky and Trofimov 1981: P_e(zeros, ones) of a block.
KT_BLOCKS = {
    (1, 0): Fraction(1, 2),
    (2, 0): Fraction(3, 8),
    (1, 1): Fraction(1, 8),
    (2, 1): Fraction(1, 16),
    (2, 2): Fraction(3, 128),
}

# Willems, Shtarkov and Tjalkens 1995, the example of context-tree weighting: depth 3, past ...010, x = 0110100.
CTW_EXAMPLE = {"depth": 3, "past": "010", "x": "0110100", "probability": Fraction(95, 32768)}

# Classical BDM with blocks of 12 on D(5): pybdm 0.1.0 and the Online Algorithmic Complexity Calculator agree on both.
BDM_CLASSICAL = {"01" * 18: 28.5757, "1" * 12: 25.610413747641715}

# The block urn on D(5), blocks of 12: (coins, bits for each, how far one sample may lie off: three standard deviations
# of a sample), computed independently on one sample each.
URN_BITS_PER_FAIR_COIN = (
    (120, 1.19, 0.115),
    (1200, 1.50, 0.055),
    (12_000, 1.68, 0.03),
    (120_000, 1.35, 0.012),
    (1_200_000, 1.045, 0.001),
)
URN_OF_01_18 = 9.1

# -log2 D(5), at most 500 steps: Soler-Toscano, Zenil, Delahaye and Gauvrit 2014, recomputed from the exact counts.
CTM_D5 = {"0": 2.514277, "1": 2.514277, "0" * 12: 25.610414, "1" * 12: 25.610414}
