"""The demo's detectors, judged through the program on pictures they were not trained on."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from engine_core.demo import find_demo
from engine_core.detector import Detector
from tools.demo.content import DEMO
from tools.demo.world.picture import CLASSES

RESULTS = Path(__file__).resolve().parents[3] / "tools" / "demo" / "detector" / "results"
MODELS = ("workshop", "workshop-small")


def _judged(model: str, pictures: Path, out: Path) -> float:
    command = [sys.executable, "-m", "tools.demo.evaluate", str(DEMO / f"{model}.onnx")]
    command += ["--pictures", "24", "--folder", str(pictures), "--json", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return float(json.loads(out.read_text("utf-8"))["boxes"]["map50_95"])


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info < (3, 11), reason="the demo is made with Python 3.11 or later")
def test_the_model_is_as_good_as_it_should_be_and_the_small_one_is_worse(tmp_path: Path) -> None:
    large, small = (
        _judged(name, tmp_path / "pictures", tmp_path / f"{name}.json") for name in MODELS
    )
    assert large >= 0.75
    assert 0.2 < small < large - 0.15


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_recognised_with_no_option(name: str) -> None:
    with Detector.open(DEMO / f"{name}.onnx") as detector:
        assert detector.recipe.family == "yolov8"
        assert tuple(detector.recipe.labels.names) == CLASSES


@pytest.mark.parametrize(("name", "most"), [("workshop", 1_500_000), ("workshop-small", 400_000)])
def test_a_model_has_no_more_parameters_than_it_should(name: str, most: int) -> None:
    path = DEMO / f"{name}.onnx"
    model = onnx.load(path)
    sizes = [onnx.numpy_helper.to_array(one).size for one in model.graph.initializer]
    assert 0.5 * most < sum(sizes) <= most
    assert path.stat().st_size <= 6_000_000


@pytest.mark.parametrize("name", MODELS)
def test_the_log_of_the_training_and_the_result_are_kept(name: str) -> None:
    log = (RESULTS / f"{name}-training.csv").read_text("utf-8").splitlines()
    column = log[0].split(",").index("validation_map50_95")
    precision = [float(line.split(",")[column]) for line in log[1:]]
    result = json.loads((RESULTS / f"{name}-held-out.json").read_text("utf-8"))
    assert len(precision) >= 4
    # What the training's own judge found on its pictures, and pycocotools on others, are close.
    assert result["boxes"]["map50_95"] == pytest.approx(max(precision), abs=0.03)
    assert result["first_seed"] >= 3_000_000
    digest = hashlib.sha256((DEMO / f"{name}.onnx").read_bytes()).hexdigest()
    assert result["sha256"] == digest


def test_the_program_offers_both_models() -> None:
    demo = find_demo(DEMO)
    assert demo is not None
    assert [path.stem for path in demo.models] == list(MODELS)
