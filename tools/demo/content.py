"""Makes what the demo shows: pictures, clip and ground truth, below ``assets/demo``.

    python -m tools.demo.content             # everything, some minutes on a few cores
    python -m tools.demo.content pictures
    python -m tools.demo.content clip

The models beside them come from tools/demo/detector.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import yaml
from PIL import Image

from engine_core.exporters.files import frame_name
from tools.demo import staging
from tools.demo.pool import cores, workers
from tools.demo.truth import Json, coco_file, ground_truth
from tools.demo.world.picture import CLASSES, Picture
from tools.demo.world.render import render_scene

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo"
CLIP = "belt"
CLIP_SIZE = (1280, 720)
_QUALITY = 88
_FINER = 2.0
_CLIP_FINER = 1.5


@dataclass(frozen=True)
class Named:
    """A rendered picture under the name by which its labels call it, without ending."""

    name: str
    picture: Picture


def make_pictures(folder: Path) -> None:
    """Write the six pictures, their COCO file and their YOLO files.

    Args:
        folder: Of the demo; what it held of this before is replaced.

    Raises:
        OSError: A file cannot be written.
    """
    made = list(_rendered(_picture, range(len(staging.pictures()))))
    where = _empty(folder / "pictures")
    for one in made:
        stream = io.BytesIO()
        Image.fromarray(one.picture.rgb).save(stream, "jpeg", quality=_QUALITY, optimize=True)
        (where / f"{one.name}.jpg").write_bytes(stream.getvalue())
    write_labels(folder / "labels", "pictures", made, masks=True)


def make_clip(folder: Path) -> None:
    """Write the clip, its COCO file and its YOLO files; see `make_pictures`."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Named] = []
    with av.open(str(folder / f"{CLIP}.mp4"), "w", options={"movflags": "faststart"}) as out:
        stream = out.add_stream("libx264", rate=staging.RATE)
        stream.width, stream.height = CLIP_SIZE
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, staging.RATE)
        stream.options = {"crf": "23", "preset": "slower", "x264-params": "keyint=50"}
        # Numbers as HD video has them; players otherwise guess by the size of the picture.
        stream.codec_context.color_range = av.video.reformatter.ColorRange.MPEG
        stream.codec_context.colorspace = av.video.reformatter.Colorspace.ITU709
        for one in _rendered(_frame, range(staging.FRAMES)):
            frame = av.VideoFrame.from_ndarray(one.picture.rgb, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
            out.mux(stream.encode(frame))
            made.append(Named(one.name, _without_pixels(one.picture)))
        out.mux(stream.encode(None))
    write_labels(folder / "labels", CLIP, made, masks=False)


def write_labels(folder: Path, name: str, made: list[Named], *, masks: bool) -> None:
    """Write the ground truth of a set of pictures as ``NAME.json`` (COCO) and ``yolo/`` (boxes).

    Args:
        folder: Of all labels.
        name: Of the set.
        made: In the order of image ids.
        masks: Whether the COCO file holds masks.
    """
    labels = folder / "yolo"
    pictures = []
    for one in made:
        height, width = one.picture.ids.shape
        found = ground_truth(one.picture)
        if not masks:
            for annotation in found:
                del annotation["segmentation"]
        pictures.append((f"{one.name}.jpg", (width, height), found))
        path = labels / f"{one.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_yolo(found, width, height), "utf-8")
    info = {"description": "Made by tools/demo/content.py of EngineScope", "version": "1.0"}
    truth = {"info": info, **coco_file(pictures)}
    (folder / f"{name}.json").write_text(_compact(truth), "utf-8")
    (labels / "classes.txt").write_text("".join(f"{label}\n" for label in CLASSES), "utf-8")
    names = {"names": dict(enumerate(CLASSES))}
    (labels / "data.yaml").write_text(yaml.safe_dump(names, allow_unicode=True), "utf-8")


def _yolo(annotations: Iterable[Json], width: int, height: int) -> str:
    lines = []
    for one in annotations:
        if not one["iscrowd"]:
            x, y, w, h = one["bbox"]
            numbers = (x + w / 2) / width, (y + h / 2) / height, w / width, h / height
            lines.append(" ".join([str(one["category_id"]), *(f"{n:.6f}" for n in numbers)]))
    return "".join(f"{line}\n" for line in lines)


def _compact(truth: Json) -> str:
    """Return JSON with a line for each entry, so that a change can be read."""
    parts = []
    for key, value in truth.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in value)
            parts.append(f'"{key}":[\n{rows}\n]')
        else:
            parts.append(f'"{key}":{json.dumps(value)}')
    return "{" + ",\n".join(parts) + "}\n"


def _rendered(make: Any, numbers: Iterable[int]) -> Iterable[Named]:
    """Render on all cores, in order."""
    with workers(cores()) as pool:
        yield from pool.map(make, numbers)


def _picture(number: int) -> Named:
    staged = staging.pictures()[number]
    picture = render_scene(staged.scene, staged.width, staged.height, finer=_FINER)
    return Named(staged.name, picture)


def _frame(number: int) -> Named:
    picture = render_scene(staging.clip(number), *CLIP_SIZE, finer=_CLIP_FINER)
    return Named(f"{CLIP}/{frame_name(number)}", picture)


def _without_pixels(picture: Picture) -> Picture:
    """Return what the labels need, so that 250 frames fit into memory."""
    empty: npt.NDArray[np.uint8] = np.zeros((0, 0, 3), np.uint8)
    return Picture(empty, picture.ids, picture.classes, picture.hardly_seen)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the content of the demo.")
    parser.add_argument("what", nargs="?", choices=("pictures", "clip", "all"), default="all")
    parser.add_argument("--out", type=Path, default=DEMO, metavar="FOLDER")
    options = parser.parse_args()
    if options.what != "clip":
        make_pictures(options.out)
    if options.what != "pictures":
        make_clip(options.out)


if __name__ == "__main__":
    main()
