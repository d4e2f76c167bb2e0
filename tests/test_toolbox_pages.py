"""The table of features: every call that it names exists, and every command does."""

import importlib
import re
from pathlib import Path

import pytest

import ait
from ait.cli.main import ait as group

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("features.md", "migration.md")
TEXTS = {page: (DOCS / page).read_text(encoding="utf-8") for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_calls_exist(page: str) -> None:
    named = set(re.findall(r"`(ait(?:\.\w+)+)", TEXTS[page]))
    assert named
    for name in named:
        whole = name.split(".")
        owner = ait
        for at, part in enumerate(whole[1:], 2):
            if not hasattr(owner, part):
                importlib.import_module(".".join(whole[:at]))
            owner = getattr(owner, part)
        assert callable(owner), name


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_their_options_exist(page: str) -> None:
    for line in re.findall(r"`ait ([a-z][^`]*)`", TEXTS[page]):
        words = line.split()
        command = group.commands[words[0]]
        if hasattr(command, "commands") and len(words) > 1:
            command = command.commands[words[1]]
        options = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_every_call_of_the_peers_is_named() -> None:
    acss = "acss bdm likelihood_d likelihood_ratio prob_random local_complexity normalize_string count_class"
    algodyn = (
        "bdm1D bdm2D calculate_info_edges calculate_info_symbols calculate_info_vertices element_mutate entry_shuffle"
        " info_signature info_spectra inforank plot_cutting_places plot_info_signature random_shift"
        " relative_reprogrammability"
    )
    more = "alternations entropy entropy2 change_complexity BDM.bdm nbdm ent PerturbationExperiment lookup decompose"
    for name in f"{acss} {algodyn} {more}".split():
        assert f"`{name}" in TEXTS["features.md"], name
