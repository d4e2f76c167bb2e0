"""Text where the terminal or the locale has no such letters: look-alikes in ASCII, else escapes; never an error."""

from __future__ import annotations

import codecs

ERRORS = "ait-look-alikes"
_ALIKE = {
    **dict.fromkeys("─━–−‐‑", "-"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╴╷", "+"),
    **dict.fromkeys("█▇▆▅■●", "#"),
    **dict.fromkeys("▄▃▂▒▓", "="),
    **dict.fromkeys("▁░□○", "."),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’‚", "'"),
    "…": "...",
    "→": "->",
    "←": "<-",
    "·": "*",
    "×": "x",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "∞": "inf",
    "Σ": "sum",
    "λ": "\\",
    "β": "beta",
    "²": "^2",
    "³": "^3",
    "\u00a0": " ",
    "\u202f": " ",
}


def _alike(error: UnicodeError) -> tuple[str | bytes, int]:
    """What stands for the letters that could not be encoded."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    shown = "".join(_ALIKE.get(c) or c.encode("ascii", "backslashreplace").decode("ascii") for c in letters)
    return shown, error.end


codecs.register_error(ERRORS, _alike)
