"""Looks for the demo that comes with the program, and into its clip, off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from engine_core.demo import Demo, find_demo
from engine_core.errors import SourceError
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.sources import open_source


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFound:
    """What there is of the demo.

    Attributes:
        demo: Its files; None where the installation has none.
        clip: What its clip says of itself; None where there is none that can be opened.
    """

    demo: Demo | None
    clip: SourceInfo | None = None


class DemoLook(QThread):
    """Looks once and ends. Made on the GUI thread.

    Signals:
        looked: ``DemoFound``. Emitted on this thread.
    """

    looked = Signal(object)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Prepare the look.

        Args:
            folder: Of the demo; None takes that of the installation.
            parent: As usual.
        """
        super().__init__(parent)
        self.setObjectName("demo-look")
        self._folder = folder

    def run(self) -> None:
        self.looked.emit(look_at_demo(self._folder))


def look_at_demo(folder: Path | None = None) -> DemoFound:
    """Return what there is of the demo. Reads directories and the header of one video."""
    demo = find_demo(folder)
    if demo is None or demo.clip is None:
        return DemoFound(demo=demo)
    item = SourceItem(SourceKind.VIDEO, str(demo.clip), demo.clip.name)
    try:
        with open_source(item) as source:
            return DemoFound(demo=demo, clip=source.info)
    except SourceError:
        # Offering what cannot be opened would be a poor start.
        return DemoFound(demo=demo)
