from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import numpy as np

from engine_core.preprocess import Preprocessing, Preprocessor
from tests.tools.demo.detector.shapes import render
from tools.demo.detector.config import STANDARD
from tools.demo.detector.dataset import make, open_dataset, prepare, size_of
from tools.demo.world import render as world
from tools.demo.world.picture import CLASSES, Picture

_SIZES = ((96, 64), (64, 96), (160, 120))


def _make(folder: Path, pictures: int, *, seconds: float = 1e6, processes: int = 2) -> int:
    return make(
        folder,
        render,
        range(500, 500 + pictures),
        sizes=_SIZES,
        side=96,
        most_parts=8,
        class_names=CLASSES,
        seconds=seconds,
        processes=processes,
    )


def test_processes_write_what_one_alone_would(tmp_path: Path) -> None:
    count = _make(tmp_path, 21)
    data = open_dataset(tmp_path)

    assert count == len(data) == 21
    assert data.class_names == CLASSES
    for number in range(21):
        expected = prepare(render(500 + number, *size_of(500 + number, _SIZES)), 96, 8)
        assert np.array_equal(data.rgb[number], expected.rgb)
        assert np.array_equal(data.ids[number], expected.ids)
        assert np.array_equal(data.boxes[number], expected.boxes)
        assert np.array_equal(data.classes[number], expected.classes)
        assert np.array_equal(data.hardly_seen[number], expected.hardly_seen)


def test_a_set_ends_where_the_time_is_up_and_is_whole_up_to_there(tmp_path: Path) -> None:
    count = _make(tmp_path, 10_000, seconds=0.0)
    data = open_dataset(tmp_path)

    assert 0 < count < 200
    assert len(data) == count
    assert (tmp_path / "rgb.u8").stat().st_size == count * 96 * 96 * 3
    assert bool((np.asarray(data.classes) >= 0).any(1).all())


def test_the_command_renders_the_demos_world(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    text = STANDARD.read_text("utf-8")
    small = re.sub(r"(?m)^sizes = .*$", "sizes = [[96, 64]]", text).replace(
        "input = 640", "input = 96"
    )
    config.write_text(small, "utf-8")
    command = [sys.executable, "-m", "tools.demo.detector.dataset", "--set", "validation"]
    command += ["--pictures", "3", "--out", str(tmp_path / "set"), "--processes", "1"]

    done = subprocess.run([*command, "--config", str(config)], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "3 pictures" in done.stdout
    data = open_dataset(tmp_path / "set")
    first = prepare(world.render(2_000_000, 96, 64), 96, 64)
    assert np.array_equal(data.rgb[0], first.rgb)
    assert np.array_equal(data.boxes[0], first.boxes)
    assert data.class_names == CLASSES


def test_a_seed_keeps_its_size_whatever_the_set() -> None:
    sizes = [size_of(seed, _SIZES) for seed in range(60)]

    assert set(sizes) == set(_SIZES)
    assert sizes == [size_of(seed, _SIZES) for seed in range(60)]


@pytest.mark.parametrize("size", [(96, 64), (64, 96), (200, 150), (51, 37)])
def test_pictures_lie_in_the_input_as_enginescope_lays_them(size: tuple[int, int]) -> None:
    picture = render(7, *size)

    example = prepare(picture, 96, 8)

    tensor, _ = Preprocessor(Preprocessing(input_wh=(96, 96)))(picture.rgb)
    assert np.array_equal(example.rgb, np.rint(tensor[0].transpose(1, 2, 0) * 255))
    compared = 0
    for index in range(len(picture.classes)):
        rows, columns = np.nonzero(example.ids == index + 1)
        if not picture.hardly_seen[index]:
            seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            assert np.abs(example.boxes[index] - seen).max() <= max(1.0, 96 / max(size))
            compared += 1
    assert compared > 1


def test_more_parts_than_there_is_room_for_are_an_error() -> None:
    with pytest.raises(ValueError, match="more than 1"):
        prepare(render(7, 96, 64), 96, 1)


def test_a_part_without_a_pixel_is_none() -> None:
    picture = render(7, 96, 64)
    hidden = Picture(
        picture.rgb,
        np.where(picture.ids == 1, 0, picture.ids),
        picture.classes,
        picture.hardly_seen,
    )

    example = prepare(hidden, 96, 8)

    assert example.classes[0] == -1
    assert not example.boxes[0].any()
    assert example.classes[1] == picture.classes[1]
