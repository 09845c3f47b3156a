"""Engines find, unasked, what the models that they were built from are known to find."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine_core.consent import Consent
from engine_core.detector import Detector, DetectResult, SuppressionOptions
from engine_core.frame import Frame
from engine_core.modelfile import identify
from engine_core.runtime import open_session
from tests.goldens import Tolerance, mismatches
from tests.gpu.engines import MODELS, engine, entry
from tests.recorded import write_record
from tests.shared_data import ROOT

pytestmark = pytest.mark.gpu

# What the manifest allows an engine in half precision.
_SCORE = 0.05
# The fit on the card may differ from OpenCV's by a grey level, which moves scores by thousandths.
_SAME_SCORE, _SAME_BOX_PX = 0.01, 1.0


def frame(picture: str) -> Frame:
    with Image.open(ROOT / "media" / picture) as image:
        pixels = np.array(image.convert("RGB"))
    return Frame(image=pixels, source=picture, name=picture)


@contextmanager
def opened(path: Path, *, on_device: bool = True) -> Iterator[Detector]:
    file = identify(path)
    consent = Consent(host_code=file.version_compatible)
    with Detector(open_session(file, consent=consent), file, on_device=on_device) as detector:
        yield detector


def differing(model: dict[str, Any], picture: str, result: DetectResult) -> list[str]:
    said = Tolerance.of(model["golden_tolerance"])
    tolerance = Tolerance(said.iou, max(said.score, _SCORE), weakest_may_differ=True)
    golden, conf = model["golden"][picture], model["golden_settings"]["conf"]
    return [f"{picture}: {one}" for one in mismatches(golden, result.detections, conf, tolerance)]


@pytest.mark.parametrize("on_device", [True, False], ids=["on-device", "through-tensors"])
@pytest.mark.parametrize("name", MODELS)
def test_an_engine_finds_what_its_model_is_known_to_find(name: str, on_device: bool) -> None:
    model = entry(MODELS[name])
    options = SuppressionOptions(iou=model["golden_settings"].get("nms_iou"))
    wrong: list[str] = []
    with opened(engine(name), on_device=on_device) as detector:
        for picture in model["golden"]:
            # The first frame settles the recipe through tensors; the second shows the fast way.
            detector.detect(frame(picture), options)
            result = detector.detect(frame(picture), options)
            wrong += differing(model, picture, result)
            assert result.timings.on_device is on_device, "the kernels were not used"
    assert wrong == []


@pytest.mark.parametrize("name", MODELS)
def test_the_way_over_the_card_finds_the_same_as_the_way_through_tensors(name: str) -> None:
    model = entry(MODELS[name])
    path = engine(name)
    largest = {"score": 0.0, "box_px": 0.0, "unmatched": 0}
    with opened(path) as fast, opened(path, on_device=False) as plain:
        for picture in model["golden"]:
            shown = frame(picture)
            fast.detect(shown)
            a, b = fast.detect(shown).detections, plain.detect(shown).detections
            a, b = a[a.confidence >= 0.25], b[b.confidence >= 0.25]
            for row in range(len(a)):
                same = np.flatnonzero(b.class_id == a.class_id[row])
                if not same.size:
                    largest["unmatched"] += 1
                    continue
                away = np.abs(b.xyxy[same] - a.xyxy[row]).max(axis=1)
                nearest = same[away.argmin()]
                largest["box_px"] = max(largest["box_px"], float(away.min()))
                score = abs(float(b.confidence[nearest] - a.confidence[row]))
                largest["score"] = max(largest["score"], score)
    print(f"{name}: {json.dumps(largest)}")
    assert largest["unmatched"] == 0
    assert largest["score"] <= _SAME_SCORE
    assert largest["box_px"] <= _SAME_BOX_PX


@pytest.mark.skipif("OUT" not in os.environ, reason="OUT names no folder to record into")
@pytest.mark.parametrize("name", MODELS)
def test_what_an_engine_answers_can_be_recorded(name: str) -> None:
    """Write one answer as a small file, for ``tests/engine_core/runtime/tensorrt/test_recorded.py``."""
    path, picture = engine(name), "bus.jpg"
    model = entry(MODELS[name])
    if picture not in model["golden"]:
        pytest.skip(f"nothing is known of {picture}")
    with opened(path, on_device=False) as detector:
        write_record(Path(os.environ["OUT"]) / f"{name}.npz", detector, frame(picture))
