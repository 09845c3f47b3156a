from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.detections import Detections
from engine_core.errors import SourceError
from engine_core.exporters.voc import open_voc, read_voc, to_voc
from engine_core.labels import Labels
from engine_core.results import FrameResult
from tests.engine_core.exporters import builders
from tests.engine_core.exporters.builders import LABELS, floats, picture, results, shown_files


def parsed(content: bytes) -> Any:
    return ElementTree.fromstring(content)  # noqa: S314 - written by the test


@given(result=results("boxes"))
@settings(max_examples=50, deadline=None)
def test_boxes_come_back_as_the_pixels_they_touch(
    result: FrameResult, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "voc.xml"
    path.write_bytes(to_voc(result, LABELS, "voc"))
    written = result.detections

    read = read_voc(path, LABELS)

    np.testing.assert_array_equal(read.class_id, written.class_id)
    np.testing.assert_allclose(read.confidence, written.confidence, atol=6e-6)
    np.testing.assert_array_equal(read.xyxy[:, :2], np.floor(written.xyxy[:, :2]))
    np.testing.assert_array_equal(read.xyxy[:, 2:], np.ceil(written.xyxy[:, 2:]))


@given(st.lists(st.integers(0, 20), min_size=4, max_size=4))
def test_boxes_without_extent_or_on_the_edge_give_a_pixel_within(edges: list[int]) -> None:
    x0, x1 = sorted(edges[:2])
    y0, y1 = sorted(edges[2:])
    detections = Detections(
        xyxy=floats([[x0, y0, x1, y1]]),
        confidence=floats([1]),
        class_id=np.array([0]),
    )

    root = parsed(to_voc(picture(size_wh=(20, 20), detections=detections), LABELS, "f"))

    first_x, first_y, last_x, last_y = (int(c.text) for c in root.find("object/bndbox"))
    assert 1 <= first_x <= last_x <= 20
    assert 1 <= first_y <= last_y <= 20


def test_files_lie_below_annotations_and_name_the_picture(tmp_path: Path) -> None:
    exporter = open_voc(builders.settings(tmp_path))
    exporter.write(picture("街道/a b.png", size_wh=(64, 48)))
    exporter.close()

    assert shown_files(tmp_path) == ["Annotations/街道/a b.xml"]
    root = parsed((tmp_path / "Annotations/街道/a b.xml").read_bytes())
    assert root.findtext("filename") == "a b.png"
    assert root.findtext("folder") == "街道"
    assert (root.findtext("size/width"), root.findtext("size/height")) == ("64", "48")


def test_a_picture_is_named_as_it_lies_on_disk_and_its_file_by_the_unique_name(
    tmp_path: Path,
) -> None:
    exporter = open_voc(builders.settings(tmp_path))
    exporter.write(picture("a/bus~2.png", source="/data/a/bus.png"))
    exporter.close()

    assert shown_files(tmp_path) == ["Annotations/a/bus~2.xml"]
    root = parsed((tmp_path / "Annotations/a/bus~2.xml").read_bytes())
    assert root.findtext("filename") == "bus.png"


def test_names_that_xml_cannot_hold_still_give_xml() -> None:
    labels = Labels(("a\0b<&>\ud800汽",))
    detections = Detections(
        xyxy=floats([[0, 0, 1, 1]]), confidence=floats([1]), class_id=np.array([0])
    )

    root = parsed(to_voc(picture(detections=detections), labels, ""))

    assert root.findtext("object/name") == "ab<&>汽"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<annotation>",
        "<a><object><name>person</name></object></a>",
        "<a><object><name>?</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax>"
        "<ymax>2</ymax></bndbox></object></a>",
    ],
)
def test_what_is_not_voc_is_refused_in_words(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xml").write_text(content)

    with pytest.raises(SourceError, match=r"a\.xml"):
        read_voc(tmp_path / "a.xml", LABELS)
