import hashlib

import numpy as np
import pytest

from ait.errors import InputError
from ait.sources.noise import random_bits, random_bytes, uniform


def test_bytes_never_change():
    assert hashlib.sha256(random_bytes(1000, seed=1)).hexdigest()[:16] == "c48e32c8be88729c"


def test_bits_are_the_bits_of_the_bytes():
    assert np.packbits(random_bits(8 * 77, seed=3)).tolist() == random_bytes(77, seed=3).tolist()
    assert random_bits(13).tolist() == random_bits(16).tolist()[:13]


def test_uniform_numbers_are_the_words_scaled():
    words = random_bytes(8 * 50, seed=9).tobytes()
    expected = [int.from_bytes(words[i : i + 8], "little") // 2**11 / 2**53 for i in range(0, 400, 8)]
    assert uniform(50, seed=9).tolist() == expected


def test_bytes_pass_for_fair():
    counts = np.bincount(random_bytes(1 << 18, seed=5), minlength=256)
    chi_squared = float(((counts - 1024) ** 2 / 1024).sum())
    assert 255 - 5 * 22.6 < chi_squared < 255 + 5 * 22.6


@pytest.mark.parametrize("make", [random_bits, random_bytes, uniform])
def test_refusals(make):
    assert make(3, 1).tolist() != make(3, 2).tolist()
    with pytest.raises(InputError, match="at least one symbol"):
        make(0)
    with pytest.raises(InputError, match="seed"):
        make(3, -1)
