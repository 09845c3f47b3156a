"""Ready-made engines for tests on a graphics card, and the models that they were built from.

``ENGINESCOPE_TEST_ENGINES`` names a folder with engines that the TensorRT and the card of this machine can
run, called after their models: ``yolov8n_fp16.engine``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.shared_data import manifest

FOLDER = Path(os.environ.get("ENGINESCOPE_TEST_ENGINES", "/nonexistent"))

MODELS = {
    "yolov8n_fp16": "yolov8n-dq",
    "yolov8n_fp16_vc": "yolov8n-dq",
    "yolov8n-seg_fp16": "yolov8n-seg-dq",
    "yolov5n_fp16": "yolov5n",
    "yolov5n_efficientnms_fp16": "yolov5n_efficientnms_trt",
    "yolox_nano_fp16": "yolox_nano",
    "deimv2_atto_fp32": "deimv2_atto_coco",
}
"""Engine to the model whose detections it must give."""


def engine(name: str) -> Path:
    """Return the path of an engine; skips the test where it is not there."""
    path = FOLDER / f"{name}.engine"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {FOLDER} (ENGINESCOPE_TEST_ENGINES)")
    return path


def entry(model: str) -> dict[str, Any]:
    """Return what the manifest says of a model; skips the test where it is not there."""
    for one in manifest()["models"]:
        if Path(one["file"]).stem == model:
            found: dict[str, Any] = one
            return found
    pytest.skip(f"no {model} in the manifest (ENGINESCOPE_TEST_DATA)")
