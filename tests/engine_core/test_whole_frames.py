"""A session that takes whole frames answers what the way through tensors answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.batch.loop import run
from engine_core.batch.report import Failure, RunSettings
from engine_core.decoders.dense import DenseDecoder
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector, DetectResult
from engine_core.errors import InferenceError
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, identify
from engine_core.preprocess import Preprocessor
from engine_core.results import FrameResult
from engine_core.rowselection import RowSelection
from engine_core.runtime.base import FrameAnswer, FrameFeed
from engine_core.runtime.onnx import OnnxSession
from engine_core.sources import list_sources
from engine_core.text import text
from tests.builders import network
from tests.engine_core.runs import clip

_ROWS = 84  # cells of a 64 x 64 input at strides 8, 16 and 32
_NAMES = {"names": {0: "cat", 1: "dog"}, "task": "detect", "stride": 32, "imgsz": [64, 64]}


def chosen(output: npt.NDArray[Any], selection: RowSelection) -> npt.NDArray[Any]:
    """Leave rows out as a session may; written apart from the decoder."""
    table = output[0].astype(np.float32)
    rows = table.T if selection.channels_first else table
    scores = rows[:, selection.first_score : selection.first_score + selection.scores]
    objectness = np.full(len(rows), np.inf if selection.logits else 1.0)
    if selection.objectness is not None:
        objectness = rows[:, selection.objectness].astype(np.float64)
    if selection.logits:
        scores, objectness = 1 / (1 + np.exp(-scores)), 1 / (1 + np.exp(-objectness))
    kept = rows[scores.max(axis=1) * objectness >= selection.floor - 1e-6]
    result: npt.NDArray[Any] = (kept.T if selection.channels_first else kept)[None]
    return result


class WholeFrames(OnnxSession):
    """ONNX Runtime behind the interface of a session that takes frames."""

    def __init__(self, file: ModelFile) -> None:
        super().__init__(file)
        self.asked: list[FrameFeed] = []
        self.frames = 0
        self.agrees = True

    def takes(self, feed: FrameFeed) -> bool:
        self.asked.append(feed)
        return self.agrees

    def infer_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> FrameAnswer:
        self.frames += 1
        tensor, letterbox = Preprocessor(feed.preprocessing)(image)
        outputs = dict(self.infer({feed.input_name: tensor, **feed.sides}))
        if feed.selection is not None:
            name = feed.selection.output
            outputs[name] = chosen(outputs[name], feed.selection)
        return FrameAnswer(
            outputs=outputs, letterbox=letterbox, fit_ms=1.0, network_ms=2.0, select_ms=3.0,
            replayed=True,
        )  # fmt: skip


def _head(seed: int = 0) -> npt.NDArray[np.float32]:
    """A YOLOv8 head with two objects on a background of almost nothing."""
    rng = np.random.default_rng(seed)
    head = np.zeros((1, 6, _ROWS), np.float32)
    head[0, :2] = rng.uniform(4, 60, (2, _ROWS))
    head[0, 2:4] = rng.uniform(4, 30, (2, _ROWS))
    head[0, 4:] = rng.uniform(0, 0.02, (2, _ROWS))
    head[0, 4, 3], head[0, 5, 70] = 0.9, 0.6
    return head


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return network(tmp_path / "model.onnx", {"output0": _head()}, properties=_NAMES)


def _frame() -> Frame:
    pixels = np.random.default_rng(1).integers(0, 256, (48, 80, 3)).astype(np.uint8)
    return Frame(image=pixels, source="noise.png", name="noise.png")


def test_whole_frames_give_the_same_detections(model: Path) -> None:
    file = identify(model)
    with Detector(OnnxSession(file), file) as plain:
        expected = plain.detect(_frame())
    session = WholeFrames(file)
    with Detector(session, file) as detector:
        first = detector.detect(_frame())
        assert session.frames == 0, "a frame that settles the recipe needs every row"
        found = detector.detect(_frame())
    assert session.frames == 1
    assert len(found.detections)
    for result in (first, found):
        np.testing.assert_array_equal(result.detections.xyxy, expected.detections.xyxy)
        np.testing.assert_array_equal(result.detections.confidence, expected.detections.confidence)
        np.testing.assert_array_equal(result.candidates.class_id, expected.candidates.class_id)
    assert (found.timings.on_device, found.timings.replayed) == (True, True)
    assert (found.timings.preprocess_ms, found.timings.inference_ms) == (1.0, 2.0)


def test_the_session_is_asked_once_for_each_way_of_feeding(model: Path) -> None:
    file = identify(model)
    session = WholeFrames(file)
    with Detector(session, file) as detector:
        for _ in range(4):
            detector.detect(_frame())
        assert len(session.asked) == 1
        detector.floor = 0.5
        detector.detect(_frame())
        floors = [feed.selection.floor for feed in session.asked if feed.selection is not None]
        assert floors == [0.01, 0.5]


def test_a_session_that_declines_is_fed_tensors(model: Path) -> None:
    file = identify(model)
    session = WholeFrames(file)
    session.agrees = False
    with Detector(session, file) as detector:
        results = [detector.detect(_frame()) for _ in range(3)]
    assert session.frames == 0
    assert not results[-1].timings.on_device


def test_it_can_be_told_to_go_through_tensors(model: Path) -> None:
    file = identify(model)
    session = WholeFrames(file)
    with Detector(session, file, on_device=False) as detector:
        results = [detector.detect(_frame()) for _ in range(3)]
    assert (session.frames, session.asked) == (0, [])
    assert len(results[-1].detections)


@given(
    seed=st.integers(0, 2**16),
    floor=st.sampled_from([0.001, 0.01, 0.25, 0.5, 0.95, 1.0]),
    channels_first=st.booleans(),
    objectness=st.booleans(),
    logits=st.booleans(),
    rotated=st.booleans(),
)
def test_decoding_the_chosen_rows_is_decoding_all(
    seed: int, floor: float, channels_first: bool, objectness: bool, logits: bool, rotated: bool
) -> None:
    rng = np.random.default_rng(seed)
    classes, rows = 3, 50
    columns = 4 + objectness + classes + rotated
    table = rng.uniform(0, 1, (columns, rows)).astype(np.float32)
    table[:4] *= 60
    if logits:
        table[4:] = rng.normal(-2, 3, table[4:].shape)
    decoder = DenseDecoder(
        output="o", channels_first=channels_first, classes=classes, objectness=objectness,
        logits=logits, rotated=rotated,
    )  # fmt: skip
    output = (table if channels_first else table.T)[None]
    selection = decoder.selection(floor)
    assert selection is not None
    whole = decoder.decode({"o": output}, (64, 64), floor)
    part = decoder.decode({"o": chosen(output, selection)}, (64, 64), floor)
    np.testing.assert_array_equal(part.xyxy, whole.xyxy)
    np.testing.assert_array_equal(part.confidence, whole.confidence)
    np.testing.assert_array_equal(part.class_id, whole.class_id)


def test_a_head_on_a_grid_needs_every_row() -> None:
    decoder = DenseDecoder(output="o", channels_first=False, classes=3, grid=(8, 16, 32))
    assert decoder.selection(0.1) is None


class Overlapping(WholeFrames):
    """The same for a session that begins with a frame before the one before is finished."""

    def __init__(self, file: ModelFile) -> None:
        super().__init__(file)
        self.under_way: list[FrameAnswer | InferenceError] = []
        self.most = 0
        self.begins = 0
        self.fails_at: int | None = None
        self.refuses: int | None = None

    def begin_frame(self, image: npt.NDArray[np.uint8], feed: FrameFeed) -> None:
        self.begins += 1
        if self.begins == self.refuses:
            raise InferenceError(text("refused"))
        answer: FrameAnswer | InferenceError = self.infer_frame(image, feed)
        if self.begins == self.fails_at:
            answer = InferenceError(text("failed"))
        self.under_way.append(answer)
        self.most = max(self.most, len(self.under_way))

    def finish_frame(self) -> FrameAnswer:
        answer = self.under_way.pop(0)
        if isinstance(answer, InferenceError):
            raise answer
        return answer


def _in_a_row(detector: Detector, count: int) -> list[DetectResult]:
    results = []
    begun = 0
    for _ in range(count):
        detector.begin(_frame())
        begun += 1
        while begun > detector.ahead:
            results.append(detector.finish())
            begun -= 1
    return results + [detector.finish() for _ in range(begun)]


def test_frames_in_a_row_overlap_once_the_recipe_is_settled(model: Path) -> None:
    file = identify(model)
    session = Overlapping(file)
    with Detector(session, file) as detector:
        expected = detector.detect(_frame())
        results = _in_a_row(detector, 5)
    assert (session.begins, session.most) == (5, 2)
    assert len(results) == 5
    for result in results:
        np.testing.assert_array_equal(result.detections.xyxy, expected.detections.xyxy)
        assert result.timings.on_device


def test_sessions_that_cannot_overlap_answer_in_a_row_all_the_same(model: Path) -> None:
    file = identify(model)
    for session in (OnnxSession(file), WholeFrames(file)):
        with Detector(session, file) as detector:
            assert detector.ahead == 0
            assert len(_in_a_row(detector, 3)) == 3


@pytest.mark.parametrize("how", ["fails", "refuses"])
def test_a_clip_goes_on_without_a_frame_that_failed(model: Path, tmp_path: Path, how: str) -> None:
    file = identify(model)
    session = Overlapping(file)
    if how == "fails":
        session.fails_at = 3
    else:
        session.refuses = 3
    listed = list_sources([str(clip(tmp_path / "clip.mp4", frames=8))])
    results: list[FrameResult] = []
    failures: list[Failure] = []
    with Detector(session, file) as detector:
        detector.detect(_frame())
        settings = RunSettings(shown=DisplayFilter(confidence=0.25))
        run(detector, listed.items, settings, on_result=results.append, on_failure=failures.append)
    assert [one.index for one in results] == [0, 1, 3, 4, 5, 6, 7]
    assert len(failures) == 1
    assert session.most == 2
