"""Cameras and streams: only the newest frame counts, and a lost connection is made again."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import cv2
import cv2.utils.logging
import numpy as np
import numpy.typing as npt

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem
from engine_core.sources.reach import why_unanswered
from engine_core.text import NOTHING, Text, text

OPEN_TIMEOUT_MS = 8_000
READ_TIMEOUT_MS = 8_000
FIRST_RETRY_S = 0.5
LAST_RETRY_S = 15.0

_OPEN_S = OPEN_TIMEOUT_MS // 1000
_READ_S = READ_TIMEOUT_MS // 1000
_CLOSE_PATIENCE_S = 0.3
_STOP_LOOK_S = 0.1
_TIME_BASE = Fraction(1, 1000)
_CAMERA_BACKENDS = {"linux": cv2.CAP_V4L2, "darwin": cv2.CAP_AVFOUNDATION}


class Capture(Protocol):
    """What is used of ``cv2.VideoCapture``; every call may block, and all come from one thread."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name

    def read(self) -> tuple[bool, npt.NDArray[np.uint8] | None]: ...

    def get(self, prop: int, /) -> float: ...

    def release(self) -> None: ...


class LiveSource:
    """A camera or stream whose frames are read as they come; those nobody asks for in time are dropped.

    A thread of its own connects, reads and releases. While the connection is lost it tries again after
    0.5 s, 1 s, 2 s, … 15 s, and each failure is one error among the frames. The newest news replaces
    what was not taken before, be it a frame or an error. An address that turns out to be a recording
    with an end ends; anything else goes on until ``close``.

    ``Frame.index`` counts all frames that arrived, so gaps are dropped frames; ``Frame.pts`` is the time
    of arrival in milliseconds.

    ``close`` may be called from any thread: a ``read`` or an iteration that waits, for a frame or between
    two attempts, ends at once and without an error. Only who is still within the constructor has nothing
    to close yet; ``stop`` serves there, and afterwards as well.
    """

    def __init__(
        self,
        item: SourceItem,
        *,
        stop: threading.Event | None = None,
        open_capture: Callable[[str], Capture] | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """Connect and wait for the first frame.

        Args:
            item: Camera or stream.
            stop: Set from any thread to have the same as by ``close``, also while it connects: then there
                is a source without frames, and no error.
            open_capture: Makes a capture of a location.
            clock: Seconds that only grow.
            wait: Waits so many seconds between two attempts, less when the source is closed.

        Raises:
            SourceError: The first attempt failed; nothing is left running.
        """
        self._item = item
        self._shown = item.shown
        self._open_capture = open_capture or _open_capture
        self._clock = clock
        self._closing = threading.Event()
        self._stop = stop
        self._wait = wait or self._closing.wait
        self._news = threading.Condition()
        self._unseen: Frame | SourceError | None = None
        self._ended = False
        self._arrived = 0
        self._dropped = 0
        self._size_wh: tuple[int, int] | None = None
        self._fps: float | None = None
        self._first_s: float | None = None
        self._last_pts = -1
        self._thread = threading.Thread(target=self._run, name=f"live {self._shown}", daemon=True)
        self._thread.start()
        try:
            self._wait_for_news()
        except BaseException:  # an interruption by the keyboard leaves no thread behind
            self.close()
            raise
        with self._news:
            failure = None if self._arrived else self._unseen
        if self._arrived == 0 and not self._closing.is_set():
            self.close()
            if isinstance(failure, SourceError):
                raise failure
            raise self._problem(text("It ended before its first frame"))

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(
            self._item, self._size_wh, frame_count=None, fps=self._fps, seekable=False
        )

    @property
    def dropped(self) -> int:
        """How many frames arrived that nobody took."""
        return self._dropped

    def read(self, index: int = 0) -> Frame:
        """Wait for a frame not yet seen, and return the newest; which index is asked for is all the same.

        Raises:
            SourceError: The connection is lost; the next call waits for the next news.
            IndexError: The source is closed, or was a recording and is at its end.
        """
        self._wait_for_news()
        with self._news:
            news, self._unseen = self._unseen, None
        if news is None or self._closing.is_set():
            raise IndexError(index)
        if isinstance(news, SourceError):
            raise news
        return news

    def __iter__(self) -> Iterator[Frame | SourceError]:
        while True:
            try:
                item: Frame | SourceError = self.read()
            except IndexError:
                return
            except SourceError as error:
                item = error
            yield item

    def close(self) -> None:
        """End the thread; one that hangs within the driver is left to end by itself."""
        self._end()
        if threading.current_thread() is not self._thread:
            self._thread.join(_CLOSE_PATIENCE_S)

    def __enter__(self) -> LiveSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_for_news(self) -> None:
        """Wait for a frame, an error or the end; ``stop`` cannot wake anybody, so it is looked at."""
        look_s = None if self._stop is None else _STOP_LOOK_S
        while True:
            if self._stop is not None and self._stop.is_set():
                self._end()
            with self._news:
                if self._news.wait_for(lambda: self._unseen is not None or self._ended, look_s):
                    return

    def _end(self) -> None:
        self._closing.set()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _run(self) -> None:
        """Connect, read until it breaks, wait, and again. The only thread that touches a capture."""
        try:
            retry_s = FIRST_RETRY_S
            while not self._closing.is_set():
                arrived_before = self._arrived
                began_s = self._clock()
                capture = self._open_capture(self._item.location)
                was_timely = self._clock() - began_s < _OPEN_S
                try:
                    is_over = self._read_until_it_breaks(capture, was_timely)
                finally:
                    capture.release()
                if is_over or self._closing.is_set():
                    return
                if self._arrived > arrived_before:
                    retry_s = FIRST_RETRY_S
                self._wait(retry_s)
                retry_s = min(retry_s * 2, LAST_RETRY_S)
        except cv2.error as error:
            self._publish(self._problem(text("OpenCV gave up"), details=str(error)))
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _read_until_it_breaks(self, capture: Capture, was_timely: bool) -> bool:
        """Publish frames, then the reason why there are no more; whether the source has come to its end."""
        if not capture.isOpened():
            self._publish(_cannot_connect(self._item.location, self._shown, was_timely))
            return False
        fps = capture.get(cv2.CAP_PROP_FPS)
        self._fps = fps if 0 < fps < 1000 else None
        # Only a recording knows how many frames it has; a live stream says 0, -1 or nonsense.
        promised = capture.get(cv2.CAP_PROP_FRAME_COUNT)
        received = 0
        while not self._closing.is_set():
            is_read, image = capture.read()
            if not is_read or image is None or image.size == 0:
                break
            received += 1
            self._publish(self._to_frame(image))
        if self._closing.is_set():
            return True
        # Counts in headers of recordings are off by a few; a second is not worth an error.
        if 0 < promised < 1e9 and received >= promised - max(self._fps or 0, 1):
            return True
        self._publish(
            self._problem(
                text("The connection was lost or no frame came for {seconds} s", seconds=_READ_S),
                text("It is tried again until it works; check cable, network and power"),
            )
        )
        return False

    def _to_frame(self, image: npt.NDArray[np.uint8]) -> Frame:
        now_s = self._clock()
        if self._first_s is None:
            self._first_s = now_s
        # Two frames in one millisecond must not have one time stamp: no video file could hold them.
        self._last_pts = max(round((now_s - self._first_s) / _TIME_BASE), self._last_pts + 1)
        conversion = cv2.COLOR_GRAY2RGB if image.ndim == 2 else cv2.COLOR_BGR2RGB
        frame = Frame(
            image=np.asarray(cv2.cvtColor(image, conversion), np.uint8),
            source=self._shown,
            name=self._item.name,
            index=self._arrived,
            pts=self._last_pts,
            time_base=_TIME_BASE,
        )
        self._arrived += 1
        self._size_wh = frame.size_wh
        return frame

    def _publish(self, news: Frame | SourceError) -> None:
        with self._news:
            if isinstance(self._unseen, Frame):
                self._dropped += 1
            self._unseen = news
            self._news.notify_all()

    def _problem(self, why: Text, cure: Text = NOTHING, details: str = "") -> SourceError:
        what = text("{name} gives no picture", name=self._shown)
        return SourceError(what, why=why, cure=cure, details=details)


def _open_capture(location: str) -> Capture:
    _silence_opencv()
    kind, _, number = location.partition(":")
    if kind == "camera" and number.isdigit():
        backend = _CAMERA_BACKENDS.get(sys.platform, cv2.CAP_ANY)
        capture = cv2.VideoCapture(int(number), backend)
        # Where the driver heeds it, frames that wait in its queue do not grow old there.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    else:
        # OpenCV asks for RTSP over TCP by itself; OPENCV_FFMPEG_CAPTURE_OPTIONS overrules it.
        timeouts = [
            *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS),
            *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS),
        ]
        capture = cv2.VideoCapture(location, cv2.CAP_FFMPEG, timeouts)
    found: Capture = capture  # type: ignore[assignment]  # OpenCV types pictures as any array
    return found


