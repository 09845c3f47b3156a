"""What was found: ``Candidates`` in network pixels before suppression, ``Detections`` in source pixels.

Both are columns sharing one row order, so filtering is indexing:
``detections[detections.confidence >= 0.4]``. The names are those of the field (``xyxy``,
``confidence``, ``class_id``). Arrays are read-only once they leave their maker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]
Rows = slice | npt.NDArray[np.bool_] | npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class InstanceMask:
    """The pixels of one object, cut to its box: a full-frame mask costs 2 MB per object at 1080p.

    Attributes:
        pixels: ``(h, w)`` bool.
        origin_xy: Where ``pixels[0, 0]`` lies in the source picture.
    """

    pixels: npt.NDArray[np.bool_]
    origin_xy: tuple[int, int]

    @property
    def area_px(self) -> int:
        """Number of source pixels that belong to the object."""
        return int(np.count_nonzero(self.pixels))

    def on_canvas(self, size_wh: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """Return the mask on a canvas of the whole picture, shape ``(h, w)``."""
        canvas = np.zeros((size_wh[1], size_wh[0]), np.bool_)
        x, y = self.origin_xy
        h, w = self.pixels.shape
        canvas[y : y + h, x : x + w] = self.pixels
        return canvas


class Masks:
    """One mask per detection, made when first asked for.

    A frame may hold three hundred candidates above a low floor of which five are shown; computing
    every mask would cost more than the network.
    """

    def __init__(self, make: Callable[[int], InstanceMask], rows: IntArray) -> None:
        """Keep ``make``, which is called with an original row, for the given original rows."""
        self._make = make
        self._rows = rows
        self._made: dict[int, InstanceMask] = {}

    @classmethod
    def of(cls, masks: list[InstanceMask]) -> Masks:
        """Hold masks that exist already."""
        return cls(masks.__getitem__, np.arange(len(masks)))

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> InstanceMask:
        row = int(self._rows[index])
        if row not in self._made:
            mask = self._make(row)
            mask.pixels.flags.writeable = False
            self._made[row] = mask
        return self._made[row]

    def take(self, rows: Rows) -> Masks:
        """Return the masks of some rows; those made already are shared."""
        taken = Masks(self._make, self._rows[rows])
        taken._made = self._made
        return taken


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Detections:
    """Objects found in one frame, in pixels of the **source** picture, most confident first.

    Attributes:
        xyxy: Corners ``x0, y0, x1, y1``, ``(n, 4)`` float32, clipped to the picture. For rotated boxes
            the upright box around the corners.
        confidence: Scores in ``[0, 1]``, ``(n,)`` float32.
        class_id: Indices into the model's labels, ``(n,)``.
        corners: Rotated boxes: the four corners in order round the box, ``(n, 4, 2)``, not clipped.
        keypoints: ``(n, k, 2)`` x, y or ``(n, k, 3)`` x, y, confidence.
        masks: One per row.
    """

    xyxy: FloatArray
    confidence: FloatArray
    class_id: IntArray
    corners: FloatArray | None = None
    keypoints: FloatArray | None = None
    masks: Masks | None = None

    def __post_init__(self) -> None:
        n = len(self.xyxy)
        _check("xyxy", self.xyxy, (n, 4))
        _check("confidence", self.confidence, (n,))
        _check("class_id", self.class_id, (n,))
        if self.corners is not None:
            _check("corners", self.corners, (n, 4, 2))
        if self.keypoints is not None and (
            self.keypoints.ndim != 3
            or len(self.keypoints) != n
            or self.keypoints.shape[2] not in (2, 3)
        ):
            raise ValueError(
                f"keypoints must have shape ({n}, k, 2 or 3), got {self.keypoints.shape}"
            )
        if self.masks is not None and len(self.masks) != n:
            raise ValueError(f"{n} boxes but {len(self.masks)} masks")
        for array in (self.xyxy, self.confidence, self.class_id, self.corners, self.keypoints):
            if array is not None:
                array.flags.writeable = False

    @classmethod
    def empty(cls) -> Detections:
        """Nothing found."""
        return cls(
            xyxy=np.empty((0, 4), np.float32),
            confidence=np.empty(0, np.float32),
            class_id=np.empty(0, np.intp),
        )

    def __len__(self) -> int:
        return len(self.xyxy)

    def __getitem__(self, rows: Rows) -> Detections:
        return Detections(
            xyxy=self.xyxy[rows],
            confidence=self.confidence[rows],
            class_id=self.class_id[rows],
            corners=None if self.corners is None else self.corners[rows],
            keypoints=None if self.keypoints is None else self.keypoints[rows],
            masks=None if self.masks is None else self.masks.take(rows),
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Candidates:
    """Everything the network proposed above the floor, in pixels of the **network input**.

    Attributes:
        xyxy: Corners, ``(n, 4)`` float32, in any order of rows. For rotated boxes the upright box
            around each.
        confidence: ``(n,)`` float32, the best class of each box.
        class_id: ``(n,)``.
        xywhr: Rotated boxes: centre, size, angle in radians clockwise on the picture, ``(n, 5)``.
        keypoints: ``(n, k, 2)`` or ``(n, k, 3)``.
        mask_coefficients: ``(n, m)``, weights of the prototypes.
        prototypes: ``(m, h, w)``, shared by all rows.
        mask_logits: ``(n, h, w)``, masks that the network gives whole, over its whole input.
    """

    xyxy: FloatArray
    confidence: FloatArray
    class_id: IntArray
    xywhr: FloatArray | None = None
    keypoints: FloatArray | None = None
    mask_coefficients: FloatArray | None = None
    prototypes: FloatArray | None = None
    mask_logits: FloatArray | None = None

    @classmethod
    def empty(cls) -> Candidates:
        """Nothing proposed."""
        return cls(
            xyxy=np.empty((0, 4), np.float32),
            confidence=np.empty(0, np.float32),
            class_id=np.empty(0, np.intp),
        )

    def __len__(self) -> int:
        return len(self.xyxy)

    def __getitem__(self, rows: Rows) -> Candidates:
        def take(array: FloatArray | None) -> FloatArray | None:
            return None if array is None else array[rows]

        return Candidates(
            xyxy=self.xyxy[rows],
            confidence=self.confidence[rows],
            class_id=self.class_id[rows],
            xywhr=take(self.xywhr),
            keypoints=take(self.keypoints),
            mask_coefficients=take(self.mask_coefficients),
            prototypes=self.prototypes,
            mask_logits=take(self.mask_logits),
        )


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One answer of a classifier."""

    class_id: int
    confidence: float


