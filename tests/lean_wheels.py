"""Where unpacked lean runtimes of TensorRT lie, which can be imported without a driver.

``.ci/set-up test`` puts them there if pip finds them. ``ENGINESCOPE_TEST_LEAN`` names another folder,
with a folder for each version in it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

VERSIONS = ("10.16.1.11", "11.4.0.106")
"""The newest of each major version that lean runtimes for CUDA 13 exist of; 8.6 is the GPU's to test."""

FOLDER = Path(os.environ.get("ENGINESCOPE_TEST_LEAN") or Path(sys.prefix, "tensorrt-lean"))


def lean_site(version: str) -> Path | None:
    """Return the folder to put on ``sys.path`` of a process of its own; None where it is not there.

    The module in it is called ``tensorrt_lean_bindings``. Without a driver it can be imported, and a
    Runtime made; a plan that is given to it ends the process.
    """
    site = FOLDER / version
    # The bindings are made for one Python each, and only their wheel says for which.
    tag = f"Tag: cp{sys.version_info.major}{sys.version_info.minor}-"
    made_for = [
        wheel.read_text("utf-8") for wheel in site.glob("tensorrt_lean_cu*_bindings-*/WHEEL")
    ]
    is_whole = any(site.glob("tensorrt_lean_libs/libnvinfer_lean.so.*"))
    return site if is_whole and any(tag in text for text in made_for) else None


def needs_lean(version: str) -> pytest.MarkDecorator:
    """Skip a test where this version is not."""
    reason = (
        f"the lean runtime of TensorRT {version} is not in {FOLDER} (.ci/set-up test fetches it)"
    )
    return pytest.mark.skipif(lean_site(version) is None, reason=reason)
