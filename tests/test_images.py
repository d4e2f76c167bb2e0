"""Pictures as 0 and 1: the threshold stated, and chosen as its definition says."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ait.errors import InputError
from ait.images import binarise, read_image

PIXELS = np.random.default_rng(0).integers(0, 256, (20, 30)).astype(np.uint8)


def plain_otsu(luminance: np.ndarray) -> float:
    """The split of greatest variance between classes, by trying all."""
    best, chosen = -1.0, 0
    for level in range(1, 256):
        dark, bright = luminance[luminance < level], luminance[luminance >= level]
        if len(dark) and len(bright):
            between = len(dark) * len(bright) * (dark.mean() - bright.mean()) ** 2
            if between > best + 1e-6:
                best, chosen = between, level
    return float(chosen)


@pytest.mark.parametrize("seed", range(5))
def test_otsu_is_the_best_split(seed: int) -> None:
    generator = np.random.default_rng(seed)
    luminance = np.clip(generator.normal(80, 20, 500), 0, 255).astype(np.uint8)
    luminance[:200] = np.clip(generator.normal(190, 15, 200), 0, 255)
    assert binarise(luminance.reshape(20, 25)).threshold == plain_otsu(luminance)


def test_thresholds() -> None:
    assert binarise(PIXELS, "mean").threshold == PIXELS.mean()
    assert binarise(PIXELS, "median").threshold == np.median(PIXELS)
    found = binarise(PIXELS, 100)
    assert np.array_equal(found.cells, (PIXELS < 100).astype(np.uint8))
    assert "(given)" in found.method
    assert not binarise(np.full((3, 3), 7, np.uint8)).cells.any()
    with pytest.raises(InputError, match="from 0 to 255"):
        binarise(PIXELS, 300)
    with pytest.raises(InputError, match="not one of otsu"):
        binarise(PIXELS, "best")


@pytest.mark.parametrize("ending", ["png", "bmp", "tiff", "pgm"])
def test_files(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    Image.fromarray(PIXELS).save(path)
    assert np.array_equal(read_image(path, 128).cells, (PIXELS < 128).astype(np.uint8))


def test_transparent_places_are_white(tmp_path: Path) -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0, 3] = 255
    Image.fromarray(pixels).save(tmp_path / "x.png")
    assert read_image(tmp_path / "x.png").cells.tolist() == [[1, 0], [0, 0]]


def test_what_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"nothing")
    with pytest.raises(InputError, match="cannot be read as a picture"):
        read_image(tmp_path / "x.png")
