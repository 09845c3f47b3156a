from __future__ import annotations

import math
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from engine_core import boxes
from engine_core.decoders.base import ImageInput, Suppression, Task
from engine_core.detections import Candidates, DisplayFilter
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import InferenceError, OptionError, UnrecognisedModelError
from engine_core.letterbox import Geometry, LetterBox
from engine_core.mapping import cut_mask, to_source
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.preprocess import ChannelOrder, Layout
from engine_core.probe import probe_frame
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.sidecars import Sidecars
from engine_core.tensors import DYNAMIC, Signature, TensorSpec
from engine_core.text import text
from tests.builders import (
    flat_frame,
    make_candidates,
    make_frame,
    make_signature,
    network,
)
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import same, scene
from tests.fakes import FakeSession

WH = (320, 256)
ALL = SuppressionOptions(iou=1.0)


def v8_output(classes: int = 2, wh: tuple[int, int] = WH) -> npt.NDArray[np.float32]:
    table = heads.v8(scene(wh, classes=classes), classes)
    return np.ascontiguousarray(table.T[None])


def faked(session: FakeSession, *, overrules: Overrules = NO_OVERRULES) -> Detector:
    file = ModelFile(Path("fake.onnx"), ModelFormat.ONNX, 0, Metadata())
    return Detector(session, file, sidecars=Sidecars(), overrules=overrules, floor=0.01)


def signature_of(
    outputs: dict[str, npt.NDArray[Any]], *, stated: dict[str, tuple[int, ...]] | None = None
) -> Signature:
    shapes = {name: value.shape for name, value in outputs.items()} | (stated or {})
    return make_signature(shapes, {"images": (1, 3, WH[1], WH[0])})


# ---- Suppression --------------------------------------------------------------------------------


def crowded(n: int, seed: int, *, rotated: bool) -> Candidates:
    rng = np.random.default_rng(seed)
    centre, size = rng.uniform(-10, 200, (n, 2)), rng.uniform(5, 90, (n, 2))
    angle = rng.uniform(-2, 2, (n, 1)) if rotated else np.zeros((n, 1))
    xywhr = np.concatenate([centre, size, angle], axis=1).astype(np.float32)
    return make_candidates(
        boxes.corners_to_xyxy(boxes.xywhr_to_corners(xywhr)) if n else np.empty((0, 4)),
        rng.integers(1, 9, n) / 8,
        rng.integers(0, 3, n),
        **({"xywhr": xywhr} if rotated else {}),
    )


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 30),
    st.integers(0, 2**32 - 1),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0.1, 0.45, 0.8]),
    st.integers(1, 40),
    st.sampled_from([0.125, 0.3, 0.5, 0.875, 1.0]),
)
def test_a_higher_threshold_shows_the_beginning_of_what_a_lower_one_shows(
    n: int, seed: int, rotated: bool, agnostic: bool, iou: float, most: int, threshold: float
) -> None:
    outputs = {"output0": v8_output()}
    detector = faked(FakeSession(signature_of(outputs), outputs))
    options = SuppressionOptions(iou=iou, class_agnostic=agnostic, max_detections=most)
    letterbox = LetterBox.fit((160, 120), WH)
    candidates = crowded(n, seed, rotated=rotated)
    everything = detector.suppress(candidates, letterbox, options)
    filtered = DisplayFilter(confidence=threshold).apply(everything)
    above = candidates[candidates.confidence >= threshold]
    alone = detector.suppress(above, letterbox, options)
    assert len(everything) <= most
    assert np.array_equal(filtered.xyxy, alone.xyxy)
    assert np.array_equal(filtered.confidence, alone.confidence)
    assert np.array_equal(filtered.class_id, alone.class_id)
    assert (np.diff(everything.confidence) <= 0).all()


