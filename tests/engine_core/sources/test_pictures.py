from __future__ import annotations

import io
import struct
import threading
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, features

from engine_core.errors import SourceError
from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.pictures import (
    BACKDROP_GREY,
    MAX_MEGAPIXELS,
    PictureSource,
    read_picture,
)
from tests.shared_data import ROOT, needs_shared_data

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def corners(width: int = 48, height: int = 32) -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    return Image.fromarray(pixels)


def assert_upright_corners(image: npt.NDArray[np.uint8], tolerance: int = 12) -> None:
    height, width = image.shape[:2]
    assert width > height
    quarter_x, quarter_y = width // 4, height // 4
    found = image[[quarter_y, quarter_y, -quarter_y], [quarter_x, -quarter_x, quarter_x]]
    assert np.abs(found.astype(int) - [RED, GREEN, BLUE]).max() <= tolerance


def stored_for(orientation: int, upright: Image.Image) -> Image.Image:
    """What a camera stores so that the orientation makes it upright: the inverse, from the standard."""
    rows = np.asarray(upright)
    stored = {
        1: rows,
        2: rows[:, ::-1],
        3: rows[::-1, ::-1],
        4: rows[::-1],
        5: rows.transpose(1, 0, 2),
        6: np.rot90(rows, 1),
        7: rows[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(rows, -1),
    }[orientation]
    return Image.fromarray(np.ascontiguousarray(stored))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "avif"])
def test_every_exif_orientation_comes_out_upright(
    tmp_path: Path, orientation: int, suffix: str
) -> None:
    if suffix == "avif" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    exif = Image.Exif()
    exif[274] = orientation
    lossless: dict[str, dict[str, Any]] = {
        "jpg": {"quality": 100, "subsampling": 0},
        "webp": {"lossless": True},
    }
    path = tmp_path / f"a.{suffix}"
    stored_for(orientation, corners()).save(path, exif=exif.tobytes(), **lossless.get(suffix, {}))
    image, note = read_picture(path)
    assert image.shape == (32, 48, 3)
    assert_upright_corners(image)
    assert not note


def test_a_16_bit_picture_is_turned_upright_too(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    stored = np.zeros((4, 2), np.uint16)
    stored[3, 0] = 65535  # bottom left is top left after a quarter turn clockwise
    Image.fromarray(stored).save(tmp_path / "a.png", exif=exif)
    image, _ = read_picture(tmp_path / "a.png")
    assert image.shape == (2, 4, 3)
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image.sum() == 3 * 255


@pytest.mark.parametrize("suffix", ["png", "bmp", "tif", "gif", "ppm", "jp2", "webp", "qoi"])
def test_lossless_formats_keep_every_pixel(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bild.{suffix}"
    options: dict[str, Any] = {"lossless": True} if suffix == "webp" else {}
    corners().save(path, **options)
    image, note = read_picture(path)
    assert np.array_equal(image, np.asarray(corners()))
    assert not note


def test_unicode_paths_are_read(tmp_path: Path) -> None:
    path = tmp_path / "图片 ñ 🦆" / "бус.png"
    path.parent.mkdir()
    corners().save(path)
    assert_upright_corners(read_picture(path)[0])


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    corners().save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert_upright_corners(read_picture(tmp_path / "a.jpg")[0])


@pytest.mark.parametrize("suffix", ["png", "tif", "pgm"])
def test_16_bit_grey_is_divided_by_257(tmp_path: Path, suffix: str) -> None:
    values = np.array([[0, 257, 128 * 257, 65535]], np.uint16)
    path = tmp_path / f"a.{suffix}"
    if suffix == "pgm":
        path.write_bytes(b"P5\n4 1\n65535\n" + values.astype(">u2").tobytes())
    else:
        Image.fromarray(values).save(path)
    image, note = read_picture(path)
    assert image[0].tolist() == [[0] * 3, [1] * 3, [128] * 3, [255] * 3]
    assert "16-bit" in str(note)


def png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_16_bit_rgb_keeps_its_upper_byte(tmp_path: Path) -> None:
    pixels = np.array([[65535, 128 * 257, 0], [0, 257, 65535]], ">u2")
    (tmp_path / "a.png").write_bytes(png(2, 1, 16, 2, b"\0" + pixels.tobytes()))
    assert read_picture(tmp_path / "a.png")[0].tolist() == [[[255, 128, 0], [0, 1, 255]]]


def test_16_bit_rgba_is_laid_over_grey(tmp_path: Path) -> None:
    pixels = np.array([[65535, 128 * 257, 0, 65535], [65535, 65535, 65535, 0]], ">u2")
    (tmp_path / "a.png").write_bytes(png(2, 1, 16, 6, b"\0" + pixels.tobytes()))
    image, _ = read_picture(tmp_path / "a.png")
    assert image.tolist() == [[[255, 128, 0], [BACKDROP_GREY] * 3]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 100.4, 255.0], [0, 100, 255]),
        ([-100.0, 0.0, 300.0], [0, 64, 255]),
        ([float("nan"), 0.5, 1.0], [0, 128, 255]),
        ([7000.0, 7000.0, 7000.0], [0, 0, 0]),
    ],
)
def test_floating_point_grey_is_scaled_by_its_range_and_says_so(
    tmp_path: Path, values: list[float], expected: list[int]
) -> None:
    Image.fromarray(np.array([values], np.float32)).save(tmp_path / "a.tif")
    image, note = read_picture(tmp_path / "a.tif")
    assert image[0, :, 0].tolist() == expected
    assert "Grey values" in str(note)


