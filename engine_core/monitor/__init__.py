"""How busy the machine is: this process, all of the processor, and one graphics card.

What a machine does not tell (no driver, a part of a card (MIG), WSL, Jetson) is None, and nothing here
raises.
"""

from __future__ import annotations

from engine_core.monitor.card import Card, Device
from engine_core.monitor.load import NOTHING_KNOWN, MachineLoad
from engine_core.monitor.sampler import LoadSummary, Sampler
from engine_core.monitor.watch import Monitor

__all__ = [
    "NOTHING_KNOWN",
    "Card",
    "Device",
    "LoadSummary",
    "MachineLoad",
    "Monitor",
    "Sampler",
]
