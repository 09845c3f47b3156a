"""The demo on offer: samples of the empty window, Help > Open the demo, the model beside the open one.

Without a demo in the installation nothing is offered and nothing else changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine_core.demo import Demo
from engine_core.frame import SourceInfo
from gui.i18n import counted, tr
from gui.workers.demo_look import DemoFound, DemoLook
from gui.workers.ending import end

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_PATIENCE_MS = 1000


class Trying(QObject):
    """Offers the demo. GUI thread only.

    Attributes:
        demo: Its files, once they were looked for; None where there are none.
    """

    def __init__(self, window: MainWindow, folder: Path | None = None) -> None:
        """Begin to look for the demo.

        Args:
            window: Whose parts offer it.
            folder: Of the demo; None takes that of the installation.
        """
        super().__init__(window)
        self._window = window
        self.demo: Demo | None = None
        self._clip: SourceInfo | None = None
        acts = window.acts
        window.empty.sample_requested.connect(self._on_empty_sample_requested)
        for key, sample in (("demo_pictures", "pictures"), ("demo_clip", "clip")):
            acts[key].triggered.connect(lambda _=False, sample=sample: self.open_sample(sample))
        acts["demo_model"].triggered.connect(lambda _=False: self._open_model(is_small=False))
        acts["demo_small_model"].triggered.connect(lambda _=False: self._open_model(is_small=True))
        acts["other_model"].triggered.connect(lambda _=False: self.open_other_model())
        window.controller.model_changed.connect(self.refresh)
        window.opening.recents_changed.connect(self.refresh)
        self._look: DemoLook | None = DemoLook(folder)
        self._look.looked.connect(self._on_look_looked)
        self._look.finished.connect(self._on_look_finished)
        self.refresh()
        self._look.start()

    # ---- What there is

    @Slot(object)
    def _on_look_looked(self, found: DemoFound) -> None:
        self.demo, self._clip = found.demo, found.clip
        self.refresh()

    @Slot()
    def _on_look_finished(self) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.deleteLater()

    @property
    def has_looked(self) -> bool:
        """Whether it is known by now what there is."""
        return self._look is None

    # ---- What is offered

    @Slot()
    def refresh(self, *_: object) -> None:
        """Offer what makes sense beside what is open, in the language in use."""
        demo, acts = self.demo, self._window.acts
        self._window.empty.set_samples(self._samples())
        self._window.menus.show_demo(is_shown=demo is not None)
        has_clip = demo is not None and self._clip is not None
        acts["demo_clip"].setVisible(has_clip)
        acts["demo_small_model"].setVisible(demo is not None and demo.small is not None)
        other = self.other_model()
        acts["other_model"].setVisible(other is not None)
        acts["other_model"].setEnabled(other is not None)
        if other is not None:
            name = other.name.replace("&", "&&")
            acts["other_model"].setText(tr("Switch to {name}", name=name))

    def _samples(self) -> list[tuple[str, str, str]]:
        if self.demo is None:
            return []
        # A model that is open stays: what is missing then is only something to look at.
        with_model = self._window.controller.opened is None
        pictures = (
            tr("Workshop pictures with the demo model") if with_model else tr("Workshop pictures")
        )
        count = len(self.demo.pictures)
        samples = [("pictures", pictures, counted(count, "{n} picture", "{n} pictures"))]
        if self._clip is not None:
            clip = tr("Workshop clip with the demo model") if with_model else tr("Workshop clip")
            samples.append(("clip", clip, clip_words(self._clip)))
        return samples

    def other_model(self) -> Path | None:
        """Return the model to compare with the open one: the demo's other, else the one before it."""
        opened = self._window.controller.opened
        if opened is None:
            return None
        path = opened.file.path
        if self.demo is not None and self.demo.has_model(path):
            return self.demo.other_model(path)
        here = str(path.absolute())
        before = (p for p in self._window.settings.recents("model") if p != here)
        return next(map(Path, before), None)

    # ---- What is done

    @Slot(str)
    def _on_empty_sample_requested(self, key: str) -> None:
        # A model that is open stays, as the line said.
        self.open_sample(key, keeps_model=self._window.controller.opened is not None)

    def open_sample(self, key: str, *, keeps_model: bool = False) -> None:
        """Open a sample with the demo's model.

        Args:
            key: "pictures" or "clip".
            keeps_model: Look at it with the model that is open, whichever that is. One of the demo's
                stays in any case.
        """
        if self.demo is None:
            return
        source = self.demo.clip if key == "clip" else self.demo.picture_folder
        opened = self._window.controller.opened
        is_own = opened is not None and self.demo.has_model(opened.file.path)
        arguments = [] if keeps_model or is_own else [str(self.demo.model)]
        if source is not None:
            arguments.append(str(source))
        self._window.focus_picture()
        self._window.opening.open(arguments)

    def _open_model(self, *, is_small: bool) -> None:
        demo = self.demo
        path = None if demo is None else demo.small if is_small else demo.model
        if path is not None:
            self._window.opening.open([str(path)])

    @Slot()
    def open_other_model(self) -> None:
        """Open the model to compare with; the same again comes back."""
        other = self.other_model()
        if other is not None:
            self._window.opening.open([str(other)])

    def stop(self) -> None:
        """End the look that is still under way."""
        if self._look is not None:
            end(self._look, _PATIENCE_MS)


def clip_words(info: SourceInfo) -> str:
    """Return how long and how large a clip is, as far as it says."""
    facts = []
    if info.duration_s is not None:
        facts.append(tr("{seconds:.0f} s", seconds=info.duration_s))
    if info.size_wh is not None:
        facts.append("{} × {}".format(*info.size_wh))
    return tr(", ").join(facts)
