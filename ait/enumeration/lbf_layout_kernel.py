"""The numbers by which the LBF kernels know instructions, verdicts, and the places in their arrays."""

from __future__ import annotations

# Instructions, in the order of their codes; LOOK reads the second tape of the conditional machine.
WRITE, CLOSE, FLIP, READ, RIGHT, LEFT, OPEN, HALT, LOOK = range(9)

# How a run ends.
WANTS_CODE, WANTS_DATA, REACHED, HALTED, DEAD, UNDECIDED, ASIDE = range(7)
GOES_ON = -1

# The machine's state, one row of int64.  INDEX names the output so far: 1 followed by its symbols in binary, or its
# length when a target is given, or 0 when it is longer than what is recorded.  NODE is the instruction that waits,
# INTO whether it waits at its body edge, DATA the bit that ``,`` will read or -1, HASH a hash of the tape.
HEAD, LOW, HIGH, INDEX, WRITTEN, STEPS, LOGGED, LOOKED, NODE, INTO, DATA, HASH = range(12)
STATE_SIZE = 12
SCATTER = 0x9E3779B97  # odd, without pattern, and no product with a cell overflows: the hash is a xor of these products

# A frame is a place where an instruction or a data bit is wanted: the state there, followed by these.  EDGE is the
# edge to bind or -1 for data, COUNT how many instructions are bound, SIZE and BITS the program so far.
EDGE, ENCLOSING, COUNT, OPTION, OPTIONS, SIZE, BITS = range(STATE_SIZE, STATE_SIZE + 7)
FRAME_SIZE = STATE_SIZE + 7

# What is kept of a run to recognize that it repeats itself: row 0 and 1 at records of the head on the right and on
# the left, row 2 at a jump.  COUNT is how many were seen, NEXT the one that will be kept; BACK how far the head went
# from a record since, LOW and HIGH which cells had been visited then.
K_NODE, K_HEAD, K_LOOKED, K_WRITTEN, K_STEPS, K_COUNT, K_NEXT = range(7)
K_BACK, K_LOW, K_HIGH, K_HASH, K_LOGGED = range(7, 12)
KEPT_SIZE = 12
ON_RIGHT, ON_LEFT, AT_JUMP = range(3)

# Rows of what was found, by INDEX; LEAST rows hold keys.
MASS, LEAST, OPEN_MASS, HALT_MASS, HALT_LEAST, ASIDE_MASS = range(6)
KEY_SHIFT = 48  # key of a program: its size << 48 | its bits, so that the least key is the least program
KEY_MASK = (1 << KEY_SHIFT) - 1
NEVER = 2**63 - 1  # the key of no program

# Totals of a walk: the six class masses, then these.
CLASS_REACHED, CLASS_HALTED, CLASS_DEAD, CLASS_UNDECIDED, CLASS_UNEXPANDED, CLASS_ASIDE = range(6)
NODES, LOST, DEPTH = range(6, 9)
TOTALS_SIZE = 9
