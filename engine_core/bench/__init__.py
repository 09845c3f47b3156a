"""How fast models are, stage by stage and side by side.

All models stay open and are measured in turn, in rounds: where the clocks of the machine drift, they drift
for all alike, and how far the rounds differ says how far a figure can be trusted.
"""

from __future__ import annotations

from engine_core.bench.machine import MachineFacts, machine_facts
from engine_core.bench.results import BenchReport, ModelFigures, Problem
from engine_core.bench.run import BenchOptions, bench
from engine_core.bench.statistics import Quantiles
from engine_core.bench.table import as_markdown, as_plain

__all__ = [
    "BenchOptions",
    "BenchReport",
    "MachineFacts",
    "ModelFigures",
    "Problem",
    "Quantiles",
    "as_markdown",
    "as_plain",
    "bench",
    "machine_facts",
]
