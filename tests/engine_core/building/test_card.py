from __future__ import annotations

import pytest

from engine_core.building import Card, builder_version, can_build, find_card
from engine_core.errors import RuntimeMissingError
from engine_core.runtime.tensorrt import adapter, driver
from engine_core.text import text

_DEVICE = driver.Device(0, "NVIDIA GeForce RTX 4090", (8, 9), 24 * 2**30)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A computer with a card and the full TensorRT."""
    monkeypatch.setattr(driver, "find_devices", lambda: (_DEVICE,))
    monkeypatch.setattr(adapter, "available", lambda: ("tensorrt",))
    monkeypatch.setattr(adapter, "installed_versions", lambda: [("TensorRT", "10.13.3.9")])
    return monkeypatch


@pytest.mark.usefixtures("machine")
def test_where_all_is_there_engines_can_be_built() -> None:
    assert can_build() is None
    assert builder_version() == "10.13.3.9"
    assert find_card() == Card("NVIDIA GeForce RTX 4090", (8, 9))


def test_a_lean_runtime_builds_nothing(machine: pytest.MonkeyPatch) -> None:
    machine.setattr(adapter, "available", lambda: ("tensorrt_lean",))
    assert "lean runtime" in str(can_build())
    assert builder_version() is None


def test_without_tensorrt_nothing_is_built(machine: pytest.MonkeyPatch) -> None:
    machine.setattr(adapter, "available", tuple)
    assert str(can_build()) == "TensorRT is not installed"


def test_without_a_card_nothing_is_built(machine: pytest.MonkeyPatch) -> None:
    def find_devices() -> None:
        raise RuntimeMissingError(text("No driver"), why=text("Nothing to drive"))

    machine.setattr(driver, "find_devices", find_devices)
    assert str(can_build()) == "Nothing to drive"


@pytest.mark.usefixtures("machine")
def test_a_card_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(RuntimeMissingError, match="number 3") as caught:
        find_card(3)
    assert "0: NVIDIA GeForce RTX 4090" in str(caught.value.why)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("NVIDIA GeForce RTX 4090", "rtx-4090-sm89"),
        ("NVIDIA H100 80GB HBM3", "h100-80gb-hbm3-sm89"),
        ("Orin (nvgpu)", "orin-nvgpu-sm89"),
        ("", "gpu-sm89"),
        ("../../x", "x-sm89"),
    ],
)
def test_a_card_is_part_of_a_file_name(name: str, slug: str) -> None:
    assert Card(name, (8, 9)).slug == slug
