"""``python -m ait`` is the command ``ait``."""

from ait.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
