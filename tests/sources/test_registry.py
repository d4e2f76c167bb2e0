import numpy as np
import pytest

from ait.errors import InputError
from ait.sources import SOURCES, generate


@pytest.fixture(params=SOURCES)
def name(request):
    return request.param


@pytest.mark.parametrize("length", [1, 2, 7, 129, 1000])
def test_every_source_gives_the_length_asked_for(name, length):
    sequence = generate(name, length)
    assert len(sequence) == length
    assert sequence.k == SOURCES[name].k
    assert sequence.symbols.dtype == np.uint8
    assert int(sequence.symbols.max()) < sequence.k
    assert sequence.alphabet_bits == 0
    assert sequence.source.startswith(f"source {name}")


def test_the_seed_matters_where_it_is_said_to(name):
    differs = generate(name, 300, seed=1).symbols.tolist() != generate(name, 300, seed=2).symbols.tolist()
    assert differs == SOURCES[name].seeded


def test_a_shorter_sequence_is_a_prefix_of_a_longer(name):
    if name == "de-bruijn":
        assert generate(name, 8).text() == "00010111"
        assert generate(name, 9).text() == "000010011"
    else:
        assert generate(name, 100).symbols.tolist() == generate(name, 900).symbols.tolist()[:100]


def test_rates_and_laws(name):
    source = SOURCES[name]
    assert (source.process is None) == (source.entropy_rate == 0)
    if source.process is not None:
        assert 0 < source.process.bits(generate(name, 500)) <= 500 * np.log2(source.k)


def test_refusals():
    with pytest.raises(InputError, match="no source 'tau'; there are pi, "):
        generate("tau", 5)
    with pytest.raises(InputError, match="1 to 1000000000 symbols, not 0"):
        generate("pi", 0)
    for length in (1.5, None, 10**13):
        with pytest.raises(InputError, match="1 to 1000000000 symbols"):
            generate("thue-morse", length)
    with pytest.raises(InputError, match="seed"):
        generate("pi", 5, seed=-1)
    with pytest.raises(InputError, match="seed"):
        generate("random-bits", 5, seed="a")


def test_lengths_of_numpy_are_whole_numbers_too():
    assert generate("pi", np.int64(5)).text() == "31415"
