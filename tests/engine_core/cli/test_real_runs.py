"""The command on real models, pictures and videos, read back with other people's libraries."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import pytest
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from engine_core.cli import main
from engine_core.cli.status import SUCCESS
from tests.shared_data import ROOT, manifest, needs_shared_data

pytestmark = needs_shared_data

MEDIA = ROOT / "media"
MODELS = ROOT / "models"
YOLOV8 = MODELS / "yolov8n-dq.onnx"
Floats = npt.NDArray[np.float64]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


def detect(*arguments: object) -> int:
    return main(["detect", *(str(argument) for argument in arguments), "--quiet"])


def loaded(path: Path) -> COCO:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(path))


# ---- A folder of pictures and videos ------------------------------------------------------------


def decoded_with_opencv(path: Path) -> int:
    capture = cv2.VideoCapture(str(path))
    count = 0
    while capture.read()[0]:
        count += 1
    capture.release()
    return count


def times_of(path: Path) -> tuple[list[float], float]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        times = [frame.time for frame in container.decode(stream)]
        return times, float(stream.duration * stream.time_base)


@pytest.mark.slow
def test_a_whole_folder_becomes_pictures_videos_and_labels(tmp_path: Path) -> None:
    # The smallest model that sees COCO's classes: what is proven here does not depend on the model.
    out = tmp_path / "out"
    keys = "images,video,yolo,coco"
    assert detect(MODELS / "fastestdet.onnx", MEDIA, "--save", keys, "--out", out) == SUCCESS

    videos = [entry for entry in manifest()["media"] if "frames_decoded" in entry]
    assert len(videos) == 2
    for entry in videos:
        written = out / "videos" / Path(entry["file"]).name
        source = ROOT / entry["file"]
        assert decoded_with_opencv(written) == entry["frames_decoded"]
        times, duration = times_of(written)
        source_times, source_duration = times_of(source)
        assert times == pytest.approx(source_times, abs=1e-6)
        assert duration == pytest.approx(source_duration, abs=1e-6)

    coco = loaded(out / "coco.json")
    pictures = list(MEDIA.rglob("*.jpg"))
    frames = sum(entry["frames_decoded"] for entry in videos)
    assert len(coco.imgs) == len(pictures) + frames
    for path in pictures:
        name = path.relative_to(MEDIA)
        assert (out / "labels" / name).with_suffix(".txt").is_file()
        with Image.open(out / "images" / name) as annotated, Image.open(path) as original:
            assert annotated.size == original.size


# ---- Evaluation against an independent implementation -------------------------------------------


def truth(folder: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """Return coco8's YOLO labels as a COCO dataset, read without the project's own reader."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for path in sorted((folder / "images").rglob("*.jpg")):
        with Image.open(path) as picture:
            w, h = picture.size
        image_id = len(images) + 1
        name = path.relative_to(folder / "images").as_posix()
        images.append({"id": image_id, "file_name": name, "width": w, "height": h})
        labels = folder / "labels" / Path(name).with_suffix(".txt")
        for line in labels.read_text("utf-8").splitlines():
            class_id, cx, cy, bw, bh = (float(word) for word in line.split())
            box = [(cx - bw / 2) * w, (cy - bh / 2) * h, bw * w, bh * h]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": int(class_id),
                    "bbox": box,
                    "area": box[2] * box[3],
                    "iscrowd": 0,
                }
            )
    categories = [{"id": class_id, "name": str(class_id)} for class_id in range(80)]
    dataset = {"images": images, "annotations": annotations, "categories": categories}
    return dataset, {image["file_name"]: image["id"] for image in images}


