"""The commands that a --help page shows."""

from __future__ import annotations

import re

_HEAD = "\b\nExamples:\n"


def examples_of(command: str, examples: str) -> str:
    """Those of a group's examples that run one of its commands, as the epilog of that command.

    >>> print(examples_of("ait lab list", _HEAD + "  ait lab list\\n  ait lab run all --out lab\\n").splitlines()[-1])
      ait lab list
    """
    return _HEAD + "".join(f"  {each}\n" for each in listed(examples) if f"{command} " in f"{each} ")


def listed(examples: str) -> list[str]:
    """Each example; those that go on after a backslash are one.

    >>> listed(_HEAD + "  a\\n  b \\\\\\n      c\\n")
    ['a', 'b \\\\\\n      c']
    """
    return re.findall(r"^  (\S(?:[^\n]*\\\n)*[^\n]*)\n", examples, re.MULTILINE)
