"""Sessions on real pycuda: what they take of the card, in which order they give it back, and when not.

The driver is made up, and so is TensorRT: its engine copies its input to its output on the stream.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.engine_core.runtime.tensorrt.fakes import write_plan
from tests.fake_cuda import Outcome, needs_fake_cuda, run

pytestmark = needs_fake_cuda

_SESSION = """
import ctypes, gc, sys, threading
import numpy as np
from engine_core.errors import EngineScopeError
from engine_core.modelfile import identify
from engine_core.runtime.tensorrt import adapter, driver
from engine_core.runtime.tensorrt.session import TensorRtSession
from tests.engine_core.runtime.tensorrt import fakes
from tests.engine_core.runtime.tensorrt.fakes import Network, Tensor

def execute(context, stream_handle):
    source, target = (context._addresses[name] for name in "xy")
    nbytes = int(np.prod(context._shapes["x"])) * 4
    driver.call("cuMemcpyDtoDAsync_v2", ctypes.c_ulonglong(target), ctypes.c_ulonglong(source),
                ctypes.c_size_t(nbytes), ctypes.c_void_p(stream_handle))
    return True

fakes.Context.execute_async_v3 = execute
fakes.Context.__del__ = lambda self: driver.call("cuCtxSynchronize")  # needs a current context

def same(shape=(1, 64), **more):
    bounds = [((1, 64), (4, 64), (64, 64))] if -1 in shape else ()
    return Network([Tensor("x", shape, profiles=bounds)], [Tensor("y", shape)], lambda arrays: {},
                   output_shapes=lambda shapes, _: {"y": shapes["x"]}, **more)

world = fakes.World({"net": same()})
trt = adapter.Trt(fakes.make_tensorrt("8.6.0", world=world), "tensorrt")
adapter.available = lambda: ("tensorrt",)
adapter.load = lambda name: trt
file = identify(sys.argv[1] if len(sys.argv) > 1 else PLAN)

def use(session, rows=1):
    for value in (1.0, 2.0, 3.0):
        fed = np.full((rows, 64), value, np.float32)
        answer = session.infer({"x": fed})["y"]
        assert (answer == fed).all(), answer
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "net.engine").path


def session(plan: Path, code: str, **env: str) -> Outcome:
    return run(f"PLAN = {str(plan)!r}\n{_SESSION}\n{dedent(code)}", env=env)


def assert_quiet(outcome: Outcome) -> None:
    assert outcome.status == 0, outcome.err
    assert outcome.err == ""
    assert outcome.leaks == []
    assert outcome.depths == {}


def test_a_session_answers_and_gives_everything_back(plan: Path) -> None:
    outcome = session(
        plan,
        """
        session = TensorRtSession(file)
        use(session)
        assert session.replays
        session.close()
        """,
    )
    assert_quiet(outcome)
    assert len(outcome.named("cuGraphLaunch")) == 2
    ends = [call.name for call in outcome.calls]
    assert (
        ends.index("cuGraphExecDestroy") < ends.index("cuMemFree") < ends.index("cuStreamDestroy")
    )


def test_sizes_that_change_take_no_more_than_the_largest(plan: Path) -> None:
    outcome = session(
        plan,
        """
        world.networks["net"] = same((-1, 64))
        session = TensorRtSession(file)
        for rows in (2, 64, 8, 64, 1):
            use(session, rows)
        assert session.replays
        session.close()
        """,
    )
    assert_quiet(outcome)
    assert len(outcome.named("cuMemAlloc")) == 4


@pytest.mark.parametrize("where", ["1=2", "2=2"])
def test_memory_that_is_not_there_fails_a_run_and_leaves_nothing(plan: Path, where: str) -> None:
    outcome = session(
        plan,
        """
        session = TensorRtSession(file)
        try:
            use(session)
        except EngineScopeError as error:
            assert "memory" in str(error), error
            kept = error
        use(session)
        session.close()
        """,
        FAKE_CUDA_FAIL=f"cuMemAlloc:{where}",
    )
    assert_quiet(outcome)


