"""What to do with the machines that a short walk leaves open: proofs that they never halt, and runs to the very end.

For small spaces the busy beaver is known: a machine that does more steps than it never halts.  So nothing need be left
open.  Nearly all are proved to run on by closed sets (:mod:`ait.enumeration.closure_kernel`); the few others are run
as long as any machine that halts can.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from ait.enumeration import closure_kernel, far_run_kernel
from ait.enumeration import turing_frame_kernel as node
from ait.enumeration.space import Part
from ait.errors import AitError

BUSY_BEAVER = {1: 1, 2: 6, 3: 21, 4: 107, 5: 47_176_870}
"""The most steps of any machine of n states and two symbols that halts, the halting step included: Rado (1962), Lin and
Rado (1965), Brady (1983), and for 5 states the bbchallenge collaboration (2024), whose proof Coq has verified."""

STAGES = (
    (2, 2, 8),
    (3, 2, 8),
    (3, 4, 8),
    (3, 6, 8),
    (3, closure_kernel.LATEST_ONCE, 8),
    (3, 8, 8),
    (3, 10, 8),
    (3, 12, 8),
    (12, 0, 1),
)
"""The proofs tried in turn, as (n-gram length, history, bits a cell): each the quickest for what those before left."""

STAGES_OF_MORE_SYMBOLS = (*STAGES[:-1], (9, 0, 2))
"""The same for three and four symbols, which take two bits each."""

_BLOCK_BITS = 12
_own = threading.local()


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of machines left open, one row each.

    ``stage``: the index into STAGES of the proof that they never halt; len(STAGES) where they were run to the end, and
    len(STAGES) + 1 where they then halted.  For those, ``steps`` before the halting one and the cells needed
    on the left and right of the start.
    """

    stage: np.ndarray
    steps: np.ndarray
    lefts: np.ndarray
    rights: np.ndarray

    @property
    def halts(self) -> np.ndarray:
        """Whether each machine reaches an undefined entry after all."""
        return np.asarray(self.stage == len(STAGES) + 1)


@dataclass(frozen=True, eq=False)
class End:
    """A run's end: the undefined entry reached, the steps before, the cells visited, the head's place in them."""

    entry: int
    steps: int
    cells: np.ndarray
    head: int


def tables(frames: np.ndarray, states: int) -> np.ndarray:
    """The frames' tables in the form of the closure kernel, shape (frames, 2·states)."""
    found = np.empty((len(frames), 2 * states), np.int64)
    for state in range(states):
        for symbol, column in enumerate((node.TABLE_0, node.TABLE_1)):
            byte = ((frames[:, column] >> np.uint64(8 * state)) & np.uint64(255)).astype(np.int64)
            write, leftward, after = ((byte >> 6) & 1) ^ symbol, byte >> 7, (byte >> 3) & 7
            entry = after << closure_kernel.NEXT_PLACE | write << closure_kernel.WRITE_PLACE | leftward
            found[:, 2 * state + symbol] = np.where(byte & 1, closure_kernel.UNDEFINED, entry)
    return found


def _work() -> closure_kernel.Work:
    """Each thread's own room for proofs."""
    if not hasattr(_own, "work"):
        _own.work = closure_kernel.work_space()
    work: closure_kernel.Work = _own.work
    return work


def fates(machines: np.ndarray, limit: int, symbols: int = 2) -> Fates:
    """Decide machines of 2 to 4 symbols, as :func:`tables` makes them, whose busy beaver does ``limit`` steps."""
    stages = np.array(STAGES if symbols == 2 else STAGES_OF_MORE_SYMBOLS, np.int64)
    found = Fates(
        closure_kernel.first_proof(machines, symbols, stages, _work()),
        *(np.zeros(len(machines), np.int64) for _ in range(3)),
    )
    for row in np.flatnonzero(found.stage == len(stages)):
        steps, lefts, rights = _far_run(machines[row], limit, symbols)
        if steps < limit:
            found.stage[row] += 1
            found.steps[row], found.lefts[row], found.rights[row] = steps, lefts, rights
    return found


def settle_proved(part: Part, frames: np.ndarray, states: int) -> Part:
    """A walk's part in which those of its nodes out of steps, ``frames``, that are proved to run on count so."""
    stages = np.array(STAGES, np.int64)
    proved = frames[closure_kernel.first_proof(tables(frames, states), 2, stages, _work()) < len(stages)]
    powers = np.array([(4 * states + 2) ** power for power in range(2 * states)], np.uint64)
    machines = proved[:, node.WEIGHT] * powers[proved[:, node.OPEN].astype(np.int64)]
    spans = (proved[:, node.LEFT_CELLS] + proved[:, node.RIGHT_CELLS]).astype(np.int64) + 1
    part = {**part, **{name: part[name].copy() for name in ("machines", "nodes", "undecided_by_span")}}
    np.subtract.at(part["undecided_by_span"], spans, machines)
    part["machines"][1] += machines.sum()
    part["machines"][2] -= machines.sum()
    part["nodes"][3] -= np.uint64(len(proved))
    part["nodes"][5] += np.uint64(len(proved))
    return part


def _far_run(machine: np.ndarray, limit: int, symbols: int) -> tuple[int, int, int]:
    """Run by blocks: the steps before the halting one, ``limit`` if it does not halt, and the cells on either side."""
    bits = 1 if symbols == 2 else 2
    crossings = np.zeros(2 * (len(machine) // symbols) << _BLOCK_BITS, np.int64)
    found = far_run_kernel.far_run(machine, symbols, _BLOCK_BITS // bits, bits, limit, crossings)
    return int(found[1]), int(found[2]), int(found[3])


def run_far(machine: np.ndarray, limit: int, symbols: int = 2) -> End | None:
    """Run a machine, a table as :func:`tables` makes it, to its end; None if that is not within ``limit`` steps."""
    steps, lefts, rights = _far_run(machine, limit, symbols)
    return end_of(machine, steps, lefts, rights, symbols) if steps < limit else None


def end_of(machine: np.ndarray, steps: int, lefts: int, rights: int, symbols: int = 2) -> End:
    """Run a machine that halts once more, cell by cell, to its end.

    Raises:
        AitError: if it does not end after as many steps as the run by blocks.
    """
    # A cell more on either side, where the head may stand after the last step.
    tape = np.zeros(lefts + rights + 2, np.uint8)
    verdict, entry, position, lowest, highest, done = far_run_kernel.plain_run(
        machine, symbols, tape, lefts + 1, steps + 1
    )
    if (verdict, done) != (far_run_kernel.FAR_HALTS, steps):
        raise AitError(f"a machine halts after {steps} steps by blocks, not after {done} by cells; please report this")
    return End(entry, steps, tape[lowest : highest + 1].copy(), position - lowest)
