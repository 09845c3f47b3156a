"""What one row of the list of sources shows, and in which words."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from engine_core.frame import SourceItem, SourceKind
from engine_core.text import Text
from gui.i18n import counted, sentence, tr


class SourceState(NamedTuple):
    """Everything that one row shows.

    Attributes:
        item: The source.
        thumbnail: None where there is none, or none yet.
        size_wh: Width and height in pixels; None where it is not known yet.
        duration_s: Of a recording, as far as it is known.
        found: How many objects; None where nobody looked.
        failed: Why it cannot be read; None where it can, as far as is known.
    """

    item: SourceItem
    thumbnail: QPixmap | None
    size_wh: tuple[int, int] | None
    duration_s: float | None
    found: int | None
    failed: Text | None


def shown_name(item: SourceItem) -> str:
    """Return the name under which a person knows a source: as on disk, with folders where they tell apart."""
    if item.location.startswith("camera:"):
        return tr("Camera {n}", n=item.location.partition(":")[2])
    if is_remote(item):
        return item.name
    folder = item.name.rpartition("/")[0]
    name = os.path.basename(item.location)  # noqa: PTH119 - thousands of times for one filter
    return f"{folder}/{name}" if folder else name


def is_remote(item: SourceItem) -> bool:
    """Return whether a source is no file here: a camera, a stream, a recording on a server."""
    return item.kind is SourceKind.LIVE or "://" in item.location


def clock(seconds: float) -> str:
    """Return a length of time as ``1:34`` or ``1:02:05``."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def caption(state: SourceState) -> str:
    """Return the line below the name: size and length, what is wrong, or at least the kind."""
    if state.failed is not None:
        return sentence(state.failed)
    parts = []
    if state.size_wh is not None:
        parts.append(f"{state.size_wh[0]} × {state.size_wh[1]}")
    if state.duration_s is not None:
        parts.append(clock(state.duration_s))
    if parts:
        return " · ".join(parts)
    if state.item.kind is SourceKind.PICTURE:
        return tr("Picture")
    if state.item.kind is SourceKind.VIDEO:
        return tr("Video")
    return tr("Camera") if state.item.location.startswith("camera:") else tr("Stream")


def count_shown(count: int | None) -> str:
    """Return how many objects were found, or a dash where nobody looked."""
    return "–" if count is None else f"{count:,}"


def data_of(state: SourceState, role: int) -> object:
    """Return what a model of sources tells views and screen readers."""
    if role == Qt.ItemDataRole.DisplayRole:
        return shown_name(state.item)
    if role == Qt.ItemDataRole.ToolTipRole:
        lines = [state.item.shown if is_remote(state.item) else state.item.location]
        return "\n".join([*lines, caption(state)])
    if role == Qt.ItemDataRole.AccessibleTextRole:
        said = [shown_name(state.item), caption(state)]
        if state.found is not None:
            said.append(counted(state.found, "{n} object", "{n} objects"))
        return ", ".join(said)
    return None


def folded(text: str) -> str:
    """Return a text as it is compared where case does not matter."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def folded_all(names: Iterable[str]) -> list[str]:
    """Return ``folded`` of each."""
    # All at once: names hold no line breaks, and a call for each would take several times as long.
    return folded("\n".join(names)).split("\n")
