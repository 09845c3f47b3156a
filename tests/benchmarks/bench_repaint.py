"""From a moved slider to the repainted canvas. Run: ``python -m tests.benchmarks.bench_repaint``.

Three hundred detections on a 4K frame in a 1080p window: filter, layout and painting, as the window does
them in one event. The window is not on a screen, so what the desktop adds is not measured.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from engine_core.detections import Detections, DisplayFilter, InstanceMask, Masks
from engine_core.frame import Frame
from engine_core.labels import Labels
from gui import appearance
from gui.canvas.image_canvas import ImageCanvas

_BAR_MS = 8.0
_ROUNDS = 60
_COUNT = 300
_WINDOW_WH = (1920, 1080)
_LABELS = Labels(tuple(f"class {number}" for number in range(80)))


def main() -> None:
    """Print the figures beside the bar."""
    application = QApplication([])
    appearance.dress(application, "dark")
    canvas = ImageCanvas()
    canvas.set_motion(False)
    canvas.resize(*_WINDOW_WH)
    canvas.show()
    application.processEvents()
    for text, with_masks, classes in (
        ("300 detections, 20 classes", False, 20),
        ("300 detections, 80 classes", False, 80),
        ("300 detections with masks, 20 classes", True, 20),
    ):
        found = _detections((3840, 2160), with_masks=with_masks, classes=classes)
        _show(canvas, (3840, 2160))
        median = _slider(canvas, found, with_below=False)
        print(
            f"slider moved -> repainted, 4K frame in a 1080p window, {text}: {median:.1f} ms"
            f" (bar <= {_BAR_MS:g} ms)"
        )
    found = _detections((3840, 2160), with_masks=False, classes=20)
    print(
        f"  with all below the threshold dashed: {_slider(canvas, found, with_below=True):.1f} ms"
    )
    rotated = _rotated(found)
    print(f"  rotated boxes: {_slider(canvas, rotated, with_below=False):.1f} ms")
    canvas.set_detections(found, _LABELS)
    print(f"  hover from one box to another: {_hover(canvas):.1f} ms")
    _show(canvas, (7680, 4320))
    canvas.set_detections(_detections((7680, 4320), with_masks=False, classes=20), _LABELS)
    _paint(canvas)
    canvas._make_levels()
    print(f"zoom step on an 8K picture with 300 detections: {_zoom(canvas):.1f} ms")
    print(f"pan on an 8K picture with 300 detections: {_pan(canvas):.1f} ms")
    canvas.set_detections(Detections.empty(), _LABELS)
    print(f"zoom step on an 8K picture alone: {_zoom(canvas):.1f} ms")
    canvas.close()


def _show(canvas: ImageCanvas, size_wh: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    pixels = np.full((size_wh[1], size_wh[0], 4), 255, np.uint8)
    pixels[..., :3] = rng.integers(0, 255, (1, size_wh[0], 3), np.uint8)
    frame = Frame(image=np.ascontiguousarray(pixels[..., 2::-1]), source="noise", name="noise.png")
    canvas.set_picture(frame, pixels)
    canvas.fit()
    _paint(canvas)
    canvas._make_levels()


def _detections(size_wh: tuple[int, int], *, with_masks: bool, classes: int) -> Detections:
    rng = np.random.default_rng(1)
    corner = rng.uniform(0, 0.95, (_COUNT, 2)) * size_wh
    size = rng.uniform(0.01, 0.12, (_COUNT, 2)) * size_wh
    xyxy = np.hstack([corner, np.minimum(corner + size, size_wh)]).astype(np.float32)
    masks = None
    if with_masks:
        masks = Masks.of([_mask(box.tolist()) for box in xyxy])
    return Detections(
        xyxy=xyxy,
        confidence=np.sort(rng.uniform(0.2, 1, _COUNT).astype(np.float32))[::-1].copy(),
        class_id=rng.integers(0, classes, _COUNT),
        masks=masks,
    )


def _mask(box: list[float]) -> InstanceMask:
    x0, y0, x1, y1 = (int(edge) for edge in box)
    y, x = np.mgrid[-1 : 1 : (y1 - y0) * 1j, -1 : 1 : (x1 - x0) * 1j]
    return InstanceMask(x * x + y * y <= 1, (x0, y0))


def _rotated(found: Detections) -> Detections:
    x0, y0, x1, y1 = found.xyxy.T
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    corners = np.stack(
        [
            np.stack(c, axis=1)
            for c in ((middle_x, y0), (x1, middle_y), (middle_x, y1), (x0, middle_y))
        ],
        axis=1,
    )
    return Detections(
        xyxy=found.xyxy, confidence=found.confidence, class_id=found.class_id, corners=corners
    )


def _slider(canvas: ImageCanvas, found: Detections, *, with_below: bool) -> float:
    # The first move makes what is kept afterwards; a drag goes on from there.
    thresholds = [0.2 + 0.0005 * step for step in range(_ROUNDS)]

    def move() -> None:
        rows = DisplayFilter(confidence=thresholds[move.step % _ROUNDS]).rows(found)  # type: ignore[attr-defined]
        move.step += 1  # type: ignore[attr-defined]
        canvas.set_detections(found[rows], _LABELS, below=found[~rows] if with_below else None)
        _paint(canvas)

    move.step = 0  # type: ignore[attr-defined]
    return _median(move)


def _hover(canvas: ImageCanvas) -> float:
    rows = iter(range(10_000))

    def hover() -> None:
        canvas.set_hovered(next(rows) % _COUNT)
        _paint(canvas)

    return _median(hover)


def _zoom(canvas: ImageCanvas) -> float:
    turns = iter(range(10_000))

    def zoom() -> None:
        notch = 120 if next(turns) % 8 < 4 else -120
        place = QPointF(900, 500)
        QApplication.sendEvent(
            canvas,
            QWheelEvent(
                place, place, QPoint(), QPoint(0, notch), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
        _paint(canvas)

    return _median(zoom)


def _pan(canvas: ImageCanvas) -> float:
    canvas.set_zoom(0.5)
    turns = iter(range(10_000))

    def pan() -> None:
        step = 5 if next(turns) % 20 < 10 else -5
        zooming = canvas._zooming
        zooming.show(zooming.view.panned(step, step))
        _paint(canvas)

    return _median(pan)


def _paint(canvas: ImageCanvas) -> None:
    canvas.repaint()


def _median(work: Callable[[], object]) -> float:
    for _ in range(5):
        work()
    times = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times)


if __name__ == "__main__":
    main()
