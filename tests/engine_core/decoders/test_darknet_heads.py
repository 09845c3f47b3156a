from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import anchor_heads, darknet_heads, dfl_heads, nanodet
from engine_core.decoders.anchor_sets import YOLOV3, YOLOV3_TINY, YOLOV4, YOLOV4_TINY
from engine_core.decoders.anchors import AnchorSet
from engine_core.decoders.base import Family, Strength
from engine_core.hints import AnchorHead
from engine_core.letterbox import Geometry
from tests.engine_core.decoders.anchor_maps import crowd, encoded, maps
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

BY_KEY = {family.key: family for family in darknet_heads.FAMILIES}
YOLOV3_FAMILY, YOLOV4_FAMILY = BY_KEY["yolov3-heads"], BY_KEY["yolov4-heads"]
NAMES = {8: "106_convolutional", 16: "094_convolutional", 32: "082_convolutional"}


def named(outputs: Outputs) -> Outputs:
    """Return the maps coarsest first under the names of NVIDIA's sample."""
    return {f"{NAMES[stride]}": outputs[f"map{stride}"] for stride in (32, 16, 8)}


@pytest.mark.parametrize(
    ("family", "anchors"),
    [
        (YOLOV3_FAMILY, YOLOV3),
        (YOLOV3_FAMILY, YOLOV3_TINY),
        (YOLOV4_FAMILY, YOLOV4),
        (YOLOV4_FAMILY, YOLOV4_TINY),
    ],
)
@settings(max_examples=20)
@given(wanted=scenes())
def test_objects_are_found_where_darknet_would_draw_them(
    family: Family, anchors: AnchorSet, wanted: Scene
) -> None:
    outputs = maps(encoded(wanted, anchors, classes=5))
    proposal = best(family, facts_of(outputs, input_wh=wanted.wh))

    assert same(proposal.decoder.decode(outputs, wanted.wh, 0.25), wanted)


def test_names_of_darknet_layers_leave_only_darknet() -> None:
    outputs = named(maps(encoded(scene(), YOLOV3, classes=5)))
    proposal = best(YOLOV3_FAMILY, facts_of(outputs, input_wh=WIDE))

    assert proposal.strength is Strength.NAMED
    assert proposal.preprocessing.geometry is Geometry.STRETCH
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), scene())


def test_pixels_first_maps_are_read() -> None:
    outputs = {
        name: np.ascontiguousarray(value.transpose(0, 2, 3, 1))
        for name, value in maps(encoded(scene(), YOLOV3, classes=5)).items()
    }
    proposal = best(YOLOV3_FAMILY, facts_of(outputs, input_wh=WIDE))

    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), scene())


def test_anchors_of_a_configuration_beside_the_model_are_used() -> None:
    own = replace(
        YOLOV3,
        anchors=tuple(
            (stride, tuple((w * 1.7, h * 0.6) for w, h in sizes))
            for stride, sizes in YOLOV3.anchors
        ),
        scale_xy=(1.2, 1.1, 1.05),
    )
    outputs = maps(encoded(scene(), own, classes=5))
    stated = [
        AnchorHead(sizes, scale)
        for (_, sizes), scale in zip(own.anchors, own.scale_xy, strict=True)
    ]
    facts = replace(facts_of(outputs, input_wh=WIDE), anchors=tuple(stated[::-1]))
    proposal = best(YOLOV3_FAMILY, facts)

    assert proposal.strength is Strength.NAMED
    assert has_none(YOLOV4_FAMILY, facts)
    assert same(proposal.decoder.decode(outputs, WIDE, 0.25), scene())


def test_an_empty_frame_leaves_everything_open() -> None:
    outputs = maps(encoded(scene(count=0), YOLOV3, classes=5))
    facts = facts_of(outputs, input_wh=WIDE)

    for family in (*darknet_heads.FAMILIES, *anchor_heads.FAMILIES):
        assert best(family, facts).decoder.settle(outputs, WIDE).is_pending


def test_boxes_that_agree_tell_darknet_from_yolov5() -> None:
    outputs = maps(crowd(WIDE, YOLOV3, classes=5))
    facts = facts_of(outputs, input_wh=WIDE)
    fits = {
        family.key: best(family, facts).decoder.settle(outputs, WIDE).fit
        for family in (*darknet_heads.FAMILIES, *anchor_heads.FAMILIES)
    }

    assert fits["yolov3-heads"] >= 0.6
    assert fits["yolov5-heads"] == fits["yolov7-heads"] == 0.2


def test_no_family_of_distances_believes_anchors() -> None:
    classes = 43  # 3 * (5 + 43) channels are also 64 + 80
    outputs = maps(crowd(WIDE, YOLOV3, classes=classes))
    facts = facts_of(outputs, input_wh=WIDE)
    proposals = [
        proposal
        for family in (*dfl_heads.FAMILIES, nanodet.FAMILY)
        for proposal in family.propose(facts)
    ]

    assert len(proposals) >= 2
    assert all(proposal.decoder.settle(outputs, WIDE).fit <= 0.5 for proposal in proposals)


def test_nothing_is_proposed_for_unequal_or_indivisible_maps() -> None:
    outputs = maps(encoded(scene(), YOLOV3, classes=5))
    unequal = {**outputs, "map8": outputs["map8"][:, :-3]}
    indivisible = {name: value[:, :-1] for name, value in outputs.items()}

    for family in darknet_heads.FAMILIES:
        assert has_none(family, facts_of(unequal, input_wh=WIDE))
        assert has_none(family, facts_of(indivisible, input_wh=WIDE))
        assert has_none(family, facts_of(outputs, input_wh=WIDE, class_count=7))
