"""What the universal machine LBF proves about one string: its prior probability M, its complexity Km, and m and KP.

M(x) is the chance that LBF, fed with fair coin flips, writes x and perhaps more: Solomonoff's universal prior, of
which -log2 is an ideal code length.  Km(x) is the size of the least program that does so (Levin's and Schnorr's
monotone complexity, unlike Kolmogorov's K a matter of one-way output).  m(x) and KP(x) are the same for programs that
write x and then halt: the prior and complexity of prefix-free programs, to which Levin's coding theorem applies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ait.enumeration.lbf_search import Found, Program, search
from ait.errors import InputError, TableError
from ait.machines.lbf import CODES, parse
from ait.measures.fallback import COPY_BITS, copy_program, information, print_program
from ait.notebook import Shown
from ait.sequence import Sequence, as_sequence
from ait.tables.counts_table import CountsTable

BITS = 24
LONGEST = 100_000
STEPS_TO_REPLAY = 1_000_000


@dataclass(frozen=True)
class Halting:
    """What is proved about m(x), in units of 2^-(D+4), and KP(x), which lies between ``kp_low`` and ``kp``.

    ``witness`` is the least program found that writes x and halts, or the one that prints x symbol by symbol;
    ``information`` bounds -log2 m(x) from above.
    """

    mass_low: int
    mass_high: int
    kp: int
    kp_low: int
    witness: str
    information: float

    @property
    def certified(self) -> bool:
        """Whether KP is exactly ``kp``."""
        return self.kp_low == self.kp


@dataclass(frozen=True)
class Prior(Shown):
    """What is proved about M(x) and Km(x) from all programs of up to D bits.

    Attributes:
        string: x, as 0 and 1.
        bits: D.
        mass_low, mass_high: M_low and M_up as integers in units of 2^-``unit_bits``; M_low counts the programs found.
        km: the size of the least program known; the copy program's, |x| + 7, where none was found.
        km_low: no program is shorter than this.
        witness: the bits of that program; of those found, the least number among the shortest.
        in_the_way: the undecided programs that keep Km from being certified.
        halting: the same for programs that halt; None from a table.
    """

    string: str
    bits: int
    mass_low: int
    mass_high: int
    km: int
    km_low: int
    witness: str
    in_the_way: tuple[Program, ...]
    halting: Halting | None = None

    def _shown(self) -> Mapping[str, Any]:
        return {
            "string": self.string,
            "programs of up to": f"{self.bits} bits",
            "M": f"{self.low:.6e} to {self.high:.6e}",
            "-log2 M": f"{self.low_bits:,.4f} to {self.high_bits:,.4f} bits",
            "Km": f"{self.km} bits" if self.certified else f"{self.km_low} to {self.km} bits",
            "certified": self.certified,
            "a shortest program": self.witness,
            "undecided programs in the way": len(self.in_the_way),
        }

    @property
    def unit_bits(self) -> int:
        """Masses are in units of 2^-unit_bits: D + 4."""
        return self.bits + 4

    @property
    def certified(self) -> bool:
        """Whether Km is exactly ``km``."""
        return self.km_low == self.km

    @property
    def low(self) -> float:
        """M_low, 0 to 1."""
        return self.mass_low / 2.0**self.unit_bits

    @property
    def high(self) -> float:
        """M_up, 0 to 1."""
        return self.mass_high / 2.0**self.unit_bits

    @property
    def high_bits(self) -> float:
        """A proved upper bound on -log2 M(x): from M_low, and the copy program where it is longer than D bits."""
        return information(self.mass_low, self.bits, len(self.string) + COPY_BITS)

    @property
    def low_bits(self) -> float:
        """A proved lower bound on -log2 M(x), from M_up."""
        return self.unit_bits - math.log2(self.mass_high)


def prior(x: Any, *, bits: int = BITS, table: CountsTable | str | None = None, workers: int = 1) -> Prior:
    """Run every LBF program of up to ``bits`` bits that can write x, or look x up in a table of LBF.

    Args:
        x: a binary string of up to 100,000 symbols; anything that :func:`ait.sequence.as_sequence` accepts.
        bits: D, the longest programs, 4 to 48; each 2 bits more take 3.5 times as long (33: seconds, 41: minutes).
        table: an LBF table, or its name or file, to be used instead; D is then the table's.
        workers: threads.

    Raises:
        InputError: if x is not binary or too long, or ``bits`` is out of range.
        TableError: if the table is not one of LBF, or its strings are shorter.

    >>> found = prior("01", bits=16)
    >>> found.mass_low / 2**4, found.km, found.certified, found.witness
    (3011.0, 7, True, '0010000')
    """
    string = binary_string(as_sequence(x))
    if table is not None:
        return _from_table(string, _open(table))
    return _from_search(string, searched(string, bits, workers))


def binary_string(sequence: Sequence) -> str:
    """The symbols of a binary sequence of up to 100,000 symbols as 0 and 1 (InputError otherwise)."""
    if sequence.k != 2:
        raise InputError(f"LBF writes bits: a string of {sequence.k} symbols has no program; read it as bits first")
    if len(sequence) > LONGEST:
        raise InputError(f"programs are sought for up to {LONGEST} symbols, not {len(sequence)}: cut the string")
    return (sequence.symbols + ord("0")).astype("uint8").tobytes().decode()


@lru_cache(maxsize=16)
def searched(string: str, bits: int, workers: int = 1) -> Found:
    """The search for a string's programs, halting ones among them; the last few are kept."""
    return search(string, bits=bits, halting=True, workers=workers)


