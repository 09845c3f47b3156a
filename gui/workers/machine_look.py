"""Finds out what this computer has to run and build engines with. Takes a while: never on the GUI thread."""

from __future__ import annotations

import logging
import threading

from engine_core.errors import EngineScopeError
from engine_core.text import Text, text
from gui.machine import GraphicsCard, Machine

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_known: list[Machine] = []


def look_at_machine() -> Machine:
    """Return what there is. The driver is woken once; later calls cost nothing. Not on the GUI thread."""
    with _lock:
        if not _known:
            _known.append(_looked())
        return _known[0]


def _looked() -> Machine:
    try:
        return Machine(cards=_cards(), tensorrt=_tensorrt(), no_build=_no_build())
    except Exception as error:  # noqa: BLE001 - a driver may answer anything; without an answer nothing is offered
        _log.info("the look at this computer failed", exc_info=True)
        return Machine(no_build=text("{reason}", reason=str(error)))


def _cards() -> tuple[GraphicsCard, ...]:
    from engine_core.runtime.tensorrt.driver import find_devices

    try:
        found = find_devices()
    except EngineScopeError:
        return ()
    return tuple(
        GraphicsCard(
            number=device.number,
            name=device.name,
            memory_bytes=device.memory_bytes,
            capability=device.capability,
        )
        for device in found
    )


def _tensorrt() -> str:
    from engine_core.runtime import installed_runtimes

    return next(
        (version for name, version in installed_runtimes() if name.startswith("TensorRT")), ""
    )


def _no_build() -> Text | None:
    from engine_core.building import can_build

    return can_build()
