"""Whatever a network, or the memory behind a count, holds: decoders neither warn nor let it through."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.decoders import (
    box_score_pairs,
    detr,
    efficient_nms,
    mmdeploy,
    nms_trt,
    paddle,
    ssd,
    tf_postprocess,
    torchvision,
    yolo_layer,
)
from tests.engine_core.decoders.signatures import facts_of

_FAMILIES = [
    module.FAMILY
    for module in (
        box_score_pairs,
        detr,
        efficient_nms,
        mmdeploy,
        nms_trt,
        paddle,
        ssd,
        tf_postprocess,
        torchvision,
        yolo_layer,
    )
]

_SIGNATURES: list[dict[str, tuple[tuple[int, ...], str]]] = [
    {
        "num_dets": ((1, 1), "int32"),
        "det_boxes": ((1, 100, 4), "float32"),
        "det_scores": ((1, 100), "float32"),
        "det_classes": ((1, 100), "float32"),
    },
    {
        "labels": ((1, 300), "int64"),
        "boxes": ((1, 300, 4), "float16"),
        "scores": ((1, 300), "float16"),
    },
    {"pred_logits": ((1, 300, 91), "float32"), "pred_boxes": ((1, 300, 4), "float32")},
    {"output0": ((1, 300, 84), "float32")},
    {"scores": ((1, 3000, 21), "float16"), "boxes": ((1, 3000, 4), "float16")},
    {"boxes": ((1, 2100, 4), "float32"), "scores": ((1, 80, 2100), "float32")},
    {"NMS": ((1, 1, 200, 7), "float32"), "NMS_1": ((1, 1, 1, 1), "float32")},
    {"detections": ((1, 6300 * 7), "float32")},
    {"dets": ((1, 100, 5), "float32"), "labels": ((1, 100), "int64")},
    {"boxes": ((9, 4), "float32"), "labels": ((9,), "int64"), "scores": ((9,), "float32")},
    {"rows": ((30, 6), "float32"), "count": ((1,), "int32")},
]


def _any_bytes(shape: tuple[int, ...], dtype: str, rng: np.random.Generator) -> npt.NDArray[Any]:
    """Return numbers of any bits: infinities, NaN, denormal and huge ones among them."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return np.frombuffer(rng.bytes(size), dtype).reshape(shape)


@pytest.mark.parametrize("signature", _SIGNATURES, ids=lambda signature: "-".join(signature))
def test_any_bytes_are_read_without_a_warning(
    signature: dict[str, tuple[tuple[int, ...], str]],
) -> None:
    rng = np.random.default_rng(0)
    read = 0
    for _ in range(8):
        outputs = {name: _any_bytes(*spec, rng) for name, spec in signature.items()}
        facts = facts_of(outputs, input_wh=(320, 320))
        for proposal in (one for family in _FAMILIES for one in family.propose(facts)):
            settled = proposal.decoder.settle(outputs, (320, 320)).decoder
            for decoder in (proposal.decoder, settled):
                found = decoder.decode(outputs, (320, 320), 0.25)
                read += 1

                assert np.isfinite(found.xyxy).all()
                assert (found.xyxy[:, 2:] > found.xyxy[:, :2]).all()
                assert ((found.confidence >= 0.25) & (found.confidence <= 1)).all()
                assert (found.class_id >= 0).all()
    assert read > 0


@pytest.mark.parametrize("signature", _SIGNATURES, ids=lambda signature: "-".join(signature))
def test_zeros_give_nothing_certain(signature: dict[str, tuple[tuple[int, ...], str]]) -> None:
    outputs = {name: np.zeros(*spec) for name, spec in signature.items()}
    facts = facts_of(outputs, input_wh=(320, 320))
    for proposal in (one for family in _FAMILIES for one in family.propose(facts)):
        verdict = proposal.decoder.settle(outputs, (320, 320))

        assert len(verdict.decoder.decode(outputs, (320, 320), 0.25)) == 0
