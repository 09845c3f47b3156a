"""Anchors that trainers publish, and the models whose outputs they may belong to.

Sources: ``cfg/yolov3.cfg``, ``yolov3-tiny.cfg``, ``yolov4.cfg``, ``yolov4-tiny.cfg`` of
AlexeyAB/darknet (Tianxiaomo/pytorch-YOLOv4 keeps the same), ``models/yolov5*.yaml`` and
``models/hub/yolov5*6.yaml`` of ultralytics/yolov5, ``cfg/deploy/*.yaml`` of WongKinYiu/yolov7. YOLOv7-tiny
has the anchors of YOLOv5, YOLOv7-w6, -e6 and -d6 those of YOLOv5's P6 models.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine_core.decoders.anchors import AnchorSet, Growth, HeadMap
from engine_core.decoders.base import ModelFacts
from engine_core.decoders.levels import place
from engine_core.hints import AnchorHead

_YOLOV3_FINE = ((10, 13), (16, 30), (33, 23))
_YOLOV3_MIDDLE = ((30, 61), (62, 45), (59, 119))
_YOLOV3_COARSE = ((116, 90), (156, 198), (373, 326))
_YOLOV4_FINE = ((12, 16), (19, 36), (40, 28))
_YOLOV4_MIDDLE = ((36, 75), (76, 55), (72, 146))
_YOLOV4_COARSE = ((142, 110), (192, 243), (459, 401))
_TINY_COARSE = ((81, 82), (135, 169), (344, 319))

YOLOV3 = AnchorSet(
    title="YOLOv3",
    growth=Growth.EXPONENTIAL,
    anchors=((8, _YOLOV3_FINE), (16, _YOLOV3_MIDDLE), (32, _YOLOV3_COARSE)),
    scale_xy=(1.0, 1.0, 1.0),
)
YOLOV3_TINY = AnchorSet(
    title="YOLOv3-tiny",
    growth=Growth.EXPONENTIAL,
    anchors=((16, ((10, 14), (23, 27), (37, 58))), (32, _TINY_COARSE)),
    scale_xy=(1.0, 1.0),
)
YOLOV4 = AnchorSet(
    title="YOLOv4",
    growth=Growth.EXPONENTIAL,
    anchors=((8, _YOLOV4_FINE), (16, _YOLOV4_MIDDLE), (32, _YOLOV4_COARSE)),
    scale_xy=(1.2, 1.1, 1.05),
)
YOLOV4_TINY = AnchorSet(
    title="YOLOv4-tiny",
    growth=Growth.EXPONENTIAL,
    anchors=((16, ((23, 27), (37, 58), (81, 82))), (32, _TINY_COARSE)),
    scale_xy=(1.05, 1.05),
)
YOLOV5 = AnchorSet(
    title="YOLOv5 or YOLOv7-tiny",
    growth=Growth.SQUARE,
    anchors=YOLOV3.anchors,
    scale_xy=(2.0, 2.0, 2.0),
)
YOLOV7 = AnchorSet(
    title="YOLOv7",
    growth=Growth.SQUARE,
    anchors=YOLOV4.anchors,
    scale_xy=(2.0, 2.0, 2.0),
)
YOLOV5_P6 = AnchorSet(
    title="YOLOv5 P6 or YOLOv7-w6",
    growth=Growth.SQUARE,
    anchors=(
        (8, ((19, 27), (44, 40), (38, 94))),
        (16, ((96, 68), (86, 152), (180, 137))),
        (32, ((140, 301), (303, 264), (238, 542))),
        (64, ((436, 615), (739, 380), (925, 792))),
    ),
    scale_xy=(2.0, 2.0, 2.0, 2.0),
)

# Key of a family to its sets.
DARKNET_SETS = {
    "yolov3-heads": (YOLOV3, YOLOV3_TINY),
    "yolov4-heads": (YOLOV4, YOLOV4_TINY),
}
YOLOV5_SETS = {"yolov5-heads": (YOLOV5, YOLOV5_P6), "yolov7-heads": (YOLOV7,)}


def map_heads(facts: ModelFacts, per_cell: int = 3) -> tuple[HeadMap, ...]:
    """Return heads whose maps hold ``per_cell * (5 + classes)`` channels, finest first; () if none."""
    slots = place(facts.outputs, facts.image.input_wh, strides=(8, 16, 32, 64))
    if len(slots) != len(facts.outputs) or len(slots) < 2:
        return ()
    if any(len(spec.shape) != 4 for spec in facts.outputs):
        return ()
    channels = {slot.channels for slot in slots}
    count = min(channels)
    if len(channels) > 1 or count % per_cell or not _may_have(facts, count // per_cell):
        return ()
    heads = [HeadMap(slot.output, slot.strides[0], count // per_cell, slot) for slot in slots]
    return _distinct(heads)


def five_axes_heads(facts: ModelFacts, per_cell: int = 3) -> tuple[HeadMap, ...]:
    """Return heads ``(batch, per_cell, rows, columns, 5 + classes)``, finest first; () if none."""
    w, h = facts.image.input_wh
    heads = []
    for spec in facts.outputs:
        if len(spec.shape) != 5 or spec.shape[1] != per_cell:
            continue
        for stride in (8, 16, 32, 64):
            grid = (-(-h // stride), -(-w // stride))
            if spec.shape[2:4] == grid and _may_have(facts, spec.shape[4]):
                heads.append(HeadMap(spec.name, stride, spec.shape[4]))
                break
    if len(heads) < 2 or len({head.columns for head in heads}) > 1:
        return ()
    return _distinct(sorted(heads, key=lambda head: head.stride))


def sets_for(
    heads: tuple[HeadMap, ...], families: Mapping[str, tuple[AnchorSet, ...]]
) -> dict[str, AnchorSet]:
    """Return, by family, the sets with the strides of the heads."""
    strides = tuple(head.stride for head in heads)
    return {key: one for key, sets in families.items() for one in sets if one.strides == strides}


def stated_set(heads: tuple[HeadMap, ...], stated: tuple[AnchorHead, ...]) -> AnchorSet | None:
    """Return the anchors of a Darknet configuration, the largest for the coarsest level."""
    if len(heads) != len(stated) or not all(one.anchors for one in stated):
        return None
    ordered = sorted(stated, key=lambda one: sum(w * h for w, h in one.anchors))
    return AnchorSet(
        title="Darknet",
        growth=Growth.EXPONENTIAL,
        anchors=tuple((head.stride, one.anchors) for head, one in zip(heads, ordered, strict=True)),
        scale_xy=tuple(one.scale_xy for one in ordered),
    )


def _may_have(facts: ModelFacts, columns: int) -> bool:
    return columns >= 6 and facts.class_count in (None, columns - 5)


def _distinct(heads: list[HeadMap]) -> tuple[HeadMap, ...]:
    return tuple(heads) if len({head.stride for head in heads}) == len(heads) else ()
