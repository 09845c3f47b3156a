"""Which outputs of a model are class scores and which are distances: shared by the families of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from engine_core.decoders.base import ModelFacts, Task
from engine_core.decoders.distance import DistanceLevel
from engine_core.decoders.levels import Slot, by_level, place, place_whole

# Bins of a distance that trainers use: none, NanoDet and PicoDet, NanoDet's larger ones, YOLOv8,
# PP-YOLOE and YOLOv6.
BINS = (1, 8, 11, 16, 17)
_PROTOTYPE_STRIDE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceLayout:
    """One way to tell scores from distances.

    Attributes:
        levels: Finest first.
        bins: Channels per distance.
        is_joined: Whether scores and distances are channels of one output.
        is_whole: Whether one output holds all levels.
        is_only: Whether the numbers of channels allow no other layout.
        prototypes: The map of mask prototypes, or None.
    """

    levels: tuple[DistanceLevel, ...]
    bins: int
    is_joined: bool
    is_whole: bool = False
    is_only: bool = False
    prototypes: Slot | None = None

    @property
    def classes(self) -> int:
        """Number of classes."""
        return self.levels[0].scores.count

    @property
    def strides(self) -> tuple[int, ...]:
        """Strides of all levels."""
        return sum((level.scores.strides for level in self.levels), ())


def separate_layouts(facts: ModelFacts) -> list[DistanceLayout]:
    """Return the layouts of a model whose outputs hold either scores or distances.

    Besides these two a level may have a single plane with the sum of its scores, by which converters
    for embedded chips save time, and coefficients of mask prototypes.
    """
    wh = facts.image.input_wh
    for channels_first in (True, False):
        whole = place_whole(facts.outputs, wh, channels_first=channels_first)
        if len(whole) == len(facts.outputs) == 2 and whole[0].strides == whole[1].strides:
            return _layouts([whole], facts, prototypes=None, is_whole=True)
    slots = place(facts.outputs, wh)
    grouped = by_level(slots)
    prototypes = _prototypes(grouped.get(_PROTOTYPE_STRIDE, []), facts)
    if prototypes is not None:
        del grouped[_PROTOTYPE_STRIDE]
    if len(slots) != len(facts.outputs) or len(grouped) < 2:
        return []
    return _layouts(list(grouped.values()), facts, prototypes=prototypes)


def joined_layouts(facts: ModelFacts, bins: int, *, scores_first: bool) -> Iterator[DistanceLayout]:
    """Yield layouts of a model whose outputs hold scores and distances in one row of channels."""
    wh = facts.image.input_wh
    slots = place(facts.outputs, wh)
    candidates = [(slots, False)] if len(slots) == len(facts.outputs) > 1 else []
    if len(facts.outputs) == 1:
        candidates += [
            (place_whole(facts.outputs, wh, channels_first=first), True) for first in (False, True)
        ]
    for found, is_whole in candidates:
        levels = tuple(_split(slot, bins, scores_first=scores_first) for slot in found)
        if not found or len({slot.channels for slot in found}) > 1:
            continue
        if len({slot.strides for slot in found}) < len(found):
            continue
        layout = DistanceLayout(levels=levels, bins=bins, is_joined=True, is_whole=is_whole)
        if layout.classes >= 1 and facts.class_count in (None, layout.classes):
            yield layout


def _split(slot: Slot, bins: int, *, scores_first: bool) -> DistanceLevel:
    channels, box = slot.channels, 4 * bins
    if scores_first:
        return DistanceLevel(
            scores=slot.part(0, channels - box), distances=slot.part(channels - box, channels)
        )
    return DistanceLevel(scores=slot.part(box, channels), distances=slot.part(0, box))


def _layouts(
    groups: Sequence[list[Slot]],
    facts: ModelFacts,
    *,
    prototypes: Slot | None,
    is_whole: bool = False,
) -> list[DistanceLayout]:
    masks = prototypes.channels if prototypes else None
    options = [_options(group, masks) for group in groups]
    # Only what is possible on every level is possible at all.
    keys = reduce(lambda a, b: [key for key in a if key in b], [list(one) for one in options])
    keys = [key for key in keys if facts.class_count in (None, key[0])]
    return [
        DistanceLayout(
            levels=tuple(option[key] for option in options),
            bins=key[1] // 4,
            is_joined=False,
            is_whole=is_whole,
            is_only=len(keys) == 1,
            prototypes=prototypes,
        )
        for key in keys
    ]


def _options(group: list[Slot], masks: int | None) -> dict[tuple[int, int, bool], DistanceLevel]:
    """Return what a level's outputs can be: by channels of scores, of distances, and their order."""
    slots = list(group)
    coefficients = _take_last(slots, masks) if masks else None
    if masks and coefficients is None:
        return {}
    if len(slots) == 3:
        _take_last(slots, 1)
    if len(slots) != 2:
        return {}
    found = {}
    for first, (scores, box) in ((True, slots), (False, slots[::-1])):
        if box.channels in [4 * bins for bins in BINS]:
            # Where both have as many channels only their order tells them apart.
            order = first if scores.channels == box.channels else True
            found[scores.channels, box.channels, order] = DistanceLevel(
                scores=scores, distances=box, masks=coefficients
            )
    return found


def _take_last(slots: list[Slot], channels: int) -> Slot | None:
    """Remove and return the last slot with so many channels."""
    for index in range(len(slots) - 1, -1, -1):
        if slots[index].channels == channels:
            return slots.pop(index)
    return None


def _prototypes(slots: list[Slot], facts: ModelFacts) -> Slot | None:
    if len(slots) == 1 and slots[0].channels > 1 and facts.may_be(Task.SEGMENT):
        return slots[0]
    return None
