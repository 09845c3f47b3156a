"""Where pictures come from, and one picture with its place there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine_core.text import NOTHING, Text


class SourceKind(Enum):
    """What a source is, which decides how it is opened and how its results are written."""

    PICTURE = "picture"
    VIDEO = "video"
    LIVE = "live"


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# The second form is a password with a slash, question mark or hash in it that was not escaped: what looks
# like its port is no number.
_USER_INFO = re.compile(
    r"(?<=://)(?:[^/?#]+@|[^\[/?#:@][^/?#:@]*:(?![0-9]*(?:[/?#]|\Z)).*@)", re.DOTALL
)
_SECRET_PARAMETER = re.compile(
    r"((?:key|token|pass|pwd|secret|sig|auth|credential|session|jwt)[\w.%-]{0,40}=)[^&#\s]+",
    re.IGNORECASE,
)


def without_secrets(location: str) -> str:
    """Return an address without user, password and keys, for people, records and logs; a path as it is.

    Masks rather too much: a parameter whose name sounds like a key is one.
    """
    if not _ADDRESS.match(location):
        return location
    return _SECRET_PARAMETER.sub(r"\1***", _USER_INFO.sub("***@", location, count=1))


class SourceItem(NamedTuple):
    """Something that can be opened, listed without touching its contents.

    A named tuple, because there may be a hundred thousand of them, and dataclasses take longer to make.

    Attributes:
        kind: By suffix within a folder, by content where the user named the file itself.
        location: Absolute path, camera number as ``camera:0``, or URL. For opening only: a URL may hold a
            password.
        name: Relative name for exported files (see ``Frame.name``), unique within its list.
    """

    kind: SourceKind
    location: str
    name: str

    @property
    def shown(self) -> str:
        """The location as it may be shown and recorded."""
        return without_secrets(self.location)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of an open source; None is unknown, and is shown so.

    Attributes:
        item: What was opened.
        size_wh: Width and height, upright, in pixels.
        frame_count: Number of frames; 1 for a picture.
        is_exact: Whether ``frame_count``, ``fps`` and ``duration_s`` were counted; otherwise they are what
            the header of a video says or lets expect, good for a progress bar.
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
    is_exact: bool = True


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """One picture, upright, in the program's one colour order.

    Attributes:
        image: ``(h, w, 3)`` uint8 **RGB**, orientation already applied, read-only.
        source: Where it comes from, as ``SourceItem.shown``: a path, ``camera:0``, a URL without password.
        name: Relative name for exported files, with forward slashes and the source's suffix, unique
            within a run: ``train/0001.jpg``, ``clip.mp4``. All frames of one video share it.
        index: Number of the frame within its source, from 0; a picture has 0.
        pts: Presentation time in units of ``time_base``, counted from the first frame; None for pictures.
        time_base: Seconds per unit of ``pts``; None for pictures.
        duration: How long it is shown, in units of ``time_base``, as its packet says; None where that does
            not. Where the rate varies and frames are stored out of order it may be a neighbour's.
    """

    image: npt.NDArray[np.uint8]
    source: str
    name: str
    index: int = 0
    pts: int | None = None
    time_base: Fraction | None = None
    duration: int | None = None

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
