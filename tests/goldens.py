"""What models are known to find, and whether what was found is that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.detections import Detections


@dataclass(frozen=True)
class Tolerance:
    """How near is near enough, as the manifest's sentence has it."""

    iou: float
    score: float
    weakest_may_differ: bool

    @classmethod
    def of(cls, sentence: str) -> Tolerance:
        iou = re.search(r"IoU >= ([\d.]+)", sentence)
        score = re.search(r"score \+-([\d.]+)", sentence)
        assert iou is not None
        assert score is not None
        return cls(float(iou[1]), float(score[1]), "may appear or vanish" in sentence)


def _xywhr(detections: Detections) -> npt.NDArray[np.float32]:
    assert detections.corners is not None
    corners = detections.corners
    width, height = corners[:, 0] - corners[:, 3], corners[:, 0] - corners[:, 1]
    angle = np.arctan2(width[:, 1], width[:, 0])
    return np.column_stack(
        [
            corners.mean(axis=1),
            np.linalg.norm(width, axis=1),
            np.linalg.norm(height, axis=1),
            angle,
        ]
    ).astype(np.float32)


def _overlaps(expected: list[dict[str, Any]], found: Detections) -> npt.NDArray[np.float32]:
    if not expected:
        return np.zeros((0, len(found)), np.float32)
    if "xywhr" in expected[0]:
        wanted = np.asarray([one["xywhr"] for one in expected], np.float32)
        return boxes.rotated_iou(wanted, _xywhr(found))
    return boxes.iou(np.asarray([one["box"] for one in expected], np.float32), found.xyxy)


def mismatches(
    golden: dict[str, Any], found: Detections, conf: float, tolerance: Tolerance
) -> list[str]:
    """Return, in words, what was found otherwise than expected."""
    expected = golden["detections"]
    near = _overlaps(expected, found) >= tolerance.iou
    near &= found.class_id[None] == np.asarray([[one["class_id"]] for one in expected], np.intp)
    matched: set[int] = set()
    wrong = []
    for wanted, fits in zip(expected, near, strict=True):
        rows = [int(row) for row in np.flatnonzero(fits) if int(row) not in matched]
        rows = [
            r for r in rows if abs(float(found.confidence[r]) - wanted["score"]) <= tolerance.score
        ]
        if rows:
            best = min(rows, key=lambda r: abs(float(found.confidence[r]) - wanted["score"]))
            matched.add(best)
            wrong += _differing_parts(wanted, found, best)
        elif not (tolerance.weakest_may_differ and wanted["score"] < conf + tolerance.score):
            wrong.append(f"not found: {wanted}")
    if golden["count"] == len(expected):
        wrong += [
            f"found besides: class {found.class_id[row]} at {found.confidence[row]:.3f} "
            f"{found.xyxy[row].tolist()}"
            for row in np.flatnonzero(found.confidence >= conf + tolerance.score)
            if int(row) not in matched
        ]
    return wrong


def _differing_parts(wanted: dict[str, Any], found: Detections, row: int) -> list[str]:
    wrong = []
    if "keypoints" in wanted:
        assert found.keypoints is not None
        points = np.asarray(wanted["keypoints"], np.float32)
        visible = points[:, 2] > 0.5 if points.shape[1] == 3 else np.ones(len(points), np.bool_)
        away = np.linalg.norm(points[visible, :2] - found.keypoints[row][visible, :2], axis=1)
        if away.size and away.max() > 3:
            wrong.append(f"a keypoint is {away.max():.1f} px away: {wanted}")
    if "mask_area_px" in wanted:
        assert found.masks is not None
        area = found.masks[row].area_px
        if abs(area - wanted["mask_area_px"]) > 0.05 * wanted["mask_area_px"]:
            wrong.append(f"the mask has {area} px: {wanted}")
    return wrong
