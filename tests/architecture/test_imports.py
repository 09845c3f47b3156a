from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.project import PACKAGES, ROOT, modules, python_files, relative

# Each costs its share of a start, and some of them a crash where their driver is missing.
HEAVY = {
    "PySide6", "tensorrt", "tensorrt_lean", "pycuda", "onnxruntime", "onnx", "cv2", "av", "PIL",
    "pycocotools", "yaml", "numpy",
}  # fmt: skip


def in_a_bare_interpreter(code: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_point_down(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("module", ["engine_core", "engine_core.cli", "engine_core.doctor"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    loaded = json.loads(
        in_a_bare_interpreter(f"import {module}, json, sys; print(json.dumps(list(sys.modules)))")
    )
    assert module in loaded
    assert set(loaded) & HEAVY == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_can_be_imported_first(package: str) -> None:
    """A module that only works after another was imported hides a circle."""
    code = """
import importlib, sys
for name in {names!r}:
    for loaded in [m for m in sys.modules if m.split(".")[0] in {packages!r}]:
        del sys.modules[loaded]
    importlib.import_module(name)
print("done")
"""
    names = [
        name
        for name in modules()
        if name.split(".")[0] == package and not name.startswith("engine_core.runtime.tensorrt")
    ]
    assert names
    out = in_a_bare_interpreter(code.format(names=names, packages=PACKAGES))
    assert out.strip() == "done"


def test_nothing_creates_a_cuda_context_by_being_imported() -> None:
    """``pycuda.autoinit`` makes a context in whatever thread imports it first, and never frees it."""
    guilty = [
        relative(path)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and "pycuda.auto" in ast.unparse(node)
    ]
    assert guilty == []
