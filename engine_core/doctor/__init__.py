"""What this installation can do, what it lacks, and the line that brings what is missing.

Nothing is loaded into the asking process: every library is tried in a process of its own
(:mod:`engine_core.doctor.loading`), so that the examination outlives whatever it finds.
"""

from __future__ import annotations

from engine_core.doctor.examine import examine
from engine_core.doctor.report import Ability, Check, Report, State, as_json, as_text

__all__ = ["Ability", "Check", "Report", "State", "as_json", "as_text", "examine"]
