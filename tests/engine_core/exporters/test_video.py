from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine_core.detections import Detections
from engine_core.errors import ExportError
from engine_core.exporters.annotate import annotated
from engine_core.exporters.encoders import ENCODERS
from engine_core.exporters.sound import Sound
from engine_core.exporters.video import AnnotatedVideo
from engine_core.frame import SourceInfo, SourceKind
from engine_core.results import FrameResult
from tests.engine_core.exporters.builders import (
    noise,
    parts,
    picture,
    picture_source,
    settings,
    shown_files,
    video_frame,
    video_source,
)
from tests.shared_data import ROOT, needs_shared_data

SUFFIXES = {"h264": "mp4", "vp9": "webm", "ffv1": "mkv"}
MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True)
class Timing:
    """Times of frames in units of a time base, and how long the last frame stays."""

    pts: Sequence[int]
    time_base: Fraction
    last: int

    @property
    def duration(self) -> Fraction:
        return (self.pts[-1] + self.last) * self.time_base


TIMINGS = {
    "constant": Timing([512 * n for n in range(20)], Fraction(1, 12800), 512),
    "ntsc": Timing(list(range(12)), Fraction(1001, 30000), 1),
    "variable": Timing(
        [0, 3003, 6006, 9009, 30000, 33000, 90000, 93000], Fraction(1, 90000), 45000
    ),
    "live clock": Timing([0, 40_000, 81_234, 120_777], Fraction(1, 1_000_000), 40_000),
    "one frame": Timing([0], Fraction(1, 600), 24),
}


@dataclass(frozen=True)
class Read:
    """What a reader finds in a file."""

    times: list[Fraction]
    images: list[npt.NDArray[np.uint8]]
    end: Fraction
    size_wh: tuple[int, int]


def read(path: Path) -> Read:
    with av.open(str(path)) as container:
        stream: Any = container.streams.video[0]
        frames = list(container.decode(stream))
        return Read(
            times=[frame.pts * frame.time_base for frame in frames],
            images=[frame.to_ndarray(format="rgb24") for frame in frames],
            # FFmpeg counts it from the first frame.
            end=frames[0].pts * frames[0].time_base + Fraction(container.duration or 0, 1_000_000),
            size_wh=(stream.width, stream.height),
        )


def info_of(timing: Timing, **more: Any) -> SourceInfo:
    return video_source(
        frame_count=len(timing.pts), duration_s=float(timing.duration), fps=25.0, **more
    )


def frames_of(timing: Timing, size_wh: tuple[int, int] = (64, 48)) -> Iterator[FrameResult]:
    for index, pts in enumerate(timing.pts):
        yield video_frame(index, pts, time_base=timing.time_base, size_wh=size_wh)


def export(out: Path, codec: str, info: SourceInfo, frames: Iterator[FrameResult]) -> Path:
    exporter = AnnotatedVideo(settings(out, video_codec=codec))
    exporter.begin_source(info)
    for frame in frames:
        exporter.write(frame)
        assert shown_files(out) == []
    exporter.end_source()
    exporter.close()
    assert parts(out) == []
    return out / "videos" / f"clip.{SUFFIXES[codec]}"


@pytest.mark.parametrize("size_wh", [(64, 48), (33, 17)])
@pytest.mark.parametrize("timing", TIMINGS.values(), ids=TIMINGS)
@pytest.mark.parametrize("codec", SUFFIXES)
def test_every_frame_keeps_its_time_and_the_video_its_length(
    tmp_path: Path, codec: str, timing: Timing, size_wh: tuple[int, int]
) -> None:
    path = export(tmp_path, codec, info_of(timing), frames_of(timing, size_wh))

    found = read(path)

    # Matroska and WebM count in milliseconds; MP4 is exact.
    tolerance = Fraction(0) if codec == "h264" else MILLISECOND / 2
    expected = [pts * timing.time_base for pts in timing.pts]
    assert len(found.times) == len(expected)
    assert all(abs(a - b) <= tolerance for a, b in zip(found.times, expected, strict=True))
    # The reader gives microseconds, and Matroska may round the last frame's start and stay.
    slack = Fraction(1, 1_000_000) if codec == "h264" else 2 * MILLISECOND
    assert abs(found.end - timing.duration) <= slack


