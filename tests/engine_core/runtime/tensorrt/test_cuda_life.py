"""How a graphics card is taken and let go, on real pycuda and a made-up driver.

What goes wrong here ends the process: pycuda aborts it when a thread ends with a context on its stack.
So every case is a process of its own, and its exit status and what it asked of the driver are looked at.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.fake_cuda import Outcome, needs_fake_cuda, run

pytestmark = needs_fake_cuda

# What a session does with a card.
SESSION = """
import gc, sys, threading
import numpy as np
from engine_core.errors import EngineScopeError, InferenceError, RuntimeMissingError
from engine_core.runtime.tensorrt.cuda import Cuda

PTX = b".version 7.0\\n.target sm_75\\n.address_size 64\\n.visible .entry twice(.param .u64 a) { ret; }\\n"

def use(cuda):
    with cuda.active():
        memory = cuda.allocate(1 << 20)
        given, back = cuda.pinned(64), cuda.pinned(64)
        given[:], back[:] = range(64), 0
        twice = cuda.module(PTX).function("twice", "P")
        start, end = cuda.event(), cuda.event()

        def enqueue():
            cuda.upload(given, memory.address)
            twice((1, 1), (32, 1, 1), memory.address)
            cuda.download(memory.address, back)

        start.record()
        enqueue()
        end.record()
        cuda.synchronize()
        assert end.ms_since(start) >= 0
        assert (back == given).all()
        graph = cuda.record_graph(enqueue)
        if graph is not None:
            given[:] = 7
            graph.launch()
            cuda.synchronize()
            assert (back == 7).all()
    return memory, graph
"""


def session(code: str, **env: str) -> Outcome:
    return run(SESSION + dedent(code), env=env)


def assert_quiet(outcome: Outcome) -> None:
    """It ended well, said nothing of contexts, and gave everything back."""
    assert outcome.status == 0, outcome.err
    assert outcome.err == ""
    assert outcome.leaks == []
    assert [call for call in outcome.calls if call.name == "lost"] == []


def test_what_is_held_against_here_really_ends_a_process() -> None:
    outcome = run("""
import threading
import pycuda.driver as cuda
def work():
    cuda.init()
    cuda.Device(0).retain_primary_context().push()