@dataclass(frozen=True, slots=True)
class DisplayFilter:
    """Which detections are shown and exported: a view of ``Detections``, never a new inference.

    Attributes:
        confidence: Threshold for every class without one of its own.
        class_confidence: Own thresholds by class id.
        classes: The only classes shown, or None for all.
        hidden: Classes not shown.
        min_size_px: Smallest width and height shown, in source pixels.
        max_detections: Most shown, the most confident of those that pass the rest; None for all.
    """

    confidence: float = 0.25
    class_confidence: dict[int, float] = field(default_factory=dict)
    classes: frozenset[int] | None = None
    hidden: frozenset[int] = frozenset()
    min_size_px: float = 0.0
    max_detections: int | None = None

    def rows(self, detections: Detections) -> npt.NDArray[np.bool_]:
        """Return which rows pass, ``(n,)`` bool; rows are the most confident first."""
        threshold = np.full(len(detections), self.confidence, np.float32)
        for class_id, confidence in self.class_confidence.items():
            threshold[detections.class_id == class_id] = confidence
        keep = detections.confidence >= threshold
        if self.classes is not None:
            keep &= np.isin(detections.class_id, list(self.classes))
        if self.hidden:
            keep &= ~np.isin(detections.class_id, list(self.hidden))
        if self.min_size_px > 0:
            size = detections.xyxy[:, 2:] - detections.xyxy[:, :2]
            keep &= (size >= self.min_size_px).all(axis=1)
        if self.max_detections is not None:
            # What is hidden must not take the place of what is shown.
            keep[np.flatnonzero(keep)[self.max_detections :]] = False
        return keep

    def apply(self, detections: Detections) -> Detections:
        """Return the detections that pass."""
        return detections[self.rows(detections)]


def _check(name: str, array: npt.NDArray[np.generic], shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
