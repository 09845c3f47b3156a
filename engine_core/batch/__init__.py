"""Every frame of every source through the detector into exporters: nothing dropped, nothing lost.

Three threads share the work, joined by short queues: one reads, the caller's infers, one writes. A
source is opened, used and closed on the reading thread, the detector stays on the caller's, exporters and
journal on the writing one. One bad picture is reported and the rest goes on; cancelling leaves only
complete files and a journal from which the same call goes on later.
"""

from __future__ import annotations

from engine_core.batch.loop import run
from engine_core.batch.report import Failure, Progress, Report, RunSettings
from engine_core.batch.settling import settle

__all__ = ["Failure", "Progress", "Report", "RunSettings", "run", "settle"]
