"""A demo as an installation holds one, of small models, pictures and a clip made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine_core import demo
from tests.engine_core.runs import cats_and_dogs, clip, picture


def stand_in(assets: Path) -> Path:
    """Write the demo of an installation whose assets lie in a folder; returns the demo's folder."""
    folder = assets / "demo"
    (folder / "pictures").mkdir(parents=True)
    for name in ("workshop.onnx", "workshop-small.onnx"):
        cats_and_dogs(folder).rename(folder / name)
    for number in (2, 1, 3):
        picture(folder / "pictures" / f"0{number}-parts.png", (96, 64))
    clip(folder / "belt.mp4", frames=50)
    return folder


def install(monkeypatch: pytest.MonkeyPatch, assets: Path) -> None:
    """Let the program look for its demo there."""
    monkeypatch.setattr(demo, "assets_folder", lambda: assets)