def test_one_bit_pictures_are_black_and_white(tmp_path: Path) -> None:
    Image.fromarray(np.array([[True, False]])).save(tmp_path / "a.png")
    assert read_picture(tmp_path / "a.png")[0].tolist() == [[[255] * 3, [0] * 3]]


def test_a_palette_with_transparency_is_laid_over_grey(tmp_path: Path) -> None:
    picture = Image.new("P", (2, 1))
    picture.putpalette([*RED, *GREEN])
    picture.putdata([0, 1])
    picture.save(tmp_path / "a.png", transparency=bytes([255, 0]))
    assert read_picture(tmp_path / "a.png")[0].tolist() == [[list(RED), [BACKDROP_GREY] * 3]]


def test_a_transparent_colour_of_an_rgb_png_is_laid_over_grey(tmp_path: Path) -> None:
    corners().save(tmp_path / "a.png", transparency=RED)
    assert read_picture(tmp_path / "a.png")[0][0, 0].tolist() == [BACKDROP_GREY] * 3


def test_grey_with_alpha_is_laid_over_grey(tmp_path: Path) -> None:
    picture = Image.new("LA", (3, 1))
    picture.putdata([(200, 255), (200, 0), (200, 128)])
    picture.save(tmp_path / "a.png")
    opaque, clear, half = read_picture(tmp_path / "a.png")[0][0, :, 0].tolist()
    assert (opaque, clear) == (200, BACKDROP_GREY)
    assert half == pytest.approx((200 * 128 + BACKDROP_GREY * 127) / 255, abs=1)


def test_the_colour_hidden_under_transparent_pixels_never_shows(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (*RED, 0)).save(tmp_path / "a.png")
    assert (read_picture(tmp_path / "a.png")[0] == BACKDROP_GREY).all()


def test_an_opaque_alpha_channel_changes_nothing(tmp_path: Path) -> None:
    corners().convert("RGBA").save(tmp_path / "a.png")
    assert np.array_equal(read_picture(tmp_path / "a.png")[0], np.asarray(corners()))


def test_a_cmyk_jpeg_is_not_inverted(tmp_path: Path) -> None:
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=100)
    image, note = read_picture(tmp_path / "a.jpg")
    assert np.abs(image[8, 8].astype(int) - RED).max() <= 3
    assert "CMYK" in str(note)


def test_a_ycck_jpeg_is_not_inverted(tmp_path: Path) -> None:
    # Pillow writes four components as they are, inverted as Adobe does; the transform byte of the Adobe
    # segment then declares them YCCK. Stored ink values of orange, inverted: c 255, m 128, y 0, k 255.
    red, green, blue = 255 - 255, 255 - 128, 255 - 0
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    stored = (luma, 128 + (blue - luma) * 0.564, 128 + (red - luma) * 0.713, 255)
    buffer = io.BytesIO()
    inverted = tuple(255 - round(value) for value in stored)
    Image.new("CMYK", (16, 16), inverted).save(buffer, "JPEG", quality=100)
    raw = bytearray(buffer.getvalue())
    adobe = raw.index(b"Adobe")
    assert raw[adobe + 11] == 0
    raw[adobe + 11] = 2
    (tmp_path / "a.jpg").write_bytes(raw)
    assert np.abs(read_picture(tmp_path / "a.jpg")[0][8, 8].astype(int) - (255, 128, 0)).max() <= 4


def test_a_damaged_cmyk_profile_is_passed_over_with_a_note(tmp_path: Path) -> None:
    picture = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    picture.save(tmp_path / "a.jpg", quality=100, icc_profile=b"not a profile" * 20)
    image, note = read_picture(tmp_path / "a.jpg")
    assert np.abs(image[8, 8].astype(int) - RED).max() <= 3
    assert "damaged" in str(note)


