"""From output tensors to candidates: one module per layout of outputs.

``FAMILIES`` lists them in the order in which equally good proposals are preferred.
"""

from __future__ import annotations

from engine_core.decoders import yolov8
from engine_core.decoders.base import Family

FAMILIES: tuple[Family, ...] = (yolov8.FAMILY,)
