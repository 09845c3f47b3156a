"""The real window, driven as a person drives it: drops, keys, clicks, and waiting for what they cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.main_window import MainWindow
from gui.settings import Settings

if TYPE_CHECKING:
    # Where tests run on a graphics card there is no pytest-qt: what waits there is a stand-in for it.
    from pytestqt.qtbot import QtBot

# Long enough for a real model on a busy machine; nothing is judged by it.
PATIENCE_MS = 60_000


@contextmanager
def open_window(qtbot: QtBot, size: tuple[int, int] = (1440, 900)) -> Iterator[MainWindow]:
    """Show the window, and close it with all its threads."""
    window = MainWindow(Settings())
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    try:
        yield window
    finally:
        close(qtbot, window)


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close a window as its button does, and wait for its threads."""
    worker = window.controller.worker
    window.close()
    qtbot.waitUntil(lambda: not worker.isRunning(), timeout=PATIENCE_MS)
    window.close()
    window.deleteLater()


def drop(window: MainWindow, *what: Path | str) -> None:
    """Drag files over the middle of the window and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(w)) if isinstance(w, Path) else QUrl(w) for w in what])
    where = QPoint(window.width() // 2, window.height() // 2)
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(where, action, mime, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, enter)
    event = QDropEvent(QPointF(where), action, mime, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, event)


def until(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    """Wait for something that the window's threads bring about."""
    qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


def click(widget: QWidget) -> None:
    """Click in the middle of a widget, once it lies where a person could hit it.

    What has just become visible has no place yet until the layout around it was told.
    """
    patience = QDeadlineTimer(PATIENCE_MS)
    while not (widget.isEnabled() and widget.visibleRegion().contains(widget.rect().center())):
        assert not patience.hasExpired(), f"{widget} cannot be clicked"
        QTest.qWait(5)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def rest_over(window: MainWindow, row: int) -> QPoint:
    """Rest with the pointer over a detection until the card tells of it; returns the place on the canvas.

    The parts of the window may still move, and the box with them away from under the pointer.
    """
    hovering = window.canvas._hovering
    patience = QDeadlineTimer(PATIENCE_MS)
    while True:
        x0, y0, x1, y1 = window.presenter.view.shown.xyxy[row].tolist()
        place = hovering._on_canvas((x0, y0, x1, y1)).center().toPoint()
        if hovering.card.isVisible() and hovering.row == row:
            return place
        assert not patience.hasExpired(), "no card came"
        if hovering.row != row:
            # As the canvas does when the mouse moves. QTest would move the cursor as well, whose own events
            # may go to a window of another test that lies there still.
            hovering.move_to(QPointF(place))
        QTest.qWait(10)


def shows(window: MainWindow, name: str) -> bool:
    """Whether a frame of a source of this name is shown, with the answer of a model."""
    shown = window.controller.shown
    return (
        shown is not None
        and shown.source.item.name == name
        and shown.result is not None
        and window.controller.source is not None
        and window.controller.source.name == name
    )


def load(qtbot: QtBot, window: MainWindow, model: Path, *sources: Path) -> None:
    """Drop a model and sources, and wait until the first source is shown with an answer."""
    drop(window, model, *sources)
    first = sources[0].name
    until(qtbot, lambda: shows(window, first) and window.controller.opened is not None)


def table_rows(window: MainWindow) -> Sequence[tuple[str, str]]:
    """Return class and score of every row of the table, as it shows them."""
    model = window.detections.view.model()
    return [
        (
            str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)),
            str(model.index(row, 1).data(Qt.ItemDataRole.DisplayRole)),
        )
        for row in range(len(window.presenter.view.shown))
    ]
