"""NanoDet and NanoDet-Plus: scores and distributions of distances, joined or apart.

Source of the layout: ``tools/export_onnx.py``, ``nanodet/model/head/gfl_head.py`` and
``nanodet_plus_head.py`` of RangiLyu/nanodet: ``(cells, classes + 4 * bins)`` with the scores first and
after the sigmoid, then logits of 8 bins (11 in some sizes) for left, top, right, bottom. NanoDet has
strides 8, 16, 32 and measures from the middle of a cell, NanoDet-Plus adds stride 64 and measures
from the corner. Older exports give scores and distances of each level apart. Fed with BGR,
normalised as by mmdet, stretched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine_core.boxes import FloatArray
from engine_core.decoders.base import (
    UNDECIDED,
    Family,
    ModelFacts,
    Outputs,
    Proposal,
    Strength,
    Suppression,
    Task,
    Verdict,
)
from engine_core.decoders.distance import DistanceDecoder, DistanceLevel
from engine_core.decoders.distance_layouts import (
    DistanceLayout,
    joined_layouts,
    separate_layouts,
)
from engine_core.decoders.feeding import fed
from engine_core.decoders.levels import Slot
from engine_core.detections import Candidates
from engine_core.letterbox import Geometry
from engine_core.text import Text, text

_BINS = (8, 11)
# Of an unknown trainer: two bins say nothing, and nobody trains more than 32.
_FEWEST_BINS, _MOST_BINS = 4, 33


@dataclass(frozen=True, slots=True)
class NanoDetDecoder:
    """Joined rows of which it is still open how many columns are classes.

    Attributes:
        rows: All columns.
        guess: How they are read until values tell.
    """

    rows: Slot
    guess: DistanceDecoder

    @property
    def class_count(self) -> int | None:
        return None

    @np.errstate(all="ignore")
    def decode(self, outputs: Outputs, input_wh: tuple[int, int], floor: float) -> Candidates:
        return self.guess.decode(outputs, input_wh, floor)

    @np.errstate(all="ignore")
    def settle(self, outputs: Outputs, input_wh: tuple[int, int]) -> Verdict:
        table = self.rows.table(outputs)
        table = table[:, np.isfinite(table).all(axis=0)]
        if table.size == 0:
            return Verdict(fit=UNDECIDED, decoder=self)
        classes = _class_columns(table)
        if classes is None:
            return Verdict(fit=0.0, decoder=self)
        bins = (self.rows.channels - classes) // 4
        decoder = DistanceDecoder(
            levels=(_level(self.rows, classes),), bins=bins, centre=self.guess.centre
        )
        cue = text(
            "{classes} columns hold probabilities, {rest} behind them do not",
            classes=classes,
            rest=4 * bins,
        )
        return Verdict(fit=0.9, decoder=decoder, cues=(cue,))


def _level(rows: Slot, classes: int) -> DistanceLevel:
    return DistanceLevel(scores=rows.part(0, classes), distances=rows.part(classes, rows.channels))


def _class_columns(table: FloatArray) -> int | None:
    """Return how many columns in front are probabilities, where those behind are logits."""
    inside: npt.NDArray[np.bool_] = (table.min(axis=1) >= -1e-3) & (table.max(axis=1) <= 1 + 1e-3)
    leading = len(inside) if inside.all() else int(np.argmin(inside))
    # A logit's column may stay within 0 to 1 by chance: the usual bins are tried first.
    for bins in (*_BINS, *range(_FEWEST_BINS, _MOST_BINS + 1)):
        classes = int(len(table) - 4 * bins)
        if 1 <= classes <= leading and np.count_nonzero(inside[classes:]) <= 0.4 * bins:
            return classes
    return None


def propose(facts: ModelFacts) -> Iterator[Proposal]:
    """Propose joined rows, joined maps, and scores and distances apart."""
    if not facts.may_be(Task.DETECT):
        return
    for layout in separate_layouts(facts):
        if layout.bins in _BINS and layout.prototypes is None:
            is_peculiar = layout.is_only and len(layout.strides) == 3 and layout.bins == _BINS[0]
            yield _proposal(facts, layout, is_peculiar=is_peculiar)
    for bins in _BINS:
        for layout in joined_layouts(facts, bins, scores_first=True):
            is_open = layout.is_whole and facts.class_count is None
            yield _proposal(
                facts, layout, is_peculiar=facts.class_count is not None, is_open=is_open
            )
            if is_open:
                return


def _proposal(
    facts: ModelFacts, layout: DistanceLayout, *, is_peculiar: bool, is_open: bool = False
) -> Proposal:
    is_plus = layout.strides[-1] == 64
    decoder: DistanceDecoder | NanoDetDecoder = DistanceDecoder(
        levels=layout.levels,
        bins=layout.bins,
        centre=0.0 if is_plus else 0.5,
        is_guess=not is_peculiar or layout.is_joined,
    )
    if is_open and isinstance(decoder, DistanceDecoder):
        slot = layout.levels[0].scores
        decoder = NanoDetDecoder(slot.part(0, slot.channels), decoder)
    return Proposal(
        family=FAMILY.key,
        title=text("NanoDet-Plus head") if is_plus else text("NanoDet head"),
        task=Task.DETECT,
        decoder=decoder,
        preprocessing=fed(facts, "mmdet-bgr", geometry=Geometry.STRETCH),
        strength=Strength.SHAPED if is_peculiar else Strength.POSSIBLE,
        cues=(_cue(layout),),
        suppression=Suppression(iou=0.6),
        confidence=0.35,
    )


def _cue(layout: DistanceLayout) -> Text:
    return text(
        "{levels} levels with scores and 4 × {bins} numbers for distances",
        levels=len(layout.strides),
        bins=layout.bins,
    )


FAMILY = Family(
    key="nanodet",
    expects=text(
        "one output (1, cells, classes + 32), e.g. 1×3598×112, or scores and distances of each "
        "stride apart"
    ),
    propose=propose,
    ranks=(3, 3, 3, 3, 3, 3),
)
