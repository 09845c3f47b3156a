from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch trains the demo's detectors, and is not installed")
pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import numpy as np
import onnx
import onnxruntime
import torch

from engine_core.boxes import FloatArray
from engine_core.detector import Detector
from engine_core.frame import Frame
from tests.tools.demo.detector.shapes import render
from tools.demo.detector import config, weights
from tools.demo.detector.dataset import Dataset, prepare
from tools.demo.detector.export import Exported, export
from tools.demo.detector.feeding import Feed
from tools.demo.detector.judging import detect
from tools.demo.detector.network import cells
from tools.demo.detector.train import Course, Trainer, judge, learning_rate
from tools.demo.world.picture import CLASSES

_SIDE = 64
_CPU = torch.device("cpu")


def _settings(steps: int) -> config.Config:
    whole = config.read()
    network = replace(
        whole.network,
        input=_SIDE,
        stem=8,
        stages=(16, 24, 32, 32),
        neck=(24, 24, 24),
        head=24,
        prototypes=8,
    )
    training = replace(
        whole.training,
        steps=steps,
        batch=6,
        learning_rate=0.008,
        look_every=0.5,
        average_decay=0.9,
    )
    # The same six pictures again and again: only turned and mirrored.
    still = replace(whole.augmentation, until=0.0, noise=0.0, blurred=0.0, hue=0.0, saturation=0.0)
    return replace(whole, network=network, training=training, augmentation=still)


def _data(count: int = 6) -> Dataset:
    examples = [prepare(render(seed, 64, 48), _SIDE, 8) for seed in range(count)]
    return Dataset(
        rgb=np.stack([one.rgb for one in examples]),
        ids=np.stack([one.ids for one in examples]),
        boxes=np.stack([one.boxes for one in examples]),
        classes=np.stack([one.classes for one in examples]),
        hardly_seen=np.stack([one.hardly_seen for one in examples]),
        class_names=CLASSES,
    )


