"""What every exporter offers, and what it is told of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine_core.frame import SourceInfo, SourceItem
from engine_core.labels import Labels
from engine_core.overlay import Style
from engine_core.results import FrameResult
from engine_core.text import Text

# From here on a keypoint's confidence counts as visible, where a format knows only that.
VISIBLE_CONFIDENCE = 0.5


def unnoted(_path: Path) -> None:
    """Take note of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """What all exporters of one run share.

    Attributes:
        out: Folder of the run; each exporter writes below it.
        labels: Names of the classes.
        style: Look of annotated pictures and videos.
        video_codec: ``h264``, ``vp9`` or ``ffv1``.
        image_format: ``jpg``, ``png`` or ``webp`` for annotated pictures and crops.
        task: What the model answers: ``detect``, ``segment``, ``pose``, ``obb``, ``classify``; None
            where it is not known.
        keypoints: How many keypoints each detection has, and how many numbers each of these; None
            where there are none or it is not known.
        class_count: How many classes the model tells apart; None where only results show it.
        on_published: Called with the final path of each file just before it appears, on the thread
            that writes it.
    """

    out: Path
    labels: Labels
    style: Style
    video_codec: str = "h264"
    image_format: str = "jpg"
    task: str | None = None
    keypoints: tuple[int, int] | None = None
    class_count: int | None = None
    on_published: Callable[[Path], None] = unnoted


class Exporter(Protocol):
    """Writes results of one kind. Used on one thread, sources one after another.

    A file appears under its final name only when it is complete. Formats with one file for the whole
    run publish it in ``close``; formats with files per source or frame publish in ``write`` or
    ``end_source``. Every method raises ``ExportError`` and nothing else for what can go wrong outside
    the program (disk full, no permission).
    """

    @property
    def key(self) -> str:
        """Of its ``ExporterKind``."""
        ...

    @property
    def needs_image(self) -> bool:
        """Whether ``write`` needs ``FrameResult.image``."""
        ...

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the user should know of the files written, though nothing failed ("without sound")."""
        ...

    def has(self, item: SourceItem) -> bool:
        """Whether what an earlier run published of ``item`` is still there, as far as files tell.

        That it was published at all, and in this format, is known to the journal. Formats with one file
        for the whole run answer False: they are written anew.
        """
        ...

    def begin_source(self, info: SourceInfo) -> None: ...

    def write(self, result: FrameResult) -> None: ...

    def end_source(self) -> None:
        """Publish what belongs to the source that began."""
        ...

    def abandon_source(self) -> None:
        """Remove what is unfinished of the source that began; the next ``begin_source`` may follow."""
        ...

    def close(self) -> None:
        """Publish what belongs to the whole run and end."""
        ...

    def abandon(self) -> None:
        """Remove everything unfinished and end; safe at any time."""
        ...
