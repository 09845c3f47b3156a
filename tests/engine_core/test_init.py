from __future__ import annotations

import os
import subprocess
import sys

# Every BLAS that a wheel of NumPy brings spreads a product this large over all cores, if it may.
MULTIPLY = """
import engine_core
import time
import numpy as np
size = np.ones((1200, 1200), np.float32)
size @ size
wall, work = time.perf_counter(), time.process_time()
for _ in range(12):
    size @ size
print((time.process_time() - work) / (time.perf_counter() - wall))
"""


def test_products_of_numpy_leave_the_other_cores_to_the_network() -> None:
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    done = subprocess.run(
        [sys.executable, "-c", MULTIPLY],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    # Time of the processor by time of the clock: at most one core, however busy the machine is.
    assert float(done.stdout) < 1.2


def test_who_says_how_many_threads_is_heard() -> None:
    code = "import engine_core, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "3"
