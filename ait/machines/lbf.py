r"""LBF, a small monotone universal machine: Boolfuck whose code is read lazily, from the same tape as its data.

The machine has a one-way read-only input tape of bits, a one-way write-only output tape, and a two-way infinite
work tape of bits, all 0, with one head.  Its instructions form a complete prefix code (Kraft sum 1):

    =========== ====== ==============================================================================
    instruction code   does
    =========== ====== ==============================================================================
    ``;``       00     writes the cell to the output (before the next instruction is read)
    ``]``       01     to the enclosing ``[``, which tests again; with none, to the first instruction
    ``+``       100    flips the cell
    ``,``       101    reads the next input bit into the cell, each time it executes
    ``>``       1100   moves the head right
    ``<``       1101   moves the head left
    ``[``       1110   cell 1: goes into its body; cell 0: goes to its continuation
    ``!``       1111   halts
    =========== ====== ==============================================================================

Code is read only when control first reaches it: the program is a graph that grows.  An edge not yet bound reads one
instruction and binds it.  ``]`` and ``!`` have no edge; ``[`` has two, the body (enclosed by this ``[``) and the
continuation (enclosed by what encloses this ``[``); every other instruction has one.  So what was read when a symbol
is written is a *minimal program* of the output.  Programs are given as bits, or as instructions in the order read.

Universal: for a monotone machine T take Boolfuck code q that simulates it, and interleave q, in the order of first
execution, with T's data bits: lengths grow by at most \|q\|.

Three programs, traced.  The copy program: 7 bits of code, and data read by ``,`` (so Km(x) <= \|x\| + 7):

>>> print(trace_text(run(",0;]1", keep_trace=True)))
step  bits read  instruction  head  cell  output
   1          4  ,               0     0
   2          6  ;               0     0  0
   3          8  ]               0     0  0
   4          9  ,               0     1  0
   5          9  ;               0     1  01
   6          9  ]               0     1  01
wants more input after 9 bits: ,0;]1

Flip and go back to the start: 0101... from 7 bits.

>>> print(trace_text(run("0010001", length=2, keep_trace=True)))
step  bits read  instruction  head  cell  output
   1          2  ;               0     0  0
   2          5  +               0     1  0
   3          7  ]               0     1  0
   4          7  ;               0     1  01
output reached after 7 bits: ;+]

A loop whose body is left when the cell is 0; its continuation is read only then.

>>> print(trace_text(run("+[;+]!", keep_trace=True)))
step  bits read  instruction  head  cell  output
   1          3  +               0     1
   2          7  [               0     1
   3          9  ;               0     1  1
   4         12  +               0     0  1
   5         14  ]               0     0  1
   6         14  [               0     0  1
   7         18  !               0     0  1
halted after 18 bits: +[;+]!
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from ait.errors import InputError, MachineError

CODES = {";": "00", "]": "01", "+": "100", ",": "101", ">": "1100", "<": "1101", "[": "1110", "!": "1111"}
INSTRUCTIONS = {code: instruction for instruction, code in CODES.items()}


class Status(str, Enum):  # how a run ended
    HALTED = "halted"
    WANTS_INPUT = "wants more input"
    OUTPUT_REACHED = "output reached"
    OUT_OF_STEPS = "out of steps"


@dataclass(frozen=True)
class Step:
    """One executed instruction, with the machine as it is afterwards (``symbols`` = length of the output)."""

    instruction: str
    bits_read: int
    head: int
    cell: int
    symbols: int


@dataclass(frozen=True)
class Run:
    """What a program did: its output as 0 and 1, and ``text``, the program as it was read, data bits inline.

    ``listing`` shows its graph in brackets: a body without ``]`` is closed by ``)``, code never reached is ``?``.
    """

    status: Status
    output: str
    bits_read: int
    steps: int
    text: str
    listing: str
    trace: tuple[Step, ...] = ()


@dataclass(eq=False)
class _Node:
    """An instruction that was read, with its bound edges: True the body of a ``[``, False every other."""

    instruction: str
    enclosing: _Node | None
    edges: dict[bool, _Node] = field(default_factory=dict)


def parse(program: str) -> str:
    """The bits of a program given as bits or as instructions; MachineError if a character is neither.

    >>> parse(",0;]1"), decode("101000011")
    ('101000011', ',0;]1')
    """
    if wrong := sorted(set(program) - set(CODES) - {"0", "1"}):
        raise MachineError(f"an LBF program consists of {' '.join(CODES)} and bits, not of {wrong[0]!r}")
    return "".join(CODES.get(character, character) for character in program)


def decode(program: str, steps: int = 10_000) -> str:
    """The instructions of a program in the order read; MachineError if it does not read all of its bits in time."""
    bits, result = parse(program), run(program, steps=steps)
    if result.bits_read < len(bits):
        raise MachineError(f"{result.status.value}: only {result.bits_read} of {len(bits)} bits are read")
    if (told := len(parse(result.text))) < len(bits):
        raise MachineError(f"the program ends inside the code of an instruction: {bits[told:]}")
    return result.text


class Machine:
    """The machine in the middle of a run, with its code and its data still to come."""

    instructions = INSTRUCTIONS

    def __init__(self, code: Iterator[str], data: Iterator[str]) -> None:
        self.code, self.data, self.read, self.text, self.output, self.head = code, data, 0, "", "", 0
        self.ones: set[int] = set()
        self.start = self.node = _Node("start", None)

    def bit(self, tape: Iterator[str]) -> str:
        """Read one bit of input; EOFError if there is none left."""
        for bit in tape:
            self.read += 1
            return bit
        raise EOFError

    def follow(self) -> None:
        """Go to the next instruction; an edge that is not yet bound reads it."""
        last = self.node
        if last.instruction == "]":
            self.node = last.enclosing or self.start.edges[False]
            return
        into_body = last.instruction == "[" and self.head in self.ones
        if into_body not in last.edges:
            code = ""
            while code not in self.instructions:
                code += self.bit(self.code)
            self.text += self.instructions[code]
            last.edges[into_body] = _Node(self.instructions[code], last if into_body else last.enclosing)
        self.node = last.edges[into_body]

    def execute(self) -> None:
        """Do what the instruction says (``[`` and ``]`` only steer ``follow``)."""
        instruction = self.node.instruction
        if instruction == ";":
            self.output += "1" if self.head in self.ones else "0"
        elif instruction == "+":
            self.ones ^= {self.head}
        elif instruction == ",":
            bit = self.bit(self.data)
            self.text += bit
            (self.ones.add if bit == "1" else self.ones.discard)(self.head)
        elif instruction in "<>":
            self.head += 1 if instruction == ">" else -1


def run(
    program: str, *, data: str | None = None, length: int | None = None, steps: int = 10_000, keep_trace: bool = False
) -> Run:
    """Run a program until it halts, wants more input, has written ``length`` symbols, or has made ``steps`` steps.

    A step is one executed instruction (a jump by ``]`` and the test by its ``[`` are two).  The bits that ``,`` reads
    stand in the program where they are read, or, apart from its code, in ``data``; ``text`` has them in their places.
    InputError if ``length`` or ``steps`` is less than 1; MachineError as from :func:`parse`.

    >>> run(",;]", data="0110").output, run(",;]", data="0110").text
    ('0110', ',0;]110')
    """
    bits = iter(parse(program))
    return drive(Machine(bits, bits if data is None else iter(data)), length, steps, keep_trace)


def drive(machine: Machine, length: int | None, steps: int, keep_trace: bool) -> Run:
    """Run a machine from where it stands; see :func:`run`."""
    if steps < 1 or (length is not None and length < 1):
        raise InputError(f"a run needs at least 1 step and 1 symbol, not steps={steps}, length={length}")
    status, made, trace = Status.OUT_OF_STEPS, 0, list[Step]()
    while made < steps and status is Status.OUT_OF_STEPS:
        try:
            machine.follow()
            machine.execute()
        except EOFError:
            status = Status.WANTS_INPUT
            break
        made += 1
        if keep_trace:
            now = machine.head, int(machine.head in machine.ones), len(machine.output)
            trace.append(Step(machine.node.instruction, machine.read, *now))
        if machine.node.instruction == "!":
            status = Status.HALTED
        elif len(machine.output) == length:
            status = Status.OUTPUT_REACHED
    listing = _listing(machine.start.edges.get(False))
    return Run(status, machine.output, machine.read, made, machine.text, listing, tuple(trace))


def _listing(node: _Node | None) -> str:
    """The code from one edge on, up to its ``]``, ``!`` or unread end."""
    text, around = list[str](), list[_Node]()  # around: the `[` whose bodies are listed, however many
    while True:
        text.append("?" if node is None else node.instruction)
        if node is not None and node.instruction == "[":
            around.append(node)
            node = node.edges.get(True)
        elif node is not None and node.instruction not in "]!":
            node = node.edges.get(False)
        elif around:
            text += [] if text[-1] == "]" else [")"]
            node = around.pop().edges.get(False)
        else:
            return "".join(text)


def trace_text(result: Run) -> str:
    """A run with ``keep_trace=True`` as a table, one executed instruction a line."""
    lines = ["step  bits read  instruction  head  cell  output"]
    for number, s in enumerate(result.trace, 1):
        line = f"{number:4}  {s.bits_read:9}  {s.instruction:11}  {s.head:4}  {s.cell:4}  {result.output[: s.symbols]}"
        lines.append(line.rstrip())
    return "\n".join([*lines, f"{result.status.value} after {result.bits_read} bits: {result.text}"])
