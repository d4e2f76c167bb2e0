import hashlib
import re
from pathlib import Path

import pytest

from ait.sources import SOURCES

CORPORA = Path(__file__).parent.parent / "corpora"
README = (CORPORA / "README.md").read_text(encoding="utf-8")
HASHES = dict(reversed(line.split()) for line in (CORPORA / "SHA256SUMS").read_text(encoding="ascii").splitlines())


def test_every_file_is_listed():
    others = {".gitattributes", "README.md", "SHA256SUMS"}
    assert sorted(HASHES) == sorted(path.name for path in CORPORA.iterdir() if path.name not in others)


@pytest.mark.parametrize("name", HASHES)
def test_files_are_the_ones_that_were_checked(name):
    data = (CORPORA / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == HASHES[name]
    assert f"| `{name}` | {len(data):,} |" in README


def test_the_folder_stays_small():
    assert sum(path.stat().st_size for path in CORPORA.iterdir()) < 200_000


def test_the_genome_is_the_published_one():
    genome = (CORPORA / "lambda-phage.txt").read_text(encoding="ascii")
    assert {base: genome.count(base) for base in "ACGT"} == {"A": 12334, "C": 11362, "G": 12820, "T": 11986}
    assert len(genome) == 48_502
    # The 12-base cohesive end that closes the genome into a ring (Wu and Taylor 1971).
    assert genome.startswith("GGGCGGCGACCT")


def test_the_club_is_the_published_one():
    ties = [line.split() for line in (CORPORA / "karate-club.edges").read_text(encoding="ascii").splitlines()]
    assert len(ties) == 78
    assert {member for tie in ties for member in tie} == {str(i) for i in range(1, 35)}
    # The instructor and the president have 16 and 17 ties, and none with each other.
    assert [sum(member in tie for tie in ties) for member in ("1", "34")] == [16, 17]
    assert ["1", "34"] not in ties


def test_every_source_is_described_with_its_rate():
    rows = re.findall(r"^\| ((?:`[a-z0-9-]+`(?:, )?)+) \| .* \| (.*) \|$", README, re.MULTILINE)
    stated = {}
    for names, rates in rows:
        listed = [name.strip("`") for name in names.split(", ")]
        values = [2 / 3 if rate == "2/3" else float(rate) for rate in rates.split(", ")]
        stated.update(zip(listed, values * (len(listed) // len(values)), strict=True))
    assert stated == pytest.approx({name: source.entropy_rate for name, source in SOURCES.items()}, abs=5e-7)
