"""Feeding one frame in other ways, and how far to believe what the network then finds.

A network fed with wrong values does not always find nothing: many cover the picture with boxes at score
1.00. So confidence alone says nothing. What counts is confidence that holds up:

* it is found again, by the same class, when the picture is mirrored (objects are, noise is not);
* the same picture with its pixels scrambled, which holds no object, does not score as high.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.detections import Detections
from engine_core.detector import DEFAULT_SUPPRESSION, Attempt, Detector
from engine_core.frame import Frame
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing
from engine_core.recipe import Overrules
from engine_core.text import Text, text

# Confident enough to be counted. Families differ in their usual threshold; of garbage and sense this
# tells apart the same in all of them.
CONFIDENT = 0.25
# As many of the best boxes count; a crowd is no better than a scene with ten objects.
_COUNTED = 10
_SAME_OBJECT_IOU = 0.5
# More boxes than any scene has: comparing all of them would take longer than the network.
_MOST_COMPARED = 300
# Inputs times this are plenty of pixels to scale down from.
_LARGEST = 4

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measured:
    """What one way of feeding gave.

    Attributes:
        boxes: Boxes at or above ``CONFIDENT`` after suppression.
        best: Highest score of any box; 0 without.
        mean: Mean score of the confident boxes; 0 without.
        agreement: Share of the confident boxes that the mirrored picture has too.
        quality: How far to believe it, 0 upwards; about the number of objects found without doubt.
    """

    boxes: int
    best: float
    mean: float
    agreement: float
    quality: float


class Bench:
    """One frame with its mirrored and its scrambled twin, to measure ways of feeding on."""

    def __init__(self, detector: Detector, frame: Frame) -> None:
        self._detector = detector
        self.frame = replace(frame, image=_reduced(frame.image, detector))
        image = self.frame.image
        self._mirrored = replace(self.frame, image=np.ascontiguousarray(image[:, ::-1]))
        self._scrambled = replace(self.frame, image=scrambled(image))

    def look(self, preprocessing: Preprocessing) -> Measured:
        """Feed the frame one way; at most three runs of the network.

        Raises:
            InferenceError: The network could not be run.
        """
        seen = self._detector.attempt(self.frame, preprocessing, 0.0)
        found = self._confident(seen)
        best = float(seen.candidates.confidence.max(initial=0.0))
        if not len(found):
            return Measured(boxes=0, best=best, mean=0, agreement=0, quality=0)
        mirrored = self._confident(self._detector.attempt(self._mirrored, preprocessing, CONFIDENT))
        agreed = _agreed(found, mirrored, self.frame.size_wh[0])
        share = len(agreed) / min(len(found), _MOST_COMPARED)
        quality = 0.0
        if len(agreed):
            scrambled = self._detector.attempt(self._scrambled, preprocessing, CONFIDENT)
            noise = float(self._confident(scrambled).confidence.max(initial=0.0))
            quality = float((agreed[:_COUNTED] ** 2).sum()) * share * max(0.0, 1 - noise)
        return Measured(
            boxes=len(found),
            best=best,
            mean=float(found.confidence.mean()),
            agreement=share,
            quality=quality,
        )

    def answers_alike(self, preprocessing: Preprocessing) -> bool:
        """Whether the outputs are the same for the frame and for noise."""
        noise = np.random.default_rng(1).integers(0, 256, self.frame.image.shape, np.uint8)
        seen = self._detector.attempt(self.frame, preprocessing, 1.0).outputs
        kept = {name: array.copy() for name, array in seen.items()}
        other = self._detector.attempt(replace(self.frame, image=noise), preprocessing, 1.0).outputs
        return all(np.array_equal(kept[name], other[name], equal_nan=True) for name in kept)

    def _confident(self, seen: Attempt) -> Detections:
        confident = seen.candidates[seen.candidates.confidence >= CONFIDENT]
        return self._detector.suppress(confident, seen.letterbox, DEFAULT_SUPPRESSION)


def scrambled(image: Image) -> Image:
    """Return the picture cut into small tiles that are put back in any order: its colours, no objects."""
    edge = max(4, min(image.shape[:2]) // 60)
    rows, columns = image.shape[0] // edge, image.shape[1] // edge
    if rows * columns < 2:
        return image
    tiles = image[: rows * edge, : columns * edge].reshape(rows, edge, columns, edge, 3)
    tiles = tiles.swapaxes(1, 2).reshape(-1, edge, edge, 3)
    tiles = tiles[np.random.default_rng(0).permutation(len(tiles))]
    whole = tiles.reshape(rows, columns, edge, edge, 3).swapaxes(1, 2)
    return np.ascontiguousarray(whole.reshape(rows * edge, columns * edge, 3))


def other_values(now: Preprocessing) -> Iterator[Preprocessing]:
    """Yield other channel orders and ranges of values, the order that differs least from ``now`` first."""
    if now.channels is ChannelOrder.GREY:
        if np.issubdtype(np.dtype(now.dtype), np.floating):
            for scale, mean, std in ((1 / 255, 0.0, 1.0), (1.0, 0.0, 1.0), (1.0, 127.5, 127.5)):
                yield replace(now, scale=scale, mean=(mean,) * 3, std=(std,) * 3)
        return
    swapped = ChannelOrder.BGR if now.channels is ChannelOrder.RGB else ChannelOrder.RGB
    yield replace(now, channels=swapped, mean=now.mean[::-1], std=now.std[::-1])
    if not np.issubdtype(np.dtype(now.dtype), np.floating):
        # Whole numbers are pixels as they are.
        return
    named = [known for known in NORMALISATIONS.values() if known.channels is not ChannelOrder.GREY]
    for known in sorted(named, key=lambda known: known.channels is not now.channels):
        yield replace(
            now, channels=known.channels, scale=known.scale, mean=known.mean, std=known.std
        )


def other_fits(now: Preprocessing) -> Iterator[Preprocessing]:
    """Yield other ways to bring the picture to the input's size."""
    for geometry in (Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT, Geometry.STRETCH):
        if geometry is not now.geometry:
            yield replace(now, geometry=geometry)


