"""From output tensors to candidates: one module per layout of outputs.

``FAMILIES`` lists them in the order in which equally good proposals are preferred.
"""

from __future__ import annotations

from engine_core.decoders import classify, deepstream, end2end, yolov5, yolov6, yolov8, yolox
from engine_core.decoders.base import Family

FAMILIES: tuple[Family, ...] = (
    yolov8.FAMILY,
    yolov5.FAMILY,
    end2end.FAMILY,
    yolox.FAMILY,
    yolov6.FAMILY,
    deepstream.FAMILY,
    classify.FAMILY,
)
