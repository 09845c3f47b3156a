"""LabelMe JSON (format 5), to correct detections by hand: one file per picture below ``labelme``.

Boxes are rectangles; masks and rotated boxes polygons, because LabelMe refuses shapes it does not know;
keypoints are points in the group of their box. The parts of one mask share a group. Each shape carries
``score``, which LabelMe keeps and ignores. Where a classifier looked, its best answer is a flag.

``imagePath`` leads from the file to the picture. Frames of a video name the picture that the format
``frames`` would write.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.exporters.base import ExportSettings
from engine_core.exporters.per_frame import FrameFiles
from engine_core.exporters.polygons import outlines
from engine_core.labels import Labels
from engine_core.records import confidence_number, coordinate_numbers, to_json
from engine_core.results import FrameResult

VERSION = "5.5.0"

Shape = dict[str, Any]


def open_labelme(settings: ExportSettings) -> FrameFiles:
    """Write ``labelme/**.json``."""
    return FrameFiles(
        "labelme",
        settings.out / "labelme",
        ".json",
        lambda result, path: to_labelme(result, settings.labels, path),
        on_published=settings.on_published,
    )


def to_labelme(result: FrameResult, labels: Labels, path: Path) -> bytes:
    """Return the file of one frame that will lie at ``path``."""
    shapes: list[Shape] = []
    for row in range(len(result.detections)):
        shapes += _shapes(result, row, labels)
    content = {
        "version": VERSION,
        "flags": {labels[score.class_id]: True for score in result.classes[:1]},
        "shapes": shapes,
        "imagePath": _image_path(result, path),
        "imageData": None,
        "imageHeight": result.size_wh[1],
        "imageWidth": result.size_wh[0],
    }
    return f"{to_json(content)}\n".encode()


def _shapes(result: FrameResult, row: int, labels: Labels) -> list[Shape]:
    found = result.detections
    label = labels[int(found.class_id[row])]
    score = confidence_number(found.confidence[row])
    parts = [] if found.masks is None else outlines(found.masks[row])
    is_group = len(parts) > 1 or found.keypoints is not None

    def shape(kind: str, name: str, points: npt.NDArray[np.float32]) -> Shape:
        return {
            "label": name,
            "score": score,
            "points": coordinate_numbers(points),
            "group_id": row if is_group else None,
            "description": "",
            "shape_type": kind,
            "flags": {},
            "mask": None,
        }

    if parts:
        shapes = [shape("polygon", label, part) for part in parts]
    elif found.corners is not None:
        shapes = [shape("polygon", label, found.corners[row])]
    else:
        shapes = [shape("rectangle", label, found.xyxy[row].reshape(2, 2))]
    if found.keypoints is not None:
        shapes += [
            shape("point", f"{label}_{number}", point[None, :2])
            for number, point in enumerate(found.keypoints[row])
        ]
    return shapes


def _image_path(result: FrameResult, path: Path) -> str:
    if not result.is_picture:
        return f"{path.stem}.jpg"
    try:
        return Path(os.path.relpath(result.source, path.parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return Path(result.source).as_posix()
