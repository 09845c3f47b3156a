"""Which cameras this computer has. Slow where they must be opened for it: never on the window's thread."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

HIGHEST_NUMBER = 3
_LINUX_FOLDER = Path("/sys/class/video4linux")


class CameraFound(NamedTuple):
    """A camera: its number for ``camera:0``, and what it calls itself, or empty."""

    number: int
    name: str


def find_cameras(linux_folder: Path = _LINUX_FOLDER) -> tuple[CameraFound, ...]:
    """Return the cameras there are; elsewhere than on Linux by opening numbers 0 to 3."""
    if sys.platform == "linux":
        return _named_by_system(linux_folder)
    return _opened()


def _named_by_system(folder: Path) -> tuple[CameraFound, ...]:
    found = []
    for device in folder.glob("video*"):
        number = device.name.removeprefix("video")
        try:
            # A camera has several devices; the first of them gives pictures, the others facts on them.
            is_first = (device / "index").read_text("ascii").strip() == "0"
            name = (device / "name").read_text("utf-8", "replace").strip()
        except OSError:
            continue
        if is_first and number.isdecimal():
            found.append(CameraFound(int(number), name))
    return tuple(sorted(found, key=lambda camera: camera.number))


def _opened() -> tuple[CameraFound, ...]:
    import cv2

    found = []
    for number in range(HIGHEST_NUMBER + 1):
        capture = cv2.VideoCapture(number)
        if capture.isOpened():
            found.append(CameraFound(number, ""))
        capture.release()
    return tuple(found)
