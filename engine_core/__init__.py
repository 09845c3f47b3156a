"""Detection without a window: from a model file and pictures to detections and files.

Imports nothing heavy; start at ``engine_core.detector`` and ``engine_core.batch``.
"""

from __future__ import annotations

__version__ = "0.1.0"
