"""SCRFD: faces with five points, from three (or five) levels with two (or one) anchors per cell.

Source of the layout: ``python-package/insightface/model_zoo/retinaface.py`` and ``scrfd.py`` of
deepinsight/insightface: per stride a score (after the sigmoid), four distances and, where trained
with them, five points, all in strides from the corner of the cell; the anchors of a cell are
neighbouring rows. Exports order their 6, 9, 10 or 15 outputs by kind or by level and call them by
numbers, so they are told apart by their channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
)
from engine_core.decoders.distance import DistanceDecoder, DistanceLevel
from engine_core.decoders.feeding import fed
from engine_core.decoders.levels import Arrangement, Slot, by_level, place
from engine_core.preprocess import Preprocessing
from engine_core.text import text


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose the head where every level has one score, four distances and maybe ten offsets."""
    if facts.task not in (None, Task.DETECT, Task.POSE) or facts.class_count not in (None, 1):
        return
    slots = place(facts.outputs, facts.image.input_wh, per_cell=(1, 2))
    grouped = by_level(slots)
    if len(slots) != len(facts.outputs) or len(grouped) < 3:
        return
    levels = [_level(group) for group in grouped.values()]
    complete = tuple(level for level in levels if level is not None)
    if len(complete) != len(levels) or len({level.points is None for level in complete}) > 1:
        return
    if len({level.scores.per_cell for level in complete}) > 1:
        return
    has_points = complete[0].points is not None
    per_cell = complete[0].scores.per_cell
    yield Proposal(
        family=FAMILY.key,
        title=text("SCRFD face head"),
        task=Task.POSE if has_points else Task.DETECT,
        decoder=DistanceDecoder(levels=complete, bins=1, centre=0.0),
        preprocessing=_feeding(facts),
        strength=Strength.SHAPED if has_points or per_cell == 2 else Strength.POSSIBLE,
        cues=(
            text(
                "{levels} levels with a score and four distances, {count} for each cell",
                levels=len(complete),
                count=per_cell,
            ),
        ),
        suppression=Suppression(iou=0.4),
        label_hint=("face",),
        confidence=0.5,
    )


def _level(group: list[Slot]) -> DistanceLevel | None:
    """Tell scores, distances and points of one level apart by their channels."""
    channels = sorted(slot.channels for slot in group)
    if group[0].arrangement in (Arrangement.PLANES, Arrangement.PIXELS) and channels[0] == 2:
        group = [slot.with_boxes(2) for slot in group]
        channels = sorted(slot.channels for slot in group)
    kinds = {slot.channels: slot for slot in group}
    if channels not in ([1, 4], [1, 4, 10]):
        return None
    return DistanceLevel(scores=kinds[1], distances=kinds[4], points=kinds.get(10))


def _feeding(facts: ModelFacts) -> Preprocessing:
    """Return RGB, ``(x - 127.5) / 128``, padded with black."""
    wanted = fed(facts, "signed-rgb", pad=0)
    # A network that takes integers scales them itself.
    return wanted if wanted.std[0] == 1 else replace(wanted, std=(128.0, 128.0, 128.0))


FAMILY = Family(
    key="scrfd",
    expects=text(
        "for each stride a score, four distances and maybe five points, e.g. 12800×1, 12800×4 and "
        "12800×10 at stride 8"
    ),
    propose=propose,
    ranks=(3,) * 9,
)