def test_options_change_what_is_suppressed_without_the_network() -> None:
    outputs = {"output0": v8_output()}
    session = FakeSession(signature_of(outputs), outputs)
    detector = faked(session)
    candidates = make_candidates(
        [[0, 0, 100, 100], [0, 0, 100, 80], [0, 0, 100, 60], [200, 200, 220, 220]],
        class_id=[0, 1, 0, 0],
    )
    letterbox = LetterBox.fit(WH, WH)

    def kept(**options: Any) -> int:
        return len(detector.suppress(candidates, letterbox, SuppressionOptions(**options)))

    assert kept(iou=0.5) == 3
    assert kept(iou=0.5, class_agnostic=True) == 2
    assert kept(iou=0.9) == 4
    assert kept(iou=0.9, max_detections=2) == 2
    assert session.fed == []


def test_a_head_that_suppressed_itself_is_only_sorted() -> None:
    outputs = {"output0": v8_output()}
    detector = faked(
        FakeSession(signature_of(outputs), outputs), overrules=Overrules(suppress=False)
    )
    candidates = make_candidates([[0, 0, 50, 50]] * 3, [0.2, 0.9, 0.5])
    found = detector.suppress(candidates, LetterBox.fit(WH, WH), SuppressionOptions(iou=0.1))
    assert found.confidence.tolist() == pytest.approx([0.9, 0.5, 0.2])


# ---- Back to the source -------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.tuples(st.integers(20, 600), st.integers(20, 600)),
    st.sampled_from(Geometry),
    st.integers(0, 2**32 - 1),
)
def test_everything_of_a_detection_lands_in_the_source(
    size: tuple[int, int], geometry: Geometry, seed: int
) -> None:
    letterbox = LetterBox.fit(size, WH, geometry)
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0.3, 0.7, (4, 2)) * size
    xywhr = np.concatenate(
        [centre, rng.uniform(0.02, 0.2, (4, 2)) * min(size), rng.uniform(-2, 2, (4, 1))], axis=1
    ).astype(np.float32)
    source_corners = boxes.xywhr_to_corners(xywhr)
    points = np.concatenate(
        [rng.uniform(0, 1, (4, 3, 2)) * size, rng.uniform(0, 1, (4, 3, 1))], axis=2
    ).astype(np.float32)
    in_input = points.copy()
    in_input[..., :2] = letterbox.to_input(points[..., :2])
    upright = boxes.corners_to_xyxy(source_corners)
    found = to_source(make_candidates(letterbox.to_input(upright), keypoints=in_input), letterbox)
    assert np.allclose(found.xyxy, boxes.clip(upright, size), atol=1e-2)
    assert found.keypoints is not None
    assert np.allclose(found.keypoints, points, atol=1e-2)
    assert np.array_equal(in_input[..., :2], letterbox.to_input(points[..., :2]))


def test_rotated_boxes_keep_their_corners_and_get_an_upright_box() -> None:
    letterbox = LetterBox.fit((640, 512), WH)
    xywhr = np.asarray([[100, 100, 60, 20, math.pi / 6], [2, 2, 40, 10, 0.3]], np.float32)
    upright = boxes.corners_to_xyxy(boxes.xywhr_to_corners(xywhr))
    found = to_source(make_candidates(upright, xywhr=xywhr), letterbox)
    expected = boxes.xywhr_to_corners(xywhr * np.asarray([2, 2, 2, 2, 1], np.float32))
    assert found.corners is not None
    assert np.allclose(found.corners, expected, atol=1e-3)
    assert np.allclose(
        found.xyxy, boxes.clip(boxes.corners_to_xyxy(expected), (640, 512)), atol=1e-3
    )


