"""Models with bits flipped or their end cut off, opened and run all the way.

In a process of its own: what a native runtime does with such a file is not in our hands.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from engine_core.detector import Detector
from engine_core.errors import EngineScopeError
from engine_core.probe import probe_frame
from tests.builders import network, network_with_rows_in_light
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import scene
from tests.shared_data import ROOT, manifest, needs_shared_data

_CASES = 100
_PROJECT = Path(__file__).resolve().parents[2]
_PROPERTIES = {"task": "detect", "names": {0: "car", 1: "bus"}, "stride": 32, "imgsz": [64, 64]}


def damaged(whole: bytes, seed: int) -> bytes:
    """Return the file cut off, or with some bits flipped, more often near its ends than within."""
    rng = np.random.default_rng(seed)
    if seed % 5 == 0:
        return whole[: rng.integers(len(whole))]
    content = bytearray(whole)
    reach = min(len(content), 4000)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        within, near = int(rng.integers(len(content))), int(rng.integers(reach))
        place = (within, near, len(content) - 1 - near)[rng.integers(3)]
        content[place] ^= 1 << int(rng.integers(8))
    return bytes(content)


def outcomes(path: Path) -> Counter[str]:
    """Open and run damaged copies of a model; count what came of it."""
    whole = path.read_bytes()
    copy = path.with_name("damaged.onnx")
    frame = probe_frame()
    counted: Counter[str] = Counter()
    for seed in range(_CASES):
        copy.write_bytes(damaged(whole, seed))
        try:
            with closing(Detector.open(copy, threads=1)) as detector:
                detector.detect(frame)
            counted["runs"] += 1
        except EngineScopeError:
            counted["refused"] += 1
        except Exception as error:
            raise AssertionError(f"damage {seed} of {path.name}") from error
    return counted


def run_alone(path: Path) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.engine_core.test_damaged_models", str(path)],
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


@pytest.mark.parametrize("kind", ["dense", "rows"])
def test_a_damaged_model_is_refused_or_runs(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    if kind == "dense":
        table = heads.v8(scene((64, 64), classes=2), 2)
        outputs = {"output0": np.ascontiguousarray(table.T[None])}
        network(path, outputs, properties=_PROPERTIES)
    else:
        rows = np.asarray([[1, 2, 30, 40, 0.8, 1], [5, 5, 20, 20, 0.4, 0]], np.float32)
        network_with_rows_in_light(path, "output0", rows, properties=_PROPERTIES)
    counted = run_alone(path)
    assert sum(counted.values()) == _CASES
    assert counted["runs"] > 0
    assert counted["refused"] > 0


@needs_shared_data
def test_a_damaged_real_model_is_refused_or_runs(tmp_path: Path) -> None:
    small = min(
        (model for model in manifest()["models"] if not model.get("negative_test")),
        key=lambda model: int(model["size_bytes"]),
    )
    path = tmp_path / "model.onnx"
    path.write_bytes((ROOT / small["file"]).read_bytes())
    assert sum(run_alone(path).values()) == _CASES


if __name__ == "__main__":
    sys.stdout.write(json.dumps(outcomes(Path(sys.argv[1]))))
