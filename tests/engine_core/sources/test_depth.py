from __future__ import annotations

import struct
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine_core.errors import SourceError
from engine_core.sources.pictures import BACKDROP_GREY, read_picture

Values = npt.NDArray[np.generic]


def tiff(
    path: Path, values: Values, more: dict[int, int] | None = None, order: Literal["<", ">"] = "<"
) -> Path:
    """Write an uncompressed TIFF as TIFF 6.0 describes it; ``more`` are further tags of one SHORT."""
    height, width, *rest = values.shape
    channels = rest[0] if rest else 1
    pixels = values.astype(values.dtype.newbyteorder(order)).tobytes()
    is_floating = np.issubdtype(values.dtype, np.floating)
    tags: dict[int, tuple[str, list[int]]] = {
        256: ("I", [width]),
        257: ("I", [height]),
        258: ("H", [8 * values.dtype.itemsize] * channels),
        259: ("H", [1]),
        262: ("H", [2 if channels >= 3 else 1]),
        273: ("I", [8]),
        277: ("H", [channels]),
        278: ("I", [height]),
        279: ("I", [len(pixels)]),
        339: ("H", [3 if is_floating else 1] * channels),
    }
    tags |= {tag: ("H", [value]) for tag, value in (more or {}).items()}
    place = 8 + len(pixels)
    beyond = place + 2 + 12 * len(tags) + 4
    entries = long_values = b""
    for tag, (kind, numbers) in sorted(tags.items()):
        body = struct.pack(f"{order}{len(numbers)}{kind}", *numbers)
        if len(body) > 4:
            long_values += body
            body = struct.pack(f"{order}I", beyond + len(long_values) - len(body))
        type_number = 3 if kind == "H" else 4
        entries += struct.pack(f"{order}HHI", tag, type_number, len(numbers)) + body.ljust(4, b"\0")
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, place)
    directory = struct.pack(f"{order}H", len(tags)) + entries + bytes(4)
    path.write_bytes(head + pixels + directory + long_values)
    return path


def ramp(greatest: int, channels: int) -> npt.NDArray[np.uint16]:
    """Values from 0 to ``greatest``; channels run in different directions."""
    line = np.linspace(0, greatest, 48).round().astype(np.uint16).reshape(6, 8)
    if channels == 1:
        return line
    return np.stack([line, line[::-1], line[:, ::-1]], axis=2)


@pytest.mark.parametrize("bits", [8, 10, 12])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("form", ["png", "tif", "tif MM"])
def test_values_that_need_few_bits_are_scaled_by_these(
    tmp_path: Path, bits: int, channels: int, form: str
) -> None:
    white = 2**bits - 1
    values = ramp(white, channels)
    if form == "png":
        path = tmp_path / "a.png"
        stored = values if channels == 1 else values[:, :, ::-1]
        path.write_bytes(cv2.imencode(".png", stored)[1].tobytes())
    else:
        path = tiff(tmp_path / "a.tif", values, order=">" if "MM" in form else "<")
    image, note = read_picture(path)
    right = values if channels == 3 else np.repeat(values[:, :, None], 3, axis=2)
    assert np.array_equal(image, np.rint(right * (255 / white)))
    assert f"{bits} of 16 bits" in str(note)


@pytest.mark.parametrize("channels", [1, 3])
def test_compressed_tiffs_are_scaled_as_well(tmp_path: Path, channels: int) -> None:
    values = ramp(4095, channels)
    stored = values if channels == 1 else values[:, :, ::-1]
    lzw = [cv2.IMWRITE_TIFF_COMPRESSION, 5]
    (tmp_path / "a.tif").write_bytes(cv2.imencode(".tif", stored, lzw)[1].tobytes())
    image, _ = read_picture(tmp_path / "a.tif")
    assert np.array_equal(
        image.reshape(6, 8, 3)[..., :channels].squeeze(), np.rint(values / 4095 * 255)
    )


@pytest.mark.parametrize("channels", [1, 3])
def test_brighter_values_have_the_full_depth(tmp_path: Path, channels: int) -> None:
    values = ramp(4096, channels)
    image, note = read_picture(tiff(tmp_path / "a.tif", values))
    assert image.max() == 16
    assert "of 16 bits" not in str(note)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_tiff_that_tells_its_depth_is_believed(tmp_path: Path, channels: int) -> None:
    values = ramp(8000, channels)
    image, note = read_picture(tiff(tmp_path / "a.tif", values, {281: 16383}))
    assert image.max() == round(8000 * 255 / 16383)
    assert "14 of 16 bits" in str(note)


@pytest.mark.parametrize("stated", [9000, 1023, 65535])
def test_a_greatest_value_that_is_no_depth_or_is_exceeded_is_not_believed(
    tmp_path: Path, stated: int
) -> None:
    image, _ = read_picture(tiff(tmp_path / "a.tif", ramp(9000, 1), {281: stated}))
    assert image.max() == round(9000 / 257)


def test_a_black_picture_stays_black(tmp_path: Path) -> None:
    for channels in (1, 3):
        assert not read_picture(tiff(tmp_path / "a.tif", ramp(0, channels)))[0].any()


@pytest.mark.parametrize("opaque", [4095, 65535])
def test_transparency_is_laid_over_grey_whatever_its_depth(tmp_path: Path, opaque: int) -> None:
    stored = np.array([[[0, 0, 4095, opaque], [4095, 4095, 4095, 0]]], np.uint16)  # BGRA
    (tmp_path / "a.png").write_bytes(cv2.imencode(".png", stored)[1].tobytes())
    image, _ = read_picture(tmp_path / "a.png")
    assert image.tolist() == [[[255, 0, 0], [BACKDROP_GREY] * 3]]


def test_a_tiff_of_floating_point_colours_is_refused_as_what_it_is(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", np.random.default_rng(0).random((6, 8, 3), np.float32))
    with pytest.raises(SourceError, match="3 channels of floating-point numbers") as caught:
        read_picture(path)
    assert "8 or 16 bits" in str(caught.value.cure)


def test_a_tiff_of_unusual_integers_is_refused_as_what_it_is(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", np.zeros((6, 8, 3), np.uint32))
    with pytest.raises(SourceError, match="3 channels of 32 bits"):
        read_picture(path)


def test_a_tiff_whose_pixels_are_not_all_there_is_cut_off(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", np.zeros((6, 8, 3), np.float32))
    raw = bytearray(path.read_bytes())
    place = raw.index(struct.pack("<HHI", 279, 4, 1)) + 8
    raw[place : place + 4] = struct.pack("<I", 10_000)
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="cut off or damaged"):
        read_picture(path)
