"""Class names of the public data sets that most published detectors are trained on."""

from __future__ import annotations

from engine_core.labels import Labels
from engine_core.text import text

_COCO = (
    "person bicycle car motorcycle airplane bus train truck boat traffic_light fire_hydrant stop_sign "
    "parking_meter bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella "
    "handbag tie suitcase frisbee skis snowboard sports_ball kite baseball_bat baseball_glove "
    "skateboard surfboard tennis_racket bottle wine_glass cup fork knife spoon bowl banana apple "
    "sandwich orange broccoli carrot hot_dog pizza donut cake chair couch potted_plant bed "
    "dining_table toilet tv laptop mouse remote keyboard cell_phone microwave oven toaster sink "
    "refrigerator book clock vase scissors teddy_bear hair_drier toothbrush"
)
_VOC = (
    "aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person "
    "pottedplant sheep sofa train tvmonitor"
)
_DOTA = (
    "plane ship storage_tank baseball_diamond tennis_court basketball_court ground_track_field harbor "
    "bridge large_vehicle small_vehicle helicopter roundabout soccer_ball_field swimming_pool"
)
# Ids of COCO's annotations (1 to 90) that no class uses.
_COCO_UNUSED = (12, 26, 29, 30, 45, 66, 68, 69, 71, 83)

COCO91_TO_80: dict[int, int] = {
    paper_id: class_id
    for class_id, paper_id in enumerate(i for i in range(1, 91) if i not in _COCO_UNUSED)
}
"""From an id of COCO's annotations (1 to 90) to the place among the 80 classes."""


def _names(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())


def _coco_by_annotation_id(first: int) -> tuple[str | None, ...]:
    names = _names(_COCO)
    return tuple(
        names[COCO91_TO_80[paper_id]] if paper_id in COCO91_TO_80 else None
        for paper_id in range(first, 91)
    )


def builtin_labels(count: int) -> Labels | None:
    """Return the names of a public data set with ``count`` classes, or None where none is known.

    80 is COCO; 90 and 91 are COCO by the ids of its annotations, from 1 and from 0; 20 is Pascal VOC;
    15 is DOTA 1.0. A guess by number alone, which its origin says.
    """
    known: dict[int, tuple[str, tuple[str | None, ...]]] = {
        80: ("COCO", _names(_COCO)),
        90: ("COCO", _coco_by_annotation_id(1)),
        91: ("COCO", _coco_by_annotation_id(0)),
        20: ("Pascal VOC", _names(_VOC)),
        15: ("DOTA", _names(_DOTA)),
    }
    if count not in known:
        return None
    dataset, names = known[count]
    return Labels(
        names,
        text("{dataset}'s names, because it has {count} classes", dataset=dataset, count=count),
    )
