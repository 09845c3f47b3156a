"""Sessions on a real card: what engines answer, what they refuse, and what they give back.

``ENGINESCOPE_TEST_RECORDED`` names a folder with what the engines answered before (``NAME.npz``) and the
pictures that they were given (``in640.npy`` …).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.consent import Consent
from engine_core.errors import (
    ConsentNeededError,
    InferenceError,
    ModelError,
    RuntimeMissingError,
)
from engine_core.modelfile import ModelFile, identify
from engine_core.preprocess import Preprocessing
from engine_core.rowselection import RowSelection
from engine_core.runtime.base import FrameFeed
from engine_core.runtime.tensorrt import adapter
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.session import TensorRtSession
from tests.gpu.engines import MODELS, engine

pytestmark = pytest.mark.gpu

RECORDED = Path(os.environ.get("ENGINESCOPE_TEST_RECORDED", "/nonexistent"))
_ROOT = Path(__file__).resolve().parents[2]

# Engine to what it was fed: the file, the factor, and what else.
FED: dict[str, tuple[str, float, dict[str, list[int]]]] = {
    "yolov5n_fp16": ("in640", 1 / 255, {}),
    "yolov5n_efficientnms_fp16": ("in640", 1 / 255, {}),
    "yolov8n_fp16": ("in640", 1 / 255, {}),
    "yolov8n_fp16_vc": ("in640", 1 / 255, {}),
    "yolov8n-seg_fp16": ("in640", 1 / 255, {}),
    "yolox_nano_fp16": ("in416bgr", 1.0, {}),
    "deimv2_atto_fp32": ("in320st", 1 / 255, {"orig_target_sizes": [320, 320]}),
}
_MIB = 2**20
_SURE = 0.3

HAS_FULL_RUNTIME = any(name in adapter.FULL_MODULES for name in adapter.available())
needs_full_runtime = pytest.mark.skipif(
    not HAS_FULL_RUNTIME, reason="the lean runtime opens version-compatible engines only"
)


def opened(name: str, **options: Any) -> TensorRtSession:
    file = identify(engine(name))
    if not HAS_FULL_RUNTIME and not file.version_compatible:
        pytest.skip("the lean runtime opens version-compatible engines only")
    return TensorRtSession(file, consent=Consent(host_code=file.version_compatible), **options)


def recorded(name: str) -> Any:
    """Return an array, or the arrays of an archive by name."""
    path = RECORDED / name
    if not path.is_file():
        pytest.skip(f"no {name} in {RECORDED} (ENGINESCOPE_TEST_RECORDED)")
    if path.suffix == ".npy":
        return np.load(path)
    with np.load(path) as archive:
        return dict(archive)


def inputs_of(session: TensorRtSession, name: str) -> dict[str, npt.NDArray[Any]]:
    """Return what the engine was fed when its answers were recorded, in the types that it wants."""
    picture, factor, sides = FED[name]
    fed: dict[str, npt.NDArray[Any]] = {}
    for spec in session.info.signature.inputs:
        if spec.name in sides:
            fed[spec.name] = np.array([sides[spec.name]], spec.dtype)
        else:
            fed[spec.name] = (recorded(f"{picture}.npy") * np.float32(factor)).astype(spec.dtype)
    return fed


def sure(answer: Any, by: Any) -> dict[str, npt.NDArray[Any]]:
    """Return what an answer says of the places that are anything: of detections sorted by their scores.

    Those that are hardly one have all but equal scores, and change places with the last bits of them.
    """
    places = by["scores"] >= _SURE
    return {key: np.asarray(answer[key])[places] for key in by}


def differences(answer: Any, golden: Any) -> dict[str, float]:
    """Return, of each output, the largest difference in parts of its largest value."""
    found = {}
    for name in golden:
        wanted, given = golden[name].astype(np.float64), np.asarray(answer[name], np.float64)
        assert given.shape == wanted.shape
        found[name] = float(np.abs(given - wanted).max() / max(1.0, np.abs(wanted).max()))
    return found


@pytest.mark.parametrize("graphs", [True, False], ids=["replayed", "plain"])
@pytest.mark.parametrize("name", FED)
def test_an_engine_answers_what_it_answered_before(name: str, graphs: bool) -> None:
    golden = recorded(f"{name}.npz")
    session = opened(name, graphs=graphs)
    try:
        fed = inputs_of(session, name)
        first = {key: value.copy() for key, value in session.infer(fed).items()}
        again = session.infer(fed)
        assert session.replays is graphs
        if "scores" in golden:
            first, again, golden = (sure(one, golden) for one in (first, again, golden))
            assert len(golden["scores"]) > 0
        print(name, differences(first, golden))
        if "num_dets" in golden:
            # Behind the last detection lies what lay there before.
            count = int(golden["num_dets"][0, 0])
            assert int(first["num_dets"][0, 0]) == count
            golden = {key: golden[key][:, :count] for key in golden if key != "num_dets"}
            first = {key: first[key][:, :count] for key in golden}
            again = {key: again[key][:, :count] for key in golden}
        # Answers of half precision may differ between launches by their last bits, and no more.
        assert max(differences(first, golden).values()) <= 0.01
        assert max(differences(again, first).values()) <= 0.001
    finally:
        session.close()


@pytest.mark.parametrize("name", FED)
def test_an_engine_tells_what_it_is(name: str) -> None:
    golden = recorded(f"{name}.npz")
    session = opened(name)
    info = session.info
    session.close()
    assert info.runtime.startswith("TensorRT")
    assert info.device
    assert info.built_with == "8.6.0.12"
    assert {spec.name for spec in info.signature.outputs} == set(golden)
    for spec in info.signature.outputs:
        assert spec.shape == golden[spec.name].shape
        assert spec.dtype == golden[spec.name].dtype.name


def test_wrong_inputs_are_refused_and_the_session_goes_on() -> None:
    session = opened("yolov8n_fp16")
    try:
        fed = inputs_of(session, "yolov8n_fp16")
        name = session.info.signature.inputs[0].name
        with pytest.raises(InferenceError, match="1×3×640×640"):
            session.infer({name: fed[name][:, :, :320]})
        with pytest.raises(InferenceError, match=name):
            session.infer({})
        with pytest.raises(InferenceError, match="complex"):
            session.infer({name: fed[name].astype(np.complex64)})
        assert np.isfinite(session.infer(fed)["output0"]).all()
    finally:
        session.close()


def test_a_picture_and_its_tensor_give_the_same() -> None:
    session = opened("yolov8n_fp16")
    try:
        spec = session.info.signature.inputs[0]
        image = (recorded("in640.npy")[0]).transpose(1, 2, 0)
        image = np.ascontiguousarray(image)
        feed = FrameFeed(
            input_name=spec.name,
            preprocessing=Preprocessing(input_wh=(640, 640), dtype=spec.dtype),
            sides={},
        )
        assert session.takes(feed), "the kernels were not loaded"
        answers = [session.infer_frame(image, feed) for _ in range(3)]
        assert answers[2].replayed
        assert min(answers[2].fit_ms, answers[2].network_ms, answers[2].select_ms) > 0
        whole = answers[2].outputs["output0"].copy()
        tensor = (image.transpose(2, 0, 1)[None] / np.float32(255)).astype(spec.dtype)
        assert (
            differences({"o": whole}, {"o": session.infer({spec.name: tensor})["output0"]})["o"]
            < 0.01
        )
    finally:
        session.close()


@pytest.mark.parametrize("floor", [0.25, 0.0])
def test_pictures_that_overlap_answer_as_each_alone(floor: float) -> None:
    session = opened("yolov8n_fp16")
    try:
        spec = session.info.signature.inputs[0]
        image = np.ascontiguousarray(recorded("in640.npy")[0].transpose(1, 2, 0))
        pictures = [image, np.ascontiguousarray(image[:, ::-1]), image[:320], image[::2, ::2]] * 2
        feed = FrameFeed(
            input_name=spec.name,
            preprocessing=Preprocessing(input_wh=(640, 640), dtype=spec.dtype),
            sides={},
            # Of floor 0 every row matters: more than there is room for.
            selection=RowSelection(
                output="output0", channels_first=True, first_score=4, scores=80, floor=floor
            ),
        )
        assert session.takes(feed), "the kernels were not loaded"
        alone = [session.infer_frame(one, feed).outputs["output0"].copy() for one in pictures]
        found = []
        session.begin_frame(pictures[0], feed)
        for picture in pictures[1:]:
            session.begin_frame(picture, feed)
            found.append(session.finish_frame().outputs["output0"].copy())
        found.append(session.finish_frame().outputs["output0"].copy())
        for one, other in zip(alone, found, strict=True):
            assert one.shape == other.shape
            assert differences({"o": other}, {"o": one})["o"] <= 0.001
    finally:
        session.close()


def test_code_in_a_file_runs_with_consent_alone() -> None:
    file = identify(engine("yolov8n_fp16_vc"))
    assert file.version_compatible
    with pytest.raises(ConsentNeededError) as caught:
        TensorRtSession(file).close()
    assert caught.value.host_code
    session = TensorRtSession(file, consent=Consent(host_code=True))
    fed = inputs_of(session, "yolov8n_fp16_vc")
    assert session.infer(fed)["output0"].shape == (1, 84, 8400)
    session.close()


@pytest.mark.skipif(HAS_FULL_RUNTIME, reason="the full runtime opens it")
def test_a_plain_engine_that_only_a_lean_runtime_could_open_is_told() -> None:
    with pytest.raises(RuntimeMissingError, match="needs the full TensorRT"):
        TensorRtSession(identify(engine("yolov8n_fp16")))


def _level() -> int:
    """Return the memory of the card that is taken, in bytes."""
    cuda = Cuda.open()
    with cuda.active():
        free, total = cuda.memory()
    cuda.close()
    return total - free


@pytest.mark.parametrize("name", ["yolov8n_fp16", "yolov5n_efficientnms_fp16", "yolov8n_fp16_vc"])
def test_closing_gives_all_memory_back(name: str) -> None:
    # Holds the primary context, as another session would: what is left is not what its end took away.
    keeper = Cuda.open()
    try:
        levels = []
        for _ in range(4):
            session = opened(name)
            fed = inputs_of(session, name)
            for _ in range(3):
                session.infer(fed)
            session.close()
            levels.append(_level())
        print(name, [level // _MIB for level in levels])
        # The first may load what stays for the whole process: TensorRT's kernels, its plugins.
        assert max(levels[1:]) - levels[1] <= 4 * _MIB
    finally:
        keeper.close()


@needs_full_runtime
def test_a_failed_opening_gives_all_memory_back(tmp_path: Path) -> None:
    broken = _write(tmp_path, "noise.engine", _noisy(engine("yolov8n_fp16")))
    keeper = Cuda.open()
    try:
        levels = []
        for _ in range(4):
            with pytest.raises(ModelError):
                TensorRtSession(broken)
            levels.append(_level())
        assert max(levels[1:]) - levels[1] <= 4 * _MIB
    finally:
        keeper.close()


def _write(folder: Path, name: str, content: bytes) -> ModelFile:
    path = folder / name
    path.write_bytes(content)
    return identify(path)


def _noisy(path: Path) -> bytes:
    """Return a plan whose header is sound and everything behind it noise."""
    content = path.read_bytes()
    start = identify(path).plan_offset + 64
    noise = np.random.default_rng(0).integers(0, 256, len(content) - start, np.uint8)
    return content[:start] + noise.tobytes()


def _shortened(path: Path) -> bytes:
    """Return the first half of a plan whose header says that it is all."""
    file = identify(path)
    content = bytearray(path.read_bytes())
    half = (len(content) - file.plan_offset) // 2
    content[file.plan_offset + 16 : file.plan_offset + 24] = half.to_bytes(8, "little")
    return bytes(content[: file.plan_offset + half])


def _with_flipped_bit(path: Path, at: int) -> bytes:
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0x10
    return bytes(content)


# In a process of its own: TensorRT promises nothing for plans that somebody changed.
_OPEN_BOTH = """
import sys
import numpy as np
from engine_core.errors import ModelError
from engine_core.modelfile import identify
from engine_core.runtime.tensorrt.session import TensorRtSession
try:
    TensorRtSession(identify(sys.argv[1])).close()
    print("OPENED")
