"""How busy processor and graphics card are, for the lowest line of the window."""

from __future__ import annotations

from engine_core.monitor import NOTHING_KNOWN, MachineLoad, Monitor

Load = Monitor
LoadReading = MachineLoad
NO_GPU = NOTHING_KNOWN

__all__ = ["NO_GPU", "Load", "LoadReading"]
