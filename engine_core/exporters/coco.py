"""COCO JSON of detections: one file that loads both as ground truth and as results.

``COCO("coco.json")`` opens it, and ``loadRes(json["annotations"])`` takes its annotations, which carry
``score`` besides all that ground truth has. A category's id is the model's class id, so id 0 is in use;
every class is listed. Images are numbered from 1 in the order of the run, annotations from 1.
Masks are compressed run-length codes, rotated boxes a polygon of four corners. Keypoints are
``x, y, v`` with v 2 for visible, 1 for not (confidence below 0.5).
"""

from __future__ import annotations

import json
import shutil

import numpy as np

from engine_core.exporters.base import VISIBLE_CONFIDENCE, ExportSettings
from engine_core.exporters.files import PartFile, frame_stem, picture_name, reported, sweep
from engine_core.frame import SourceInfo, SourceItem
from engine_core.records import (
    Record,
    confidence_number,
    coordinate_numbers,
    encode_mask,
    to_json,
    without_unusable_rows,
)
from engine_core.results import FrameResult
from engine_core.text import Text


class CocoFile:
    """Streams images into the file itself and annotations into a second one, joined at the end."""

    key = "coco"
    needs_image = False

    def __init__(self, settings: ExportSettings) -> None:
        self._labels = settings.labels
        self._image_count = 0
        self._annotation_count = 0
        self._class_count = max(len(settings.labels), settings.class_count or 0)
        self._keypoint_count = 0 if settings.keypoints is None else settings.keypoints[0]
        self.notes: tuple[Text, ...] = ()
        self._final = settings.out / "coco.json"
        sweep(settings.out, name="coco.json", deep=False)
        sweep(settings.out, name="coco-annotations.json", deep=False)
        self._main = PartFile(self._final, on_published=settings.on_published)
        try:
            self._annotations = PartFile(settings.out / "coco-annotations.json")
        except BaseException:
            self._main.discard()
            raise
        with reported(self._final):
            info = {"description": "Detections written by EngineScope", "version": "1.0"}
            self._main.stream.write(b'{"info":' + to_json(info).encode() + b',"images":[')
        self._mark()

    def has(self, _item: SourceItem) -> bool:
        return False

    def begin_source(self, _info: SourceInfo) -> None:
        self._mark()

    def write(self, result: FrameResult) -> None:
        result = without_unusable_rows(result)
        self._image_count += 1
        image: Record = {
            "id": self._image_count,
            "file_name": picture_name(result),
            "width": result.size_wh[0],
            "height": result.size_wh[1],
        }
        if not result.is_picture:
            image["file_name"] = f"{frame_stem(result)}.jpg"
            image["video"] = result.name
            image["frame"] = result.index
            image["timestamp_s"] = result.timestamp_s
        with reported(self._final):
            self._append(self._main, image, is_first=self._image_count == 1)
            for row in range(len(result.detections)):
                self._annotation_count += 1
                annotation = self._annotation(result, row)
                self._append(self._annotations, annotation, is_first=self._annotation_count == 1)

    def end_source(self) -> None:
        self._mark()

    def abandon_source(self) -> None:
        """Take out the images and annotations of the source that began."""
        main, annotations, self._image_count, self._annotation_count = self._source_start
        with reported(self._final):
            for part, start in ((self._main, main), (self._annotations, annotations)):
                part.stream.seek(start)
                part.stream.truncate()

    def close(self) -> None:
        try:
            with reported(self._final):
                main, annotations = self._main.stream, self._annotations.stream
                main.write(b'],\n"annotations":[')
                annotations.seek(0)
                shutil.copyfileobj(annotations, main, 1 << 20)
                main.write(b'],\n"categories":' + json.dumps(self._categories()).encode() + b"}\n")
            self._main.publish()
        finally:
            self.abandon()

    def abandon(self) -> None:
        self._annotations.discard()
        self._main.discard()

    def _annotation(self, result: FrameResult, row: int) -> Record:
        found = result.detections
        class_id = int(found.class_id[row])
        self._class_count = max(self._class_count, class_id + 1)
        x0, y0, x1, y1 = coordinate_numbers(found.xyxy[row])
        box = [x0, y0, round(x1 - x0, 2), round(y1 - y0, 2)]
        annotation: Record = {
            "id": self._annotation_count,
            "image_id": self._image_count,
            "category_id": class_id,
            "bbox": box,
            "area": round(box[2] * box[3], 2),
            "iscrowd": 0,
            "score": confidence_number(found.confidence[row]),
        }
        if found.masks is not None:
            annotation["segmentation"] = encode_mask(found.masks[row], result.size_wh)
            annotation["area"] = found.masks[row].area_px
        elif found.corners is not None:
            corners = found.corners[row].astype(np.float64)
            x, y = corners[:, 0], corners[:, 1]
            twice = np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))
            annotation["segmentation"] = [coordinate_numbers(corners.reshape(-1))]
            annotation["area"] = round(abs(float(twice)) / 2, 2)
        if found.keypoints is not None:
            points = found.keypoints[row]
            self._keypoint_count = max(self._keypoint_count, len(points))
            seen = (
                points[:, 2] >= VISIBLE_CONFIDENCE
                if points.shape[1] == 3
                else np.ones(len(points), np.bool_)
            )
            flat: list[float] = []
            for (x, y), visible in zip(coordinate_numbers(points[:, :2]), seen, strict=True):
                flat += [x, y, 2 if visible else 1]
            annotation["keypoints"] = flat
            annotation["num_keypoints"] = len(points)
        return annotation

    def _categories(self) -> list[Record]:
        categories: list[Record] = []
        for class_id in range(self._class_count):
            category: Record = {"id": class_id, "name": self._labels[class_id], "supercategory": ""}
            if self._keypoint_count:
                category["keypoints"] = [f"point_{n}" for n in range(self._keypoint_count)]
                category["skeleton"] = []
            categories.append(category)
        return categories

    @staticmethod
    def _append(part: PartFile, entry: Record, *, is_first: bool) -> None:
        part.stream.write(b"\n" if is_first else b",\n")
        part.stream.write(to_json(entry).encode())

    def _mark(self) -> None:
        with reported(self._final):
            self._source_start = (
                self._main.stream.tell(),
                self._annotations.stream.tell(),
                self._image_count,
                self._annotation_count,
            )
