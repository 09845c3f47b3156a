from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage, QPainter

from engine_core.detections import Detections, InstanceMask, Masks
from engine_core.labels import Labels
from engine_core.overlay import Overlay, Style, lay_out
from engine_core.render import render
from gui.canvas.painter import OverlayPainter
from gui.canvas.qimage import opaque
from gui.canvas.typesetting import QtMeasure

GREY = 120
SIZE_WH = (400, 300)
AMBER = (0xF0, 0xA0, 0x30)
INK = np.asarray((0x0B, 0x0D, 0x10))
CASING = np.rint(INK * 0.7 + GREY * 0.3)
NAMES = Labels(("person", "car"))
BARE = Style(scale=1.0, show_labels=False)

pytestmark = pytest.mark.usefixtures("qapp")


def found(*boxes: tuple[float, float, float, float], **columns: object) -> Detections:
    n = len(boxes)
    values: dict[str, object] = {
        "xyxy": np.asarray(boxes, np.float32).reshape(n, 4),
        "confidence": np.linspace(0.9, 0.5, n, dtype=np.float32),
        "class_id": np.zeros(n, np.intp),
        **columns,
    }
    return Detections(**values)  # type: ignore[arg-type]


def painted(
    overlay: Overlay, zoom: float = 1.0, origin: tuple[int, int] = (0, 0)
) -> npt.NDArray[np.uint8]:
    """Return what the painter makes of an overlay on grey, as RGB."""
    pixels = np.full((SIZE_WH[1], SIZE_WH[0], 4), GREY, np.uint8)
    image = opaque(pixels).copy()
    painter = QPainter(image)
    OverlayPainter().paint(painter, overlay, origin, zoom, SIZE_WH)
    painter.end()
    return rgb(image)


def rgb(image: QImage) -> npt.NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return np.ascontiguousarray(rows[..., 2::-1])


def laid_out(detections: Detections, style: Style = BARE, **how: object) -> Overlay:
    return lay_out(detections, NAMES, SIZE_WH, style, QtMeasure(1.0), **how)  # type: ignore[arg-type]


def rendered(overlay: Overlay) -> npt.NDArray[np.uint8]:
    return render(np.full((SIZE_WH[1], SIZE_WH[0], 3), GREY, np.uint8), overlay)


BOXES = found(
    (50, 60, 200, 180),
    (120, 100, 300, 280),
    (-5, -5, 30, 30),
    (350, 20, 353, 22),
    (10, 90, 14, 250),
)


def test_the_edge_of_a_box_has_the_class_colour_on_a_dark_casing() -> None:
    drawn = painted(laid_out(found((100, 100, 300, 250))))
    for y in (99, 100):
        assert tuple(drawn[y, 200]) == AMBER
    for y in (98, 101):
        np.testing.assert_allclose(drawn[y, 200], CASING, atol=1)
    assert tuple(drawn[97, 200]) == tuple(drawn[102, 200]) == (GREY,) * 3


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("normal", {}),
        ("hovered", {"hovered": 1}),
        ("selected", {"selected": 0}),
        ("below", {"below_threshold": found((33, 40, 190, 133), (210, 200, 390, 290))}),
    ],
)
@pytest.mark.parametrize("class_id", [0, 25], ids=["solid", "dashed"])
def test_upright_boxes_look_as_in_files(name: str, how: dict[str, object], class_id: int) -> None:
    detections = replace(BOXES, class_id=np.full(len(BOXES), class_id))
    overlay = laid_out(detections, BARE, **how)
    if name == "hovered":
        overlay = replace(overlay, labels=())
    on_screen, in_file = painted(overlay), rendered(overlay)
    assert (on_screen != GREY).any()
    off = np.abs(on_screen.astype(int) - in_file).max(axis=2) > 2
    # Rounding of stretched dashes may differ by a pixel here and there.
    assert off.mean() < (0.001 if class_id == 0 and name != "below" else 0.004)


def test_masks_and_rotated_boxes_and_skeletons_look_as_in_files() -> None:
    ellipse = np.hypot(*np.mgrid[-1:1:80j, -1:1:120j]) <= 1
    detections = found(
        (60, 60, 180, 140),
        corners=np.asarray([[(80, 60), (180, 90), (160, 140), (60, 110)]], np.float32),
        keypoints=np.asarray(
            [[(80, 80), (120, 80), (100, 100), (85, 120), (115, 120)]], np.float32
        ),
        masks=Masks.of([InstanceMask(ellipse, (60, 60))]),
    )
    overlay = laid_out(detections)
    difference = np.abs(painted(overlay).astype(int) - rendered(overlay))
    assert (painted(overlay) != GREY).mean() > 0.05
    # OpenCV draws smooth slanted lines about a pixel wider than they are.
    assert (difference.max(axis=2) > 48).mean() < 0.02
    assert difference.mean() < 1.0


def test_below_the_threshold_an_outline_is_dashed() -> None:
    drawn = painted(laid_out(Detections.empty(), below_threshold=found((100, 100, 300, 250))))
    top = drawn[100, 100:300]
    is_amber = (top == AMBER).all(axis=1)
    assert 0.4 < is_amber.mean() < 0.65
    assert np.count_nonzero(np.diff(is_amber.astype(int)) == 1) > 25


def test_a_selected_box_has_white_on_both_sides_of_its_colour() -> None:
    drawn = painted(laid_out(found((100, 100, 300, 250)), selected=0))
    column = drawn[95:106, 200].tolist()
    assert column.count([255, 255, 255]) == 2
    assert column.count(list(AMBER)) == 3
    assert column.count(INK.tolist()) == 2


def test_chips_lie_on_whole_pixels_in_one_colour_with_text_on_them() -> None:
    overlay = laid_out(found((100, 100, 300, 250)), Style(scale=1.0))
    x0, y0, x1, y1 = (round(edge) for edge in overlay.labels[0].xyxy)
    chip = painted(overlay)[y0:y1, x0:x1]
    assert tuple(chip[0, chip.shape[1] // 2]) == AMBER
    assert tuple(chip[chip.shape[0] // 2, 1]) == AMBER
    assert chip.min(axis=(0, 1)).max() < 60


@pytest.mark.parametrize("zoom", [0.25, 3.7, 64.0])
def test_lines_keep_their_width_at_any_zoom(zoom: float) -> None:
    origin = (-round(100 * zoom) + 60, -round(100 * zoom) + 60)
    style = replace(BARE, scale=1.0 / zoom)
    big = (100.0, 100.0, 100 + 250 / zoom, 100 + 150 / zoom)
    overlay = lay_out(found(big), NAMES, (8000, 8000), style, QtMeasure(zoom))
    drawn = painted(overlay, zoom, origin)
    assert np.count_nonzero((drawn[:, 200] == AMBER).all(axis=1)) == 4
    assert np.count_nonzero((drawn[150] == AMBER).all(axis=1)) == 4
