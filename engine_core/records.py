"""The contract for machines: one JSON object per frame, and the way back from it.

A record holds ``source``, ``frame``, ``timestamp_s`` (null for pictures), ``width``, ``height`` and
``detections``; each of these has ``class_id``, ``label``, ``confidence``, ``xyxy`` and, where the model
gives them, ``corners`` (rotated boxes), ``keypoints`` and ``mask`` (COCO's compressed run-length code
over the whole picture). ``classes`` stands only in the records of classifiers. All coordinates are
pixels of the upright source picture.

The journal of a run keeps the same records with what else is needed to go on from them: ``name``,
``pts``, ``time_base`` and ``duration``.

``timestamp_s`` is counted from a video's first frame, which has 0 also where the file's own clock begins
elsewhere, at 5 s for example; for a camera or stream from the first frame that arrived.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.detections import ClassScore, Detections, InstanceMask, Masks
from engine_core.labels import Labels
from engine_core.results import FrameResult

Record = dict[str, Any]
RunLengths = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")

COORDINATE_DECIMALS = 2
CONFIDENCE_DECIMALS = 5


def to_record(result: FrameResult, labels: Labels) -> Record:
    """Return the record of one frame; plain lists, numbers and strings throughout."""
    return _record(result, labels, _ROUNDED)


def _record(result: FrameResult, labels: Labels, digits: _Digits) -> Record:
    result = without_unusable_rows(result)
    record: Record = {
        "source": result.source,
        "frame": result.index,
        "timestamp_s": None if result.timestamp_s is None else round(result.timestamp_s, 6),
        "width": result.size_wh[0],
        "height": result.size_wh[1],
        "detections": [
            _detection(result, row, labels, digits) for row in range(len(result.detections))
        ],
    }
    if result.classes:
        record["classes"] = [
            {
                "class_id": score.class_id,
                "label": labels[score.class_id],
                "confidence": digits.confidence(score.confidence),
            }
            for score in result.classes
        ]
    return record


def from_record(record: Mapping[str, Any]) -> FrameResult:
    """Return what ``to_record`` was given, as far as rounding allows, without the image.

    The name falls back to the source and the time to none: a plain record has neither; see
    ``from_journal``.

    Raises:
        KeyError, TypeError, ValueError: The record is not one of ours.
    """
    size_wh = (int(record["width"]), int(record["height"]))
    return FrameResult(
        source=str(record["source"]),
        name=str(record["source"]),
        index=int(record["frame"]),
        size_wh=size_wh,
        detections=_detections(record["detections"]),
        classes=tuple(
            ClassScore(int(score["class_id"]), float(score["confidence"]))
            for score in record.get("classes", ())
        ),
    )


def to_journal(result: FrameResult, labels: Labels) -> Record:
    """Return the record with every digit, and with the fields that a resumed run needs besides.

    What a resumed run writes must not differ from what an uninterrupted one would have written.
    """
    time_base = result.time_base
    return {
        "name": result.name,
        "pts": result.pts,
        "time_base": None if time_base is None else [time_base.numerator, time_base.denominator],
        "duration": result.duration,
        **_record(result, labels, _EXACT),
    }


def from_journal(record: Mapping[str, Any]) -> FrameResult:
    """Return what ``to_journal`` was given; raises as ``from_record`` does."""
    time_base, duration = record["time_base"], record.get("duration")
    return replace(
        from_record(record),
        name=str(record["name"]),
        pts=None if record["pts"] is None else int(record["pts"]),
        time_base=None if time_base is None else Fraction(*map(int, time_base)),
        duration=None if duration is None else int(duration),
    )


def to_json(record: Mapping[str, Any]) -> str:
    """Return the record on one line: compact, Unicode as it is; ``ValueError`` for NaN and infinity.

    Only half surrogates, by which Python holds file names that are not UTF-8, are escaped: no encoding
    takes them.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def without_unusable_rows(result: FrameResult) -> FrameResult:
    """Leave out detections whose box is NaN or infinite: no format can hold them, no picture shows them."""
    found = result.detections
    usable = np.isfinite(found.xyxy).all(axis=1) & np.isfinite(found.confidence)
    for points in (found.corners, found.keypoints):
        if points is not None:
            usable &= np.isfinite(points).all(axis=(1, 2))
    return result if usable.all() else replace(result, detections=found[usable])


