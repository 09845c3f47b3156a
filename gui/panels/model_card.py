"""The model: what it is, what runs it, how it is fed; and the way to another one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from engine_core.modelfile import ModelFormat
from engine_core.recipe import Recipe
from gui import modelfacts, pixels
from gui.controls import ElidedText, IconButton, PushButton, Section, is_language_change
from gui.framing import DropBox
from gui.i18n import counted, sentence, tr
from gui.modelfacts import OpenModel
from gui.panels.model_parts import Badge, BusyBar, ButtonRow, FactRows, StillIcon, WarningLine
from gui.theme import theme


class ModelCard(Section):
    """The block at the top of the left column.

    Signals:
        change_requested: Another model is wanted.
        build_requested: An engine built from this ONNX model is wanted.
        kept_requested: The engine that was built from it before is to be opened.
        details_requested, recipe_requested, close_requested, show_in_folder_requested: As they say.
    """

    change_requested = Signal()
    build_requested = Signal()
    kept_requested = Signal()
    details_requested = Signal()
    recipe_requested = Signal()
    close_requested = Signal()
    show_in_folder_requested = Signal()

    # ``Section`` sets its padding, through ``set_narrow``, before there is anything in the card.
    _is_built = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: OpenModel | None = None
        self._recipe: Recipe | None = None
        self._opening: str | None = None
        self._drop: str | None = None
        self._can_build = False
        self._is_kept = False
        self._is_narrow = False

        self._changes = PushButton("link")
        self._changes.clicked.connect(self.recipe_requested)
        self._sliders = IconButton("sliders", small=True)
        self._sliders.clicked.connect(self.recipe_requested)
        self._more = IconButton("more", small=True)
        self._more.clicked.connect(self._on_more_clicked)
        for button in (self._changes, self._sliders, self._more):
            self.head.addWidget(button)

        self._nothing = DropBox("chip")
        self._nothing.clicked.connect(self.change_requested)
        self._filled = QWidget()
        column = QVBoxLayout(self._filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._chip = StillIcon("chip", "t2")
        self._name = ElidedText("strong")
        self._name.setMinimumHeight(20)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._chip)
        line.addWidget(self._name, 1)
        self._busy = BusyBar()
        self._title = ElidedText("secondary", mode=Qt.TextElideMode.ElideRight)
        self._title.setMinimumHeight(16)
        self._badge = Badge()
        self._facts = FactRows()
        self._warning = WarningLine()
        self._warning.clicked.connect(self.recipe_requested)
        self._buttons = ButtonRow()
        self._change = PushButton()
        self._change.clicked.connect(self.change_requested)
        self._build = PushButton()
        self._build.clicked.connect(self._on_build_clicked)
        self._details = PushButton()
        self._details.clicked.connect(self.details_requested)
        for button in (self._change, self._build, self._details):
            self._buttons.add(button)

        column.addLayout(line)
        column.addSpacing(1)
        column.addWidget(self._busy)
        column.addSpacing(1)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._badge)
        column.addWidget(self._warning)
        column.addWidget(self._facts)
        column.addSpacing(12)
        column.addWidget(self._buttons)
        self.body.addSpacing(4)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._filled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._make_menu()
        self._is_built = True
        self._retranslate()

    # ---- What it is told

    def set_model(self, model: OpenModel | None) -> None:
        """Show a model, or that there is none; ends what ``set_opening`` began."""
        self._model = model
        self._recipe = model.recipe if model is not None else None
        self._opening = None
        self._show()

    def set_recipe(self, recipe: Recipe) -> None:
        """Show the recipe as the last frame left it; cheap where it is the same."""
        if self._model is None or recipe is self._recipe:
            return
        self._recipe = recipe
        self._show()

    def set_opening(self, name: str | None) -> None:
        """Show the name of a model that is being opened, or that none is; the facts stay the old ones."""
        if name != self._opening:
            self._opening = name
            self._show()

    def set_can_build(self, can_build: bool) -> None:
        """Say whether engines can be built here."""
        if can_build != self._can_build:
            self._can_build = can_build
            self._show()

    def set_kept(self, *, is_kept: bool) -> None:
        """Say whether an engine of this model was built before: to open it is offered first then."""
        if is_kept != self._is_kept:
            self._is_kept = is_kept
            self._show()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Keep the facts for the tooltip, and use less padding."""
        super().set_narrow(is_narrow=is_narrow)
        if self._is_built and is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._show()

    def set_drop(self, wanted: str | None) -> None:
        """Frame the card while a model hangs over the window, and say what would happen; None ends it."""
        if wanted != self._drop:
            self._drop = wanted
            self._show()
            self.update()

    def set_motion(self, is_on: bool) -> None:
        """Let the bar of an opening model move, or stand."""
        self._busy.set_motion(is_on=is_on)

    def summary(self) -> str:
        """Return everything the card says, on several lines, for the tooltip of what stands in for it."""
        if self._model is None or self._recipe is None:
            if self._opening is not None:
                return tr("Opening {name}…", name=self._opening)
            return tr("No model yet")
        lines = []
        if self._opening is not None:
            lines.append(tr("Opening {name}…", name=self._opening))
        lines += [
            self._model.file.path.name,
            modelfacts.title_words(self._recipe),
            modelfacts.runtime_words(self._model.info),
        ]
        lines += [
            tr("{label}: {value}", label=label, value=value) for label, value in self._fact_rows()
        ]
        n_changes = modelfacts.change_count(self._model.overrules)
        if n_changes:
            lines.append(_changes_words(n_changes))
        return "\n".join([*lines, *self._warnings()])

    # ---- How it shows it

    def _fact_rows(self) -> list[tuple[str, str]]:
        if self._model is None or self._recipe is None:
            return []
        signature = self._model.info.signature
        return [
            (tr("Input"), modelfacts.input_words(signature)),
            (tr("Output"), modelfacts.output_words(signature)),
            (tr("Fed as"), modelfacts.fed_words(self._recipe.preprocessing)),
        ]

    def _warnings(self) -> list[str]:
        if self._model is None or self._recipe is None:
            return []
        found = [sentence(warning) for warning in self._recipe.warnings]
        if self._model.note is not None:
            found.append(sentence(self._model.note.what))
        return found

    def _show(self) -> None:
        model, recipe = self._model, self._recipe
        has_model = model is not None and recipe is not None
        is_opening = self._opening is not None
        self._nothing.setVisible(not has_model and not is_opening)
        self._filled.setVisible(has_model or is_opening)
        self._sliders.setVisible(has_model)
        self._more.setVisible(has_model)
        self._nothing.setText(self._drop or tr("No model yet"))
        self._nothing.set_target(is_target=self._drop is not None)
        self._busy.set_active(is_active=is_opening)
        for part in (self._badge, self._buttons):
            part.setVisible(has_model)
        self._facts.setVisible(has_model and not self._is_narrow)
        n_changes = modelfacts.change_count(model.overrules) if model is not None else 0
        self._changes.setVisible(n_changes > 0)
        self._changes.setText(_changes_words(n_changes))
        warnings = self._warnings()
        self._warning.set_warnings(warnings)
        self._warning.setVisible(bool(warnings))
        self._show_name()
        if model is None or recipe is None:
            self.setToolTip("")
            return
        self._badge.set_badge(
            modelfacts.badge_words(model.info), modelfacts.runtime_words(model.info)
        )
        self._facts.set_rows(self._fact_rows())
        is_buildable = self._can_build and model.info.format is ModelFormat.ONNX
        self._build.setVisible(is_buildable)
        self._details.setVisible(not is_buildable)
        self._build_action.setVisible(is_buildable)
        self._kept_action.setVisible(is_buildable and self._is_kept)
        self._build.setText(tr("Open engine") if self._is_kept else tr("Build engine…"))
        self._build.setToolTip(
            tr("The engine that was built from this file before; it opens at once")
            if self._is_kept
            else tr("Runs faster on this computer's graphics card: built once, then instant")
        )
        self._buttons.arrange()
        self.setToolTip(self.summary() if self._is_narrow else "")

    def _show_name(self) -> None:
        """Write the two lines of text, which also say what opens and what would be dropped."""
        name = self._opening or (self._model.file.path.name if self._model is not None else "")
        self._name.setText(name)
        self._name.setAccessibleName(
            tr("Opening {name}…", name=name) if self._opening is not None else name
        )
        title = modelfacts.title_words(self._recipe) if self._recipe is not None else tr("Opening…")
        self._title.setText(self._drop or title)
        self._title.set_role("link" if self._drop else "secondary")

    def _make_menu(self) -> None:
        self._menu = QMenu(self)
        self._change_action = self._menu.addAction("", self.change_requested.emit)
        self._build_action = self._menu.addAction("", self.build_requested.emit)
        self._kept_action = self._menu.addAction("", self.kept_requested.emit)
        self._details_action = self._menu.addAction("", self.details_requested.emit)
        self._menu.addSeparator()
        self._folder_action = self._menu.addAction("", self.show_in_folder_requested.emit)
        self._copy_action = self._menu.addAction("", self._on_copy_path_triggered)
        self._menu.addSeparator()
        self._close_action = self._menu.addAction("", self.close_requested.emit)
        self._build_action.setVisible(False)
        self._kept_action.setVisible(False)

    def _retranslate(self) -> None:
        self.title.setText(tr("Model"))
        self._sliders.describe(tr("Recipe: how the model is fed and read"), "Ctrl+E")
        self._more.describe(tr("More about the model"))
        self._changes.setToolTip(tr("Parts of the recipe that you changed"))
        self._nothing.setAccessibleName(tr("No model yet: open one"))
        self._change.setText(tr("Change…"))
        self._details.setText(tr("Details…"))
        texts: tuple[tuple[QAction, str], ...] = (
            (self._change_action, tr("Change…")),
            (self._build_action, tr("Build engine…")),
            (self._kept_action, tr("Open its engine")),
            (self._details_action, tr("Details…")),
            (self._folder_action, tr("Show in folder")),
            (self._copy_action, tr("Copy path")),
            (self._close_action, tr("Close model")),
        )
        for action, words in texts:
            action.setText(words)
        self._show()

    @Slot()
    def _on_more_clicked(self) -> None:
        below = QPoint(self._more.width() - self._menu.sizeHint().width(), self._more.height() + 2)
        self._menu.popup(self._more.mapToGlobal(below))

    @Slot()
    def _on_build_clicked(self) -> None:
        (self.kept_requested if self._is_kept else self.build_requested).emit()

    @Slot()
    def _on_copy_path_triggered(self) -> None:
        if self._model is not None:
            QGuiApplication.clipboard().setText(str(self._model.file.path))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if self._model is not None:
            self._menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._drop is None or not self._filled.isVisible():
            return
        painter = QPainter(self)
        inside = self.rect().adjusted(4, 4, -4, -4)
        pixels.draw_panel(painter, inside, 8, border=theme().accent, width=2)
        painter.end()


def _changes_words(n_changes: int) -> str:
    return counted(n_changes, "{n} change", "{n} changes")
