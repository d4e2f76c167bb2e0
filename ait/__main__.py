"""The command ``ait``, which is also ``python -m ait``."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> int:
    """Run the command line; Ctrl-C is clean even while it is still being imported."""
    try:
        from ait.cli import main as run

        return run()
    except KeyboardInterrupt:
        sys.stderr.write("ait: interrupted\n")
        return _INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
