"""The tensor that was really fed: as a picture, in numbers, and what the recipe's change did."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFont, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine_core.preprocess import ChannelOrder, Layout, Preprocessing
from gui import pixels
from gui.controls import Segmented, Text, is_language_change
from gui.i18n import counted, tr
from gui.panels.recipe_fields import Rows
from gui.theme import theme

_EDGE = 112
_ROW = 20
_COARSE, _FINE = 96, 1280
_REST_MS = 150
_TRUE_MINUS = "−"

Planes = npt.NDArray[np.float32]


class Fed(Protocol):
    """What is read of ``gui.workers.messages.FedTensor``, which panels may not import."""

    @property
    def array(self) -> npt.NDArray[Any]: ...


class TensorView(Rows):
    """Thumbnail, numbers of each plane, and the effect on the boxes."""

    def __init__(self) -> None:
        super().__init__(has_line=False)
        self._fed: Fed | None = None
        self._preprocessing: Preprocessing | None = None
        self._planes: Planes | None = None
        self._effect: tuple[int, float | None, int, float | None] | None = None
        self.planes = Segmented(4)
        self.head.addWidget(self.planes)
        self.thumbnail = _Thumbnail()
        self.figures = _Figures()
        self.effect = Text("reason").wrap()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.figures)
        right.addWidget(self.effect)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        # While a video plays a coarse look must do; once a frame stands, every value is looked at.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self.planes.chosen.connect(self._on_plane_chosen)
        self._retranslate()

    def set_preprocessing(self, preprocessing: Preprocessing | None) -> None:
        """Say how the tensor that follows is laid out."""
        if preprocessing != self._preprocessing:
            self._preprocessing = preprocessing
            if preprocessing is None:
                self.set_fed(None)

    def set_fed(self, fed: Fed | None) -> None:
        """Show a tensor; hidden sheets only keep it."""
        if fed is self._fed:
            return
        self._fed = fed
        self._rest.stop()
        self._planes = None
        if fed is None:
            self._look(_COARSE)
        elif self.isVisible():
            self._look(_COARSE)
            self._rest.start()

    def set_effect(
        self, boxes: int, mean: float | None, was_boxes: int, was_mean: float | None
    ) -> None:
        """Compare what is found with what was found before the change."""
        wanted = (boxes, mean, was_boxes, was_mean)
        if wanted != self._effect:
            self._effect = wanted
            self._say_effect()

    def clear_effect(self) -> None:
        self._effect = None
        self._say_effect()

    def _look(self, most: int) -> None:
        self._planes = None
        layout = self._preprocessing
        if self._fed is not None and layout is not None:
            self._planes = planes_of(self._fed.array, layout, most)
        is_grey = self._planes is not None and len(self._planes) == 1
        self.planes.setVisible(not is_grey)
        self._say_figures()
        self._paint_plane()

    def _paint_plane(self) -> None:
        planes, layout = self._planes, self._preprocessing
        if planes is None or layout is None:
            self.thumbnail.set_image(None)
            return
        self.thumbnail.set_image(painted(planes, layout, self.planes.current() - 1))

    def _say_figures(self) -> None:
        planes, layout = self._planes, self._preprocessing
        self.figures.set_heads([tr("min"), tr("max"), tr("mean"), tr("dev.")])
        names = [tr("R"), tr("G"), tr("B")]
        if planes is None or layout is None:
            self.figures.set_rows([(name, None) for name in names])
            return
        if len(planes) == 1:
            names = [tr("Grey")]
        elif layout.channels is ChannelOrder.BGR:
            names.reverse()
        self.figures.set_rows(
            [
                (
                    name,
                    (
                        float(plane.min()),
                        float(plane.max()),
                        float(plane.mean(dtype=np.float64)),
                        float(plane.std(dtype=np.float64)),
                    ),
                )
                for name, plane in zip(names, planes, strict=True)
            ]
        )

    def _say_effect(self) -> None:
        self.effect.setText("" if self._effect is None else effect_words(*self._effect))

    def _retranslate(self) -> None:
        self.title.setText(tr("Tensor fed"))
        self.planes.set_texts([tr("RGB"), tr("R"), tr("G"), tr("B")])
        self.planes.setAccessibleName(tr("Plane shown"))
        self.thumbnail.setAccessibleName(tr("The tensor fed, as a picture"))
        self._say_figures()
        self.figures.describe()
        self._say_effect()

    @Slot()
    def _on_rest_timeout(self) -> None:
        self._look(_FINE)
        self.figures.describe()

    @Slot(int)
    def _on_plane_chosen(self, _index: int) -> None:
        self._paint_plane()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._fed is not None and self._planes is None:
            self._look(_FINE)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._rest.stop()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        super().changeEvent(event)


def planes_of(array: npt.NDArray[Any], layout: Preprocessing, most: int) -> Planes:
    """Return the planes ``(1 or 3, h, w)`` of the first place of a batch, as they are fed.

    Args:
        array: The tensor.
        layout: How it is laid out.
        most: Pixels along the longer side; of larger inputs every n-th pixel is taken.
    """
    first = array[0] if layout.batch and array.ndim == 4 else array
    planes = first if layout.layout is Layout.NCHW else np.moveaxis(first, -1, 0)
    step = max(1, max(planes.shape[1:]) // most)
    return np.ascontiguousarray(planes[:, ::step, ::step], np.float32)


def painted(planes: Planes, layout: Preprocessing, only: int) -> QImage:
    """Return the tensor as a picture: normalisation taken back, channels in the order of the screen.

    Args:
        planes: As ``planes_of`` gives them.
        layout: How they were fed.
        only: 0, 1 or 2 for red, green or blue as grey levels; anything else for all.
    """
    step = max(1, min(planes.shape[1:]) // (2 * _EDGE))
    small = planes[:, ::step, ::step]
    n = len(small)
    mean = np.asarray(layout.mean[:n], np.float32)[:, None, None]
    std = np.asarray(layout.std[:n], np.float32)[:, None, None]
    with np.errstate(all="ignore"):
        levels = np.nan_to_num((small * std + mean) / np.float32(layout.scale), posinf=255)
    levels = np.clip(levels + 0.5, 0, 255).astype(np.uint8)
    if n == 3 and layout.channels is ChannelOrder.BGR:
        levels = levels[::-1]
    if n == 1 or 0 <= only < n:
        grey = np.ascontiguousarray(levels[0 if n == 1 else only])
        height, width = grey.shape
        # A copy: the array dies with this call.
        return QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    colour = np.ascontiguousarray(np.moveaxis(levels, 0, -1))
    height, width = colour.shape[:2]
    return QImage(colour.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def figure_words(value: float) -> str:
    """Return a figure in four or five characters, with a true minus."""
    if not np.isfinite(value):
        return "NaN" if np.isnan(value) else "∞"
    decimals = 3 if abs(value) < 10 else 2 if abs(value) < 100 else 1
    return f"{value:.{decimals}f}".replace("-", _TRUE_MINUS)


def effect_words(boxes: int, mean: float | None, was_boxes: int, was_mean: float | None) -> str:
    """Return "Effect: 8 boxes, was 8; mean score −0.01"."""
    said = counted(
        boxes, "Effect: {n} box, was {was}", "Effect: {n} boxes, was {was}", was=f"{was_boxes:,}"
    )
    if mean is None or was_mean is None:
        return said
    by = round(mean - was_mean, 2)
    moved = tr("unchanged") if by == 0 else f"{by:+.2f}".replace("-", _TRUE_MINUS)
    return tr("{effect}; mean score {moved}", effect=said, moved=moved)


class _Thumbnail(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_EDGE, _EDGE)
        self._image: QImage | None = None

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def image(self) -> QImage | None:
        return self._image

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colours = theme()
        pixels.draw_panel(painter, QRectF(self.rect()), 4, fill=colours.window, border=colours.line)
        if self._image is not None:
            place = self.rect().adjusted(1, 1, -1, -1)
            size = self._image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(QRectF(place).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(pixels.snapped(painter, target), self._image)
        painter.end()


class _Figures(QWidget):
    """Rows of four figures with a name; painted, since they change with every frame."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: list[str] = []
        self._rows: list[tuple[str, tuple[float, float, float, float] | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_heads(self, heads: list[str]) -> None:
        if heads != self._heads:
            self._heads = heads
            self.update()

    def set_rows(self, rows: list[tuple[str, tuple[float, float, float, float] | None]]) -> None:
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self.updateGeometry()
        self._rows = rows
        self.update()

    def describe(self) -> None:
        """Tell the figures to screen readers; not with every frame of a video."""
        self.setAccessibleName(tr("Figures of each plane"))
        self.setAccessibleDescription(
            "; ".join(f"{name} {self._joined(values)}" for name, values in self._rows)
        )

    def texts(self) -> list[list[str]]:
        """Return what is painted, row by row."""
        return [[name, *self._cells(values)] for name, values in self._rows]

    def _joined(self, values: tuple[float, float, float, float] | None) -> str:
        heads = [*self._heads, *[""] * 4]
        return ", ".join(
            f"{head} {cell}" for head, cell in zip(heads, self._cells(values), strict=False)
        )

    @staticmethod
    def _cells(values: tuple[float, float, float, float] | None) -> list[str]:
        return ["–"] * 4 if values is None else [figure_words(value) for value in values]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, _ROW * (1 + len(self._rows)) - 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        colours = theme()
        first = 36 if any(len(name) > 2 for name, _ in self._rows) else 24
        column = (self.width() - first) / 4
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colours.t3)
        for index, head in enumerate(self._heads):
            painter.drawText(QRectF(first + index * column, 0, column, 16), right, head)
        for row, (name, values) in enumerate(self._rows, start=1):
            painter.setPen(colours.t2)
            painter.drawText(QRectF(0, row * _ROW, first, 16), left, name)
            painter.setPen(colours.t1 if values is not None else colours.off)
            for index, cell in enumerate(self._cells(values)):
                painter.drawText(
                    QRectF(first + index * column, row * _ROW, column, 16), right, cell
                )
        painter.end()
