"""From output tensors to candidates: one module per layout of outputs.

``FAMILIES`` lists them in the order in which equally good proposals are preferred.
"""

from __future__ import annotations

from engine_core.decoders import (
    anchor_heads,
    box_score_pairs,
    classify,
    darknet_heads,
    deepstream,
    detectnet,
    detr,
    dfl_heads,
    efficient_nms,
    end2end,
    fastestdet,
    mmdeploy,
    nanodet,
    nms_trt,
    paddle,
    retinaface,
    scrfd,
    ssd,
    tf_postprocess,
    torchvision,
    yolo_layer,
    yolov5,
    yolov6,
    yolov8,
    yolox,
    yunet,
)
from engine_core.decoders.base import Family

FAMILIES: tuple[Family, ...] = (
    yolov8.FAMILY,
    yolov5.FAMILY,
    end2end.FAMILY,
    efficient_nms.FAMILY,
    tf_postprocess.FAMILY,
    nms_trt.FAMILY,
    mmdeploy.FAMILY,
    detr.FAMILY,
    paddle.FAMILY,
    torchvision.FAMILY,
    yunet.FAMILY,
    scrfd.FAMILY,
    retinaface.FAMILY,
    ssd.FAMILY,
    *dfl_heads.FAMILIES,
    yolox.FAMILY,
    yolov6.FAMILY,
    deepstream.FAMILY,
    box_score_pairs.FAMILY,
    fastestdet.FAMILY,
    detectnet.FAMILY,
    *anchor_heads.FAMILIES,
    *darknet_heads.FAMILIES,
    nanodet.FAMILY,
    yolo_layer.FAMILY,
    classify.FAMILY,
)
