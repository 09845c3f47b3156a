from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from engine_core.detections import ClassScore, Detections
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.probe import probe_frame
from engine_core.results import FrameResult

IMAGE = np.zeros((48, 64, 3), np.uint8)


def test_a_frame_is_read_only_and_knows_its_size() -> None:
    frame = Frame(image=IMAGE.copy(), source="/a.png", name="a.png")
    assert frame.size_wh == (64, 48)
    assert frame.is_picture
    assert frame.timestamp_s is None
    with pytest.raises(ValueError, match="read-only"):
        frame.image[0, 0] = 1


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((48, 64), np.uint8),
        np.zeros((48, 64, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
    ],
)
def test_anything_but_colours_in_bytes_is_a_bug_of_the_source(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        Frame(image=image, source="s", name="n")


def test_time_counts_in_its_own_units() -> None:
    frame = Frame(
        image=IMAGE.copy(),
        source="c",
        name="c.mp4",
        index=3,
        pts=3003,
        time_base=Fraction(1, 30000),
    )
    assert frame.timestamp_s == pytest.approx(0.1001)
    assert not frame.is_picture


def test_a_result_carries_all_that_its_frame_says() -> None:
    frame = Frame(
        image=IMAGE.copy(), source="c", name="c.mp4", index=3, pts=6, time_base=Fraction(1, 25)
    )
    result = FrameResult.of(frame, Detections.empty(), (ClassScore(1, 0.5),))
    for name in ("source", "name", "index", "pts", "time_base", "size_wh", "timestamp_s", "image"):
        assert getattr(result, name) is getattr(frame, name) or getattr(result, name) == getattr(
            frame, name
        )
    assert result.is_picture == frame.is_picture
    assert result.classes[0].class_id == 1


def test_the_probe_is_always_the_same_picture_of_many_values() -> None:
    first, second = probe_frame(), probe_frame()
    assert np.array_equal(first.image, second.image)
    assert len(np.unique(first.image)) > 200
    assert first.is_picture


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("rtsp://me:secret@cam:554/a?b=1", "rtsp://***@cam:554/a?b=1"),
        ("rtsp://me:se@cret@cam/a", "rtsp://***@cam/a"),
        ("rtsp://me:se/cr?t@cam/a", "rtsp://***@cam/a"),
        ("https://me@cam/a", "https://***@cam/a"),
        ("https://h/a.mp4?token=x/y=&t=1#e", "https://h/a.mp4?token=***&t=1#e"),
        (
            "https://h/a?X-Amz-Signature=ab&api_key=1&Password=z",
            "https://h/a?X-Amz-Signature=***&api_key=***&Password=***",
        ),
        (
            "rtsp://h:554/user=admin&password=x&channel=1",
            "rtsp://h:554/user=admin&password=***&channel=1",
        ),
        ("http://cam:80/@me/a:b@c", "http://cam:80/@me/a:b@c"),
        ("http://[fe80::1]:80/@me", "http://[fe80::1]:80/@me"),
        ("udp://@239.0.0.1:1234", "udp://@239.0.0.1:1234"),
        ("rtsp://[me:secret@x", "rtsp://***@x"),
        ("camera:0", "camera:0"),
        ("/data/token=1/me:you@home.jpg", "/data/token=1/me:you@home.jpg"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(location: str, shown: str) -> None:
    assert SourceItem(SourceKind.LIVE, location, "cam").shown == shown