def difference(wanted: Preprocessing, now: Preprocessing) -> Overrules:
    """Return what must be overruled, on top of everything in force, to feed as ``wanted``."""
    changes = {
        name: getattr(wanted, name)
        for name in ("geometry", "pad", "channels", "scale", "mean", "std")
        if getattr(wanted, name) != getattr(now, name)
    }
    return Overrules(**changes)


def change_words(wanted: Preprocessing, now: Preprocessing) -> Text:
    """Say what is fed otherwise: "Feed BGR instead of RGB", "Feed RGB with values from 0 to 1"."""
    range_now, range_wanted = range_words(now), range_words(wanted)
    channels = wanted.channels.value.upper()
    fits_now = (now.geometry, now.pad) == (wanted.geometry, wanted.pad)
    fit = _FIT_WORDS[wanted.geometry]
    if range_now == range_wanted and wanted.channels is now.channels:
        return text("Feed it as now") if fits_now else fit
    if range_now == range_wanted:
        said = text(
            "Feed {wanted} instead of {now}", wanted=channels, now=now.channels.value.upper()
        )
    elif wanted.channels is now.channels:
        said = text("Feed {wanted} instead of {now}", wanted=range_wanted, now=range_now)
    else:
        said = text("Feed {channels} with {values}", channels=channels, values=range_wanted)
    return said if fits_now else text("{first}, {second}", first=said, second=fit)


def range_words(fed: Preprocessing) -> Text:
    """Say what values are fed: "values from 0 to 1"."""
    values = (round(fed.scale * 255, 3), fed.mean, fed.std)
    for (scale, mean, std), said in _RANGES:
        if values == (scale, mean, std) or values == (scale, mean[::-1], std[::-1]):
            return said
    return text(
        "values × {scale} − {mean} ÷ {std}",
        scale=f"{fed.scale:.4g}",
        mean=f"{fed.mean[0]:.4g}",
        std=f"{fed.std[0]:.4g}",
    )


_NONE, _ONE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_RANGES = (
    ((1.0, _NONE, _ONE), text("values from 0 to 1")),
    ((255.0, _NONE, _ONE), text("values from 0 to 255")),
    ((255.0, (127.5,) * 3, (127.5,) * 3), text("values from −1 to 1")),
    ((255.0, (127.0,) * 3, (128.0,) * 3), text("values from −1 to 1, by 127 and 128")),
    (
        (1.0, NORMALISATIONS["imagenet-rgb"].mean, NORMALISATIONS["imagenet-rgb"].std),
        text("values normalised as for ImageNet"),
    ),
    (
        (255.0, NORMALISATIONS["mmdet-bgr"].mean, NORMALISATIONS["mmdet-bgr"].std),
        text("values normalised as in MMDetection"),
    ),
    ((255.0, NORMALISATIONS["caffe-bgr"].mean, _ONE), text("values less the mean of Caffe")),
    ((255.0, NORMALISATIONS["vgg-rgb"].mean, _ONE), text("values less the mean of VGG")),
    ((255.0, NORMALISATIONS["rcnn-bgr"].mean, _ONE), text("values less the mean of R-CNN")),
)
_FIT_WORDS: dict[Geometry, Text] = {
    Geometry.LETTERBOX: text("letterbox the picture in the middle"),
    Geometry.LETTERBOX_TOP_LEFT: text("letterbox the picture at the top left"),
    Geometry.STRETCH: text("stretch the picture"),
    Geometry.CENTRE_CROP: text("crop the picture"),
}


def _reduced(image: Image, detector: Detector) -> Image:
    """Return a very large picture at a size that feeds the network just as well."""
    w, h = detector.recipe.preprocessing.input_wh
    factor = _LARGEST * max(w, h) / max(image.shape[:2])
    if factor >= 1:
        return image
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _agreed(found: Detections, mirrored: Detections, width: int) -> npt.NDArray[np.float32]:
    """Return the scores, highest first, of what both have; of each pair the lower one."""
    found, mirrored = found[:_MOST_COMPARED], mirrored[:_MOST_COMPARED]
    if not len(found) or not len(mirrored):
        return np.empty(0, np.float32)
    back = mirrored.xyxy[:, [2, 1, 0, 3]].copy()
    back[:, [0, 2]] = width - back[:, [0, 2]]
    overlap = boxes.iou(found.xyxy, back)
    overlap[found.class_id[:, None] != mirrored.class_id[None, :]] = 0
    scores = []
    for row in range(len(found)):
        column = int(overlap[row].argmax())
        if overlap[row, column] >= _SAME_OBJECT_IOU:
            overlap[:, column] = 0
            scores.append(min(found.confidence[row], mirrored.confidence[column]))
    return np.sort(np.asarray(scores, np.float32))[::-1]
