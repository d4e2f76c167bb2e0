"""All LBF programs of up to 24 bits."""

from ait.enumeration.driver import walk
from ait.enumeration.lbf import LbfSpace
from ait.enumeration.lbf_table import lbf_table

# Exact masses of all programs of up to 16 bits in units of 2^-16, from two independent programs.
MASSES = {"0": 23439, "1": 4952, "00": 15879, "01": 3011, "10": 1299, "11": 2113, "000": 12042, "111": 1006}
KM = {"0": 2, "1": 5, "00": 4, "01": 7, "10": 7, "11": 7, "001": 9, "100": 10}


def test_walk(speed):
    small = LbfSpace(16, 4)
    table = lbf_table(small, walk(small))
    assert {word: table.count(word) / 2**4 for word in MASSES} == MASSES
    assert {word: table.row(word).values["km"] for word in KM} == KM
    space = LbfSpace(24, 16)

    def check(part):
        # The classes sum to the whole space (lbf_table insists on it), and more programs only add mass.
        table = lbf_table(space, part)
        assert all(table.count(word) / 2**12 >= mass for word, mass in MASSES.items())
        assert {word: table.row(word).values["km"] for word in KM} == KM

    def nodes(part):
        return space.nodes(part)

    speed("LBF programs of up to 24 bits", lambda: walk(space), check, amount=nodes, unit="nodes", rounds=3)
