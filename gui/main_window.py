"""The window: where every part stands, and which signal of one concerns another."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine_core.frame import SourceKind
from gui import dropping, regions
from gui.actions import Actions
from gui.arrangement import MIN_HEIGHT, MIN_WIDTH, arrange
from gui.canvas.canvas_bar import CanvasBar
from gui.canvas.image_canvas import ImageCanvas
from gui.controller import Controller
from gui.controls import IconButton, Line, is_language_change
from gui.i18n import tr
from gui.icons import icon
from gui.menus import Menus
from gui.opening import Opening
from gui.panels.classes import ClassesPanel
from gui.panels.detections import DetectionsPanel
from gui.panels.empty_state import EmptyState
from gui.panels.model_card import ModelCard
from gui.panels.nothing_found import NothingFound
from gui.panels.problem_card import ProblemCard
from gui.panels.rail import Rail
from gui.panels.recent import RecentPanel
from gui.panels.recipe import RecipeSheet
from gui.panels.sources import SourcesPanel
from gui.panels.status import StatusStrip
from gui.panels.suppression import SuppressionPanel
from gui.panels.threshold import ThresholdPanel
from gui.panels.transport import Transport
from gui.presenter import Parts, Presenter
from gui.settings import Settings
from gui.wiring import Wiring
from gui.workers import ending

# So long the inference thread may take, unseen, to end what it has in hand.
_PATIENCE_MS = 5000


class MainWindow(QMainWindow):
    """The window. Closing it stops its threads first and then closes for good.

    Attributes:
        controller: What is open and shown.
        presenter: Brings answers to the parts.
        opening: Opens what is given.

    Signals:
        closed: It is closed for good, and its threads have ended.
    """

    closed = Signal()

    def __init__(self, settings: Settings, controller: Controller | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.setObjectName("EngineScope")
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self.setAcceptDrops(True)
        self.acts = Actions(self)
        self.controller = (
            controller
            if controller is not None
            else Controller(self, limit_bytes=settings.cache_mb * 2**20)
        )
        self._make_parts()
        self._lay_out()
        self.presenter = Presenter(
            self.controller,
            Parts(
                canvas=self.canvas,
                bar=self.bar,
                threshold=self.threshold,
                suppression=self.suppression,
                classes=self.classes,
                detections=self.detections,
                transport=self.transport,
                status=self.status,
                sources=self.sources,
            ),
            self,
        )
        self.opening = Opening(self, self.controller, self.sources, settings)
        self._closing = self._is_closed = False
        # What the thread has in hand may hang on a disk: the program must end all the same.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_worker_finished)
        self.wiring = Wiring(self)
        self.addActions(list(self.acts.all()))
        self._retranslate()
        self.rearrange()
        self.focus_picture()

    def _make_parts(self) -> None:
        acts = self.acts
        self.model_card = ModelCard()
        self.sources = SourcesPanel()
        self.recent = RecentPanel()
        self.recipe_sheet = RecipeSheet()
        self.rail = Rail(self.sources)
        self.empty = EmptyState()
        self.canvas = ImageCanvas()
        self.bar = CanvasBar(
            {
                "previous": acts["previous_source"],
                "next": acts["next_source"],
                **acts.some("labels", "confidences", "below", "masks"),
                **acts.some("zoom_out", "zoom_in", "fit"),
            }
        )
        self.transport = Transport(
            acts.some(
                *("previous_detection", "step_back", "play", "step_forward"),
                *("next_detection", "loop"),
            )
        )
        self.threshold = ThresholdPanel()
        self.suppression = SuppressionPanel()
        self.classes = ClassesPanel()
        self.detections = DetectionsPanel()
        self.status = StatusStrip()
        self.card = ProblemCard()
        self.nothing_found = NothingFound()

    # ---- Layout

    def _lay_out(self) -> None:
        self._make_header()
        self._left = QStackedWidget()
        column = _column(self.model_card, Line(), (self.sources, 1), self.recent)
        self._left_column = column
        for page in (column, self.recipe_sheet, self.rail):
            self._left.addWidget(page)
        self._middle = QStackedWidget()
        picture = _column(self.bar, (self.canvas, 1), self.transport)
        self._middle.addWidget(self.empty)
        self._middle.addWidget(picture)
        self._right = _column(
            self.threshold,
            Line(),
            self.suppression,
            Line(),
            self.classes,
            Line(),
            (self.detections, 1),
        )
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        for part in (self._left, self._middle, self._right):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._own_widths: dict[str, tuple[int, int]] = {}
        self._widths = (0, 0)
        self._left.setProperty("role", "column")
        self._right.setProperty("role", "column")
        central = _column((self._splitter, 1), self.status)
        self.setCentralWidget(central)
        self.transport.hide()
        self._host_card()
        self.canvas.set_banner(self.nothing_found)
        self.card.hide()
        self.nothing_found.hide()

    def _make_header(self) -> None:
        bar = QMenuBar()
        self._menus = Menus(bar, self.acts)
        header, bars = QWidget(), QWidget()
        header.setFixedHeight(40)
        stack = QVBoxLayout(header)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(bars, 1)
        stack.addWidget(Line())
        row = QHBoxLayout(bars)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._toggles: dict[str, IconButton] = {}
        for key, name in (("left_column", "panel_left"), ("right_column", "panel_right")):
            # Open columns are the usual state, so nothing lights up for it.
            button = IconButton(name)
            button.clicked.connect(self.acts[key].toggle)
            self._toggles[key] = button
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(Line(upright=True))
        row.addSpacing(6)
        self.export_button = QToolButton()
        self.export_button.setProperty("kind", "primary")
        self.export_button.setIcon(icon("export", colour="on_accent"))
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.export_button)
        self.setMenuWidget(header)

    @property
    def menus(self) -> Menus:
        """The menus of the window."""
        return self._menus

    def rearrange(self) -> None:
        """Fold and unfold parts as the window's size, the sheet and the user's columns ask."""
        shows_sheet = self.acts["recipe"].isChecked()
        is_full = self.acts["full_picture"].isChecked()
        wanted = arrange(
            self.width(),
            self.height(),
            wants_left=self.acts["left_column"].isChecked() and not is_full,
            wants_right=self.acts["right_column"].isChecked() and not is_full,
            shows_sheet=shows_sheet,
        )
        pages = (self._left_column, self.recipe_sheet, self.rail)
        page = pages[1] if shows_sheet else pages[2] if wanted.shows_rail else pages[0]
        self._left.setCurrentWidget(page)
        self._left.setVisible(wanted.left_px > 0)
        self._right.setVisible(wanted.right_px > 0)
        self._set_widths(wanted.left_px, wanted.right_px)
        for part in (
            *(self.model_card, self.sources, self.threshold, self.suppression),
            *(self.classes, self.detections, self.bar),
        ):
            part.set_narrow(is_narrow=wanted.is_narrow)
        self.classes.set_rows(wanted.class_rows)
        self.suppression.set_folded(is_folded=wanted.folds_suppression)
        self._wiring_inline(shows=wanted.shows_inline_threshold)

    def _wiring_inline(self, *, shows: bool) -> None:
        wiring = getattr(self, "wiring", None)
        if wiring is not None:
            wiring.show_inline_threshold(shows=shows)

    def _set_widths(self, left: int, right: int) -> None:
        state = (left, right)
        if self._widths == state:
            return
        self._widths = state
        if left == 56:
            self._left.setFixedWidth(56)
        else:
            self._left.setMinimumWidth(left if left else 0)
            self._left.setMaximumWidth(440 if left == 440 else 360)
        self._right.setMinimumWidth(right if right else 0)
        self._right.setMaximumWidth(440)
        left, right = self._own_widths.get(f"{left} {right}", (left, right))
        self._splitter.setSizes([left, max(1, self.width() - left - right), right])

    @Slot()
    def _on_splitter_moved(self) -> None:
        left, _, right = self._splitter.sizes()
        self._own_widths[" ".join(map(str, self._widths))] = left, right

    @property
    def column_widths(self) -> bytes:
        """The widths that the user gave to the columns, for each way they are arranged."""
        return json.dumps(self._own_widths).encode()

    def restore_columns(self, widths: bytes) -> None:
        """Take widths of an earlier run; what cannot be read is forgotten."""
        try:
            read = json.loads(widths)
            self._own_widths = {str(key): (int(a), int(b)) for key, (a, b) in read.items()}
        except (ValueError, TypeError, AttributeError):
            self._own_widths = {}

    def show_page(self) -> None:
        """Show the picture, or what to drop as long as there is none."""
        has_sources = self.sources.model.rowCount() > 0
        is_empty = not has_sources and self.controller.shown is None
        was_empty = self.is_empty
        self._middle.setCurrentIndex(0 if is_empty else 1)
        self._host_card()
        if was_empty and not is_empty:
            self.focus_picture()
        self.recent.setVisible(is_empty)

    def focus_picture(self) -> None:
        """Give the keyboard to the picture, where every key does what the table of keys says.

        Left to Qt it would fall to the first button of the window, and Space would press that.
        """
        (self.empty if self.is_empty else self.canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def _host_card(self) -> None:
        """Let the problem card lie over what is shown: the picture, or what to drop."""
        host = self.empty if self.is_empty else self.canvas
        if self.card.parentWidget() is host:
            return
        is_shown = not self.card.isHidden()
        if host is self.empty:
            self.canvas.set_card(None)
            self.card.setParent(self.empty)
        else:
            self.canvas.set_card(self.card)
        self.card.setVisible(is_shown)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at yet."""
        return self._middle.currentIndex() == 0

    def regions(self) -> Sequence[QWidget]:
        """Return the parts that F6 goes through."""
        first: list[QWidget] = [self.recipe_sheet] if self.acts["recipe"].isChecked() else [
            self.model_card, self.sources, self.rail
        ]  # fmt: skip
        middle: QWidget = self.empty if self.is_empty else self.canvas
        return [
            *first,
            middle,
            *(self.transport, self.threshold, self.classes, self.detections, self.card),
            self.wiring.tips.bubble,
        ]

    def go_to_region(self, step: int) -> None:
        """Give the keyboard to the next part of the window, or the one before."""
        region = regions.neighbour(self.regions(), step)
        if region is not None:
            regions.focus_first(region)

    # ---- Drops

    def _say_drop(self, said: str | None, target: dropping.Target = "both") -> None:
        self.canvas.set_drop(said if target != "model" else None)
        self.model_card.set_drop(said if target != "pictures" else None)
        self.empty.set_drop(said, target)

    # ---- Texts

    def _retranslate(self) -> None:
        self.export_button.setText(tr("Export"))
        self.export_button.setAccessibleName(tr("Export"))
        self.acts.retranslate()
        for key, button in self._toggles.items():
            button.describe(self.acts[key].text(), self.acts[key].shortcut().toString())
        self._menus.retranslate()
        self.set_title()
        self.wiring.retranslate()

    def set_title(self) -> None:
        """Name what is open in the title bar."""
        opened = self.controller.opened
        source = self.controller.source
        names = [
            *([opened.file.path.name] if opened is not None else []),
            *([source.name] if source is not None else []),
        ]
        self.setWindowTitle(" – ".join([*names, "EngineScope"]))

    @property
    def is_video(self) -> bool:
        """Whether a video file is looked at."""
        source = self.controller.source
        return source is not None and source.kind is SourceKind.VIDEO

    # ---- End

    @Slot()
    def _on_worker_finished(self) -> None:
        self.close()

    # ---- Qt

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.rearrange()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and regions.belongs_to_focus(event, self.focusWidget())
        ):
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        arguments = dropping.arguments_of(event.mimeData())
        if arguments:
            self._say_drop(str(dropping.describe(arguments)), dropping.target_of(arguments))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._say_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._say_drop(None)
        arguments = dropping.arguments_of(event.mimeData())
        if arguments:
            event.acceptProposedAction()
            self.focus_picture()
            self.opening.open(arguments)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        worker, tools = self.controller.worker, self.wiring.tools
        exporting, building = tools.exporting, tools.building
        if not self._closing:
            if exporting.holds_closing():
                # Asked in the window whether to stop; the answer closes it.
                event.ignore()
                return
            self._closing = True
            self.wiring.save_state()
            # Gone from the screen before anything is waited for.
            self.hide()
            with ending.together():
                self.wiring.stop()
            self._patience.start()
            worker.finished.connect(self._on_worker_finished)
            exporting.finished.connect(self._on_worker_finished)
            building.finished.connect(self._on_worker_finished)
        is_busy = worker.isRunning() or building.is_running
        if exporting.is_running or (is_busy and self._patience.isActive()):
            # The thread ends what it has in hand, unseen.
            event.ignore()
            return
        self._patience.stop()
        if worker.isRunning():
            ending.keep(worker)
        event.accept()
        if not self._is_closed:
            self._is_closed = True
            self.closed.emit()


def _column(*parts: QWidget | tuple[QWidget, int]) -> QWidget:
    """Return parts below each other without gaps; a pair is a part and its share of the height."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        widget, share = part if isinstance(part, tuple) else (part, 0)
        layout.addWidget(widget, share)
    return column
