"""The gallery's pictures are made by the code beside them, are described in words, and stay small."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("matplotlib")
image = pytest.importorskip("PIL.Image")
pytestmark = pytest.mark.needs_jit
DOCS = Path(__file__).parents[1] / "docs"


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_gallery", DOCS / "make_gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_gallery"] = module
    spec.loader.exec_module(module)
    return module


MAKER = _maker()
EXAMPLES = {example.name: example for example in MAKER.examples()}
SHIPPED = {
    path.name.removeprefix("gallery-").removesuffix(".png"): path for path in MAKER.FIGURES.glob("gallery-*.png")
}


def test_every_picture_is_shipped_small_described_and_has_its_code() -> None:
    text = MAKER.PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLES) >= 12
    assert set(re.findall(r"figures/gallery-([\w-]+)\.png", text)) == set(EXAMPLES) == set(SHIPPED)
    sizes = [path.stat().st_size for path in SHIPPED.values()]
    assert max(sizes) <= MAKER.LARGEST
    assert sum(sizes) <= 800_000
    assert all(len(example.alt) > 30 for example in EXAMPLES.values())
    # Commands are run by the test of the documentation; this one sees that they write the picture.
    for example in EXAMPLES.values():
        assert f"{example.name}.png" in example.code or example.made.startswith("lab/")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example.kind == "python"])
def test_the_code_makes_the_picture(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib
    import matplotlib.pyplot as plt

    matplotlib.use("Agg")
    (tmp_path / "corpora").symlink_to(DOCS.parent / "corpora")
    monkeypatch.chdir(tmp_path)
    exec(compile(EXAMPLES[name].code, name, "exec"), {})
    plt.close("all")
    made = MAKER.smaller((tmp_path / EXAMPLES[name].made).read_bytes())
    with image.open(io.BytesIO(made)) as new, image.open(SHIPPED[name]) as old:
        assert new.size == old.size
