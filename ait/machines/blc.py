r"""Binary lambda calculus: a universal machine whose programs are lambda terms, written in bits.

Terms and their code (:mod:`ait.machines.blc_code`): variable n is 1 repeated n + 1 times and 0, λM is 00 M, and M N
is 01 M N; the identity is 0010.  The bits 0 = true = λλ1 and 1 = false = λλ0; nil = λλ0; a pair <P, Q> = λz. z P Q;
the list of bits d1 d2 ... and then r is d1 : d2 : ... : r = <d1, <d2, ... r>>.

A list s is read by reducing s H N, H and N fresh: it becomes N (the end) or H h t N; then the bit h is 0 if h A B
becomes A and 1 if it becomes B, and t is read in the same way.  Anything else is dead.

A program p is the code of a closed term M, followed by data bits d.  Four complexities are named after what it does:

=======  =======================================================================================================
KS(x)    the least \|p\| such that M (d : nil) is the list x, and ends there (plain)
KM(x)    the least \|p\| such that M, given d and reading no further, prints a list that begins with x (monotone)
halting  M (d : Ω) has a normal form, Ω = (λx.x x) (λx.x x); d is minimal, so that such programs are prefix-free
BBλ(n)   the largest normal form of a closed term of n bits, no data
=======  =======================================================================================================

The identity copies its data, so KS(x) <= \|x\| + 4 and KM(x) <= \|x\| + 4.  (Tromp, Binary lambda calculus and
combinatory logic, 2006.)

>>> run("0010", "0110").output
'0110'
>>> run("λx y.y").normal_form
'000010'
>>> print("\n".join(run("λx.x", "10", trace=True).trace))
step 1: reads 1
step 4: prints 1
step 4: reads 0
step 7: prints 0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ait.errors import InputError, MachineError
from ait.machines import blc_reduce
from ait.machines.blc_code import decode, split_program
from ait.machines.blc_notation import as_lambda, parse
from ait.machines.blc_reduce import SPACE_LIMIT, STEP_LIMIT, Status
from ait.machines.blc_silent import Silent, never_goes_on

READINGS = ("normal form", "monotone", "plain")

LIST_ENDED = "list ended"
WANTS_DATA = "wants more data"
OUTPUT_FULL = "output limit reached"
NO_LIST = "not a list of bits"
NO_MORE = "prints no more"

_LARGEST_LIMIT = 1 << 62


@dataclass(frozen=True)
class Run:
    """What a program did.

    Attributes:
        code: the program's term, in bits.
        data: its data bits.
        reading: what was asked of it, one of READINGS.
        status: how the run ended: a :class:`ait.machines.blc_reduce.Status`'s text, or one of the texts above.
        normal_form: the code of the normal form, or None.
        output: the bits printed; "" where a normal form was asked for.
        data_read: how many data bits were read.
        steps: β-steps, leftmost-outermost; opening a cell of the data counts as one.
        trace: the terms in λ notation step by step, or what was read and printed when.
    """

    code: str
    data: str
    reading: str
    status: str
    normal_form: str | None
    output: str
    data_read: int
    steps: int
    trace: tuple[str, ...] = ()


def run(
    term: str,
    data: str | None = None,
    *,
    reading: str | None = None,
    steps: int = STEP_LIMIT,
    space: int = SPACE_LIMIT,
    length: int = 1_000,
    trace: bool = False,
) -> Run:
    """Run a program.

    Args:
        term: a closed term as bits, in λ notation or with de Bruijn indices; or a whole program as bits, data included.
        data: the data bits, unless they are part of ``term``.
        reading: "normal form": reduce the term to it; "monotone": print bits for the data given, as far as they go;
            "plain": print the list that the term makes of the list of the data.  Left out: a normal form if there
            are no data, else monotone.
        steps, space: the budget in β-steps and in tokens of the term at hand.
        length: stop after so many bits of output.
        trace: keep the terms passed through (no more than 1,000 of them), or the events.

    Raises:
        MachineError: if the term or the data cannot be read.
        InputError: if a limit is less than 1 or beyond 2^62, the reading is unknown, or data meet the reading
            "normal form".
    """
    code, bits = _program(term, data)
    reading = reading or ("monotone" if data is not None or bits else "normal form")
    if reading not in READINGS:
        raise InputError(f"reading {reading!r} is not one of {', '.join(READINGS)}")
    if min(steps, space, length) < 1 or max(steps, space, length) > _LARGEST_LIMIT:
        raise InputError(f"steps = {steps}, space = {space}, length = {length}: each must be at least 1, at most 2^62")
    if reading == "normal form":
        if bits:
            raise InputError(
                f"data ({bits}) are read by the readings monotone and plain, not on the way to a normal form"
            )
        result = blc_reduce.normal_form(code, steps=steps, space=space)
        lines = (
            tuple(as_lambda(t) for t in islice(blc_reduce.reductions(code), min(1_000, result.steps + 1)))
            if trace
            else ()
        )
        return Run(code, "", reading, result.status.value, result.normal_form, "", 0, result.steps, lines)
    reader = _Reader(code, bits, reading == "plain", space)
    events: list[str] = []
    for event in reader.events(steps, length):
        events.append(event)
    return Run(
        code,
        bits,
        reading,
        reader.status,
        None,
        reader.output,
        reader.data_read,
        reader.steps,
        tuple(events) if trace else (),
    )


def _program(term: str, data: str | None) -> tuple[str, str]:
    """The code and the data bits."""
    stripped = term.strip()
    if stripped.isascii() and stripped.isdigit():
        code, rest = split_program(stripped)
        if rest and data is not None:
            raise MachineError(f"the program holds {len(rest)} bits of data itself: give data once")
    else:
        code, rest = parse(term), ""
    bits = rest if data is None else data.strip()
    wrong = next((at for at, bit in enumerate(bits) if bit not in "01"), None)
    if wrong is not None:
        raise MachineError(f"data consist of 0 and 1, not {bits[wrong]!r} (position {wrong})")
    return code, bits


class _Reader:
    """A program whose output is being read."""

    def __init__(self, code: str, data: str, ends: bool, space: int) -> None:
        from ait.machines.blc_list_kernel import load_program
        from ait.machines.blc_stack_kernel import new_machine

        tokens, _ = decode(code)
        self.code, self.data, self.ends, self.space = code, data, ends, space
        self.machine = new_machine(max(space, len(tokens) + 3), data_bits=len(data))
        load_program(self.machine, np.array(tokens, np.int32), len(tokens))
        self.machine.data[: len(data)] = [int(bit) for bit in data]
        self.output = ""
        self.status = ""

    @property
    def data_read(self) -> int:
        from ait.machines.blc_stack_kernel import READ

        return int(self.machine.registers[READ])

    @property
    def steps(self) -> int:
        from ait.machines.blc_stack_kernel import STEPS

        return int(self.machine.registers[STEPS])

    def events(self, steps: int, length: int) -> Iterator[str]:
        """Run to the end, telling what is read and printed."""
        from ait.machines import blc_list_kernel as lists
        from ait.machines import blc_reduce_kernel as reduce
        from ait.machines.blc_stack_kernel import CLOSED, READ, STEP_LIMIT

        registers = self.machine.registers
        registers[STEP_LIMIT] = steps
        while not self.status:
            stop = lists.read_list(self.machine)
            at = f"step {self.steps}: "
            if stop in (lists.PRINTED_0, lists.PRINTED_1):
                self.output += "1" if stop == lists.PRINTED_1 else "0"
                yield at + f"prints {self.output[-1]}"
                if len(self.output) == length:
                    self.status = OUTPUT_FULL
            elif stop == reduce.WANTS_DATA and self.data_read < len(self.data):
                yield at + f"reads {self.data[self.data_read]}"
                registers[READ] += 1
            elif stop == reduce.WANTS_DATA and self.ends:
                yield at + "finds the end of the data"
                registers[CLOSED] = 1
            else:
                self.status = self._ending(stop, bool(registers[CLOSED]))

    def _ending(self, stop: int, ended: bool) -> str:
        from ait.machines import blc_list_kernel as lists
        from ait.machines import blc_reduce_kernel as reduce

        if stop == lists.LIST_ENDED:
            return LIST_ENDED
        if stop == reduce.WANTS_DATA:
            return WANTS_DATA
        if stop == reduce.DEAD:
            return NO_LIST
        silent = Silent(self.code, self.data[: self.data_read], len(self.output), ended)
        if stop == reduce.LOOPING or never_goes_on(silent, self.space):
            return NO_MORE
        return str(Status.OUT_OF_STEPS if stop == reduce.OUT_OF_STEPS else Status.OUT_OF_SPACE)
