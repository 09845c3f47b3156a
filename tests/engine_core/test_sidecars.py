from __future__ import annotations

import json
import sys
from pathlib import Path

import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from engine_core.errors import LabelsError
from engine_core.letterbox import Geometry
from engine_core.sidecars import Sidecars, find_sidecars, stems_of

DEEPSTREAM = """
[property]
gpu-id=0
net-scale-factor=0.0039215697906911373
offsets=10;20;30
model-color-format=1
model-engine-file=yolov8n.onnx_b1_gpu0_fp16.engine
labelfile-path=labels/mine.txt
num-detected-classes=2
infer-dims=3;384;640
maintain-aspect-ratio=1
symmetric-padding=1
cluster-mode=2

[class-attrs-all]
nms-iou-threshold=0.45
pre-cluster-threshold=0.25
"""


def write(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def named(found: Sidecars) -> list[tuple[str, bool]]:
    return [(candidate.path.name, candidate.specific) for candidate in found.labels]


def onnx_with(path: Path, **properties: str) -> Path:
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph([helper.make_node("Constant", [], ["y"])], "g", [], [result])
    model: onnx.ModelProto = helper.make_model(graph)
    helper.set_model_props(model, properties)
    path.write_bytes(model.SerializeToString())
    return path


@pytest.mark.parametrize(
    ("name", "stems"),
    [
        ("yolo.onnx_b1_gpu0_fp16.engine", ("yolo.onnx_b1_gpu0_fp16", "yolo.onnx", "yolo")),
        ("best-int8.engine", ("best-int8", "best")),
        ("net_b4_FP16.trt", ("net_b4_FP16", "net_b4", "net")),
        ("yolov5n.onnx", ("yolov5n",)),
        ("fp16.engine", ("fp16",)),
        ("model.v2.plan", ("model.v2",)),
        ("weights.bin", ("weights.bin", "weights")),
    ],
)
def test_companions_may_leave_out_what_builders_append(name: str, stems: tuple[str, ...]) -> None:
    assert stems_of(name) == stems


def test_nothing_beside_a_model_is_no_failure(tmp_path: Path) -> None:
    assert find_sidecars(write(tmp_path / "m.engine")) == Sidecars()
    assert find_sidecars(tmp_path / "nowhere" / "m.engine") == Sidecars()


def test_files_named_like_the_model_come_before_general_ones(tmp_path: Path) -> None:
    model = write(tmp_path / "yolo_fp16.engine")
    write(tmp_path / "labels.txt", "a\nb")
    write(tmp_path / "data.yaml", "names: [c]")
    write(tmp_path / "yolo.names", "d\ne\nf")
    write(tmp_path / "yolo_fp16.labels.txt", "g")
    write(tmp_path / "other.names", "h")
    found = find_sidecars(model)
    assert named(found) == [
        ("yolo_fp16.labels.txt", True),
        ("yolo.names", True),
        ("data.yaml", False),
        ("labels.txt", False),
    ]
    assert [candidate.read().names[0] for candidate in found.labels] == ["g", "d", "c", "a"]


def test_names_are_read_only_when_asked_for(tmp_path: Path) -> None:
    model = write(tmp_path / "m.engine")
    write(tmp_path / "labels.txt", "\x00\x01")
    found = find_sidecars(model)
    assert found.warnings == ()
    with pytest.raises(LabelsError):
        found.labels[0].read()


def test_the_folder_above_is_searched_only_for_triton(tmp_path: Path) -> None:
    write(tmp_path / "labels.txt", "unrelated")
    model = write(tmp_path / "engines" / "m.plan")
    assert find_sidecars(model).labels == ()
    model = write(tmp_path / "yolo" / "1" / "model.plan")
    write(tmp_path / "yolo" / "names.txt", "car\nbus")
    write(tmp_path / "yolo" / "labels.txt", "other")
    write(
        tmp_path / "yolo" / "config.pbtxt",
        'input [{ name: "images" format: FORMAT_NHWC dims: [3, 640, 640] }]\n'
        'output [{ name: "o" label_filename: "names.txt" }]',
    )
    found = find_sidecars(model)
    assert named(found) == [("names.txt", True), ("labels.txt", False)]


def test_the_onnx_file_of_a_plan_lends_its_metadata(tmp_path: Path) -> None:
    model = write(tmp_path / "yolo.onnx_b1_gpu0_fp16.engine")
    onnx_with(tmp_path / "yolo.onnx", names="['car']", task="detect")
    found = find_sidecars(model)
    assert found.metadata is not None
    assert (found.metadata.names, found.metadata.task) == (("car",), "detect")
    assert "yolo.onnx" in str(found.metadata.origin)
    (tmp_path / "yolo.onnx").write_bytes(b"\x08\x08\x12\x03abc:\xff\xff")
    found = find_sidecars(model)
    assert found.metadata is None
    assert "yolo.onnx" in str(found.warnings[0])


def test_metadata_yaml_speaks_for_the_only_model_of_its_folder(tmp_path: Path) -> None:
    model = write(tmp_path / "best.engine")
    write(
        tmp_path / "metadata.yaml",
        "task: segment\nstride: 32\nimgsz:\n- 640\n- 320\nbatch: 1\n"
        "names:\n  0: yes\n  1: no\nargs:\n  nms: true\n",
    )
    found = find_sidecars(model)
    assert found.metadata is not None
    assert found.metadata.task == "segment"
    assert found.metadata.imgsz == (640, 320)
    assert found.metadata.end2end is True
    assert found.metadata.names == ("yes", "no")
    assert found.metadata.warnings == ()
    write(tmp_path / "best_fp16.engine")
    assert find_sidecars(model).metadata is not None
    write(tmp_path / "another.onnx")
    found = find_sidecars(model)
    assert found.metadata is None
    assert named(found) == [("metadata.yaml", False)]


def test_deepstream_says_how_pictures_are_prepared(tmp_path: Path) -> None:
    model = write(tmp_path / "yolov8n.onnx_b1_gpu0_fp16.engine")
    write(tmp_path / "another.engine")
    write(tmp_path / "config_infer_primary.txt", DEEPSTREAM)
    write(tmp_path / "labels" / "mine.txt", "car\nbus")
    found = find_sidecars(model)
    hints = found.hints
    assert hints is not None
    assert hints.channels == "bgr"
    assert hints.scale == pytest.approx(1 / 255, rel=1e-4)
    assert hints.mean == pytest.approx((10 / 255, 20 / 255, 30 / 255), rel=1e-4)
    assert hints.std == (1.0,)
    assert (hints.geometry, hints.pad, hints.input_wh) == (Geometry.LETTERBOX, 0, (640, 384))
    assert (hints.iou, hints.confidence) == (0.45, 0.25)
    assert str(hints.origin) == "config_infer_primary.txt"
    assert named(found) == [("mine.txt", True)]
    assert find_sidecars(tmp_path / "another.engine").hints is None


def test_the_only_configuration_serves_the_only_model_though_renamed(tmp_path: Path) -> None:
    model = write(tmp_path / "renamed.engine")
    write(tmp_path / "config_infer_primary.txt", DEEPSTREAM)
    assert find_sidecars(model).hints is not None
    write(tmp_path / "yolov8n.onnx")
    assert find_sidecars(model).hints is None


def test_a_label_path_of_another_machine_is_looked_for_here(tmp_path: Path) -> None:
    model = write(tmp_path / "m.engine")
    for path in (
        "/opt/nvidia/mine.txt",
        "C:\\\\models\\\\mine.txt",
        "\\\\\\\\host\\\\share\\\\mine.txt",
    ):
        write(tmp_path / "nvinfer_config.txt", f"net-scale-factor=1\nlabelfile-path={path}\n")
        write(tmp_path / "mine.txt", "car")
        assert named(find_sidecars(model)) == [("mine.txt", True)]


def test_a_label_path_never_leads_out_of_the_folder_of_the_model(tmp_path: Path) -> None:
    write(tmp_path / "secret.txt", "out of bounds")
    model = write(tmp_path / "models" / "m.engine")
    for path in ("../secret.txt", "a/../../secret.txt", "..", "./.."):
        write(model.parent / "nvinfer_config.txt", f"net-scale-factor=1\nlabelfile-path={path}\n")
        assert named(find_sidecars(model)) == []
    write(model.parent / "secret.txt", "the copy here")
    write(model.parent / "nvinfer_config.txt", "net-scale-factor=1\nlabelfile-path=../secret.txt\n")
    found = find_sidecars(model)
    assert named(found) == [("secret.txt", False)]
    assert found.labels[0].read().names == ("the copy here",)


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@needs_links
def test_links_that_leave_the_folder_of_the_model_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    for name, content in (
        ("secret", "out of bounds"),
        ("infer_cfg.yml", "Preprocess: []\nlabel_list: [secret]\n"),
        ("metadata.yaml", "names: [secret]"),
    ):
        write(outside / name, content)
    model = write(tmp_path / "models" / "m.engine")
    for link, target in (
        ("labels.txt", "secret"),
        ("m.names", "secret"),
        ("infer_cfg.yml", "infer_cfg.yml"),
        ("metadata.yaml", "metadata.yaml"),
    ):
        (model.parent / link).symlink_to(outside / target)
    (model.parent / "classes.txt").symlink_to("classes.txt")
    assert find_sidecars(model) == Sidecars()
    write(model.parent / "mine", "car")
    (model.parent / "m.labels").symlink_to("mine")
    assert named(find_sidecars(model)) == [("m.labels", True)]


@needs_links
def test_files_linked_from_where_the_model_itself_is_linked_from_are_its_own(
    tmp_path: Path,
) -> None:
    write(tmp_path / "blobs" / "0a", "")
    write(tmp_path / "blobs" / "1b", "car")
    folder = tmp_path / "snapshots" / "main"
    folder.mkdir(parents=True)
    for name, blob in (("m.onnx", "0a"), ("labels.txt", "1b")):
        (folder / name).symlink_to(tmp_path / "blobs" / blob)
    assert named(find_sidecars(folder / "m.onnx")) == [("labels.txt", False)]


def test_newer_deepstream_files_are_yaml(tmp_path: Path) -> None:
    model = write(tmp_path / "m.engine")
    write(
        tmp_path / "config_infer_primary.yml",
        "property:\n  onnx-file: m.onnx\n  net-scale-factor: 1.0\n",
    )
    hints = find_sidecars(model).hints
    assert hints is not None
    assert hints.scale == 1.0
    assert (hints.mean, hints.std) == ((0.0,), (1.0,))


def test_paddle_says_how_pictures_are_prepared_and_names_the_classes(tmp_path: Path) -> None:
    model = write(tmp_path / "model.onnx")
    write(
        tmp_path / "infer_cfg.yml",
        "mode: paddle\ndraw_threshold: 0.5\narch: YOLO\nPreprocess:\n"
        "- interp: 2\n  keep_ratio: false\n  target_size:\n  - 416\n  - 640\n  type: Resize\n"
        "- is_scale: true\n  mean:\n  - 0.485\n  - 0.456\n  - 0.406\n"
        "  std:\n  - 0.229\n  - 0.224\n  - 0.225\n  type: NormalizeImage\n"
        "- type: Permute\nlabel_list:\n- car\n- no\n",
    )
    found = find_sidecars(model)
    hints = found.hints
    assert hints is not None
    assert (hints.geometry, hints.input_wh, hints.channels) == (Geometry.STRETCH, (640, 416), "rgb")
    assert hints.scale == pytest.approx(1 / 255)
    assert hints.mean == (0.485, 0.456, 0.406)
    assert hints.std == (0.229, 0.224, 0.225)
    assert found.labels[0].read().names == ("car", "no")
    assert named(found) == [("infer_cfg.yml", True)]


def test_mmdeploy_says_how_pictures_are_prepared(tmp_path: Path) -> None:
    model = write(tmp_path / "end2end.engine")
    transforms = [
        {"type": "LoadImageFromFile"},
        {"type": "Resize", "keep_ratio": True, "size": [640, 640]},
        {"type": "Pad", "size": [640, 640], "pad_val": {"img": [114, 114, 114]}},
        {"type": "Normalize", "mean": [103, 116, 123], "std": [57, 57, 58], "to_rgb": False},
    ]
    tasks = [{"name": "Preprocess", "module": "Transform", "transforms": transforms}]
    write(tmp_path / "pipeline.json", json.dumps({"pipeline": {"tasks": tasks}}))
    write(tmp_path / "detail.json", json.dumps({"onnx_config": {"input_shape": [640, 384]}}))
    hints = find_sidecars(model).hints
    assert hints is not None
    assert (hints.geometry, hints.pad) == (Geometry.LETTERBOX_TOP_LEFT, 114)
    assert (hints.channels, hints.scale, hints.mean) == ("bgr", 1.0, (103.0, 116.0, 123.0))
    assert hints.input_wh == (640, 384)


def test_darknet_gives_the_anchors_of_each_head(tmp_path: Path) -> None:
    model = write(tmp_path / "tiny.engine")
    heads = "".join(
        f"[yolo]\nmask = {mask}\nanchors = 10,14,  23,27,  37,58,  81,82\nclasses=3\n"
        f"scale_x_y = 1.05 # stretched\n[convolutional]\nsize=1\n"
        for mask in ("2,3", "0,1")
    )
    write(tmp_path / "tiny.cfg", f"[net]\nwidth=416\nheight=320\n{heads}")
    hints = find_sidecars(model).hints
    assert hints is not None
    assert hints.input_wh == (416, 320)
    assert [head.anchors for head in hints.anchors] == [
        ((37.0, 58.0), (81.0, 82.0)),
        ((10.0, 14.0), (23.0, 27.0)),
    ]
    assert hints.anchors[0].scale_xy == 1.05


def test_a_broken_sidecar_is_a_warning_that_names_it(tmp_path: Path) -> None:
    model = write(tmp_path / "m.engine")
    write(tmp_path / "infer_cfg.yml", "Preprocess: [")
    write(tmp_path / "pipeline.json", "{")
    write(tmp_path / "metadata.yaml", "a: &a [*a]")
    (tmp_path / "config_infer.txt").write_bytes(b"\x00\xff" * 90)
    found = find_sidecars(model)
    said = " ".join(str(warning) for warning in found.warnings)
    for name in ("infer_cfg.yml", "pipeline.json", "metadata.yaml", "config_infer.txt"):
        assert name in said
    assert found.hints is None
    assert found.labels == ()


def test_a_folder_with_very_many_files_is_not_searched_by_pattern(tmp_path: Path) -> None:
    model = write(tmp_path / "m.engine")
    for index in range(5001):
        (tmp_path / f"{index:05}.jpg").touch()
    write(tmp_path / "m.names", "car")
    write(tmp_path / "labels.txt", "car")
    write(tmp_path / "infer_cfg.yml", "Preprocess: []\nlabel_list: [bus]")
    found = find_sidecars(model)
    assert named(found) == [("m.names", True), ("infer_cfg.yml", False), ("labels.txt", False)]
    assert found.hints is None


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(
        ["config_infer.txt", "infer_cfg.yml", "pipeline.json", "metadata.yaml", "m.cfg", "m.onnx"]
    ),
    start=st.sampled_from(
        [
            "",
            "[property]\nnet-scale-factor=",
            "[property]\nonnx-file=",
            "Preprocess:\n- type: Resize\n  target_size: ",
            '{"onnx_config": {"input_shape": ',
            '{"a": [{"type": "Normalize", "mean": 1, "pad_val": ',
            "names: ",
            "[net]\nwidth=",
            "[yolo]\nmask=1,5\nanchors=",
        ]
    ),
    rest=st.text("0123456789.,;-[]{}\"':eEnaif \n=%$", max_size=60),
)
def test_random_sidecars_never_fail(tmp_path: Path, name: str, start: str, rest: str) -> None:
    model = write(tmp_path / "m.engine")
    path = write(tmp_path / name, start + rest)
    found = find_sidecars(model)
    assert all(str(warning) for warning in found.warnings)
    path.unlink()
