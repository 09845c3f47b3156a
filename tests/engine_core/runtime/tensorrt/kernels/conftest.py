from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from engine_core.runtime.tensorrt.kernels import FrameKernels
from tests.engine_core.runtime.tensorrt.kernels.host_cuda import COMPILER, HostCuda, compiled


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ctypes.CDLL]:
    if COMPILER is None:
        pytest.skip("the kernels are tried as C++ here, and there is no g++")
    return compiled(tmp_path_factory.mktemp("kernels"))


@pytest.fixture
def cuda(libraries: dict[str, ctypes.CDLL]) -> Iterator[HostCuda]:
    cuda = HostCuda(libraries)
    yield cuda
    cuda.close()


@pytest.fixture
def kernels(cuda: HostCuda) -> FrameKernels:
    kernels = FrameKernels.load(cuda)  # type: ignore[arg-type]
    assert kernels is not None
    return kernels
