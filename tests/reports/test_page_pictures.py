"""The pictures of a page say what the figures are, in colours that can be told apart in either scheme."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from importlib.resources import files

import numpy as np
import pytest

import ait
from ait.reports.compare import Report, report
from ait.reports.page import html as module
from ait.reports.page.html import html
from ait.reports.page.maps import LONGEST, array_maps, sequence_map
from ait.reports.page.programs import programs
from ait.reports.page.raster import raster, shrunk
from ait.reports.page.spread import figures, spread
from ait.reports.page.strip import strip
from ait.sources import generate

pytest.importorskip("matplotlib")
image = pytest.importorskip("PIL.Image")
pytestmark = pytest.mark.needs_jit

CSS = (files("ait.reports.page") / "templates" / "report.css").read_text(encoding="utf-8")
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{(.*?)\}", CSS, re.DOTALL), strict=True))


def colour(scheme: str, name: str) -> tuple[float, ...]:
    """A variable of the page as red, green and blue, 0 to 1."""
    value = re.search(rf"--{name}: (#\w+|[\d ]+);", SCHEMES[scheme])
    assert value is not None
    if not value[1].startswith("#"):
        return tuple(int(part) / 255 for part in value[1].split())
    digits = value[1][1:]
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))


def mixed(one: tuple[float, ...], other: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(share * a + (1 - share) * b for a, b in zip(one, other, strict=True))


def luminance(rgb: tuple[float, ...]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_and_pictures_have_the_contrast_that_wcag_asks_for(scheme: str) -> None:
    page, ink = colour(scheme, "page"), colour(scheme, "ink")
    for text in ("ink", "dim", "series-0", "series-1", "series-2"):
        assert contrast(colour(scheme, text), page) >= 4.5, text
    for i in range(8):
        assert contrast(colour(scheme, f"series-{i}"), page) >= 3, i
    for shade in range(8):
        assert contrast(ink, mixed(colour(scheme, "heat"), page, 0.11 * shade)) >= 4.5, shade
    # Of a table of numbers, shaded by up to one half of a colour.
    assert contrast(ink, mixed(colour(scheme, "series-0"), page, 0.5)) >= 4.5


def decoded(picture: str) -> Iterator[np.ndarray]:
    for found in re.findall(r"data:image/png;base64,([\w+/=]+)", picture):
        yield np.asarray(image.open(io.BytesIO(base64.b64decode(found))))


def test_a_raster_holds_its_layers() -> None:
    shares = np.array([[0.0, 0.5, 1.0], [1.0, 0.0, 0.2]])
    picture = raster("name", 'a "b" <c>', [(shares, "--ink"), (1 - shares, "--series-3")])
    one, other = decoded(picture)
    assert np.abs(one / 255 - shares).max() < 0.5 / 31 + 0.5 / 255 + 1e-9
    assert np.abs(other / 255 - (1 - shares)).max() < 0.5 / 31 + 0.5 / 255 + 1e-9
    assert 'aria-label="a &quot;b&quot; &lt;c&gt;"' in picture
    assert "var(--ink)" in picture
    assert "var(--series-3)" in picture


def test_shrinking_takes_means_of_squares() -> None:
    values = np.arange(35.0).reshape(5, 7)
    means, side = shrunk(values, 3)
    assert side == 3
    assert means.tolist() == [[values[i : i + 3, j : j + 3].mean() for j in range(0, 7, 3)] for i in range(0, 5, 3)]
    assert shrunk(values, 7)[1] == 1


def test_the_maps_of_an_array() -> None:
    cells = np.eye(9, 12, dtype=np.uint8)
    cells[2, 7:10] = 1
    itself, squares, changes = array_maps(cells)
    (shown,) = decoded(itself.picture)
    assert (shown == 255 * cells).all()
    assert f"{int(cells.sum())} of them 1" in itself.caption
    (costs,) = decoded(squares.picture)
    bits = np.array([[ait.ctm(cells[i : i + 4, j : j + 4]).bits for j in range(9)] for i in range(6)])
    scaled = (bits - bits.min()) / (bits.max() - bits.min())
    assert np.abs(costs / 255 - scaled).max() < 0.5 / 31 + 0.5 / 255 + 1e-9
    assert f"no colour for {bits.min():.2f} bits, full colour for {bits.max():.2f}" in squares.caption
    adds, saves = decoded(changes.picture)
    expected = ait.perturbation(cells, block=4).map()
    assert ((adds > 0) <= (expected > 0)).all()
    assert ((saves > 0) <= (expected < 0)).all()
    assert f"up to {expected.max():.2f}" in changes.caption
    assert len(array_maps(np.zeros((3, 9), np.uint8))) == 2


def test_large_arrays_are_shrunk_and_cut_and_the_captions_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ait.reports.page.maps.MOST_CELLS", 400 * 50)
    for one in array_maps(np.eye(400, dtype=np.uint8)):
        assert "the mean of 3 x 3 cells" in one.caption
        assert "The first 50 of 400 rows." in one.caption


def test_the_map_of_a_sequence() -> None:
    short = sequence_map(generate("thue-morse", 100))
    assert short is not None
    expected = ait.perturbation(generate("thue-morse", 100), block=12).map()
    assert f"from {expected.min():+.2f} to {expected.max():+.2f} bits" in short.picture
    long = sequence_map(generate("even", LONGEST + 5, 0))
    assert long is not None
    assert f"The first {LONGEST:,} of {LONGEST + 5:,} symbols." in long.caption
    adds, _ = decoded(long.picture)
    assert adds.size == LONGEST
    assert sequence_map(ait.as_sequence(b"bytes have no table")) is None
    dna = sequence_map(ait.as_sequence("GATTACA", alphabet="ACGT"))
    assert dna is not None
    assert "the mean over the other symbols" in dna.caption


@pytest.fixture(scope="module")
def twelve() -> Report:
    return report("010110101010")


def test_the_spread_holds_every_machine_and_names_those_without_a_figure(twelve: Report) -> None:
    found = {(one.machine, one.given): one.estimate for one in figures(twelve)}
    assert found["Turing, 5 states, 2 symbols", False] == twelve.line("coding theorem")
    assert found["Turing, 6 states, 2 symbols", False] == twelve.line("coding th., 6 states")
    assert found["LBF, all programs", True] == twelve.line("LBF -log2 M")
    assert found["Turing, 4 states, 4 symbols", False].standard_error is not None
    picture, caption = spread(twelve)
    assert caption.endswith("Without a figure for it: Turing, 2 states, 3 symbols; Turing, 2 states, 4 symbols.")
    assert "length given" in picture
    assert spread(report("01" * 40, measures=["KT"])) == ("", "")
    four = {one.machine for one in figures(report("0123", alphabet="0123", measures=["KT"]))}
    assert four == {"Turing, 2 states, 4 symbols", "Turing, 4 states, 4 symbols"}


def test_programs_of_strings_of_more_symbols_and_of_arrays() -> None:
    (of_four,) = programs(report("0123", alphabet="0123", measures=["coding theorem"]))
    run = ait.ctm(ait.as_sequence("0123", alphabet="0123"), "turing-2-4").witness
    assert run is not None
    assert of_four.code == run.text
    assert "violet a 3" in of_four.words
    cross = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
    (turmite,) = programs(report(cross, measures=["coding theorem, array"]))
    witness = ait.ctm(cross).witness
    assert witness is not None
    assert turmite.code == witness.text
    ones, heads, gaps = decoded(turmite.picture)
    last = np.maximum(ones, heads * 0)[:, -3:] > 0
    # Where the head stands at the end its colour is shown, whatever the cell holds.
    assert (last | (heads[:, -3:] > 0) >= (cross == 1)).all()
    assert (gaps[:, 3::4] == 255).all()


def test_many_inputs_have_figures_alone_and_the_strips_share_their_room(
    twelve: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequence = generate("even", 3000, 0)
    long = report(sequence, measures=["KT"])
    text = html([long, long])
    assert text.count(' bits">') == 2 * 2000
    assert "1,000 more are not shown here" in text
    monkeypatch.setattr(module, "MOST_PICTURED", 2)
    bare = html([twelve, long, twelve])
    assert bare.count("<svg") == 1  # the tree
    assert bare.count("No pictures: a page of more than 2 inputs") == 3
    assert len(bare) < 70_000


@pytest.mark.slow
def test_the_largest_page_stays_below_its_bound() -> None:
    """White noise of the longest kind: every map and every strip is full and nothing in it compresses."""
    rng = np.random.default_rng(0)
    for x in (rng.integers(0, 2, (300, 300)), generate("random-bits", 40_000), rng.bytes(20_000)):
        assert len(html([report(x)])) < 500_000


def test_what_cannot_be_printed_is_shown_in_its_own_cell() -> None:
    sequence = ait.as_sequence("a\u202e\u0301\x00\u05e9")
    shown = [cell.shown for cell in strip(sequence, np.ones(5))]
    assert shown == ["a", "·", "◌\u0301", "·", "\u05e9"]
    assert "unicode-bidi: isolate" in CSS
