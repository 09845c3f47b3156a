"""What engines answered on a real graphics card is read here as it was read there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine_core.detector import Detector
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.sidecars import Sidecars
from tests.recorded import FOLDER, Record, RecordedSession, read_record

RECORDS = sorted(FOLDER.glob("*.npz"))


def _detector(record: Record) -> Detector:
    session = RecordedSession(record)
    file = ModelFile(session.info.path, ModelFormat.TENSORRT, 0, Metadata())
    return Detector(session, file, sidecars=Sidecars(), overrules=record.overrules)


def test_there_are_records() -> None:
    assert RECORDS


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_recorded_answer_is_read_as_on_the_card(path: Path) -> None:
    record = read_record(path)
    expected = record.detections()
    with _detector(record) as detector:
        detector.detect(record.blank_frame())
        found = detector.detect(record.blank_frame()).detections
    found = found[found.confidence >= 0.25]
    assert len(found) == len(expected)
    for class_id, confidence, *corners in expected:
        away = np.abs(found.xyxy - corners).max(axis=1)
        # Half precision keeps coordinates of 640 pixels to half a pixel, which the picture has more of.
        same = (
            (found.class_id == class_id) & (away < 2) & (abs(found.confidence - confidence) < 2e-3)
        )
        assert same.any(), f"class {class_id} at {confidence} {corners} was not read"
