"""The page of benchmarks is about the benchmarks that there are, and what measures them keeps, resumes and refuses."""

import json
import re
import statistics

import pytest

from bench import baseline, machine, measure, numbers, page, timing
from bench.areas import AREAS
from bench.areas.compressors import on_front
from bench.case import Area, Case, Peer, PeerMissingError, WrongResultError, module, require
from bench.peers import peers

WRITTEN = page.PAGE.read_text(encoding="utf-8")
CASES = [case for area in AREAS for case in area.cases]


def sections():
    """Each section's text by its heading."""
    parts = re.split(r"^## (.+)$", WRITTEN, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows_of(text):
    """The cells of a section's first table."""
    lines = text.split("|---|---|---:|", 1)[1].splitlines()[1:]
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_names_are_unique():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({area.name for area in AREAS}) == len(AREAS)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_the_page_has_a_row_for_each_case_or_says_why_not(area):
    text = sections()[area.title]
    rows = rows_of(text)
    named = {row[0] for row in rows}
    assert named <= {case.name for case in area.cases}
    assert named == {case.name for case in area.cases} or "Not here when this page was made: " in text
    assert "**Failed**" not in text
    assert all(row[1] for row in rows), "each row says what its result was checked against"


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_every_ratio_has_its_unit_and_every_peer_its_row_or_a_sentence(area):
    text = sections()[area.title]
    cases = {case.name: case for case in area.cases}
    for row in rows_of(text):
        peer = cases[row[0]].peer
        if peer is None:
            assert row[4:7] == ["", "", ""]
        elif row[4] == peer.name:
            assert re.fullmatch(r"[\d,.]+ × \([\d,.]+ to [\d,.]+\)", row[6]), row
        else:
            assert row[4] == f"{peer.name}: not here"
            assert "Not here when this page was made: " in text


def test_the_page_says_what_it_is_relative_to():
    for words in ("Made by `make bench` in one run: ", "processors, ", "; Python ", "highest load"):
        assert words in WRITTEN
    assert re.search(r"numba [\d.]+", WRITTEN)
    assert "costs saved in `bench/baseline.json`" in WRITTEN


def test_sizes_are_those_of_the_page_about_sizes():
    """Bits per byte stand on two pages, and are the same on both."""
    own = (page.PAGE.parent / "compressors.md").read_text(encoding="utf-8")
    for heading in ("English text: `corpora/us-constitution.txt`", "DNA: `corpora/lambda-phage.txt`"):
        there = own.split(f"## {heading}")[1].split("\n## ")[0]
        here = WRITTEN.split(f"### {heading}")[1].split("\n##")[0]
        sizes = {
            row[0]: row[2] for row in (line.strip("| ").split(" | ") for line in there.splitlines()) if len(row) > 3
        }
        rates = {
            row[0]: row[1] for row in (line.strip("| ").split(" | ") for line in here.splitlines()) if len(row) > 3
        }
        assert len(sizes) > 15
        assert {code: sizes[code] for code in rates if code in sizes} == {c: v for c, v in rates.items() if c in sizes}
        assert rates.keys() == sizes.keys()


def test_numbers_are_written_with_three_digits():
    assert [numbers.three(value) for value in (0.01234, 0.5, 1.0, 12.345, 123.4, 1234.5, 1234567.0)] == [
        "0.0123",
        "0.500",
        "1.00",
        "12.3",
        "123",
        "1,230",
        "1,230,000",
    ]
    assert page.rate(1.5e12, "machines") == "1.50 T machines"
    assert [page.seconds(value) for value in (2.0, 0.0123, 4.5e-6)] == ["2.00 s", "12.3 ms", "4.50 µs"]


def test_ratios_count_what_is_done_and_not_calls():
    row = {"amount": 100.0, "peer_amount": 10.0, "ours": [1.0, 2.0, 4.0], "peer": [3.0, 2.0, 2.0]}
    assert page.ratios(row) == [30.0, 10.0, 5.0]
    assert page.ratio_cell(row) == "10.0 × (5.00 to 30.0)"
    assert page.ratio_cell({**row, "peer": []}) == ""


def test_the_front_is_what_nothing_beats_in_both():
    rows = [{"bits": bits, "write": speed} for bits, speed in ((10, 1), (20, 5), (20, 4), (10, 1), (21, 5))]
    assert [on_front(row, rows) for row in rows] == [True, True, False, True, False]


def counting(area_cases, **more):
    return Area("some", "Some", "Prose.", tuple(area_cases), **more)


@pytest.fixture
def build(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "BUILD", tmp_path)
    monkeypatch.setattr(timing, "reference", lambda: 0)
    return tmp_path


def simple(name, calls=None, check=lambda ours, theirs: "by hand", peer=None):
    def work():
        if calls is not None:
            calls.append(name)
        return sum(range(2000))

    return Case(name, 1, "calls", lambda: work, check, peer, rounds=3, budget=0.01)


def wrong(ours, theirs):
    require(ours == -1, f"{ours} is not -1")


def absent():
    return module("no_such_peer_at_all", "no-such-peer")


@pytest.mark.usefixtures("build")
def test_what_is_measured_is_kept_and_what_failed_is_measured_again():
    calls = []
    first = measure.measure(counting([simple("one", calls), simple("two", calls, wrong)]))
    assert first["failed"] == {"two": "wrong result: 1999000 is not -1"}
    assert not first["finished"]
    del calls[:]
    second = measure.measure(counting([simple("one", calls), simple("two", calls)]))
    assert second["finished"]
    assert set(calls) == {"two"}
    assert set(second["rows"]) == {"one", "two"}


@pytest.mark.usefixtures("build")
def test_an_interrupted_run_goes_on_where_it_stopped():
    def interrupted(ours, theirs):
        raise KeyboardInterrupt

    calls = []
    with pytest.raises(KeyboardInterrupt):
        measure.measure(counting([simple("one", calls), simple("two", calls, interrupted)]))
    del calls[:]
    assert measure.measure(counting([simple("one", calls), simple("two", calls)]))["finished"]
    assert set(calls) == {"two"}


def test_results_of_another_source_and_damaged_files_count_for_nothing(build, monkeypatch):
    measure.measure(counting([simple("one")]))
    assert measure.load("some") is not None
    monkeypatch.setattr(machine, "source_key", lambda: "another")
    assert measure.load("some") is None
    monkeypatch.undo()
    monkeypatch.setattr(machine, "BUILD", build)
    (build / "some.json").write_text('{"machine": ', encoding="utf-8")
    assert measure.load("some") is None


@pytest.mark.usefixtures("build")
def test_a_peer_that_is_not_here_costs_its_own_row_only():
    area = counting([simple("one", peer=Peer("no-such-peer", absent)), simple("two", peer=Peer("it", lambda: int))])
    result = measure.measure(area)
    assert result["finished"]
    text = "\n\n".join(page.section(area, result))
    assert "Not here when this page was made: no-such-peer cannot be imported (ModuleNotFoundError" in text
    assert "| no-such-peer: not here |  |  |" in text
    assert re.search(r"\| it \| .* × \(", text)


def test_what_cannot_be_imported_is_told():
    with pytest.raises(PeerMissingError, match="no-such-peer cannot be imported"):
        absent()
    with pytest.raises(WrongResultError):
        require(False, "wrong")


ENTRY = baseline.entry_of([1.0, 1.02, 0.98])
SAVED = {"machine": {"processor": "this one"}, "costs": {"a": ENTRY, "noisy": baseline.entry_of([1.0, 1.2, 1.4])}}


def flagged(found, again=lambda names: {}, processor="this one"):
    return [one.name for one in baseline.regressions(SAVED, found, again, processor)]


def test_the_rule():
    assert ENTRY["cost"] == 1.0
    assert ENTRY["spread"] == pytest.approx(0.04)
    assert baseline.allowed(ENTRY, same_processor=True) == pytest.approx(1.15)
    assert baseline.allowed(SAVED["costs"]["noisy"], same_processor=True) == pytest.approx(1.2 * 2)
    assert flagged({"a": 1.14, "noisy": 2.3, "new": 99.0}) == []
    assert flagged({"a": 1.16}) == ["a"]
    assert flagged({"a": 1.9}, processor="another") == []
    assert flagged({"a": 2.1}, processor="another") == ["a"]


def test_what_is_over_only_once_is_noise():
    asked = []

    def quiet_again(names):
        asked.append(names)
        return {"a": 1.05}

    assert flagged({"a": 3.0, "noisy": 1.0}, quiet_again) == []
    assert asked == [["a"]]
    assert flagged({"a": 3.0}, lambda names: {"a": 1.5}) == ["a"]
    (one,) = baseline.regressions(SAVED, {"a": 3.0}, lambda names: {"a": 1.5}, "this one")
    assert str(one) == "a: 1.50 × the baseline's cost, with at most 1.15 × explained by noise"


def loop(steps):
    """So much work, and nothing else."""
    return lambda: sum(i & 7 for i in range(steps))


def test_a_real_slowdown_is_flagged_and_the_same_work_is_not():
    """An artificial function, measured as the cases are, beside a unit of the same kind."""

    def cost(steps):
        return timing.run(loop(steps), None, budget=0.4, most=15, unit=loop(100_000)).cost

    saved = {"machine": {"processor": "this one"}, "costs": {"f": baseline.entry_of([cost(200_000) for _ in range(3)])}}

    def slower(steps):
        return baseline.regressions(saved, {"f": cost(steps)}, lambda _: {"f": cost(steps)}, "this one")

    assert slower(200_000) == []
    (one,) = slower(400_000)
    assert 1.6 < one.now / one.before < 2.5


def test_the_saved_baseline_has_every_tracked_case():
    saved = baseline.read()
    assert saved["costs"].keys() == {case.name for case in baseline.tracked(quick=False)}
    for entry in saved["costs"].values():
        assert len(entry["costs"]) == saved["processes"]
        assert entry["cost"] == pytest.approx(statistics.median(entry["costs"]), rel=1e-3)
    assert 10 <= len(baseline.tracked(quick=True)) < len(saved["costs"])


def test_every_peer_that_is_installed_by_make_bench_is_measured():
    named = {case.peer.package for case in CASES if case.peer is not None}
    wanted = {re.split(r"[<>=]", peer)[0] for peer in peers()} - {"setuptools"}
    assert wanted <= named


def test_calls_that_are_quick_are_timed_several_at_a_time():
    assert timing.calls_for(1.0) == 1
    assert timing.calls_for(timing.LEAST / 10) == 10
    rounds = timing.run(loop(10), loop(10), budget=10.0, most=4, unit=loop(10))
    assert [len(rounds.ours), len(rounds.peer), len(rounds.unit)] == [4, 4, 4]


@pytest.mark.needs_jit
def test_the_reference_is_what_it_says():
    from bench import reference

    def plain(entries, steps):
        mask, table, state = (1 << 64) - 1, list(range(entries)), 0x9E3779B97F4A7C15
        for _ in range(steps):
            state ^= state << 13 & mask
            state ^= state >> 7
            state ^= state << 17 & mask
            place = state % entries
            if state >> 63:
                table[place] = table[place] + state & mask
            else:
                state = state ^ table[place] or 1
        return state

    assert reference.reference() == reference.RESULT
    assert plain(reference.ENTRIES, reference.STEPS) == reference.RESULT


def test_results_are_json(build):
    measure.measure(counting([simple("one")]))
    found = json.loads((build / "some.json").read_text(encoding="utf-8"))
    assert found["machine"]["key"] == machine.source_key()
    assert list(build.iterdir()) == [build / "some.json"]


def test_no_name_in_the_picture_covers_another_or_a_point():
    """A crowd of points, some of them on the same spot."""
    mpl = pytest.importorskip("matplotlib")
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    from bench.pareto import _labels, _overlap

    figure, panel = plt.subplots(figsize=(6, 4.4))
    spots = [(1 + 0.02 * (i % 4), 2 + 0.01 * (i // 4)) for i in range(12)]
    named = [(f"code {i}", spot) for i, spot in enumerate([*spots, (1.0, 2.0), (3.0, 3.0)])]
    panel.plot(*zip(*(spot for _, spot in named), strict=True), "o")
    figure.canvas.draw()
    boxes = _labels(panel, named)
    plt.close(figure)
    points, names = boxes[: len(named)], boxes[len(named) :]
    assert len(names) == len(named)
    assert not any(_overlap(name, point) for name in names for point in points)
    assert not any(_overlap(one, other) for i, one in enumerate(names) for other in names[:i])
