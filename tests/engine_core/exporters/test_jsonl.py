from __future__ import annotations

import json
from pathlib import Path

from engine_core.detections import Detections
from engine_core.exporters.jsonl import open_jsonl
from engine_core.records import to_record
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import LABELS, picture, picture_source, video_frame


def test_each_line_is_the_record_of_one_frame(tmp_path: Path) -> None:
    frames = [picture("照片.jpg"), picture(detections=Detections.empty()), video_frame(4)]
    exporter = open_jsonl(builders.settings(tmp_path))
    for frame in frames:
        exporter.write(frame)
    exporter.close()

    lines = (tmp_path / "detections.jsonl").read_text("utf-8").splitlines()

    assert [json.loads(line) for line in lines] == [to_record(frame, LABELS) for frame in frames]


def test_frames_of_an_abandoned_source_are_taken_out(tmp_path: Path) -> None:
    exporter = open_jsonl(builders.settings(tmp_path))
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        exporter.begin_source(picture_source(name))
        exporter.write(picture(name))
        if name == "b.jpg":
            exporter.abandon_source()
        else:
            exporter.end_source()
    exporter.close()

    lines = (tmp_path / "detections.jsonl").read_text("utf-8").splitlines()

    assert [json.loads(line)["source"] for line in lines] == ["/data/a.jpg", "/data/c.jpg"]