def test_what_lies_outside_the_picture_is_left_out() -> None:
    letterbox = LetterBox.fit((320, 128), WH)
    candidates = make_candidates([[0, 0, 320, 30], [10, 100, 50, 200], [-9, 70, -1, 90]])
    found = to_source(candidates, letterbox)
    assert found.xyxy.tolist() == [[10, 36, 50, 128]]
    assert found.confidence.tolist() == [candidates.confidence[1]]


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_overflows_beside_a_sound_box_are_no_trouble(value: float) -> None:
    candidates = make_candidates(
        [[0, 0, 50, 50]],
        keypoints=np.full((1, 2, 2), value, np.float32),
        mask_coefficients=np.full((1, 2), value, np.float32),
        prototypes=np.stack([np.ones((64, 80)), -np.ones((64, 80))]).astype(np.float32),
    )
    found = to_source(candidates, LetterBox.fit((640, 512), WH))
    assert found.xyxy.tolist() == [[0, 0, 100, 100]]
    assert found.masks is not None
    assert found.masks[0].pixels.shape == (100, 100)


def test_nothing_is_mapped_to_nothing() -> None:
    for rotated in (False, True):
        assert len(to_source(crowded(0, 0, rotated=rotated), LetterBox.fit((9, 9), WH))) == 0


