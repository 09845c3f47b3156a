"""YOLO label files, as trainers read them: one text file per picture, one row per object.

All numbers after the class id are fractions of the picture's width and height, cut to ``[0, 1]`` because
trainers refuse a whole file for one point outside.

=========  ====================================================================================
boxes      ``class cx cy w h``
rotated    ``class x1 y1 x2 y2 x3 y3 x4 y4``
masks      ``class x1 y1 x2 y2 …``: the outline, several parts joined (see ``polygons``); a mask
           without pixels gives its box's corners
keypoints  ``class cx cy w h x1 y1 v1 x2 y2 v2 …`` with v 2 for visible and 0 for not (confidence
           below 0.5)
=========  ====================================================================================

``yolo-conf`` appends the confidence to each row and writes the keypoints' own confidence in place of v.
Pictures without detections give an empty file: for a trainer that is a picture of background.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from engine_core.detections import Detections, InstanceMask, Masks
from engine_core.errors import SourceError
from engine_core.exporters.base import VISIBLE_CONFIDENCE, ExportSettings
from engine_core.exporters.files import sweep, write_file
from engine_core.exporters.per_frame import FrameFiles
from engine_core.exporters.polygons import fill, joined, outlines
from engine_core.labels import Labels
from engine_core.results import FrameResult
from engine_core.text import text

FloatArray = npt.NDArray[np.float32]


class YoloForm(Enum):
    """What the rows of a file mean; nine numbers may be a rotated box or an outline of four points."""

    BOXES = "boxes"
    ROTATED = "rotated"
    MASKS = "masks"
    KEYPOINTS = "keypoints"


def open_yolo(settings: ExportSettings, *, with_confidence: bool) -> FrameFiles:
    """Write ``labels/**.txt``, and beside ``labels`` ``classes.txt`` and ``data.yaml``.

    These two describe the whole run by the facts of ``settings``; what only results show (a class
    beyond those) they have from the labels written in this process.
    """
    keypoint_count = 0 if settings.keypoints is None else settings.keypoints[0]
    class_count = max(len(settings.labels), settings.class_count or 0)

    def encode(result: FrameResult, _path: Path) -> bytes:
        nonlocal keypoint_count, class_count
        found = result.detections
        if len(found):
            class_count = max(class_count, int(found.class_id.max()) + 1)
            if form_of(found) is YoloForm.KEYPOINTS and found.keypoints is not None:
                keypoint_count = found.keypoints.shape[1]
        return to_yolo(found, result.size_wh, with_confidence=with_confidence).encode()

    def finish() -> None:
        known = class_names(settings.labels, class_count)
        names = "".join(f"{name}\n" for name in known)
        write_file(settings.out / "classes.txt", names.encode(), on_published=settings.on_published)
        described: dict[str, object] = {"nc": len(known), "names": dict(enumerate(known))}
        if keypoint_count:
            described["kpt_shape"] = [keypoint_count, 3]
        head = "# Add path, train and val to train with these labels.\n"
        task = "pose" if keypoint_count else settings.task
        if task is not None:
            head += f"# The rows are those of the task {task}.\n"
        body = yaml.safe_dump(described, allow_unicode=True, sort_keys=False)
        write_file(
            settings.out / "data.yaml",
            f"{head}{body}".encode(),
            on_published=settings.on_published,
        )

    for name in ("classes.txt", "data.yaml"):
        sweep(settings.out, name=name, deep=False)
    return FrameFiles(
        "yolo-conf" if with_confidence else "yolo",
        settings.out / "labels",
        ".txt",
        encode,
        on_published=settings.on_published,
        finish=finish,
    )


def class_names(labels: Labels, count: int) -> list[str]:
    """Return ``count`` names, each on one line."""
    return [" ".join(labels[class_id].split()) or f"class_{class_id}" for class_id in range(count)]


def form_of(detections: Detections) -> YoloForm:
    """Return how detections are written."""
    if detections.masks is not None:
        return YoloForm.MASKS
    if detections.corners is not None:
        return YoloForm.ROTATED
    return YoloForm.BOXES if detections.keypoints is None else YoloForm.KEYPOINTS


def to_yolo(
    detections: Detections, size_wh: tuple[int, int], *, with_confidence: bool = False
) -> str:
    """Return the rows of one picture, each with its line end."""
    form = form_of(detections)
    lines = []
    for row in range(len(detections)):
        fields = [str(int(detections.class_id[row]))]
        fields += _numbers(detections, row, form, size_wh, with_confidence)
        if with_confidence:
            fields.append(f"{detections.confidence[row]:.6f}")
        lines.append(" ".join(fields) + "\n")
    return "".join(lines)


def read_yolo(
    path: Path,
    size_wh: tuple[int, int],
    form: YoloForm = YoloForm.BOXES,
    *,
    with_confidence: bool = False,
) -> Detections:
    """Read a label file back; confidence is 1 where the file has none.

    Masks come back with the box around their pixels, keypoints with v (or confidence) as third column.

    Raises:
        SourceError: The file cannot be read, or a row does not have the asked form.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
        rows = [np.array(line.split(), np.float64) for line in lines if line.strip()]
        return _detections(rows, size_wh, form, with_confidence)
    except (OSError, ValueError) as error:
        raise SourceError(
            text("The labels in {path} cannot be read", path=path),
            why=text("The file is missing or its rows are not YOLO {form}.", form=form.value),
            cure=text("Check that the file belongs to this kind of model."),
            details=repr(error),
        ) from error


def _numbers(
    detections: Detections,
    row: int,
    form: YoloForm,
    size_wh: tuple[int, int],
    with_confidence: bool,
) -> list[str]:
    size = np.asarray(size_wh, np.float64)
    if form is YoloForm.ROTATED and detections.corners is not None:
        return _fractions(detections.corners[row] / size)
    box = detections.xyxy[row].astype(np.float64).reshape(2, 2) / size
    if form is YoloForm.MASKS and detections.masks is not None:
        polygons = outlines(detections.masks[row])
        if polygons:
            return _fractions(joined(polygons) / size)
        (x0, y0), (x1, y1) = box
        return _fractions(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
    fields = _fractions(np.stack([box.mean(axis=0), box[1] - box[0]]))
    if form is YoloForm.KEYPOINTS and detections.keypoints is not None:
        for point in detections.keypoints[row]:
            confidence = float(point[2]) if len(point) == 3 else 1.0
            visible = "2" if confidence >= VISIBLE_CONFIDENCE else "0"
            fields += _fractions(point[:2] / size)
            fields.append(f"{confidence:.6f}" if with_confidence else visible)
    return fields


def _fractions(values: npt.NDArray[np.floating]) -> list[str]:
    return [f"{value:.6f}" for value in np.clip(values, 0, 1).ravel()]


def _detections(
    rows: list[npt.NDArray[np.float64]],
    size_wh: tuple[int, int],
    form: YoloForm,
    with_confidence: bool,
) -> Detections:
    if not rows:
        return Detections.empty()
    class_id = np.array([row[0] for row in rows]).astype(np.intp)
    confidence = np.array([row[-1] if with_confidence else 1.0 for row in rows], np.float32)
    bodies = [row[1:-1] if with_confidence else row[1:] for row in rows]
    size = np.asarray(size_wh, np.float64)
    corners: FloatArray | None = None
    keypoints: FloatArray | None = None
    masks: list[InstanceMask] | None = None
    if form is YoloForm.MASKS:
        masks = [fill((body.reshape(-1, 2) * size).astype(np.float32), size_wh) for body in bodies]
        xyxy = np.array([_box_of(mask) for mask in masks], np.float32)
    elif form is YoloForm.ROTATED:
        corners = (np.stack(bodies).reshape(-1, 4, 2) * size).astype(np.float32)
        xyxy = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    else:
        table = np.stack(bodies)
        if table.shape[1] < 4 or (form is YoloForm.BOXES and table.shape[1] != 4):
            raise ValueError(f"rows of {table.shape[1]} numbers")
        half = table[:, 2:4] / 2
        xyxy = np.concatenate([table[:, :2] - half, table[:, :2] + half], axis=1)
        xyxy = (xyxy * np.tile(size, 2)).astype(np.float32)
        if form is YoloForm.KEYPOINTS:
            keypoints = table[:, 4:].reshape(len(rows), -1, 3).astype(np.float32)
            keypoints[:, :, :2] *= size.astype(np.float32)
    return Detections(
        xyxy=xyxy,
        confidence=confidence,
        class_id=class_id,
        corners=corners,
        keypoints=keypoints,
        masks=None if masks is None else Masks.of(masks),
    )


def _box_of(mask: InstanceMask) -> tuple[int, int, int, int]:
    x, y = mask.origin_xy
    h, w = mask.pixels.shape
    return x, y, x + w, y + h
