from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine_core.building import Card
from engine_core.modelfile import ModelFile, identify
from tests.builders import network

CARD = Card("NVIDIA H100 80GB HBM3", (9, 0))
VERSION = "8.6.0"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep engines, logs and timings of the test in a folder of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("engine_core.building.cache.user_cache_path", lambda *_, **__: folder)
    monkeypatch.setattr(
        "engine_core.consent.user_config_path", lambda *_, **__: tmp_path / "settings"
    )
    return folder


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build with TensorRT 8.6.0 on an H100, as far as the parent can tell."""
    monkeypatch.setattr("engine_core.building.build.find_card", lambda _device: CARD)
    monkeypatch.setattr("engine_core.building.build.builder_version", lambda: VERSION)


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    """A small network that says what it is."""
    return identify(
        network(
            tmp_path / "small.onnx",
            {"output0": np.zeros((1, 6, 84), np.float32)},
            properties={"task": "detect", "names": {0: "cat", 1: "dog"}, "stride": 32},
        )
    )
