from __future__ import annotations

import importlib.util
import sys

import pytest

from engine_core.doctor import Check, gpu
from tests import fake_cuda
from tests.engine_core.doctor.conftest import Install
from tests.fake_cuda import needs_fake_cuda

# Told in place of a real driver; the processes, and everything made of what they say, are real.
CARD = "tell(loaded=True, status=0, version=12040, devices=[['NVIDIA L4', 8, 9, 23034 * 2**20]])"
NO_DRIVER = "tell(loaded=False, error='libcuda.so.1: cannot open shared object file')"
DEADLY = "import os\nos.abort()"

without_tensorrt = pytest.mark.skipif(
    importlib.util.find_spec("tensorrt") is not None, reason="the real TensorRT is installed"
)


@pytest.fixture(autouse=True)
def not_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def checks() -> dict[str, Check]:
    return {check.name: check for check in gpu.examine_gpu()}


def driver(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(gpu, "_DRIVER", code)


def test_the_driver_of_this_very_computer_is_examined_without_harm() -> None:
    check, cuda = gpu.examine_driver()
    assert (check.state == "ok") == (cuda > 0)
    assert check.state == "ok" or str(check.why)


def test_a_working_driver_tells_its_cuda_and_its_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, CARD)
    check, cuda = gpu.examine_driver()
    assert check.state == "ok"
    assert cuda == 12040
    assert "CUDA 12.4" in check.found
    assert "NVIDIA L4 (compute 8.9, 22 GiB)" in check.found


@pytest.mark.parametrize(
    ("code", "state", "said"),
    [
        (NO_DRIVER, "missing", "NVIDIA"),
        (DEADLY, "problem", "signal 6"),
        ("tell(loaded=True, status=100, error='CUDA_ERROR_NO_DEVICE')", "missing", "NO_DEVICE"),
        ("tell(loaded=True, status=803, error='CUDA_ERROR_MISMATCH')", "problem", "Restart"),
        ("tell(loaded=True, status=0, version=12040, devices=[])", "missing", "no card"),
    ],
)
def test_a_driver_that_is_no_use_says_why(
    monkeypatch: pytest.MonkeyPatch, code: str, state: str, said: str
) -> None:
    driver(monkeypatch, code)
    check, cuda = gpu.examine_driver()
    assert (check.state, cuda) == (state, 0)
    assert said in f"{check.why} {check.cure}"


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "sudo ubuntu-drivers install"),
        ({"ID": "debian"}, "sudo apt-get install -y nvidia-driver"),
        ({"ID": "fedora"}, ""),
        (None, ""),
    ],
)
@without_tensorrt
def test_for_a_card_without_a_driver_the_lines_that_install_both_are_told(
    monkeypatch: pytest.MonkeyPatch, system: dict[str, str] | None, line: str
) -> None:
    def release() -> dict[str, str]:
        if system is None:
            raise FileNotFoundError
        return system

    driver(monkeypatch, NO_DRIVER)
    monkeypatch.setattr(gpu, "_has_nvidia_card", lambda: True)
    monkeypatch.setattr("platform.freedesktop_os_release", release)
    found = checks()
    assert found["NVIDIA driver"].command == line
    assert line or "nvidia.com/drivers" in str(found["NVIDIA driver"].cure)
    assert found["TensorRT"].command.endswith(" install tensorrt-cu12")
    assert "only once the driver works" in str(found["TensorRT"].cure)


@without_tensorrt
def test_without_a_card_nothing_is_to_be_installed_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, NO_DRIVER)
    monkeypatch.setattr(gpu, "_has_nvidia_card", lambda: False)
    found = gpu.examine_gpu()
    assert [check.command for check in found] == [""] * len(found)
    assert "only with an NVIDIA graphics card" in str(found[1].cure)


def test_without_a_driver_tensorrt_and_pycuda_are_never_loaded(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, NO_DRIVER)
    install("tensorrt-cu12", "11.4.0.106", tensorrt=DEADLY)
    install("pycuda", "2026.1", pycuda=DEADLY)
    _, tensorrt, pycuda = gpu.examine_gpu()
    assert (tensorrt.state, pycuda.state) == ("note", "note")
    assert tensorrt.found == "tensorrt-cu12 11.4.0.106"


@without_tensorrt
def test_a_card_without_tensorrt_is_told_the_line_that_fits_its_driver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver(monkeypatch, CARD)
    _, tensorrt, *_ = gpu.examine_gpu()
    assert tensorrt.state == "missing"
    assert tensorrt.command.endswith("tensorrt-cu12")


@without_tensorrt
def test_without_a_card_nothing_is_advised_that_could_not_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver(monkeypatch, NO_DRIVER)
    _, tensorrt, pycuda = gpu.examine_gpu()
    assert (tensorrt.command, pycuda.command) == ("", "")


def test_a_tensorrt_for_a_newer_cuda_than_the_drivers_is_a_problem_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    install("tensorrt-cu13", "11.4.0.106", tensorrt=DEADLY)
    check = checks()["TensorRT"]
    assert check.state == "problem"
    assert "CUDA 13" in str(check.why)
    assert check.command.endswith("tensorrt-cu12")


def test_a_pycuda_that_misses_the_random_numbers_says_so(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    message = "libcurand.so.10: cannot open shared object file"
    install("pycuda", "2026.1", pycuda=f"raise ImportError({message!r})")
    check = checks()["pycuda"]
    assert check.state == "problem"
    assert "random numbers" in str(check.why)


def test_a_pycuda_for_a_newer_driver_says_so_and_how_to_compile_it_for_this_one(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    install("pycuda", "2026.1", pycuda="raise ImportError('undefined symbol: cuCtxCreate_v4')")
    check = checks()["pycuda"]
    assert check.state == "problem"
    assert "newer CUDA" in str(check.why)
    assert check.command.endswith("-m engine_core.doctor.install_pycuda")


@needs_fake_cuda
def test_a_driver_and_pycuda_that_work_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    library = fake_cuda.library()
    assert library is not None
    monkeypatch.setenv("LD_LIBRARY_PATH", str(library.parent))
    monkeypatch.setenv("FAKE_CUDA_DEVICES", "2")
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    monkeypatch.setattr(gpu, "_driver_release", lambda: "580.82")
    found = checks()
    assert found["NVIDIA driver"].state == "ok"
    assert found["NVIDIA driver"].found == (
        "580.82, CUDA 13.0, Fake card 0 (compute 9.0, 8 GiB), Fake card 1 (compute 9.0, 8 GiB)"
    )
    assert found["pycuda"].state == "ok"


def test_a_card_that_nvml_knows_nothing_of_is_worth_a_note_only(
    monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    driver(monkeypatch, CARD)
    install("nvidia-ml-py", "13.1", pynvml="def nvmlInit():\n    raise OSError('no NVML here')")
    check = checks()["NVML"]
    assert (check.state, check.found) == ("note", "does not answer")
    assert "no NVML here" in str(check.why)


def test_without_a_card_nobody_is_asked_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    driver(monkeypatch, NO_DRIVER)
    assert set(checks()) == {"NVIDIA driver", "TensorRT", "pycuda"}