def _trainer(out: Path, steps: int) -> Trainer:
    feed = Feed([_data()], _CPU)
    return Trainer(_settings(steps), feed, feed, CLASSES, out, _CPU)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a training that learnt its few pictures by heart."""
    out = tmp_path_factory.mktemp("trained")
    _trainer(out, 300).run(1e9)
    return out


def _log(out: Path) -> list[dict[str, str]]:
    with (out / "log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_handful_of_pictures_is_learnt_by_heart(trained: Path) -> None:
    kept = weights.load(trained / "best.pt")

    precision = judge(kept.network, Feed([_data()], _CPU), len(CLASSES))

    assert precision.at_half > 0.95
    assert precision.mean > 0.6
    assert kept.class_names == CLASSES
    assert kept.facts["map50_95"] == pytest.approx(precision.mean)


def test_masks_are_learnt_too(trained: Path) -> None:
    kept, data = weights.load(trained / "best.pt"), _data()
    feed = Feed([data], _CPU)
    pictures, truth = next(feed.in_order(6))
    with torch.no_grad():
        raw = kept.network(pictures)
    found = detect(raw)
    agreements = []
    for picture in range(6):
        for row in torch.nonzero(found.scores[picture] > 0.5)[:, 0].tolist():
            cell = found.cells[picture, row]
            logits = torch.einsum(
                "p,phw->hw", raw.coefficients[picture, cell], raw.prototypes[picture]
            )
            whole = torch.nn.functional.interpolate(
                logits[None, None], scale_factor=4, mode="bilinear"
            )[0, 0]
            x1, y1, x2, y2 = found.boxes[picture, row].round().int().clamp(0, _SIDE).tolist()
            mine = torch.zeros(_SIDE, _SIDE, dtype=torch.bool)
            mine[y1:y2, x1:x2] = whole[y1:y2, x1:x2] > 0
            best = 0.0
            for part in range(truth.classes.shape[1]):
                theirs = truth.ids[picture] == part + 1
                common = float((mine & theirs).sum())
                best = max(best, common / float((mine | theirs).sum()))
            agreements.append(best)
    assert len(agreements) > 12
    assert float(np.median(agreements)) > 0.8


def test_the_log_and_the_best_weights_are_kept(trained: Path) -> None:
    rows = _log(trained)

    assert [int(row["step"]) for row in rows] == [150, 300]
    assert [float(row["progress"]) for row in rows] == [0.5, 1.0]
    assert float(rows[1]["classes"]) < float(rows[0]["classes"])
    best = max(rows, key=lambda row: float(row["validation_map50_95"]))
    assert weights.load(trained / "best.pt").facts["step"] == int(best["step"])


def test_a_training_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    first = _trainer(tmp_path, 8)
    first.run(0.0)
    assert [row["step"] for row in _log(tmp_path)] == ["1"]

    again = _trainer(tmp_path, 8)
    again.resume()
    for a, b in zip(
        first.average.state_dict().values(), again.average.state_dict().values(), strict=True
    ):
        assert torch.equal(a, b)
    again.run(1e9)

    rows = _log(tmp_path)
    assert [row["step"] for row in rows] == ["1", "5", "8"]
    assert float(rows[-1]["progress"]) == 1


def test_a_new_training_begins_a_new_log(tmp_path: Path) -> None:
    _trainer(tmp_path, 4).run(0.0)
    _trainer(tmp_path, 4).run(0.0)

    assert [row["step"] for row in _log(tmp_path)] == ["1"]


def test_losses_that_are_no_numbers_end_the_training(tmp_path: Path) -> None:
    trainer = _trainer(tmp_path, 40)
    with torch.no_grad():
        trainer._network.stem[0].weight.fill_(float("nan"))

    with pytest.raises(FloatingPointError, match="step 20"):
        trainer.run(1e9)


def test_the_rate_rises_and_falls_with_the_progress() -> None:
    settings = replace(
        config.read().training, warm_up=0.1, learning_rate=1.0, last_learning_rate=0.01
    )

    rates = [learning_rate(progress, settings) for progress in (0, 0.05, 0.1, 0.55, 1)]

    assert rates == pytest.approx([0.01, 0.5, 1.0, 0.505, 0.01])
    assert Course(replace(settings, steps=8), 2, 1e9).progress == 0.25
    assert Course(replace(settings, steps=0, seconds=100), 2, 250).progress == 1


# ---- Export -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exported(trained: Path) -> Path:
    path = trained / "detector.onnx"
    export(weights.load(trained / "best.pt"), path)
    return path


def _picture(seed: int) -> FloatArray:
    planes = prepare(render(seed, 64, 48), _SIDE, 8).rgb.transpose(2, 0, 1)[None]
    return planes.astype(np.float32) / np.float32(255)


def test_the_file_answers_what_the_network_answers(trained: Path, exported: Path) -> None:
    network = weights.load(trained / "best.pt").network
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])

    for seed in (0, 1, 77):
        picture = _picture(seed)
        rows, prototypes = session.run(None, {"images": picture})
        with torch.no_grad():
            raw = network(torch.from_numpy(picture))
            expected, _ = Exported(network, _SIDE).eval()(torch.from_numpy(picture))

        assert rows.shape == (1, 4 + len(CLASSES) + 8, len(cells((_SIDE, _SIDE))[0]))
        assert prototypes.shape == (1, 8, 16, 16)
        assert np.abs(rows - expected.numpy()).max() < 1e-3
        assert np.abs(rows[0, 4:12].T - raw.classes[0].sigmoid().numpy()).max() < 1e-4
        assert np.abs(rows[0, 12:].T - raw.coefficients[0].numpy()).max() < 1e-3
        assert np.abs(prototypes - raw.prototypes.numpy()).max() < 1e-3


def test_enginescope_knows_the_file_and_finds_the_same(trained: Path, exported: Path) -> None:
    network = weights.load(trained / "best.pt").network
    with Detector.open(exported) as detector:
        assert detector.recipe.family == "yolov8"
        assert detector.recipe.task.value == "segment"
        assert detector.recipe.is_settled or not detector.recipe.warnings
        picture = render(0, 64, 48)
        found = detector.detect(Frame(image=picture.rgb, source="/a.png", name="a.png")).detections

    with torch.no_grad():
        expected = detect(network(torch.from_numpy(_picture(0))), overlap=0.45)
    count = int((expected.scores[0] >= 0.25).sum())
    shown = found.confidence >= 0.25
    assert count > 1
    assert int(shown.sum()) == count
    assert np.abs(found.confidence[shown] - expected.scores[0, :count].numpy()).max() < 1e-3
    assert np.array_equal(found.class_id[shown], expected.classes[0, :count].numpy())
    boxes = expected.boxes[0, :count].numpy() - [0, 8, 0, 8]
    assert np.abs(found.xyxy[shown] - np.clip(boxes, 0, [64, 48, 64, 48])).max() < 0.05
    assert found.masks is not None


def test_the_file_says_what_it_is(exported: Path) -> None:
    model = onnx.load(exported)
    properties = {one.key: one.value for one in model.metadata_props}

    assert properties["task"] == "segment"
    assert properties["author"] == "EngineScope"
    assert properties["license"] == "Apache-2.0"
    assert model.opset_import[0].version <= 17
    kinds = {node.op_type for node in model.graph.node}
    assert "BatchNormalization" not in kinds
    assert all("/" not in one.value or "tools/" in one.value for one in model.metadata_props)


def test_the_demos_network_is_small_enough(tmp_path: Path) -> None:
    settings = config.read()
    network = weights.build(settings.network, len(CLASSES))
    path = tmp_path / "whole.pt"
    weights.keep(path, network.state_dict(), settings, CLASSES, {})

    export(weights.load(path), tmp_path / "whole.onnx")

    assert sum(one.numel() for one in network.parameters()) <= 1_500_000
    assert (tmp_path / "whole.onnx").stat().st_size <= 6_000_000
