"""Where pictures come from, and one picture with its place there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine_core.text import NOTHING, Text


class SourceKind(Enum):
    """What a source is, which decides how it is opened and how its results are written."""

    PICTURE = "picture"
    VIDEO = "video"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class SourceItem:
    """Something that can be opened, listed without touching its contents.

    Attributes:
        kind: By suffix within a folder, by content where the user named the file itself.
        location: Absolute path, camera number as ``camera:0``, or URL.
        name: Relative name for exported files (see ``Frame.name``), unique within its list.
    """

    kind: SourceKind
    location: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of an open source; None is unknown, and is shown so.

    Attributes:
        item: What was opened.
        size_wh: Width and height, upright, in pixels.
        frame_count: Number of frames; 1 for a picture.
        fps: Average frames per second.
        duration_s: Length of a video.
        seekable: Whether ``read`` takes any index.
        note: Something worth telling the user ("first frame of an animation"), or empty.
    """

    item: SourceItem
    size_wh: tuple[int, int] | None
    frame_count: int | None
    fps: float | None = None
    duration_s: float | None = None
    seekable: bool = True
    note: Text = NOTHING


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """One picture, upright, in the program's one colour order.

    Attributes:
        image: ``(h, w, 3)`` uint8 **RGB**, orientation already applied, read-only.
        source: Where it comes from as the user knows it: a path, ``camera:0``, a URL.
        name: Relative name for exported files, with forward slashes and the source's suffix, unique
            within a run: ``train/0001.jpg``, ``clip.mp4``. All frames of one video share it.
        index: Number of the frame within its source, from 0; a picture has 0.
        pts: Presentation time in units of ``time_base``, counted from the first frame; None for pictures.
        time_base: Seconds per unit of ``pts``; None for pictures.
    """

    image: npt.NDArray[np.uint8]
    source: str
    name: str
    index: int = 0
    pts: int | None = None
    time_base: Fraction | None = None

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or self.image.dtype != np.uint8:
            raise ValueError(
                f"a frame is (h, w, 3) uint8, got {self.image.shape} {self.image.dtype}"
            )
        self.image.flags.writeable = False

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]

    @property
    def timestamp_s(self) -> float | None:
        """Seconds since the first frame; None for pictures."""
        if self.pts is None or self.time_base is None:
            return None
        return float(self.pts * self.time_base)

    @property
    def is_picture(self) -> bool:
        """Whether this is a still picture and not one frame of a video or stream."""
        return self.pts is None
