r"""LBF with a second input tape: a variant of the machine for programs that are given a string y.

The machine is LBF (:mod:`ait.machines.lbf`) but for one more instruction, which shares the code of ``,``:

    =========== ====== ===================================================================
    instruction code   does
    =========== ====== ===================================================================
    ``,``       1010   reads the next input bit into the cell, as in LBF
    ``:``       1011   reads the next bit of y into the cell; after the end of y always 0
    =========== ====== ===================================================================

The second tape is read-only and one-way, and reading it costs nothing beyond the instruction.  The codes are still a
complete prefix code, so M(x | y) is a semimeasure in x for every y.  ``:;]`` writes y, hence Km(y | y) <= 8 for all y;
a program of LBF becomes one of this machine by one bit for each ``,`` in its code.  Km(x) in comparisons with
Km(x | y) means Km(x | the empty string) on this machine.

>>> run(":;]", "0110", length=6).output
'011000'
"""

from __future__ import annotations

from collections.abc import Iterator

from ait.errors import MachineError
from ait.machines.lbf import CODES as LBF_CODES
from ait.machines.lbf import Machine, Run, drive

CODES = {**LBF_CODES, ",": "1010", ":": "1011"}


class GivenMachine(Machine):
    """The variant in the middle of a run."""

    instructions = {code: instruction for instruction, code in CODES.items()}  # noqa: RUF012

    def __init__(self, code: Iterator[str], data: Iterator[str], given: str) -> None:
        super().__init__(code, data)
        self.given = iter(given)

    def execute(self) -> None:
        """Do what the instruction says."""
        if self.node.instruction == ":":
            (self.ones.add if next(self.given, "0") == "1" else self.ones.discard)(self.head)
        else:
            super().execute()


def parse(program: str) -> str:
    """The bits of a program given as bits or as instructions; MachineError if a character is neither.

    >>> parse(":;]")
    '10110001'
    """
    wrong = sorted(set(program) - set(CODES) - {"0", "1"})
    if wrong:
        raise MachineError(f"a program that is given y consists of {' '.join(CODES)} and bits, not of {wrong[0]!r}")
    return "".join(CODES.get(character, character) for character in program)


def run(program: str, given: str, *, data: str | None = None, length: int | None = None, steps: int = 10_000) -> Run:
    """Run a program that is given the string ``given``; the rest as in :func:`ait.machines.lbf.run`.

    Raises:
        MachineError: if the program has other characters than instructions, 0 and 1, or y others than 0 and 1.
        InputError: if ``length`` or ``steps`` is less than 1.
    """
    if given.strip("01"):
        raise MachineError(f"the given string consists of 0 and 1, not of {given.strip('01')[0]!r}")
    bits = iter(parse(program))
    return drive(GivenMachine(bits, bits if data is None else iter(data), given), length, steps, False)
