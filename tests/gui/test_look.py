"""The painted controls hold to the design: colours, sizes, states, in both themes and at fractions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.appearance import dress
from gui.controls import DecimalBox, IconButton, Progress, PushButton, Segmented, SpinBox, Text
from gui.theme import theme
from tests.gui.gallery import Gallery, hover

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def pixel(image: QImage, x: float, y: float) -> str:
    ratio = image.devicePixelRatio()
    return image.pixelColor(int(x * ratio), int(y * ratio)).name().upper()


def image_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.fixture(params=["dark", "light"])
def gallery(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Gallery:
    dress(qapp, request.param)
    made = Gallery()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.put_into_states()
    return made


@pytest.mark.parametrize(
    ("state", "fill"),
    [("normal", "raised"), ("hover", "hover"), ("pressed", "pressed"), ("disabled", "panel")],
)
def test_a_button_has_the_fill_of_its_state(gallery: Gallery, state: str, fill: str) -> None:
    button = gallery.shown["Button", state]

    assert pixel(image_of(button), 6, 14) == getattr(theme(), fill)


@pytest.mark.parametrize(
    ("state", "fill"),
    [
        ("normal", "accent_fill"),
        ("hover", "accent_fill_hover"),
        ("pressed", "accent_fill_pressed"),
        ("disabled", "pressed"),
    ],
)
def test_a_primary_button_has_the_fill_of_its_state(
    gallery: Gallery, state: str, fill: str
) -> None:
    for row in ("Primary", "Split"):
        assert pixel(image_of(gallery.shown[row, state]), 5, 14) == getattr(theme(), fill)


@pytest.mark.parametrize(
    ("row", "state", "colour"),
    [
        ("Icon button", "normal", "t2"),
        ("Icon button", "hover", "t1"),
        ("Icon button", "disabled", "off"),
        ("Icon, on", "normal", "accent"),
        ("Icon, on", "disabled", "off"),
    ],
)
def test_an_icon_takes_the_colour_of_its_state(
    gallery: Gallery, row: str, state: str, colour: str
) -> None:
    assert getattr(theme(), colour) in colours_of(image_of(gallery.shown[row, state]))


@pytest.mark.parametrize("row", ["Text field", "Spin box", "Combo box"])
@pytest.mark.parametrize(
    ("state", "border"), [("normal", "ctl"), ("hover", "t3"), ("disabled", "line")]
)
def test_fields_have_the_border_of_their_state(
    gallery: Gallery, row: str, state: str, border: str
) -> None:
    field = gallery.shown[row, state]
    image = image_of(field)

    assert pixel(image, 0, 14) == getattr(theme(), border)
    assert field.height() == 28


def test_the_border_of_a_field_with_the_focus_is_two_pixels_of_accent(gallery: Gallery) -> None:
    field = gallery.shown["Spin box", "focus"]
    field.setFocus(Qt.FocusReason.MouseFocusReason)

    image = image_of(field)

    assert pixel(image, 0, 14) == pixel(image, 1, 14) == theme().accent
    assert pixel(image, 2, 14) == theme().raised


def test_a_wrong_field_has_a_red_border(qtbot: QtBot) -> None:
    field = QLineEdit("300x")
    field.setProperty("error", True)
    qtbot.addWidget(field)

    assert pixel(image_of(field), 0, 14) == theme().err


def test_spin_boxes_are_72_wide_and_step_by_their_arrows(qtbot: QtBot) -> None:
    box = DecimalBox()
    box.setRange(0, 1)
    box.setValue(0.3)
    qtbot.addWidget(box)
    box.show()

    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(62, 7))
    assert (box.width(), box.value()) == (72, 0.31)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(62, 21))
    assert box.value() == 0.30
    assert pixel(image_of(box), 51, 14) == theme().line


def test_the_arrow_that_leads_nowhere_is_off(qtbot: QtBot) -> None:
    box = SpinBox()
    box.setRange(0, 10)
    qtbot.addWidget(box)
    box.setValue(10)
    image = image_of(box)

    up = colours_of(image.copy(QRect(54, 3, 14, 10)))
    down = colours_of(image.copy(QRect(54, 15, 14, 10)))

    assert theme().off in up
    assert theme().off not in down


def test_check_marks_are_drawn_and_partly_checked_is_another_mark(qtbot: QtBot) -> None:
    box = QCheckBox("Across classes")
    box.setTristate(True)
    qtbot.addWidget(box)
    box.resize(box.sizeHint())

    pictures = []
    for state in (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked):
        box.setCheckState(state)
        pictures.append(image_of(box))

    assert theme().raised in colours_of(pictures[0].copy(0, 0, 16, 20))
    assert theme().accent_fill in colours_of(pictures[1].copy(0, 0, 16, 20))
    assert theme().accent_fill in colours_of(pictures[2].copy(0, 0, 16, 20))
    assert pictures[1] != pictures[2]


def test_a_slider_is_filled_up_to_its_handle_and_grey_when_off(qtbot: QtBot) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setFixedWidth(114)
    slider.setValue(50)
    qtbot.addWidget(slider)
    image = image_of(slider)

    assert slider.height() >= 24
    assert pixel(image, 20, 12) == theme().accent
    assert pixel(image, 95, 12) == theme().groove
    assert pixel(image, 57, 12) == theme().thumb
    slider.setEnabled(False)
    assert theme().accent not in colours_of(image_of(slider))


def test_a_click_on_a_slider_puts_the_handle_there(qtbot: QtBot) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setFixedWidth(114)
    qtbot.addWidget(slider)
    slider.show()

    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(56, 12))

    assert slider.value() == 50


def test_long_texts_of_buttons_are_shortened_inside_them(qtbot: QtBot) -> None:
    button = PushButton()
    button.setText("Datei mit Klassennamen auswählen…")
    button.setFixedSize(90, 28)
    qtbot.addWidget(button)

    image = image_of(button)

    assert all(pixel(image, x, 14) == theme().raised for x in (2, 87))


def test_the_menu_part_of_a_split_button_opens_its_menu(qtbot: QtBot) -> None:
    button = QToolButton()
    button.setProperty("kind", "primary")
    button.setText("Export")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    menu = QMenu(button)
    menu.addAction("All…")
    button.setMenu(menu)
    qtbot.addWidget(button)
    button.show()
    opened = []
    menu.aboutToShow.connect(lambda: opened.append(True))
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    clicked = []
    button.clicked.connect(lambda: clicked.append(True))

    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 14))
    assert (opened, clicked) == ([], [True])
    with qtbot.waitSignal(menu.aboutToHide):
        at = QPoint(button.width() - 8, 14)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)
    assert opened == [True]


def test_a_menu_shows_its_texts_keys_and_marks(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Open model…").setShortcut("Ctrl+O")
    checked = menu.addAction("Labels")
    checked.setCheckable(True)
    checked.setChecked(True)
    menu.addSeparator()
    off = menu.addAction("Build engine…")
    off.setEnabled(False)
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    seen = colours_of(image_of(menu))

    assert {theme().raised, theme().groove, theme().t1, theme().off, theme().line} <= seen
    assert menu.actionGeometry(off).height() == 28
    text = menu.fontMetrics().horizontalAdvance("Open model…Ctrl+O")
    assert menu.sizeHint().width() >= text + 40


def test_segments_are_chosen_by_click_and_by_arrows_and_told_once(qtbot: QtBot) -> None:
    segments = Segmented(3)
    segments.set_texts(["System", "Dark", "Light"])
    qtbot.addWidget(segments)
    segments.show()
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    chosen: list[int] = []
    segments.chosen.connect(chosen.append)

    segments.set_current(1)
    assert chosen == []
    QTest.mouseClick(segments.findChildren(QPushButton)[2], Qt.MouseButton.LeftButton)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Left)

    assert chosen == [2, 1]
    assert segments.current() == 1
    stops = [
        b for b in segments.findChildren(QPushButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) == 1


def test_a_bar_without_an_end_moves_only_while_it_is_seen(qtbot: QtBot) -> None:
    bar = Progress()
    qtbot.addWidget(bar)
    bar.setRange(0, 0)
    assert not bar._clock.isActive()
    bar.show()
    assert bar._clock.isActive()
    assert bar.height() == 2
    bar.setRange(0, 10)
    assert not bar._clock.isActive()
    bar.setValue(5)
    assert bar.height() == 4
    assert {theme().accent, theme().groove} <= colours_of(image_of(bar))
    bar.setRange(0, 0)
    bar.hide()
    assert not bar._clock.isActive()


def rings(window: QWidget) -> list[QFocusFrame]:
    return [frame for frame in window.findChildren(QFocusFrame) if frame.isVisible()]


def test_the_ring_is_for_the_keyboard_only(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    first, second = PushButton(), IconButton("tag")
    first.setText("Change…")
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert rings(window) == []
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert [ring.widget() for ring in rings(window)] == [second]
    image = image_of(window)
    edge = second.geometry()
    assert pixel(image, edge.left() - 2, edge.center().y()) == theme().accent
    assert pixel(image, edge.left() - 1, edge.center().y()) == theme().panel
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert rings(window) == []


def test_the_ring_goes_with_its_window_and_comes_in_the_next(qtbot: QtBot) -> None:
    for _ in range(2):
        window = QWidget()
        column = QVBoxLayout(window)
        first, second = PushButton(), PushButton()
        column.addWidget(first)
        column.addWidget(second)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Tab)
        shown = [ring.widget() for ring in rings(window)]
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert shown == [second]


@pytest.mark.parametrize(
    ("role", "size"),
    [("headline", 20), ("title", 15), ("section", 13), ("secondary", 12), ("caption", 11)],
)
def test_texts_keep_tabular_digits_at_every_size(qtbot: QtBot, role: str, size: int) -> None:
    text = Text(role)
    qtbot.addWidget(text)
    text.ensurePolished()

    metrics = text.fontMetrics()

    assert text.font().pixelSize() == size
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0888")


@pytest.mark.parametrize("make", [QPushButton, QLineEdit, QComboBox, QMenu, QCheckBox])
def test_every_control_has_the_programs_font(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.ensurePolished()

    assert widget.font().families()[0] == "Inter"
    assert widget.font().pixelSize() == 13


def test_the_theme_changes_what_is_shown_and_dressing_twice_does_nothing(
    qtbot: QtBot, qapp: QApplication
) -> None:
    text, button = Text("title"), PushButton()
    for widget in (text, button):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    dark = image_of(button)

    dress(qapp, "light")
    light_sheet = qapp.styleSheet()
    dress(qapp, "light")

    assert qapp.styleSheet() == light_sheet
    assert text.palette().windowText().color() == QColor(theme().t1)
    assert image_of(button) != dark
    dress(qapp, "dark")
    assert image_of(button) == dark


def test_following_the_desktop_takes_what_it_says_and_an_own_choice_wins(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [Qt.ColorScheme.Light]
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _: said[0])
    dress(qapp, "system")
    names = [theme().name]
    said[0] = Qt.ColorScheme.Dark
    qapp.styleHints().colorSchemeChanged.emit(said[0])
    names.append(theme().name)
    dress(qapp, "dark")
    said[0] = Qt.ColorScheme.Light
    qapp.styleHints().colorSchemeChanged.emit(said[0])
    names.append(theme().name)

    assert names == ["light", "dark", "dark"]


def test_a_hovered_field_is_brighter_than_a_resting_one(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    resting = image_of(field)

    hover(field)

    assert image_of(field) != resting
