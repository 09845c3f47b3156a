from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from engine_core.detector import Detector
from engine_core.diagnose import Diagnosis, FindingKind, box_findings, diagnose
from engine_core.frame import Frame
from engine_core.letterbox import Geometry, LetterBox
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.trials import (
    change_words,
    difference,
    other_fits,
    other_values,
    range_words,
    scrambled,
)
from tests.builders import make_candidates, make_frame, network
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import scene
from tests.shared_data import ROOT, needs_shared_data


def picture(name: str) -> Frame:
    with Image.open(ROOT / "media" / name) as image:
        pixels = np.array(image.convert("RGB"))
    return Frame(image=pixels, source=name, name=name)


def of_pixels(pixels: npt.NDArray[np.uint8]) -> Frame:
    return Frame(image=pixels, source="made.png", name="made.png")


@contextmanager
def opened(name: str, overrules: Overrules = NO_OVERRULES) -> Iterator[Detector]:
    detector = Detector.open(ROOT / "models" / f"{name}.onnx", overrules=overrules)
    with closing(detector):
        yield detector


def kinds(diagnosis: Diagnosis) -> set[FindingKind]:
    return {finding.kind for finding in diagnosis.findings}


def fed_as_proposed(diagnosis: Diagnosis, detector: Detector, frame: Frame) -> Preprocessing:
    assert diagnosis.proposal is not None
    detector.overrule(diagnosis.proposal.overrules.over(detector.overrules))
    detector.detect(frame)
    return detector.recipe.preprocessing


WRONG = [
    ("yolov8n-dq", "raw-bgr", "bus.jpg"),
    ("yolov8n-dq", "imagenet-rgb", "bus.jpg"),
    ("yolov5n", "caffe-bgr", "zidane.jpg"),
    ("yolox_nano", "unit-rgb", "bus.jpg"),
    ("yolox_nano", "mmdet-bgr", "dog.jpg"),
    ("nanodet_m_416", "raw-rgb", "zidane.jpg"),
    ("deimv2_atto_coco", "raw-rgb", "bus.jpg"),
    ("scrfd_500m_kps", "raw-bgr", "faces_linzaer_1.jpg"),
    ("retinaface_mobile0.25", "unit-rgb", "zidane.jpg"),
]


@pytest.mark.slow
@needs_shared_data
@pytest.mark.parametrize(("model", "wrong", "shown"), WRONG)
def test_a_model_fed_wrongly_is_proposed_what_it_was_trained_with(
    model: str, wrong: str, shown: str
) -> None:
    with opened(model, Overrules(normalisation=wrong)) as detector:
        detector.detect(picture(shown))
        found = diagnose(detector, picture(shown))
        proposed = fed_as_proposed(found, detector, picture(shown))
        detector.overrule(NO_OVERRULES)
        detector.detect(picture(shown))
        assert proposed == detector.recipe.preprocessing
        assert found.proposal is not None
        assert found.proposal.boxes > 0
        assert found.proposal.best > 0.5
        assert found.proposal in found.trials


@pytest.mark.slow
@needs_shared_data
@pytest.mark.parametrize(
    ("model", "shown"),
    [
        # One picture for the large model: each takes it fifty runs.
        ("yolov8n-dq", "bus.jpg"),
        *(
            (model, shown)
            for model in ("yolox_nano", "nanodet_m_416", "fastestdet")
            for shown in ("bus.jpg", "horses.jpg", "coco_val_000000000139.jpg")
        ),
    ],
)
def test_a_model_fed_rightly_is_left_alone(model: str, shown: str) -> None:
    with opened(model) as detector:
        detector.detect(picture(shown))
        assert diagnose(detector, picture(shown)).proposal is None


def wall() -> npt.NDArray[np.uint8]:
    rng = np.random.default_rng(0)
    light = np.linspace(120, 180, 640)[None, :, None] + rng.normal(0, 3, (480, 640, 1))
    return np.asarray(np.clip(light + np.array([10, 0, -10]), 0, 255), np.uint8)


WITHOUT_OBJECTS = {
    "black": np.zeros((480, 640, 3), np.uint8),
    "white": np.full((480, 640, 3), 255, np.uint8),
    "noise": np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8),
    "wall": wall(),
}


