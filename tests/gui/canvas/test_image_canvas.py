from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from engine_core.detections import Detections
from engine_core.frame import Frame
from engine_core.labels import Labels
from engine_core.overlay import Style, lay_out
from engine_core.render import PillowMeasure, render
from gui.canvas.hover_card import place_beside
from gui.canvas.image_canvas import ImageCanvas
from gui.theme import theme

NAMES = Labels(("person", "car"))
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
NESTED = ((50, 50, 350, 250), (100, 100, 200, 200), (120, 120, 160, 160))


def found(*boxes: tuple[float, float, float, float]) -> Detections:
    n = len(boxes)
    return Detections(
        xyxy=np.asarray(boxes, np.float32).reshape(n, 4),
        confidence=np.linspace(0.9, 0.5, n, dtype=np.float32),
        class_id=np.zeros(n, np.intp),
    )


def show(canvas: ImageCanvas, width: int = 400, height: int = 300) -> Frame:
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = np.arange(width, dtype=np.uint8)[None, :, None]
    frame = Frame(image=np.ascontiguousarray(pixels[..., 2::-1]), source="ramp", name="ramp.png")
    canvas.set_picture(frame, pixels)
    return frame


@pytest.fixture
def canvas(qtbot: QtBot) -> ImageCanvas:
    made = ImageCanvas()
    qtbot.addWidget(made)
    made.set_motion(False)
    made.resize(824, 624)
    made.show()
    qtbot.waitExposed(made)
    show(made)
    made.set_detections(found(*NESTED), NAMES)
    return made


def at(canvas: ImageCanvas, x: float, y: float) -> QPoint:
    """Return where a source point lies on the canvas."""
    ratio = canvas.devicePixelRatioF()
    across, down = canvas._zooming.view.to_view((x, y))
    return QPoint(round(across / ratio), round(down / ratio))


def wheel(canvas: ImageCanvas, place: QPoint, turned: int) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(canvas.mapToGlobal(place)), QPoint(), QPoint(0, turned),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_picture_is_fitted_with_a_margin_and_follows_the_size(canvas: ImageCanvas) -> None:
    assert canvas.is_fitted
    assert canvas.zoom == pytest.approx(2.0)
    canvas.resize(424, 324)
    assert canvas.zoom == pytest.approx(1.0)


def test_a_picture_of_the_same_size_keeps_zoom_and_place(canvas: ImageCanvas) -> None:
    canvas.set_zoom(5.0)
    view = canvas._zooming.view
    show(canvas)
    assert canvas._zooming.view == view
    show(canvas, 200, 100)
    assert canvas.is_fitted


def test_the_wheel_zooms_at_the_pointer_by_a_quarter_a_notch(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    place = at(canvas, 300, 200)
    before = canvas._zooming.view.to_source((place.x(), place.y()))
    with qtbot.waitSignal(canvas.zoom_changed) as told:
        wheel(canvas, place, 120)
    assert told.args == [pytest.approx(2.5)]
    assert canvas._zooming.view.to_source((place.x(), place.y())) == pytest.approx(before)
    assert not canvas.is_fitted
    wheel(canvas, place, -30)
    assert canvas.zoom == pytest.approx(2.5 * 1.25**-0.25)


def test_zoom_has_its_limits(canvas: ImageCanvas) -> None:
    for _ in range(40):
        canvas.zoom_in()
    assert canvas.zoom == 64.0
    for _ in range(60):
        canvas.zoom_out()
    assert canvas.zoom == pytest.approx(0.05)


def test_clicks_go_through_the_stack_and_alt_goes_back(canvas: ImageCanvas) -> None:
    told: list[int | None] = []
    canvas.selected.connect(told.append)
    place = at(canvas, 140, 140)
    for _ in range(4):
        QTest.mouseClick(canvas, LEFT, NONE, place)
    QTest.mouseClick(canvas, LEFT, Qt.KeyboardModifier.AltModifier, place)
    assert told == [2, 1, 0, 2, 0]
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, 180, 180))
    assert told[-1] == 1
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, 10, 10))
    assert told[-1] is None


def test_escape_deselects_and_is_left_to_others_afterwards(canvas: ImageCanvas) -> None:
    told: list[int | None] = []
    canvas.selected.connect(told.append)
    canvas.set_selected(1)
    assert told == []
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert told == [None]


def test_dragging_pans_and_selects_nothing(canvas: ImageCanvas) -> None:
    told: list[int | None] = []
    canvas.selected.connect(told.append)
    canvas.set_zoom(8.0)
    start = QPoint(400, 300)
    before = canvas._zooming.view.origin
    QTest.mousePress(canvas, LEFT, NONE, start)
    QTest.mouseMove(canvas, start + QPoint(30, 20))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseMove(canvas, start + QPoint(60, 40))
    QTest.mouseRelease(canvas, LEFT, NONE, start + QPoint(60, 40))
    after = canvas._zooming.view.origin
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((60, 40))
    assert told == []
    assert canvas.cursor().shape() != Qt.CursorShape.ClosedHandCursor


