"""Graphics cards by the one name that CUDA and NVIDIA's management library share."""

from __future__ import annotations

import ctypes

from engine_core.errors import RuntimeMissingError

_ADDRESS_BYTES = 32


def bus_address(number: int) -> str | None:
    """Return the bus address (``0000:3b:00.0``) of the card that CUDA gives a number.

    CUDA numbers the cards that ``CUDA_VISIBLE_DEVICES`` leaves, the fastest first; the management library
    numbers all of them, by their address. Loads nothing but the driver, which may wake a sleeping card.

    Returns:
        The address, for ``engine_core.monitor``; None where there is no driver or no such card.
    """
    from engine_core.runtime.tensorrt import driver

    address = ctypes.create_string_buffer(_ADDRESS_BYTES)
    device = ctypes.c_int()
    try:
        driver.find_devices()
        driver.call("cuDeviceGet", ctypes.byref(device), ctypes.c_int(number))
        driver.call("cuDeviceGetPCIBusId", address, ctypes.c_int(_ADDRESS_BYTES), device)
    except (RuntimeMissingError, driver.DriverCallError):
        return None
    return address.value.decode("ascii", "replace") or None
