from __future__ import annotations

from typing import Any

import pytest

from engine_core.runtime.tensorrt.builder.tactics import sources
from tests.engine_core.runtime.tensorrt.builder.fake_trt import VERSIONS, FakeTrt


class _Library:
    """cuBLAS and cuDNN as one: whole, or a stand-in whose functions all answer 1."""

    def __init__(self, *, version: int, is_stand_in: bool = False) -> None:
        self._version = version
        self._is_stand_in = is_stand_in
        self.cudnnGetVersion = _Function(1 if is_stand_in else version)

    def cublasGetProperty(self, which: int, value: Any) -> int:  # noqa: N802 - cuBLAS' own name
        if self._is_stand_in:
            return 1
        value._obj.value = 12
        return 0


class _Function:
    def __init__(self, answer: int) -> None:
        self._answer = answer
        self.restype: Any = None

    def __call__(self) -> int:
        return self._answer


def _own(trt: FakeTrt) -> int:
    known = trt.TacticSource
    return 1 << int(known["EDGE_MASK_CONVOLUTIONS"]) | 1 << int(known["JIT_CONVOLUTIONS"])


def _missing(_name: str) -> Any:
    raise OSError("cannot open shared object file")


def _without_symbols(_name: str) -> Any:
    return object()


def test_real_libraries_are_used_as_tensorrt_would() -> None:
    assert sources(FakeTrt(8), "auto", lambda _name: _Library(version=8902)) is None


@pytest.mark.parametrize(
    "load",
    [
        _missing,
        _without_symbols,
        lambda _name: _Library(version=8902, is_stand_in=True),
        lambda _name: _Library(version=1),
    ],
    ids=["missing", "empty", "stand-ins", "nonsense"],
)
def test_missing_libraries_and_stand_ins_are_left_out(load: Any) -> None:
    trt = FakeTrt(8)
    assert sources(trt, "auto", load) == _own(trt) == 0b11000


@pytest.mark.parametrize("major", [10, 11])
def test_newer_versions_do_not_use_them_unasked(major: int) -> None:
    assert sources(FakeTrt(major), "auto", _missing) is None


@pytest.mark.parametrize("major", VERSIONS)
def test_what_is_asked_for_is_set(major: int) -> None:
    trt = FakeTrt(major)
    assert sources(trt, "own", _missing) == _own(trt)
    everything = sources(trt, "all", _missing)
    assert everything == sum(1 << int(source) for source in trt.TacticSource)