def test_a_double_click_beside_boxes_goes_to_actual_size_and_back(canvas: ImageCanvas) -> None:
    QTest.mouseDClick(canvas, LEFT, NONE, at(canvas, 10, 10))
    assert canvas.zoom == 1.0
    QTest.mouseDClick(canvas, LEFT, NONE, QPoint(20, 20))
    assert canvas.is_fitted


def test_a_double_click_on_a_single_box_activates_it(canvas: ImageCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.activated) as told:
        QTest.mouseDClick(canvas, LEFT, NONE, at(canvas, 300, 200))
    assert told.args == [0]
    assert canvas.is_fitted


def test_the_pointer_tells_what_it_is_over_and_shows_its_card_after_a_while(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    told: list[int | None] = []
    canvas.hovered.connect(told.append)
    QTest.mouseMove(canvas, at(canvas, 140, 140))
    assert told == [2]
    card = canvas._hovering.card
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible)
    assert card.said is not None
    assert card.said.lines == ("40 × 40 px at 120, 120",)
    # At once while one is showing, and never on its box.
    QTest.mouseMove(canvas, at(canvas, 110, 110))
    assert told == [2, 1]
    assert card.isVisible()
    assert card.said.lines == ("100 × 100 px at 100, 100",)
    box = canvas._hovering._on_canvas((100, 100, 200, 200)).toRect()
    assert not card.geometry().intersects(box)
    QTest.mouseMove(canvas, at(canvas, 10, 10))
    assert told == [2, 1, None]
    assert not card.isVisible()


