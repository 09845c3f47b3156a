from __future__ import annotations

from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine_core.frame import SourceKind
from engine_core.sources.content import (
    HEAD_BYTES,
    foreign_content,
    kind_by_content,
    kind_by_suffix,
)


@pytest.mark.parametrize(
    "suffix", ["jpg", "png", "gif", "bmp", "tif", "webp", "avif", "jp2", "ppm", "qoi"]
)
def test_pictures_are_known_by_their_first_bytes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.new("RGB", (40, 30), (200, 100, 0)).save(path)
    head = path.read_bytes()[:HEAD_BYTES]
    assert kind_by_content(head) is SourceKind.PICTURE
    assert kind_by_suffix(path.name.upper()) is SourceKind.PICTURE
    assert foreign_content(head) is None


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "avi", "ts", "m2ts", "mpg", "asf", "nut"])
def test_videos_are_known_by_their_first_bytes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video" if suffix == "mpg" else "mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode(None))
    assert kind_by_suffix(path.name) is SourceKind.VIDEO
    if suffix != "nut":  # known by its suffix alone
        assert kind_by_content(path.read_bytes()[:HEAD_BYTES]) is SourceKind.VIDEO


@given(st.binary(max_size=64))
def test_any_bytes_can_be_asked_about(head: bytes) -> None:
    foreign = foreign_content(head)
    assert kind_by_content(head) in (None, *SourceKind)
    assert foreign is None or all(map(str, foreign))
    assert foreign is not None or head
