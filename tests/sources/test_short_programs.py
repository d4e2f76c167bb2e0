import pytest

from ait.errors import InputError
from ait.sources import SOURCES, generate
from ait.sources.programs import PROGRAMS, program_bits, run_program


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("n", [1, 2, 31, 32, 300, 1025])
def test_the_short_program_writes_the_source(name: str, n: int) -> None:
    assert run_program(name, n) == generate(name, n).symbols.tolist()


def test_every_source_without_chance_has_one_and_it_is_short() -> None:
    assert set(PROGRAMS) == {name for name, source in SOURCES.items() if not source.seeded}
    assert all(program_bits(name) < 1200 for name in PROGRAMS if name not in ("additive", "mersenne-twister"))
    assert program_bits("mersenne-twister") < 2400


def test_refusals() -> None:
    with pytest.raises(InputError, match="no short program"):
        program_bits("even")
    with pytest.raises(InputError, match="at least one symbol"):
        run_program("pi", 0)