def coordinate_numbers(values: npt.NDArray[np.floating[Any]]) -> list[Any]:
    """Return pixels as (nested) lists of numbers with as many decimals as records hold."""
    # Adding zero turns the minus zero that rounding may leave into zero.
    rounded: list[Any] = (np.round(values.astype(np.float64), COORDINATE_DECIMALS) + 0.0).tolist()
    return rounded


def confidence_number(value: float) -> float:
    """Return a confidence with as many decimals as records hold."""
    return round(float(value), CONFIDENCE_DECIMALS)


def encode_mask(mask: InstanceMask, size_wh: tuple[int, int]) -> RunLengths:
    """Return COCO's compressed run-length code of a mask over the whole picture.

    Only the columns that the mask covers are ever made: the code runs down the columns, so what
    lies left and right of them is two additions.
    """
    width, height = size_wh
    x, y = mask.origin_xy
    h, w = mask.pixels.shape
    strip = np.zeros((height, w), np.bool_)
    strip[y : y + h] = mask.pixels
    column_major = strip.ravel(order="F")
    changes = np.flatnonzero(column_major[1:] != column_major[:-1]) + 1
    edges = np.concatenate([[0], changes, [column_major.size]])
    runs = np.diff(edges).tolist()
    # Runs alternate and begin with one outside the object, which may be empty.
    if column_major.size and column_major[0]:
        runs.insert(0, 0)
    runs[0] += x * height
    rest = (width - x - w) * height
    if len(runs) % 2:
        runs[-1] += rest
    elif rest:
        runs.append(rest)
    from pycocotools import mask as coco_mask

    code: RunLengths = coco_mask.frPyObjects(
        {"size": [height, width], "counts": runs}, height, width
    )
    return {"size": [height, width], "counts": code["counts"].decode("ascii")}


def decode_mask(code: RunLengths) -> InstanceMask:
    """Return the mask of a run-length code, cut to the pixels that belong to the object."""
    from pycocotools import mask as coco_mask

    x, y, w, h = (int(value) for value in coco_mask.toBbox(code))
    with warnings.catch_warnings():
        # WORKAROUND pycocotools 2.0.11: its arrays ignore NumPy 2's copy argument
        # (https://github.com/ppwwyyxx/cocoapi).
        warnings.simplefilter("ignore", DeprecationWarning)
        whole = coco_mask.decode(code)
    return InstanceMask(np.array(whole[y : y + h, x : x + w], np.bool_, order="C"), (x, y))


def _detection(result: FrameResult, row: int, labels: Labels, digits: _Digits) -> Record:
    detections = result.detections
    class_id = int(detections.class_id[row])
    record: Record = {
        "class_id": class_id,
        "label": labels[class_id],
        "confidence": digits.confidence(detections.confidence[row]),
        "xyxy": digits.coordinates(detections.xyxy[row]),
    }
    if detections.corners is not None:
        record["corners"] = digits.coordinates(detections.corners[row])
    if detections.keypoints is not None:
        record["keypoints"] = _keypoints(detections.keypoints[row], digits)
    if detections.masks is not None:
        record["mask"] = encode_mask(detections.masks[row], result.size_wh)
    return record


def _keypoints(points: npt.NDArray[np.float32], digits: _Digits) -> list[list[float]]:
    """Return the keypoints of one object as lists ``[x, y]`` or ``[x, y, confidence]``."""
    listed: list[list[float]] = digits.coordinates(points[:, :2])
    if points.shape[1] == 3:
        for point, confidence in zip(listed, points[:, 2], strict=True):
            point.append(digits.confidence(confidence))
    return listed


@dataclass(frozen=True, slots=True)
class _Digits:
    """How many digits a record holds."""

    coordinates: Callable[[npt.NDArray[np.floating[Any]]], list[Any]]
    confidence: Callable[[float], float]


_ROUNDED = _Digits(coordinate_numbers, confidence_number)
_EXACT = _Digits(lambda values: values.astype(np.float64).tolist(), float)


def _detections(records: list[Record]) -> Detections:
    if not records:
        return Detections.empty()
    first = records[0]

    def column(key: str) -> npt.NDArray[np.float32]:
        return np.asarray([record[key] for record in records], np.float32)

    codes = [record["mask"] for record in records] if "mask" in first else None
    return Detections(
        xyxy=column("xyxy"),
        confidence=column("confidence"),
        class_id=np.asarray([record["class_id"] for record in records], np.intp),
        corners=column("corners") if "corners" in first else None,
        keypoints=column("keypoints") if "keypoints" in first else None,
        masks=None
        if codes is None
        else Masks(lambda row: decode_mask(codes[row]), np.arange(len(codes))),
    )
