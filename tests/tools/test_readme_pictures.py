from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools.readme_pictures import FOLDER, FRAME_MS, PIXELS, STILL_SIZE, WAY, _way, _write_film


def test_the_way_goes_through_every_point_and_ends_where_it_began() -> None:
    way = list(_way())
    for point, _, _ in WAY:
        assert point in way
    steps = np.abs(np.diff([*way, way[0]]))
    assert steps.max() < 0.05
    assert min(way) == min(point for point, _, _ in WAY)
    assert max(way) == max(point for point, _, _ in WAY)


def test_frames_that_are_equal_become_one_that_lasts_longer(tmp_path: Path) -> None:
    def frame(grey: int) -> Image.Image:
        return Image.new("RGB", (32, 32), (grey, grey, grey))

    _write_film([frame(0), frame(0), frame(200), frame(90)], tmp_path / "film.webp")
    with Image.open(tmp_path / "film.webp") as film:
        assert (getattr(film, "n_frames", 1), film.info["loop"]) == (3, 0)
        durations = []
        for index in range(3):
            film.seek(index)
            film.load()
            durations.append(film.info["duration"])
    assert durations == [2 * FRAME_MS, FRAME_MS, FRAME_MS]


@pytest.mark.parametrize("name", ["slider.webp", "slider-zh.webp"])
def test_the_moving_picture_moves_for_ever_and_is_quickly_fetched(name: str) -> None:
    with Image.open(FOLDER / name) as film:
        assert film.info["loop"] == 0
        assert getattr(film, "n_frames", 1) > 60
    assert (FOLDER / name).stat().st_size < 2_500_000


def test_every_still_picture_is_of_the_whole_window() -> None:
    stills = [path for path in FOLDER.glob("*.webp") if not path.name.startswith("slider")]
    assert len(stills) == 8
    for path in stills:
        with Image.open(path) as picture:
            assert picture.size == (PIXELS * STILL_SIZE[0], PIXELS * STILL_SIZE[1])
