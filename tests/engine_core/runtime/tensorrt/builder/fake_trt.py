"""TensorRT's builder as its bindings of 8.6.0, 10.13 and 11.4 show it: same names, same numbers, no more.

Members and attributes were listed from the bindings themselves. What a version does not have is not
here either, so that touching it fails the test as it would end a build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path
from types import ModuleType
from typing import Any

# What identify() takes for a whole plan of TensorRT 8.6.0.
PLAN = (
    b"ftrt"
    + bytes(12)
    + (200).to_bytes(8, "little")
    + bytes([8, 6, 0, 12])
    + bytes(4)
    + b"NGNE"
    + bytes(164)
)

_FLAGS = {
    8: {"FP16": 0, "INT8": 1, "STRICT_TYPES": 4, "TF32": 7, "VERSION_COMPATIBLE": 15, "FP8": 17},
    10: {"FP16": 0, "BF16": 17, "INT8": 1, "TF32": 6, "VERSION_COMPATIBLE": 13, "FP8": 15},
    11: {"TF32": 6, "VERSION_COMPATIBLE": 12},
}
_CREATION = {
    8: {"EXPLICIT_BATCH": 0, "EXPLICIT_PRECISION": 1},
    10: {"EXPLICIT_BATCH": 0, "STRONGLY_TYPED": 1},
    11: {"STRONGLY_TYPED": 0, "PREFER_JIT_PYTHON_PLUGINS": 1},
}
_FOREIGN = {"CUBLAS": 0, "CUBLAS_LT": 1, "CUDNN": 2}
_TACTICS = {
    8: {**_FOREIGN, "EDGE_MASK_CONVOLUTIONS": 3, "JIT_CONVOLUTIONS": 4},
    10: {**_FOREIGN, "EDGE_MASK_CONVOLUTIONS": 3, "JIT_CONVOLUTIONS": 4},
    11: {"EDGE_MASK_CONVOLUTIONS": 0, "JIT_CONVOLUTIONS": 1},
}
_COMPATIBILITY = {
    8: {"NONE": 0, "AMPERE_PLUS": 1},
    10: {"NONE": 0, "AMPERE_PLUS": 1, "SAME_COMPUTE_CAPABILITY": 2},
    11: {"NONE": 0, "AMPERE_PLUS": 1, "SAME_COMPUTE_CAPABILITY": 2},
}
VERSIONS = {8: "8.6.0", 10: "10.13.3.9", 11: "11.4.0.106"}


def layers(*precisions: str) -> str:
    """Return the inspector's JSON for convolutions of these types (``FP16``, ``FP32`` …)."""
    formats = {"FP16": "Half", "FP32": "Float", "INT8": "Int8"}
    return json.dumps(
        {
            "Layers": [
                {
                    "Name": f"conv{index}",
                    "LayerType": "CaskConvolution",
                    "Inputs": [
                        {
                            "Name": "x",
                            "Dimensions": [1, 8, 4, 4],
                            "Format/Datatype": f"Channel major {precision} format",
                        }
                    ],
                    "Outputs": [],
                    "ParameterType": "Convolution",
                    "Weights": {"Type": formats[precision], "Count": 4},
                }
                for index, precision in enumerate(precisions)
            ],
            "Bindings": ["images", "output0"],
        }
    )


class Complaint:
    """One error of the parser."""

    def __init__(self, desc: str, func: str = "importModel", node: int = 0) -> None:
        self._desc, self._func, self._node = desc, func, node

    def desc(self) -> str:
        return self._desc

    def func(self) -> str:
        return self._func

    def node(self) -> int:
        return self._node


