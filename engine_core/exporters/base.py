"""What every exporter offers, and what it is told of the run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine_core.frame import SourceInfo, SourceItem
from engine_core.labels import Labels
from engine_core.overlay import Style
from engine_core.results import FrameResult
from engine_core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """What all exporters of one run share.

    Attributes:
        out: Folder of the run; each exporter writes below it.
        labels: Names of the classes.
        style: Look of annotated pictures and videos.
        video_codec: ``h264``, ``vp9`` or ``ffv1``.
        image_format: ``jpg``, ``png`` or ``webp`` for annotated pictures and crops.
    """

    out: Path
    labels: Labels
    style: Style
    video_codec: str = "h264"
    image_format: str = "jpg"


class Exporter(Protocol):
    """Writes results of one kind. Used on one thread, sources one after another.

    A file appears under its final name only when it is complete. Formats with one file for the whole
    run publish it in ``close``; formats with files per source or frame publish in ``write`` or
    ``end_source``. Every method raises ``ExportError`` and nothing else for what can go wrong outside
    the program (disk full, no permission).
    """

    @property
    def needs_image(self) -> bool:
        """Whether ``write`` needs ``FrameResult.image``."""
        ...

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the user should know of the files written, though nothing failed ("without sound")."""
        ...

    def has(self, item: SourceItem) -> bool:
        """Whether an earlier, interrupted run has already published all that ``item`` gives here.

        Formats with one file for the whole run answer False: they are written anew from the journal.
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