# ---- Masks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("geometry", list(Geometry))
@pytest.mark.parametrize("size", [(160, 128), (333, 217), (80, 300), (640, 512)])
@pytest.mark.parametrize("edge", [40.3, 51.0])
def test_the_edge_of_a_mask_lies_on_the_right_source_pixel(
    geometry: Geometry, size: tuple[int, int], edge: float
) -> None:
    letterbox = LetterBox.fit(size, WH, geometry)
    w, h = size
    # Logits that fall through zero at x = edge of the source; their centres lie at halves.
    columns = (np.arange(WH[0] // 4) + 0.5) * 4
    in_source = letterbox.to_source(np.stack([columns, columns], axis=1).astype(np.float32))[:, 0]
    logits = np.tile(edge - in_source, (WH[1] // 4, 1)).astype(np.float32)
    box = np.asarray([10.4, 7.2, w - 9.6, h - 3.1], np.float32)
    mask = cut_mask(logits, box, letterbox)
    assert mask.origin_xy == (10, 7)
    assert mask.pixels.shape == (math.ceil(h - 3.1) - 7, math.ceil(w - 9.6) - 10)
    centres = np.arange(10, 10 + mask.pixels.shape[1]) + 0.5
    outermost = letterbox.to_source(np.asarray([[2, 2], [WH[0] - 2, 2]], np.float32))[:, 0]
    # Between two logits the line is straight; beyond the last one there is nothing to go by. OpenCV
    # samples in steps of 1/32.
    sure = (centres > outermost[0]) & (centres < outermost[1]) & (np.abs(centres - edge) > 0.3)
    assert sure.any()
    assert (mask.pixels[:, sure] == (centres < edge)[sure]).all()


def test_a_mask_is_made_of_the_prototypes_of_its_own_row() -> None:
    letterbox = LetterBox.fit(WH, WH)
    prototypes = np.zeros((2, 64, 80), np.float32)
    prototypes[0, :, :40], prototypes[0, :, 40:] = 1, -1
    prototypes[1, :32], prototypes[1, 32:] = 1, -1
    candidates = make_candidates(
        [[0, 0, *WH]] * 3,
        mask_coefficients=np.asarray([[1, 0], [0, 1], [-1, 0]], np.float32),
        prototypes=prototypes,
    )
    found = to_source(candidates, letterbox)
    assert found.masks is not None
    left, top, right = (found.masks[row].pixels for row in range(3))
    assert left[:, :158].all()
    assert not left[:, 162:].any()
    assert top[:126].all()
    assert not top[130:].any()
    assert np.array_equal(right, ~left)


def test_masks_given_whole_are_cut_too() -> None:
    whole = np.full((2, *WH[::-1]), -1, np.float32)
    whole[1, 100:120, 50:90] = 1
    candidates = make_candidates([[0, 0, 20, 20], [40, 90, 100, 130]], mask_logits=whole)
    found = to_source(candidates, LetterBox.fit(WH, WH))
    assert found.masks is not None
    assert found.masks[0].area_px == 0
    assert found.masks[1].area_px == 20 * 40
    assert np.argwhere(found.masks[1].on_canvas(WH))[0].tolist() == [100, 50]


# ---- Inputs of all kinds, on the real runtime ---------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "dtype", "layout", "batch", "channels"),
    [
        ((1, 3, 256, 320), "float32", Layout.NCHW, 1, ChannelOrder.RGB),
        ((1, 256, 320, 3), "float32", Layout.NHWC, 1, ChannelOrder.RGB),
        ((3, 256, 320), "float32", Layout.NCHW, 0, ChannelOrder.RGB),
        ((256, 320, 3), "uint8", Layout.NHWC, 0, ChannelOrder.RGB),
        ((1, 1, 256, 320), "float32", Layout.NCHW, 1, ChannelOrder.GREY),
        ((1, 256, 320, 1), "float32", Layout.NHWC, 1, ChannelOrder.GREY),
        ((1, 3, 256, 320), "float16", Layout.NCHW, 1, ChannelOrder.RGB),
        ((2, 3, 256, 320), "float32", Layout.NCHW, 2, ChannelOrder.RGB),
        (("n", 3, 256, 320), "float32", Layout.NCHW, 1, ChannelOrder.RGB),
    ],
)
def test_every_kind_of_image_input_is_fed(
    shape: tuple[int | str, ...],
    dtype: str,
    layout: Layout,
    batch: int,
    channels: ChannelOrder,
    tmp_path: Path,
) -> None:
    wanted = scene(WH, classes=2)
    answer = np.repeat(v8_output(), max(1, batch), axis=0)
    path = network(tmp_path / "n.onnx", {"output0": answer}, inputs={"picture": (dtype, shape)})
    with closing(Detector.open(path, floor=0.25)) as detector:
        fed = detector.recipe.preprocessing
        assert (fed.layout, fed.dtype, fed.batch, fed.channels) == (layout, dtype, batch, channels)
        assert fed.input_wh == WH
        assert fed.scale == (1 if dtype == "uint8" else 1 / 255)
        result = detector.detect(probe_frame(), ALL)
        assert same(result.candidates, wanted)
        assert result.letterbox.source_wh == probe_frame().size_wh
        assert result.timings.total_ms > 0


def test_dynamic_sizes_follow_the_metadata_or_the_user(tmp_path: Path) -> None:
    inputs = {"images": ("float32", ("n", 3, "h", "w"))}
    path = network(
        tmp_path / "n.onnx",
        {"output0": v8_output()},
        inputs=inputs,
        declared={"output0": ("n", 6, "boxes")},
        properties={"imgsz": [WH[1], WH[0]], "task": "detect", "stride": 32},
    )
    with closing(Detector.open(path)) as detector:
        assert detector.recipe.preprocessing.input_wh == WH
        assert len(detector.detect(probe_frame()).detections) > 0
    with closing(Detector.open(path, overrules=Overrules(input_wh=WH))) as detector:
        assert detector.recipe.preprocessing.input_wh == WH
    # For another size this network would have to answer with other boxes, which it does not.
    with (
        pytest.raises(UnrecognisedModelError),
        closing(Detector.open(path, overrules=Overrules(input_wh=(640, 640)))) as detector,
    ):
        detector.detect(probe_frame())


@pytest.mark.parametrize(
    ("name", "dtype", "shape", "expected"),
    [
        ("orig_target_sizes", "int64", (1, 2), [[320, 256]]),
        ("orig_target_sizes", "int32", ("n", 2), [[320, 256]]),
        ("im_shape", "float32", (1, 2), [[256, 320]]),
        ("scale_factor", "float32", (1, 2), [[1, 1]]),
        ("im_info", "float32", (1, 3), [[256, 320, 1]]),
    ],
)
def test_sizes_that_a_model_asks_for_are_those_of_its_own_input(
    name: str, dtype: str, shape: tuple[int | str, ...], expected: list[list[int]], tmp_path: Path
) -> None:
    answer = v8_output()
    fixed = tuple(DYNAMIC if isinstance(size, str) else size for size in shape)
    signature = Signature(
        (TensorSpec("images", "float32", (1, 3, 256, 320)), TensorSpec(name, dtype, fixed)),
        (TensorSpec("output0", "float32", answer.shape),),
    )
    session = FakeSession(signature, {"output0": answer})
    faked(session).detect(probe_frame())
    assert session.fed[-1][name].tolist() == expected
    assert session.fed[-1][name].dtype == np.dtype(dtype)
    inputs = {"images": ("float32", (1, 3, 256, 320)), name: (dtype, shape)}
    path = network(tmp_path / "n.onnx", {"output0": answer}, inputs=inputs)
    with closing(Detector.open(path)) as detector:
        assert len(detector.detect(probe_frame()).detections) > 0


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"images": (1, 3, 64, 64), "prompt": (1, 77)}, "prompt"),
        ({"a": (1, 3, 64, 64), "b": (1, 3, 64, 64)}, "2 pictures"),
        ({"tokens": (1, 77)}, "no picture"),
        ({"deep": (1, 16, 64, 64)}, "no picture"),
    ],
)
def test_inputs_that_cannot_be_fed_are_refused(
    inputs: dict[str, tuple[int, ...]], words: str
) -> None:
    answer = v8_output()
    session = FakeSession(make_signature({"output0": answer.shape}, inputs), {"output0": answer})
    with pytest.raises(UnrecognisedModelError) as caught:
        faked(session)
    assert words in str(caught.value)
    assert next(iter(inputs)) in caught.value.details
    assert session.is_closed