def test_what_is_below_the_threshold_says_so_and_is_no_row(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    told: list[int | None] = []
    canvas.hovered.connect(told.append)
    canvas.set_detections(Detections.empty(), NAMES, below=found((100, 100, 200, 200)))
    QTest.mouseMove(canvas, at(canvas, 150, 150))
    qtbot.waitUntil(canvas._hovering.card.isVisible)
    said = canvas._hovering.card.said
    assert said is not None
    assert said.lines[1] == "Below the threshold"
    assert told == []


def test_new_detections_under_a_resting_pointer_are_told_of_later(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    QTest.mouseMove(canvas, at(canvas, 140, 140))
    told: list[int | None] = []
    canvas.hovered.connect(told.append)
    canvas.set_detections(found(NESTED[2]), NAMES)
    assert told == []
    qtbot.waitUntil(lambda: told == [0])


def test_the_card_goes_with_the_box_under_a_resting_pointer(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    card = canvas._hovering.card
    QTest.mouseMove(canvas, at(canvas, 140, 140))
    qtbot.waitUntil(card.isVisible)
    canvas.set_detections(Detections.empty(), NAMES)
    assert not card.isVisible()


def test_no_card_comes_of_a_box_that_went_before_it_was_shown(canvas: ImageCanvas) -> None:
    hovering = canvas._hovering
    QTest.mouseMove(canvas, at(canvas, 140, 140))
    assert hovering._wait.isActive()
    canvas.set_detections(Detections.empty(), NAMES)
    assert not hovering._wait.isActive()


def test_another_box_on_the_same_row_under_a_resting_pointer_is_told_at_once(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    card = canvas._hovering.card
    QTest.mouseMove(canvas, at(canvas, 60, 60))
    qtbot.waitUntil(card.isVisible)
    canvas.set_detections(found((40, 40, 80, 80)), NAMES)
    assert card.isVisible()
    assert card.said is not None
    assert card.said.lines == ("40 × 40 px at 40, 40",)


def test_revealing_pans_only_what_is_out_of_sight(canvas: ImageCanvas) -> None:
    view = canvas._zooming.view
    canvas.reveal(2)
    assert canvas._zooming.view == view
    canvas.set_zoom(20.0)
    canvas._zooming.show(canvas._zooming.view.panned(-1e6, -1e6))
    canvas.reveal(2)
    assert canvas.zoom == 20.0
    assert canvas.rect().contains(at(canvas, 140, 140))
    canvas.zoom_to(2)
    assert canvas.zoom == pytest.approx(0.6 * 624 / 40)
    canvas.reveal(99)
    canvas.zoom_to(99)


def test_a_right_click_asks_for_a_menu_with_the_row_below_it(
    canvas: ImageCanvas, qtbot: QtBot
) -> None:
    place = at(canvas, 140, 140)
    reason = QContextMenuEvent.Reason.Mouse
    with qtbot.waitSignal(canvas.menu_requested) as told:
        QApplication.sendEvent(
            canvas, QContextMenuEvent(reason, place, canvas.mapToGlobal(place), NONE)
        )
    assert told.args == [canvas.mapToGlobal(place), 2]
    canvas.set_selected(1)
    with qtbot.waitSignal(canvas.menu_requested) as told:
        QApplication.sendEvent(
            canvas, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, place, NONE)
        )
    assert told.args is not None
    assert told.args[1] == 1


def test_zoom_by_key_glides_unless_a_video_plays(canvas: ImageCanvas, qtbot: QtBot) -> None:
    canvas.set_motion(True)
    canvas.zoom_in()
    assert canvas.zoom < 2.5
    canvas.zoom_in()
    qtbot.waitUntil(lambda: canvas.zoom == pytest.approx(2.0 * 1.25**2))
    canvas.set_playing(True)
    canvas.show_actual_size()
    assert canvas.zoom == 1.0


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_outline_is_painted_in_whole_pixels_of_the_screen(
    canvas: ImageCanvas, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: ratio)
    canvas._sync_room()
    canvas.set_look(Style(show_labels=False))
    canvas.set_detections(found(NESTED[0]), NAMES)
    image = QImage(canvas.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    canvas.render(image)
    place = at(canvas, 200, 50) * ratio
    column = [image.pixelColor(place.x(), place.y() + y).name() for y in range(-8, 9)]
    assert column.count("#f0a030") == 2 * ratio
    assert image.pixelColor(2, 2).name() == theme().canvas.lower()
    assert canvas.paint_ms > 0


def test_pixels_are_shown_sharp_from_four_hundred_per_cent(canvas: ImageCanvas) -> None:
    canvas.set_detections(Detections.empty(), NAMES)
    canvas.set_zoom(8.0)
    image = canvas.grab().toImage()
    row = [image.pixelColor(x, 300).red() for x in range(200, 600)]
    changes = [x for x, (a, b) in enumerate(itertools.pairwise(row)) if a != b]
    assert {b - a for a, b in itertools.pairwise(changes)} == {8}


def test_the_annotated_image_is_what_an_export_writes(canvas: ImageCanvas) -> None:
    frame = show(canvas, 401, 300)
    image = canvas.annotated_image()
    overlay = lay_out(found(*NESTED), NAMES, frame.size_wh, Style(), PillowMeasure())
    expected = render(frame.image, overlay)
    assert (image.width(), image.height()) == (401, 300)
    for x, y in ((50, 150), (60, 45), (399, 299), (120, 140)):
        colour = image.pixelColor(x, y)
        assert (colour.red(), colour.green(), colour.blue()) == tuple(expected[y, x])
    canvas.set_picture(None, None)
    assert canvas.annotated_image().isNull()


def test_guests_keep_their_place(canvas: ImageCanvas) -> None:
    card, banner = QLabel("A problem"), QLabel("Nothing found")
    canvas.set_card(card)
    canvas.set_banner(banner)
    card.show()
    banner.show()
    assert (card.width(), card.y(), card.x()) == (624, 24, 100)
    canvas.resize(500, 400)
    assert (card.width(), card.x()) == (452, 24)
    assert banner.geometry().bottom() < 400 - 12
    canvas.set_card(None)
    assert card.parent() is None
    card.deleteLater()


def test_a_screen_reader_is_told_how_much_was_found(canvas: ImageCanvas) -> None:
    assert canvas.accessibleName() == "Picture"
    assert canvas.accessibleDescription() == "Picture with 3 detections"
    canvas.set_detections(found(NESTED[0]), NAMES)
    assert canvas.accessibleDescription() == "Picture with 1 detection"


def test_a_drop_is_framed_and_named(canvas: ImageCanvas) -> None:
    before = canvas.grab().toImage()
    canvas.set_drop("Open model line3.engine")
    image = canvas.grab().toImage()
    assert image.pixelColor(1, 300).name() == theme().accent.lower()
    canvas.set_drop(None)
    assert canvas.grab().toImage() == before


def test_a_card_goes_beside_a_box_and_into_the_far_corner_of_one_that_fills_the_view(
    canvas: ImageCanvas,
) -> None:
    room, card = canvas.rect(), canvas._hovering.card
    card.resize(100, 50)
    small = canvas._hovering._on_canvas((100, 100, 200, 200)).toRect()
    assert place_beside(card.size(), small, small.center(), room).x() > small.right()
    corner = place_beside(card.size(), room, QPoint(10, 10), room)
    assert (corner.x(), corner.y()) == (room.width() - 100, room.height() - 50)
