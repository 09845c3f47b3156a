"""A real card taken and let go: each case a process of its own, since what goes wrong ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from engine_core.runtime.tensorrt import driver
from tests.builders import network

pytestmark = pytest.mark.gpu

ROOT = Path(__file__).resolve().parents[2]

SESSION = """
import gc, threading
import numpy as np
from engine_core.errors import InferenceError, ModelError, RuntimeMissingError
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt import driver, graphs
from tests.gpu.faults import stray

# Doubles n numbers.
PTX = b'''
.version 6.3
.target sm_60
.address_size 64
.visible .entry twice(.param .u64 at, .param .u32 count)
{
    .reg .pred p; .reg .b32 i, n, v; .reg .b64 a, o;
    mov.u32 i, %tid.x;
    ld.param.u32 n, [count];
    setp.ge.u32 p, i, n;
    @p bra done;
    ld.param.u64 a, [at];
    mul.wide.u32 o, i, 4;
    add.s64 a, a, o;
    ld.global.u32 v, [a];
    shl.b32 v, v, 1;
    st.global.u32 [a], v;
done:
    ret;
}
'''

def use(cuda):
    with cuda.active():
        memory = cuda.allocate(256)
        given, back = cuda.pinned(256).view(np.int32), cuda.pinned(256).view(np.int32)
        given[:], back[:] = range(64), -1
        twice = cuda.module(PTX).function("twice", "Pi")
        start, end = cuda.event(), cuda.event()
        start.record()
        cuda.upload(given, memory.address)
        twice((1,), (64, 1, 1), memory.address, 64)
        cuda.download(memory.address, back)
        end.record()
        cuda.synchronize()
        assert end.ms_since(start) > 0
        assert (back == given * 2).all(), back
        assert cuda.memory()[0] > 0
    return memory, given, back