# ---- Answers that are not what was promised -----------------------------------------------------


@pytest.mark.parametrize("got", [(1, 6, 1679), (1, 7, 1680), (2, 6, 1680)])
def test_an_answer_of_another_size_is_an_error_of_that_frame(got: tuple[int, ...]) -> None:
    right = {"output0": v8_output()}
    wrong = {"output0": np.zeros(got, np.float32)}
    detector = faked(FakeSession(signature_of(right), right, wrong, right))
    assert len(detector.detect(probe_frame()).candidates) > 0
    with pytest.raises(InferenceError, match="output0"):
        detector.detect(probe_frame())
    assert len(detector.detect(probe_frame()).candidates) > 0


def test_an_answer_that_is_missing_is_an_error_of_that_frame() -> None:
    right = {"output0": v8_output()}
    detector = faked(FakeSession(signature_of(right), right, {}))
    detector.detect(probe_frame())
    with pytest.raises(InferenceError, match="output0"):
        detector.detect(probe_frame())


def test_a_model_that_nobody_knows_leaves_no_session_open() -> None:
    outputs = {"strange": np.zeros((1, 7, 11, 13, 17), np.float32)}
    session = FakeSession(signature_of(outputs), outputs)
    with pytest.raises(UnrecognisedModelError):
        faked(session)
    assert session.is_closed


def test_closing_closes_the_session_and_may_be_repeated() -> None:
    outputs = {"output0": v8_output()}
    session = FakeSession(signature_of(outputs), outputs)
    with faked(session) as detector:
        assert not session.is_closed
    detector.close()
    assert session.is_closed


def test_a_model_read_by_another_family_is_fed_anew_with_the_same_picture() -> None:
    wanted = scene(WH, classes=3)
    outputs = {"output": heads.yolox(wanted, 3, decoded=False)[None]}
    session = FakeSession(signature_of(outputs), outputs)
    detector = faked(session)
    before = detector.recipe.preprocessing
    frame = make_frame((200, 100))
    result = detector.detect(frame, ALL)
    assert detector.recipe.family == "yolox"
    assert before.scale == 1 / 255
    assert [fed["images"].max() > 1 for fed in session.fed] == [False, True]
    assert result.letterbox.offset_xy == (0, 0)
    detector.detect(frame, ALL)
    assert len(session.fed) == 3


