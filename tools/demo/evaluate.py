"""Measures a detector on pictures it has never seen, as somebody with EngineScope would.

    python -m tools.demo.evaluate assets/demo/workshop.onnx --pictures 300 --json result.json

Renders pictures of the held-out seeds, lets ``enginescope detect`` find the parts in them and pycocotools
compare that with the ground truth. Parts that are hardly seen are ``iscrowd``: finding them is neither right
nor wrong. The ground truth of a picture takes nothing from the network or its training.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from tools.demo.detector.config import STANDARD, read
from tools.demo.detector.dataset import size_of
from tools.demo.pool import cores, workers
from tools.demo.truth import Json, coco_file, ground_truth
from tools.demo.world.picture import CLASSES, Picture

Render = Callable[[int, int, int], Picture]


@dataclass(frozen=True)
class Judgement:
    """Average precisions over IoU 0.5 to 0.95 and at 0.5, and recall of 100 detections per picture."""

    map50_95: float
    map50: float
    recall: float
    by_class: dict[str, float]


def write_pictures(
    folder: Path,
    render: Render,
    seeds: Iterable[int],
    sizes: tuple[tuple[int, int], ...],
    *,
    processes: int = 1,
) -> Json:
    """Render pictures as PNG files and return their ground truth in COCO's form.

    Args:
        folder: Must exist.
        render: A function of a module, so that other processes can call it.
        seeds: One for each picture; files are called after them.
        sizes: Width and height to draw from, as for the training.
        processes: How many render at the same time.

    Raises:
        OSError: A file cannot be written.
    """
    with workers(processes) as pool:
        return coco_file(pool.map(partial(_write, folder, render, sizes), seeds))


def _write(
    folder: Path, render: Render, sizes: tuple[tuple[int, int], ...], seed: int
) -> tuple[str, tuple[int, int], list[Json]]:
    size = size_of(seed, sizes)
    picture = render(seed, *size)
    name = _file_name(seed)
    Image.fromarray(picture.rgb).save(folder / name, compress_level=1)
    return name, size, ground_truth(picture)


def _file_name(seed: int) -> str:
    return f"{seed}.png"


def detect(model: Path, pictures: Path, out: Path, options: Sequence[str] = ()) -> Json:
    """Let ``enginescope detect`` run over a folder and return the COCO file that it wrote.

    Args:
        model: ONNX file or engine.
        pictures: Folder.
        out: Folder of the results, made if need be.
        options: Further ones of ``enginescope detect``.

    Raises:
        subprocess.CalledProcessError: It failed; what it said went to the terminal.
    """
    command = [sys.executable, "-m", "engine_core", "detect", str(model), str(pictures)]
    command += ["--conf", "0.001", "--save", "coco", "--out", str(out), "--overwrite", "--quiet"]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    found: Json = json.loads((out / "coco.json").read_text("utf-8"))
    return found


def judge(truth: Json, found: Json, kind: str) -> Judgement:
    """Compare detections with the ground truth by pycocotools.

    Args:
        truth: In COCO's form.
        found: In COCO's form, with scores; pictures are told apart by their file names.
        kind: ``bbox`` or ``segm``.
    """
    number = {one["file_name"]: one["id"] for one in truth["images"]}
    name = {one["id"]: one["file_name"] for one in found["images"]}
    # Boxes and masks in turn: pycocotools takes the area of whichever of them it finds first.
    wanted = ("category_id", "score", "bbox" if kind == "bbox" else "segmentation")
    results = [
        {key: one[key] for key in wanted} | {"image_id": number[name[one["image_id"]]]}
        for one in found["annotations"]
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        if not results:
            return Judgement(0.0, 0.0, 0.0, dict.fromkeys(CLASSES, 0.0))
        evaluation = COCOeval(coco, coco.loadRes(results), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    # precision: (thresholds, recalls, classes, areas, most detections), −1 where there is no part.
    precision = evaluation.eval["precision"][:, :, :, 0, -1]
    by_class = {
        CLASSES[class_id]: float(precision[:, :, place].mean())
        for place, class_id in enumerate(evaluation.params.catIds)
        if precision[0, 0, place] >= 0
    }
    stats = [float(one) for one in evaluation.stats]
    return Judgement(map50_95=stats[0], map50=stats[1], recall=stats[8], by_class=by_class)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a detector on the held-out pictures.")
    parser.add_argument("model", type=Path)
    parser.add_argument("--pictures", type=int, default=300)
    parser.add_argument("--iou", type=float, help="of the suppression (default: EngineScope's)")
    parser.add_argument("--folder", type=Path, help="keep pictures, ground truth and results here")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--processes", type=int, default=cores())
    parser.add_argument("--config", type=Path, default=STANDARD)
    options = parser.parse_args()
    from tools.demo.world.render import render

    world = read(options.config).world
    seeds = world.seeds("held_out")[: options.pictures]
    with contextlib.ExitStack() as stack:
        folder = options.folder
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pictures, truth_file = folder / "pictures", folder / "truth.json"
        if truth_file.exists():
            truth = json.loads(truth_file.read_text("utf-8"))
            wanted = [(_file_name(seed), *size_of(seed, world.sizes)) for seed in seeds]
            kept = [(one["file_name"], one["width"], one["height"]) for one in truth["images"]]
            if kept != wanted:
                parser.error(f"{truth_file} is of other pictures: remove it")
        else:
            pictures.mkdir(parents=True, exist_ok=True)
            truth = write_pictures(
                pictures, render, seeds, world.sizes, processes=options.processes
            )
            truth_file.write_text(json.dumps(truth), "utf-8")
        overlap = () if options.iou is None else ("--iou", str(options.iou))
        found = detect(options.model, pictures, folder / "found", overlap)
    result = {kind: judge(truth, found, kind) for kind in ("bbox", "segm")}
    for kind, one in (("boxes", result["bbox"]), ("masks", result["segm"])):
        print(f"{kind}: mAP50-95 {one.map50_95:.4f}, mAP50 {one.map50:.4f}, AR {one.recall:.4f}")
        print("  " + ", ".join(f"{name} {value:.3f}" for name, value in one.by_class.items()))
    if options.json is not None:
        counted = sum(1 for one in truth["annotations"] if not one["iscrowd"])
        report = {
            "model": options.model.name,
            "sha256": hashlib.sha256(options.model.read_bytes()).hexdigest(),
            "pictures": len(truth["images"]),
            "parts": counted,
            "first_seed": world.held_out_seeds[0],
            "iou": options.iou,
            "boxes": asdict(result["bbox"]),
            "masks": asdict(result["segm"]),
        }
        options.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
