"""Raw heads of YOLOv8 … v11, PP-YOLOE, PicoDet, YOLOv6 and RTMDet: scores and distances per level.

Converters for embedded chips (RKNN, Hailo, …) cut a network before its boxes are placed, and so do
``--model-only`` exports. Sources of the layouts:

- YOLOv8, v9, v10, v11: Ultralytics' detection layer, 16 bins per distance; separate maps as in
  ``examples/yolov8`` of airockchip/rknn_model_zoo, or distances and scores joined.
- PP-YOLOE: ``ppdet/modeling/heads/ppyoloe_head.py`` of PaddlePaddle/PaddleDetection, 17 bins; YOLOv6
  (``yolov6/models/effidehead.py`` of meituan/YOLOv6) has as many in its larger sizes and none in others.
- PicoDet: ``ppdet/modeling/heads/pico_head.py``, 8 bins, four levels up to stride 64.
- RTMDet: ``mmyolo/models/dense_heads/rtmdet_head.py`` of open-mmlab/mmyolo and the configuration of its
  points (``offset=0``): one number per distance, in strides (in open-mmlab/mmdetection in pixels),
  from the corner of the cell. All others measure from its middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from engine_core.decoders.base import (
    Family,
    ModelFacts,
    Proposal,
    Strength,
    Suppression,
    Task,
)
from engine_core.decoders.distance import DistanceDecoder
from engine_core.decoders.distance_layouts import (
    DistanceLayout,
    joined_layouts,
    separate_layouts,
)
from engine_core.decoders.feeding import fed
from engine_core.letterbox import Geometry
from engine_core.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trainer:
    """How one trainer lays out and feeds its heads.

    Attributes:
        levels: Numbers of levels that its networks have, the usual one first.
        is_only: Whether nobody else has as many bins and levels.
        is_joined: Whether distances and scores are found in one output as well.
    """

    key: str
    title: Text
    bins: int
    levels: tuple[int, ...]
    normalisation: str
    geometry: Geometry
    centre: float = 0.5
    is_only: bool = True
    is_joined: bool = False
    iou: float = 0.45
    confidence: float = 0.25


_TRAINERS = (
    _Trainer(
        key="dfl-heads",
        title=text("Raw YOLOv8 head"),
        bins=16,
        levels=(3, 2, 4, 5),
        normalisation="unit-rgb",
        geometry=Geometry.LETTERBOX,
        is_joined=True,
    ),
    _Trainer(
        key="ppyoloe-heads",
        title=text("Raw PP-YOLOE head"),
        bins=17,
        levels=(3,),
        normalisation="imagenet-rgb",
        geometry=Geometry.STRETCH,
        is_only=False,
        iou=0.6,
    ),
    _Trainer(
        key="yolov6-heads",
        title=text("Raw YOLOv6 head"),
        bins=17,
        levels=(3, 4),
        normalisation="unit-rgb",
        geometry=Geometry.LETTERBOX,
        is_only=False,
    ),
    _Trainer(
        key="picodet-heads",
        title=text("Raw PicoDet head"),
        bins=8,
        levels=(4,),
        normalisation="imagenet-rgb",
        geometry=Geometry.STRETCH,
        iou=0.6,
    ),
    _Trainer(
        key="rtmdet-heads",
        title=text("Raw RTMDet head"),
        bins=1,
        levels=(3,),
        normalisation="mmdet-bgr",
        geometry=Geometry.LETTERBOX,
        centre=0.0,
        is_only=False,
        iou=0.65,
    ),
    _Trainer(
        key="distance-heads",
        title=text("Raw YOLOv6 or YOLO26 head without bins"),
        bins=1,
        levels=(3, 4),
        normalisation="unit-rgb",
        geometry=Geometry.LETTERBOX,
        is_only=False,
    ),
)


def propose(facts: ModelFacts, trainer: _Trainer) -> Iterator[Proposal]:
    """Propose the heads of a trainer whose bins and levels the outputs have."""
    if facts.task not in (None, Task.DETECT, Task.SEGMENT):
        return
    layouts = separate_layouts(facts)
    if trainer.is_joined:
        layouts += joined_layouts(facts, trainer.bins, scores_first=False)
    for layout in layouts:
        if trainer.bins == layout.bins and len(layout.strides) in trainer.levels:
            yield _proposal(facts, layout, trainer)


def _proposal(facts: ModelFacts, layout: DistanceLayout, trainer: _Trainer) -> Proposal:
    is_peculiar = trainer.is_only and layout.is_only and not layout.is_joined
    is_counted = trainer.is_only and facts.class_count == layout.classes
    return Proposal(
        family=trainer.key,
        title=trainer.title,
        task=Task.SEGMENT if layout.prototypes else Task.DETECT,
        decoder=DistanceDecoder(
            levels=layout.levels,
            bins=layout.bins,
            centre=trainer.centre,
            prototypes=layout.prototypes,
            is_guess=not is_peculiar,
        ),
        preprocessing=fed(facts, trainer.normalisation, geometry=trainer.geometry),
        strength=Strength.SHAPED if is_peculiar or is_counted else Strength.POSSIBLE,
        cues=(
            text(
                "{levels} levels, each with {classes} scores and {channels} numbers for distances",
                levels=len(layout.strides),
                classes=layout.classes,
                channels=4 * layout.bins,
            ),
        ),
        suppression=Suppression(iou=trainer.iou),
        confidence=trainer.confidence,
    )


FAMILIES = tuple(
    Family(
        key=trainer.key,
        expects=text(
            "for each stride {channels} numbers for distances and the scores, e.g. 1×{channels}×80×80 "
            "and 1×80×80×80 at stride 8",
            channels=4 * trainer.bins,
        ),
        propose=partial(propose, trainer=trainer),
        ranks=(4, 4) * trainer.levels[0],
    )
    for trainer in _TRAINERS
)