# ---- Read in another way, on the same session ----------------------------------------------------


def test_overrules_change_the_reading_and_keep_the_session() -> None:
    outputs = {"output0": v8_output()}
    session = FakeSession(signature_of(outputs), outputs)
    detector = faked(session)
    detector.detect(probe_frame())
    automatic = detector.reading
    detector.overrule(Overrules(geometry=Geometry.STRETCH, suppress=False))
    assert detector.overrules == Overrules(geometry=Geometry.STRETCH, suppress=False)
    assert not detector.recipe.is_settled
    assert detector.detect(probe_frame(), ALL).letterbox.resized_wh == WH
    assert not detector.recipe.suppression.needed
    detector.resume(automatic)
    assert detector.overrules == NO_OVERRULES
    assert detector.recipe.is_settled
    assert detector.detect(probe_frame()).letterbox.resized_wh == (320, 240)
    assert detector.inferences == len(session.fed) == 3
    assert not session.is_closed


@pytest.mark.parametrize(
    "overrules",
    [
        Overrules(decoder="no-such"),
        Overrules(decoder="yolox", task=Task.POSE),
        Overrules(channels=ChannelOrder.GREY),
    ],
)
def test_overrules_that_cannot_be_leave_everything_as_it_was(overrules: Overrules) -> None:
    outputs = {"output0": v8_output()}
    session = FakeSession(signature_of(outputs), outputs)
    detector = faked(session)
    before = detector.detect(probe_frame())
    reading, recipe = detector.reading, detector.recipe
    with pytest.raises((OptionError, UnrecognisedModelError)):
        detector.overrule(overrules)
    assert detector.reading is reading
    assert detector.recipe is recipe
    after = detector.detect(probe_frame())
    assert np.array_equal(before.detections.xyxy, after.detections.xyxy)
    assert not session.is_closed


def test_a_trial_run_that_fails_leaves_the_reading_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outputs = {"output0": v8_output()}
    signature = signature_of(outputs, stated={"output0": (1, 6, DYNAMIC)})
    session = FakeSession(signature, outputs)
    detector = faked(session)
    reading = detector.reading

    def broken(_inputs: object) -> dict[str, npt.NDArray[Any]]:
        raise InferenceError(what=text("no"))

    monkeypatch.setattr(session, "infer", broken)
    with pytest.raises(InferenceError):
        detector.overrule(Overrules(geometry=Geometry.STRETCH))
    assert detector.reading is reading


def test_the_fed_tensor_is_a_copy_of_what_the_network_gets() -> None:
    outputs = {"output0": v8_output()}
    session = FakeSession(signature_of(outputs), outputs)
    detector = faked(session)
    frame = make_frame((200, 100))
    tensor, letterbox = detector.fit(frame)
    result = detector.detect(frame)
    assert np.array_equal(session.fed[-1]["images"], tensor)
    assert letterbox == result.letterbox
    detector.detect(flat_frame(0, (200, 100)))
    assert np.array_equal(session.fed[-2]["images"], tensor)


# ---- Classifiers --------------------------------------------------------------------------------


@pytest.mark.parametrize("probabilities", [True, False])
def test_a_classifier_answers_with_its_best_classes(probabilities: bool, tmp_path: Path) -> None:
    logits = np.asarray([[0.5, 3.0, -1.0, 2.0, 0.0, -2.0, 1.0]], np.float32)
    chances = np.exp(logits) / np.exp(logits).sum()
    outputs = {"output0": chances if probabilities else logits}
    path = network(tmp_path / "n.onnx", outputs, input_wh=(64, 64), properties={"task": "classify"})
    with closing(Detector.open(path)) as detector:
        result = detector.detect(make_frame((100, 50)))
        assert detector.recipe.task is Task.CLASSIFY
        assert detector.recipe.preprocessing.geometry is Geometry.CENTRE_CROP
        assert [one.class_id for one in result.classes] == [1, 3, 6, 0, 4]
        expected = chances[0][[1, 3, 6, 0, 4]]
        assert [one.confidence for one in result.classes] == pytest.approx(expected.tolist())
        assert len(result.detections) == 0


