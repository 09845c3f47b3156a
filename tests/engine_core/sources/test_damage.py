from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine_core.errors import SourceError
from engine_core.frame import Frame
from engine_core.sources.video import VideoSource
from tests.engine_core.sources.test_video import item
from tests.shared_data import ROOT, needs_shared_data

H264, VP8, MPEG4 = "libx264", "libvpx", "mpeg4"


def film(
    path: Path,
    times_ms: Sequence[int],
    *,
    codec: str = H264,
    options: dict[str, str] | None = None,
    sound_s: float = 0,
    pixel_format: str = "yuv420p",
) -> Path:
    """Write pictures of noise, whose packets are large, at these times; and hiss, in the order of time."""
    noise = np.random.default_rng(0).integers(0, 127, (96, 128, 3), np.uint8)
    millisecond = Fraction(1, 1000)
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream(codec, rate=25, options=options or {})
        video.width, video.height, video.pix_fmt = 128, 96, pixel_format
        video.codec_context.time_base = Fraction(1, 25) if codec == MPEG4 else millisecond
        audio: Any = container.add_stream("aac", rate=16000) if sound_s else None
        played = 0

        def play_until(seconds: float) -> None:
            nonlocal played
            while audio is not None and played < min(seconds, sound_s) * 16000:
                hiss = (noise.reshape(-1)[:1024].astype(np.float32) / 500)[None]
                frame = av.AudioFrame.from_ndarray(hiss, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = 16000, played
                container.mux(audio.encode(frame))
                played += 1024

        for number, time_ms in enumerate(times_ms):
            play_until(time_ms / 1000)
            image = np.roll(noise, 3 * number, 1)
            picture = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(
                format=pixel_format
            )
            base = video.codec_context.time_base
            picture.pts, picture.time_base = round(time_ms * millisecond / base), base
            container.mux(video.encode(picture))
        play_until(sound_s)
        container.mux(video.encode(None))
        if audio is not None:
            container.mux(audio.encode(None))
    return path


def told(path: Path) -> tuple[list[Frame], list[SourceError]]:
    with VideoSource(item(path)) as source:
        items = list(source)
    frames = [found for found in items if isinstance(found, Frame)]
    return frames, [found for found in items if isinstance(found, SourceError)]


EVEN = list(range(0, 6000, 40))
LONG = list(range(0, 12000, 40))
PAUSES = [0, 40, 80, 1500, 1540, 1580, 1620, 11_620, 11_660, 11_700, 15_000, 15_040, 20_000]

HEALTHY: dict[str, dict[str, Any]] = {
    "even.mp4": {"times_ms": EVEN},
    "b-frames.mkv": {"times_ms": EVEN, "options": {"bf": "3"}, "sound_s": 6},
    "b-frames.ts": {"times_ms": EVEN, "options": {"bf": "3"}, "sound_s": 6},
    "edit-list.mov": {"times_ms": EVEN, "options": {"bf": "3"}, "sound_s": 6},
    "even.webm": {"times_ms": EVEN, "codec": VP8},
    "even.flv": {"times_ms": EVEN, "sound_s": 6},
    "even.avi": {"times_ms": EVEN, "codec": MPEG4},
    "pauses.mkv": {"times_ms": PAUSES},
    "pauses with sound.mkv": {"times_ms": PAUSES, "sound_s": 22},
    "pauses.webm": {"times_ms": PAUSES, "codec": VP8},
    "pauses with transparency.webm": {
        "times_ms": PAUSES,
        "codec": "libvpx-vp9",
        "pixel_format": "yuva420p",
    },
    "pauses.mp4": {"times_ms": PAUSES, "sound_s": 22},
    "pauses.ts": {"times_ms": PAUSES},
    "long sound.mkv": {"times_ms": EVEN[:25], "sound_s": 9},
    "long sound.mp4": {"times_ms": EVEN[:25], "sound_s": 9},
    "long sound.ts": {"times_ms": EVEN[:25], "sound_s": 9},
    "single.mkv": {"times_ms": [0]},
    "single.ts": {"times_ms": [0]},
    "single.mp4": {"times_ms": [0], "sound_s": 3},
    "short.mkv": {"times_ms": [0, 40, 80]},
    "late.mkv": {"times_ms": [5000 + time for time in EVEN]},
    "late.ts": {"times_ms": [5000 + time for time in EVEN]},
}


@pytest.mark.parametrize("name", HEALTHY)
def test_a_whole_video_raises_no_alarm_whatever_its_rate_and_sound(
    tmp_path: Path, name: str
) -> None:
    frames, problems = told(film(tmp_path / name, **HEALTHY[name]))
    assert problems == []
    assert len(frames) == len(HEALTHY[name]["times_ms"])


@needs_shared_data
def test_real_videos_raise_no_alarm() -> None:
    for path in sorted((ROOT / "media").glob("*.mp4")):
        assert told(path)[1] == []


def overwritten(path: Path, byte_count: int) -> Path:
    """Write noise over the middle of a file."""
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    noise = np.random.default_rng(1).integers(0, 256, byte_count, np.uint8)
    raw[middle : middle + byte_count] = noise.tobytes()
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("plain.mkv", {}),
        ("sound.mkv", {"sound_s": 12}),
        ("b-frames.mkv", {"options": {"bf": "3"}, "sound_s": 12}),
        ("plain.webm", {"codec": VP8}),
        ("plain.ts", {}),
        ("sound.ts", {"sound_s": 12}),
        ("sound.flv", {"sound_s": 12}),
    ],
)
def test_frames_that_damage_swallowed_are_told_with_their_number_and_place(
    tmp_path: Path, name: str, how: dict[str, Any]
) -> None:
    path = overwritten(film(tmp_path / name, LONG, **how), 8000)
    frames, problems = told(path)
    lost = sum("cannot be decoded" in str(problem.what) for problem in problems)
    gaps = [str(problem.why) for problem in problems if "missing between" in str(problem.why)]
    assert len(gaps) == len(set(gaps)) > 0
    missing = sum(int(gap.split("about ")[1].split()[0]) for gap in gaps)
    assert missing >= 2
    assert len(frames) + lost + missing == pytest.approx(len(LONG), abs=2)


