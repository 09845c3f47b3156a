"""TensorRT engines from ONNX files: what is wished, what is possible, and the build itself.

The build runs in a process of its own: it may take minutes, need gigabytes and end badly without
harm to the program that asked for it.
"""

from __future__ import annotations

from engine_core.building.build import Build, BuildCancelledError
from engine_core.building.cache import cached_engine, clear
from engine_core.building.card import Card, builder_version, can_build, find_card
from engine_core.building.choices import BuildChoices, choices
from engine_core.building.events import BuildEvent, BuildLog, BuildProgress, BuildResult
from engine_core.building.header import header_of_recipe
from engine_core.building.options import BuildOptions, InputRange, Precision, Tactics

__all__ = [
    "Build",
    "BuildCancelledError",
    "BuildChoices",
    "BuildEvent",
    "BuildLog",
    "BuildOptions",
    "BuildProgress",
    "BuildResult",
    "Card",
    "InputRange",
    "Precision",
    "Tactics",
    "builder_version",
    "cached_engine",
    "can_build",
    "choices",
    "clear",
    "find_card",
    "header_of_recipe",
]