# ---- The whole way, with a network that really looks --------------------------------------------


def test_what_a_network_sees_is_where_it_was_in_the_picture(tmp_path: Path) -> None:
    """A network that gives the bright part of its input as one finished row."""
    path = tmp_path / "bright.onnx"
    path.write_bytes(_finder_of_light().SerializeToString())
    image = np.zeros((90, 200, 3), np.uint8)
    image[20:50, 120:160] = 255
    frame = replace(flat_frame(0), image=image)
    for geometry in Geometry:
        with closing(
            Detector.open(path, overrules=Overrules(geometry=geometry, pad=0))
        ) as detector:
            (box,) = detector.detect(frame).detections.xyxy
            assert np.allclose(box, [120, 20, 160, 50], atol=3)


def _finder_of_light() -> onnx.ModelProto:
    """Return a network whose row is the extent of what is brighter than half: 64 × 48."""
    nodes = [helper.make_node("ReduceMax", ["images"], ["grey"], axes=[0, 1], keepdims=0)]
    constants: dict[str, npt.NDArray[Any]] = {
        "half": np.asarray(0.5, np.float32),
        "one": np.asarray(1, np.float32),
        "score": np.asarray([0.75, 2], np.float32),
    }
    for name, axis, size in (("x", 0, 64), ("y", 1, 48)):
        constants[f"{name}s"] = np.arange(size, dtype=np.float32)
        nodes += [
            helper.make_node("ReduceMax", ["grey"], [f"{name}line"], axes=[axis], keepdims=0),
            helper.make_node("Greater", [f"{name}line", "half"], [f"{name}lit"]),
            helper.make_node("Compress", [f"{name}s", f"{name}lit"], [f"{name}found"], axis=0),
            helper.make_node("ReduceMin", [f"{name}found"], [f"{name}0"], keepdims=1),
            helper.make_node("ReduceMax", [f"{name}found"], [f"{name}last"], keepdims=1),
            helper.make_node("Add", [f"{name}last", "one"], [f"{name}1"]),
        ]
    parts = ["x0", "y0", "x1", "y1", "score"]
    constants["shape"] = np.asarray([1, 1, 6], np.int64)
    nodes += [
        helper.make_node("Concat", parts, ["row"], axis=0),
        helper.make_node("Reshape", ["row", "shape"], ["output0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "light",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 48, 64])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 1, 6])],
        [numpy_helper.from_array(v, name) for name, v in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_suppression_that_is_not_needed_says_why() -> None:
    rows = np.zeros((1, 300, 6), np.float32)
    outputs = {"output0": rows}
    suppression: Suppression = faked(FakeSession(signature_of(outputs), outputs)).recipe.suppression
    assert not suppression.needed
    assert suppression.reason


def test_the_image_input_is_part_of_the_recipe() -> None:
    outputs = {"output0": v8_output()}
    image: ImageInput = faked(FakeSession(signature_of(outputs), outputs)).recipe.image
    assert image.spec.name == "images"
    assert image.input_wh == WH


def test_a_session_that_cannot_be_interrupted_goes_on(tmp_path: Path) -> None:
    outputs = {"output0": np.zeros((1, 84, 21), np.float32)}
    with Detector.open(network(tmp_path / "n.onnx", outputs)) as real:
        detector = Detector(FakeSession(real.info.signature, outputs), real.file)
        detector.interrupt()
        assert len(detector.detect(make_frame()).detections) == 0
        real.interrupt()
        with pytest.raises(InferenceError):
            real.detect(make_frame())
