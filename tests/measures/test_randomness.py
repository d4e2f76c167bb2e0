"""Short strings: what acss publishes of them, classes by trying every relabelling, and Bayes by hand."""

import itertools
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

from ait import (
    as_sequence,
    change_complexity,
    class_of,
    count_class,
    ctm,
    generate,
    local_complexity,
    normalise_string,
    open_table,
    randomness,
    symbol_statistics,
)
from ait.cli.main import ait, main
from ait.errors import InputError, TableError
from ait.measures.randomness import Verdict
from tests.naive import short_strings as naive

# acss 0.2-5 with acss.data 1.1, the package's own examples: likelihood_d, likelihood_ratio and prob_random.
ACSS = {"HTHTHTHT": (0.010366951, 0.3767983, 0.2736772), "HTHHTHTT": (0.003102718, 1.2589769, 0.5573217)}
# The same examples: K.2.
ACSS_K = {"HEHHEE": 14.96921, "GHHGGHGHH": 25.60208, "HSHSHHSHSS": 26.90906, "01011100": 22.0030069458495}
# And normalize_string and count_class.
ACSS_NORMALISED = {"HUHHEGGTE": "010023342", "EGGHHU": "011223"}


@pytest.mark.parametrize(("text", "expected"), ACSS.items())
def test_what_acss_publishes(text: str, expected: tuple[float, float, float]) -> None:
    found = randomness(text)
    verdict = found.machines
    assert (verdict.likelihood, verdict.bayes_factor, verdict.posterior) == pytest.approx(expected, rel=1e-6)
    assert found.sequence.k == 2
    assert found.refusal == ""


@pytest.mark.parametrize(("text", "bits"), ACSS_K.items())
def test_the_complexities_that_acss_publishes(text: str, bits: float) -> None:
    found = randomness(text)
    assert found.complexity.bits == pytest.approx(bits, abs=6e-6)
    assert found.complexity.bits == ctm(normalise_string(text)).bits


def test_normalised_strings() -> None:
    for text, expected in ACSS_NORMALISED.items():
        assert normalise_string(text) == expected
    for word in itertools.product("012", repeat=5):
        assert normalise_string("".join(word)) == naive.normalise("".join(word))


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("n", [1, 3, 5])
def test_classes_are_what_relabelling_and_reversal_reach(n: int, k: int) -> None:
    for word in map("".join, itertools.product("012"[:k], repeat=n)):
        members = naive.images(word, k, reversal=True)
        text = as_sequence(word, alphabet="012"[:k])
        assert count_class(text, k) == len(naive.images(word, k, reversal=False))
        assert count_class(text, k, reversal=True) == len(members)
        assert len({class_of(as_sequence(member, alphabet="012"[:k])) for member in members}) == 1
        assert class_of(text) in members or len(set(word)) < k


def test_strings_of_a_class_are_written_equally_often() -> None:
    table = open_table("turing-5-2-500")
    for word in map("".join, itertools.product("01", repeat=9)):
        assert {table.count(member) for member in naive.images(word, 2, reversal=True)} == {table.count(word)}


def test_statistics_by_their_definitions() -> None:
    for n in range(1, 9):
        for word in map("".join, itertools.product("012", repeat=n) if n < 6 else itertools.product("01", repeat=n)):
            found = symbol_statistics(as_sequence(word, alphabet="012"))
            assert found.alternations == naive.alternations(word)
            assert found.longest_run == naive.longest_run(word)
            assert found.entropy == pytest.approx(naive.entropy(list(word)))
            if n > 1:
                assert found.pair_entropy == pytest.approx(naive.entropy([word[i : i + 2] for i in range(n - 1)]))
                assert found.alternation_share == found.alternations / (n - 1)
            if n > 2:
                assert found.change_complexity == pytest.approx(naive.change_complexity(word))
    assert symbol_statistics("01").change_complexity is None
    assert symbol_statistics("1").pair_entropy is None
    with pytest.raises(InputError, match="3 to 20,000 symbols, not 2"):
        change_complexity("01")


