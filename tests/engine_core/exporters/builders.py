"""Results as a detector would give them, made up for the tests of exporters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import strategies as st

from engine_core.detections import ClassScore, Detections, InstanceMask, Masks
from engine_core.exporters.base import ExportSettings
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.labels import Labels
from engine_core.overlay import Style
from engine_core.results import FrameResult

LABELS = Labels(("person", "traffic light", None, "汽车"))


def floats(values: npt.ArrayLike) -> npt.NDArray[np.float32]:
    return np.asarray(values, np.float32)


def settings(out: Path, *, video_codec: str = "h264", image_format: str = "jpg") -> ExportSettings:
    return ExportSettings(
        out=out, labels=LABELS, style=Style(), video_codec=video_codec, image_format=image_format
    )


def noise(size_wh: tuple[int, int], seed: int = 0) -> npt.NDArray[np.uint8]:
    shape = (size_wh[1], size_wh[0], 3)
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def boxes(count: int, size_wh: tuple[int, int], seed: int = 0) -> Detections:
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.random((count, 2, 2), np.float32), axis=1) * floats(size_wh)
    return Detections(
        xyxy=corners.reshape(count, 4),
        confidence=np.sort(rng.random(count, np.float32))[::-1].copy(),
        class_id=rng.integers(0, len(LABELS), count).astype(np.intp),
    )


def picture(
    name: str = "photo.jpg",
    *,
    source: str | None = None,
    size_wh: tuple[int, int] = (64, 48),
    detections: Detections | None = None,
    classes: tuple[ClassScore, ...] = (),
    seed: int = 0,
) -> FrameResult:
    return FrameResult(
        source=f"/data/{name}" if source is None else source,
        name=name,
        index=0,
        size_wh=size_wh,
        detections=boxes(3, size_wh, seed) if detections is None else detections,
        classes=classes,
        image=noise(size_wh, seed),
    )


def video_frame(
    index: int,
    pts: int | None = None,
    *,
    name: str = "clip.mp4",
    time_base: Fraction = Fraction(1, 25),
    duration: int | None = None,
    size_wh: tuple[int, int] = (64, 48),
    image: npt.NDArray[np.uint8] | None = None,
    detections: Detections | None = None,
) -> FrameResult:
    return FrameResult(
        source=f"/data/{name}",
        name=name,
        index=index,
        pts=index if pts is None else pts,
        time_base=time_base,
        duration=duration,
        size_wh=size_wh,
        detections=boxes(2, size_wh, index) if detections is None else detections,
        image=noise(size_wh, index) if image is None else image,
    )


def picture_source(name: str = "photo.jpg") -> SourceInfo:
    return SourceInfo(SourceItem(SourceKind.PICTURE, f"/data/{name}", name), None, 1)


def video_source(
    name: str = "clip.mp4",
    *,
    location: str = "/nowhere/clip.mp4",
    frame_count: int | None = None,
    fps: float | None = 25.0,
    duration_s: float | None = None,
    kind: SourceKind = SourceKind.VIDEO,
) -> SourceInfo:
    return SourceInfo(SourceItem(kind, location, name), None, frame_count, fps, duration_s)


def shown_files(out: Path) -> list[str]:
    """Return all files with a final name, relative and with forward slashes."""
    files = (path for path in out.rglob("*") if path.is_file())
    return sorted(p.relative_to(out).as_posix() for p in files if not p.name.endswith(".part"))


def parts(out: Path) -> list[Path]:
    return list(out.rglob("*.part"))


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let the system refuse every file that grows larger, as a full disk would."""
    resource = pytest.importorskip("resource", reason="needs limits of POSIX")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@st.composite
def results(draw: st.DrawFn, form: str, *, min_rows: int = 0) -> FrameResult:
    """Draw the result of a picture whose detections have the given form.

    Args:
        draw: From hypothesis.
        form: ``boxes``, ``rotated``, ``keypoints``, ``plain-keypoints`` or ``masks``.
        min_rows: Fewest detections.
    """
    size_wh = (draw(st.integers(1, 300)), draw(st.integers(1, 300)))
    count = draw(st.integers(min_rows, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    plain = boxes(count, size_wh, int(rng.integers(2**32)))
    corners: npt.NDArray[np.float32] | None = None
    keypoints: npt.NDArray[np.float32] | None = None
    masks: Masks | None = None
    xyxy = plain.xyxy
    if form == "rotated":
        corners = rng.random((count, 4, 2), np.float32) * floats(size_wh)
        xyxy = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    elif form.endswith("keypoints"):
        keypoints = rng.random((count, 5, 3), np.float32) * floats([*size_wh, 1])
        keypoints = keypoints[:, :, :2] if form.startswith("plain") else keypoints
    elif form == "masks":
        made = [random_mask(rng, size_wh) for _ in range(count)]
        masks = Masks.of(made)
        edges = [(*m.origin_xy, *np.add(m.origin_xy, m.pixels.shape[::-1])) for m in made]
        xyxy = np.array(edges, np.float32).reshape(-1, 4)
    detections = Detections(
        xyxy=xyxy,
        confidence=plain.confidence,
        class_id=plain.class_id,
        corners=corners,
        keypoints=keypoints,
        masks=masks,
    )
    return FrameResult(
        source="/data/photo.jpg", name="photo.jpg", index=0, size_wh=size_wh, detections=detections
    )


def random_mask(rng: np.random.Generator, size_wh: tuple[int, int]) -> InstanceMask:
    """Return specks of all kinds: holes, several parts, single pixels; sometimes nothing at all."""
    w, h = (int(rng.integers(1, side + 1)) for side in size_wh)
    x, y = int(rng.integers(size_wh[0] - w + 1)), int(rng.integers(size_wh[1] - h + 1))
    density = rng.choice([0.0, 0.1, 0.5, 0.9, 1.0])
    return InstanceMask(rng.random((h, w)) < density, (x, y))
