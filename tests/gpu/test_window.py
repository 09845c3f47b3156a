"""The real window over real engines: what it shows, what it keeps, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.modelfile import identify
from tests.gpu.engines import engine
from tests.shared_data import ROOT, needs_shared_data

pytestmark = [
    pytest.mark.gpu,
    needs_shared_data,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

pytest.importorskip("PySide6")

# Kernels that are loaded when they are first needed stay loaded; a session that is not freed is larger.
_TOLERANCE_BYTES = 4 * 2**20
_SWITCHES = 200
_LIMIT_S = 580
# What native code says when it takes the process down; on a card that failed, that one failed is no wonder.
_ABORTS = r"terminate called|Aborted|Segmentation|core dumped|QThread: Destroyed|Fatal Python error"
_FAILURES = r"|PyCUDA|CUDA_ERROR"


def run(
    folder: Path, name: str, *arguments: Path | str, card_may_fail: bool = False
) -> dict[str, Any]:
    """Do something in the window of another process; it must end well and say nothing of a crash."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": os.environ.get("ENGINESCOPE_TEST_CACHE", str(folder / "cache")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.gpu.window_runs", name, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr[-4000:]}"
    crashes = _ABORTS if card_may_fail else _ABORTS + _FAILURES
    assert not re.search(crashes, done.stderr, re.IGNORECASE), done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{name}: {found}")
    return found


@pytest.mark.parametrize(
    "name",
    ["yolov8n_fp16", "yolov5n_fp16", "yolox_nano_fp16", "deimv2_atto_fp32", "yolov8n-seg_fp16"],
)
def test_an_engine_dropped_with_pictures_shows_what_its_model_finds(
    tmp_path: Path, name: str
) -> None:
    found = run(tmp_path, "goldens", engine(name))
    assert found["wrong"] == []
    assert found["card"] == ""
    assert found["runtime"].startswith("TensorRT")


def test_moving_the_threshold_runs_no_network(tmp_path: Path) -> None:
    found = run(tmp_path, "slider", engine("yolov8n_fp16"))
    assert found["more_inferences"] == 0
    assert found["rows"][:5] == sorted(found["rows"][:5], reverse=True)
    assert found["rows"][0] > found["rows"][4]


def test_switching_between_engines_gives_all_memory_back(tmp_path: Path) -> None:
    engines = [
        engine(name)
        for name in ("yolov8n_fp16", "yolov5n_fp16", "yolox_nano_fp16", "deimv2_atto_fp32")
    ]
    found = run(tmp_path, "switch", str(_SWITCHES), *engines)
    assert found["switches"] >= _SWITCHES
    assert found["first"] > 0
    assert found["last"] - found["first"] <= _TOLERANCE_BYTES
    assert found["highest"] - found["first"] <= _TOLERANCE_BYTES


def test_a_damaged_engine_is_told_and_the_old_one_goes_on(tmp_path: Path) -> None:
    good = engine("yolov8n_fp16")
    content = good.read_bytes()
    cut, noise, flipped, early = (
        tmp_path / f"{name}.engine" for name in ("cut", "noise", "flip", "early")
    )
    behind = identify(good).plan_offset + 64
    noise.write_bytes(content[:behind] + np.random.default_rng(0).bytes(len(content) - behind))
    cut.write_bytes(content[: len(content) // 2])
    middle = len(content) // 2
    flipped.write_bytes(
        content[:middle]
        + bytes(byte ^ 0xFF for byte in content[middle : middle + 64])
        + content[middle + 64 :]
    )
    early.write_bytes(content[:200] + b"\xff" * 64 + content[264:])
    found = run(tmp_path, "damaged", good, cut, noise, early, flipped)
    assert [one["goes_on"] for one in found["told"]] == [True] * 4
    # What is flipped may be weights, or what nobody looks at.
    assert all(one["refused"] for one in found["told"][:2])
    assert found["opens_again"]


def test_an_engine_with_code_is_asked_for_once(tmp_path: Path) -> None:
    found = run(tmp_path, "consent", engine("yolov8n_fp16_vc"))
    assert found["asked"]
    assert not found["asked_again"]
    assert found["found"] > 0


def test_the_window_looks_inside_and_measures_layers(tmp_path: Path) -> None:
    found = run(tmp_path, "inside", engine("yolov8n_fp16"))
    assert found["layers"] > 10
    assert found["measured"] > 0
    assert found["total_ms"] > 0


def test_a_card_that_fails_is_told_and_the_pictures_work_without_it(tmp_path: Path) -> None:
    onnx = ROOT / "models" / "yolov8n-dq.onnx"
    found = run(tmp_path, "broken_card", engine("yolov8n_fp16"), onnx, card_may_fail=True)
    assert found["did_fail"]
    assert found["told"]
    assert found["runtime"].startswith("ONNX Runtime")
    assert found["told_without"] == ""
    assert min(found["found"]) > 0
    assert found["found"][:2] == found["found"][:1:-1]


@pytest.mark.slow
@pytest.mark.skipif(
    "ENGINESCOPE_TEST_BUILD" not in os.environ, reason="builds an engine (ENGINESCOPE_TEST_BUILD=1)"
)
def test_an_engine_is_built_compared_opened_and_found_again(tmp_path: Path) -> None:
    found = run(tmp_path, "build", ROOT / "models" / "yolov8n-dq.onnx")
    assert found["error"] == ""
    assert found["drift"]
    assert found["runtime"].startswith("TensorRT")
    assert found["kept"].endswith(".engine")