def _silence_opencv() -> None:
    """Keep OpenCV and its FFmpeg from writing to the terminal: what failed is told by our errors."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    if sys.platform == "win32":
        # Media Foundation otherwise takes many seconds to open a camera.
        os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def _cannot_connect(location: str, shown: str, was_timely: bool) -> SourceError:
    kind, _, number = location.partition(":")
    if kind != "camera":
        return SourceError(
            text("The stream {name} cannot be opened", name=shown),
            why=why_unanswered(location)
            if was_timely
            else text("Nothing answers there with a video within {seconds} s", seconds=_OPEN_S),
            cure=text("Check address, user and password; see whether VLC can play it"),
        )
    what = text("Camera {number} cannot be opened", number=number)
    if not sys.platform.startswith("linux"):
        return SourceError(
            what,
            why=text("There is no such camera, or another program uses it"),
            cure=text("Close other programs and check the system's privacy settings for cameras"),
        )
    device = Path(f"/dev/video{number}")
    if not device.exists():
        found = sorted(Path("/dev").glob("video*"))
        if not found:
            return SourceError(
                what,
                why=text("The system knows no camera at all (there is no /dev/video*)"),
                cure=text("Connect one; in a container or virtual machine hand it through"),
            )
        return SourceError(
            what,
            why=text("There is no {device}", device=device),
            cure=text("Try one of these: {found}", found=", ".join(map(str, found))),
        )
    if not os.access(device, os.R_OK | os.W_OK):
        return SourceError(
            what,
            why=text("You may not use {device}", device=device),
            cure=text("Add yourself to the group “video” and log in again"),
        )
    return SourceError(
        what,
        why=text(
            "Another program uses {device}, or it is no camera that takes pictures", device=device
        ),
        cure=text("Close other programs, or try the next number: a camera often has two"),
    )