@pytest.mark.parametrize(
    "network", ["same(has_context=False)", "same(is_refused=True)", "same(implicit_batch=True)"]
)
def test_an_opening_that_fails_leaves_nothing_while_its_error_is_kept(
    plan: Path, network: str
) -> None:
    outcome = session(
        plan,
        f"""
        kept = []
        for _ in range(3):
            world.networks["net"] = {network}
            try:
                TensorRtSession(file)
            except EngineScopeError as error:
                kept.append(error)
        assert len(kept) == 3
        world.networks["net"] = same()
        session = TensorRtSession(file)
        use(session)
        session.close()
        """,
    )
    assert_quiet(outcome)


def test_a_failing_card_is_told_and_the_session_can_be_closed(plan: Path) -> None:
    outcome = session(
        plan,
        """
        session = TensorRtSession(file)
        use(session)
        try:
            for _ in range(5):
                use(session)
        except EngineScopeError as error:
            print("FAILED", error)
        session.close()
        """,
        FAKE_CUDA_FAIL="cuGraphLaunch:4!700",
    )
    assert outcome.status == 0, outcome.err
    assert "FAILED The graphics card failed" in outcome.out
    assert outcome.depths == {}


def test_a_thread_may_end_while_its_session_is_open(plan: Path) -> None:
    outcome = session(
        plan,
        """
        def work():
            session = TensorRtSession(file)
            use(session)
            raise SystemExit
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        print("STILL HERE")
        """,
    )
    assert "STILL HERE" in outcome.out
    assert outcome.depths == {}


def test_a_session_in_a_thread_is_closed_there(plan: Path) -> None:
    outcome = session(
        plan,
        """
        told = []
        def work():
            session = TensorRtSession(file)
            use(session)
            ready.set()
            go.wait()
            session.close()
        ready, go = threading.Event(), threading.Event()
        sessions = []
        original = TensorRtSession.__init__
        def remember(self, *args, **more):
            sessions.append(self)
            original(self, *args, **more)
        TensorRtSession.__init__ = remember
        thread = threading.Thread(target=work)
        thread.start()
        ready.wait()
        try:
            sessions[0].close()
        except RuntimeError as error:
            print("TOLD", error)
        go.set()
        thread.join()
        """,
    )
    assert "TOLD a TensorRT session belongs to the thread that opened it" in outcome.out
    assert_quiet(outcome)


def test_two_sessions_share_a_card_and_end_one_by_one(plan: Path) -> None:
    outcome = session(
        plan,
        """
        first, second = TensorRtSession(file), TensorRtSession(file)
        use(first)
        use(second)
        first.close()
        use(second)
        second.close()
        """,
    )
    assert_quiet(outcome)


def test_pictures_take_kernels_and_give_everything_back(plan: Path) -> None:
    # The made-up driver runs no kernels: only what is taken and given back is looked at.
    outcome = session(
        plan,
        """
        from engine_core.preprocess import Preprocessing
        from engine_core.rowselection import RowSelection
        from engine_core.runtime.base import FrameFeed
        world.networks["net"] = Network([Tensor("x", (1, 3, 64, 64))], [Tensor("y", (1, 6, 2048))],
                                        lambda arrays: {})
        wanted = FrameFeed(
            input_name="x", preprocessing=Preprocessing(input_wh=(64, 64)), sides={},
            selection=RowSelection(output="y", channels_first=True, first_score=4, scores=2))
        session = TensorRtSession(file)
        assert session.takes(wanted)
        image = np.zeros((48, 80, 3), np.uint8)
        for _ in range(3):
            answer = session.infer_frame(image, wanted)
            assert answer.outputs["y"].shape == (1, 6, 0)
        assert answer.replayed
        session.begin_frame(image, wanted)
        for _ in range(4):
            session.begin_frame(image, wanted)
            assert session.finish_frame().outputs["y"].shape == (1, 6, 0)
        assert len(session.info.signature.outputs) == 1
        # One picture is still under way.
        session.close()
        """,
    )
    assert_quiet(outcome)
    assert len(outcome.named("cuModuleLoadData")) == 2