def test_rgb_pixels_stay_as_they_are_whatever_profile_is_embedded(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    corners().save(tmp_path / "a.png", icc_profile=profile)
    assert np.array_equal(read_picture(tmp_path / "a.png")[0], np.asarray(corners()))


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "tif", "avif"])
def test_of_several_frames_the_first_is_read_and_said(tmp_path: Path, suffix: str) -> None:
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)
    path = tmp_path / f"a.{suffix}"
    options: dict[str, Any] = {} if suffix == "tif" else {"duration": 50}
    first.save(path, save_all=True, append_images=[second], **options)
    image, note = read_picture(path)
    assert np.abs(image[4, 4].astype(int) - RED).max() <= 6
    assert "first" in str(note)
    assert PictureSource(item(path)).info.frame_count == 1


@pytest.mark.parametrize(
    "suffix", ["jpg", "png", "tif", "bmp", "webp", "gif", "ppm", "jp2", "avif"]
)
def test_a_truncated_file_is_refused(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)
    path = tmp_path / f"a.{suffix}"
    Image.fromarray(noise).save(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(SourceError, match="cut off or damaged") as caught:
        read_picture(path)
    assert str(path) in str(caught.value)
    assert caught.value.cure
    assert caught.value.details


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(60_000, 60_000, 8, 2, b"\0" * 100))
    with pytest.raises(SourceError, match=f"60000 × 60000 .* {MAX_MEGAPIXELS} megapixels"):
        read_picture(tmp_path / "a.png")


def test_pillows_own_limit_plays_no_part(tmp_path: Path) -> None:
    # 196 megapixels, where Pillow by itself refuses: this one gets as far as its missing rows.
    (tmp_path / "a.png").write_bytes(png(14_000, 14_000, 1, 0, b"\0" * 100))
    with pytest.raises(SourceError, match="cut off or damaged"):
        read_picture(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (bytes(5000), "zeros"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS"),
        (b"\n <!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "archive"),
        (b"0 0.5 0.5 0.1 0.1\n", "no picture format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture format"),
    ],
)
def test_what_is_no_picture_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(SourceError, match=says):
        read_picture(tmp_path / "a.jpg")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_picture(tmp_path / "a.jpg")
    with pytest.raises(SourceError, match="It is a folder"):
        read_picture(tmp_path)


def test_heic_without_its_reader_names_the_package(tmp_path: Path) -> None:
    try:
        import pillow_heif  # type: ignore[import-not-found,unused-ignore] # noqa: F401
    except ImportError:
        (tmp_path / "a.heic").write_bytes(
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
        )
        with pytest.raises(SourceError, match="pip install pillow-heif"):
            read_picture(tmp_path / "a.heic")
    else:
        corners().save(tmp_path / "a.heic")
        assert_upright_corners(read_picture(tmp_path / "a.heic")[0])


def test_a_damaged_exif_block_does_not_refuse_the_picture(tmp_path: Path) -> None:
    corners().save(
        tmp_path / "a.jpg", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff broken", quality=100
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert_upright_corners(read_picture(tmp_path / "a.jpg")[0])
    assert not caught


def test_warnings_stay_as_they_were_after_many_threads(tmp_path: Path) -> None:
    corners().save(tmp_path / "a.jpg")
    before = list(warnings.filters)
    threads = [
        threading.Thread(target=lambda: [read_picture(tmp_path / "a.jpg") for _ in range(20)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(warnings.filters) == before


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), suffix=st.sampled_from(["jpg", "png", "gif", "tif", "webp", "bmp"]))
def test_damage_of_any_kind_gives_a_picture_or_our_error(
    tmp_path: Path, data: st.DataObject, suffix: str
) -> None:
    buffer = io.BytesIO()
    corners(12, 8).save(buffer, {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix))
    raw = bytearray(buffer.getvalue())
    for position in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[position] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    try:
        image, _ = read_picture(path)
    except SourceError:
        return
    assert image.dtype == np.uint8
    assert image.shape[2] == 3


def item(path: Path) -> SourceItem:
    return SourceItem(SourceKind.PICTURE, str(path), path.name)


def test_a_picture_is_a_source_of_one_frame(tmp_path: Path) -> None:
    corners().save(tmp_path / "a.png")
    with PictureSource(item(tmp_path / "a.png")) as source:
        assert source.info.size_wh == (48, 32)
        assert source.info.frame_count == 1
        (frame,) = source
        assert source.read(0) is frame
        assert not isinstance(frame, SourceError)
        assert (frame.name, frame.source, frame.index) == ("a.png", str(tmp_path / "a.png"), 0)
        assert frame.is_picture
        assert not frame.image.flags.writeable
        assert frame.image.flags.c_contiguous
        with pytest.raises(IndexError):
            source.read(1)


@needs_shared_data
def test_real_photos_have_the_pixels_that_opencv_reads() -> None:
    import cv2

    paths = sorted((ROOT / "media").glob("*.jpg"))
    assert paths
    for path in paths:
        expected = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR_RGB)
        assert expected is not None
        image, _ = read_picture(path)
        assert image.shape == expected.shape
        assert np.abs(image.astype(int) - expected).max() <= 2