def independent_detections(model: Path, path: Path) -> Iterator[tuple[int, float, list[float]]]:
    """Yield class, score and xywh box of a YOLOv8 model, by code that shares nothing with the core.

    Pictures are fitted by Pillow, boxes kept one after another in plain Python.
    """
    session = ort.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    picture = Image.open(path).convert("RGB")
    w, h = picture.size
    scale = 640 / max(w, h)
    size = round(w * scale), round(h * scale)
    left, top = (640 - size[0]) // 2, (640 - size[1]) // 2
    canvas = Image.new("RGB", (640, 640), (114, 114, 114))
    shrunk = cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_LINEAR)
    canvas.paste(Image.fromarray(shrunk), (left, top))
    tensor = (np.asarray(canvas, np.float32) / 255).transpose(2, 0, 1)[None]
    head = session.run(None, {session.get_inputs()[0].name: tensor})[0][0]
    rows = sorted(
        (
            (float(column[4:].max()), int(column[4:].argmax()), column[:4])
            for column in head.T
            if column[4:].max() >= 0.001
        ),
        key=lambda row: -row[0],
    )
    kept: list[tuple[float, int, list[float]]] = []
    for score, class_id, (cx, cy, bw, bh) in rows:
        box = [cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2]
        if all(other != class_id or overlap(box, rival) <= 0.45 for _, other, rival in kept):
            kept.append((score, class_id, box))
    for score, class_id, (x0, y0, x1, y1) in kept[:300]:
        x0, x1 = (min(max((x - left) / scale, 0), w) for x in (x0, x1))
        y0, y1 = (min(max((y - top) / scale, 0), h) for y in (y0, y1))
        yield class_id, score, [x0, y0, x1 - x0, y1 - y0]


def overlap(a: list[float], b: list[float]) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inner = max(w, 0) * max(h, 0)
    return inner / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inner + 1e-12)


def evaluated(dataset: dict[str, Any], results: list[dict[str, Any]]) -> Floats:
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = dataset
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return np.asarray(evaluation.stats, np.float64)


def average_precision(dataset: dict[str, Any], results: list[dict[str, Any]], iou: float) -> float:
    """Return the mean over classes of the 101-point interpolated average precision, in plain Python."""
    precisions = []
    for class_id in sorted({a["category_id"] for a in dataset["annotations"]}):
        boxes: dict[int, list[list[float]]] = {}
        for a in dataset["annotations"]:
            if a["category_id"] == class_id:
                x, y, w, h = a["bbox"]
                boxes.setdefault(a["image_id"], []).append([x, y, x + w, y + h])
        positives = sum(len(found) for found in boxes.values())
        taken = {image_id: [False] * len(found) for image_id, found in boxes.items()}
        ranked = sorted(
            (r for r in results if r["category_id"] == class_id), key=lambda r: -r["score"]
        )
        hits = []
        for result in ranked:
            x, y, w, h = result["bbox"]
            rivals = boxes.get(result["image_id"], [])
            best = max(
                (
                    (overlap([x, y, x + w, y + h], rival), k)
                    for k, rival in enumerate(rivals)
                    if not taken[result["image_id"]][k]
                ),
                default=(0.0, -1),
            )
            hits.append(best[0] >= iou)
            if hits[-1]:
                taken[result["image_id"]][best[1]] = True
        true = np.cumsum(hits)
        precision = true / np.arange(1, len(hits) + 1)
        recall = true / positives
        precisions.append(
            np.mean(
                [max(precision[recall >= r - 1e-12], default=0.0) for r in np.linspace(0, 1, 101)]
            )
        )
    return float(np.mean(precisions))


@pytest.fixture(scope="module")
def coco8_results(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the truth, what the command exported, and what the independent code found."""
    out = tmp_path_factory.mktemp("coco8") / "out"
    folder = MEDIA / "coco8"
    status = detect(
        YOLOV8, folder / "images", "--conf", 0.001, "--iou", 0.45, "--save", "coco", "--out", out
    )
    assert status == SUCCESS
    dataset, ids = truth(folder)
    exported = json.loads((out / "coco.json").read_text("utf-8"))
    names = {image["id"]: image["file_name"] for image in exported["images"]}
    ours = [{**a, "image_id": ids[names[a["image_id"]]]} for a in exported["annotations"]]
    theirs = [
        {"image_id": image_id, "category_id": class_id, "score": score, "bbox": box}
        for name, image_id in ids.items()
        for class_id, score, box in independent_detections(YOLOV8, folder / "images" / name)
    ]
    return dataset, ours, theirs


def test_coco8_is_judged_alike_with_detections_of_an_independent_implementation(
    coco8_results: tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    dataset, ours, theirs = coco8_results
    assert evaluated(dataset, ours)[0] > 0.4
    assert evaluated(dataset, ours)[:3] == pytest.approx(evaluated(dataset, theirs)[:3], abs=0.01)


def test_coco8_is_judged_alike_by_an_independent_evaluation(
    coco8_results: tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    dataset, ours, _ = coco8_results
    for iou, stat in ((0.5, 1), (0.75, 2)):
        assert average_precision(dataset, ours, iou) == pytest.approx(
            evaluated(dataset, ours)[stat], abs=0.01
        )
