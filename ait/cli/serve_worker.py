"""The calculator's own process: a question a line on standard input, records a line each on standard output."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

from ait.errors import AitError
from ait.serve.answer import answer
from ait.serve.limits import Limits
from ait.serve.question import read_question

_NO_LIMIT = Limits(size=1 << 62)


def main(memory: int) -> None:
    """Answer questions until standard input ends, using at most so many bytes of address space."""
    with contextlib.suppress(ImportError):  # Windows has no such limit.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for line in sys.stdin:
        try:
            answer(read_question(line, _NO_LIMIT), _tell)
        except AitError as error:
            _tell({"event": "error", "text": str(error)})
        except MemoryError:
            _tell({"event": "error", "text": "there is not enough memory for an input of this size"})
        _tell({"event": "end"})


def _tell(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]))
