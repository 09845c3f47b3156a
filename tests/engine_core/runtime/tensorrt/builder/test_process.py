"""The real child process, with its parent's side of the pipes in the test's hands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.building.child import ROOT
from engine_core.runtime.tensorrt.builder.request import CANCEL, Request
from tests.builders import network
from tests.engine_core.runtime.tensorrt.builder import child_on_fakes
from tests.engine_core.runtime.tensorrt.builder.fake_trt import PLAN

_SCRIPT = "tests.engine_core.runtime.tensorrt.builder.child_on_fakes"
_TIMEOUT_S = 120
assert child_on_fakes.__name__ == _SCRIPT


class _Child:
    def __init__(self, request: Request, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        self.say(request.to_json())

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def events(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield json.loads(line)

    def end(self) -> tuple[int, str]:
        """Wait for its end; returns its status and what it left on its standard error."""
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        status = self.process.wait(_TIMEOUT_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return status, said


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    model = network(tmp_path / "small.onnx", {"output0": np.zeros((1, 6, 84), np.float32)})
    return Request(model=model, target=tmp_path / "small.part", header='{"task": "detect"}')


def test_it_builds_and_keeps_what_libraries_print_out_of_its_events(request_: Request) -> None:
    child = _Child(request_, _SCRIPT, "8", "prints")
    events = list(child.events())
    status, said = child.end()
    assert status == 0
    assert [one["event"] for one in events][-1] == "done"
    assert [one for one in events if one.get("by")] == []
    assert "a native library" in said
    assert request_.target.read_bytes().endswith(PLAN)


@pytest.mark.parametrize("major", ["8", "10"])
def test_it_stops_when_it_is_told_to(major: str, request_: Request) -> None:
    child = _Child(request_, _SCRIPT, major, "endless")
    events = child.events()
    for event in events:
        if event["event"] == "step" and "Building" in str(event["step"]):
            break
    child.say(CANCEL)
    assert all(event["event"] == "step" for event in events)
    status, _ = child.end()
    assert status == 2
    assert not request_.target.exists()


def test_it_ends_with_its_parent(request_: Request) -> None:
    child = _Child(request_, _SCRIPT, "8", "endless")
    for event in child.events():
        if event["event"] == "step" and "Building" in str(event["step"]):
            break
    for leftover in request_.typed:
        leftover.write_bytes(b"as of a file that is being typed")
    assert child.process.stdin is not None
    child.process.stdin.close()
    status, _ = child.end()
    assert status == 2
    assert [path.name for path in request_.target.parent.iterdir()] == ["small.onnx"]


def test_a_target_that_cannot_be_written_is_told_in_words(request_: Request) -> None:
    there = request_.target.parent / "gone" / "small.part"
    child = _Child(
        Request.from_json(json.dumps({**json.loads(request_.to_json()), "target": str(there)})),
        _SCRIPT,
        "8",
    )
    events = list(child.events())
    status, _ = child.end()
    assert status == 1
    assert events[-1]["event"] == "failed"
    assert "cannot be written" in events[-1]["what"]["template"]


@pytest.mark.skipif("'tensorrt' in sys.modules", reason="TensorRT is loaded")
def test_without_tensorrt_or_a_card_it_says_what_is_missing(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    child = _Child(request_, "engine_core.runtime.tensorrt.builder")
    events = list(child.events())
    status, _ = child.end()
    assert status == 1
    assert [one["event"] for one in events] == ["failed"]
    assert events[0]["cure"]["template"]
    assert [path.name for path in request_.target.parent.iterdir()] == ["small.onnx"]
