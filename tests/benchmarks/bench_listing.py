"""Time and memory of listing a folder of 100,000 pictures. Run: ``python -m tests.benchmarks.bench_listing``.

The files are empty: a listing opens none of them. Memory is what the process holds more while the list
lives, and at most during the listing, as the Python allocator counts it.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from engine_core.sources.listing import list_sources

COUNT = 100_000
TIME_BAR_S = 1.0
MEMORY_BAR_MB = 100.0


def main() -> None:
    """Measure a flat folder and a nested one, and print the figures beside the bars."""
    with tempfile.TemporaryDirectory() as folder:
        flat, nested = Path(folder, "flat"), Path(folder, "nested")
        flat.mkdir()
        for number in range(COUNT):
            (flat / f"frame_{number * 7919 % COUNT}.jpg").touch()
            part = nested / f"camera {number % 100}"
            if number < 100:
                part.mkdir(parents=True)
            (part / f"{number}.jpg").touch()
        for name, arguments in (
            ("flat", [str(flat)]),
            ("nested and flat", [str(nested), str(flat)]),
        ):
            _report(name, arguments)


def _report(name: str, arguments: list[str]) -> None:
    times_s = []
    for _ in range(5):
        gc.collect()
        begin = time.perf_counter()
        count = len(list_sources(arguments).items)
        times_s.append(time.perf_counter() - begin)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    listed = list_sources(arguments)
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    scale = COUNT / len(listed.items)
    sys.stdout.write(
        f"{name}: {count} items; for each {COUNT}: "
        f"{statistics.median(times_s) * scale:.2f} s (bar {TIME_BAR_S} s), "
        f"kept {(after - before) * scale / 1e6:.0f} MB, "
        f"peak {(peak - before) * scale / 1e6:.0f} MB (bar {MEMORY_BAR_MB:.0f} MB)\n"
    )


if __name__ == "__main__":
    main()
