"""From a picture to the tensor that is fed: ``Preprocessing`` is the recipe, ``Preprocessor`` does it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine_core.letterbox import Geometry, LetterBox

Triple = tuple[float, float, float]


class ChannelOrder(Enum):
    """What the planes of the input tensor are."""

    RGB = "rgb"
    BGR = "bgr"
    GREY = "grey"


class Layout(Enum):
    """Order of the input tensor's axes."""

    NCHW = "nchw"
    NHWC = "nhwc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprocessing:
    """How a picture becomes the input tensor: shown, and editable, as it stands.

    Each fed value is ``(pixel * scale - mean) / std`` with ``pixel`` in 0..255.

    Attributes:
        input_wh: Width and height of the network's input.
        geometry: How the picture is brought to that size.
        pad: Value of the padding, 0..255: one for all channels, or red, green and blue.
        channels: Order of the planes.
        scale: Factor for a pixel, ``1/255`` or 1.
        mean, std: Per plane, in the order of ``channels`` and after ``scale``.
        layout: Order of the axes.
        dtype: Element type of the tensor: ``float32``, ``float16`` or ``uint8``.
        batch: Size of the batch axis, or 0 where the tensor has none; the picture fills every place.
    """

    input_wh: tuple[int, int]
    geometry: Geometry = Geometry.LETTERBOX
    pad: int | tuple[int, int, int] = 114
    channels: ChannelOrder = ChannelOrder.RGB
    scale: float = 1 / 255
    mean: Triple = (0.0, 0.0, 0.0)
    std: Triple = (1.0, 1.0, 1.0)
    layout: Layout = Layout.NCHW
    dtype: str = "float32"
    batch: int = 1

    def __post_init__(self) -> None:
        if min(self.input_wh) < 1:
            raise ValueError(f"input_wh must be positive, got {self.input_wh}")
        if not all(self.std):
            raise ValueError(f"std must not be zero, got {self.std}")
        if self.dtype not in _DTYPES:
            raise ValueError(f"dtype must be one of {sorted(_DTYPES)}, got {self.dtype}")

    @property
    def tensor_shape(self) -> tuple[int, ...]:
        """Shape of the tensor that is fed."""
        w, h = self.input_wh
        planes = 1 if self.channels is ChannelOrder.GREY else 3
        shape = (planes, h, w) if self.layout is Layout.NCHW else (h, w, planes)
        return (self.batch, *shape) if self.batch else shape


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A named set of scale, mean and std, as families of models share them."""

    channels: ChannelOrder
    scale: float
    mean: Triple = (0.0, 0.0, 0.0)
    std: Triple = (1.0, 1.0, 1.0)


# Values are those that the trainers of each family publish.
NORMALISATIONS: dict[str, Normalisation] = {
    "unit-rgb": Normalisation(ChannelOrder.RGB, 1 / 255),
    "unit-bgr": Normalisation(ChannelOrder.BGR, 1 / 255),
    "raw-rgb": Normalisation(ChannelOrder.RGB, 1.0),
    "raw-bgr": Normalisation(ChannelOrder.BGR, 1.0),
    "imagenet-rgb": Normalisation(
        ChannelOrder.RGB, 1 / 255, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    ),
    "mmdet-bgr": Normalisation(
        ChannelOrder.BGR, 1.0, (103.53, 116.28, 123.675), (57.375, 57.12, 58.395)
    ),
    "caffe-bgr": Normalisation(ChannelOrder.BGR, 1.0, (103.939, 116.779, 123.68)),
    "signed-rgb": Normalisation(ChannelOrder.RGB, 1.0, (127.5,) * 3, (127.5,) * 3),
    "signed-bgr": Normalisation(ChannelOrder.BGR, 1.0, (127.5,) * 3, (127.5,) * 3),
    "unit-grey": Normalisation(ChannelOrder.GREY, 1 / 255),
    "ssd-rgb": Normalisation(ChannelOrder.RGB, 1.0, (127.0,) * 3, (128.0,) * 3),
    "vgg-rgb": Normalisation(ChannelOrder.RGB, 1.0, (123.0, 117.0, 104.0)),
    "rcnn-bgr": Normalisation(ChannelOrder.BGR, 1.0, (102.9801, 115.9465, 122.7717)),
}


class Preprocessor:
    """Turns pictures into input tensors, into one buffer that it keeps.

    Not thread-safe: one preprocessor belongs to the thread that runs the network.
    """

    def __init__(self, preprocessing: Preprocessing) -> None:
        self.preprocessing = preprocessing
        self._dtype = np.dtype(preprocessing.dtype)
        self._tensor = np.empty(preprocessing.tensor_shape, self._dtype)
        self._tables = fed_values(preprocessing)
        self._letterbox: LetterBox | None = None
        self._resized: npt.NDArray[np.uint8] = np.empty((0, 0, 3), np.uint8)
        self._planes: list[npt.NDArray[np.uint8]] = []

    def __call__(self, image: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[Any], LetterBox]:
        """Fit one picture.

        Args:
            image: ``(h, w, 3)`` uint8 RGB.

        Returns:
            The tensor, which is overwritten by the next call, and where the picture lies in it.
        """
        wanted = self.preprocessing
        size_wh = (image.shape[1], image.shape[0])
        letterbox = self._letterbox
        if letterbox is None or letterbox.source_wh != size_wh:
            letterbox = LetterBox.fit(size_wh, wanted.input_wh, wanted.geometry)
            # Padding is painted once per picture size; the picture covers the rest every time.
            self._fill_padding()
            self._letterbox = letterbox
        x, y = letterbox.offset_xy
        if wanted.geometry is Geometry.CENTRE_CROP:
            image, size_wh = _middle(image, letterbox)
            resized = self._resize(image, size_wh)
            w, h = wanted.input_wh
            x, y = (resized.shape[1] - w) // 2, (resized.shape[0] - h) // 2
            self._normalise(resized[y : y + h, x : x + w], 0, 0)
        else:
            self._normalise(self._resize(image, letterbox.resized_wh), x, y)
        return self._tensor, letterbox

    def _resize(
        self, image: npt.NDArray[np.uint8], size_wh: tuple[int, int]
    ) -> npt.NDArray[np.uint8]:
        w, h = size_wh
        if image.shape[:2] == (h, w):
            return image
        if self._resized.shape[:2] != (h, w):
            self._resized = np.empty((h, w, 3), np.uint8)
        shrinks = w < image.shape[1]
        crops = self.preprocessing.geometry is Geometry.CENTRE_CROP
        # Classifiers are trained on pictures shrunk with anti-aliasing, detectors without.
        interpolation = cv2.INTER_AREA if crops and shrinks else cv2.INTER_LINEAR
        cv2.resize(image, (w, h), dst=self._resized, interpolation=interpolation)
        return self._resized

    def _normalise(self, image: npt.NDArray[np.uint8], x: int, y: int) -> None:
        """Write the fitted picture into every place of the batch, its top-left corner at x, y."""
        h, w = image.shape[:2]
        planes = self._split(image)
        places = self._tensor if self.preprocessing.batch else self._tensor[None]
        first = places[0]
        nchw = self.preprocessing.layout is Layout.NCHW
        for channel, (plane, table) in enumerate(zip(planes, self._tables, strict=True)):
            area = (
                first[channel, y : y + h, x : x + w]
                if nchw
                else first[y : y + h, x : x + w, channel]
            )
            if nchw and self._dtype == np.float32:
                cv2.LUT(plane, table, dst=area)
            else:
                np.copyto(area, table[plane])
        for place in places[1:]:
            np.copyto(place, first)

    def _split(self, image: npt.NDArray[np.uint8]) -> list[npt.NDArray[np.uint8]]:
        """Return the planes in the order they are fed, in memory that is kept."""
        channels = self.preprocessing.channels
        count = 1 if channels is ChannelOrder.GREY else 3
        if not self._planes or self._planes[0].shape != image.shape[:2]:
            self._planes = [np.empty(image.shape[:2], np.uint8) for _ in range(count)]
        if channels is ChannelOrder.GREY:
            cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY, dst=self._planes[0])
            return self._planes
        cv2.split(image, self._planes)
        return self._planes if channels is ChannelOrder.RGB else self._planes[::-1]

    def _fill_padding(self) -> None:
        places = self._tensor if self.preprocessing.batch else self._tensor[None]
        colour = np.full((1, 1, 3), self.preprocessing.pad, np.uint8)
        planes = self._split(colour)
        for channel, (plane, table) in enumerate(zip(planes, self._tables, strict=True)):
            value = table[int(plane[0, 0])]
            if self.preprocessing.layout is Layout.NCHW:
                places[:, channel] = value
            else:
                places[..., channel] = value


def fed_values(preprocessing: Preprocessing) -> list[npt.NDArray[Any]]:
    """Return, per plane, the fed value of each of the 256 pixel values.

    Exact for any scale, mean and std, and faster than arithmetic on float planes.
    """
    dtype = np.dtype(preprocessing.dtype)
    pixels = np.arange(256, dtype=np.float64)
    planes = 1 if preprocessing.channels is ChannelOrder.GREY else 3
    tables = []
    for mean, std in list(zip(preprocessing.mean, preprocessing.std, strict=True))[:planes]:
        values = (pixels * preprocessing.scale - mean) / std
        if np.issubdtype(dtype, np.integer):
            limits = np.iinfo(dtype)
            values = np.clip(np.rint(values), limits.min, limits.max)
        tables.append(values.astype(dtype))
    return tables


# Pictures longer than this many inputs are cut before they are scaled.
_LONGEST_CROP = 16

_DTYPES = frozenset({"float32", "float16", "uint8", "int8"})


def _middle(
    image: npt.NDArray[np.uint8], letterbox: LetterBox
) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """Return the part of a very long picture that a centre crop can show, and the size to bring it to.

    Scaling the whole of it first would take its length in memory. The cut is symmetric, so that the
    centre stays where it is to within a pixel; pictures of usual shape are left whole, and exact.
    """
    w, h = letterbox.resized_wh
    input_w, input_h = letterbox.input_wh
    if w * h <= _LONGEST_CROP * input_w * input_h:
        return image, (w, h)
    scale_x, scale_y = letterbox.scale_xy
    keep_w = min(image.shape[1], math.ceil(2 * input_w / scale_x))
    keep_h = min(image.shape[0], math.ceil(2 * input_h / scale_y))
    x, y = (image.shape[1] - keep_w) // 2, (image.shape[0] - keep_h) // 2
    size_wh = (max(input_w, round(keep_w * scale_x)), max(input_h, round(keep_h * scale_y)))
    return np.ascontiguousarray(image[y : y + keep_h, x : x + keep_w]), size_wh
