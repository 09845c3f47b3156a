from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from engine_core import remembered
from engine_core.consent import give_consent, recall_consent
from engine_core.recipe import Overrules
from gui.dialogs.settings import SettingsDialog
from gui.machine import GraphicsCard, Machine
from gui.settings import Settings
from tests.gui import builds

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(Settings())
    qtbot.addWidget(made)
    made.show()
    return made


def told(dialog: SettingsDialog) -> list[str]:
    keys: list[str] = []
    dialog.changed.connect(keys.append)
    return keys


def test_every_change_is_kept_at_once_and_told(dialog: SettingsDialog) -> None:
    keys = told(dialog)
    left = Qt.MouseButton.LeftButton

    QTest.mouseClick(dialog._theme.findChildren(QPushButton)[2], left)
    dialog._label_size.stepUp()
    dialog._line_width.stepUp()
    QTest.keyClick(dialog._opacity, Qt.Key.Key_Right)
    dialog._cache.stepUp()
    dialog._survey.click()
    dialog._motion.click()

    now = Settings()
    assert keys == [
        "theme",
        "label_size_px",
        "line_width_px",
        "mask_opacity",
        "cache_mb",
        "survey",
        "reduced_motion",
    ]
    assert (now.theme, now.label_size_px, now.line_width_px) == ("light", 12, 2.5)
    assert (now.mask_opacity, now.cache_mb) == (0.31, 576)
    assert (now.switch("survey"), now.reduced_motion) == (False, True)


def test_a_language_is_chosen_by_its_own_name(dialog: SettingsDialog) -> None:
    keys = told(dialog)
    box = dialog._language

    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)

    assert box.currentText() == "简体中文"
    assert keys == ["language"]
    assert Settings().language == "zh_CN"


def test_showing_the_settings_anew_tells_nothing(dialog: SettingsDialog) -> None:
    keys = told(dialog)
    other = Settings()
    other.theme = "dark"
    other.mask_opacity = 0.8

    dialog.show_settings()

    assert keys == []
    assert dialog._opacity.value() == 80
    assert dialog._theme.current() == 1


def test_what_was_changed_for_models_is_forgotten_and_said(dialog: SettingsDialog) -> None:
    remembered.remember("a" * 64, Overrules(task=None))
    remembered.remember("b" * 64, Overrules(labels=("screw", "nut")))
    keys = told(dialog)

    dialog._forget_models.click()

    assert not list(remembered._path("x").parent.glob("*.json"))
    assert keys == ["models"]
    assert "forgotten" in dialog._told.text()


def test_recent_files_are_forgotten(dialog: SettingsDialog) -> None:
    Settings().add_recent("source", "camera:0")
    keys = told(dialog)

    dialog._forget_recents.click()

    assert Settings().recents("source") == []
    assert keys == ["recents"]


def test_every_field_has_a_name_and_the_tab_key_reaches_it(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    seen: list[object] = []
    for _ in range(14):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    for field in (dialog._language, dialog._label_size, dialog._line_width, dialog._opacity):
        assert field in seen
        assert field.accessibleName()


def test_a_graphics_card_is_chosen_only_where_there_are_several(dialog: SettingsDialog) -> None:
    keys = told(dialog)
    assert not dialog._device.isVisible()
    dialog.set_machine(builds.BUILDS)
    assert not dialog._device.isVisible()
    second = GraphicsCard(number=1, name="NVIDIA L4", memory_bytes=24 * 10**9)
    dialog.set_machine(Machine(cards=(builds.H100, second)))
    assert dialog._device.isVisible()
    assert dialog._device.itemText(1) == "1: NVIDIA L4 · 24.0 GB"
    dialog._device.setCurrentIndex(1)
    dialog._device.activated.emit(1)
    assert keys == ["device"]
    assert Settings().device == 1


def test_what_files_may_run_is_forgotten(dialog: SettingsDialog) -> None:
    keys = told(dialog)
    give_consent("a" * 64, host_code=True)
    QTest.mouseClick(dialog._forget_consent, Qt.MouseButton.LeftButton)
    assert not recall_consent("a" * 64).host_code
    assert dialog._told.text().startswith("1 file may no longer run code")
    assert keys == ["consent"]
