"""Real models of the families that answer with maps and rows of each level."""

from __future__ import annotations

import numpy as np
import pytest

from engine_core import boxes
from engine_core.decoders import fastestdet, nanodet, retinaface, scrfd, yunet
from engine_core.decoders.base import Family
from tests.engine_core.decoders.signatures import (
    best,
    golden,
    missing,
    prepared,
    real_model,
    run,
)
from tests.shared_data import needs_shared_data

MODELS = [
    ("nanodet_m_416.onnx", nanodet.FAMILY),
    ("fastestdet.onnx", fastestdet.FAMILY),
    ("scrfd_500m_kps.onnx", scrfd.FAMILY),
    ("yunet_n_640_640.onnx", yunet.FAMILY),
    ("retinaface_mobile0.25.onnx", retinaface.FAMILY),
]


@needs_shared_data
@pytest.mark.parametrize(("model", "family"), MODELS)
def test_a_real_model_finds_what_it_is_known_to_find(model: str, family: Family) -> None:
    session, facts = real_model(model)
    proposal = best(family, facts)
    for settings, image, expected in golden(model):
        tensor, letterbox = prepared(proposal, image)
        outputs = run(session, tensor, facts.image.input_wh)
        verdict = proposal.decoder.settle(outputs, facts.image.input_wh)
        found = verdict.decoder.decode(outputs, facts.image.input_wh, settings["conf"])
        kept = boxes.nms(found.xyxy, found.confidence, found.class_id, settings["nms_iou"])
        found = found[kept]
        h, w = image.shape[:2]
        xyxy = boxes.clip(letterbox.to_source(found.xyxy), (w, h))

        assert verdict.fit > 0.5
        assert len(found) == expected["count"]
        rows = (xyxy, found.confidence, found.class_id)
        assert missing(expected, rows, iou=0.9, score=0.03) == []
        for one in expected["detections"]:
            if "keypoints" in one:
                overlap = boxes.iou(np.asarray([one["box"]], np.float32), xyxy)[0]
                assert found.keypoints is not None
                points = letterbox.to_source(found.keypoints[overlap.argmax()])
                size = max(one["box"][2] - one["box"][0], one["box"][3] - one["box"][1])
                assert points == pytest.approx(np.asarray(one["keypoints"]), abs=0.05 * size)


@needs_shared_data
@pytest.mark.parametrize(("model", "family"), MODELS)
def test_a_real_model_is_proposed_by_no_other_of_these_families(model: str, family: Family) -> None:
    _, facts = real_model(model)

    assert [other.key for _, other in MODELS if list(other.propose(facts))] == [family.key]


@needs_shared_data
@pytest.mark.parametrize(("model", "family"), MODELS)
def test_a_grey_picture_refutes_no_real_model(model: str, family: Family) -> None:
    session, facts = real_model(model)
    proposal = best(family, facts)
    tensor, _ = prepared(proposal, np.full((480, 640, 3), 127, np.uint8))
    outputs = run(session, tensor, facts.image.input_wh)

    assert not proposal.decoder.settle(outputs, facts.image.input_wh).is_refuted