@needs_shared_data
@pytest.mark.parametrize(
    ("model", "wrong", "shown"),
    [
        ("yolov8n-dq", "raw-rgb", "noise"),
        *(
            (model, wrong, shown)
            for model in ("nanodet_m_416", "ultraface_rfb320")
            for wrong in (None, "raw-rgb")
            for shown in WITHOUT_OBJECTS
        ),
    ],
)
def test_a_picture_without_objects_proposes_nothing(
    model: str, wrong: str | None, shown: str
) -> None:
    with opened(model, Overrules(normalisation=wrong)) as detector:
        found = diagnose(detector, of_pixels(WITHOUT_OBJECTS[shown].copy()))
        assert found.proposal is None
        assert found.findings
        if shown != "noise":
            assert FindingKind.FLAT in kinds(found)


@needs_shared_data
def test_the_detector_stays_as_it_was() -> None:
    with opened("nanodet_m_416", Overrules(normalisation="raw-bgr", pad=7)) as detector:
        frame = picture("zidane.jpg")
        before = detector.detect(frame)
        recipe, reading = detector.recipe, detector.reading
        diagnose(detector, frame)
        assert detector.recipe is recipe
        assert detector.reading is reading
        assert detector.overrules == Overrules(normalisation="raw-bgr", pad=7)
        after = detector.detect(frame)
        assert np.array_equal(before.detections.xyxy, after.detections.xyxy)
        assert np.array_equal(before.detections.confidence, after.detections.confidence)


@needs_shared_data
def test_values_in_the_wrong_range_are_told_by_their_flood() -> None:
    with opened("yolov8n-dq", Overrules(normalisation="raw-bgr")) as detector:
        assert FindingKind.FLOOD in kinds(diagnose(detector, picture("bus.jpg")))


@needs_shared_data
def test_a_model_of_whole_pixels_is_only_tried_with_what_it_can_take() -> None:
    with opened("ssd_mobilenet_v1_coco_uint8_nhwc") as detector:
        found = diagnose(detector, picture("bus.jpg"))
        assert found.trials
        assert all(trial.overrules.scale is None for trial in found.trials)
        assert all(trial.overrules.mean is None for trial in found.trials)
        assert any(trial.overrules.channels is ChannelOrder.BGR for trial in found.trials)


@needs_shared_data
def test_a_classifier_is_told_from_a_detector() -> None:
    with opened("yolov8n-cls-uint8") as detector:
        found = diagnose(detector, picture("dog.jpg"))
        assert FindingKind.CLASSIFIER in kinds(found)
        assert not found.trials


@needs_shared_data
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_stopped_diagnosis_says_what_is_known_so_far(after: int) -> None:
    asked = iter(range(100))
    with opened("yolox_nano", Overrules(normalisation="unit-rgb")) as detector:
        found = diagnose(detector, picture("bus.jpg"), stop=lambda: next(asked) >= after)
        assert not found.is_complete
        assert found.proposal is None
        assert kinds(found) & {FindingKind.HIGHEST, FindingKind.FLOOD}
        assert len(found.trials) <= after


# ---- Broken networks -----------------------------------------------------------------------------


def answering(path: Path, output: npt.NDArray[np.float32], names: int = 2) -> Detector:
    labels = {index: f"thing {index}" for index in range(names)}
    return Detector.open(
        network(
            path / "made.onnx",
            {"output0": output},
            input_wh=(320, 256),
            properties={"task": "detect", "names": labels, "stride": 32},
        )
    )


def head(classes: int = 2) -> npt.NDArray[np.float32]:
    table = heads.v8(scene((320, 256), classes=classes), classes)
    return np.ascontiguousarray(table.T[None])


def test_numbers_that_are_none_are_counted_and_named(tmp_path: Path) -> None:
    output = head()
    output[0, 4:, :100] = np.nan
    output[0, 0, 100:110] = np.inf
    with closing(answering(tmp_path, output)) as detector:
        found = diagnose(detector, make_frame((320, 240)))
    [broken] = [one for one in found.findings if one.kind is FindingKind.NOT_FINITE]
    assert broken.said.facts["count"] == "210"
    assert broken.said.facts["output"] == "output0"