class FakeTrt(ModuleType):
    """The module; what was asked of it is kept for the test.

    Attributes:
        created_with: Argument of ``create_network``.
        config: The last configuration.
        parsed: What the parser was given: bytes, or the path of a file.
        complaints: What the parser says; some make it refuse.
        log: Lines to say while building, as pairs of severity and text.
        plan: What the builder gives; None for a failure.
        information: What the inspector says.
        during_build: Called while building, with the configuration.
    """

    def __init__(self, major: int) -> None:
        super().__init__("tensorrt")
        self.__version__ = VERSIONS[major]
        self.created_with: int | None = None
        self.config: Any = None
        self.parsed: bytes | Path | None = None
        self.complaints: list[Complaint] = []
        self.parser_log: list[tuple[str, str]] = []
        self.log: list[tuple[str, str]] = []
        self.plan: bytes | None = PLAN
        self.information = layers("FP16", "FP32")
        self.during_build: Callable[[Any], bool] = lambda _config: True
        self.known_timings: bytes = b"timings"
        self.plugins_loaded = False
        self.fast_fp16 = True
        self.host_code_allowed = False
        self.has_builder = True
        self._fill(major)

    def init_libnvinfer_plugins(self, logger: Any, namespace: str) -> bool:
        self.plugins_loaded = True
        return True

    def _fill(self, major: int) -> None:
        trt = self

        def enum(name: str, members: dict[str, int]) -> None:
            setattr(trt, name, IntEnum(name, members))

        enum("BuilderFlag", _FLAGS[major])
        enum("NetworkDefinitionCreationFlag", _CREATION[major])
        enum("TacticSource", _TACTICS[major])
        enum("MemoryPoolType", {"WORKSPACE": 0, "TACTIC_DRAM": 4})
        enum("ProfilingVerbosity", {"LAYER_NAMES_ONLY": 0, "NONE": 1, "DETAILED": 2})
        enum("HardwareCompatibilityLevel", _COMPATIBILITY[major])
        enum("LayerInformationFormat", {"ONELINE": 0, "JSON": 1})
        severity: Any = IntEnum(
            "severity", {"INTERNAL_ERROR": 0, "ERROR": 1, "WARNING": 2, "INFO": 3, "VERBOSE": 4}
        )

        class ILogger:
            Severity = severity

            def log(self, severity: Any, msg: str) -> None:
                raise NotImplementedError

        class TimingCache:
            def __init__(self, content: bytes) -> None:
                self.content = content

            def combine(self, input_cache: Any, ignore_mismatch: bool) -> bool:
                assert not ignore_mismatch
                self.content += b"+" + input_cache.content
                return True

            def serialize(self) -> bytes:
                return self.content

        class Profile:
            __slots__ = ("shapes",)

            def __init__(self) -> None:
                self.shapes: dict[str, tuple[Any, ...]] = {}

            def set_shape(self, input: str, min: Any, opt: Any, max: Any) -> None:  # noqa: A002
                self.shapes[input] = (tuple(min), tuple(opt), tuple(max))

        class Config:
            __slots__ = (
                "builder_optimization_level",
                "flags",
                "hardware_compatibility_level",
                "pools",
                "profiles",
                "profiling_verbosity",
                "tactics",
                "timings",
                *(("progress_monitor",) if major >= 10 else ()),
            )

            def __init__(self) -> None:
                self.flags: set[str] = set()
                self.pools: dict[str, int] = {}
                self.profiles: list[Any] = []
                self.tactics: int | None = None
                self.timings: Any = None

            def set_flag(self, flag: Any) -> None:
                self.flags.add(flag.name)

            def set_memory_pool_limit(self, pool: Any, pool_size: int) -> None:
                self.pools[pool.name] = pool_size

            def set_tactic_sources(self, tactic_sources: int) -> bool:
                self.tactics = tactic_sources
                return True

            def add_optimization_profile(self, profile: Any) -> int:
                self.profiles.append(profile.shapes)
                return len(self.profiles) - 1

            def create_timing_cache(self, serialized_timing_cache: bytes) -> Any:
                if serialized_timing_cache.startswith(b"damaged"):
                    return None
                return TimingCache(serialized_timing_cache)

            def set_timing_cache(self, cache: Any, ignore_mismatch: bool) -> bool:
                self.timings = cache
                return True

            def get_timing_cache(self) -> Any:
                return self.timings

        class Builder:
            def __init__(self, logger: Any) -> None:
                if not trt.has_builder:
                    logger.log(severity.ERROR, "CUDA initialization failure with error: 35")
                    raise TypeError("pybind11::init(): factory function returned nullptr")
                self._logger = logger
                if major < 11:
                    self.platform_has_fast_fp16 = trt.fast_fp16
                    self.platform_has_fast_int8 = True

            def create_network(self, flags: int = 0) -> Any:
                trt.created_with = flags
                return object()

            def create_builder_config(self) -> Any:
                trt.config = Config()
                return trt.config

            def create_optimization_profile(self) -> Any:
                return Profile()

            def build_serialized_network(self, network: Any, config: Any) -> bytes | None:
                _say(self._logger, severity, trt.log)
                if config.timings is not None:
                    config.timings.content += trt.known_timings
                return trt.plan if trt.during_build(config) else None

        class OnnxParser:
            def __init__(self, network: Any, logger: Any) -> None:
                self._logger = logger

            @property
            def num_errors(self) -> int:
                return len(trt.complaints)

            def get_error(self, index: int) -> Complaint:
                return trt.complaints[index]

            def parse(self, model: bytes, path: str | None = None) -> bool:
                trt.parsed = model
                return self._answer()

            def parse_from_file(self, model: str) -> bool:
                trt.parsed = Path(model)
                return self._answer()

            def _answer(self) -> bool:
                _say(self._logger, severity, trt.parser_log)
                return not trt.complaints

        class Inspector:
            def get_engine_information(self, format: Any) -> str:  # noqa: A002
                assert format.name == "JSON"
                return trt.information

        class Engine:
            num_aux_streams = 1

            def __init__(self) -> None:
                if major < 11:
                    self.device_memory_size = 4096
                else:
                    self.device_memory_size_v2 = 4096

            def create_engine_inspector(self) -> Any:
                return Inspector()

        class Runtime:
            engine_host_code_allowed = False

            def __init__(self, logger: Any) -> None:
                pass

            def deserialize_cuda_engine(self, serialized_engine: bytes) -> Any:
                trt.host_code_allowed = self.engine_host_code_allowed
                return Engine()

        for one in (ILogger, Builder, OnnxParser, Runtime):
            setattr(trt, one.__name__, one)
        if major >= 10:

            class IProgressMonitor:
                pass

            self.__dict__["IProgressMonitor"] = IProgressMonitor


def _say(logger: Any, severity: Any, lines: Sequence[tuple[str, str]]) -> None:
    for name, line in lines:
        logger.log(severity[name], line)
