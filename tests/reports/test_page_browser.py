"""A page as a reader meets it: a real browser where there is one, a phone's width, both schemes, the keyboard."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ait.reports.compare import report
from ait.reports.page.html import html
from ait.sequence import as_sequence
from ait.sources import generate

pytest.importorskip("matplotlib")
pytestmark = [pytest.mark.needs_jit, pytest.mark.slow]
HOSTILE = "<script>document.title='taken'</script>\u202e\u05e9\x00\x1b[31m</i></p>" + "x" * 900
FAST = ("KT", "context tree", "zlib", "LBF Km", "coding theorem", "BDM urn, Turing", "BDM 4 x 4")
PAGES = {
    "short": lambda: [report("010110101010")],
    "hostile": lambda: [report(as_sequence(HOSTILE), measures=FAST)],
    "array": lambda: [report(np.eye(40, dtype=int), measures=FAST)],
    "several": lambda: [report(generate("even", 500, seed), measures=FAST) for seed in range(6)],
    "bytes": lambda: [report(bytes(range(256)) * 4, measures=FAST)],
}


@cache
def text(name: str) -> str:
    return html(PAGES[name]())


def opened(browser: Any, folder: Path, name: str, width: int, scheme: str) -> None:
    file = folder / f"{name}.html"
    file.write_text(text(name), encoding="utf-8")
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(file.as_uri())


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_on_a_phone_and_nothing_is_fetched(browser: Any, tmp_path: Path, name: str) -> None:
    opened(browser, tmp_path, name, 390, "dark")
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390
    outside = (
        "return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, pre, svg') && "
        "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert browser.execute_script(outside) == []
    figures = "return [...document.querySelectorAll('.figures')].map(t => t.parentElement.scrollWidth)"
    assert set(browser.execute_script(figures)) == {358}, "the table of figures needs no scrolling"
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == []
    assert browser.title.endswith("complexity report")
    levels = [int(e.tag_name[1]) for e in browser.find_elements("css selector", "h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    unnamed = "return [...document.querySelectorAll('svg')].filter(e => !e.getAttribute('aria-label')).length"
    assert browser.execute_script(unnamed) == 0


def test_each_scheme_has_its_colours(browser: Any, tmp_path: Path) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    opened(browser, tmp_path, "short", 1280, "light")
    assert browser.execute_script(ground) == "rgb(255, 255, 255)"
    opened(browser, tmp_path, "short", 1280, "dark")
    assert browser.execute_script(ground) == "rgb(18, 22, 27)"


def test_the_keyboard_and_a_tap_reach_every_symbols_cost(browser: Any, tmp_path: Path) -> None:
    opened(browser, tmp_path, "short", 390, "light")
    cells = browser.find_elements("css selector", ".strip i")
    slider, told = (browser.find_element("css selector", f".slider {name}") for name in ("input", "output"))
    slider.send_keys("\ue014")  # the right arrow
    assert told.text == f"{cells[1].text} at {cells[1].get_attribute('title')}"
    assert slider.get_attribute("aria-valuetext") == told.text
    slider.send_keys("\ue010")  # End
    assert told.text == f"{cells[-1].text} at {cells[-1].get_attribute('title')}"
    cells[4].click()
    assert told.text.endswith(cells[4].get_attribute("title"))
    assert slider.get_attribute("value") == "5"
    assert [cell.get_attribute("class").endswith("chosen") for cell in cells] == [i == 4 for i in range(12)]
