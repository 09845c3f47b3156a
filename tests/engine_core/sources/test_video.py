from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.sources import decoding, video
from engine_core.sources.video import VideoSource
from tests.shared_data import ROOT, needs_shared_data

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def item(path: Path | str) -> SourceItem:
    return SourceItem(SourceKind.VIDEO, str(path), Path(path).name)


def numbered(count: int, size_wh: tuple[int, int] = (64, 48)) -> list[npt.NDArray[np.uint8]]:
    """Pictures of which each differs plainly from its neighbours: a bar that moves on a changing grey."""
    pictures = []
    for number in range(count):
        picture = np.full((size_wh[1], size_wh[0], 3), 40 + 37 * number % 180, np.uint8)
        left = 5 * number % (size_wh[0] - 8)
        picture[:, left : left + 8] = (255, 3 * number % 256, 0)
        pictures.append(picture)
    return pictures


def write(
    path: Path,
    pictures: Sequence[npt.NDArray[np.uint8]],
    *,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    options: dict[str, str] | None = None,
    times_ms: Sequence[int] | None = None,
    prepare: Callable[[Any], object] = lambda _: None,
) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=25, options=options or {})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixel_format
        if times_ms is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        prepare(stream)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format=pixel_format
            )
            if times_ms is not None:
                frame.pts, frame.time_base = times_ms[number], Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def straight_decode(path: Path | str) -> list[av.VideoFrame]:
    """All frames as FFmpeg gives them on one thread, packets that fail passed over."""
    frames: list[av.VideoFrame] = []
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "NONE"
        for packet in container.demux(video=0):
            try:
                frames += packet.decode()
            except av.error.InvalidDataError:
                continue
    return frames


def all_frames(source: VideoSource) -> list[Frame]:
    frames = [frame for frame in source if isinstance(frame, Frame)]
    assert frames
    return frames


KINDS: dict[str, dict[str, Any]] = {
    "b-frames.mp4": {"options": {"bf": "3", "g": "12", "sc_threshold": "0"}},
    "b-frames.mkv": {"options": {"bf": "3", "g": "12", "sc_threshold": "0"}},
    "b-frames.ts": {"options": {"bf": "3", "g": "12", "sc_threshold": "0"}},
    "open-gop.mkv": {
        "options": {"bf": "3", "g": "12", "sc_threshold": "0", "x264-params": "open-gop=1"}
    },
    "intra-refresh.mp4": {
        "options": {"g": "12", "sc_threshold": "0", "x264-params": "intra-refresh=1"}
    },
    "b-frames.avi": {"codec": "mpeg4", "options": {"bf": "2", "g": "12"}},
    "vp9.webm": {"codec": "libvpx-vp9", "options": {"g": "12", "deadline": "realtime"}},
    "mjpeg.avi": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
    "raw.h264": {"options": {"bf": "3", "g": "12", "sc_threshold": "0"}},
    "lossless.mkv": {"codec": "ffv1"},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("videos")
    made = {name: write(folder / name, numbered(40), **how) for name, how in KINDS.items()}
    times_ms = np.cumsum([0, *(1 + (7 * n * n) % 90 for n in range(39))]).tolist()
    for name in ("variable.mp4", "variable.mkv"):
        made[name] = write(
            folder / name, numbered(40), times_ms=times_ms, options={"g": "12", "sc_threshold": "0"}
        )
    return made


@pytest.fixture(scope="module")
def in_order(library: dict[str, Path]) -> dict[str, list[Frame]]:
    frames = {}
    for name, path in library.items():
        with VideoSource(item(path)) as source:
            frames[name] = all_frames(source)
    return frames


NAMES = [*KINDS, "variable.mp4", "variable.mkv"]


@pytest.mark.parametrize("name", NAMES)
def test_iteration_gives_every_frame_of_a_straight_decode(
    library: dict[str, Path], name: str
) -> None:
    expected = straight_decode(library[name])
    with VideoSource(item(library[name])) as source:
        frames = all_frames(source)
        assert source.frame_count() == len(frames) == len(expected) == 40
    assert [frame.index for frame in frames] == list(range(40))
    for frame, right in zip(frames, expected, strict=True):
        assert np.array_equal(frame.image, right.to_ndarray(format="rgb24"))
        assert frame.image.flags.c_contiguous
        assert not frame.image.flags.writeable
        if right.pts is not None and expected[0].pts is not None:
            assert frame.pts == right.pts - expected[0].pts
    assert frames[0].pts == 0
    stamps = [frame.pts for frame in frames if frame.pts is not None]
    assert stamps == sorted(set(stamps))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(NAMES), order=st.lists(st.integers(0, 39), min_size=1, max_size=12))