def test_the_posterior_is_bayes_rule() -> None:
    for prior in (0.1, 0.5, 0.99):
        found = randomness("0001011", prior=prior)
        chance, machines = 2.0**-7, found.machines.likelihood
        assert found.machines.posterior == pytest.approx(prior * chance / (prior * chance + (1 - prior) * machines))
    sure = Verdict("x", 0.0, math.inf, 1.0, 3000.0, 0.25)
    assert sure.within() == (1.0, 1.0)
    narrow = Verdict("x", 0.5, 1.0, 0.5, 0.0, 0.5)
    assert narrow.within(2.0) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_likelihoods_of_all_strings_add_up() -> None:
    whole = [randomness(as_sequence(word, alphabet="01")) for word in map("".join, itertools.product("01", repeat=7))]
    assert sum(found.machines.likelihood for found in whole) == pytest.approx(1.0)
    assert sum(found.urn.likelihood for found in whole) == pytest.approx(1.0)
    for found in whole:
        # The share of chance in the mixture of both laws.
        mixed = 2.0**-7 / (2.0**-7 + found.machines.likelihood)
        assert found.machines.posterior == pytest.approx(mixed)


def test_long_sequences_are_left_to_the_urn() -> None:
    pattern, coins = randomness("01" * 200), randomness(generate("random-bits", 400))
    assert pattern.machines is None
    assert "no count of strings of 400 symbols" in pattern.refusal
    assert pattern.urn.posterior < 1e-50 < 0.99 < coins.urn.posterior
    assert np.array_equal(coins.local.bits, local_complexity(generate("random-bits", 400), 5))
    assert randomness("0" * 5000).urn.bayes_factor == 0.0


def test_the_alphabet_matters_and_is_declared_or_counted() -> None:
    assert randomness("HTHT").sequence.k == 2
    assert randomness([1, 1, 0, 1]).sequence.k == 2
    assert randomness("HHHH", alphabet="HT").sequence.symbols.tolist() == [0] * 4
    assert randomness("0").local.window == 1
    with pytest.raises(InputError, match="3 symbols differ, more than the alphabet's 2"):
        randomness("abc", 2)
    with pytest.raises(InputError, match="between 0 and 1"):
        randomness("0101", prior=1.0)
    with pytest.raises(InputError, match="is for 2 symbols, not for 3"):
        randomness("012", table="turing-5-2-500")
    with pytest.raises(InputError, match="a window has 1 to 4"):
        randomness("0101", window=5)
    with pytest.raises(InputError, match="has its alphabet already"):
        randomness(as_sequence("0101"), "01")
    with pytest.raises(TableError, match="none of 20"):
        local_complexity("01" * 20, 20, "lbf")
    with pytest.raises(InputError, match="only ten digits"):
        normalise_string("abcdefghijk")
    with pytest.raises(InputError, match="has 3 symbols, more than the alphabet's 2"):
        count_class("abc", 2)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    shown = CliRunner().invoke(ait, ["randomness", "HTHTHTHT", "--prior", "0.5"], catch_exceptions=False).output
    assert "likelihood 0.010367, Bayes factor 0.376798" in shown
    assert "probability of chance 0.273677" in shown
    record = json.loads(
        CliRunner().invoke(ait, ["randomness", "HTHTHTHTTT", "--json", "--window", "4"], catch_exceptions=False).output
    )
    found = randomness("HTHTHTHTTT", window=4)
    assert record["local"]["bits"] == found.local.bits.tolist()
    assert record["machines"]["posterior"] == found.machines.posterior
    assert record["statistics"]["alternations"] == 7
    long = json.loads(CliRunner().invoke(ait, ["randomness", "-", "--json"], input=b"0" * 3000).output)
    assert long["machines"] is None
    assert "holds no count" in CliRunner().invoke(ait, ["randomness", "-"], input=b"01" * 100).output
    assert main(["randomness", "0101", "--prior", "2"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
