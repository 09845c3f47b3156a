from __future__ import annotations

from engine_core.monitor import Card
from gui.load import NO_GPU, Load, LoadReading


def test_the_strip_reads_what_the_core_knows_of_the_machine() -> None:
    found: list[Card | None] = []

    def none() -> Card | None:
        found.append(None)
        return None

    load = Load(open_card=none)
    reading = load.read()
    load.wait()
    assert isinstance(reading, LoadReading)
    assert found == [None]
    assert (reading.gpu_percent, reading.gpu_power_w, reading.gpu_name) == (None, None, "")
    assert LoadReading() == NO_GPU
