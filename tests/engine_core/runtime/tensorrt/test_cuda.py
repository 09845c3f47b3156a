"""What stands in the way of a graphics card, told before anything of it is used."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from engine_core.errors import InferenceError, ModelError, RuntimeMissingError
from engine_core.runtime.tensorrt import cuda, driver
from engine_core.runtime.tensorrt.cuda import Cuda, OutOfMemoryError


@pytest.fixture(autouse=True)
def one_card_without_pycuda(monkeypatch: pytest.MonkeyPatch) -> None:
    card = driver.Device(0, "Card", (8, 6), 24 << 30)
    monkeypatch.setattr(driver, "find_devices", lambda: (card,))
    monkeypatch.setattr(cuda, "_driver_module", None)
    for name in [name for name in sys.modules if name.partition(".")[0] == "pycuda"]:
        monkeypatch.delitem(sys.modules, name)


def test_without_pycuda_it_is_said_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycuda", None)
    with pytest.raises(RuntimeMissingError, match="pycuda is not installed") as caught:
        Cuda.open()
    assert "enginescope doctor" in str(caught.value.cure)


@pytest.mark.parametrize(
    "failure",
    [
        "ImportError('libcurand.so.10: cannot open shared object file')",
        "ModuleNotFoundError(\"No module named 'pytools'\", name='pytools')",
        "OSError('a DLL could not be initialised')",
    ],
)
def test_a_pycuda_that_cannot_be_loaded_says_why(
    failure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "driver.py").write_text(f"raise {failure}\n", "utf-8")
    package = ModuleType("pycuda")
    package.__path__ = [str(tmp_path)]
    monkeypatch.setitem(sys.modules, "pycuda", package)
    with pytest.raises(RuntimeMissingError, match="pycuda cannot be loaded") as caught:
        Cuda.open()
    assert str(caught.value.why) in failure.replace("\\", "")
    assert "enginescope doctor" in str(caught.value.cure)


@pytest.mark.parametrize("number", [-1, 1])
def test_a_card_that_is_not_there_is_told_before_pycuda_is_asked(number: int) -> None:
    with pytest.raises(RuntimeMissingError, match=f"no graphics card number {number}"):
        Cuda.open(number)


def test_full_memory_fails_opening_and_running_alike() -> None:
    error = OutOfMemoryError("Card", (1 << 20) + 1, (5 << 20) - 1, 24 << 30)
    assert isinstance(error, ModelError)
    assert isinstance(error, InferenceError)
    assert "2 MiB more are needed, and 4 of its 24576 MiB are free" in str(error)
