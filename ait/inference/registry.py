"""The model sets by name, and which of them suit a sequence of a given alphabet and length."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from math import comb
from types import MappingProxyType
from typing import Any

from ait.errors import InputError
from ait.inference.model_set import ModelSet

_HOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bernoulli": ("ait.inference.grids", "MarkovGrid"),
        "markov": ("ait.inference.grids", "MarkovGrid"),
        "trees": ("ait.inference.context_trees", "ContextTrees"),
        "automata": ("ait.inference.automata", "Automata"),
        "periodic": ("ait.inference.periodic", "Periodic"),
        "recurrences": ("ait.inference.recurrences", "LinearRecurrences"),
        "lbf": ("ait.inference.programs", "LbfPrograms"),
        "turing": ("ait.inference.programs", "TuringMachines"),
    }
)
NAMES = (*_HOMES, "all")
_BINARY = ("automata", "recurrences", "lbf", "turing")
_LARGEST_ALPHABET = 256
_DEPTHS = {2: 5, 3: 3, 4: 2}
_LISTED = 10**6
_LONGEST_PROGRAMS = 20
_LONGEST_MACHINES = 14
_NOISE = (0.0, 0.015625, 0.0625, 0.25)


def model_set(name: str, k: int, n: int, **options: Any) -> ModelSet:
    """A model set by its name, of a size that suits n symbols over k unless the options say otherwise.

    Args:
        name: "bernoulli" (memoryless), "markov", "trees", "automata", "periodic", "recurrences", "lbf", "turing", or
            "all": the union of those that apply.
        k: the alphabet's size.
        n: how many symbols there are; "lbf" and "turing" list the programs of just so many.
        options: the set's own, see its class.

    Raises:
        InputError: if the name, an option or its value is not accepted, or the set is for binary sequences only.

    >>> model_set("automata", 2, 100, states=2, parts=4).description
    'unifilar automata of up to 2 states, probabilities in steps of 1/4: 181 models'
    """
    if not 2 <= k <= _LARGEST_ALPHABET:
        raise InputError(f"model sets are listed over 2 to {_LARGEST_ALPHABET} symbols, not {k}")
    if name == "all":
        return _union(k, n, options)
    if name not in _HOMES:
        raise InputError(f"no model set is called {name!r}: use one of {', '.join(NAMES)}")
    module, attribute = _HOMES[name]
    make = getattr(importlib.import_module(module), attribute)
    accepted = [option for option in inspect.signature(make).parameters if option not in ("k", "length")]
    for option in options:
        if option not in accepted:
            raise InputError(f"{name} has no option {option!r}; it has {', '.join(accepted)}")
    _check_values(options)
    if k != 2 and name in _BINARY:
        raise InputError(f"{name} is for binary sequences; this one is over {k} symbols")
    made: ModelSet
    if name in _BINARY:
        made = make(n, **options) if name in ("lbf", "turing") else make(**options)
    else:
        made = make(k, **{**_sizes(name, k, n, options.get("order")), **options})
    return made


def _check_values(options: Mapping[str, Any]) -> None:
    """Raise InputError unless noise is a tuple of numbers, and everything else a whole number."""
    for option, value in options.items():
        if option == "noise":
            if not isinstance(value, (tuple, list)) or not all(isinstance(level, (int, float)) for level in value):
                raise InputError(f"noise = {value!r}: give levels of noise as numbers, such as (0.0, 0.1)")
        elif not hasattr(value, "__index__"):
            raise InputError(f"{option} = {value!r}: give a whole number")


def _sizes(name: str, k: int, n: int, order: int | None) -> dict[str, int]:
    """What a set's options are when nothing is said: as large as suits the alphabet and the sequence."""
    if name == "trees":
        return {"depth": _DEPTHS.get(k, 1)}
    if name == "periodic":
        return {"longest": _longest_period(k)}
    order = order if order is not None else int(name == "markov")
    return {"order": order, "parts": _parts(k, order, n)}


def _union(k: int, n: int, options: Mapping[str, Any]) -> ModelSet:
    from ait.inference.union import Union

    if options:
        raise InputError(f"the union of all sets has no option {next(iter(options))!r}: name one set")
    members = [model_set(name, k, n) for name in ("bernoulli", "trees")]
    if comb(k + 1, k - 1) ** k <= _LISTED:
        members.append(model_set("markov", k, n))
    members.append(model_set("periodic", k, n, noise=_NOISE))
    if k == 2:
        members += [model_set("automata", k, n), model_set("recurrences", k, n, noise=_NOISE)]
        if n <= _LONGEST_PROGRAMS:
            members.append(model_set("lbf", k, n))
        if n <= _LONGEST_MACHINES:
            members.append(model_set("turing", k, n))
    # No machine may halt on so many cells: an empty set would only waste its share of the weight.
    return Union([member for member in members if member.shape[0]])


def _parts(k: int, order: int, n: int) -> int:
    """As fine as n symbols can tell (about the root of n), as long as the models are few enough to list."""
    parts = 2
    while parts * parts < 4 * n and comb(2 * parts + k - 1, k - 1) ** (k**order) <= _LISTED:
        parts *= 2
    return parts


def _longest_period(k: int) -> int:
    longest = 1
    while longest < 12 and k ** (longest + 1) <= _LISTED // 16:
        longest += 1
    return longest