except ModelError as error:
    print("REFUSED", type(error).__name__, error)
session = TensorRtSession(identify(sys.argv[2]))
spec = session.info.signature.inputs[0]
assert np.isfinite(session.infer({spec.name: np.zeros(spec.shape, spec.dtype)})["output0"]).all()
session.close()
print("NEXT")
"""


@needs_full_runtime
@pytest.mark.parametrize("damage", ["shortened", "noise", "version", "early", "middle", "late"])
def test_a_damaged_engine_does_no_harm_and_the_next_one_opens(tmp_path: Path, damage: str) -> None:
    good = engine("yolov8n_fp16")
    plan = identify(good).plan_offset
    content = {
        "shortened": lambda: _shortened(good),
        "noise": lambda: _noisy(good),
        "version": lambda: _with_flipped_bit(good, plan + 25),
        "early": lambda: _with_flipped_bit(good, plan + 72),
        "middle": lambda: _with_flipped_bit(good, good.stat().st_size // 2),
        "late": lambda: _with_flipped_bit(good, -100),
    }[damage]()
    bad = tmp_path / "bad.engine"
    bad.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", _OPEN_BOTH, str(bad), str(good)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(damage, done.stdout)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    # A bit that flipped may be one that nobody looks at (8.6.0 opens another version number in the
    # header), or a number within the weights; what is not a plan must be refused.
    assert "REFUSED" in done.stdout or damage in ("version", "early", "middle", "late")
    assert "NEXT" in done.stdout


_END_WITHOUT_CLOSING = """
import sys, threading
from engine_core.modelfile import identify
from engine_core.runtime.tensorrt.session import TensorRtSession
import numpy as np
kept = []
def work():
    session = TensorRtSession(identify(sys.argv[1]))
    spec = session.info.signature.inputs[0]
    session.infer({spec.name: np.zeros(spec.shape, spec.dtype)})
    kept.append(session)
thread = threading.Thread(target=work)
thread.start()
thread.join()
print("ENDED")
"""


@needs_full_runtime
def test_a_thread_that_ends_with_an_open_session_does_not_end_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _END_WITHOUT_CLOSING, str(engine("yolov8n_fp16"))],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ENDED" in done.stdout
    assert done.returncode == 0, done.stderr


def test_two_sessions_side_by_side_answer_as_each_alone() -> None:
    names = ("yolov8n_fp16", "yolox_nano_fp16")
    sessions = [opened(name) for name in names]
    try:
        for _ in range(3):
            for name, session in zip(names, sessions, strict=True):
                answer = session.infer(inputs_of(session, name))
                assert max(differences(answer, recorded(f"{name}.npz")).values()) <= 0.01
    finally:
        for session in sessions:
            session.close()


def test_every_engine_here_has_something_recorded() -> None:
    assert set(FED) == set(MODELS)
