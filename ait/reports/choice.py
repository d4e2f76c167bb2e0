"""Which measures a report holds, to which inputs each applies, and with which settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ait.errors import TableError
from ait.estimate import Estimate
from ait.reports import array_choice
from ait.sequence import Sequence

TURING_TABLE = "turing-5-2"
LARGER_TURING_TABLE = "turing-6-2-500"
LARGER_TURING_TABLE_LENGTH = 16
LBF_TABLE = "lbf"
LBF_TABLE_LENGTH = 16
BLOCK = 12
SYMBOLS = range(2, 10)
"""Tables of Turing machines over so many symbols ship with the package, or can be built."""


@dataclass(frozen=True)
class Measure:
    """A named measure: why it refuses an input ("" if it does not), and its figure for one.

    ``is_of_a_machine``: the figure is relative to a machine alone and given the length, so that such figures differ
    only by the choice of the machine.  ``is_code``: its figures are lengths of a code, as they say themselves; told
    here too, for inputs that the code has no word for; not by tables that are samples, if
    ``not_by_samples``.  ``slow_beyond``:
    for more symbols the measure is taken only when it is asked for by name.  ``tells_progress``: ``compute`` takes the
    argument ``progress`` too, see :data:`ait.reports.progress.Progress`.  ``of_an_array``: it is for arrays of 0 and 1,
    which ``refusal`` and ``compute`` are given in place of the sequence.
    """

    name: str
    refusal: Callable[[Any], str]
    compute: Callable[..., Estimate]
    is_of_a_machine: bool = False
    is_code: bool = True
    slow_beyond: int | None = None
    tells_progress: bool = False
    not_by_samples: bool = False
    of_an_array: bool = False

    def is_code_for(self, sequence: Sequence) -> bool:
        """Whether its figures for sequences over as many symbols are lengths of a code."""
        return self.is_code and not (self.not_by_samples and is_sampled(sequence.k))


def _any(x: Any) -> str:
    return ""


def _binary(sequence: Sequence) -> str:
    if sequence.k == 2:
        return ""
    hint = "; read it as bits (--as bits)" if sequence.unit == "bytes" else ""
    return f"needs a binary string, and this one has an alphabet of {sequence.k} symbols{hint}"


def _few_symbols(sequence: Sequence) -> str:
    if sequence.k in SYMBOLS:
        return lacks_table(sequence.k)
    hint = "; read it as bits (--as bits)" if sequence.unit == "bytes" else ""
    return f"needs a string of 2 to 9 symbols, and this one has an alphabet of {sequence.k:,}{hint}"


def _bytes_at_most(sequence: Sequence) -> str:
    return "" if sequence.k <= 256 else f"for alphabets of at most 256 symbols, not {sequence.k:,}"


def _short_of_few_symbols(sequence: Sequence) -> str:
    return _few_symbols(sequence) or ("" if len(sequence) <= 24 else "for strings of at most 24 symbols")


def turing_table(k: int) -> str:
    """The table of Turing machines for strings of k symbols that a report takes."""
    from ait.measures.default_table import default_table

    return TURING_TABLE if k == 2 else default_table(k)


def lacks_table(k: int) -> str:
    """Why there is no table for strings of k symbols, and how to build it; "" if there is one."""
    try:
        turing_table(k)
    except TableError as error:
        return str(error)
    return ""


def is_sampled(k: int) -> bool:
    """Whether that table is a sample, so that -log2 D is an estimate; given the length it is a code of the sample."""
    return not lacks_table(k) and turing_table(k).endswith("-sampled")


def _short_binary(longest: int, sequence: Sequence) -> str:
    if len(sequence) > longest:
        return f"for binary strings of at most {longest:,} symbols"
    return _binary(sequence)


def _coding_theorem(sequence: Sequence) -> Estimate:
    from ait.measures.ctm import ctm

    return ctm(sequence, turing_table(sequence.k))


def _larger_coding_theorem(sequence: Sequence) -> Estimate:
    from ait.measures.ctm import ctm

    return ctm(sequence, LARGER_TURING_TABLE)


def _coding_theorem_given_length(sequence: Sequence) -> Estimate:
    from ait.measures.ctm import ctm_given_length

    return ctm_given_length(sequence, turing_table(sequence.k))


def _lambda(sequence: Sequence) -> Estimate:
    from ait.measures.blc import blc_monotone_complexity

    return blc_monotone_complexity(sequence)


def _lbf_table(sequence: Sequence) -> str | None:
    """The table knows its strings from longer programs than a search of the same time would run."""
    return LBF_TABLE if len(sequence) <= LBF_TABLE_LENGTH else None


def _monotone(sequence: Sequence) -> Estimate:
    from ait.measures.monotone import monotone_complexity

    return monotone_complexity(sequence, table=_lbf_table(sequence))


def _algorithmic(sequence: Sequence) -> Estimate:
    from ait.measures.monotone import algorithmic_probability

    return algorithmic_probability(sequence, table=_lbf_table(sequence))


def _decomposition(code: str, sequence: Sequence) -> Estimate:
    from ait.measures.bdm import bdm

    # Over more symbols the blocks are as long as suits the table.
    block = BLOCK if sequence.k == 2 else None
    return bdm(sequence, block=block, code=code, table=turing_table(sequence.k))


def _decomposition_by_programs(sequence: Sequence) -> Estimate:
    from ait.measures.bdm import bdm

    return bdm(sequence, block=BLOCK, code="urn", table=LBF_TABLE)


def _compressed(name: str, sequence: Sequence) -> Estimate:
    from ait.measures.compressors import compressed

    return compressed(sequence, name)


def _predicted(name: str, sequence: Sequence) -> Estimate:
    from ait.measures.predicted import predicted

    return predicted(sequence, name)


def _block_entropy(sequence: Sequence) -> Estimate:
    from ait.measures.block_entropy import entropy_rate

    return entropy_rate(sequence)


def _lempel_ziv(sequence: Sequence) -> Estimate:
    from ait.measures.lempel_ziv import lempel_ziv

    return lempel_ziv(sequence)


def _lempel_ziv_code(sequence: Sequence) -> Estimate:
    from ait.measures.lempel_ziv import lempel_ziv_code

    return lempel_ziv_code(sequence)


MEASURES: tuple[Measure, ...] = (
    Measure("coding theorem", _short_of_few_symbols, _coding_theorem, not_by_samples=True),
    Measure("coding th., 6 states", partial(_short_binary, LARGER_TURING_TABLE_LENGTH), _larger_coding_theorem),
    Measure("coding th. | length", _short_of_few_symbols, _coding_theorem_given_length, is_of_a_machine=True),
    Measure("LBF Km", partial(_short_binary, 100_000), _monotone, is_of_a_machine=True),
    Measure("LBF -log2 M", partial(_short_binary, 100_000), _algorithmic, is_of_a_machine=True),
    Measure("Solomonoff", partial(_short_binary, 4096), partial(_predicted, "solomonoff"), is_of_a_machine=True),
    Measure("BLC KM", partial(_short_binary, 100_000), _lambda, is_of_a_machine=True),
    Measure("BDM classical", _few_symbols, partial(_decomposition, "classical"), is_code=False),
    Measure("BDM urn, Turing", _few_symbols, partial(_decomposition, "urn")),
    Measure("BDM urn, LBF", _binary, _decomposition_by_programs),
    Measure("block entropy", _any, _block_entropy, is_code=False),
    Measure("LZ76", _any, _lempel_ziv, is_code=False),
    Measure("Lempel-Ziv code", _any, _lempel_ziv_code),
    Measure("KT", _any, partial(_predicted, "kt")),
    Measure("context tree", _any, partial(_predicted, "context-tree"), slow_beyond=1 << 21),
    Measure("context mixing", _bytes_at_most, partial(_predicted, "context-mixing"), slow_beyond=1 << 21),
    *(
        Measure(name, _any, partial(_compressed, name))
        for name in ("deflate", "zlib", "bz2", "lzma-raw", "lzma", "zstd")
    ),
)

ARRAY_MEASURES: tuple[Measure, ...] = (
    Measure("coding theorem, array", array_choice.too_large, array_choice.coding_theorem, of_an_array=True),
    Measure("coding th. | shape", array_choice.too_large, array_choice.coding_theorem_given_shape, of_an_array=True),
    Measure("BDM 4 x 4", _any, array_choice.squares, is_code=False, of_an_array=True),
    Measure("BDM urn, 4 x 4", _any, array_choice.squares_in_an_urn, of_an_array=True),
)
"""Of an array, before those of its rows."""
