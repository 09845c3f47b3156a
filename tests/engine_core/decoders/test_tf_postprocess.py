from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from engine_core.decoders import efficient_nms, tf_postprocess
from engine_core.decoders.base import UNDECIDED, ModelFacts, Strength
from engine_core.letterbox import Geometry
from engine_core.preprocess import ChannelOrder
from tests.engine_core.decoders.scenes import WIDE, Scene, same, scene, scenes
from tests.engine_core.decoders.signatures import Outputs, best, facts_of, has_none

_TFLITE = [f"TFLite_Detection_PostProcess{suffix}" for suffix in ("", ":1", ":2", ":3")]
_Y_FIRST = [1, 0, 3, 2]


def _parts(
    wanted: Scene, *, pixels: bool = False, first: int = 0, classes: str = "float32"
) -> tuple[np.ndarray, ...]:
    """Return boxes with y first, classes, scores and the count, with ten or more rows."""
    rows = max(10, len(wanted))
    boxes = np.zeros((1, rows, 4), np.float32)
    ids, scores = np.zeros((1, rows), classes), np.zeros((1, rows), np.float32)
    unit = wanted.xyxy if pixels else wanted.fractions
    boxes[0, : len(wanted)] = unit[:, _Y_FIRST]
    ids[0, : len(wanted)] = wanted.classes + first
    scores[0, : len(wanted)] = wanted.scores
    return boxes, ids, scores, np.array([len(wanted)], np.float32)


def _fed_last(outputs: Outputs, wh: tuple[int, int], name: str = "input_tensor") -> ModelFacts:
    return facts_of(outputs, input_wh=wh, name=name, dtype="uint8", channels_last=True)


@settings(max_examples=20, deadline=None)
@given(scenes())
def test_tensorflow_lite_counts_classes_from_zero(wanted: Scene) -> None:
    outputs = dict(zip(_TFLITE, _parts(wanted), strict=True))
    proposal = best(tf_postprocess.FAMILY, _fed_last(outputs, wanted.wh))
    verdict = proposal.decoder.settle(outputs, wanted.wh)

    assert proposal.strength is Strength.NAMED
    assert not proposal.has_background
    assert verdict.fit > UNDECIDED
    assert same(verdict.decoder.decode(outputs, wanted.wh, 0.1), wanted)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_four_outputs_without_names_are_told_by_shape_and_values(order: tuple[int, ...]) -> None:
    wanted = scene()
    parts = _parts(wanted)
    names = [f"StatefulPartitionedCall:{place}" for place in range(4)]
    outputs = dict(zip(names, (parts[place] for place in order), strict=True))
    proposal = best(tf_postprocess.FAMILY, _fed_last(outputs, WIDE, "serving_default_images"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


@pytest.mark.parametrize("suffix", ["", ":0"])
def test_the_object_detection_api_counts_classes_from_one(suffix: str) -> None:
    wanted = scene()
    boxes, ids, scores, count = _parts(wanted, first=1)
    outputs = {
        f"detection_boxes{suffix}": boxes,
        f"detection_classes{suffix}": ids,
        f"detection_scores{suffix}": scores,
        f"num_detections{suffix}": count,
        f"raw_detection_boxes{suffix}": np.zeros((1, 1917, 4), np.float32),
        f"detection_multiclass_scores{suffix}": np.zeros((1, 10, 91), np.float32),
    }
    proposal = best(tf_postprocess.FAMILY, _fed_last(outputs, WIDE))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.has_background
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


def test_efficientdet_of_nvidia_has_pixels_with_y_first_and_whole_classes() -> None:
    wanted = scene((512, 512))
    boxes, ids, scores, _ = _parts(wanted, pixels=True, classes="int32")
    outputs = {
        "num_detections": np.array([[len(wanted)]], np.int32),
        "detection_boxes": boxes,
        "detection_scores": scores,
        "detection_classes": ids,
    }
    facts = facts_of(outputs, input_wh=(512, 512), name="input", channels_last=True)
    proposal = best(tf_postprocess.FAMILY, facts)
    decoder = proposal.decoder.settle(outputs, (512, 512)).decoder

    assert proposal.preprocessing.geometry is Geometry.LETTERBOX_TOP_LEFT
    assert proposal.preprocessing.scale == 1
    assert proposal.strength > best(efficient_nms.FAMILY, facts).strength
    assert same(decoder.decode(outputs, (512, 512), 0.1), wanted)


def test_detectron2_of_nvidia_takes_bgr_and_appends_to_the_names() -> None:
    wanted = scene()
    boxes, ids, scores, _ = _parts(wanted, classes="int32")
    outputs = {
        "num_detections_box_outputs": np.array([[len(wanted)]], np.int32),
        "detection_boxes_box_outputs": boxes,
        "detection_scores_box_outputs": scores,
        "detection_classes_box_outputs": ids,
        "detection_masks": np.zeros((1, 10, 28, 28), np.float32),
    }
    proposal = best(tf_postprocess.FAMILY, facts_of(outputs, input_wh=WIDE, name="input_tensor"))
    decoder = proposal.decoder.settle(outputs, WIDE).decoder

    assert proposal.preprocessing.channels is ChannelOrder.BGR
    assert same(decoder.decode(outputs, WIDE, 0.1), wanted)


def test_x_first_under_tensorflows_names_shows_where_the_input_is_not_square() -> None:
    wanted = scene(count=12)
    boxes, ids, scores, count = _parts(wanted, pixels=True, classes="int32")
    outputs = {
        "num_detections": count.astype(np.int32),
        "detection_boxes": boxes[..., _Y_FIRST],
        "detection_scores": scores,
        "detection_classes": ids,
    }
    decoder = best(tf_postprocess.FAMILY, facts_of(outputs, input_wh=WIDE)).decoder

    assert same(decoder.settle(outputs, WIDE).decoder.decode(outputs, WIDE, 0.1), wanted)


def test_a_float_input_that_is_called_normalised_is_fed_so() -> None:
    outputs = dict(zip(_TFLITE, _parts(scene()), strict=True))
    facts = facts_of(
        outputs, input_wh=(300, 300), name="normalized_input_image_tensor", channels_last=True
    )
    proposal = best(tf_postprocess.FAMILY, facts)

    assert proposal.preprocessing.std == (127.5, 127.5, 127.5)


def test_nothing_found_decides_nothing() -> None:
    outputs = dict(zip(_TFLITE, _parts(scene(count=0)), strict=True))
    decoder = best(tf_postprocess.FAMILY, _fed_last(outputs, WIDE)).decoder

    assert decoder.settle(outputs, WIDE).is_pending


def test_four_unnamed_outputs_of_a_network_fed_channels_first_are_not_proposed() -> None:
    outputs = dict(zip("abcd", _parts(scene()), strict=True))

    assert has_none(tf_postprocess.FAMILY, facts_of(outputs, input_wh=WIDE))
