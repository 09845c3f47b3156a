from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine_core.builtin_labels import COCO91_TO_80, builtin_labels
from engine_core.errors import LabelsError
from engine_core.labelfiles import has_background, parse_labels, read_labels
from engine_core.labels import Labels
from tests.shared_data import ROOT, needs_shared_data

NAMES = st.lists(
    st.from_regex(r"[A-Za-z\u4e00-\u4fff]{2,8}( [A-Za-z]{1,5})?", fullmatch=True),
    min_size=2,
    max_size=30,
).filter(lambda names: not {name.lower() for name in names} & {"null", "n/a"})

# The first draw of any text waits for Hypothesis to build its table of Unicode.
same_folder = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(path: Path, content: str | bytes) -> tuple[str | None, ...]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_labels(path).names


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("labels.txt", "car\nbus\n\n\n", ("car", "bus")),
        ("labels.txt", "car\r\n\r\ntraffic light\r\n", ("car", None, "traffic light")),
        ("labels.txt", "\ufeffcar\nbus", ("car", "bus")),
        ("labels.txt", "0 car\n1 traffic light\n", ("car", "traffic light")),
        ("labels.txt", "1 car\n3 bus\n", (None, "car", None, "bus")),
        ("labels.txt", "2: bus\n0: car\n", ("car", None, "bus")),
        ("labels.txt", "car;bus;person;\n", ("car", "bus", "person")),
        ("labels.txt", "car, bus", ("car", "bus")),
        ("labels.txt", "car,0\nbus,1\n", ("car", "bus")),
        ("labels.txt", "3 wheeler\n5 door\n", ("3 wheeler", "5 door")),
        ("labels.txt", "0\n1\n2\n", ("0", "1", "2")),
        ("labels.txt", "# classes\ncar\n# two more\nbus\n", ("car", "bus")),
        ("labels.txt", "car\n???\nN/A\nbus", ("car", None, None, "bus")),
        ("labels.txt", "'car'\n\"bus\"", ("car", "bus")),
        ("labels.txt", "['car', 'bus']", ("car", "bus")),
        ("obj.names", "car\nbus\n", ("car", "bus")),
        ("c.json", '["car", null, "bus"]', ("car", None, "bus")),
        ("c.json", '{"0": "car", "2": "bus"}', ("car", None, "bus")),
        ("c.json", '{"car": 0, "bus": 1}', ("car", "bus")),
        ("c.json", '{"id2label": {"0": "car"}}', ("car",)),
        (
            "instances.json",
            '{"images": [], "categories": [{"id": 3, "name": "car"}, {"id": 1, "name": "person"}]}',
            (None, "person", None, "car"),
        ),
        ("data.yaml", "nc: 2\nnames: [yes, no]\n", ("yes", "no")),
        ("data.yaml", "path: x\nnames:\n  0: car\n  2: bus\n", ("car", None, "bus")),
        ("data.yaml", "names: \"['car', 'bus']\"", ("car", "bus")),
        ("infer_cfg.yml", "arch: YOLO\nlabel_list:\n- car\n- bus\n", ("car", "bus")),
        (
            "map.pbtxt",
            'item {\n id: 1\n name: "/m/01"\n display_name: "car"\n}\nitem { name: \'bus\' id: 3 }',
            (None, "car", None, "bus"),
        ),
        ("labels.txt", "café\nfenêtre\n".encode("latin-1"), ("café", "fenêtre")),
        ("labels.txt", "行人\n汽车\n".encode("gb2312"), ("行人", "汽车")),
        ("labels.txt", "行人\r\n汽车\r\n".encode("utf-16"), ("行人", "汽车")),
        ("labels.txt", "car\nbus\n".encode("utf-16-le"), ("car", "bus")),
    ],
)
def test_a_file_of_class_names_is_read(
    tmp_path: Path, name: str, content: str | bytes, names: tuple[str | None, ...]
) -> None:
    assert read(tmp_path / name, content) == names
    assert str(read_labels(tmp_path / name).origin) == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", ""),
        ("blank.txt", "\n\n \n"),
        ("binary.txt", bytes(range(256))),
        ("page.txt", "<!DOCTYPE html><html><body>404</body></html>"),
        ("pointer.names", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
        ("prose.txt", "word " * 200),
        ("net.txt", "[net]\nbatch=1\n\n[convolutional]\nfilters=16\n"),
        ("many.txt", "a\n" * 70_000),
        ("far.json", '{"1000000000": "far"}'),
        ("broken.json", '{"0": "car"'),
        ("deep.json", "[" * 100_000),
        ("other.json", '{"version": 3, "inputs": []}'),
        ("nc.yaml", "nc: 80\n"),
        ("broken.yaml", "names: [car\n"),
        ("tag.yaml", "names: !!python/object/apply:os.getcwd []\n"),
        ("deep.yaml", "names: " + "[" * 5000),
        ("map.pbtxt", "item { }"),
    ],
)
def test_what_holds_no_class_names_is_refused_with_its_name(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    with pytest.raises(LabelsError) as caught:
        read(tmp_path / name, content)
    assert name in str(caught.value)
    assert caught.value.why


def test_missing_files_folders_pictures_and_huge_files_are_refused(tmp_path: Path) -> None:
    picture = tmp_path / "labels.txt"
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    for path, word in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "no such file"),
        (picture, "picture"),
        (huge, "larger"),
    ):
        with pytest.raises(LabelsError, match=word):
            read_labels(path)