def test_a_gap_is_told_between_the_frames_around_it(tmp_path: Path) -> None:
    path = overwritten(film(tmp_path / "clip.mkv", LONG), 8000)
    with VideoSource(item(path)) as source:
        items = list(source)
    place = next(n for n, found in enumerate(items) if isinstance(found, SourceError))
    before, gap, after = items[place - 1 : place + 2]
    assert isinstance(before, Frame)
    assert isinstance(gap, SourceError)
    assert isinstance(after, Frame)
    assert before.timestamp_s is not None
    assert after.timestamp_s is not None
    assert f"between {before.timestamp_s:.1f} s and {after.timestamp_s:.1f} s" in str(gap.why)
    assert after.index == before.index + 1


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("plain.mkv", {}),
        ("sound.mkv", {"sound_s": 6}),
        ("pauses.mkv", {"options": {"g": "1"}}),
        ("plain.webm", {"codec": VP8}),
        ("plain.avi", {"codec": MPEG4}),
    ],
)
def test_an_end_before_what_the_header_says_is_told(
    tmp_path: Path, name: str, how: dict[str, Any]
) -> None:
    path = film(tmp_path / name, EVEN, **how)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames, problems = told(path)
    assert 0 < len(frames) < len(EVEN)
    assert "although its header says 6.0 s" in str(problems[-1].why)
    end_s = float(str(problems[-1].why).split("ends at ")[1].split()[0])
    assert frames[-1].timestamp_s == pytest.approx(end_s, abs=0.15)


def test_damage_that_leaves_nothing_behind_it_is_told_as_the_end(tmp_path: Path) -> None:
    path = overwritten(film(tmp_path / "clip.mkv", EVEN[:100]), 8000)  # one cluster
    frames, problems = told(path)
    assert 0 < len(frames) < 75
    assert "although its header says 4.0 s" in str(problems[-1].why)


def test_a_transport_stream_that_ends_amid_a_packet_is_told(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.ts", EVEN)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 376 * 188 + 100])
    frames, problems = told(path)
    assert 0 < len(frames) < len(EVEN)
    assert "cut off" in str(problems[-1].why)


def test_a_cut_that_takes_no_frame_is_not_worth_a_word(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mkv", EVEN)
    path.write_bytes(path.read_bytes()[:-20])  # of the index at the end
    frames, problems = told(path)
    assert len(frames) == len(EVEN)
    assert problems == []
