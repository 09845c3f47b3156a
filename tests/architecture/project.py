"""The project's own files, as the guards look at them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine_core", "gui")

_FOLDERS = (*PACKAGES, "tests", "tools", "assets", ".ci")


def project_files() -> list[Path]:
    """Return every file that belongs to the project: no environments, caches or build results."""
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in _FOLDERS:
        files += [
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
    return sorted(files)


def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]


def modules() -> list[str]:
    """Return the dotted name of every module of the packages, the packages themselves included."""
    names = []
    for path in python_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in PACKAGES:
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
