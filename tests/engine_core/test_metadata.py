from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_core.metadata import (
    MAX_CLASSES,
    Metadata,
    parse_metadata,
    parse_names,
    parse_ultralytics_header,
    unquoted,
)
from engine_core.text import text

ORIGIN = text("a test")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("0129ab"), inner, max_size=4)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["task", "names", "stride", "imgsz", "batch", "channels", "end2end", "kpt_shape", "args", "dla"]
)

# The first draw of any text waits for Hypothesis to build its table of Unicode.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def header(fields: object, plan: bytes = b"plan") -> bytes:
    written = json.dumps(fields).encode()
    return len(written).to_bytes(4, "little", signed=True) + written + plan


def test_a_header_gives_its_fields_and_where_the_plan_begins() -> None:
    data = header(
        {
            "task": "pose",
            "names": {"0": "person", "2": "dog"},
            "stride": 32,
            "imgsz": [384, 640],
            "batch": 4,
            "channels": 1,
            "kpt_shape": [17, 3],
            "args": {"nms": True, "half": True},
            "end2end": False,
            "head": "Pose26",
            "dla": 1,
        }
    )
    found = parse_ultralytics_header(data, len(data))
    assert found is not None
    metadata, offset = found
    assert data[offset:] == b"plan"
    assert metadata == Metadata(
        task="pose",
        names=("person", None, "dog"),
        stride=32,
        imgsz=(384, 640),
        batch=4,
        channels=1,
        end2end=True,
        kpt_shape=(17, 3),
        head="Pose26",
        dla=1,
        args={"nms": True, "half": True},
        origin=metadata.origin,
    )
    assert str(metadata.origin) == "the file's header"


def test_python_literals_within_strings_are_read_as_onnx_files_hold_them() -> None:
    metadata = parse_metadata(
        {
            "names": "{0: 'person', 1: \"tench, Tinca tinca\", 2: 'it\\'s'}",
            "imgsz": "[640, 320]",
            "stride": "32",
            "batch": "1",
            "args": "{'batch': 1, 'fraction': 1.0, 'opset': None, 'nms': False}",
            "end2end": "True",
            "description": "Ultralytics YOLO [v8]",
        },
        ORIGIN,
    )
    assert metadata.names == ("person", "tench, Tinca tinca", "it's")
    assert (metadata.imgsz, metadata.stride, metadata.batch) == ((640, 320), 32, 1)
    assert metadata.args["fraction"] == 1.0
    assert metadata.end2end is True
    assert metadata.description == "Ultralytics YOLO [v8]"
    assert metadata.warnings == ()


@pytest.mark.parametrize("end2end", [None, False, True])
@pytest.mark.parametrize("nms", [None, False, True])
def test_a_model_is_end_to_end_if_either_field_says_so(
    end2end: bool | None, nms: bool | None
) -> None:
    raw: dict[str, object] = {} if end2end is None else {"end2end": end2end}
    if nms is not None:
        raw["args"] = {"nms": nms}
    said = [one for one in (end2end, nms) if one is not None]
    assert parse_metadata(raw, ORIGIN).end2end == (any(said) if said else None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", {"1000000000": "far"}),
        ("names", {"-1": "before"}),
        ("names", ["x"] * (MAX_CLASSES + 1)),
        ("names", 7),
        ("stride", "many"),
        ("imgsz", [640, 640, 3]),
        ("imgsz", [0, 640]),
        ("batch", True),
        ("kpt_shape", [17, 9]),
        ("task", "make coffee"),
        ("end2end", "perhaps"),
        ("args", [1]),
    ],
)
def test_an_odd_field_is_dropped_with_a_warning_that_names_it(field: str, value: object) -> None:
    metadata = parse_metadata({field: value, "head": "Detect"}, ORIGIN)
    assert [warning.facts["field"] for warning in metadata.warnings] == [field]
    assert len(str(metadata.warnings[0])) < 200
    assert metadata.head == "Detect"


def test_other_exporters_keys_for_class_names_are_understood() -> None:
    assert parse_metadata({"class_names": '["a", "b"]'}, ORIGIN).names == ("a", "b")
    assert parse_metadata({"labels": "car,bus"}, ORIGIN).names == ("car", "bus")
    assert parse_metadata({"classes": "80"}, ORIGIN).names == ()
    assert parse_metadata({"labels": "coco"}, ORIGIN).names == ()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["a", "a"], ("a", "a")),
        ({1: "b", 0: "a"}, ("a", "b")),
        ({"cat": 0, "dog": 2}, ("cat", None, "dog")),
        ("a;b;c;", ("a", "b", "c")),
        ("['a', None]", ("a", None)),
        ([" two  words\x1b[31m "], ("two words [31m",)),
        (["\ud800"], (None,)),
        ({}, ()),
    ],
)
def test_names_come_in_many_forms(value: object, names: tuple[str | None, ...]) -> None:
    assert parse_names(value) == names


@pytest.mark.parametrize(
    "hostile",
    [
        "1" + "+1" * 200_000,
        "a" + "[0]" * 200_000,
        "[" * 100_000,
        "-" * 100_000 + "1",
        "[1](1)(1)",
        "{[]: 1}",
        "__import__('os').getcwd()",
        "'" * 99_999,
    ],
)
def test_hostile_literals_stay_strings(hostile: str) -> None:
    assert unquoted(hostile) == hostile


def test_a_length_beyond_the_file_is_no_header() -> None:
    data = header({"task": "detect"}, b"")
    assert parse_ultralytics_header(data, len(data)) is not None
    assert parse_ultralytics_header(data, len(data) - 1) is None
    assert parse_ultralytics_header(b"\xff\xff\xff\xff{}", 6) is None
    assert parse_ultralytics_header(header([1]), 99) is None


@patient
@given(st.dictionaries(FIELDS, JSON, max_size=8))
def test_any_json_in_the_header_gives_metadata(fields: dict[str, object]) -> None:
    data = header(fields)
    found = parse_ultralytics_header(data, len(data))
    assert found is not None
    metadata, offset = found
    assert data[offset:] == b"plan"
    assert len(metadata.names) <= MAX_CLASSES
    assert all(str(warning) for warning in metadata.warnings)


@patient
@given(st.dictionaries(FIELDS, st.text(max_size=40), max_size=8))
def test_any_strings_in_onnx_metadata_give_metadata(fields: dict[str, object]) -> None:
    metadata = parse_metadata(fields, ORIGIN)
    assert metadata.origin == ORIGIN
    assert all(str(warning) for warning in metadata.warnings)


@patient
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)))
def test_names_written_as_python_or_json_come_back(names: list[str]) -> None:
    assert parse_names(repr(dict(enumerate(names)))) == tuple(names)
    assert parse_names(json.dumps(names)) == tuple(names)
