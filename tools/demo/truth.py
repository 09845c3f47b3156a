"""The ground truth of rendered pictures, in COCO's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from pycocotools import mask as rle

from tools.demo.world.picture import CLASSES, Picture

Json = dict[str, Any]


def coco_file(pictures: Iterable[tuple[str, tuple[int, int], list[Json]]]) -> Json:
    """Return COCO's form of a set of pictures.

    Args:
        pictures: Of each its file name, its width and height and its ``ground_truth``. Pictures and
            annotations are numbered through from 1: 0 means "no match" to pycocotools.
    """
    images: list[Json] = []
    annotations: list[Json] = []
    for image_id, (name, (width, height), found) in enumerate(pictures, 1):
        images.append({"id": image_id, "file_name": name, "width": width, "height": height})
        for number, one in enumerate(found, len(annotations) + 1):
            annotations.append({"id": number, "image_id": image_id, **one})
    return {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": index, "name": name} for index, name in enumerate(CLASSES)],
    }


def ground_truth(picture: Picture) -> list[Json]:
    """Return COCO's annotations of a picture, one for each part of which a pixel is seen, without ids."""
    found: list[Json] = []
    for index, (class_id, box) in enumerate(zip(picture.classes, picture.boxes(), strict=True)):
        if box[2] == 0:
            continue
        mask = picture.ids == index + 1
        code = rle.encode(np.asfortranarray(mask.astype(np.uint8)))
        x1, y1, x2, y2 = (float(value) for value in box)
        found.append(
            {
                "category_id": int(class_id),
                "bbox": [x1, y1, x2 - x1, y2 - y1],
                "area": int(mask.sum()),
                "segmentation": {"size": code["size"], "counts": code["counts"].decode("ascii")},
                "iscrowd": int(picture.hardly_seen[index]),
            }
        )
    return found
