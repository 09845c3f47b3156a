"""Sessions on engines that are functions on arrays: what is fed, run, answered and given back."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.consent import Consent
from engine_core.errors import (
    ConsentNeededError,
    InferenceError,
    ModelFileError,
    RuntimeMissingError,
)
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.runtime.base import FrameFeed, Inspectable, TakesFrames
from engine_core.runtime.tensorrt import session as session_module
from engine_core.runtime.tensorrt.messages import GraphicsMemoryError
from engine_core.tensors import TensorSpec
from tests.engine_core.runtime.tensorrt.conftest import Rig, doubling
from tests.engine_core.runtime.tensorrt.fakes import Network, Tensor


def x(*values: float, dtype: Any = np.float32) -> dict[str, Any]:
    return {"x": np.array([values], dtype)}


def growing() -> Network:
    """Return a network of three profiles: 1 to 2 rows, 4 to 8 rows, and 16 rows."""
    bounds = [((1, 4), (1, 4), (2, 4)), ((4, 4), (6, 4), (8, 4)), ((16, 4), (16, 4), (16, 4))]
    return Network(
        [Tensor("x", (-1, 4), profiles=bounds)],
        [Tensor("y", (-1, 4))],
        lambda arrays: {"y": arrays["x"] * 2},
        output_shapes=lambda shapes, _: {"y": shapes["x"]},
        profiles=3,
    )


def finding() -> Network:
    """Return a network that answers only the values above zero, so that its size is not known before."""
    return Network(
        [Tensor("x", (8,))],
        [Tensor("y", (-1,)), Tensor("count", (1,), "INT32")],
        lambda arrays: {
            "y": arrays["x"][arrays["x"] > 0],
            "count": np.array([(arrays["x"] > 0).sum()], np.int32),
        },
        output_shapes=lambda *_: {"y": (-1,), "count": (1,)},
    )


def test_an_engine_tells_what_it_is(rig: Rig) -> None:
    header = b'{"args": {"half": true}, "task": "detect"}'
    session = rig.open(doubling(), header=len(header).to_bytes(4, "little") + header)
    info = session.info
    assert info.runtime == "TensorRT 10.3.0"
    assert info.device == "Made-up 4090"
    assert info.precision == "FP16"
    assert info.built_with == "10.3.0.1"
    assert info.signature.inputs == (TensorSpec("x", "float32", (1, 4)),)
    assert info.signature.outputs == (TensorSpec("y", "float32", (1, 4)),)
    assert rig.world.plugins == 1
    session.close()


@pytest.mark.parametrize(
    ("header", "precision"),
    [
        (b'{"args": {"half": false}, "enginescope": {"options": {"precision": "fp16"}}}', "FP16"),
        (b'{"enginescope": {"options": {"precision": "bf16"}}}', "BF16"),
        (b'{"args": {"int8": true}, "enginescope": {"options": {"precision": [1]}}}', "INT8"),
        (b'{"args": {"int8": true}, "enginescope": {"options": 7}}', "INT8"),
        (b'{"args": {"half": false}}', "FP32"),
        (b"{}", ""),
    ],
)
def test_how_it_was_built_stands_above_how_it_was_exported(
    rig: Rig, header: bytes, precision: str
) -> None:
    session = rig.open(doubling(), header=len(header).to_bytes(4, "little") + header)
    assert session.info.precision == precision
    session.close()


def test_one_of_several_cards_is_named_with_its_number(rig: Rig) -> None:
    rig.cards = 2
    session = rig.open(doubling(), device=1)
    assert session.info.device == "GPU 1 · Made-up 4090"
    session.close()


def test_a_session_offers_frames_and_a_look_inside(rig: Rig) -> None:
    session = rig.open(doubling())
    assert isinstance(session, TakesFrames)
    assert isinstance(session, Inspectable)
    session.close()


def test_arrays_go_in_and_come_out(rig: Rig) -> None:
    session = rig.open(doubling())
    for value in (1.0, 2.0, 3.0, 4.0):
        outputs = session.infer(x(value, 0, -1, 7))
        np.testing.assert_array_equal(outputs["y"], [[2 * value, 0, -2, 14]])
    session.close()


def test_a_network_of_fixed_sizes_is_replayed_after_its_first_run(rig: Rig) -> None:
    session = rig.open(doubling())
    assert not session.replays
    session.infer(x(1, 2, 3, 4))
    assert session.replays
    np.testing.assert_array_equal(session.infer(x(5, 6, 7, 8))["y"], [[10, 12, 14, 16]])
    assert rig.cuda.graphs[0].launches == 1
    session.close()


def test_graphs_can_be_left_out(rig: Rig) -> None:
    session = rig.open(doubling(), graphs=False)
    session.infer(x(1, 2, 3, 4))
    session.infer(x(1, 2, 3, 4))
    assert not session.replays
    assert not rig.cuda.graphs
    session.close()


def test_what_cannot_be_recorded_runs_plainly_and_is_not_tried_again(rig: Rig) -> None:
    session = rig.open(doubling(can_be_recorded=False))
    for value in (1.0, 2.0, 3.0):
        assert session.infer(x(value, 0, 0, 0))["y"][0, 0] == 2 * value
    assert not session.replays
    session.close()


def test_sizes_that_come_again_are_recorded_and_others_drop_the_graph(rig: Rig) -> None:
    session = rig.open(growing())
    rows = np.ones((2, 4), np.float32)
    session.infer({"x": rows})
    assert not session.replays
    session.infer({"x": rows})
    assert session.replays
    np.testing.assert_array_equal(session.infer({"x": rows * 3})["y"], rows * 6)
    np.testing.assert_array_equal(session.infer({"x": rows[:1] * 4})["y"], rows[:1] * 8)
    assert not session.replays
    assert rig.cuda.graphs[0].is_freed
    session.close()


def test_each_size_takes_the_profile_that_holds_it(rig: Rig) -> None:
    session = rig.open(growing())
    for rows in (1, 5, 16, 2, 8):
        fed = np.arange(rows * 4, dtype=np.float32).reshape(rows, 4)
        np.testing.assert_array_equal(session.infer({"x": fed})["y"], fed * 2)
    session.close()


def test_the_signature_tells_the_bounds_of_the_first_profile(rig: Rig) -> None:
    session = rig.open(growing())
    spec = session.info.signature.inputs[0]
    assert (spec.shape, spec.min_shape, spec.opt_shape, spec.max_shape) == (
        (-1, 4), (1, 4), (1, 4), (2, 4)
    )  # fmt: skip
    session.close()


@pytest.mark.parametrize("shape", [(3, 4), (17, 4), (1, 5), (1, 4, 1), ()])
def test_a_size_outside_every_profile_is_refused_with_those_that_are_not(
    rig: Rig, shape: tuple[int, ...]
) -> None:
    session = rig.open(growing())
    with pytest.raises(InferenceError, match="1…2×4 or 4…8×4 or 16×4"):
        session.infer({"x": np.zeros(shape, np.float32)})
    assert session.infer({"x": np.ones((2, 4), np.float32)})["y"].sum() == 16
    session.close()


def test_a_wrong_size_of_a_fixed_input_is_refused(rig: Rig) -> None:
    session = rig.open(doubling())
    with pytest.raises(InferenceError, match="It takes x 1×4, and was given x 1×2"):
        session.infer(x(1, 2))
    session.close()


def test_buffers_grow_and_stay(rig: Rig) -> None:
    session = rig.open(growing())
    session.infer({"x": np.zeros((8, 4), np.float32)})
    held = [memory.nbytes for memory in rig.cuda.held]
    for rows in (1, 2, 4, 8):
        session.infer({"x": np.zeros((rows, 4), np.float32)})
    assert [memory.nbytes for memory in rig.cuda.held] == held
    session.infer({"x": np.zeros((16, 4), np.float32)})
    assert [memory.nbytes for memory in rig.cuda.held] == [256, 256]
    session.close()


@pytest.mark.parametrize("kind", ["FLOAT", "HALF", "INT8", "UINT8", "INT32", "INT64"])
def test_every_type_goes_in_and_comes_out_as_it_is(rig: Rig, kind: str) -> None:
    network = Network(
        [Tensor("x", (1, 3), kind)], [Tensor("y", (1, 3), kind)], lambda arrays: {"y": arrays["x"]}
    )
    session = rig.open(network)
    dtype = session.info.signature.inputs[0].dtype
    answer = session.infer(x(1, 2, 100, dtype=dtype))["y"]
    assert answer.dtype == dtype
    np.testing.assert_array_equal(answer, [[1, 2, 100]])
    session.close()


def test_truth_values_come_out(rig: Rig) -> None:
    network = Network(
        [Tensor("x", (1, 2), "BOOL")], [Tensor("y", (1, 2), "BOOL")], lambda a: {"y": ~a["x"]}
    )
    session = rig.open(network)
    answer = session.infer({"x": np.array([[True, False]])})["y"]
    assert answer.dtype == np.bool_
    assert answer.tolist() == [[False, True]]
    session.close()


def test_bfloat16_goes_in_and_out_as_float32(rig: Rig) -> None:
    network = Network(
        [Tensor("x", (1, 4), "BF16")], [Tensor("y", (1, 4), "BF16")], lambda a: {"y": a["x"]}
    )
    session = rig.open(network)
    assert session.info.signature.inputs[0].dtype == "float32"
    # 1 + 1/256 lies between two bfloat16 values, and a tie goes to the even one.
    answer = session.infer(x(1.0, 1 + 1 / 256, -3.140625, np.inf))["y"]
    assert answer.dtype == np.float32
    np.testing.assert_array_equal(answer, [[1.0, 1.0, -3.140625, np.inf]])
    session.close()


def test_a_type_of_the_same_sense_is_brought_to_that_of_the_input(rig: Rig) -> None:
    session = rig.open(doubling())
    np.testing.assert_array_equal(
        session.infer(x(1, 2, 3, 4, dtype=np.float64))["y"], [[2, 4, 6, 8]]
    )
    np.testing.assert_array_equal(
        session.infer(x(1, 2, 3, 4, dtype=np.float16))["y"], [[2, 4, 6, 8]]
    )
    session.close()


def test_a_type_of_another_sense_is_refused(rig: Rig) -> None:
    network = Network(
        [Tensor("x", (1, 2), "UINT8")], [Tensor("y", (1, 2), "UINT8")], lambda a: {"y": a["x"]}
    )
    session = rig.open(network)
    with pytest.raises(InferenceError, match="It takes uint8 and was given float32"):
        session.infer(x(0.5, 1))
    session.close()


def test_a_missing_and_an_unknown_input_are_told(rig: Rig) -> None:
    session = rig.open(doubling())
    with pytest.raises(InferenceError, match="It takes x") as caught:
        session.infer({"z": np.zeros((1, 4), np.float32)})
    assert "missing: ['x']; unknown: ['z']" in caught.value.details
    session.close()


def test_what_is_not_contiguous_is_fed_as_it_reads(rig: Rig) -> None:
    session = rig.open(doubling())
    fed = np.arange(8, dtype=np.float32).reshape(4, 2).T[1:]
    np.testing.assert_array_equal(session.infer({"x": fed})["y"], fed * 2)
    session.close()


@pytest.mark.parametrize("kind", ["FP8"])
def test_an_input_of_a_type_without_numbers_is_refused(rig: Rig, kind: str) -> None:
    network = Network([Tensor("x", (1,), kind)], [Tensor("y", (1,))], lambda _: {})
    with pytest.raises(ModelFileError, match="x is of type FP8"):
        rig.open(network)
    assert rig.cuda.is_closed


@pytest.mark.parametrize(
    ("layout", "vector_dim"), [("CHW4", 1), ("HWC8", 1), ("HWC", -1), ("LINEAR", 1)]
)
@pytest.mark.parametrize("lean", [False, True])
def test_memory_in_a_special_order_is_refused(
    rig: Rig, layout: str, vector_dim: int, lean: bool
) -> None:
    rig.runtimes.clear()
    rig.install("10.16.1", lean=lean)
    tensor = Tensor("x", (1, 3, 8, 8), format=layout, vector_dim=vector_dim)
    with pytest.raises(ModelFileError, match="special order"):
        rig.open(Network([tensor], [Tensor("y", (1,))], lambda _: {}), version_compatible=lean)


def test_an_engine_without_a_batch_axis_of_its_own_is_refused(rig: Rig) -> None:
    rig.install("8.6.0")
    with pytest.raises(ModelFileError, match="implicit batch"):
        rig.open(doubling(implicit_batch=True))


def test_the_lean_runtime_runs_what_is_version_compatible(rig: Rig) -> None:
    rig.runtimes.clear()
    rig.install("10.16.1.11", lean=True)
    session = rig.open(doubling(), version_compatible=True)
    assert session.info.runtime == "TensorRT lean 10.16.1"
    assert session.infer(x(1, 2, 3, 4))["y"][0, 3] == 8
    session.close()


def test_an_output_of_unknown_size_is_as_large_as_the_run_says(rig: Rig) -> None:
    session = rig.open(finding())
    assert session.info.signature.outputs[0].shape == (-1,)
    for values in ([1, -1, 2, -2, 3, -3, 4, -4], [-1] * 8, [5] * 8, [0, 0, 0, 9, 0, 0, 0, 0]):
        fed = np.array(values, np.float32)
        outputs = session.infer({"x": fed})
        np.testing.assert_array_equal(outputs["y"], fed[fed > 0])
        assert outputs["count"].tolist() == [(fed > 0).sum()]
    assert not session.replays
    session.close()
    assert not rig.cuda.held


def test_an_output_of_unknown_size_that_finds_no_memory_fails_the_run_alone(rig: Rig) -> None:
    session = rig.open(finding())
    session.infer({"x": np.zeros(8, np.float32)})
    rig.cuda.fails_at_memory_of = 32
    with pytest.raises(InferenceError, match="no memory"):
        session.infer({"x": np.ones(8, np.float32)})
    assert session.infer({"x": np.array([1, 2, 0, 0, 0, 0, 0, 0], np.float32)})["y"].tolist() == [
        1,
        2,
    ]
    session.close()


def test_values_of_a_shape_input_decide_sizes(rig: Rig) -> None:
    network = Network(
        [
            Tensor("size", (1,), "INT64", on_host=True, is_shape=True, values=[((1,), (2,), (4,))]),
            Tensor("x", (1, 4)),
        ],
        [Tensor("y", (-1, 4)), Tensor("told", (1,), "INT64", on_host=True, is_shape=True)],
        lambda arrays: {
            "y": np.repeat(arrays["x"], int(arrays["size"][0]), axis=0),
            "told": arrays["size"] + 1,
        },
        output_shapes=lambda _, values: {"y": (int(values["size"][0]), 4), "told": (1,)},
    )
    session = rig.open(network)
    for size in (3, 1, 4):
        outputs = session.infer({**x(1, 2, 3, 4), "size": np.array([size], np.int64)})
        assert outputs["y"].shape == (size, 4)
        assert outputs["told"].tolist() == [size + 1]
    with pytest.raises(InferenceError, match="does not take"):
        session.infer({**x(1, 2, 3, 4), "size": np.array([5], np.int64)})
    assert not session.replays
    session.close()


def test_a_run_that_fails_says_what_tensorrt_says(rig: Rig) -> None:
    session = rig.open(doubling(fails=True))
    with pytest.raises(InferenceError, match="misaligned") as caught:
        session.infer(x(1, 2, 3, 4))
    assert "[ERROR] IExecutionContext::enqueueV3" in caught.value.details
    session.close()


def test_a_card_that_fails_is_told_and_can_be_closed(rig: Rig) -> None:
    session = rig.open(doubling())
    rig.cuda.breaks = True
    with pytest.raises(InferenceError, match="graphics card failed"):
        session.infer(x(1, 2, 3, 4))
    session.close()
    assert rig.cuda.is_closed


def test_an_engine_that_gives_no_context_is_told_and_freed(rig: Rig) -> None:
    with pytest.raises(GraphicsMemoryError, match="graphics memory does not suffice") as caught:
        rig.open(doubling(has_context=False))
    assert rig.story == ["engine", "runtime", "cuda closed"], "while the error is still held"
    assert "1,024 MiB are free" in str(caught.value)


def test_an_engine_of_none_is_told_by_the_log(rig: Rig) -> None:
    says = [("ERROR", "6: The engine plan file is generated on an incompatible device, "
             "expecting compute 8.9 got compute 9.0, please rebuild.")]  # fmt: skip
    with pytest.raises(RuntimeMissingError, match=r"compute capability 9\.0") as caught:
        rig.open(doubling(says=says, is_refused=True))
    assert "Made-up 4090 has 8.9" in str(caught.value)
    assert rig.story == ["runtime", "cuda closed"]


def test_a_runtime_that_complains_is_not_used(rig: Rig) -> None:
    rig.world.runtime_says = [("ERROR", "CUDA initialization failure with error: 35")]
    with pytest.raises(RuntimeMissingError, match="cannot use the graphics driver"):
        rig.open(doubling())


def test_everything_is_given_back_in_order(rig: Rig) -> None:
    session = rig.open(finding())
    session.infer({"x": np.ones(8, np.float32)})
    session.close()
    assert rig.story == ["context", "engine", "runtime", "free", "free", "free", "cuda closed"]
    session.close()
    assert rig.story.count("cuda closed") == 1


def test_a_graph_goes_before_the_context(rig: Rig) -> None:
    session = rig.open(doubling())
    session.infer(x(1, 2, 3, 4))
    session.close()
    assert rig.story[:3] == ["graph freed", "context", "engine"]


def test_an_error_that_somebody_keeps_keeps_nothing_of_tensorrt_alive(rig: Rig) -> None:
    session = rig.open(doubling(fails=True))
    kept: list[BaseException] = []
    try:
        session.infer(x(1, 2, 3, 4))
    except InferenceError as error:
        kept.append(error)
    session.close()
    assert rig.story[:3] == ["context", "engine", "runtime"]
    assert kept[0].__traceback__ is not None


@pytest.mark.parametrize(
    "step",
    ["open_engine", "Execution", "_signature", "_precision"],
)
def test_whatever_step_of_opening_fails_everything_is_given_back(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(session_module, step, fail)
    with pytest.raises(ZeroDivisionError):
        rig.open(doubling())
    gc.collect()
    made = {"open_engine": [], "Execution": ["engine", "runtime"]}
    assert rig.story == [*made.get(step, ["context", "engine", "runtime"]), "cuda closed"]


def test_a_closed_session_says_so(rig: Rig) -> None:
    session = rig.open(doubling())
    session.close()
    for use in (lambda: session.infer(x(1, 2, 3, 4)), session.report):
        with pytest.raises(ValueError, match="closed"):
            use()
    assert not session.replays


def test_another_thread_is_told_that_it_must_not(rig: Rig) -> None:
    session = rig.open(doubling())
    raised: list[BaseException] = []

    def meddle() -> None:
        for act in (lambda: session.infer(x(1, 2, 3, 4)), session.close):
            try:
                act()
            except RuntimeError as error:
                raised.append(error)

    thread = threading.Thread(target=meddle)
    thread.start()
    thread.join()
    assert [str(error) for error in raised] == [
        "a TensorRT session belongs to the thread that opened it"
    ] * 2
    session.close()


def test_code_in_the_file_needs_consent(rig: Rig) -> None:
    network = doubling(needs_code=True)
    with pytest.raises(ConsentNeededError, match="would run on this computer") as caught:
        rig.open(network, version_compatible=True)
    assert caught.value.host_code
    assert not rig.world.allowed
    session = rig.open(network, version_compatible=True, consent=Consent(host_code=True))
    assert rig.world.allowed
    session.close()


def test_consent_to_a_library_is_no_consent_to_code(rig: Rig, tmp_path: Path) -> None:
    library = tmp_path / "libmine.so"
    library.write_bytes(b"code")
    with pytest.raises(ConsentNeededError):
        rig.open(
            doubling(needs_code=True),
            version_compatible=True,
            consent=Consent(libraries=(library,)),
        )
    assert rig.world.libraries == [b"code"]


# -- whole pictures


def detecting(batch: int = 1, channels_first: bool = True) -> Network:
    """Return a network that answers rows (mean of the picture, column, score), and the mean alone."""

    def run(arrays: dict[str, Any]) -> dict[str, Any]:
        mean = arrays["images"].astype(np.float32).mean()
        rows = np.zeros((batch, 10, 3), np.float32)
        rows[:, :, 0] = mean
        rows[:, :, 1] = np.arange(10)
        rows[:, :, 2] = np.arange(10) / 10
        rows = rows.transpose(0, 2, 1) if channels_first else rows
        return {"rows": np.ascontiguousarray(rows), "mean": np.full((1,), mean, np.float32)}

    shape = (batch, 3, 10) if channels_first else (batch, 10, 3)
    return Network(
        [Tensor("images", (batch, 3, 8, 8))], [Tensor("rows", shape), Tensor("mean", (1,))], run
    )


SELECTION = RowSelection(output="rows", channels_first=True, first_score=2, scores=1, floor=0.75)


def feed(batch: int = 1, selection: RowSelection | None = SELECTION, **more: Any) -> FrameFeed:
    return FrameFeed(
        input_name="images",
        preprocessing=Preprocessing(input_wh=(8, 8), batch=batch, **more),
        sides={},
        selection=selection,
    )


def grey(value: int) -> Any:
    return np.full((16, 16, 3), value, np.uint8)


def test_pictures_are_fitted_run_and_only_rows_that_matter_come_back(rig: Rig) -> None:
    session = rig.open(detecting())
    wanted = feed()
    assert session.takes(wanted)
    for value in (0, 51, 255):
        answer = session.infer_frame(grey(value), wanted)
        assert answer.outputs["rows"].shape == (1, 3, 2)
        np.testing.assert_allclose(answer.outputs["rows"][0, 0], value / 255, rtol=1e-6)
        assert answer.outputs["rows"][0, 1].tolist() == [8, 9]
        np.testing.assert_allclose(answer.outputs["mean"], value / 255, rtol=1e-6)
        assert answer.letterbox.source_wh == (16, 16)
        assert min(answer.fit_ms, answer.network_ms, answer.select_ms) > 0
    assert answer.replayed
    assert list(answer.outputs) == ["mean", "rows"]
    session.close()


def test_more_rows_than_there_is_room_for_come_back_all(rig: Rig) -> None:
    rig.kernels.overflows = True
    session = rig.open(detecting(batch=2))
    answer = session.infer_frame(grey(255), feed(batch=2))
    assert answer.outputs["rows"].shape == (2, 3, 10)
    assert answer.outputs["rows"][0, 1].tolist() == list(range(10))
    session.close()


def test_without_a_selection_everything_comes_back(rig: Rig) -> None:
    session = rig.open(detecting())
    of_nothing = RowSelection(output="nowhere", channels_first=True, first_score=2, scores=1)
    for wanted in (feed(selection=None), feed(selection=of_nothing)):
        answer = session.infer_frame(grey(255), wanted)
        assert answer.outputs["rows"].shape == (1, 3, 10)
    session.close()


@pytest.mark.parametrize("why", ["refuses_selection", "lacks_memory"])
def test_rows_that_cannot_be_chosen_come_back_all(rig: Rig, why: str) -> None:
    session = rig.open(detecting())
    assert session.takes(feed())
    setattr(rig.kernels, why, True)
    answer = session.infer_frame(grey(255), feed())
    assert answer.outputs["rows"].shape == (1, 3, 10)
    session.close()


def test_without_memory_for_pictures_none_are_taken(rig: Rig) -> None:
    rig.kernels.lacks_memory = True
    session = rig.open(detecting())
    assert not session.takes(feed())
    assert session.infer({"images": np.ones((1, 3, 8, 8), np.float32)})["mean"].tolist() == [1]
    session.close()


def test_what_kernels_cannot_fit_is_not_taken(rig: Rig) -> None:
    rig.kernels.refuses_fit = True
    session = rig.open(detecting())
    assert not session.takes(feed())
    session.close()


def test_without_kernels_no_pictures_are_taken(rig: Rig) -> None:
    rig.kernels = None
    session = rig.open(detecting())
    assert not session.takes(feed())
    with pytest.raises(ValueError, match="does not take pictures"):
        session.infer_frame(grey(0), feed())
    session.close()


def test_a_picture_of_another_type_or_with_unknown_sides_is_not_taken(rig: Rig) -> None:
    session = rig.open(detecting())
    assert not session.takes(feed(dtype="float16"))
    assert not session.takes(
        FrameFeed(
            input_name="images",
            preprocessing=Preprocessing(input_wh=(8, 8)),
            sides={"size": np.zeros(2, np.int64)},
        )
    )
    session.close()


def test_a_bfloat16_input_takes_tensors_but_no_pictures(rig: Rig) -> None:
    network = Network(
        [Tensor("images", (1, 3, 8, 8), "BF16")],
        [Tensor("y", (1,))],
        lambda _: {"y": np.ones(1, np.float32)},
    )
    session = rig.open(network)
    assert not session.takes(feed(selection=None))
    assert session.infer({"images": np.zeros((1, 3, 8, 8), np.float32)})["y"].tolist() == [1]
    session.close()


def test_other_inputs_are_fed_once_and_again_when_they_changed(rig: Rig) -> None:
    network = Network(
        [Tensor("images", (1, 3, 8, 8)), Tensor("scale", (1,))],
        [Tensor("y", (1,))],
        lambda arrays: {"y": arrays["images"].mean() * arrays["scale"]},
    )
    session = rig.open(network)

    def answer(sides: dict[str, Any]) -> float:
        wanted = FrameFeed(
            input_name="images", preprocessing=Preprocessing(input_wh=(8, 8)), sides=sides
        )
        assert session.takes(wanted)
        return float(session.infer_frame(grey(255), wanted).outputs["y"][0])

    ones, tens = {"scale": np.ones(1, np.float32)}, {"scale": np.full(1, 10, np.float32)}
    assert [answer(ones), answer(ones), answer(tens), answer(ones)] == [1, 1, 10, 1]
    fed = {"images": np.ones((1, 3, 8, 8), np.float32), "scale": np.full(1, 5, np.float32)}
    assert session.infer(fed)["y"].tolist() == [5]
    assert answer(ones) == 1
    session.close()


def test_pictures_and_tensors_share_a_graph(rig: Rig) -> None:
    session = rig.open(detecting())
    assert not session.infer_frame(grey(0), feed()).replayed
    session.infer({"images": np.ones((1, 3, 8, 8), np.float32)})
    assert session.infer_frame(grey(255), feed()).replayed
    assert len(rig.cuda.graphs) == 1
    session.close()


def test_a_picture_of_a_size_that_the_engine_does_not_take_is_refused(rig: Rig) -> None:
    session = rig.open(detecting())
    with pytest.raises(InferenceError, match="images 1×3×8×8, and was given images 1×3×8×16"):
        session.infer_frame(
            grey(0),
            FrameFeed(input_name="images", preprocessing=Preprocessing(input_wh=(16, 8)), sides={}),
        )
    session.close()
