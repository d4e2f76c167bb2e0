"""Which measures a report holds, to which inputs each applies, and with which settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ait.estimate import Estimate
from ait.sequence import Sequence

TURING_TABLE = "turing-5-2"
LARGER_TURING_TABLE = "turing-6-2-500"
LARGER_TURING_TABLE_LENGTH = 16
LBF_TABLE = "lbf"
LBF_TABLE_LENGTH = 16
BLOCK = 12


@dataclass(frozen=True)
class Measure:
    """A named measure: why it refuses an input ("" if it does not), and its figure for one.

    ``is_of_a_machine``: the figure is relative to a machine alone and given the length, so that such figures differ
    only by the choice of the machine.  ``is_code``: its figures are lengths of a code, as they say themselves; told
    here too, for inputs that the code has no word for.  ``slow_beyond``: for more symbols the measure is taken only
    when it is asked for by name.  ``tells_progress``: ``compute`` takes the argument ``progress`` too, see
    :data:`ait.reports.progress.Progress`.
    """

    name: str
    refusal: Callable[[Sequence], str]
    compute: Callable[..., Estimate]
    is_of_a_machine: bool = False
    is_code: bool = True
    slow_beyond: int | None = None
    tells_progress: bool = False


def _any(sequence: Sequence) -> str:
    return ""


def _binary(sequence: Sequence) -> str:
    if sequence.k == 2:
        return ""
    hint = "; read it as bits (--as bits)" if sequence.unit == "bytes" else ""
    return f"needs a binary string, and this one has an alphabet of {sequence.k} symbols{hint}"


def _bytes_at_most(sequence: Sequence) -> str:
    return "" if sequence.k <= 256 else f"for alphabets of at most 256 symbols, not {sequence.k:,}"


def _short_binary(longest: int, sequence: Sequence) -> str:
    if len(sequence) > longest:
        return f"for binary strings of at most {longest:,} symbols"
    return _binary(sequence)


def _coding_theorem(table: str, sequence: Sequence) -> Estimate:
    from ait.measures.ctm import ctm

    return ctm(sequence, table)


def _coding_theorem_given_length(sequence: Sequence) -> Estimate:
    from ait.measures.ctm import ctm_given_length

    return ctm_given_length(sequence, TURING_TABLE)


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


def _decomposition(code: str, table: str, sequence: Sequence) -> Estimate:
    from ait.measures.bdm import bdm

    return bdm(sequence, block=BLOCK, code=code, table=table)


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
    Measure("coding theorem", partial(_short_binary, 24), partial(_coding_theorem, TURING_TABLE)),
    Measure(
        "coding th., 6 states",
        partial(_short_binary, LARGER_TURING_TABLE_LENGTH),
        partial(_coding_theorem, LARGER_TURING_TABLE),
    ),
    Measure("coding th. | length", partial(_short_binary, 24), _coding_theorem_given_length, is_of_a_machine=True),
    Measure("LBF Km", partial(_short_binary, 100_000), _monotone, is_of_a_machine=True),
    Measure("LBF -log2 M", partial(_short_binary, 100_000), _algorithmic, is_of_a_machine=True),
    Measure("Solomonoff", partial(_short_binary, 4096), partial(_predicted, "solomonoff"), is_of_a_machine=True),
    Measure("BLC KM", partial(_short_binary, 100_000), _lambda, is_of_a_machine=True),
    Measure("BDM classical", _binary, partial(_decomposition, "classical", TURING_TABLE), is_code=False),
    Measure("BDM urn, Turing", _binary, partial(_decomposition, "urn", TURING_TABLE)),
    Measure("BDM urn, LBF", _binary, partial(_decomposition, "urn", LBF_TABLE)),
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
