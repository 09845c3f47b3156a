"""What every test of the window is held to: a clean start, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from engine_core import consent, remembered
from engine_core.text import text
from gui import appearance, i18n
from gui.machine import Machine
from gui.workers import machine_look
from tests.gui import leaks


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of the window and of models in the test's own folder."""
    folder = tmp_path / "settings"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    # The hints of the first start were seen, except in the tests of them.
    path = folder / "enginescope" / "enginescope.ini"
    path.parent.mkdir(parents=True)
    path.write_text("[switches]\ntips=false\n", "utf-8")
    for kept in (remembered, consent):
        monkeypatch.setattr(kept, "user_config_path", lambda *_, **__: folder / "enginescope")


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every computer look as if it had no graphics card: what a test is about it says itself."""
    plain = Machine(no_build=text("There is no graphics card in tests"))
    monkeypatch.setattr(machine_look, "_known", [plain])


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
    with leaks.watched(qapp) as watch:
        yield
        # What qtbot was given is closed and asked to delete itself before this.
        left = watch.left()
    if left:
        pytest.fail(
            f"left behind: {', '.join(left)}; close the window (qtbot.addWidget closes after the "
            "test), stop the worker, give the timer an owner",
            pytrace=False,
        )
