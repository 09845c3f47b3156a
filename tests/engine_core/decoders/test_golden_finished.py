"""Real models of the families whose boxes, scores and classes are tensors of their own."""

from __future__ import annotations

import numpy as np
import pytest

from engine_core import boxes
from engine_core.decoders import detr, efficient_nms, ssd, tf_postprocess
from engine_core.decoders.base import Family
from tests.engine_core.decoders.signatures import (
    best,
    facts_of,
    golden,
    missing,
    prepared,
    real_model,
    run,
)
from tests.shared_data import ROOT, needs_shared_data


@needs_shared_data
@pytest.mark.parametrize(
    ("model", "family", "iou", "score"),
    [
        ("deimv2_atto_coco.onnx", detr.FAMILY, 0.9, 0.03),
        ("ultraface_rfb320.onnx", ssd.FAMILY, 0.9, 0.03),
        ("ssd_mobilenet_v1_coco_uint8_nhwc.onnx", tf_postprocess.FAMILY, 0.8, 0.15),
    ],
)
def test_a_real_model_finds_what_it_is_known_to_find(
    model: str, family: Family, iou: float, score: float
) -> None:
    session, facts = real_model(model)
    proposal = best(family, facts)
    for settings, image, expected in golden(model):
        tensor, letterbox = prepared(proposal, image)
        outputs = run(session, tensor, facts.image.input_wh)
        verdict = proposal.decoder.settle(outputs, facts.image.input_wh)
        found = verdict.decoder.decode(outputs, facts.image.input_wh, settings["conf"] - score)
        if proposal.suppression.needed:
            found = found[boxes.nms(found.xyxy, found.confidence, None, settings["nms_iou"])]
        h, w = image.shape[:2]
        xyxy = boxes.clip(letterbox.to_source(found.xyxy), (w, h))

        assert verdict.fit > 0.5
        rows = (xyxy, found.confidence, found.class_id)
        assert missing(expected, rows, iou=iou, score=score) == []
        assert (found.confidence >= settings["conf"] + score).sum() <= expected["count"]


@needs_shared_data
def test_ultraface_is_told_by_its_number_of_boxes() -> None:
    _, facts = real_model("ultraface_rfb320.onnx")

    assert best(ssd.FAMILY, facts).label_hint == ("face",)


@needs_shared_data
def test_outputs_recorded_from_tensorrt_give_the_expected_boxes() -> None:
    folder = ROOT.parent / "gpu" / "recorded"
    with np.load(folder / "yolov5n_efficientnms_fp16.npz") as recorded:
        outputs = {name: recorded[name] for name in recorded.files}
    facts = facts_of(outputs)
    proposal = best(efficient_nms.FAMILY, facts)
    _, image, expected = next(golden("yolov5n_efficientnms_trt.onnx"))
    _, letterbox = prepared(proposal, image)
    verdict = proposal.decoder.settle(outputs, (640, 640))
    found = verdict.decoder.decode(outputs, (640, 640), 0.25)
    xyxy = boxes.clip(letterbox.to_source(found.xyxy), (image.shape[1], image.shape[0]))

    assert len(found) == expected["count"]
    assert missing(expected, (xyxy, found.confidence, found.class_id), iou=0.9, score=0.05) == []


@needs_shared_data
def test_deim_recorded_from_tensorrt_is_read_with_labels_of_32_bits() -> None:
    with np.load(ROOT.parent / "gpu" / "recorded" / "deimv2_atto_fp32.npz") as recorded:
        outputs = {name: recorded[name] for name in recorded.files}
    facts = facts_of(outputs, input_wh=(320, 320), sides={"orig_target_sizes": (1, 2)})
    proposal = best(detr.FAMILY, facts)
    _, image, expected = next(golden("deimv2_atto_coco.onnx"))
    _, letterbox = prepared(proposal, image)
    found = proposal.decoder.settle(outputs, (320, 320)).decoder.decode(outputs, (320, 320), 0.37)
    xyxy = boxes.clip(letterbox.to_source(found.xyxy), (image.shape[1], image.shape[0]))

    assert missing(expected, (xyxy, found.confidence, found.class_id), iou=0.9, score=0.03) == []