"""


def run(code: str, *, quiet: bool = True) -> str:
    """Run code in a process that must end well; return what it printed.

    ``quiet``: also without a word of pycuda's, which warns of what it cannot free on a card that failed.
    """
    done = subprocess.run(
        [sys.executable, "-c", SESSION + dedent(code)],
        cwd=ROOT,
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stderr
    assert "context stack" not in done.stderr
    if quiet:
        assert "PyCUDA" not in done.stderr
    return done.stdout


def test_the_driver_names_its_cards() -> None:
    for number, device in enumerate(driver.find_devices()):
        assert device.number == number
        assert device.name
        assert device.capability >= (5, 0)
        assert device.memory_bytes > 1 << 30
    assert driver.driver_version() >= (11, 0)


def test_what_was_computed_comes_back_and_all_memory_is_given_back() -> None:
    run("""
        first = Cuda.open()
        use(first)
        with first.active():
            # What is free says little, for others use the card too. But twice of all fits only if each
            # part is given back.
            share = first.memory()[1] // 10
        for _ in range(20):
            cuda = Cuda.open()
            with cuda.active():
                cuda.allocate(share)
                cuda.pinned(1 << 20)
            use(cuda)
            cuda.close()
            cuda.close()
        use(first)
        first.close()
    """)


@pytest.mark.parametrize("order", ["old, new", "new, old"])
def test_two_sessions_on_a_card_close_in_either_order(order: str) -> None:
    run(f"""
        old = Cuda.open()
        kept = use(old)
        new = Cuda.open()
        use(new)
        with old.active(), new.active(), old.active():
            use(new)
        for cuda in ({order}):
            cuda.close()
            for other in (old, new):
                if not other.active().is_ended:
                    use(other)
    """)


@pytest.mark.parametrize("how", ["return", "raise ValueError('meant')"])
@pytest.mark.parametrize("nested", [False, True])
def test_a_thread_may_end_with_an_open_card(how: str, nested: bool) -> None:
    run(f"""
        import warnings
        # What is not closed is not freed either; pycuda says so.
        warnings.simplefilter("ignore")
        def work():
            cuda = Cuda.open()
            kept.append(use(cuda))
            if {nested}:
                with cuda.active(), cuda.active():
                    {how}
            {how}
        kept = []
        threading.excepthook = lambda args: None
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        cuda = Cuda.open()
        use(cuda)
        cuda.close()
    """)


def test_another_thread_is_refused() -> None:
    answers = run("""
        def work():
            for act in (cuda.active().__enter__, cuda.close):
                try:
                    act()
                except RuntimeError as error:
                    print("refused:", error)
        cuda = Cuda.open()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        use(cuda)
        cuda.close()
    """)
    assert answers.count("refused:") == 2


def test_a_process_may_end_with_an_open_card() -> None:
    run("kept = Cuda.open(); held = use(kept)")


def test_memory_that_is_not_there_is_told_and_does_no_harm() -> None:
    answer = run("""
        cuda = Cuda.open()
        with cuda.active():
            total = cuda.memory()[1]
            for kind in (ModelError, InferenceError):
                try:
                    cuda.allocate(2 * total)
                except kind as error:
                    print(error)
        use(cuda)
        cuda.close()
    """)
    assert answer.count("MiB") == 4


def test_a_card_that_failed_is_told_and_closed_and_models_run_without_it(tmp_path: Path) -> None:
    model = network(tmp_path / "model.onnx", {"y": np.ones((1, 2), np.float32)})
    answer = run(
        f"""
        import pathlib
        from engine_core.modelfile import identify
        from engine_core.runtime import open_session
        cuda, other = Cuda.open(), Cuda.open()
        kept = use(cuda), use(other)
        try:
            stray(cuda)
        except InferenceError as error:
            print("told:", error)
        try:
            use(other)
        except InferenceError as error:
            print("again:", error)
        for _ in range(2):
            # A driver may begin afresh; those seen so far do not before the process ends.
            try:
                third = Cuda.open()
                use(third)
                third.close()
                print("afresh")
            except (InferenceError, RuntimeMissingError) as error:
                print("not afresh:", error)
                assert "estart the program" in str(error), error
            cuda.close()
            other.close()
        del kept
        gc.collect()
        session = open_session(identify(pathlib.Path({str(model)!r})), threads=1, spins=False)
        picture = np.zeros((1, 3, 64, 64), np.float32)
        print("answered:", session.infer({{"images": picture}})["y"].sum())
        session.close()
    """,
        quiet=False,
    )
    assert "told:" in answer
    assert "again:" in answer
    assert answer.count("afresh") == 2
    assert "answered: 2.0" in answer


def test_a_recorded_graph_does_what_was_recorded() -> None:
    run("""
        cuda = Cuda.open()
        with cuda.active():
            memory = cuda.allocate(256)
            given, back = cuda.pinned(256).view(np.int32), cuda.pinned(256).view(np.int32)
            twice = cuda.module(PTX).function("twice", "Pi")
            def enqueue():
                cuda.upload(given, memory.address)
                twice((1,), (64, 1, 1), memory.address, 64)
                cuda.download(memory.address, back)
            back[:] = -1
            graph = cuda.record_graph(enqueue)
            assert graph is not None
            cuda.synchronize()
            assert (back == -1).all()
            for start in (3, 100):
                given[:] = range(start, start + 64)
                graph.launch()
                cuda.synchronize()
                assert (back == given * 2).all()
            graph.free()
            graph.free()
        cuda.close()
    """)


def test_what_cannot_be_recorded_leaves_the_stream_usable() -> None:
    run("""
        cuda = Cuda.open()
        with cuda.active():
            def waits():
                cuda.synchronize()
            def raises():
                raise ValueError("meant")
            def allocates():
                cuda.clear(memory.address, 1)
                cuda.synchronize()
            memory = cuda.allocate(256)
            for enqueue in (waits, raises, allocates):
                assert cuda.record_graph(enqueue) is None
                assert not graphs.is_recording(cuda.stream_handle)
                cuda.synchronize()
        use(cuda)
        cuda.close()
    """)
