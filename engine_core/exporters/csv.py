"""A table for spreadsheets and scripts: RFC 4180, one row per detection.

The file begins with a byte-order mark, without which Excel takes UTF-8 for the system's old code page
and shows Chinese class names as noise; Python reads it as ``utf-8-sig``, pandas as it is. Texts that a
spreadsheet would run as a formula (beginning with ``= + - @``, tab or return) get an apostrophe in front.

``corners`` and ``keypoints`` hold numbers separated by spaces: x y of the four corners, x y (confidence)
of each point. Classifiers give one row per answer, with empty coordinates. Frames in which nothing was
found have no row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from engine_core.exporters.base import ExportSettings
from engine_core.exporters.per_run import RunFile
from engine_core.records import to_record
from engine_core.results import FrameResult

COLUMNS = (
    "source",
    "frame",
    "timestamp_s",
    "width",
    "height",
    "class_id",
    "label",
    "confidence",
    "x0",
    "y0",
    "x1",
    "y1",
    "corners",
    "keypoints",
)


def open_csv(settings: ExportSettings) -> RunFile:
    """Write ``detections.csv``."""

    def rows_of(result: FrameResult) -> bytes:
        record = to_record(result, settings.labels)
        frame = [record[key] for key in COLUMNS[:5]]
        frame[0] = _inert(frame[0])
        rows = []
        for found in [*record["detections"], *record.get("classes", ())]:
            row = [*frame, found["class_id"], _inert(found["label"]), found["confidence"]]
            row += found.get("xyxy", [None] * 4)
            row += [_joined(found.get("corners", ())), _joined(found.get("keypoints", ()))]
            rows.append(row)
        return _table(rows)

    return RunFile(
        "csv",
        settings.out / "detections.csv",
        rows_of,
        on_published=settings.on_published,
        header=b"\xef\xbb\xbf" + _table([COLUMNS]),
    )


def _table(rows: Iterable[Iterable[object]]) -> bytes:
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\r\n").writerows(rows)
    return table.getvalue().encode(errors="replace")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _joined(points: Iterable[Iterable[float]]) -> str:
    return " ".join(str(number) for point in points for number in point)
