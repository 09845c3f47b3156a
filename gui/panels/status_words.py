"""What the tooltip of the status strip tells of the graphics card."""

from __future__ import annotations

from gui.i18n import sentence, tr
from gui.load import LoadReading


def ways_words(*, on_device: bool, replayed: bool) -> str:
    """Return how the last frame ran beside the processor; empty where all of it ran there."""
    if on_device and replayed:
        return tr("Prepared and chosen on the graphics card, run as a recorded CUDA graph")
    if on_device:
        return tr("Prepared and chosen on the graphics card")
    return tr("Run as a recorded CUDA graph") if replayed else ""


def card_lines(load: LoadReading) -> list[str]:
    """Return what is known of the graphics card: its name, clock, power, and what slows it down."""
    if not load.gpu_name:
        return []
    facts = [load.gpu_name]
    if load.gpu_clock_mhz is not None:
        facts.append(f"{load.gpu_clock_mhz:,.0f} MHz")
    if load.gpu_power_w is not None and load.gpu_power_limit_w is not None:
        facts.append(
            tr(
                "{power} of {limit} W",
                power=f"{load.gpu_power_w:.0f}",
                limit=f"{load.gpu_power_limit_w:.0f}",
            )
        )
    lines = [" · ".join(facts)]
    if load.gpu_throttle is not None:
        lines.append(sentence(load.gpu_throttle))
    return lines