@pytest.mark.timeout(60)  # expanded it would never end
def test_aliases_of_yaml_are_not_expanded(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join([*levels, "names: *a11"])
    with pytest.raises(LabelsError):
        read(tmp_path / "bomb.yaml", bomb)


@same_folder
@given(
    names=NAMES, form=st.sampled_from(["lines", "numbered", "semi", "json", "yaml", "map", "utf16"])
)
def test_names_come_back_from_every_form(tmp_path: Path, names: list[str], form: str) -> None:
    content: str | bytes
    suffix, content = {
        "lines": (".txt", "\n".join(names)),
        "numbered": (".txt", "\n".join(f"{i}: {name}" for i, name in enumerate(names))),
        "semi": (".txt", ";".join(names)),
        "json": (".json", json.dumps(dict(enumerate(names)))),
        "yaml": (".yaml", yaml.safe_dump({"names": names}, allow_unicode=True)),
        "map": (
            ".pbtxt",
            "".join(f'item {{ id: {i} name: "{name}" }}\n' for i, name in enumerate(names)),
        ),
        "utf16": (".txt", "\n".join(names)),
    }[form]
    data = content.encode("utf-16") if form == "utf16" else content.encode()
    assert read(tmp_path / f"labels{suffix}", data) == tuple(names)


@same_folder
@given(
    data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode),
    suffix=st.sampled_from([".txt", ".json", ".yaml", ".pbtxt", ".names"]),
)
def test_random_files_give_labels_or_our_error(tmp_path: Path, data: bytes, suffix: str) -> None:
    try:
        names = read(tmp_path / f"x{suffix}", data)
    except LabelsError:
        return
    assert any(names)


@same_folder
@given(
    content=st.text("{}[]:,\"'-!&*|>#%@ \n\t01ab", max_size=60),
    suffix=st.sampled_from(["", ".json", ".yaml", ".pbtxt"]),
)
def test_random_markup_gives_labels_or_our_error(content: str, suffix: str) -> None:
    for prefix in ("", "names: ", "item {"):
        try:
            labels = parse_labels(prefix + content, name="x", suffix=suffix)
        except LabelsError:
            continue
        assert any(labels.names)


@pytest.mark.parametrize(
    ("first", "is_background"),
    [
        ("background", True),
        ("__background__", True),
        ("BACKGROUND", True),
        ("unlabeled", True),
        ("_background_", True),
        ("person", False),
        ("background noise", False),
        (None, False),
    ],
)
def test_a_background_class_is_recognised(first: str | None, is_background: bool) -> None:
    assert has_background(Labels((first, "car"))) is is_background
    assert not has_background(Labels())


def test_builtin_names_have_as_many_classes_as_asked_for() -> None:
    for count in (80, 90, 91, 20, 15):
        labels = builtin_labels(count)
        assert labels is not None
        assert len(labels) == count
    assert builtin_labels(7) is None


def test_annotation_ids_of_coco_lead_to_the_same_names() -> None:
    eighty, ninety, ninety_one = builtin_labels(80), builtin_labels(90), builtin_labels(91)
    assert eighty is not None
    assert ninety is not None
    assert ninety_one is not None
    assert sorted(COCO91_TO_80.values()) == list(range(80))
    for paper_id, class_id in COCO91_TO_80.items():
        assert ninety_one[paper_id] == ninety[paper_id - 1] == eighty[class_id]
    assert ninety_one.names[12] is None


@needs_shared_data
def test_the_builtin_names_agree_with_a_published_list() -> None:
    published = read_labels(ROOT / "models" / "ssd_mobilenet_v1_coco_uint8_nhwc.labels.txt")
    builtin = builtin_labels(90)
    assert builtin is not None
    assert published.names == builtin.names
