"""Makes the pictures of the README: ``python -m tools.readme_pictures``.

The real window is opened on the demo without a screen and driven by mouse events, and what it paints is
kept: the slider in motion, and still pictures in both themes and languages.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from engine_core.demo import Demo, find_demo
from gui import appearance, i18n
from gui.main_window import MainWindow
from gui.motion import set_motion_reduced
from gui.offscreen import Stage
from gui.panels.histogram_paint import REACH, TALL
from gui.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "readme"
LANGUAGES = {"en": "", "zh_CN": "-zh"}
THEMES = ("dark", "light")

MOVING_SIZE = (1000, 680)
"""Of the window in motion: as wide as a page shows a picture."""
STILL_SIZE = (1360, 850)
PIXELS = 2
"""Of a picture to each of the window, so that text is sharp on any screen."""
SECOND = 2.4
"""Of the clip, that the still picture of it shows."""

FRAME_MS = 40
# Waypoints of the threshold, and the seconds that it rests there and that it takes to the next one.
WAY = ((0.25, 0.7, 1.1), (0.05, 0.6, 2.0), (0.85, 0.6, 1.3))
# Of lossy WebP, 0 to 100. Text stays sharp from about 80 on.
MOVING_QUALITY, STILL_QUALITY = 80, 88

# The outline of an arrow, its tip at the origin, in pixels.
_ARROW = ((0, 0), (0, 17), (4, 13.2), (6.9, 19.6), (9.7, 18.4), (6.9, 12.2), (12.4, 12.2))


def main(arguments: Sequence[str] | None = None) -> int:
    """Make all pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.readme_pictures")
    parser.add_argument("--demo", type=Path, help="its folder (default: the project's own)")
    parser.add_argument("--out", type=Path, default=FOLDER, help="(default: assets/readme)")
    options = parser.parse_args(arguments)
    demo = find_demo(options.demo)
    if demo is None:
        sys.stderr.write("error: there is no demo to take pictures of\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="enginescope-") as folder:
        _take_all(demo, options.out, Path(folder))
    for path in sorted(options.out.glob("*.webp")):
        print(f"{path.stat().st_size / 1e3:8.0f} kB  {path.name}")
    return 0


def _take_all(demo: Demo, out: Path, scratch: Path) -> None:
    # A screen as large as the window in motion: Qt keeps hints within it.
    width, height = (PIXELS * side for side in MOVING_SIZE)
    screen = {"x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    (scratch / "screen.json").write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={scratch / 'screen.json'}"
    os.environ["QT_SCALE_FACTOR"] = str(PIXELS)
    application = QApplication(["enginescope"])
    application.setApplicationName("EngineScope")
    set_motion_reduced(is_reduced=True)
    # The user's own settings are none of this window's business.
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(scratch))
    for language, ending in LANGUAGES.items():
        i18n.set_language(language)
        _film(application, demo, out / f"slider{ending}.webp")
        _portray(application, demo, out, ending)


def _film(application: QApplication, demo: Demo, path: Path) -> None:
    """Drag the threshold once round its way, and keep every frame."""
    appearance.dress(application, "dark")
    with _opened(application, demo, MOVING_SIZE, shows_list=False) as stage:
        stage.mouse(QEvent.Type.MouseButtonPress, WAY[0][0])
        # Once round before, so that what depends on the past is at the end as it was at the beginning.
        for confidence in _way():
            stage.mouse(QEvent.Type.MouseMove, confidence)
        frames = []
        for confidence in _way():
            pointer = stage.mouse(QEvent.Type.MouseMove, confidence)
            frames.append(stage.picture(pointer))
        stage.mouse(QEvent.Type.MouseButtonRelease, WAY[0][0])
    _write_film(frames, path)


def _way() -> Iterator[float]:
    """Yield the threshold of every frame, once round."""
    for (here, rest_s, way_s), (there, _, _) in zip(WAY, (*WAY[1:], WAY[0]), strict=True):
        yield from [here] * round(rest_s * 1000 / FRAME_MS)
        steps = round(way_s * 1000 / FRAME_MS)
        for step in range(steps):
            yield here + (there - here) * (1 - math.cos(math.pi * step / steps)) / 2


def _write_film(frames: Sequence[Image.Image], path: Path) -> None:
    """Write frames as animated WebP that starts anew for ever; equal ones become one that lasts longer."""
    kept: list[Image.Image] = []
    times: list[int] = []
    for frame in frames:
        if kept and frame.tobytes() == kept[-1].tobytes():
            times[-1] += FRAME_MS
        else:
            kept.append(frame)
            times.append(FRAME_MS)
    kept[0].save(
        path,
        save_all=True,
        append_images=kept[1:],
        duration=times,
        loop=0,
        quality=MOVING_QUALITY,
        method=4,
        minimize_size=True,
    )


def _opened(
    application: QApplication, demo: Demo, size: tuple[int, int], *, shows_list: bool
) -> closing[_Studio]:
    """Return a window with the demo in it and its first picture shown."""
    settings = Settings()
    settings.set_switch("tips", False)
    settings.set_switch("left_column", shows_list)
    stage = _Studio(MainWindow(settings), application, size)
    stage.open(demo)
    return closing(stage)


def _portray(application: QApplication, demo: Demo, out: Path, ending: str) -> None:
    """Take the still pictures: a picture of the demo and its clip, dark and light."""
    with _opened(application, demo, STILL_SIZE, shows_list=True) as stage:
        stage.wait_for_thumbnails()
        # The first one is that of the film. Each is looked at, so that each has its number in the list.
        for picture in (*demo.pictures, demo.pictures[1]):
            stage.show(picture.name)
        for theme in THEMES:
            appearance.dress(application, theme)
            stage.save(out / f"window{ending}-{theme}.webp")
        if demo.clip is None:
            return
        stage.show_clip(demo.clip.name)
        for theme in THEMES:
            appearance.dress(application, theme)
            stage.save(out / f"video{ending}-{theme}.webp")


class _Studio(Stage):
    """The window, and what is done in it for a picture of it."""

    def show_clip(self, name: str) -> None:
        """Show the clip, wait until all of it was looked at, and go to the frame that is portrayed."""
        self.show(name)
        window = self.window
        controller, presenter = window.controller, window.presenter

        def is_surveyed() -> bool:
            timeline = presenter.timeline(controller.source)
            return timeline is not None and timeline.computed == controller.frame_count

        self.wait(is_surveyed)
        fps = controller.shown.info.fps if controller.shown is not None else None
        index = round(SECOND * (fps or 25))
        controller.seek(index)
        self.wait(lambda: controller.shown is not None and controller.shown.frame.index == index)

    def mouse(self, kind: QEvent.Type, confidence: float) -> QPointF:
        """Send a mouse event to the slider, the left button held.

        Args:
            kind: Press, move or release.
            confidence: Where on the slider, 0 to 1.

        Returns:
            Where that is in the window, in its pixels.
        """
        slider = self.window.threshold.slider
        at = QPointF(REACH + confidence * (slider.width() - 2 * REACH), TALL)
        is_moved = kind == QEvent.Type.MouseMove
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind,
            at,
            slider.mapToGlobal(at),
            none if is_moved else left,
            none if kind == QEvent.Type.MouseButtonRelease else left,
            Qt.KeyboardModifier.NoModifier,
        )
        self.application.sendEvent(slider, event)
        self.settle()
        return slider.mapTo(self.window, at)

    def picture(self, pointer: QPointF | None = None) -> Image.Image:
        """Return the window as it is, with the hint that floats over it and a pointer.

        Args:
            pointer: Where its tip is, in pixels of the window; None draws none.
        """
        pixmap = self.window.grab()
        painter = QPainter(pixmap)
        for floating in self.application.topLevelWidgets():
            if floating.isVisible() and floating.inherits("QTipLabel"):
                painter.drawPixmap(floating.pos() - self.window.pos(), floating.grab())
        if pointer is not None:
            _draw_pointer(painter, pointer)
        painter.end()
        return _image(pixmap)

    def save(self, path: Path) -> None:
        self.window.presenter.present()
        self.settle()
        self.picture().save(path, quality=STILL_QUALITY, method=6)


def _draw_pointer(painter: QPainter, tip: QPointF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#101216"), 1.2))
    painter.setBrush(QColor("#ffffff"))
    painter.drawPolygon(QPolygonF([tip + QPointF(x, y) for x, y in _ARROW]))


def _image(pixmap: QPixmap) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "BMP")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