thread = threading.Thread(target=work)
thread.start()
thread.join()
""")
    assert outcome.status == -6
    assert "context stack was not empty" in outcome.err


def test_a_session_gives_back_all_that_it_took() -> None:
    outcome = session("""
        cuda = Cuda.open()
        use(cuda)
        cuda.close()
        cuda.close()
    """)
    assert_quiet(outcome)
    assert outcome.depths == {}
    assert {"cuMemAlloc", "cuMemHostAlloc", "cuLaunchKernel"} <= {c.name for c in outcome.calls}


def test_a_recorded_graph_runs_what_was_recorded() -> None:
    outcome = session("""
        cuda = Cuda.open()
        _, graph = use(cuda)
        print(graph is not None)
        cuda.close()
    """)
    assert_quiet(outcome)
    assert outcome.out == "True\n"
    assert len(outcome.named("cuGraphLaunch")) == 1


def test_what_is_given_back_early_is_kept_no_longer() -> None:
    outcome = session("""
        cuda = Cuda.open()
        def kept():
            return len(cuda._graphs), len(cuda._events), len(cuda._pinned), len(cuda._memory)
        for number in range(5):
            memory, graph = use(cuda)
            with cuda.active():
                memory.free()
                graph.free()
                for event in list(cuda._events):
                    cuda.drop_event(event)
                for array in list(cuda._pinned):
                    cuda.unpin(array)
                del array
        print(*kept())
        cuda.close()
    """)
    assert_quiet(outcome)
    assert outcome.out == "1 0 0 0\n"


def test_nothing_is_asked_of_a_card_after_it_was_let_go() -> None:
    outcome = session("""
        cuda = Cuda.open()
        kept = use(cuda)
        cuda.close()
        del kept
        gc.collect()
    """)
    assert_quiet(outcome)
    assert outcome.calls[-1].name == "cuDevicePrimaryCtxRelease"


@pytest.mark.parametrize("end", ["return", "raise ValueError('meant')"])
def test_a_thread_may_end_with_an_open_card(end: str) -> None:
    outcome = session(f"""
        def work():
            kept.append(use(Cuda.open()))
            {end}
        kept = []
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        print("goes on")
    """)
    assert outcome.status == 0, outcome.err
    assert outcome.out == "goes on\n"
    assert "context stack" not in outcome.err


def test_a_thread_may_end_within_a_failed_use_of_a_card() -> None:
    outcome = session("""
        def work():
            cuda = Cuda.open()
            with cuda.active(), cuda.active():
                raise ValueError("meant")
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        print("goes on")
    """)
    assert outcome.status == 0, outcome.err
    assert outcome.out == "goes on\n"


def test_a_process_may_end_with_an_open_card() -> None:
    outcome = session("kept = Cuda.open(); held = use(kept); print('at the end')")
    assert outcome.status == 0, outcome.err
    assert outcome.out == "at the end\n"
    assert "context stack" not in outcome.err


def test_a_process_may_end_while_a_daemon_thread_has_a_card_open() -> None:
    outcome = session("""
        def work():
            cuda = Cuda.open()
            kept = use(cuda)
            with cuda.active():
                ready.set()
                threading.Event().wait()
        ready = threading.Event()
        threading.Thread(target=work, daemon=True).start()
        ready.wait()
        print("at the end")
    """)
    assert outcome.status == 0, outcome.err
    assert outcome.out == "at the end\n"


def test_another_thread_is_refused_before_the_driver_is_asked() -> None:
    outcome = session("""
        def work():
            for act in (cuda.active().__enter__, cuda.close):
                try:
                    act()
                except RuntimeError as error:
                    print(error)
        cuda = Cuda.open()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        use(cuda)
        cuda.close()
    """)
    assert_quiet(outcome)
    assert outcome.out.count("thread") == 2
    assert {call.thread for call in outcome.calls} == {0}


@pytest.mark.parametrize("first", [0, 1])
def test_two_sessions_on_a_card_close_in_either_order(first: int) -> None:
    outcome = session(f"""
        both = [Cuda.open(), Cuda.open()]
        for cuda in both:
            use(cuda)
        both.pop({first}).close()
        use(both[0])
        both[0].close()
    """)
    assert_quiet(outcome)
    assert outcome.depths == {}


def test_sessions_on_two_threads_and_two_cards_do_not_touch_each_other() -> None:
    outcome = session(
        """
        def work(device):
            cuda = Cuda.open(device)
            for _ in range(20):
                use(cuda)
            cuda.close()
        threads = [threading.Thread(target=work, args=[n % 2]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        """,
        FAKE_CUDA_DEVICES="2",
    )
    assert_quiet(outcome)
    assert outcome.depths == {}


def test_a_card_can_be_opened_again_and_again() -> None:
    outcome = session("""
        for _ in range(5):
            cuda = Cuda.open()
            use(cuda)
            cuda.close()
    """)
    assert_quiet(outcome)


def test_memory_that_is_not_there_is_told_in_mib_and_nothing_is_kept() -> None:
    outcome = session(
        """
        cuda = Cuda.open()
        use(cuda)
        try:
            with cuda.active():
                cuda.allocate(100 << 20)
        except InferenceError as error:
            print(error)
        use(cuda)
        cuda.close()
        """,
        FAKE_CUDA_MEMORY=str(16 << 20),
    )
    assert_quiet(outcome)
    assert "100 MiB" in outcome.out
    assert "15 of its 16 MiB" in outcome.out
    assert len(outcome.named("cuMemAlloc")) == 2


def test_a_cycle_that_is_collected_after_the_close_asks_nothing_more() -> None:
    outcome = session("""
        class Holder: pass
        gc.disable()
        cuda = Cuda.open()
        holder = Holder()
        holder.self, holder.kept, holder.cuda = holder, use(cuda), cuda
        cuda.close()
        del holder, cuda
        thread = threading.Thread(target=gc.collect)
        thread.start()
        thread.join()
    """)
    assert_quiet(outcome)
    assert outcome.calls[-1].name == "cuDevicePrimaryCtxRelease"


def test_a_failed_card_is_reported_and_can_be_closed_but_not_be_opened_again() -> None:
    outcome = session(
        """
        cuda, other = Cuda.open(), Cuda.open()
        try:
            use(cuda)
        except InferenceError as error:
            print("failed:", error)
        for _ in range(2):
            try:
                Cuda.open()
            except RuntimeMissingError as error:
                print("refused:", error)
            cuda.close()
            other.close()
        """,
        # An illegal address, which every later call in this context answers too.
        FAKE_CUDA_FAIL="cuStreamSynchronize:1!700",
    )
    assert outcome.status == 0, outcome.err
    assert outcome.err == ""
    assert outcome.out.count("illegal memory access") == 3
    assert outcome.out.count("refused:") == 2
    assert outcome.out.count("Restart the program") == 2
    assert outcome.depths == {}


def test_without_a_card_it_is_said_that_there_is_none() -> None:
    outcome = session(
        """
        try:
            Cuda.open()
        except RuntimeMissingError as error:
            print(error)
        """,
        FAKE_CUDA_DEVICES="0",
    )
    assert_quiet(outcome)
    assert "no graphics card" in outcome.out


FUNCTIONS = (
    *("cuDevicePrimaryCtxRetain", "cuCtxPushCurrent", "cuCtxPopCurrent", "cuStreamCreate"),
    *("cuMemAlloc", "cuMemHostAlloc", "cuMemcpyHtoDAsync", "cuMemcpyDtoHAsync", "cuEventCreate"),
    *("cuEventRecord", "cuEventElapsedTime", "cuModuleLoadData", "cuModuleGetFunction"),
    *("cuLaunchKernel", "cuStreamSynchronize", "cuStreamBeginCapture", "cuStreamEndCapture"),
    *("cuGraphInstantiate", "cuGraphLaunch"),
)


@pytest.mark.parametrize("how", ["=2", "=999", "!719"], ids=["full", "once", "for-good"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_whatever_fails_is_one_of_our_errors_and_all_is_given_back(function: str, how: str) -> None:
    """A call that fails in the middle of a session must end neither the process nor the card's memory."""
    outcome = session(
        """
        try:
            cuda = Cuda.open()
        except EngineScopeError as error:
            print(type(error).__name__)
        else:
            try:
                use(cuda)
            except (EngineScopeError, KeyError) as error:
                print(type(error).__name__)
            cuda.close()
        print("end")
        """,
        FAKE_CUDA_FAIL=f"{function}:1{how}",
    )
    assert outcome.status == 0, outcome.err
    assert outcome.out.endswith("end\n")
    assert "Traceback" not in outcome.err
    assert "context stack" not in outcome.err
    # What failed for good takes all with it, and what cannot be left keeps what is in it.
    if how != "!719" and function != "cuCtxPopCurrent":
        assert outcome.leaks == []
