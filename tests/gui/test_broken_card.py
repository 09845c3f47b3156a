"""A card that fails under the window, on a made-up driver: that is told, and the window goes on without."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

from tests.engine_core.runs import PROPERTIES, cats_and_dogs, picture
from tests.engine_core.runtime.tensorrt.fakes import write_plan
from tests.fake_cuda import needs_fake_cuda, run

pytestmark = needs_fake_cuda

# What tests/gpu does on a real card, with an engine that finds the same three animals everywhere.
_RUN = """
import numpy as np
from engine_core.runtime.tensorrt import adapter, driver
from tests.engine_core.runs import ROWS
from tests.engine_core.runtime.tensorrt import fakes
from tests.engine_core.runtime.tensorrt.fakes import Network, Tensor, write_at
from tests.gpu import faults, window_runs

table = np.zeros((1, 10, 6), np.float32)
table[0, : len(ROWS)] = ROWS

def execute(context, stream_handle):
    # The memory of the made-up card is the computer's.
    write_at(context._addresses["output0"], table)
    return True

def stray(cuda):
    with cuda.active():
        cuda.clear(cuda.allocate(4).address, 1)
        cuda.synchronize()

fakes.Context.execute_async_v3 = execute
net = Network([Tensor("images", (1, 3, 64, 64))], [Tensor("output0", (1, 10, 6))], lambda arrays: {})
trt = adapter.Trt(fakes.make_tensorrt("8.6.0", world=fakes.World({"net": net})), "tensorrt")
adapter.available = lambda: ("tensorrt",)
adapter.load = lambda name: trt
faults.stray = stray
"""


def test_a_card_that_fails_is_told_and_the_pictures_work_without_it(tmp_path: Path) -> None:
    onnx = cats_and_dogs(tmp_path)
    about = json.dumps(PROPERTIES).encode()
    engine = write_plan(tmp_path / "net.engine", header=len(about).to_bytes(4, "little") + about)
    for name in ("bus.jpg", "dog.jpg"):
        picture(tmp_path / name)
    code = f"""
        import os
        from pathlib import Path
        window_runs._MEDIA = Path({str(tmp_path)!r})
        os._exit(window_runs.main("broken_card", {str(engine.path)!r}, {str(onnx)!r}))
    """
    outcome = run(
        _RUN + dedent(code),
        env={
            "FAKE_CUDA_FAIL": "cuMemsetD32Async:1!700",
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
    )
    assert outcome.status == 0, outcome.err
    found = json.loads(outcome.out.splitlines()[-1])
    assert found["did_fail"]
    assert "the card failed: The graphics card failed" in outcome.out
    assert found["told"]
    assert found["runtime"].startswith("ONNX Runtime")
    assert found["told_without"] == ""
    assert found["again"]
    assert found["found"] == [3, 3, 3, 3]
    assert outcome.depths == {}
