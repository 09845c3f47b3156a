from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.decoders import FAMILIES
from engine_core.decoders.base import Family, ModelFacts, Proposal, Task
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import OptionError, UnrecognisedModelError
from engine_core.letterbox import Geometry
from engine_core.metadata import Metadata
from engine_core.preprocess import ChannelOrder, Layout
from engine_core.probe import probe_frame
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.recognise import Recognition
from engine_core.tensors import Signature
from engine_core.text import text
from tests.builders import flat_frame, make_signature, network, network_with_rows_in_light
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import (
    Floats,
    Scene,
    centred,
    class_scores,
    everywhere,
    in_fractions,
    logits,
    same,
    scene,
)

WH = (320, 256)
ALL = SuppressionOptions(iou=1.0)


def opened(
    tmp_path: Path,
    outputs: dict[str, npt.NDArray[Any]],
    *,
    overrules: Overrules = NO_OVERRULES,
    properties: dict[str, object] | None = None,
    wh: tuple[int, int] = WH,
) -> Detector:
    path = network(tmp_path / "net.onnx", outputs, input_wh=wh, properties=properties)
    return Detector.open(path, overrules=overrules, floor=0.25)


def layouts(wanted: Scene, classes: int) -> dict[str, tuple[str, Floats]]:
    """Return, by words, the right family and one picture's output."""
    placed = heads.v8(wanted, classes)
    fractions, raw = placed.copy(), placed.copy()
    fractions[:, :4] = in_fractions(placed[:, :4], wanted.wh)
    raw[:, 4:] = logits(placed[:, 4:])
    return {
        "v8": ("yolov8", placed.T),
        "v8 in fractions": ("yolov8", fractions.T),
        "v8 in logits": ("yolov8", raw.T),
        "v8 turned round": ("yolov8", placed),
        "v5": ("yolov5", heads.v5(wanted, classes)),
        "v6": ("yolov6", heads.v6(wanted, classes)),
        "yolox": ("yolox", heads.yolox(wanted, classes, decoded=False)),
        "yolox decoded": ("yolox", heads.yolox(wanted, classes, decoded=True)),
        "deepstream": ("deepstream", heads.deepstream(wanted, classes)),
        "nanodet": ("nanodet", heads.nanodet(wanted, classes)),
    }


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_as_many_columns_as_boxes_are_told_apart_by_their_values(
    turned: bool, named: bool, tmp_path: Path
) -> None:
    wanted = scene((64, 64), classes=80, seed=3)
    table = heads.v8(wanted, 80)
    assert table.shape == (84, 84)
    answer = np.ascontiguousarray((table if turned else table.T)[None])
    properties: dict[str, object] | None = (
        {"task": "detect", "names": {i: f"thing {i}" for i in range(80)}} if named else None
    )
    with closing(
        opened(tmp_path, {"output": answer}, properties=properties, wh=wanted.wh)
    ) as detector:
        result = detector.detect(probe_frame(), ALL)
    assert detector.recipe.family == "yolov8"
    assert same(result.candidates, wanted)


@pytest.mark.parametrize("strides", [(4, 8, 16, 32), (16, 32), (8, 16), (4, 8, 16)])
def test_a_head_on_finer_or_fewer_levels_is_read(strides: tuple[int, ...], tmp_path: Path) -> None:
    wanted = scene(WH, classes=3, seed=3)
    count = len(heads.cells(WH, strides))
    table = np.concatenate(
        [centred(everywhere(wanted, count)), class_scores(wanted, count, 3)], axis=1
    )
    with closing(opened(tmp_path, {"output": np.ascontiguousarray(table.T[None])})) as detector:
        result = detector.detect(probe_frame(), ALL)
    assert detector.recipe.family == "yolov8"
    assert same(result.candidates, wanted)


@pytest.mark.parametrize("classes", [1, 2, 80])
@pytest.mark.parametrize("layout", list(layouts(scene(WH, count=1, classes=1), 1)))
def test_layouts_that_look_alike_are_told_apart_by_their_values(
    layout: str, classes: int, tmp_path: Path
) -> None:
    wanted = scene(WH, classes=classes, seed=3)
    family, answer = layouts(wanted, classes)[layout]
    with closing(opened(tmp_path, {"output": np.ascontiguousarray(answer[None])})) as detector:
        result = detector.detect(probe_frame(), ALL)
        assert detector.recipe.family == family
        assert detector.recipe.is_settled
        assert same(result.candidates, wanted, pixels=0.1)
        known = detector.recipe.decoder.class_count
        assert known in (classes, None)