def _from_search(string: str, found: Found) -> Prior:
    size, bits = len(string), found.space.bits
    least = found.least(size)
    km, witness = (size + COPY_BITS, copy_program(string)) if least is None else (least.size, least.bits)
    in_the_way = found.in_the_way(size, min(km, bits + 1))
    km_low = min([km, bits + 1 if least is None else km, *(program.size for program in in_the_way)])
    low, high = found.low(size), found.high(size)
    return Prior(string, bits, low, high, km, km_low, witness, in_the_way, halting_side(string, found))


def halting_side(string: str, found: Found) -> Halting:
    """What a search says about programs that write the string and halt."""
    bits, least = found.space.bits, found.least_halting()
    printer = parse(print_program(string))
    witness = printer if least is None else least.bits
    # An undecided program that halts later must read the four bits of a `!` first.
    later = [program.size + len(CODES["!"]) for program in found.in_the_way(len(string) + 1, bits)]
    kp_low = min([len(witness), bits + 1 if least is None else len(witness), *later])
    mass_low, mass_high = found.halting_low(), found.halting_high()
    return Halting(mass_low, mass_high, len(witness), kp_low, witness, information(mass_low, bits, len(printer)))


def _open(table: CountsTable | str) -> CountsTable:
    from ait.tables.shipped import open_table

    opened = open_table(table) if isinstance(table, str) else table
    if opened.formalism != "lbf":
        raise TableError(f"table {opened.name} is one of {opened.formalism}, not of lbf")
    return opened


def _from_table(string: str, table: CountsTable) -> Prior:
    from ait.tables.bounds import probability

    bounds, bits = probability(table, string), int(table.fields["bits"])
    row = table.row(string)
    km, witness = len(string) + COPY_BITS, copy_program(string)
    if row is not None:
        km, witness = row.values["km"], format(row.values["witness"], f"0{row.values['km']}b")
    limit = km if row is not None else min(km, bits + 1)
    in_the_way = tuple(
        Program(format(code, f"0{size}b"), index.bit_length() - 1)
        for code, size, index in table.extras["undecided_programs"].tolist()
        if size < limit and index.bit_length() - 1 < len(string) and string.startswith(format(index, "b")[1:])
    )
    km_low = min([limit, *(program.size for program in in_the_way)])
    low, high = (int(bound * table.total) for bound in (bounds.low, bounds.high))
    return Prior(string, bits, low, high, km, km_low, witness, in_the_way)


def reference(bits: int) -> str:
    """Relative to what figures from all programs of up to so many bits are."""
    return f"LBF, all programs of up to {bits} bits"
