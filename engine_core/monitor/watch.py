"""The load for whoever must not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from engine_core.monitor.card import Card, Device
from engine_core.monitor.load import NOTHING_KNOWN, MachineLoad
from engine_core.monitor.processor import Processor


class Monitor:
    """Reads the load for whoever must not wait, such as a window twice a second.

    The driver may take long to answer (it wakes a sleeping card), so it is asked on a thread of its own
    that lives for one question; ``read`` returns the answer to the question before.
    """

    def __init__(
        self, device: Device = 0, *, open_card: Callable[[], Card | None] | None = None
    ) -> None:
        """Start to count.

        Args:
            device: The graphics card, as ``Card.open`` takes it.
            open_card: Replaces the look for it.
        """
        self._open_card = open_card if open_card is not None else lambda: Card.open(device)
        self._card: Card | None = None
        self._was_looked_for = False
        self._gpu = NOTHING_KNOWN
        self._asking: threading.Thread | None = None
        self._processor = Processor()

    def read(self) -> MachineLoad:
        """Return the load since the last call (processor) and at about the last call (graphics card)."""
        own = self._processor.read()
        gpu = self._gpu
        may_answer = not self._was_looked_for or self._card is not None
        if may_answer and (self._asking is None or not self._asking.is_alive()):
            self._asking = threading.Thread(target=self._ask_card, name="gpu-load", daemon=True)
            self._asking.start()
        return replace(
            gpu,
            cpu_percent=own.cpu_percent,
            cpu_system_percent=own.cpu_system_percent,
            memory_bytes=own.memory_bytes,
        )

    def wait(self) -> None:
        """Wait until the question under way is answered."""
        if self._asking is not None:
            self._asking.join()

    def _ask_card(self) -> None:
        if not self._was_looked_for:
            self._card = self._open_card()
            self._was_looked_for = True
        self._gpu = self._card.read() if self._card is not None else NOTHING_KNOWN
