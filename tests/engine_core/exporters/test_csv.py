from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from engine_core.detections import ClassScore, Detections
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.csv import COLUMNS, open_csv
from engine_core.labels import Labels
from engine_core.overlay import Style
from engine_core.results import FrameResult
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import boxes, floats, picture, video_frame


def table(
    out: Path, *results: FrameResult, settings: ExportSettings | None = None
) -> list[dict[str, str]]:
    exporter = open_csv(settings or builders.settings(out))
    for result in results:
        exporter.write(result)
    exporter.close()
    with (out / "detections.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_detection_has_a_row_and_frames_without_any_have_none(tmp_path: Path) -> None:
    frame = video_frame(3, detections=boxes(2, (64, 48)))

    rows = table(tmp_path, picture(detections=Detections.empty()), frame)

    assert [row["frame"] for row in rows] == ["3", "3"]
    assert rows[0]["timestamp_s"] == "0.12"
    for row, xyxy in zip(rows, frame.detections.xyxy, strict=True):
        read = [float(row[key]) for key in ("x0", "y0", "x1", "y1")]
        np.testing.assert_allclose(read, xyxy, atol=0.0051)


def test_the_file_is_what_rfc_4180_and_excel_want(tmp_path: Path) -> None:
    table(tmp_path, picture('comma, "quote"\nline.jpg'))

    content = (tmp_path / "detections.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbfsource,frame,")
    assert b'"/data/comma, ""quote""\nline.jpg",0,' in content
    assert content.endswith(b"\r\n")


def test_names_that_a_spreadsheet_would_run_are_made_inert(tmp_path: Path) -> None:
    names = ("=1+1", "+a", "-b", "@c", "\td", "person")
    detections = Detections(
        xyxy=np.zeros((len(names), 4), np.float32),
        confidence=np.ones(len(names), np.float32),
        class_id=np.arange(len(names)),
    )
    settings = ExportSettings(out=tmp_path, labels=Labels(names), style=Style())

    rows = table(tmp_path, picture(detections=detections), settings=settings)

    assert [row["label"] for row in rows] == [*(f"'{name}" for name in names[:-1]), "person"]


def test_a_classifier_gives_its_answers_without_places(tmp_path: Path) -> None:
    scores = (ClassScore(0, 0.75), ClassScore(3, 0.25))

    rows = table(tmp_path, picture(detections=Detections.empty(), classes=scores))

    assert [(row["label"], row["confidence"], row["x0"]) for row in rows] == [
        ("person", "0.75", ""),
        ("汽车", "0.25", ""),
    ]


def test_corners_and_keypoints_are_numbers_with_spaces(tmp_path: Path) -> None:
    detections = Detections(
        xyxy=floats([[0, 0, 2, 2]]),
        confidence=floats([1]),
        class_id=np.array([0]),
        corners=floats([[[0, 1], [1, 0], [2, 1], [1, 2]]]),
        keypoints=floats([[[1, 2, 0.5]]]),
    )

    (row,) = table(tmp_path, picture(detections=detections))

    assert list(row) == list(COLUMNS)
    assert row["corners"] == "0.0 1.0 1.0 0.0 2.0 1.0 1.0 2.0"
    assert row["keypoints"] == "1.0 2.0 0.5"
