"""Makes the thumbnails of the rows that are seen, and tells what it learns while the file is open."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from engine_core.errors import SourceError
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.text import text
from gui.workers.ending import PATIENCE_MS, end

THUMB_WH = (56, 40)
"""Logical pixels of a thumbnail."""

MAX_BYTES = 64 * 1024 * 1024
"""Larger files that can only be decoded whole get no thumbnail: it would take gigabytes and seconds."""

_JPEG_MARK = b"\xff\xd8\xff"
_ORIENTATION = 274
_QUARTER_TURNS = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """What was learnt of one source.

    Attributes:
        item: The source.
        image: ``THUMB_WH`` times the ratio asked for, cropped to fill; None where none can be made.
        info: Size and length, as far as they are known now.
        error: Why it cannot be read.
    """

    item: SourceItem
    image: QImage | None
    info: SourceInfo | None = None
    error: SourceError | None = None


class Thumbnails(QThread):
    """Makes thumbnails one after another, the newest wishes only. Opens nothing live and nothing remote.

    Attributes:
        made: A ``Thumbnail``, for each item asked for that was still wanted when its turn came. Emitted on
            this thread: connect it to a slot of a widget.
    """

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thumbnails")
        self._news = threading.Condition(threading.Lock())
        self._wanted: list[SourceItem] = []
        self._ratio = 1.0
        self._is_ending = False

    def want(self, items: Sequence[SourceItem], ratio: float = 1.0) -> None:
        """Ask for thumbnails, the first first; what was asked before and not again is dropped.

        Starts the thread. Any thread.
        """
        with self._news:
            self._wanted = [
                item
                for item in items
                if item.kind is not SourceKind.LIVE and "://" not in item.location
            ]
            self._wanted.reverse()
            self._ratio = ratio
            self._news.notify()
        if self._wanted and not self.isRunning():
            self.start()

    def stop(self, patience_ms: int = PATIENCE_MS) -> bool:
        """End after the thumbnail under way. GUI thread.

        Args:
            patience_ms: How long to wait for that.

        Returns:
            Whether it has ended.
        """
        with self._news:
            self._is_ending = True
            self._wanted = []
            self._news.notify()
        return end(self, patience_ms)

    def run(self) -> None:
        """Make what is wanted until told to end."""
        # The frames that are looked at come first.
        self.setPriority(QThread.Priority.LowPriority)
        while True:
            with self._news:
                while not self._wanted and not self._is_ending:
                    self._news.wait()
                if self._is_ending:
                    return
                item, ratio = self._wanted.pop(), self._ratio
            self.made.emit(make(item, ratio))


def make(item: SourceItem, ratio: float) -> Thumbnail:
    """Make one thumbnail; whatever is wrong with the file is in the answer."""
    wanted = round(THUMB_WH[0] * ratio), round(THUMB_WH[1] * ratio)
    try:
        if item.kind is SourceKind.VIDEO:
            return _of_video(item, wanted)
        return _of_picture(item, wanted)
    except SourceError as error:
        return Thumbnail(item, None, error=error)
    except Exception as error:  # noqa: BLE001 - a bug here must cost one thumbnail, not the thread
        problem = SourceError(
            text("No thumbnail can be made of {name}", name=item.shown), details=repr(error)
        )
        return Thumbnail(item, None, error=None if Path(item.location).exists() else problem)


def _of_video(item: SourceItem, wanted: tuple[int, int]) -> Thumbnail:
    from engine_core.sources.video import VideoSource

    with VideoSource(item) as video:
        info = video.info
        try:
            pixels = video.read(0).image
        except SourceError:  # the first frame is damaged, which the rest need not be
            return Thumbnail(item, None, info)
    return Thumbnail(item, _covering(Image.fromarray(pixels), wanted), info)


def _of_picture(item: SourceItem, wanted: tuple[int, int]) -> Thumbnail:
    path = Path(item.location)
    reduced = _reduced_jpeg(path, wanted)
    if reduced is not None:
        image, size_wh = reduced
        return Thumbnail(item, image, SourceInfo(item, size_wh, frame_count=1))
    if path.exists() and path.stat().st_size > MAX_BYTES:
        return Thumbnail(item, None)
    from engine_core.sources.pictures import read_picture

    pixels, note = read_picture(path)
    height, width = pixels.shape[:2]
    info = SourceInfo(item, (width, height), frame_count=1, note=note)
    return Thumbnail(item, _covering(Image.fromarray(pixels), wanted), info)


def _reduced_jpeg(path: Path, wanted: tuple[int, int]) -> tuple[QImage, tuple[int, int]] | None:
    """Decode a JPEG at an eighth, a quarter or half its size; None for everything else.

    What is damaged is left to the careful reader, which says what is wrong with it.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_JPEG_MARK)) != _JPEG_MARK:
                return None
            file.seek(0)
            with Image.open(file, formats=("JPEG",)) as image:
                if image.mode not in ("RGB", "L"):
                    return None
                width, height = image.size
                turn = image.getexif().get(_ORIENTATION, 1)
                longest = max(wanted)
                image.draft("RGB", (2 * longest, 2 * longest))
                upright = _upright(image.convert("RGB"), turn)
    except Exception:  # noqa: BLE001 - Pillow's parsers raise nearly anything on damaged files
        return None
    size_wh = (height, width) if turn in _QUARTER_TURNS else (width, height)
    return _covering(upright, wanted), size_wh


def _upright(image: Image.Image, turn: int) -> Image.Image:
    ways = Image.Transpose
    upright = {
        2: ways.FLIP_LEFT_RIGHT,
        3: ways.ROTATE_180,
        4: ways.FLIP_TOP_BOTTOM,
        5: ways.TRANSPOSE,
        6: ways.ROTATE_270,
        7: ways.TRANSVERSE,
        8: ways.ROTATE_90,
    }.get(turn)
    return image if upright is None else image.transpose(upright)


def _covering(image: Image.Image, wanted: tuple[int, int]) -> QImage:
    """Scale so that the picture fills the thumbnail, and crop what stands over."""
    width, height = image.size
    scale = min(width / wanted[0], height / wanted[1])
    crop_width, crop_height = wanted[0] * scale, wanted[1] * scale
    left, top = (width - crop_width) / 2, (height - crop_height) / 2
    small = image.resize(
        wanted,
        Image.Resampling.BICUBIC,
        box=(left, top, min(left + crop_width, width), min(top + crop_height, height)),
        reducing_gap=2.0,
    )
    return _to_qimage(np.asarray(small))


def _to_qimage(rgb: npt.NDArray[np.uint8]) -> QImage:
    height, width = rgb.shape[:2]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = rgb[..., ::-1]
    # QImage keeps the array alive; a copy of so few pixels costs nothing and depends on nothing.
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
