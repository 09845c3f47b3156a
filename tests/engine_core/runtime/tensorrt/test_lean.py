"""The real lean runtimes of TensorRT 10 and 11, as far as they go without a driver.

Each in a process of its own. Without a driver a plan that reaches them ends the process, so nothing is
opened here.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.engine_core.runtime.tensorrt import fakes
from tests.lean_wheels import VERSIONS, lean_site, needs_lean

_ROOT = Path(__file__).resolve().parents[4]

_LOADED = """
import json, importlib
import tensorrt_lean_bindings as module
from engine_core.runtime.tensorrt.adapter import Trt
from engine_core.runtime.tensorrt.outputs import GrowingMemory, make_allocator
trt = Trt(module, "tensorrt_lean_bindings")
def tell(**facts): print("TOLD", json.dumps(facts))
"""


def run(version: str, code: str) -> dict[str, Any]:
    """Return what code tells in a process that finds one lean runtime."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(lean_site(version)), str(_ROOT)])
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line[5:] for line in done.stdout.splitlines() if line.startswith("TOLD ")]
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(told[-1])
    return facts


each_version = pytest.mark.parametrize(
    "version", [pytest.param(one, marks=needs_lean(one)) for one in VERSIONS]
)


@each_version
def test_the_adapter_tells_what_it_carries(version: str) -> None:
    told = run(
        version,
        _LOADED
        + """
tell(title=trt.title, numbers=trt.numbers, lean=trt.is_lean,
     linear=trt.member("TensorFormat", "LINEAR") is None,
     plugins=sorted(trt.plugin_names()), input=trt.member("TensorIOMode", "INPUT").name)
trt.load_own_plugins()
""",
    )
    numbers = [int(number) for number in version.split(".")]
    assert told["title"] == f"TensorRT lean {'.'.join(map(str, numbers[:3]))}"
    assert told["numbers"] == numbers
    assert told["lean"]
    assert told["linear"], "the lean runtime has no TensorFormat"
    assert told["input"] == "INPUT"
    assert "EfficientNMS_TRT" not in told["plugins"]


@each_version
def test_the_log_is_heard_and_kept(version: str) -> None:
    # Without a driver it complains as soon as it is made, which is how the session knows.
    told = run(
        version,
        _LOADED
        + """
position = trt.log.position()
trt.logger.log(module.ILogger.Severity.WARNING, "a warning ")
trt.logger.log(module.ILogger.Severity.VERBOSE, "chatter")
trt.logger.log(module.ILogger.Severity.ERROR, "an error")
tell(lines=trt.log.since(position), errors=trt.log.since(position, "ERROR"))
""",
    )
    assert told["lines"] == [["WARNING", "a warning"], ["ERROR", "an error"]]
    assert told["errors"] == [["ERROR", "an error"]]


@each_version
def test_an_allocator_of_outputs_can_be_made(version: str) -> None:
    told = run(
        version,
        _LOADED
        + """
class Memory:
    address, nbytes = 4096, 100
class Cuda:
    def allocate(self, nbytes):
        return Memory()
memory = GrowingMemory(Cuda())
allocator = make_allocator(module, memory)
address = allocator.reallocate_output_async("y", 0, 100, 256, 7)
allocator.notify_shape("y", module.Dims([2, 3]))
tell(is_one=isinstance(allocator, module.IOutputAllocator), address=address, shape=memory.shape)
""",
    )
    assert told == {"is_one": True, "address": 4096, "shape": [2, 3]}


@each_version
def test_the_made_up_tensorrt_has_only_names_of_the_real_one(version: str) -> None:
    made_up = fakes.make_tensorrt(lean=True)
    wanted = {
        "ICudaEngine": _public(fakes.Engine) | {"num_io_tensors", "num_optimization_profiles"},
        "IExecutionContext": _public(fakes.Context) | {"active_optimization_profile", "profiler"},
        "Runtime": _public(made_up.Runtime)
        | {"engine_host_code_allowed", "num_DLA_cores", "DLA_core"},
        "IPluginRegistry": {"load_library", "all_creators"},
        "ILogger": {"log", "Severity"},
        "TensorIOMode": {"INPUT", "OUTPUT"},
        "TensorLocation": {"HOST", "DEVICE"},
        "DataType": set(fakes.STORED_AS),
        "IOutputAllocator": set(),
        "IProfiler": set(),
    }
    told = run(
        version,
        _LOADED
        + f"""
names = json.loads({json.dumps(json.dumps({k: sorted(v) for k, v in wanted.items()}))})
tell(absent=[f"{{kind}}.{{name}}" for kind, of_it in names.items() for name in of_it
             if not hasattr(getattr(module, kind), name)],
     severities=sorted(module.ILogger.Severity.__members__))
""",
    )
    assert told["absent"] == []
    assert told["severities"] == sorted(one.name for one in fakes.Severity)


def _public(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


@each_version
def test_every_type_of_input_that_is_known_is_a_type_of_tensorrt(version: str) -> None:
    told = run(
        version,
        _LOADED
        + """
from engine_core.runtime.tensorrt.iotensors import _STORED_AS
kinds = {kind.name for kind in module.DataType.__members__.values()}
tell(unknown=sorted(set(_STORED_AS) - kinds), refused=sorted(kinds - set(_STORED_AS)))
""",
    )
    assert told["unknown"] == []
    assert told["refused"] == ["E8M0", "FP4", "FP8", "INT4"]


@each_version
def test_without_a_driver_tensorrt_is_not_even_imported(version: str, tmp_path: Path) -> None:
    plan = tmp_path / "m.engine"
    fakes.write_plan(plan, built_with=(10, 3, 0, 1), version_compatible=True)
    told = run(
        version,
        f"""
import json, sys
from engine_core.errors import RuntimeMissingError
from engine_core.modelfile import identify
from engine_core.runtime import installed_runtimes, open_session
from engine_core.runtime.tensorrt import driver
def find_devices():
    raise RuntimeMissingError(driver.text("no driver"))
driver.find_devices = find_devices
runtimes = installed_runtimes()
try:
    open_session(identify({str(plan)!r}))
except RuntimeMissingError as error:
    print("TOLD", json.dumps(dict(error=str(error), runtimes=runtimes,
          imported=[name for name in sys.modules if name.startswith(("tensorrt", "pycuda"))])))
""",
    )
    assert told["error"] == "no driver."
    assert told["imported"] == []
    assert ["TensorRT lean", version] in told["runtimes"]
