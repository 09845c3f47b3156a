"""What every test of the window is held to: a clean start, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication

from engine_core import remembered
from gui import appearance, i18n


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of the window and of models in the test's own folder."""
    folder = tmp_path / "settings"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    monkeypatch.setattr(remembered, "user_config_path", lambda *_, **__: folder / "enginescope")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Start every test in English and dark, as the pictures of the design are."""
    appearance.dress(qapp, "dark")
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(autouse=True)
def no_leaked_qt_objects(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window, a running thread or an active timer behind."""
    before = set(qapp.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [widget for widget in qapp.topLevelWidgets() if widget not in before]
    # What qtbot closes after this fixture is not leaked; it is not visible as a parentless leftover.
    alive = [widget for widget in left if widget.isVisible()]
    threads = [t for t in qapp.findChildren(QThread) if t.isRunning()]
    timers = [t for t in qapp.findChildren(QTimer) if t.isActive()]
    if alive or threads or timers:
        pytest.fail(
            f"left behind: windows {alive}, threads {threads}, timers {timers}; close the window "
            "(qtbot.addWidget closes after the test), stop the worker, give the timer an owner",
            pytrace=False,
        )
