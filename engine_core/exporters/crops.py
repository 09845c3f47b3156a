"""Every detection as a picture of its own, sorted by class: ``crops/<class>/<picture>_<n>.jpg``.

``n`` counts the detections of the frame from 1, across classes. Crops hold the pixels that the box
touches, at least one; rotated boxes are turned upright, black where they stand over the picture.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.exporters.annotate import image_of
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.files import frame_stem, safe_component, sweep, write_file
from engine_core.exporters.pictures import SUFFIXES, encode_picture
from engine_core.frame import SourceInfo, SourceItem
from engine_core.records import without_unusable_rows
from engine_core.results import FrameResult
from engine_core.text import Text

Image = npt.NDArray[np.uint8]


class Crops:
    """Writes each crop as it comes; a picture in which nothing was found leaves no trace."""

    key = "crops"
    needs_image = True

    def __init__(self, settings: ExportSettings) -> None:
        self._settings = settings
        self._folder = settings.out / "crops"
        self.notes: tuple[Text, ...] = ()
        sweep(self._folder)

    def has(self, _item: SourceItem) -> bool:
        """Whether there are crops at all: nothing may have been found in this source."""
        return self._folder.is_dir()

    def begin_source(self, _info: SourceInfo) -> None:
        """Nothing has to be prepared."""

    def write(self, result: FrameResult) -> None:
        result = without_unusable_rows(result)
        image_format = self._settings.image_format
        for row in range(len(result.detections)):
            crop = crop_of(result, row)
            label = safe_component(self._settings.labels[int(result.detections.class_id[row])])
            name = f"{frame_stem(result)}_{row + 1}{SUFFIXES[image_format]}"
            path = self._folder / label / name
            write_file(
                path,
                encode_picture(crop, image_format, path),
                is_durable=False,
                on_published=self._settings.on_published,
            )

    def end_source(self) -> None:
        """Nothing is left to publish."""

    def abandon_source(self) -> None:
        """Nothing is unfinished."""

    def close(self) -> None:
        """Nothing is left to publish."""

    def abandon(self) -> None:
        """Nothing is unfinished."""


def crop_of(result: FrameResult, row: int) -> Image:
    """Return the pixels of one detection, ``(h, w, 3)`` RGB."""
    image = image_of(result)
    if result.detections.corners is not None:
        return upright(image, result.detections.corners[row])
    width, height = result.size_wh
    x0, y0, x1, y1 = result.detections.xyxy[row].tolist()
    left = min(max(math.floor(x0), 0), width - 1)
    top = min(max(math.floor(y0), 0), height - 1)
    right = min(max(math.ceil(x1), left + 1), width)
    bottom = min(max(math.ceil(y1), top + 1), height)
    return np.ascontiguousarray(image[top:bottom, left:right])


def upright(image: Image, corners: npt.NDArray[np.float32]) -> Image:
    """Turn a rotated box upright, by less than 45 degrees and without mirroring it.

    Args:
        image: ``(h, w, 3)``.
        corners: ``(4, 2)`` in order round the box, either way round.
    """
    points = corners.astype(np.float64)
    x, y = points[:, 0], points[:, 1]
    if np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)):  # anticlockwise on the picture
        points = points[::-1]
    edges = np.roll(points, -1, axis=0) - points
    lengths = np.maximum(np.linalg.norm(edges, axis=1), 1e-6)
    # Going clockwise, the edge that runs to the right is the top one.
    top = int(np.argmax(edges[:, 0] / lengths))
    longest = 2 * max(image.shape[:2])
    width = min(max(round(lengths[top]), 1), longest)
    height = min(max(round(lengths[(top + 1) % 4]), 1), longest)
    origin, right, _, down = np.roll(points, -top, axis=0)
    # Coordinates are continuous; OpenCV counts from the centre of the first pixel.
    across, along = (right - origin) / width, (down - origin) / height
    start = origin + (across + along - 1) / 2
    to_source = np.stack([across, along, start], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(image, to_source, (width, height), flags=flags)
    return np.asarray(turned, np.uint8)