def test_a_network_that_does_not_look_is_told(tmp_path: Path) -> None:
    with closing(answering(tmp_path, head())) as detector:
        found = diagnose(detector, make_frame((320, 240)))
    assert found.findings[0].kind is FindingKind.ALIKE
    assert found.proposal is None


def test_a_network_that_computes_nothing_is_told(tmp_path: Path) -> None:
    with closing(answering(tmp_path, np.zeros_like(head()))) as detector:
        found = diagnose(detector, make_frame((320, 240)))
    assert FindingKind.CONSTANT in kinds(found)


def test_boxes_beside_the_picture_are_told(tmp_path: Path) -> None:
    output = head()
    output[0, :2] += 5000
    output[0, 4] = 0.9
    with closing(answering(tmp_path, output)) as detector:
        found = diagnose(detector, make_frame((320, 240)))
    assert FindingKind.OUTSIDE in kinds(found)


def test_boxes_as_fractions_are_told() -> None:
    letterbox = LetterBox.fit((320, 240), (320, 256))
    few = make_candidates([[0.1, 0.1, 0.5, 0.6]] * 2)
    many = make_candidates([[0.1, 0.1, 0.5, 0.6]] * 5)
    in_pixels = make_candidates([[10, 10, 50, 60]] * 5)
    assert [one.kind for one in box_findings(many, letterbox)] == [FindingKind.TINY]
    assert not list(box_findings(few, letterbox))
    assert not list(box_findings(in_pixels, letterbox))


# ---- Words and variants --------------------------------------------------------------------------


NOW = Preprocessing(input_wh=(64, 64))


def test_what_differs_is_all_that_is_overruled() -> None:
    wanted = replace(NOW, channels=ChannelOrder.BGR, scale=1.0)
    changed = difference(wanted, NOW)
    assert changed == Overrules(channels=ChannelOrder.BGR, scale=1.0)
    assert changed.feed(NOW) == wanted
    in_force = Overrules(normalisation="imagenet-rgb", scale=0.5)
    assert difference(NOW, in_force.feed(NOW)).over(in_force).feed(NOW) == NOW


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (replace(NOW, channels=ChannelOrder.BGR), "Feed BGR instead of RGB"),
        (replace(NOW, scale=1.0), "Feed values from 0 to 255 instead of values from 0 to 1"),
        (
            replace(NOW, channels=ChannelOrder.BGR, scale=1.0),
            "Feed BGR with values from 0 to 255",
        ),
        (replace(NOW, geometry=Geometry.STRETCH), "stretch the picture"),
    ],
)
def test_a_change_is_said_in_plain_words(wanted: Preprocessing, said: str) -> None:
    assert str(change_words(wanted, NOW)) == said


@pytest.mark.parametrize("name", list(NORMALISATIONS))
def test_every_usual_range_has_a_name(name: str) -> None:
    known = NORMALISATIONS[name]
    said = range_words(replace(NOW, scale=known.scale, mean=known.mean, std=known.std))
    assert "×" not in str(said)


def test_grey_and_whole_pixels_are_tried_as_such() -> None:
    grey = replace(NOW, channels=ChannelOrder.GREY)
    assert {way.channels for way in other_values(grey)} == {ChannelOrder.GREY}
    assert len({way.scale for way in other_values(grey)}) == 2
    whole = replace(NOW, dtype="uint8", scale=1.0)
    assert [way.channels for way in other_values(whole)] == [ChannelOrder.BGR]
    assert NOW.geometry not in {way.geometry for way in other_fits(NOW)}


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (640, 480), (61, 67)])
def test_a_scrambled_picture_keeps_its_colours(size: tuple[int, int]) -> None:
    image = make_frame(size).image
    mixed = scrambled(image)
    assert min(mixed.shape[:2]) >= 1
    assert mixed.shape[0] <= image.shape[0]
    if min(size) > 60:
        assert abs(float(mixed.mean()) - float(image.mean())) < 2
        assert not np.array_equal(mixed, image[: mixed.shape[0], : mixed.shape[1]])
