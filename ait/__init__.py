"""ait: approximate algorithmic information theory. Everything is a code, and every number is a length in bits.

::

     programs            runs               counts                  estimates                  report
     machines/*.parse ─→ machines/*.run ─→  tables.CountsTable ─┬─→ measures/* ──────────────→ reports.report
       text, a number      output, or         output: count,    │     Estimate(bits, low,       text, JSON
       or bits             "not halted"       undecided mass    │     high, kind, parts,
           └── enumeration/* walks the whole program space ─────┘     method, reference,
                                                                      witness)
     data ─→ as_sequence ─→ Sequence ─────────────────────────────→ measures/*, predictors/* ─→ coder
               text, bytes, arrays, files                             next-symbol probabilities   real bits

Each figure is an :class:`Estimate`, which says what kind of statement it is (exact, bounds, upper bound, estimate)
and relative to what.  Start with ``ait.report("0110100110010110")``; print it, or take ``.as_dict()``.

Codes and estimates: :func:`literal`, :func:`bdm`, :func:`normalised_bdm`, :func:`perturbation`, :func:`block_entropy`,
:func:`entropy_rate`, :func:`entropy_ladder`, :func:`excess_entropy`, :func:`lempel_ziv`, :func:`compressed`,
:func:`distance`, :func:`evidence`, :func:`linear_complexity`, :func:`shift_register_code`, :func:`congruential_code`,
:func:`lagged_sum_code`, :func:`context_tree`,
:func:`predicted`, :func:`language_model`, :func:`learning_curve`, :func:`train_dictionary`. Turing machines:
:func:`ctm`, :func:`ctm_given_length`, :func:`local_complexity`. LBF: :func:`prior`, :func:`search`,
:func:`monotone_complexity`,
:func:`algorithmic_probability`, :func:`prefix_complexity`, :func:`discrete_prior`, :func:`omega`,
:func:`levin_complexity`, :func:`speed_prior`, :func:`logical_depth`, :func:`conditional_complexity`,
:func:`conditional_probability`, :func:`mutual_information`, :func:`forecast`. Lambda calculus:
:func:`blc_monotone_complexity`, :func:`blc_plain_complexity`. Spaces and tables: :func:`enumerate_turing`,
:func:`enumerate_turmites`, :func:`enumerate_lbf`, :func:`cluster`, :func:`open_table`, :func:`open_array_table`,
:func:`compare_tables`, :func:`compare_array_tables`, :func:`table_distributions`. Input: :func:`as_sequence`,
:func:`discretise`, :func:`generate`.

Models that can be listed: :func:`infer`, :func:`model_set`, :func:`structure_function`, :func:`prequential`,
:func:`parametric_complexity`, :func:`stochastic_complexity`, :func:`mean_field`, :func:`point_mass`,
:func:`truncated`, :func:`bits_back_encode`, :func:`bits_back_decode`.

Graphs: :func:`graph_bdm`, :func:`graph_information`, :func:`reprogrammability`, :func:`sparsify`, :func:`deconvolve`,
:func:`read_graph`. Short strings: :func:`randomness`, :func:`symbol_statistics`, :func:`change_complexity`,
:func:`normalise_string`, :func:`count_class`, :func:`class_of`. Blocks: :func:`decomposition_entropy`; arrays as code
words: :func:`encode_array`, :func:`decode_array`. Pictures: :func:`read_image`. Many rows:
:class:`ComplexityTransformer`.

Everything is imported when it is first used, so that ``import ait`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ait.discretisation import discretise as discretise
    from ait.enumeration.cluster import cluster as cluster
    from ait.enumeration.lbf_search import search as search
    from ait.enumeration.lbf_table import enumerate_lbf as enumerate_lbf
    from ait.enumeration.symbols_sample_table import sample_turing as sample_turing
    from ait.enumeration.turing_table import enumerate_turing as enumerate_turing
    from ait.enumeration.turmite_table import enumerate_turmites as enumerate_turmites
    from ait.errors import AitError as AitError
    from ait.errors import CheckpointError as CheckpointError
    from ait.errors import DecodeError as DecodeError
    from ait.errors import InputError as InputError
    from ait.errors import MachineError as MachineError
    from ait.errors import ModelError as ModelError
    from ait.errors import StorageError as StorageError
    from ait.errors import TableError as TableError
    from ait.estimate import Estimate as Estimate
    from ait.estimate import Kind as Kind
    from ait.estimate import Witness as Witness
    from ait.features import ComplexityTransformer as ComplexityTransformer
    from ait.graphs.deconvolution import deconvolve as deconvolve
    from ait.graphs.files import read_graph as read_graph
    from ait.graphs.information import graph_bdm as graph_bdm
    from ait.graphs.information import graph_information as graph_information
    from ait.graphs.signature import reprogrammability as reprogrammability
    from ait.graphs.sparsify import sparsify as sparsify
    from ait.images import read_image as read_image
    from ait.inference.bits_back import bits_back_decode as bits_back_decode
    from ait.inference.bits_back import bits_back_encode as bits_back_encode
    from ait.inference.families import mean_field as mean_field
    from ait.inference.families import point_mass as point_mass
    from ait.inference.families import truncated as truncated
    from ait.inference.infer import infer as infer
    from ait.inference.nml import parametric_complexity as parametric_complexity
    from ait.inference.prequential import prequential as prequential
    from ait.inference.registry import model_set as model_set
    from ait.inference.structure import structure_function as structure_function
    from ait.measures.array_code import decode_array as decode_array
    from ait.measures.array_code import encode_array as encode_array
    from ait.measures.bdm import bdm as bdm
    from ait.measures.bdm_normalised import normalised_bdm as normalised_bdm
    from ait.measures.blc import blc_monotone_complexity as blc_monotone_complexity
    from ait.measures.blc import blc_plain_complexity as blc_plain_complexity
    from ait.measures.block_entropy import block_entropy as block_entropy
    from ait.measures.compressors import compressed as compressed
    from ait.measures.conditional import conditional_complexity as conditional_complexity
    from ait.measures.conditional import conditional_probability as conditional_probability
    from ait.measures.conditional import mutual_information as mutual_information
    from ait.measures.ctm import ctm as ctm
    from ait.measures.ctm import ctm_given_length as ctm_given_length
    from ait.measures.decomposition_entropy import decomposition_entropy as decomposition_entropy
    from ait.measures.distance import Distances as Distances
    from ait.measures.distance import distance as distance
    from ait.measures.entropy_ladder import EntropyLadder as EntropyLadder
    from ait.measures.entropy_ladder import entropy_ladder as entropy_ladder
    from ait.measures.entropy_rate import entropy_rate as entropy_rate
    from ait.measures.entropy_rate import excess_entropy as excess_entropy
    from ait.measures.generators import congruential_code as congruential_code
    from ait.measures.generators import lagged_sum_code as lagged_sum_code
    from ait.measures.generators import linear_complexity as linear_complexity
    from ait.measures.generators import shift_register_code as shift_register_code
    from ait.measures.halting import discrete_prior as discrete_prior
    from ait.measures.halting import prefix_complexity as prefix_complexity
    from ait.measures.language_model import language_model as language_model
    from ait.measures.learning_curve import LearningCurve as LearningCurve
    from ait.measures.learning_curve import learning_curve as learning_curve
    from ait.measures.lempel_ziv import lempel_ziv as lempel_ziv
    from ait.measures.literal import literal as literal
    from ait.measures.local import local_complexity as local_complexity
    from ait.measures.monotone import algorithmic_probability as algorithmic_probability
    from ait.measures.monotone import monotone_complexity as monotone_complexity
    from ait.measures.omega import omega as omega
    from ait.measures.perturbation import perturbation as perturbation
    from ait.measures.predicted import context_tree as context_tree
    from ait.measures.predicted import predicted as predicted
    from ait.measures.prior import prior as prior
    from ait.measures.randomness import randomness as randomness
    from ait.measures.resource_bounded import levin_complexity as levin_complexity
    from ait.measures.resource_bounded import logical_depth as logical_depth
    from ait.measures.resource_bounded import speed_prior as speed_prior
    from ait.measures.stochastic_complexity import stochastic_complexity as stochastic_complexity
    from ait.measures.string_classes import class_of as class_of
    from ait.measures.string_classes import count_class as count_class
    from ait.measures.string_classes import normalise_string as normalise_string
    from ait.measures.symbol_statistics import change_complexity as change_complexity
    from ait.measures.symbol_statistics import symbol_statistics as symbol_statistics
    from ait.measures.trained_dictionary import train_dictionary as train_dictionary
    from ait.predictors.solomonoff import forecast as forecast
    from ait.reports.compare import Report as Report
    from ait.reports.compare import report as report
    from ait.reports.evidence import Evidence as Evidence
    from ait.reports.evidence import evidence as evidence
    from ait.sequence import Sequence as Sequence
    from ait.sequence import as_sequence as as_sequence
    from ait.sources import generate as generate
    from ait.tables.array_comparison import compare_array_tables as compare_array_tables
    from ait.tables.array_table import ArrayTable as ArrayTable
    from ait.tables.comparison import compare_tables as compare_tables
    from ait.tables.counts_table import CountsTable as CountsTable
    from ait.tables.distributions import table_distributions as table_distributions
    from ait.tables.shipped import open_array_table as open_array_table
    from ait.tables.shipped import open_table as open_table

_HOMES = {
    "ait.discretisation": ("discretise",),
    "ait.enumeration.cluster": ("cluster",),
    "ait.enumeration.lbf_search": ("search",),
    "ait.enumeration.lbf_table": ("enumerate_lbf",),
    "ait.enumeration.symbols_sample_table": ("sample_turing",),
    "ait.enumeration.turing_table": ("enumerate_turing",),
    "ait.enumeration.turmite_table": ("enumerate_turmites",),
    "ait.errors": (
        "AitError",
        "CheckpointError",
        "DecodeError",
        "InputError",
        "MachineError",
        "ModelError",
        "StorageError",
        "TableError",
    ),
    "ait.estimate": ("Estimate", "Kind", "Witness"),
    "ait.features": ("ComplexityTransformer",),
    "ait.graphs.deconvolution": ("deconvolve",),
    "ait.graphs.files": ("read_graph",),
    "ait.graphs.information": ("graph_bdm", "graph_information"),
    "ait.graphs.signature": ("reprogrammability",),
    "ait.graphs.sparsify": ("sparsify",),
    "ait.images": ("read_image",),
    "ait.measures.array_code": ("decode_array", "encode_array"),
    "ait.measures.bdm": ("bdm",),
    "ait.measures.bdm_normalised": ("normalised_bdm",),
    "ait.measures.block_entropy": ("block_entropy",),
    "ait.measures.compressors": ("compressed",),
    "ait.measures.ctm": ("ctm", "ctm_given_length"),
    "ait.measures.language_model": ("language_model",),
    "ait.measures.learning_curve": ("LearningCurve", "learning_curve"),
    "ait.measures.lempel_ziv": ("lempel_ziv",),
    "ait.measures.literal": ("literal",),
    "ait.measures.local": ("local_complexity",),
    "ait.measures.perturbation": ("perturbation",),
    "ait.measures.predicted": ("context_tree", "predicted"),
    "ait.measures.monotone": ("algorithmic_probability", "monotone_complexity"),
    "ait.measures.prior": ("prior",),
    "ait.measures.randomness": ("randomness",),
    "ait.measures.string_classes": ("class_of", "count_class", "normalise_string"),
    "ait.measures.symbol_statistics": ("change_complexity", "symbol_statistics"),
    "ait.reports.compare": ("Report", "report"),
    "ait.reports.evidence": ("Evidence", "evidence"),
    "ait.measures.blc": (
        "blc_monotone_complexity",
        "blc_plain_complexity",
    ),
    "ait.measures.conditional": (
        "conditional_complexity",
        "conditional_probability",
        "mutual_information",
    ),
    "ait.measures.decomposition_entropy": ("decomposition_entropy",),
    "ait.measures.distance": ("Distances", "distance"),
    "ait.measures.generators": (
        "congruential_code",
        "lagged_sum_code",
        "linear_complexity",
        "shift_register_code",
    ),
    "ait.measures.entropy_ladder": ("EntropyLadder", "entropy_ladder"),
    "ait.measures.entropy_rate": ("entropy_rate", "excess_entropy"),
    "ait.measures.halting": (
        "discrete_prior",
        "prefix_complexity",
    ),
    "ait.inference.bits_back": ("bits_back_decode", "bits_back_encode"),
    "ait.inference.families": ("mean_field", "point_mass", "truncated"),
    "ait.inference.infer": ("infer",),
    "ait.inference.nml": ("parametric_complexity",),
    "ait.inference.registry": ("model_set",),
    "ait.inference.structure": ("structure_function",),
    "ait.inference.prequential": ("prequential",),
    "ait.measures.omega": ("omega",),
    "ait.measures.stochastic_complexity": ("stochastic_complexity",),
    "ait.measures.resource_bounded": (
        "levin_complexity",
        "logical_depth",
        "speed_prior",
    ),
    "ait.measures.trained_dictionary": ("train_dictionary",),
    "ait.predictors.solomonoff": ("forecast",),
    "ait.sequence": ("Sequence", "as_sequence"),
    "ait.sources": ("generate",),
    "ait.tables.array_comparison": ("compare_array_tables",),
    "ait.tables.array_table": ("ArrayTable",),
    "ait.tables.comparison": ("compare_tables",),
    "ait.tables.counts_table": ("CountsTable",),
    "ait.tables.distributions": ("table_distributions",),
    "ait.tables.shipped": ("open_array_table", "open_table"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'ait' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
