"""The ground truth of rendered pictures, in COCO's form."""

from __future__ import annotations

from typing import Any

import numpy as np
from pycocotools import mask as rle

from tools.demo.world.picture import Picture

Json = dict[str, Any]


def ground_truth(picture: Picture, image_id: int, first_id: int) -> list[Json]:
    """Return the ground truth of a picture in COCO's form, for each part of which a pixel is seen.

    Args:
        picture: Rendered.
        image_id: Of the picture.
        first_id: Of the first annotation, from 1; 0 means "no match" to pycocotools.
    """
    found: list[Json] = []
    for index, (class_id, box) in enumerate(zip(picture.classes, picture.boxes(), strict=True)):
        if box[2] == 0:
            continue
        mask = picture.ids == index + 1
        code = rle.encode(np.asfortranarray(mask.astype(np.uint8)))
        x1, y1, x2, y2 = (float(value) for value in box)
        found.append(
            {
                "id": first_id + len(found),
                "image_id": image_id,
                "category_id": int(class_id),
                "bbox": [x1, y1, x2 - x1, y2 - y1],
                "area": int(mask.sum()),
                "segmentation": {"size": code["size"], "counts": code["counts"].decode("ascii")},
                "iscrowd": int(picture.hardly_seen[index]),
            }
        )
    return found
