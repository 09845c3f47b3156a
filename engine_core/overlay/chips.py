"""Text over the picture: the chip of each detection, and the caption of a classifier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from engine_core.detections import ClassScore, Detections
from engine_core.labels import Labels
from engine_core.overlay.placement import Anchors, Placing, Rect, overlap, rotated, upright
from engine_core.overlay.primitives import (
    Caption,
    Fill,
    Label,
    Measure,
    State,
    Stroke,
    Swatch,
    TextRun,
)
from engine_core.overlay.style import INK, Style

# Logical pixels at the default font size of 11; they grow with the font.
_FONT_PX = 11.0
_CHIP_HEIGHT_PX = 18.0
_CHIP_PADDING_PX = 5.0
_CHIP_GAP_PX = 5.0
_CHIP_RADIUS_PX = 3.0
_CAPTION_MARGIN_PX = 12.0
_CAPTION_PADDING_PX = 8.0
_CAPTION_LINE_PX = 18.0
_CAPTION_RADIUS_PX = 4.0
_SWATCH_PX = 8.0
_SWATCH_RADIUS_PX = 2.0
_ELLIPSIS = "…"


class LabelMemory:
    """What was laid out last: what comes next mostly begins the same. One thread at a time."""

    def __init__(self) -> None:
        self.placing = Placing()
        self.labels: list[Label | None] = []
        self._chips: list[_Chip] = []
        self._columns = np.zeros((0, 0))
        self._looks: tuple[object, ...] = ()

    def begin(self, columns: npt.NDArray[np.float64], looks: tuple[object, ...]) -> list[_Chip]:
        """Return the chips of the first rows, which are the same as the last time.

        Args:
            columns: All that is laid out of each row, ``(n, k)``, most important first.
            looks: All else that says how it looks.
        """
        if looks != self._looks or columns.shape[1] != self._columns.shape[1]:
            self.placing, self.labels, self._chips = Placing(), [], []
            same = 0
        else:
            count = min(len(columns), len(self._columns))
            differs = (columns[:count] != self._columns[:count]).any(axis=1)
            same = int(differs.argmax()) if differs.any() else count
        self._columns, self._looks = columns, looks
        return self._chips[:same]

    def is_whole(self, chips: list[_Chip]) -> bool:
        """Return whether those are all that were there, and all that are wanted."""
        return len(chips) == len(self._chips) == len(self._columns)

    def chip(self, index: int) -> _Chip:
        """Return the chip of a row, by its place among all that want one."""
        return self._chips[index]

    def keep(self, chips: list[_Chip]) -> None:
        """Take note of all chips."""
        self._chips = chips


def lay_out_labels(
    detections: Detections,
    rows: Sequence[int],
    states: dict[int, State],
    labels: Labels,
    size_wh: tuple[int, int],
    style: Style,
    measure: Measure,
    memory: LabelMemory,
) -> tuple[Label, ...]:
    """Return the chips that find a place, in drawing order.

    Chips that stand out stay where they are without standing out; one that found no place lies over
    others, which are left out.

    Args:
        detections: In source pixels.
        rows: Rows that want a label: the most confident one last.
        states: State by row, in drawing order.
        labels: Names of the classes.
        size_wh: Size of the picture.
        style: What is drawn and how large.
        measure: Extent of text.
        memory: Of what was laid out before.
    """
    if not rows:
        return ()
    scale = style.scale_for(size_wh)
    writer = _writer(style.font_size_px, style.show_confidences, scale, measure, size_wh[0])
    wanted = np.asarray(rows[::-1])
    columns = [wanted, detections.class_id[wanted], detections.confidence[wanted]]
    parts = [np.stack(columns, axis=1).astype(np.float64), detections.xyxy[wanted]]
    if detections.corners is not None:
        parts.append(detections.corners[wanted].reshape(-1, 8))
    table = np.concatenate(parts, axis=1)
    chips = memory.begin(table, (labels, size_wh, style, measure))
    if not memory.is_whole(chips):
        _place_chips(detections, wanted, chips, labels, size_wh, style, writer, memory)
    found = memory.labels
    marked: dict[int, State] = {
        row: state for row, state in states.items() if state is not State.NORMAL
    }
    return _marked(found, marked, wanted, size_wh, style, writer, memory, detections)


def _place_chips(
    detections: Detections,
    wanted: npt.NDArray[np.intp],
    chips: list[_Chip],
    labels: Labels,
    size_wh: tuple[int, int],
    style: Style,
    writer: _ChipWriter,
    memory: LabelMemory,
) -> None:
    """Place the chips of all rows, those of the first of which are given."""
    first = len(chips)
    rest = wanted[first:]
    names = [labels[class_id] for class_id in detections.class_id[rest].tolist()]
    chips += writer.chips(names, detections.confidence[rest].tolist())
    memory.keep(chips)
    widths = np.asarray([chip.width for chip in chips])
    anchors = _anchors(detections, wanted, widths, writer.height, size_wh, style)
    scale = style.scale_for(size_wh)
    placing = memory.placing
    kept = min(placing.place(anchors, widths, writer.height, size_wh, scale), first)
    made = memory.labels
    del made[kept:]
    class_ids = detections.class_id[wanted[kept:]].tolist()
    colours = {class_id: style.colour(class_id) for class_id in set(class_ids)}
    for row, class_id, chip, rect in zip(
        wanted[kept:].tolist(), class_ids, chips[kept:], placing.places[kept:], strict=True
    ):
        made.append(
            None
            if rect is None
            else Label(rect, chip.texts_at(rect), colours[class_id], None, writer.radius, row)
        )


def _marked(
    made: list[Label | None],
    marked: dict[int, State],
    wanted: npt.NDArray[np.intp],
    size_wh: tuple[int, int],
    style: Style,
    writer: _ChipWriter,
    memory: LabelMemory,
    detections: Detections,
) -> tuple[Label, ...]:
    """Return all labels in drawing order, with those on top that stand out."""
    found = [label for label in reversed(made) if label is not None]
    over: list[Label] = []
    for row, state in marked.items():
        at = np.flatnonzero(wanted == row)
        if not len(at):
            continue
        index = int(at[0])
        label = made[index]
        if label is None:
            rect = memory.placing.forced(index, size_wh)
            if rect is None:
                continue
            colour = style.colour(int(detections.class_id[row]))
            texts = memory.chip(index).texts_at(rect)
            label = Label(rect, texts, colour, None, writer.radius, row)
            found = [other for other in found if not overlap(other.xyxy, rect)]
        elif state is State.SELECTED:
            found = [other for other in found if other is not label]
        else:
            # It touches no other: it may lie below them.
            continue
        if state is State.SELECTED:
            label = label._replace(outline=Stroke(style.scale_for(size_wh), "#FFFFFF"))
        over.append(label)
    return (*found, *over)


def caption(
    classes: Sequence[ClassScore],
    labels: Labels,
    size_wh: tuple[int, int],
    style: Style,
    measure: Measure,
) -> Caption | None:
    """Return the panel of a classifier's answers at the top left, or None where nothing fits.

    The best answer stands first and in semi-bold; answers that would leave the picture are dropped
    from the end, names that are too long are shortened.
    """
    if not classes or not style.show_labels:
        return None
    picture_w, picture_h = size_wh
    px = style.scale_for(size_wh) * style.font_size_px / _FONT_PX
    # A small picture keeps little room for margins.
    margin = min(_CAPTION_MARGIN_PX * px, 0.04 * min(size_wh))
    padding, line, swatch = _CAPTION_PADDING_PX * px, _CAPTION_LINE_PX * px, _SWATCH_PX * px
    count = min(len(classes), int((picture_h - 2 * (margin + padding)) / line))
    if count < 1:
        return None
    size_px = style.font_size_px * style.scale_for(size_wh)
    scores = [_score(c.confidence) if style.show_confidences else "" for c in classes[:count]]
    score_w = max(measure(score, size_px, False).width if score else 0.0 for score in scores)
    name_x = margin + padding + swatch + 6 * px
    gap = 12 * px if score_w else 0.0
    room = picture_w - margin - padding - score_w - gap - name_x
    names = [
        _shortened(_one_line(labels[answer.class_id]), size_px, index == 0, room, measure)
        for index, answer in enumerate(classes[:count])
    ]
    name_w = max(measure(n, size_px, index == 0).width for index, n in enumerate(names))
    if name_w > room:
        return None
    right = name_x + name_w + gap + score_w
    swatches, texts = [], []
    for index, (answer, name, score) in enumerate(zip(classes, names, scores, strict=False)):
        middle = margin + padding + (index + 0.5) * line
        colour = style.colour(answer.class_id)
        x = margin + padding
        square = (x, middle - swatch / 2, x + swatch, middle + swatch / 2)
        swatches.append(Swatch(square, colour, _SWATCH_RADIUS_PX * px))
        bold = index == 0
        ink = "#FFFFFF" if bold else "#E6E8EC"
        baseline = _baseline(middle, measure, size_px, bold)
        texts.append(TextRun(name, name_x, baseline, size_px, bold, ink))
        if score:
            x = right - measure(score, size_px, False).width
            texts.append(TextRun(score, x, baseline, size_px, False, ink))
    bottom = margin + 2 * padding + count * line
    return Caption(
        xyxy=(margin, margin, right + padding, bottom),
        fill=Fill(INK, 0.8),
        radius_px=_CAPTION_RADIUS_PX * px,
        swatches=tuple(swatches),
        texts=tuple(texts),
    )


class _Chip:
    """Name and score of one chip, not placed yet: each text with its distance from the left edge."""

    __slots__ = ("_parts", "_rise", "_size_px", "width")

    def __init__(
        self, parts: list[tuple[str, bool, float]], rise: float, size_px: float, width: float
    ) -> None:
        self._parts = parts
        self._rise = rise
        self._size_px = size_px
        self.width = width

    def texts_at(self, rect: Rect) -> tuple[TextRun, ...]:
        baseline = (rect[1] + rect[3]) / 2 + self._rise
        left, size_px = rect[0], self._size_px
        return tuple(
            [TextRun(text, left + x, baseline, size_px, bold, INK) for text, bold, x in self._parts]
        )


@lru_cache(maxsize=4)
def _writer(
    font_size_px: float, with_score: bool, scale: float, measure: Measure, picture_w: int
) -> _ChipWriter:
    """Return the writer for one look: frame after frame has the same names and scores."""
    return _ChipWriter(font_size_px, with_score, scale, measure, picture_w)


class _ChipWriter:
    """Makes chips; each one is made once and each text is measured once. Any thread may use it."""

    # Names times a hundred scores; what was in use is soon made again.
    _MOST_KEPT = 8192

    def __init__(
        self, font_size_px: float, with_score: bool, scale: float, measure: Measure, picture_w: int
    ) -> None:
        px = scale * font_size_px / _FONT_PX
        self.height = _CHIP_HEIGHT_PX * px
        self.radius = _CHIP_RADIUS_PX * px
        self._padding = _CHIP_PADDING_PX * px
        self._gap = _CHIP_GAP_PX * px
        self._size_px = font_size_px * scale
        self._with_score = with_score
        self._measure = measure
        self._picture_w = picture_w
        self._rise = _baseline(0.0, measure, self._size_px, True)
        self._chips: dict[tuple[str, str], _Chip] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def chips(self, names: Sequence[str], scores: Sequence[float]) -> list[_Chip]:
        """Return the chip of each name and score."""
        if len(self._chips) > self._MOST_KEPT:
            self._chips = {}
        known = self._chips
        made = []
        for name, score in zip(names, scores, strict=True):
            text = _score(score) if self._with_score else ""
            chip = known.get((name, text))
            if chip is None:
                chip = known[(name, text)] = self._make(name, text)
            made.append(chip)
        return made

    def _make(self, name: str, score: str) -> _Chip:
        name = _one_line(name)
        score_w = self._width(score, False)
        gap = self._gap if name and score else 0.0
        room = self._picture_w - 2 * self._padding - gap - score_w
        name_w = self._width(name, True)
        if name_w > room:
            name = _shortened(name, self._size_px, True, room, self._measure)
            name_w = self._width(name, True)
        parts = [(name, True, self._padding)] if name else []
        if score:
            parts.append((score, False, self._padding + name_w + gap))
        width = 2 * self._padding + name_w + gap + score_w
        return _Chip(parts, self._rise, self._size_px, width)

    def _width(self, text: str, bold: bool) -> float:
        if not text:
            return 0.0
        key = (text, bold)
        if key not in self._widths:
            self._widths[key] = self._measure(text, self._size_px, bold).width
        return self._widths[key]


def _anchors(
    detections: Detections,
    rows: npt.NDArray[np.intp],
    widths: npt.NDArray[np.float64],
    chip_h: float,
    size_wh: tuple[int, int],
    style: Style,
) -> Anchors:
    """Return what the chip of each row is placed by: the outline's outer edges inside the picture."""
    half = style.line_width_px * style.scale_for(size_wh) / 2 if style.show_boxes else 0.0
    outer = detections.xyxy[rows] + np.asarray([-half, -half, half, half])
    bounds = np.clip(outer, 0, [*size_wh, *size_wh])
    if detections.corners is None:
        return upright(bounds)
    return rotated(bounds, detections.corners[rows].astype(np.float64), widths, chip_h)


def _score(confidence: float) -> str:
    return f"{confidence:.2f}"


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _baseline(middle_y: float, measure: Measure, size_px: float, bold: bool) -> float:
    """Return the baseline that centres a line of text on ``middle_y``."""
    extent = measure("0", size_px, bold)
    return middle_y + (extent.ascent - extent.descent) / 2


def _shortened(name: str, size_px: float, bold: bool, room: float, measure: Measure) -> str:
    """Return the longest beginning of ``name`` that fits with an ellipsis; at least the ellipsis."""
    if measure(name, size_px, bold).width <= room:
        return name
    fits, too_long = 0, len(name)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if measure(name[:middle].rstrip() + _ELLIPSIS, size_px, bold).width <= room:
            fits = middle
        else:
            too_long = middle
    return name[:fits].rstrip() + _ELLIPSIS
