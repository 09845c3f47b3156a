"""The made-up driver keeps the rules that tests on it rely on; each is broken here on purpose."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.fake_cuda import Outcome, needs_fake_cuda, run

pytestmark = needs_fake_cuda

START = """
import ctypes
import numpy as np
import pycuda.driver as cuda
cuda.init()
context = cuda.Device(0).retain_primary_context()
context.push()
stream = cuda.Stream()
"""
END = """
del stream
context.pop()
context.detach()
"""


def session(code: str, **env: str) -> Outcome:
    return run(START + code + END, env=env)


def test_what_is_read_before_anybody_waited_is_what_was_there() -> None:
    outcome = session("""
there = cuda.mem_alloc(4)
given, back = cuda.pagelocked_empty(4, np.uint8), cuda.pagelocked_empty(4, np.uint8)
given[:], back[:] = 7, 0
cuda.memcpy_htod_async(there, given, stream)
cuda.memcpy_dtoh_async(back, there, stream)
print(back.sum())
given[:] = 9  # too early: the card has not read it yet
stream.synchronize()
print(back.sum())
del there, given, back
""")
    assert outcome.out.split() == ["0", "36"]
    assert outcome.leaks == []


def test_memory_of_a_card_begins_with_rubbish() -> None:
    outcome = session("""
there, back = cuda.mem_alloc(4), np.zeros(4, np.uint8)
cuda.memcpy_dtoh(back, there)
print(*back)
del there
""")
    assert outcome.out.split() == ["165"] * 4


def test_a_copy_past_the_end_is_refused() -> None:
    outcome = session("""
there = cuda.mem_alloc(4)
try:
    cuda.memcpy_htod(there, np.zeros(5, np.uint8))
except cuda.LogicError as error:
    print(error)
del there
""")
    assert "invalid argument" in outcome.out


def test_what_is_not_given_back_is_seen() -> None:
    outcome = session("kept = cuda.mem_alloc(100), cuda.Event()\nimport os\nos._exit(0)")
    assert sorted(leak.split()[0] for leak in outcome.leaks) == [
        "cuDevicePrimaryCtxRetain",
        "cuEventCreate",
        "cuMemAlloc",
        "cuStreamCreate",
    ]
    assert outcome.depths == {0: 1}


def test_what_a_context_still_held_at_its_end_is_named() -> None:
    outcome = run("""
import ctypes
cuda = ctypes.CDLL("libcuda.so.1")
context, there = ctypes.c_void_p(), ctypes.c_ulonglong()
cuda.cuInit(0)
cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0)
print(cuda.cuMemAlloc_v2(ctypes.byref(there), ctypes.c_size_t(8)))
cuda.cuCtxPushCurrent_v2(context)
print(cuda.cuMemAlloc_v2(ctypes.byref(there), ctypes.c_size_t(8)))
cuda.cuDevicePrimaryCtxRelease_v2(0)
print(cuda.cuMemFree_v2(there))
""")
    # Without a context, within one, and after its end.
    assert outcome.out.split() == ["201", "0", "709"]
    assert [call.facts[0] for call in outcome.named("lost")] == ["memory"]


def test_a_wait_within_a_capture_spoils_it() -> None:
    outcome = session("""
driver = ctypes.CDLL("libcuda.so.1")
handle, graph = ctypes.c_void_p(stream.handle), ctypes.c_void_p()
print(driver.cuStreamBeginCapture_v2(handle, 1))
try:
    stream.synchronize()
except cuda.Error as error:
    print("refused")
print(driver.cuStreamEndCapture(handle, ctypes.byref(graph)), graph.value)
""")
    assert outcome.out.split() == ["0", "refused", "901", "None"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("cuMemAlloc:2=999", "1 0 1"),
        # pycuda tries again when a card is full, so that once is not enough.
        ("cuMemAlloc:2=2", "1 1 1"),
        ("cuMemAlloc:2+=2", "1 0 0"),
        ("cuEventCreate:1=2", "1 1 1"),
    ],
)
def test_calls_fail_where_they_are_told_to(rule: str, said: str) -> None:
    outcome = session(
        """
for _ in range(3):
    try:
        cuda.mem_alloc(8).free()
        print(1)
    except cuda.Error:
        print(0)
""",
        FAKE_CUDA_FAIL=rule,
    )
    assert outcome.out.split() == said.split()


def test_what_fails_for_good_fails_everything_after_it() -> None:
    outcome = session(
        """
for act in (stream.synchronize, lambda: cuda.mem_alloc(8), cuda.mem_get_info):
    try:
        act()
    except cuda.Error as error:
        print(error)
""",
        FAKE_CUDA_FAIL="cuStreamSynchronize:1!700",
    )
    assert outcome.out.count("illegal memory access") == 3


def test_memory_runs_out_and_comes_back() -> None:
    outcome = session(
        """
half = cuda.mem_alloc(600)
print(cuda.mem_get_info())
try:
    cuda.mem_alloc(600)
except cuda.MemoryError as error:
    print("full")
half.free()
cuda.mem_alloc(600).free()
""",
        FAKE_CUDA_MEMORY="1000",
    )
    assert outcome.out.splitlines() == ["(400, 1000)", "full"]


def test_kernels_run_where_there_are_some_for_them(tmp_path: Path) -> None:
    source, library = tmp_path / "kernels.c", tmp_path / "kernels.so"
    source.write_text(
        "#include <stddef.h>\n"
        "struct arguments { unsigned char *there; int add; };\n"
        "void twice(const unsigned *grid, const unsigned *block, const struct arguments *a, size_t n) {\n"
        "    for (unsigned i = 0; i < grid[0] * block[0]; i++)\n"
        "        a->there[i] = (unsigned char)(a->there[i] * 2 + a->add + (n < sizeof(void *)));\n"
        "}\n",
        "utf-8",
    )
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    outcome = session(
        """
module = cuda.module_from_buffer(b".version 7.0\\n.visible .entry twice(.param .u64 a)\\0")
there, back = cuda.mem_alloc(4), np.arange(4, dtype=np.uint8)
cuda.memcpy_htod(there, back)
module.get_function("twice")(there, np.int32(5), block=(2, 1, 1), grid=(2, 1), stream=stream)
cuda.memcpy_dtoh(back, there)
print(*back)
try:
    module.get_function("thrice")
except cuda.LogicError:
    print("no thrice")
del there, module
""",
        FAKE_CUDA_KERNELS=str(library),
    )
    assert outcome.out.splitlines() == ["5 7 9 11", "no thrice"]


def test_what_is_no_code_is_refused() -> None:
    outcome = session("""
try:
    cuda.module_from_buffer(b"no code at all\\0")
except cuda.Error as error:
    print(error)
""")
    assert "PTX" in outcome.out
