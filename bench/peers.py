"""Print the packages of the extra ``peers``, one a line, so that each can be installed by itself."""

from __future__ import annotations

import sys
from configparser import ConfigParser

from bench.machine import ROOT


def peers() -> list[str]:
    """The requirements, as setup.cfg has them."""
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    return settings["options.extras_require"]["peers"].split()


if __name__ == "__main__":
    sys.stdout.write("\n".join(peers()) + "\n")