@pytest.mark.parametrize("timing", TIMINGS.values(), ids=TIMINGS)
@pytest.mark.parametrize("codec", SUFFIXES)
def test_opencv_reads_the_same_frames_at_the_same_times(
    tmp_path: Path, codec: str, timing: Timing
) -> None:
    path = export(tmp_path, codec, info_of(timing), frames_of(timing))

    capture = cv2.VideoCapture(str(path))
    times = []
    while capture.read()[0]:
        times.append(capture.get(cv2.CAP_PROP_POS_MSEC))
    capture.release()

    expected = [float(pts * timing.time_base * 1000) for pts in timing.pts]
    np.testing.assert_allclose(times, expected, atol=0.51)


@pytest.mark.parametrize("codec", SUFFIXES)
def test_opencv_counts_the_frames_of_a_constant_rate(tmp_path: Path, codec: str) -> None:
    timing = TIMINGS["constant"]
    path = export(tmp_path, codec, info_of(timing), frames_of(timing))

    capture = cv2.VideoCapture(str(path))
    count, fps = capture.get(cv2.CAP_PROP_FRAME_COUNT), capture.get(cv2.CAP_PROP_FPS)
    capture.release()

    assert count == len(timing.pts)
    assert fps == pytest.approx(25)


@pytest.mark.parametrize("size_wh", [(64, 48), (33, 17)])
def test_ffv1_holds_the_very_pixels_that_were_drawn(
    tmp_path: Path, size_wh: tuple[int, int]
) -> None:
    timing = TIMINGS["variable"]
    path = export(tmp_path, "ffv1", info_of(timing), frames_of(timing, size_wh))

    for image, result in zip(read(path).images, frames_of(timing, size_wh), strict=True):
        np.testing.assert_array_equal(image, annotated(result, settings(tmp_path)))


def test_h264_repeats_the_last_row_and_column_of_odd_pictures(tmp_path: Path) -> None:
    grey = np.full((17, 33, 3), 90, np.uint8)
    grey[:, -1] = grey[-1] = 200
    frames = (
        video_frame(n, image=grey, size_wh=(33, 17), detections=Detections.empty())
        for n in range(3)
    )

    found = read(export(tmp_path, "h264", video_source(), frames))

    assert found.size_wh == (34, 18)
    assert np.abs(found.images[0][17].astype(int) - 200).max() < 12
    assert np.abs(found.images[0][:, 33].astype(int) - 200).max() < 12


