"""Pure array functions on boxes: convert, intersect, suppress, clip.

``xyxy`` is ``x0, y0, x1, y1``; ``cxcywh`` centre and size; ``xywhr`` centre, size and an angle in
radians that turns clockwise on a picture whose y axis points down. All functions take and give
float32 and keep the unit of what they get.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]


def cxcywh_to_xyxy(boxes: FloatArray) -> FloatArray:
    """Convert ``(n, 4)`` centre and size to corners."""
    half = boxes[:, 2:4] * np.float32(0.5)
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)


def xyxy_to_cxcywh(boxes: FloatArray) -> FloatArray:
    """Convert ``(n, 4)`` corners to centre and size."""
    size = boxes[:, 2:4] - boxes[:, :2]
    return np.concatenate([boxes[:, :2] + size * np.float32(0.5), size], axis=1)


def xywhr_to_corners(boxes: FloatArray) -> FloatArray:
    """Return the four corners ``(n, 4, 2)`` of rotated boxes ``(n, 5)``, in order round the box."""
    cos, sin = np.cos(boxes[:, 4]), np.sin(boxes[:, 4])
    half_w = np.stack([cos, sin], axis=1) * (boxes[:, 2:3] * np.float32(0.5))
    half_h = np.stack([-sin, cos], axis=1) * (boxes[:, 3:4] * np.float32(0.5))
    centre = boxes[:, :2]
    corners = [
        centre + half_w + half_h,
        centre + half_w - half_h,
        centre - half_w - half_h,
        centre - half_w + half_h,
    ]
    return np.stack(corners, axis=1).astype(np.float32)


def corners_to_xyxy(corners: FloatArray) -> FloatArray:
    """Return the upright box ``(n, 4)`` around each polygon ``(n, k, 2)``."""
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def clip(boxes: FloatArray, size_wh: tuple[int, int]) -> FloatArray:
    """Clip ``(n, 4)`` corners to a picture of the given size."""
    w, h = size_wh
    limit = np.asarray([w, h, w, h], np.float32)
    return np.clip(boxes, 0, limit)


def iou(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return intersection over union of every box of ``a`` with every box of ``b``: ``(n, m)``."""
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    inner: FloatArray = np.clip(bottom_right - top_left, 0, None).prod(axis=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(axis=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(axis=1)
    union = area_a[:, None] + area_b[None, :] - inner
    overlap: FloatArray = np.divide(inner, union, out=np.zeros_like(inner), where=union > 0)
    return overlap


def rotated_iou(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return intersection over union of rotated boxes ``(n, 5)`` and ``(m, 5)``: ``(n, m)``, exact.

    Pairs whose upright boxes do not touch are never intersected.
    """
    corners_a, corners_b = xywhr_to_corners(a), xywhr_to_corners(b)
    upright_a, upright_b = corners_to_xyxy(corners_a), corners_to_xyxy(corners_b)
    area_a, area_b = a[:, 2] * a[:, 3], b[:, 2] * b[:, 3]
    overlap = np.zeros((len(a), len(b)), np.float32)
    touching = (
        (upright_a[:, None, :2] < upright_b[None, :, 2:])
        & (upright_b[None, :, :2] < upright_a[:, None, 2:])
    ).all(axis=2)
    for i, j in np.argwhere(touching):
        inner, _ = cv2.intersectConvexConvex(corners_a[i], corners_b[j])
        union = area_a[i] + area_b[j] - inner
        if union > 0:
            overlap[i, j] = inner / union
    return overlap


def nms(
    boxes: FloatArray,
    scores: FloatArray,
    class_ids: IntArray | None,
    iou_threshold: float,
    limit: int | None = None,
) -> IntArray:
    """Return the rows that greedy suppression keeps, most confident first.

    A box is removed only by a *more* confident one (of equals the earlier row wins), so filtering the
    result by confidence gives exactly what filtering the input would have given.

    Args:
        boxes: ``(n, 4)`` corners, or ``(n, 5)`` rotated ``xywhr``.
        scores: ``(n,)``.
        class_ids: ``(n,)``; boxes of different classes do not suppress each other. None: all do.
        iou_threshold: A box is removed when its overlap with a kept one is *greater* than this.
        limit: Most rows kept, or None for all.
    """
    if len(boxes) == 0:
        return np.empty(0, np.intp)
    order = np.argsort(-scores, kind="stable")
    if boxes.shape[1] == 5:
        return _greedy_rotated(boxes, order, class_ids, iou_threshold, limit)
    return _greedy(boxes, order, class_ids, iou_threshold, limit)


# Within a block every pair is compared at once; few enough that pairs of removed boxes cost little.
_BLOCK = 96


def _greedy(
    boxes: FloatArray,
    order: IntArray,
    class_ids: IntArray | None,
    iou_threshold: float,
    limit: int | None,
) -> IntArray:
    """Suppress block by block: first what boxes kept before remove, then what the block's own remove."""
    xyxy = boxes[order]
    area = (xyxy[:, 2] - xyxy[:, 0]) * (xyxy[:, 3] - xyxy[:, 1])
    columns = np.stack([*xyxy.T, area])
    group = None if class_ids is None else class_ids[order]
    kept = np.empty(0, np.intp)
    for start in range(0, len(order), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(order)))
        if len(kept):
            rows = rows[~_removes(columns, group, kept, rows, iou_threshold).any(axis=0)]
        bits = np.packbits(
            _removes(columns, group, rows, rows, iou_threshold), axis=1, bitorder="little"
        )
        # A box removes those behind it only; those before it were looked at already. Itself is no harm.
        removed, stay = 0, []
        for place, removes in enumerate(bits):
            if not removed >> place & 1:
                stay.append(place)
                removed |= int.from_bytes(removes.tobytes(), "little")
        kept = np.concatenate([kept, rows[stay]])
        if limit is not None and len(kept) >= limit:
            kept = kept[:limit]
            break
    return order[kept]


def _removes(
    columns: FloatArray,
    group: IntArray | None,
    kept: IntArray,
    rivals: IntArray,
    iou_threshold: float,
) -> npt.NDArray[np.bool_]:
    """Return ``(kept, rivals)``: which pairs overlap by more than the threshold and may suppress.

    Args:
        columns: ``(5, n)``: corners and area.
        group: Class of each, or None where all are one.
        kept: Columns of those that may remove.
        rivals: Columns of those that may be removed.
        iou_threshold: As ``nms`` takes it.
    """
    a, b = columns[:, kept, None], columns[:, None, rivals]
    inner = np.minimum(a[2], b[2])
    inner -= np.maximum(a[0], b[0])
    np.maximum(inner, 0, out=inner)
    height = np.minimum(a[3], b[3])
    height -= np.maximum(a[1], b[1])
    np.maximum(height, 0, out=height)
    inner *= height
    removes: npt.NDArray[np.bool_] = inner > iou_threshold * (a[4] + b[4] - inner)
    if group is not None:
        removes &= group[kept, None] == group[None, rivals]
    return removes


def _greedy_rotated(
    boxes: FloatArray,
    order: IntArray,
    class_ids: IntArray | None,
    iou_threshold: float,
    limit: int | None,
) -> IntArray:
    xywhr = boxes[order]
    group = None if class_ids is None else class_ids[order]
    alive = np.arange(len(order))
    kept = []
    while len(alive):
        first, rest = alive[0], alive[1:]
        kept.append(first)
        if not len(rest) or len(kept) == limit:
            break
        rivals = rest if group is None else rest[group[rest] == group[first]]
        overlap = rotated_iou(xywhr[first : first + 1], xywhr[rivals])[0]
        alive = np.setdiff1d(rest, rivals[overlap > iou_threshold], assume_unique=True)
    return order[np.asarray(kept, np.intp)]
