"""What is shipped compiled is what the sources say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engine_core.runtime.tensorrt.kernels import build

PTXAS = shutil.which("ptxas") or shutil.which("ptxas", path="/usr/local/cuda/bin")


@pytest.mark.parametrize("name", build.NAMES)
def test_the_compiled_kernels_are_made_of_the_sources_at_hand(name: str) -> None:
    source = (build.FOLDER / f"{name}.cu").read_bytes()
    ptx = (build.FOLDER / f"{name}.ptx").read_text("ascii")
    again = "python -m engine_core.runtime.tensorrt.kernels.build makes them anew"
    assert build.recorded_hash(ptx) == build.source_hash(source), again


def test_no_source_is_forgotten() -> None:
    assert {path.stem for path in build.FOLDER.glob("*.cu")} == set(build.NAMES)
    assert {path.stem for path in build.FOLDER.glob("*.ptx")} == set(build.NAMES)


def test_line_ends_of_a_checkout_do_not_count() -> None:
    assert build.source_hash(b"a\r\nb\r\n") == build.source_hash(b"a\nb\n")
    assert build.source_hash(b"a\nb\n") != build.source_hash(b"a\nc\n")


@pytest.mark.skipif(build.find_nvrtc() is None, reason="NVRTC 11.8 is not installed")
@pytest.mark.parametrize("name", build.NAMES)
def test_compiling_again_gives_the_same_bytes(name: str) -> None:
    nvrtc = build.find_nvrtc()
    assert nvrtc is not None
    shipped = (build.FOLDER / f"{name}.ptx").read_bytes()
    assert build.compile_kernel(nvrtc, name).encode("ascii") == shipped


@pytest.mark.skipif(PTXAS is None, reason="there is no ptxas")
@pytest.mark.parametrize("name", build.NAMES)
@pytest.mark.parametrize("card", ["sm_75", "sm_90"])
def test_the_translator_of_the_driver_takes_them(name: str, card: str, tmp_path: Path) -> None:
    ptx = build.FOLDER / f"{name}.ptx"
    command = [str(PTXAS), f"-arch={card}", "--warning-as-error", str(ptx)]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
