"""Published and twice computed numbers about small Turing machines.

Sources: Soler-Toscano, Zenil, Delahaye, Gauvrit (2014), "Calculating Kolmogorov complexity from the output frequency
distributions of small Turing machines", PLoS ONE 9(5), and Delahaye, Zenil (2012), "Numerical evaluation of
algorithmic complexity for short strings" (totals, distinct strings); the table of five states shipped with pybdm,
computed by the same authors (its values agree with the counts below); Busy beavers: Rado (1962), Lin and Rado (1965),
Brady (1983), and the Coq-verified classification of the bbchallenge collaboration (2024), arXiv 2509.12337, which
also gives the numbers of nodes and of halting nodes of the trees up to four states.
"""

from typing import NamedTuple


class Walk(NamedTuple):
    steps: int
    busy_beaver_steps: int
    machines: int
    halting_reduced: int
    total: int
    distinct: int
    longest: int


WALKS = {
    1: Walk(1, 1, 36, 0, 24, 2, 1),
    2: Walk(6, 6, 10_000, 522, 6_088, 22, 4),
    3: Walk(21, 21, 7_529_536, 535_768, 4_294_368, 128, 7),
    4: Walk(107, 107, 11_019_960_576, 880_472_208, 5_970_768_960, 1_832, 16),
    5: Walk(500, 47_176_870, 26_559_922_791_424, 2_241_362_726_544, 13_794_527_777_344, 99_608, 49),
}

COUNTS = {
    1: {"0": 12, "1": 12},
    2: {"0": 2_000, "1": 2_000, "00": 508, "01": 508, "10": 508, "11": 508, "001": 6, "011": 6, "100": 6, "110": 6},
    3: {"0": 1_075_648, "00": 432_040, "01": 432_040, "000": 48_064, "111": 48_064, "001": 46_212, "110": 46_212},
    4: {"0": 1_224_440_064, "00": 611_436_144, "000": 112_069_020, "001": 107_767_092, "010": 102_247_932},
    5: {
        "0": 2_414_538_435_584,
        "00": 1_374_193_306_912,
        "01": 1_374_193_306_912,
        "000": 327_560_019_952,
        "001": 316_493_646_192,
        "010": 303_683_689_456,
        "000000000000": 269_280,
        "000110100111": 0,
        "111001011000": 0,
    },
}

# Distinct strings of each length from 1, five states and 500 steps.
STRINGS_BY_LENGTH_5 = [2**length for length in range(1, 12)] + [4_094, 8_056, 13_068]

# -log2 D(5) in bits.
BITS_5 = {"0": 2.514277, "000000000000": 25.610413747641715}

HALT_AT_STEP_500 = 96
"""Reduced machines of five states."""

# Nodes of the trees in normal form, counting the root and the two that stay in state 0; nodes that halt, with the root.
NODES = {2: 61, 3: 5_417, 4: 858_909}
HALTING_NODES = {2: 19, 3: 1_772, 4: 249_693, 5: 48_378_823}
# Of five states within 500 steps; without a step limit, by the verified classification, and so many are late.
VERIFIED_HALTING_NODES_5, LATE_HALTERS_5 = 48_379_894, 1_071
# By (states, symbols), each name of the symbols on its own, in the same classification.
COQ_HALTING_NODES_BY_SYMBOLS = {(2, 3): 1_816, (2, 4): 721_337}

# The champions in steps, as the literature spells them, with their steps and ones.
BUSY_BEAVERS = {
    "1RB1LB_1LA1RH": (6, 4),
    "1RB1RH_1LB0RC_1LC1LA": (21, 5),
    "1RB1LB_1LA0LC_1RZ1LD_1RD0RA": (107, 13),
}
CHAMPION_5 = "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA"
"""Marxen and Buntrock (1990): 47,176,870 steps, 4,098 ones."""

MORE_SYMBOLS = {
    (2, 3, 38): (
        11_390_625,
        3 * 3_630_159,
        3_011,
        {"0": 2_278_125, "00": 420_206, "01": 420_206, "012": 7_244, "120": 7_244},
    ),
    (2, 4, 200): (25_600_000_000, 33_641_835_520, 359_111, {"0": 5_120_000_000, "00": 740_742_668}),
}
"""(states, symbols, steps): machines on one blank, halting on all, nodes with the root, and counts of strings.

(2,3) was computed twice, once by running all machines; (2,4) once more with another program that knows no symmetry of
symbols, for lower step limits.
"""
