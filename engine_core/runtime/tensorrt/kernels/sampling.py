"""Where ``cv2.resize`` samples a picture, as tables for the kernel: all geometry is decided here.

The formulas are those of INTER_LINEAR for bytes (OpenCV, modules/imgproc/src/resize.cpp): positions in
single precision, weights of 11 bits, no weight for what lies outside along x.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.letterbox import LetterBox
from engine_core.preprocess import ChannelOrder, Layout, Preprocessing

_ONE = 2048
_CHANNELS = {ChannelOrder.RGB: 0, ChannelOrder.BGR: 1, ChannelOrder.GREY: 2}

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """How pictures of one size are fed.

    Attributes:
        letterbox: Where they lie in the input.
        rows: The rows that are sampled, ascending; only these travel to the card.
        plan: What the kernel reads: its header, then four numbers for each column and each row.
    """

    letterbox: LetterBox
    rows: npt.NDArray[np.intp]
    plan: Ints


def sampling(source_wh: tuple[int, int], wanted: Preprocessing) -> Sampling:
    """Return how pictures of a size are fed; for every geometry but the centre crop."""
    letterbox = LetterBox.fit(source_wh, wanted.input_wh, wanted.geometry)
    (source_w, source_h), (w, h) = source_wh, letterbox.resized_wh
    columns = _samples(source_w, w, ends_inside=True)
    lines = _samples(source_h, h, ends_inside=False)
    columns[:, :2] *= 3
    rows = np.unique(lines[:, :2]).astype(np.intp)
    lines[:, :2] = np.searchsorted(rows, lines[:, :2])
    header = [
        *wanted.input_wh,
        *letterbox.offset_xy,
        w,
        h,
        3 * source_w,
        _CHANNELS[wanted.channels],
        int(wanted.layout is Layout.NHWC),
        max(1, wanted.batch),
        *_padding(wanted),
        *(0, 0, 0),
    ]
    plan = np.concatenate([np.array(header, np.int32), columns.ravel(), lines.ravel()])
    return Sampling(letterbox, rows, plan)


def _samples(source: int, target: int, *, ends_inside: bool) -> Ints:
    """Return ``(target, 4)``: the two positions sampled along an axis, and their weights out of 2048."""
    if source == target:
        position = np.arange(source, dtype=np.int32)
        weight = np.full(source, _ONE, np.int32)
        return np.stack([position, position, weight, np.zeros_like(weight)], axis=1)
    scale = 1.0 / (target / source)
    place = ((np.arange(target) + 0.5) * scale - 0.5).astype(np.float32)
    first = np.floor(place).astype(np.int32)
    fraction = place - first.astype(np.float32)
    if ends_inside:
        outside = (first < 0) | (first >= source - 1)
        fraction[outside] = 0
        first = np.clip(first, 0, source - 1)
    weights = [
        np.rint(part * np.float32(_ONE)).astype(np.int32) for part in (1 - fraction, fraction)
    ]
    second = np.clip(first + 1, 0, source - 1)
    return np.stack([np.clip(first, 0, source - 1), second, *weights], axis=1)


def _padding(wanted: Preprocessing) -> list[int]:
    """Return the pixel value of the padding in each plane of the input, three numbers in any case."""
    colour = np.full((1, 1, 3), wanted.pad, np.uint8)
    if wanted.channels is ChannelOrder.GREY:
        return [int(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)[0, 0]), 0, 0]
    planes = [int(value) for value in colour[0, 0]]
    return planes if wanted.channels is ChannelOrder.RGB else planes[::-1]
