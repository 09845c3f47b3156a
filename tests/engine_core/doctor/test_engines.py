from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine_core.doctor.engines import examine_tensorrt, install_line
from tests.engine_core.doctor.conftest import Install
from tests.lean_wheels import VERSIONS, lean_site, needs_lean

CUDA_12, CUDA_13 = 12040, 13000

# A module as TensorRT's, as far as it is asked here.
TENSORRT = """
__version__ = {version!r}
class ILogger:
    class Severity:
        INTERNAL_ERROR, ERROR, WARNING = range(3)
class Runtime:
    def __init__(self, logger):
        logger.log(ILogger.Severity.WARNING, "lazy loading is off")
        if {said!r}:
            logger.log(ILogger.Severity.ERROR, {said!r})
"""
BUILDER = "\nclass Builder: pass\nclass OnnxParser: pass\n"


def module(version: str, *, builds: bool = True, said: str = "") -> str:
    return TENSORRT.format(version=version, said=said) + (BUILDER if builds else "")


@pytest.fixture
def resource(tmp_path: Path) -> None:
    """The builder's library, beside the module where NVIDIA's wheels of 8.6 have it."""
    (tmp_path / "libnvinfer_builder_resource.so.8.6.0").touch()


@pytest.mark.usefixtures("resource")
def test_a_whole_tensorrt_is_well_and_can_build(install: Install) -> None:
    install("tensorrt-cu12", "10.3.0", tensorrt=module("10.3.0"))
    check, builder = examine_tensorrt(CUDA_12)
    assert (check.state, check.found, check.command) == ("ok", "tensorrt-cu12 10.3.0", "")
    assert builder is not None
    assert (builder.state, builder.found) == ("ok", "10.3.0")


def test_a_tensorrt_without_the_library_of_its_builder_opens_engines_only(install: Install) -> None:
    install("tensorrt", "8.6.0", tensorrt=module("8.6.0"))
    check, builder = examine_tensorrt(CUDA_12)
    assert check.state == "ok"
    assert builder is not None
    assert builder.state == "missing"
    assert "nvinfer_builder_resource" in str(builder.why)


@pytest.mark.usefixtures("resource")
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("8.5.3.1", "8.6 and newer"),
        ("9.3.0", "TensorRT 9"),
        ("10.2.0", "wrong results"),
        ("12.0.0.5", "newer than all"),
    ],
)
def test_a_version_that_is_not_made_for_is_worth_a_note(
    install: Install, version: str, said: str
) -> None:
    install("tensorrt", version, tensorrt=module(version))
    check, _ = examine_tensorrt(CUDA_12)
    assert check.state == "note"
    assert said in str(check.why)


@pytest.mark.usefixtures("resource")
@pytest.mark.parametrize(
    "version", ["8.6.0", "8.6.1", "10.0.1", "10.2.1", "10.16.1.11", "11.4.0.106"]
)
def test_versions_that_it_is_made_for_need_no_note(install: Install, version: str) -> None:
    install("tensorrt", version, tensorrt=module(version))
    assert examine_tensorrt(CUDA_13)[0].state == "ok"


def test_the_lean_runtime_alone_says_what_it_cannot(install: Install) -> None:
    install("tensorrt-lean-cu13", "11.4.0.106", tensorrt_lean=module("11.4.0.106", builds=False))
    check, builder = examine_tensorrt(CUDA_13)
    assert check.state == "note"
    assert "version-compatible" in str(check.why)
    assert check.command.endswith("tensorrt-cu13")
    assert builder is not None
    assert (builder.state, builder.command) == ("missing", check.command)


@pytest.mark.usefixtures("resource")
def test_several_runtimes_are_all_named(install: Install) -> None:
    install("tensorrt-cu12", "10.3.0", tensorrt=module("10.3.0"))
    install("tensorrt-lean-cu12-bindings", "10.4.0", tensorrt_lean_bindings=module("10.4.0"))
    install("tensorrt-dispatch", "10.5.0", tensorrt_dispatch="raise SystemError")
    check, builder = examine_tensorrt(CUDA_12)
    assert check.state == "ok"
    assert check.found == (
        "tensorrt-cu12 10.3.0, tensorrt-lean-cu12-bindings 10.4.0, tensorrt-dispatch 10.5.0"
    )
    assert builder is not None
    assert builder.found == "10.3.0"


def test_a_full_runtime_that_is_broken_leaves_the_lean_one_and_what_it_said(
    install: Install,
) -> None:
    install("tensorrt", "10.3.0", tensorrt="raise ImportError('libnvinfer.so.10: broken')")
    install("tensorrt-lean", "10.3.0", tensorrt_lean=module("10.3.0", builds=False))
    check, _ = examine_tensorrt(CUDA_12)
    assert check.state == "note"
    assert "libnvinfer.so.10: broken" in check.details


def test_a_runtime_that_complains_of_cuda_does_not_count_as_started(install: Install) -> None:
    """It is handed out all the same, and ends the process when it is used."""
    said = "CUDA initialization failure with error: 35"
    install("tensorrt", "11.4.0.106", tensorrt=module("11.4.0.106", said=said))
    check, builder = examine_tensorrt(CUDA_12)
    assert check.state == "problem"
    assert "failure with error: 35" in str(check.why)
    assert builder is None


def test_the_dispatch_runtime_alone_is_no_tensorrt(install: Install) -> None:
    install("tensorrt-dispatch", "10.5.0", tensorrt_dispatch="raise SystemError")
    check, builder = examine_tensorrt(CUDA_12)
    assert (check.state, check.found, builder) == ("missing", "tensorrt-dispatch 10.5.0", None)


def test_tensorrt_for_rtx_is_told_apart(install: Install) -> None:
    install("tensorrt-rtx", "1.7.1", tensorrt_rtx="")
    check, _ = examine_tensorrt(CUDA_12)
    assert (check.state, check.found) == ("missing", "tensorrt-rtx 1.7.1")
    assert "RTX" in str(check.why)


@pytest.mark.parametrize(
    ("cuda", "package"),
    [
        (11080, "tensorrt-cu11"),
        (12040, "tensorrt-cu12"),
        (13000, "tensorrt-cu13"),
        (14010, "tensorrt-cu13"),
    ],
)
def test_the_line_names_the_package_that_the_driver_serves(cuda: int, package: str) -> None:
    assert install_line(cuda).endswith(f"pip install {package}")


def test_what_is_told_of_older_versions_exists_for_this_python() -> None:
    check, _ = examine_tensorrt(CUDA_12)
    if check.state != "missing":
        pytest.skip("the real TensorRT is installed")
    assert "tensorrt-cu12==VERSION" in str(check.cure)
    assert ("tensorrt==8.6.1" in str(check.cure)) == (sys.version_info < (3, 12))


@pytest.mark.parametrize("version", [pytest.param(v, marks=needs_lean(v)) for v in VERSIONS])
def test_a_real_runtime_that_finds_no_driver_is_seen_not_to_start(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    site = str(lean_site(version))
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("PYTHONPATH", site)
    # A real driver would serve it.
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    check, builder = examine_tensorrt(CUDA_13)
    assert check.state == "problem"
    assert check.found == f"tensorrt-lean-cu13-bindings {version}"
    assert "CUDA initialization failure" in str(check.why)
    assert builder is None