def test_any_order_of_reading_gives_the_frames_of_reading_in_order(
    library: dict[str, Path], in_order: dict[str, list[Frame]], name: str, order: list[int]
) -> None:
    right = in_order[name]
    with VideoSource(item(library[name])) as source:
        for index in order:
            frame = source.read(index)
            assert (frame.index, frame.pts) == (index, right[index].pts)
            assert np.array_equal(frame.image, right[index].image)


@needs_shared_data
@pytest.mark.parametrize("name", ["car-detection.mp4", "bottle-detection.mp4"])
def test_jumps_in_real_videos_land_on_the_very_frame(name: str) -> None:
    path = ROOT / "media" / name
    expected = straight_decode(path)
    order = np.random.default_rng(0).permutation(len(expected))[:12].tolist()
    order += [0, len(expected) - 1, *range(len(expected) - 2, len(expected) - 12, -1)]
    with VideoSource(item(path)) as source:
        assert source.frame_count() == len(expected)
        for index in order:
            frame = source.read(index)
            assert np.array_equal(frame.image, expected[index].to_ndarray(format="rgb24"))


def test_stepping_back_decodes_each_group_of_pictures_once(
    library: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seeks: list[int] = []
    really_seek = decoding.Decoding.seek

    def counted(self: decoding.Decoding, keyframe_pts: int) -> None:
        seeks.append(keyframe_pts)
        really_seek(self, keyframe_pts)

    monkeypatch.setattr(decoding.Decoding, "seek", counted)
    with VideoSource(item(library["b-frames.mp4"])) as source:
        for index in range(35, 23, -1):
            source.read(index)
    assert len(seeks) == 2  # to frame 35, and back to the key frame at 24 for all the others


def test_frames_kept_for_stepping_back_stay_within_their_memory(
    library: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video, "_STEP_BACK_BYTES", 5 * 64 * 64 * 3 // 2)
    with VideoSource(item(library["b-frames.mp4"])) as source:
        right = all_frames(source)
        for index in range(39, -1, -1):
            assert np.array_equal(source.read(index).image, right[index].image)
            assert len(source._kept) <= 6
        for index in range(1, 40):
            source.read(index)
        assert not source._kept


def test_reading_in_order_never_looks_at_the_packets_beforehand(
    library: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: SourceItem) -> None:
        raise AssertionError("the packets were read")

    monkeypatch.setattr(video, "read_packets", refuse)
    with VideoSource(item(library["b-frames.mp4"])) as source:
        assert source.info.frame_count == 40
        assert len(all_frames(source)) == 40
        assert len(all_frames(source)) == 40
        assert source.read(0).index == 0
        assert source.read(1).index == 1


def test_there_is_nothing_before_the_first_and_after_the_last_frame(
    library: dict[str, Path],
) -> None:
    with (
        VideoSource(item(library["raw.h264"])) as raw,
        VideoSource(item(library["vp9.webm"])) as webm,
    ):
        for source in (raw, webm):
            for index in (-1, 40, 1000):
                with pytest.raises(IndexError):
                    source.read(index)
            assert source.read(39).index == 39
            with pytest.raises(IndexError):
                source.read(40)
            assert source.read(3).index == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_header_alone_gives_a_count_for_a_progress_bar(
    library: dict[str, Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(_: SourceItem) -> None:
        raise AssertionError("the packets were read")

    with VideoSource(item(library[name])) as source:
        with monkeypatch.context() as patch:
            patch.setattr(video, "read_packets", refuse)
            info = source.info
        assert not info.is_exact
        if name == "raw.h264":  # no container, no header
            assert info.frame_count is None
        elif name == "variable.mkv":
            assert info.frame_count
        else:
            assert info.frame_count == pytest.approx(40, abs=1)
            assert info.duration_s == pytest.approx(source.read(39).timestamp_s, abs=0.15)
        assert source.frame_count() == 40
        assert source.info.is_exact
        assert source.info.frame_count == 40


@pytest.mark.parametrize("name", ["b-frames.mp4", "b-frames.mkv", "b-frames.ts", "raw.h264"])
def test_rate_and_length_are_those_that_were_written(library: dict[str, Path], name: str) -> None:
    with VideoSource(item(library[name])) as source:
        source.frame_count()
        assert source.info.fps == pytest.approx(25)
        assert source.info.duration_s == pytest.approx(40 / 25, abs=0.002)
        assert source.info.size_wh == (64, 48)
        assert source.info.seekable


def test_frames_of_a_variable_video_know_how_long_they_stay(tmp_path: Path) -> None:
    times_ms = [0, 40, 45, 300, 320, 500]
    path = write(tmp_path / "a.mp4", numbered(6), times_ms=times_ms, options={"bf": "0"})
    with VideoSource(item(path)) as source:
        frames = all_frames(source)
    stays_s = [float(f.duration * f.time_base) for f in frames if f.duration and f.time_base]
    assert stays_s[:-1] == pytest.approx(np.diff(times_ms) / 1000)
    assert len(stays_s) == 6


def test_the_rate_of_a_variable_video_is_its_average(library: dict[str, Path]) -> None:
    with VideoSource(item(library["variable.mkv"])) as source:
        last_s = source.read(39).timestamp_s
        assert last_s is not None
        assert source.info.is_exact
        assert source.info.fps == pytest.approx(39 / last_s, rel=0.02)


def four_corners(width: int, height: int) -> npt.NDArray[np.uint8]:
    picture = np.empty((height, width, 3), np.uint8)
    for rows, columns, colour in (
        (slice(None, height // 2), slice(None, width // 2), RED),
        (slice(None, height // 2), slice(width // 2, None), GREEN),
        (slice(height // 2, None), slice(None, width // 2), BLUE),
        (slice(height // 2, None), slice(width // 2, None), WHITE),
    ):
        picture[rows, columns] = colour
    return picture


# Of the track header: what a camera held so writes for its sensor rows to be shown upright.
Matrix = tuple[int, int, int, int]
Turn = Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]
MATRICES: dict[str, tuple[Matrix, Turn]] = {
    "a quarter turn clockwise": ((0, 1, -1, 0), lambda p: np.rot90(p, 1)),
    "half a turn": ((-1, 0, 0, -1), lambda p: np.rot90(p, 2)),
    "a quarter turn anticlockwise": ((0, -1, 1, 0), lambda p: np.rot90(p, -1)),
    "a mirror": ((-1, 0, 0, 1), lambda p: p[:, ::-1]),
}


@pytest.mark.parametrize("how", MATRICES)
def test_a_video_comes_out_upright_however_the_phone_was_held(tmp_path: Path, how: str) -> None:
    (a, b, c, d), to_stored = MATRICES[how]
    upright = four_corners(96, 64)
    path = write(tmp_path / "phone.mp4", [np.ascontiguousarray(to_stored(upright))] * 4)
    raw = path.read_bytes()
    plain = np.array([1 << 16, 0, 0, 0, 1 << 16], ">i4").tobytes()
    assert raw.count(plain) >= 1
    track = raw.index(plain, raw.index(b"tkhd"))
    turned = (np.array([a, b, 0, c, d]) << 16).astype(">i4").tobytes()
    path.write_bytes(raw[:track] + turned + raw[track + len(plain) :])
    with VideoSource(item(path)) as source:
        assert source.info.size_wh == (96, 64)
        image = source.read(0).image
    assert image.shape == (64, 96, 3)
    assert image.flags.c_contiguous
    assert np.abs(image[16, 16].astype(int) - RED).max() < 12
    assert np.abs(image[16, -16].astype(int) - GREEN).max() < 12
    assert np.abs(image[-16, 16].astype(int) - BLUE).max() < 12


def damage(path: Path, packets: Sequence[int]) -> tuple[Path, list[int]]:
    """Overwrite packets by their number in the file; return the copy and the time stamps hit."""
    with av.open(str(path)) as container:
        found = [packet for packet in container.demux(video=0) if packet.size]
        places = [(found[n].pos, found[n].size, found[n].pts) for n in packets]
    raw = bytearray(path.read_bytes())
    noise = np.random.default_rng(3)
    for position, size, _ in places:
        assert position is not None
        raw[position : position + size] = noise.bytes(size)
    copy = path.with_name(f"damaged-{path.name}")
    copy.write_bytes(raw)
    return copy, [pts for _, _, pts in places if pts is not None]


@pytest.mark.parametrize("hit", [(17, 18), (0,), (39,), (37, 38, 39), (12,), tuple(range(10, 30))])
@pytest.mark.parametrize("name", ["b-frames.mp4", "variable.mp4"])
def test_damaged_frames_are_errors_in_their_place_and_the_others_follow(
    library: dict[str, Path], name: str, hit: tuple[int, ...]
) -> None:
    copy, stamps = damage(library[name], hit)
    with VideoSource(item(library[name])) as source:
        whole = all_frames(source)
    base = straight_decode(library[name])[0].pts or 0
    bad = {frame.index for frame in whole if frame.pts in {pts - base for pts in stamps}}
    with VideoSource(item(copy)) as source:
        items = list(source)
        assert source.frame_count() == len(items) == 40
        failed = {index for index, found in enumerate(items) if isinstance(found, SourceError)}
        # What is lost does not depend on how many threads decode.
        decodable = {frame.pts - base for frame in straight_decode(copy) if frame.pts is not None}
        assert failed == {frame.index for frame in whole if frame.pts not in decodable}
        assert failed >= bad
        for index, found in enumerate(items):
            if isinstance(found, Frame):
                assert found.index == index
                continue
            assert f"Frame {index} of" in str(found)
            with pytest.raises(SourceError, match=f"Frame {index} of"):
                source.read(index)
        intact = [index for index in range(40) if index not in failed]
        for index in reversed(intact):
            assert source.read(index).index == index


def test_a_video_whose_end_is_missing_says_how_many_frames(tmp_path: Path) -> None:
    noise = [np.random.default_rng(n).integers(0, 255, (48, 64, 3), np.uint8) for n in range(20)]
    path = write(tmp_path / "a.mov", noise, codec="mjpeg", pixel_format="yuvj420p")
    with av.open(str(path)) as container:
        position = [packet.pos for packet in container.demux(video=0) if packet.size][15]
    raw = path.read_bytes()
    # The table of frames lies behind the pictures; put before them it survives the cut.
    moov = raw.index(b"moov") - 4
    assert position is not None
    assert position < moov
    with (
        av.open(str(path)) as source,
        av.open(str(tmp_path / "b.mov"), "w", options={"movflags": "faststart"}) as copy,
    ):
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                copy.mux(packet)
    with av.open(str(tmp_path / "b.mov")) as container:
        position = [packet.pos for packet in container.demux(video=0) if packet.size][15]
    assert position is not None
    (tmp_path / "b.mov").write_bytes((tmp_path / "b.mov").read_bytes()[:position])
    with VideoSource(item(tmp_path / "b.mov")) as cut:
        items = list(cut)
        assert [isinstance(found, Frame) for found in items] == [True] * 15 + [False]
        assert "last 5 frames are missing" in str(items[-1])
        assert cut.frame_count() == 15
        assert "last 5 frames" in str(cut.info.note)


def test_an_mp4_without_its_table_of_frames_is_explained(
    library: dict[str, Path], tmp_path: Path
) -> None:
    raw = library["b-frames.mp4"].read_bytes()
    (tmp_path / "a.mp4").write_bytes(raw[: raw.index(b"moov") - 4])
    with pytest.raises(SourceError, match="table of frames is missing"):
        VideoSource(item(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (os.urandom(3000), "no video format"),
        (b"<!doctype html><html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        (b"\x1aE\xdf\xa3" + bytes(50), "cut off or damaged"),
    ],
)
def test_what_is_no_video_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(SourceError, match=says) as caught:
        VideoSource(item(tmp_path / "a.mp4"))
    assert str(tmp_path / "a.mp4") in str(caught.value)


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        VideoSource(item(tmp_path / "a.mp4"))
    with pytest.raises(SourceError, match="It is a folder"):
        VideoSource(item(tmp_path))


def write_sound(path: Path, cover: Path | None = None) -> Path:
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=44100)
        picture: Any = None
        if cover is not None:
            with av.open(str(cover)) as jpeg:
                picture = container.add_stream_from_template(jpeg.streams.video[0])
                picture.disposition = av.stream.Disposition.attached_pic
                (packet,) = [p for p in jpeg.demux(video=0) if p.size]
                packet.stream = picture
                container.start_encoding()
                container.mux(packet)
        for start in range(0, 44100, 1024):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
            )
            frame.sample_rate, frame.pts = 44100, start
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return path


def test_sound_alone_is_no_video_not_even_with_a_cover_picture(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no video in it"):
        VideoSource(item(write_sound(tmp_path / "a.mp4")))
    Image.new("RGB", (32, 32)).save(tmp_path / "cover.jpg")
    path = write_sound(tmp_path / "b.mp4", tmp_path / "cover.jpg")
    with av.open(str(path)) as container:
        assert len(container.streams.video) == 1
    with pytest.raises(SourceError, match="no video in it"):
        VideoSource(item(path))


def test_a_file_of_which_no_frame_decodes_is_refused(library: dict[str, Path]) -> None:
    copy, _ = damage(library["mjpeg.avi"], range(40))
    with pytest.raises(SourceError, match="None of its frames"):
        VideoSource(item(copy))


@pytest.mark.parametrize("pixel_format", ["yuv420p10le", "yuv422p", "yuv444p", "gray", "gray10le"])
def test_deep_and_grey_videos_come_out_as_8_bit_rgb(tmp_path: Path, pixel_format: str) -> None:
    picture = four_corners(64, 48)
    path = write(tmp_path / "a.mkv", [picture] * 3, codec="ffv1", pixel_format=pixel_format)
    with VideoSource(item(path)) as source:
        image = source.read(1).image
    assert image.shape == (48, 64, 3)
    if pixel_format.startswith("gray"):
        assert np.ptp(image.astype(int), axis=2).max() == 0
        assert abs(int(image[12, 12, 0]) - 76) <= 3  # luma of red by ITU-R BT.601
    else:
        assert np.abs(image[12, 12].astype(int) - RED).max() <= 6
        assert np.abs(image[-12, 12].astype(int) - BLUE).max() <= 6


def test_odd_sizes_keep_their_last_row_and_column(tmp_path: Path) -> None:
    picture = four_corners(65, 47)
    path = write(tmp_path / "a.mkv", [picture] * 3, codec="ffv1", pixel_format="yuv444p")
    with VideoSource(item(path)) as source:
        assert source.info.size_wh == (65, 47)
        image = source.read(2).image
    assert np.abs(image.astype(int) - picture).max() <= 6


@pytest.mark.parametrize("colour_space", [1, 5])
@pytest.mark.parametrize("colour_range", [1, 2])
def test_matrix_and_range_of_the_colours_are_those_of_the_file(
    tmp_path: Path, colour_space: int, colour_range: int
) -> None:
    # The definitions: weights of red and blue in luma by ITU-R BT.709 and BT.601.
    weight_red, weight_blue = {1: (0.2126, 0.0722), 5: (0.299, 0.114)}[colour_space]
    red, green, blue = 0.8, 0.3, 0.1
    luma = weight_red * red + (1 - weight_red - weight_blue) * green + weight_blue * blue
    chroma = ((blue - luma) / (1 - weight_blue) / 2, (red - luma) / (1 - weight_red) / 2)
    y_scale, c_scale, offset = (219, 224, 16) if colour_range == 1 else (255, 255, 0)
    planes = [round(offset + y_scale * luma), *(round(128 + c_scale * value) for value in chroma)]
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        stream: Any = container.add_stream("libx264", rate=25, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv444p"
        stream.codec_context.colorspace = colour_space
        stream.codec_context.color_range = colour_range
        stored = np.empty((3, 48, 64), np.uint8)
        stored[:] = np.array(planes)[:, None, None]
        frame = av.VideoFrame.from_ndarray(stored, format="yuv444p")
        frame.colorspace, frame.color_range = colour_space, colour_range
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with VideoSource(item(tmp_path / "a.mkv")) as source:
        shown = source.read(0).image[20, 20].astype(int)
    assert np.abs(shown - np.array([204, 76.5, 25.5])).max() <= 3


def test_pixels_that_are_not_square_are_left_and_noted(tmp_path: Path) -> None:
    def squeeze(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    path = write(tmp_path / "a.mp4", numbered(3), prepare=squeeze)
    with VideoSource(item(path)) as source:
        assert source.info.size_wh == (64, 48)
        assert "4:3" in str(source.info.note)


def test_hdr_is_noted(tmp_path: Path) -> None:
    def to_pq(stream: Any) -> None:
        stream.codec_context.color_trc = 16

    path = write(tmp_path / "a.mp4", numbered(3), pixel_format="yuv420p10le", prepare=to_pq)
    with VideoSource(item(path)) as source:
        assert "HDR" in str(source.info.note)


def test_a_broadcast_that_begins_between_key_frames_begins_at_the_first_of_them(
    library: dict[str, Path], tmp_path: Path
) -> None:
    with av.open(str(library["b-frames.ts"])) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        keys = [n for n, packet in enumerate(packets) if packet.is_keyframe]
        position = packets[5].pos
    raw = library["b-frames.ts"].read_bytes()
    # The first packets of a transport stream, 188 bytes each, tell what is in it.
    (tmp_path / "a.ts").write_bytes(raw[: 188 * 3] + raw[position:])
    with VideoSource(item(tmp_path / "a.ts")) as source:
        frames = all_frames(source)
        assert source.frame_count() == len(list(source)) == len(frames) == 40 - keys[1]
        assert frames[0].pts == 0
        assert np.array_equal(source.read(20).image, frames[20].image)


def test_time_stamps_count_from_the_first_frame(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", numbered(5), times_ms=[5000, 5040, 5100, 5101, 6000])
    with VideoSource(item(path)) as source:
        seconds = [frame.timestamp_s for frame in all_frames(source)]
    assert seconds == pytest.approx([0, 0.04, 0.1, 0.101, 1.0])


def test_frames_that_share_a_time_stamp_are_frames_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", numbered(12), codec="mjpeg", pixel_format="yuvj420p")
    raw = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    # Of a Matroska block: track number, then the time stamp in two bytes.
    for block, stamp in zip(packets[5:8], (200, 200, 200), strict=True):
        start = raw.index(bytes(block)) - 3
        raw[start : start + 2] = stamp.to_bytes(2, "big")
    path.write_bytes(raw)
    expected = straight_decode(path)
    assert len({frame.pts for frame in expected}) == 10
    with VideoSource(item(path)) as source:
        frames = all_frames(source)
        assert source.frame_count() == len(frames) == 12
        for index in (7, 5, 6, 11, 0):
            image = source.read(index).image
            assert np.array_equal(image, expected[index].to_ndarray(format="rgb24"))


def test_frames_hidden_by_an_edit_list_are_no_frames(
    library: dict[str, Path], tmp_path: Path
) -> None:
    raw = library["b-frames.mp4"].read_bytes()
    edit = raw.index(b"elst")
    # Version, count, then length, media time and rate of the one entry (ISO/IEC 14496-12, 8.6.6).
    media_time = int.from_bytes(raw[edit + 16 : edit + 20], "big")
    with av.open(str(library["b-frames.mp4"])) as container:
        time_base = container.streams.video[0].time_base
    assert time_base is not None
    later = media_time + round(Fraction(5, 25) / time_base)
    (tmp_path / "a.mp4").write_bytes(raw[: edit + 16] + later.to_bytes(4, "big") + raw[edit + 20 :])
    expected = straight_decode(tmp_path / "a.mp4")
    assert 30 < len(expected) < 40
    with VideoSource(item(tmp_path / "a.mp4")) as source:
        frames = list(source)
        assert source.frame_count() == len(frames) == len(expected)
        for index in (len(expected) - 1, 3, 20, 0, 1):
            image = source.read(index).image
            assert np.array_equal(image, expected[index].to_ndarray(format="rgb24"))


def test_unicode_paths_and_metadata_in_odd_encodings_open(
    library: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "视频 🦆.mp4"
    path.write_bytes(library["b-frames.mp4"].read_bytes())
    with VideoSource(item(path)) as source:
        assert source.read(0).name == "视频 🦆.mp4"


def test_a_recording_on_a_web_server_is_read_like_a_file(
    library: dict[str, Path], web_server: Callable[[Path], str]
) -> None:
    path = library["b-frames.mp4"]
    address = f"{web_server(path.parent)}/{path.name}"
    with VideoSource(SourceItem(SourceKind.VIDEO, address, path.name)) as source:
        assert source.info.frame_count == source.frame_count() == 40
        image = source.read(33).image
    assert np.array_equal(image, straight_decode(path)[33].to_ndarray(format="rgb24"))
    with pytest.raises(SourceError, match="does not answer with a video"):
        VideoSource(SourceItem(SourceKind.VIDEO, address + "x.mp4", "x.mp4"))


def test_a_recording_on_a_web_server_is_fetched_once(
    tmp_path: Path, web_server: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # With its table in front, so that one request is enough for whoever plays it.
    path = write(tmp_path / "a.mkv", numbered(40), options={"g": "12"})
    fetched: list[str] = []

    def note(self: SimpleHTTPRequestHandler) -> None:
        fetched.append(self.path)
        really_get(self)

    really_get = SimpleHTTPRequestHandler.do_GET
    monkeypatch.setattr(SimpleHTTPRequestHandler, "do_GET", note)
    address = f"{web_server(tmp_path)}/{path.name}"
    straight_decode(address)
    for_a_player = len(fetched)
    fetched.clear()
    with VideoSource(SourceItem(SourceKind.VIDEO, address, path.name)) as source:
        assert source.info.fps == pytest.approx(25)
        assert len(all_frames(source)) == 40
    assert len(fetched) == for_a_player


def test_errors_and_frames_do_not_show_the_password_of_an_address(
    library: dict[str, Path], web_server: Callable[[Path], str]
) -> None:
    path = library["b-frames.mkv"]
    address = f"{web_server(path.parent)}/{path.name}?token=geheim".replace("//", "//me:secret@", 1)
    with VideoSource(SourceItem(SourceKind.VIDEO, address, path.name)) as source:
        assert source.read(0).source.endswith("?token=***")
        assert "secret" not in source.read(0).source
    with pytest.raises(SourceError) as caught:
        VideoSource(SourceItem(SourceKind.VIDEO, address.replace(path.name, "absent.mkv"), "a"))
    told = f"{caught.value} {caught.value.details}"
    assert "secret" not in told
    assert "geheim" not in told
    assert "***@127" in told


def test_closing_twice_is_fine_and_reading_afterwards_is_a_mistake(
    library: dict[str, Path],
) -> None:
    source = VideoSource(item(library["b-frames.mp4"]))
    frame = source.read(0)
    source.close()
    source.close()
    assert frame.image.mean() > 0
    with pytest.raises(ValueError, match="closed"):
        source.read(0)