@pytest.mark.parametrize(("height", "matrix"), [(480, 6), (720, 1)])
@pytest.mark.parametrize("codec", ["h264", "vp9"])
def test_colours_are_tagged_as_they_were_converted(
    tmp_path: Path, codec: str, height: int, matrix: int
) -> None:
    bars = np.zeros((height, 128, 3), np.uint8)
    colours = [(200, 30, 40), (30, 200, 40), (30, 40, 200), (220, 220, 220)]
    for number, colour in enumerate(colours):
        bars[:, 32 * number : 32 * (number + 1)] = colour
    frame = video_frame(0, image=bars, size_wh=(128, height), detections=Detections.empty())

    path = export(tmp_path, codec, video_source(), iter([frame]))

    with av.open(str(path)) as container:
        decoded: Any = next(container.decode(video=0))
        assert (decoded.colorspace, decoded.color_range) == (matrix, 1)
        luma, blue, red = (_plane(plane) for plane in decoded.planes)
    for number, colour in enumerate(colours):
        middle = (height // 2, 32 * number + 16)
        half = (middle[0] // 2, middle[1] // 2)
        found = np.array([luma[middle], blue[half], red[half]], float)
        np.testing.assert_allclose(found, _limited(colour, matrix), atol=3)


def _plane(plane: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)


def _limited(colour: tuple[int, int, int], matrix: int) -> list[float]:
    """Return Y, Cb and Cr in limited range: ITU-R BT.709-6 and BT.601-7."""
    red_share, blue_share = {1: (0.2126, 0.0722), 6: (0.299, 0.114)}[matrix]
    red, green, blue = (value / 255 for value in colour)
    luma = red_share * red + (1 - red_share - blue_share) * green + blue_share * blue
    return [
        16 + 219 * luma,
        128 + 224 * (blue - luma) / (2 * (1 - blue_share)),
        128 + 224 * (red - luma) / (2 * (1 - red_share)),
    ]


def test_unreadable_frames_leave_a_gap(tmp_path: Path) -> None:
    timing = TIMINGS["constant"]
    kept = [frame for frame in frames_of(timing) if frame.index not in (0, 5, 6, 19)]

    found = read(export(tmp_path, "h264", info_of(timing), iter(kept)))

    assert found.times == [frame.index * Fraction(1, 25) for frame in kept]
    assert found.end == timing.duration


def test_a_run_that_stops_early_does_not_hold_its_last_frame(tmp_path: Path) -> None:
    timing = TIMINGS["constant"]
    first_half = (frame for frame in frames_of(timing) if frame.index < 10)

    found = read(export(tmp_path, "h264", info_of(timing), first_half))

    assert found.end == Fraction(10, 25)


def test_the_last_frame_stays_as_long_as_the_source_says_where_its_end_is_unknown(
    tmp_path: Path,
) -> None:
    timing = TIMINGS["variable"]
    frames = [
        video_frame(index, pts, time_base=timing.time_base, duration=2250)
        for index, pts in enumerate(timing.pts)
    ]

    found = read(export(tmp_path, "h264", video_source(), iter(frames)))

    stay = found.end - timing.pts[-1] * timing.time_base
    assert abs(stay - 2250 * timing.time_base) <= Fraction(1, 1_000_000)


def test_an_unreadable_tail_is_covered_by_the_last_readable_frame(tmp_path: Path) -> None:
    timing = TIMINGS["constant"]
    kept = [
        video_frame(index, pts, time_base=timing.time_base, duration=512)
        for index, pts in enumerate(timing.pts[:-1])
    ]

    found = read(export(tmp_path, "h264", info_of(timing), iter(kept)))

    assert found.end == timing.duration


def test_a_frame_that_goes_back_in_time_is_left_out(tmp_path: Path) -> None:
    frames = (video_frame(n, pts) for n, pts in enumerate([0, 2, 1, 2, 3]))

    found = read(export(tmp_path, "h264", video_source(), frames))

    assert found.times == [Fraction(n, 25) for n in (0, 2, 3)]


def test_a_live_source_that_changes_its_size_goes_on_in_a_second_file(tmp_path: Path) -> None:
    exporter = AnnotatedVideo(settings(tmp_path))
    exporter.begin_source(video_source("camera", kind=SourceKind.LIVE, fps=None))
    unit = Fraction(1, 1000)
    for index, size_wh in enumerate([(64, 48)] * 3 + [(32, 32)] * 4):
        pts = 5000 + 40 * index
        exporter.write(video_frame(index, pts, name="camera", time_base=unit, size_wh=size_wh))
    exporter.end_source()

    assert shown_files(tmp_path) == ["videos/camera.mp4", "videos/camera~2.mp4"]
    first, second = (read(tmp_path / name) for name in shown_files(tmp_path))
    assert (first.size_wh, second.size_wh) == ((64, 48), (32, 32))
    assert first.times == [n * Fraction(1, 25) for n in range(3)]
    assert second.times == [n * Fraction(1, 25) for n in range(4)]


def test_pictures_write_nothing(tmp_path: Path) -> None:
    exporter = AnnotatedVideo(settings(tmp_path))
    exporter.begin_source(picture_source())
    exporter.write(picture())
    exporter.end_source()
    exporter.close()

    assert list(tmp_path.iterdir()) == []
    assert exporter.has(picture_source().item)


def test_a_video_without_readable_frames_writes_nothing(tmp_path: Path) -> None:
    exporter = AnnotatedVideo(settings(tmp_path))
    exporter.begin_source(video_source())
    exporter.end_source()
    exporter.close()

    assert shown_files(tmp_path) == []
    assert not exporter.has(video_source().item)


def test_an_abandoned_video_leaves_nothing_and_the_next_may_follow(tmp_path: Path) -> None:
    exporter = AnnotatedVideo(settings(tmp_path))
    exporter.begin_source(video_source("a.mp4"))
    for index in range(3):
        exporter.write(video_frame(index, name="a.mp4"))
    exporter.abandon_source()
    assert parts(tmp_path) == []
    exporter.begin_source(video_source("街/b c.mp4"))
    exporter.write(video_frame(0, name="街/b c.mp4"))
    exporter.end_source()

    assert shown_files(tmp_path) == ["videos/街/b c.mp4"]
    assert exporter.has(video_source("街/b c.mp4").item)


def source_with_sound(path: Path, codec: str, container: str) -> None:
    with av.open(str(path), "w", format=container) as file:
        pictures: Any = file.add_stream("libx264", rate=25)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound: Any = file.add_stream(codec, rate=48000)
        sound.layout = "mono"
        samples = np.sin(np.arange(48000) / 20).astype(np.float32)
        for index in range(25):
            image: Any = av.VideoFrame.from_ndarray(noise((64, 48), index), format="rgb24")
            image.pts = index
            file.mux(pictures.encode(image))
            part = samples[None, index * 1920 : (index + 1) * 1920]
            heard: Any = av.AudioFrame.from_ndarray(part, format="flt", layout="mono")
            heard.sample_rate, heard.pts = 48000, index * 1920
            file.mux(sound.encode(heard))
        file.mux(pictures.encode(None))
        file.mux(sound.encode(None))


def heard_in(path: Path) -> tuple[list[str], float]:
    """Return the sound's codecs and how many seconds of it are heard."""
    with av.open(str(path)) as container:
        codecs = [stream.codec_context.name for stream in container.streams.audio]
        seconds = 0.0
        if codecs:
            heard: list[Any] = list(container.decode(audio=0))
            seconds = sum(frame.samples for frame in heard) / heard[0].sample_rate
        return codecs, seconds


def sound_after_picture(path: Path) -> float:
    """Return how many seconds the sound begins after the first picture."""
    with av.open(str(path)) as container:
        seen: Any = next(container.decode(video=0))
    with av.open(str(path)) as container:
        heard: Any = next(container.decode(audio=0))
    return float(heard.time - seen.time)


@pytest.mark.parametrize(
    ("source", "source_codec", "codec"),
    [
        ("matroska", "aac", "h264"),
        ("mp4", "aac", "h264"),
        ("mpegts", "aac", "h264"),
        ("mp4", "aac", "ffv1"),
        ("avi", "pcm_s16le", "ffv1"),
        ("matroska", "libopus", "vp9"),
    ],
)
def test_the_sound_is_copied(tmp_path: Path, source: str, source_codec: str, codec: str) -> None:
    location = tmp_path / "声 音.bin"
    source_with_sound(location, source_codec, source)
    timing = Timing(range(25), Fraction(1, 25), 1)
    info = info_of(timing, location=str(location))

    path = export(tmp_path / "out", codec, info, frames_of(timing))

    codecs, seconds = heard_in(path)
    assert codecs == heard_in(location)[0]
    assert seconds == pytest.approx(1, abs=0.06)
    # Sound from before the first picture is left out.
    offset = max(sound_after_picture(location), 0)
    assert sound_after_picture(path) == pytest.approx(offset, abs=0.03)
    found = read(path)
    tolerance = 0 if codec == "h264" else MILLISECOND / 2
    for index, time in enumerate(found.times):
        assert abs(time - Fraction(index, 25)) <= tolerance


def test_sound_stops_where_the_pictures_stop(tmp_path: Path) -> None:
    location = tmp_path / "long.mp4"
    source_with_sound(location, "aac", "mp4")
    timing = Timing(range(25), Fraction(1, 25), 1)
    info = info_of(timing, location=str(location))

    path = export(tmp_path / "out", "h264", info, (f for f in frames_of(timing) if f.index < 5))

    assert heard_in(path)[1] == pytest.approx(0.2, abs=0.06)


def test_a_source_that_vanishes_gives_no_sound_and_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = tmp_path / "a.mp4"
    source_with_sound(location, "aac", "mp4")
    opened: list[Any] = []
    really = av.open

    def open_once(path: str) -> Any:
        if opened:
            raise av.error.FileNotFoundError(2, "gone", path)
        opened.append(really(path))
        return opened[0]

    monkeypatch.setattr(av, "open", open_once)

    assert Sound.of(str(location), "mp4") is None
    with pytest.raises(AssertionError, match="not open"):
        opened[0].seek(0)


def test_sound_that_the_container_does_not_hold_is_left_out_with_a_note(tmp_path: Path) -> None:
    location = tmp_path / "a.mp4"
    source_with_sound(location, "aac", "mp4")
    exporter = AnnotatedVideo(settings(tmp_path / "out", video_codec="vp9"))
    exporter.begin_source(video_source(location=str(location)))
    exporter.write(video_frame(0))
    exporter.end_source()

    assert [str(note) for note in exporter.notes] == [
        "The sound of a.mp4 was left out: webm files do not hold aac."
    ]
    assert heard_in(tmp_path / "out" / "videos" / "clip.webm")[0] == []


def test_another_encoder_steps_in_where_one_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = replace(ENCODERS["h264"][0], codec="no_such_encoder")
    monkeypatch.setitem(ENCODERS, "h264", (absent, ENCODERS["h264"][0]))
    exporter = AnnotatedVideo(settings(tmp_path / "same"))
    exporter.write(video_frame(0))
    exporter.end_source()
    assert shown_files(tmp_path / "same") == ["videos/clip.mp4"]
    assert exporter.notes == ()

    monkeypatch.setitem(ENCODERS, "h264", (absent, *ENCODERS["vp9"]))
    exporter = AnnotatedVideo(settings(tmp_path / "other"))
    exporter.write(video_frame(0))
    exporter.end_source()
    assert shown_files(tmp_path / "other") == ["videos/clip.webm"]
    assert "webm" in str(exporter.notes[0])
    assert exporter.has(video_source().item)


def test_no_encoder_at_all_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(ENCODERS["h264"][0], codec="no_such_encoder")
    monkeypatch.setitem(ENCODERS, "h264", (absent,))
    exporter = AnnotatedVideo(settings(tmp_path))

    with pytest.raises(ExportError, match="Choose another video codec") as caught:
        exporter.write(video_frame(0))

    assert "no_such_encoder" in caught.value.details


@needs_shared_data
def test_a_real_clip_keeps_count_times_length_and_sound(tmp_path: Path) -> None:
    location = ROOT / "media" / "car-detection.mp4"
    with av.open(str(location)) as container:
        stream: Any = container.streams.video[0]
        duration = stream.duration * stream.time_base
        whole = container.duration
        info = video_source(
            location=str(location),
            frame_count=stream.frames,
            fps=float(stream.average_rate),
            duration_s=float(duration),
        )
        exporter = AnnotatedVideo(settings(tmp_path))
        exporter.begin_source(info)
        times = []
        for index, frame in enumerate(container.decode(stream)):
            times.append(frame.pts * frame.time_base)
            small = frame.to_ndarray(format="rgb24", width=96, height=54)
            exporter.write(
                video_frame(
                    index, frame.pts, time_base=frame.time_base, image=small, size_wh=(96, 54)
                )
            )
        exporter.end_source()

    found = read(tmp_path / "videos" / "clip.mp4")
    assert found.times == times
    with av.open(str(tmp_path / "videos" / "clip.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.duration * stream.time_base == duration
        assert container.duration == pytest.approx(whole, abs=1000)
    codecs, seconds = heard_in(location)
    copied, copied_seconds = heard_in(tmp_path / "videos" / "clip.mp4")
    assert copied == codecs
    assert copied_seconds == pytest.approx(seconds, abs=0.05)
