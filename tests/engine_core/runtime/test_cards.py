from __future__ import annotations

from typing import Any

import pytest

from engine_core.errors import RuntimeMissingError
from engine_core.runtime.cards import bus_address
from engine_core.runtime.tensorrt import driver
from engine_core.text import text


def test_a_card_is_named_by_its_place_on_the_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    def call(function: str, *arguments: Any) -> None:
        if function == "cuDeviceGet":
            # What the driver calls a card need not be its number.
            arguments[0]._obj.value = arguments[1].value + 7
        elif function == "cuDeviceGetPCIBusId":
            assert arguments[1].value == len(arguments[0])
            arguments[0].value = f"0000:{arguments[2].value:02x}:00.0".encode()

    monkeypatch.setattr(driver, "find_devices", lambda: ())
    monkeypatch.setattr(driver, "call", call)
    assert bus_address(3) == "0000:0a:00.0"


def test_without_a_driver_no_card_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise RuntimeMissingError(what=text("There is no driver"))

    monkeypatch.setattr(driver, "find_devices", missing)
    assert bus_address(0) is None


def test_a_card_that_is_not_there_has_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(function: str, *_: Any) -> None:
        raise driver.DriverCallError(function, 101, "CUDA_ERROR_INVALID_DEVICE")

    monkeypatch.setattr(driver, "find_devices", lambda: ())
    monkeypatch.setattr(driver, "call", refuse)
    assert bus_address(9) is None
