"""A run on a graphics card must not look well when nothing was run on one."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fake_cuda
from tests.architecture.project import ROOT
from tests.fake_cuda import needs_fake_cuda

# Plug-ins that a bare host does not have, switched off by the names they register.
WITHOUT_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

FOLDERS = ("ENGINESCOPE_TEST_ENGINES", "ENGINESCOPE_TEST_RECORDED", "ENGINESCOPE_TEST_DATA")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """The folder of tests for a card, with one test in it that passes."""
    (tmp_path / "tests" / "gpu").mkdir(parents=True)
    names = (
        "__init__.py",
        "conftest.py",
        "shared_data.py",
        "gpu/__init__.py",
        "gpu/conftest.py",
        "gpu/pytest.ini",
    )
    for name in names:
        shutil.copyfile(ROOT / "tests" / name, tmp_path / "tests" / name)
    write(tmp_path, "def test_it() -> None:\n    assert True\n")
    return tmp_path


def write(runs: Path, code: str) -> None:
    (runs / "tests" / "gpu" / "test_one.py").write_text(code, "utf-8")


def run(runs: Path, env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    environment |= {"PYTHONPATH": f"{runs}{os.pathsep}{ROOT}", "ENGINESCOPE_REQUIRE_GPU": ""}
    line = [sys.executable, "-m", "pytest", "-c", "tests/gpu/pytest.ini", "tests/gpu", *options]
    return subprocess.run(
        line,
        cwd=runs,
        env=environment | WITHOUT_PLUGINS | env,
        capture_output=True,
        text=True,
        check=False,
    )


def without_a_card() -> dict[str, str]:
    """Hide the cards of this computer: the driver sees none, or there is no driver."""
    library = fake_cuda.library()
    path = str(library.parent) if library else ""
    return {"CUDA_VISIBLE_DEVICES": "-1", "FAKE_CUDA_DEVICES": "0", "LD_LIBRARY_PATH": path}


def with_a_card(runs: Path) -> dict[str, str]:
    """Let a card be seen, with TensorRT and the folders that tests on a card read."""
    (runs / "tensorrt.py").touch()
    for name in ("one.engine", "one.npz", "manifest.json"):
        (runs / name).touch()
    return {
        "LD_LIBRARY_PATH": str(fake_cuda.library().parent),  # type: ignore[union-attr]
        **dict.fromkeys(FOLDERS, str(runs)),
    }


def test_without_a_card_all_is_skipped_with_the_reason(runs: Path) -> None:
    done = run(runs, without_a_card())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 skipped" in done.stdout
    assert "NVIDIA driver" in done.stdout


def test_without_a_card_a_run_that_is_to_have_one_fails_and_says_why(runs: Path) -> None:
    done = run(runs, without_a_card() | {"ENGINESCOPE_REQUIRE_GPU": "1"})
    assert done.returncode not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "ENGINESCOPE_REQUIRE_GPU is set, but: NVIDIA driver" in done.stdout + done.stderr


@needs_fake_cuda
def test_with_a_card_the_tests_run(runs: Path) -> None:
    done = run(runs, with_a_card(runs) | {"ENGINESCOPE_REQUIRE_GPU": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


@needs_fake_cuda
@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("import pytest\n@pytest.mark.skip(reason='so')\ndef test_it() -> None: ...\n", ()),
        ("def test_it() -> None: ...\n", ("-k", "nothing")),
        ("", ()),
    ],
    ids=["skipped", "deselected", "none"],
)
def test_a_run_that_is_to_have_a_card_fails_when_no_test_passed(
    runs: Path, code: str, options: tuple[str, ...]
) -> None:
    write(runs, code)
    done = run(runs, with_a_card(runs) | {"ENGINESCOPE_REQUIRE_GPU": "1"}, *options)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    assert "no test passed" in done.stdout


@needs_fake_cuda
@pytest.mark.skipif(
    importlib.util.find_spec("tensorrt") is not None, reason="the real TensorRT is installed"
)
def test_with_a_card_but_without_tensorrt_a_run_that_is_to_have_it_fails(runs: Path) -> None:
    env = with_a_card(runs) | {"ENGINESCOPE_REQUIRE_GPU": "1"}
    (runs / "tensorrt.py").unlink()
    done = run(runs, env)
    assert done.returncode != 0
    assert "TensorRT is not installed" in done.stdout + done.stderr


@needs_fake_cuda
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("is_named", [False, True])
def test_a_run_that_is_to_have_a_card_fails_without_engines_and_data(
    runs: Path, folder: str, is_named: bool
) -> None:
    empty = runs / "empty"
    empty.mkdir()
    env = with_a_card(runs) | {folder: str(empty) if is_named else ""}
    if folder == "ENGINESCOPE_TEST_DATA" and not is_named:
        env[folder] = str(runs / "nowhere")
    done = run(runs, env | {"ENGINESCOPE_REQUIRE_GPU": "1"})
    assert done.returncode not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert f"{folder} must name" in done.stdout + done.stderr
    assert run(runs, env).returncode == 0


@needs_fake_cuda
def test_tests_on_a_card_are_held_to_the_same_as_all_others(runs: Path) -> None:
    write(runs, "import logging\ndef test_it() -> None:\n    logging.warning('stray')\n")
    done = run(runs, with_a_card(runs))
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "unexpected log records" in done.stdout