@pytest.mark.parametrize("classes", [1, 2, 80])
@pytest.mark.parametrize("layout", list(layouts(scene(WH, count=1, classes=1), 1)))
def test_an_empty_picture_leads_to_no_other_layout(
    layout: str, classes: int, tmp_path: Path
) -> None:
    family, nothing = layouts(scene(WH, count=0, classes=classes), classes)[layout]
    with closing(opened(tmp_path, {"output": np.ascontiguousarray(nothing[None])})) as detector:
        result = detector.detect(probe_frame(), ALL)
        assert detector.recipe.family == family
        assert len(result.candidates) == 0


@pytest.mark.parametrize(
    ("task", "extras"), [("segment", 32), ("pose", 51), ("obb", 1), ("detect", 0)]
)
@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("turned", [False, True])
def test_tasks_are_known_by_metadata_and_without(
    task: str, extras: int, stated: bool, turned: bool, tmp_path: Path
) -> None:
    classes = 1 if task == "pose" else 3
    wanted = scene(WH, classes=classes, seed=5)
    table = heads.v8(wanted, classes)
    rng = np.random.default_rng(0)
    behind = rng.uniform(-0.7, 2.3, (len(table), extras))
    if task == "pose":
        behind[:, 0::3] *= WH[0]
        behind[:, 1::3] *= WH[1]
        behind[:, 2::3] = rng.uniform(0, 1, behind[:, 2::3].shape)
    answer = np.concatenate([table, behind], axis=1).astype(np.float32)
    outputs = {"output0": np.ascontiguousarray((answer if turned else answer.T)[None])}
    if task == "segment":
        outputs["output1"] = rng.normal(size=(1, 32, WH[1] // 4, WH[0] // 4)).astype(np.float32)
    properties: dict[str, object] = {
        "task": task,
        "names": dict(enumerate(["car", "bus", "van"][:classes])),
        "stride": 32,
    }
    if task == "pose":
        properties["kpt_shape"] = [17, 3]
    with closing(opened(tmp_path, outputs, properties=properties if stated else None)) as detector:
        result = detector.detect(probe_frame(), ALL)
        assert detector.recipe.task.value == task
        assert detector.recipe.family == "yolov8"
        assert detector.recipe.decoder.class_count == classes
        assert result.candidates.class_id.tolist() == wanted.classes.tolist()
        assert (result.candidates.xywhr is not None) == (task == "obb")
        assert (result.candidates.keypoints is not None) == (task == "pose")
        assert (result.candidates.prototypes is not None) == (task == "segment")
        if stated:
            assert detector.recipe.labels[0] == "car"


# ---- Finished rows ------------------------------------------------------------------------------

BOXES = np.asarray([[10, 20, 110, 90], [30, 40, 300, 250], [5, 5, 25, 60]], np.float32)
SCORES = np.asarray([[0.9], [0.6], [0.3]], np.float32)
IDS = np.asarray([[1], [0], [1]], np.float32)
FIRST = np.zeros((3, 1), np.float32)
TURNED = BOXES[:, [1, 0, 3, 2]]

ORDERS = {
    "x0 y0 x1 y1 score class": [BOXES, SCORES, IDS],
    "class score x0 y0 x1 y1": [IDS, SCORES, BOXES],
    "y0 x0 y1 x1 class score": [TURNED, IDS, SCORES],
    "batch x0 y0 x1 y1 score class": [FIRST, BOXES, SCORES, IDS],
    "batch x0 y0 x1 y1 class score": [FIRST, BOXES, IDS, SCORES],
}


def table_of(order: str) -> Floats:
    return np.concatenate(ORDERS[order], axis=1)


@pytest.mark.parametrize("batched", [True, False])
@pytest.mark.parametrize("order", list(ORDERS))
def test_every_order_of_finished_rows_is_known_by_its_values(
    order: str, batched: bool, tmp_path: Path
) -> None:
    path = network_with_rows_in_light(
        tmp_path / "net.onnx", "output", table_of(order), batched=batched, input_wh=WH
    )
    with closing(Detector.open(path)) as detector:
        assert not detector.recipe.is_settled
        nothing = detector.detect(flat_frame(0, WH))
        assert len(nothing.candidates) == 0
        assert not detector.recipe.is_settled
        found = detector.detect(flat_frame(255, WH)).candidates
        assert detector.recipe.is_settled
        assert np.allclose(found.xyxy, BOXES)
        assert np.allclose(found.confidence, SCORES[:, 0])
        assert found.class_id.tolist() == IDS[:, 0].tolist()
        assert not detector.recipe.suppression.needed
        assert detector.recipe.suppression.reason


@pytest.mark.parametrize("filler", [0.0, -1.0])
@pytest.mark.parametrize("order", list(ORDERS))
def test_filled_up_rows_are_left_out(order: str, filler: float, tmp_path: Path) -> None:
    rows = np.full((20, len(table_of(order)[0])), filler, np.float32)
    rows[:3] = table_of(order)
    with closing(opened(tmp_path, {"output": rows[None]})) as detector:
        found = detector.detect(probe_frame()).candidates
        assert np.allclose(found.xyxy, BOXES)
        assert found.class_id.tolist() == IDS[:, 0].tolist()


def test_rows_that_only_fill_up_decide_nothing(tmp_path: Path) -> None:
    for filler in (0.0, -1.0):
        rows = np.full((1, 20, 6), filler, np.float32)
        with closing(opened(tmp_path, {"output": rows})) as detector:
            assert len(detector.detect(probe_frame()).candidates) == 0
            assert not detector.recipe.is_settled


def test_rows_in_fractions_are_known(tmp_path: Path) -> None:
    rows = table_of("x0 y0 x1 y1 score class")
    rows[:, :4] = in_fractions(rows[:, :4], WH)
    with closing(opened(tmp_path, {"output": rows[None]})) as detector:
        assert np.allclose(detector.detect(probe_frame()).candidates.xyxy, BOXES, atol=1e-3)


def test_rotated_rows_are_known(tmp_path: Path) -> None:
    rows = np.asarray([[100, 120, 80, 20, 0.9, 2, 0.5], [60, 60, 20, 10, 0.4, 0, -0.3]], np.float32)
    with closing(opened(tmp_path, {"output": rows[None]})) as detector:
        found = detector.detect(probe_frame()).candidates
        assert found.xywhr is not None
        assert np.allclose(found.xywhr, rows[:, [0, 1, 2, 3, 6]])
        assert found.class_id.tolist() == [2, 0]
        assert detector.recipe.task is Task.OBB


def test_finished_segments_and_poses_are_known_by_their_columns(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = table_of("x0 y0 x1 y1 score class")
    masks = rng.normal(size=(3, 32)).astype(np.float32)
    protos = rng.normal(size=(1, 32, WH[1] // 4, WH[0] // 4)).astype(np.float32)
    outputs = {"output0": np.concatenate([rows, masks], axis=1)[None], "output1": protos}
    with closing(opened(tmp_path, outputs)) as detector:
        found = detector.detect(probe_frame()).candidates
        assert detector.recipe.task is Task.SEGMENT
        assert found.mask_coefficients is not None
        assert np.allclose(found.mask_coefficients, masks)
        assert found.prototypes is not None
        assert np.allclose(found.prototypes, protos[0])
    points = rng.uniform(0, 1, (3, 51)).astype(np.float32) * 200
    outputs = {"output0": np.concatenate([rows, points], axis=1)[None]}
    with closing(opened(tmp_path, outputs)) as detector:
        found = detector.detect(probe_frame()).candidates
        assert detector.recipe.task is Task.POSE
        assert found.keypoints is not None
        assert np.allclose(found.keypoints, points.reshape(3, 17, 3))


# ---- Class names --------------------------------------------------------------------------------


def head(classes: int) -> dict[str, npt.NDArray[Any]]:
    table = heads.v8(scene(WH, classes=classes), classes)
    return {"output0": np.ascontiguousarray(table.T[None])}


def labels_of(
    tmp_path: Path,
    classes: int,
    *,
    user: tuple[str, ...] | None = None,
    own: list[str] | None = None,
    beside: dict[str, str] | None = None,
) -> tuple[list[str | None], str, list[str]]:
    for name, content in (beside or {}).items():
        (tmp_path / name).write_text(content)
    properties: dict[str, object] | None = {"names": dict(enumerate(own))} if own else None
    with closing(
        opened(tmp_path, head(classes), overrules=Overrules(labels=user), properties=properties)
    ) as detector:
        detector.detect(probe_frame())
        recipe = detector.recipe
        return (
            list(recipe.labels.names),
            str(recipe.labels.origin),
            [str(warning) for warning in recipe.warnings],
        )


def test_names_come_from_the_user_then_the_file_then_its_own_list_then_the_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").mkdir()
    beside = {"net.names": "c\nd", "labels.txt": "e\nf"}
    names, origin, _ = labels_of(tmp_path, 2, user=("u", "v"), own=["m", "n"], beside=beside)
    assert (names, origin) == (["u", "v"], "the user")
    assert labels_of(tmp_path, 2, own=["m", "n"])[0] == ["m", "n"]
    names, origin, warnings = labels_of(tmp_path, 2)
    assert names == ["c", "d"]
    assert "net.names" in origin
    assert warnings == []
    (tmp_path / "net.names").unlink()
    assert labels_of(tmp_path, 2)[0] == ["e", "f"]
    (tmp_path / "labels.txt").unlink()
    names, origin, warnings = labels_of(tmp_path, 2)
    assert names == [None, None]
    assert origin == ""
    assert len(warnings) == 1
    assert "2 classes" in warnings[0]


def test_names_that_only_lie_in_the_folder_must_fit_by_number(tmp_path: Path) -> None:
    names, _, _ = labels_of(tmp_path, 3, beside={"labels.txt": "a\nb"})
    assert names == [None, None, None]


def test_names_of_another_number_are_used_with_a_warning(tmp_path: Path) -> None:
    names, _, warnings = labels_of(tmp_path, 3, user=("a", "b"))
    assert names == ["a", "b", None]
    assert len(warnings) == 1
    assert "3 classes" in warnings[0]
    assert "names 2" in warnings[0]
    names, _, warnings = labels_of(tmp_path, 1, user=("a", "b"))
    assert names == ["a"]
    assert len(warnings) == 1


def test_a_background_before_the_classes_is_left_out(tmp_path: Path) -> None:
    names, _, warnings = labels_of(tmp_path, 2, beside={"net.names": "background\na\nb"})
    assert names == ["a", "b"]
    assert warnings == []


def test_eighty_classes_without_names_are_those_of_coco(tmp_path: Path) -> None:
    names, origin, warnings = labels_of(tmp_path, 80)
    assert names[0] == "person"
    assert names[79] == "toothbrush"
    assert "COCO" in origin
    assert warnings == []


def test_a_list_that_cannot_be_read_is_reported_and_not_fatal(tmp_path: Path) -> None:
    names, _, warnings = labels_of(tmp_path, 2, beside={"net.names": "\n\n"})
    assert names == [None, None]
    assert any("net.names" in warning for warning in warnings)


# ---- Overrules ----------------------------------------------------------------------------------


def test_every_part_can_be_overruled(tmp_path: Path) -> None:
    overrules = Overrules(
        geometry=Geometry.STRETCH,
        pad=3,
        normalisation="imagenet-rgb",
        channels=ChannelOrder.BGR,
        scale=0.5,
        mean=(1.0, 2.0, 3.0),
        std=(4.0, 5.0, 6.0),
        labels=("x", "y"),
        suppress=False,
    )
    with closing(opened(tmp_path, head(2), overrules=overrules)) as detector:
        detector.detect(probe_frame())
        recipe = detector.recipe
        fed = recipe.preprocessing
        assert fed.geometry is Geometry.STRETCH
        assert (fed.pad, fed.scale, fed.channels) == (3, 0.5, ChannelOrder.BGR)
        assert (fed.mean, fed.std) == ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))
        assert not recipe.suppression.needed
        assert recipe.labels.names == ("x", "y")
        assert any("overruled" in str(reason) for reason in recipe.reasons)


def test_a_named_normalisation_sets_all_four_parts(tmp_path: Path) -> None:
    overrules = Overrules(normalisation="mmdet-bgr")
    with closing(opened(tmp_path, head(2), overrules=overrules)) as detector:
        fed = detector.recipe.preprocessing
        assert fed.channels is ChannelOrder.BGR
        assert fed.scale == 1
        assert fed.mean[0] == 103.53
        assert fed.std[0] == 57.375


def test_the_decoder_can_be_overruled(tmp_path: Path) -> None:
    table = heads.v8(scene(WH, classes=2), 2)[None]
    with closing(
        opened(tmp_path, {"output": table}, overrules=Overrules(decoder="deepstream"))
    ) as detector:
        assert detector.recipe.family == "deepstream"


def test_a_decoder_of_no_such_name_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as caught:
        opened(tmp_path, head(2), overrules=Overrules(decoder="yolo99"))
    assert "yolo99" in str(caught.value)
    for family in FAMILIES:
        assert family.key in str(caught.value.cure)


def test_a_decoder_that_does_not_fit_says_what_it_expects(tmp_path: Path) -> None:
    with pytest.raises(UnrecognisedModelError) as caught:
        opened(tmp_path, head(2), overrules=Overrules(decoder="yolov5"))
    (yolov5,) = (family for family in FAMILIES if family.key == "yolov5")
    assert str(yolov5.expects) in str(caught.value)


def test_the_task_can_be_overruled(tmp_path: Path) -> None:
    with closing(opened(tmp_path, head(3), overrules=Overrules(task=Task.OBB))) as detector:
        assert detector.recipe.task is Task.OBB
        assert detector.recipe.decoder.class_count == 2


def test_the_size_of_a_fixed_input_cannot_be_overruled(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as caught:
        opened(tmp_path, head(2), overrules=Overrules(input_wh=(640, 640)))
    assert "320×256" in str(caught.value)
    assert "640×640" in str(caught.value)
    with closing(opened(tmp_path, head(2), overrules=Overrules(input_wh=WH))) as detector:
        assert detector.recipe.preprocessing.input_wh == WH


def test_a_model_of_colours_cannot_be_fed_grey(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="grey"):
        opened(tmp_path, head(2), overrules=Overrules(channels=ChannelOrder.GREY))


def test_values_without_meaning_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="zero"):
        opened(tmp_path, head(2), overrules=Overrules(std=(1.0, 0.0, 1.0)))


def test_the_recipe_is_plain_data(tmp_path: Path) -> None:
    with closing(opened(tmp_path, head(2))) as detector:
        detector.detect(probe_frame())
        plain = json.loads(json.dumps(detector.recipe.describe()))
    assert plain["family"] == "yolov8"
    assert plain["task"] == "detect"
    assert plain["settled"] is True
    assert plain["preprocessing"]["input_wh"] == list(WH)
    assert plain["preprocessing"]["layout"] == Layout.NCHW.value
    assert plain["decoder"]["kind"] == "DenseDecoder"
    assert plain["reasons"]


# ---- Refusals -----------------------------------------------------------------------------------


def recognised(signature: Signature, **options: Any) -> Recognition:
    return Recognition("some.onnx", signature, Metadata(origin=text("a test")), **options)


def test_outputs_that_fit_nothing_are_listed_with_the_nearest_decoders() -> None:
    with pytest.raises(UnrecognisedModelError) as caught:
        recognised(make_signature({"strange": (1, 7, 11, 13, 17)}))
    message = str(caught.value)
    assert "some.onnx" in message
    assert "strange float32 [1×7×11×13×17]" in message
    nearest = [family for family in FAMILIES if str(family.expects) in message]
    assert len(nearest) == 3
    assert "images" in caught.value.details


def test_scores_alone_may_be_those_of_a_classifier() -> None:
    with pytest.raises(UnrecognisedModelError) as caught:
        recognised(make_signature({"scores": (1, 10)}))
    assert "--task classify" in str(caught.value.cure)
    accepted = recognised(
        make_signature({"scores": (1, 10)}), overrules=Overrules(task=Task.CLASSIFY)
    )
    assert accepted.recipe.task is Task.CLASSIFY


def test_readings_that_fit_equally_well_are_asked_about_and_not_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (known,) = (family for family in FAMILIES if family.key == "yolov8")

    def named(key: str) -> Family:
        def propose(facts: ModelFacts) -> Iterator[Proposal]:
            for proposal in known.propose(facts):
                yield replace(proposal, family=key, title=text("the head of {key}", key=key))

        return replace(known, key=key, propose=propose)

    monkeypatch.setattr("engine_core.recognise.FAMILIES", (named("left"), named("right")))
    outputs = head(2)
    signature = make_signature({"output0": outputs["output0"].shape}, {"images": (1, 3, *WH[::-1])})
    recognition = recognised(signature)
    with pytest.raises(UnrecognisedModelError) as caught:
        recognition.settle(outputs)
    assert "the head of left" in str(caught.value.why)
    assert "the head of right" in str(caught.value.why)
    assert "--decoder left | right" in str(caught.value.cure)

    chosen = recognised(signature, overrules=Overrules(decoder="right"))
    chosen.settle(outputs)
    assert chosen.recipe.family == "right"
    assert chosen.recipe.is_settled


def test_values_that_fit_no_reading_are_refused() -> None:
    recognition = recognised(make_signature({"output": (1, 6, 84)}))
    answer = np.random.default_rng(0).uniform(100, 200, (1, 6, 84)).astype(np.float32)
    with pytest.raises(UnrecognisedModelError, match="none of the readings"):
        recognition.settle({"output": answer})
