from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine_core.bench import as_markdown, as_plain
from engine_core.bench.table import milliseconds
from tests.engine_core.bench.made_up import failed, figures, report

FAST = figures("fp16.engine", (0.1, 0.7, 0.1), precision="FP16")
SLOW = figures("a|b.onnx", (2.0, 60.0, 1.0), on_gpu=False, precision="FP32")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.replace("\\|", "¦").strip("|").split("|")]


def test_the_table_is_markdown_of_equal_columns() -> None:
    lines = as_markdown(report(FAST, SLOW)).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 4
    assert len({len(line) for line in table}) == 1
    heads, rule, fast, slow = (cells(line) for line in table)
    assert len(heads) == len(rule) == len(fast) == len(slow) == 16
    assert heads[:6] == ["Model", "Runtime", "Device", "Precision", "Input", "Batch"]
    assert rule[0].strip("-") == ""
    assert rule[-1].endswith("-:")
    assert fast[:6] == [
        *("fp16.engine", "TensorRT 10.3.0", "NVIDIA H100 80GB HBM3", "FP16", "640×640", "1"),
    ]
    assert fast[-2:] == ["96 MiB", "231 W"]
    assert slow[0] == "a¦b.onnx"


def test_what_is_not_known_is_a_dash_and_a_column_of_dashes_is_none() -> None:
    both = as_markdown(report(FAST, SLOW)).splitlines()
    # The card's power is not that of what runs on the processor.
    assert cells(both[3])[-2:] == ["–", "–"]
    alone = cells(as_markdown(report(SLOW)).splitlines()[0])
    assert "GPU memory" not in alone
    assert "Stream FPS" not in alone
    assert "Power" not in alone


def test_the_stages_and_the_interval_stand_in_the_row() -> None:
    row = cells(as_markdown(report(FAST)).splitlines()[2])
    times = FAST.times
    assert row[6:9] == [f"{times[s].p50:.2f}" for s in ("preprocess", "inference", "decode")]
    interval = FAST.median_interval
    assert interval is not None
    assert row[9] == f"{times['total'].p50:.2f} ({interval[0]:.2f}–{interval[1]:.2f})"
    assert row[10] == f"{times['total'].p95:.2f}"
    assert row[11] == f"{FAST.fps:,.0f}"
    assert row[12] == "1,500"


def test_beside_the_table_stands_what_has_to_be_known() -> None:
    said = as_markdown(report(FAST, failed("old.engine")))
    for expected in (
        "500 runs in 10 rounds",
        "bus.jpg, 810×1080 pixels",
        "95 % confidence",
        "NVIDIA H100 80GB HBM3, limit 700 W, driver 580.95",
        "Some Processor 9000, 16 threads",
        "TensorRT 10.3.0",
        "graphics card: clock 1,900 MHz on average, 1,500 MHz at the least, up to 61 °C",
        "the graphics card was slower",
        "old.engine was built for another graphics card (It is for compute capability 8.6",
        "fp16.engine replays a recorded CUDA graph",
    ):
        assert expected in said, expected


def test_a_graph_that_was_replayed_at_times_says_so() -> None:
    said = as_markdown(report(replace(FAST, replayed=0.4)))
    assert "replays a recorded CUDA graph in 40% of its runs" in said


def test_where_nothing_was_measured_there_is_no_table() -> None:
    said = as_markdown(report(failed("a.engine")))
    assert "|" not in said
    assert "a.engine was built for another graphics card" in said


def test_json_holds_everything() -> None:
    plain = json.loads(json.dumps(as_plain(report(FAST, failed("old.engine")))))
    fast, old = plain["models"]
    assert len(fast["times_ms"]["total"]["steps"]) == 101
    assert fast["times_ms"]["inference"]["p50"] == FAST.times["inference"].p50
    assert (fast["error"], fast["gpu_memory_bytes"]) == (None, 96 << 20)
    assert fast["load"]["gpu_power_w"] == 231.4
    assert old["error"]["cure"] == "Build it again here"
    assert (old["runs"], old["times_ms"]) == (0, {})
    assert plain["machine"]["runtimes"][1] == {"name": "TensorRT", "version": "10.3.0"}
    assert plain["pictures"] == [{"name": "bus.jpg", "width": 810, "height": 1080}]
    assert plain["notes"] == ["the graphics card was slower"]
    assert plain["cuda_bytes"] == 500 << 20


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((0.0123, "0.01"), (0.7, "0.70"), (9.99, "9.99"), (9.999, "10.0")),
        *((12.34, "12.3"), (99.96, "100"), (1234.5, "1,234")),
    ],
)
def test_times_have_three_digits(value: float, words: str) -> None:
    assert milliseconds(value) == words
