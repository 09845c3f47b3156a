"""The small window for addresses and cameras."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.dialogs.address import AddressDialog
from gui.workers.cameras import CameraFound

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def made(qtbot: QtBot, kind: str) -> tuple[AddressDialog, list[str]]:
    dialog = AddressDialog(kind)
    qtbot.addWidget(dialog)
    chosen: list[str] = []
    dialog.chosen.connect(chosen.append)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog, chosen


def test_an_address_is_given_as_it_was_typed(qtbot: QtBot) -> None:
    dialog, chosen = made(qtbot, "address")
    assert not dialog.isModal()
    assert dialog._address is not None
    QTest.keyClicks(dialog._address._field, "  rtsp://me:p%40ss@host:554/cam ")
    QTest.keyClick(dialog._address._field, Qt.Key.Key_Return)
    assert chosen == ["rtsp://me:p%40ss@host:554/cam"]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "begins with rtsp://"),
        ("192.168.0.20", "begins with rtsp://"),
        ("file:///etc/passwd", "begins with rtsp://"),
        ("gopher://host/x", "Streams are read from"),
        ("rtsp://", "Check the address"),
        ("http://[::1/x", "Check the address"),
    ],
)
def test_what_can_be_no_address_is_told_and_typing_takes_that_back(
    qtbot: QtBot, typed: str, said: str
) -> None:
    dialog, chosen = made(qtbot, "address")
    assert dialog._address is not None
    QTest.keyClicks(dialog._address._field, typed)
    QTest.mouseClick(dialog._open, Qt.MouseButton.LeftButton)
    assert chosen == []
    assert dialog._wrong.isVisible()
    assert said in dialog._wrong.text()
    QTest.keyClicks(dialog._address._field, "x")
    assert not dialog._wrong.isVisible()


def test_a_camera_is_chosen_by_its_number(qtbot: QtBot) -> None:
    dialog, chosen = made(qtbot, "camera")
    assert dialog._camera is not None
    dialog._camera._number.setFocus()
    dialog._camera._number.selectAll()
    QTest.keyClicks(dialog._camera._number, "3")
    QTest.mouseClick(dialog._open, Qt.MouseButton.LeftButton)
    assert chosen == ["camera:3"]


def test_cameras_are_looked_for_only_when_asked(qtbot: QtBot) -> None:
    dialog, chosen = made(qtbot, "camera")
    assert dialog._camera is not None
    question = dialog._camera
    with qtbot.waitSignal(dialog.cameras_requested):
        QTest.mouseClick(question._look, Qt.MouseButton.LeftButton)
    assert not question._look.isEnabled()
    dialog.set_cameras((CameraFound(0, "Webcam"), CameraFound(2, "")))
    assert question._look.isEnabled()
    shown = [question._list.item(row).text() for row in range(question._list.count())]
    assert shown == ["Camera 0 · Webcam", "Camera 2"]
    QTest.keyClick(question._list, Qt.Key.Key_Down)
    QTest.mouseClick(dialog._open, Qt.MouseButton.LeftButton)
    assert chosen == ["camera:2"]


def test_that_there_is_no_camera_is_said(qtbot: QtBot) -> None:
    dialog, _ = made(qtbot, "camera")
    dialog.set_cameras(())
    assert dialog._camera is not None
    assert "No camera was found" in dialog._camera._state.text()
    assert dialog._camera._state.isVisible()


def test_escape_chooses_nothing(qtbot: QtBot) -> None:
    dialog, chosen = made(qtbot, "address")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert chosen == []
