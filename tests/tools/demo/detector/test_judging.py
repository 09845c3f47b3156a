from __future__ import annotations

import contextlib
import io

import pytest

pytest.importorskip("torch", reason="PyTorch trains the demo's detectors, and is not installed")

import numpy as np
import torch

from tools.demo.detector.geometry import overlaps
from tools.demo.detector.judging import Found, Judge, average_precision, unsuppressed


def test_average_precision_is_what_one_computes_by_hand() -> None:
    # Precisions 1, 1/2, 2/3 at recalls 1/4, 1/4, 1/2: 26 of 101 recalls reach 1, 25 more 2/3.
    right = np.array([True, False, True])

    assert average_precision(right, 4) == pytest.approx((26 * 1 + 25 * 2 / 3) / 101)
    assert average_precision(np.array([True]), 1) == 1
    assert average_precision(np.zeros(0, np.bool_), 3) == 0


@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_is_what_greedy_suppression_leaves(seed: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    corner = torch.rand(3, 60, 2, generator=draw) * 40
    boxes = torch.cat([corner, corner + 10 + 20 * torch.rand(3, 60, 2, generator=draw)], 2)
    classes = torch.randint(0, 2, (3, 60), generator=draw)

    kept = unsuppressed(boxes, classes, 0.4)

    for picture in range(3):
        mine: list[int] = []
        for row in range(60):
            rivals = [one for one in mine if classes[picture, one] == classes[picture, row]]
            if all(overlaps(boxes[picture, one], boxes[picture, row]) <= 0.4 for one in rivals):
                mine.append(row)
        assert torch.nonzero(kept[picture])[:, 0].tolist() == mine
        assert 1 < len(mine) < 60


@pytest.mark.parametrize("seed", range(4))
def test_the_means_are_those_of_pycocotools(seed: int) -> None:
    pytest.importorskip("pycocotools", reason="pycocotools is not installed beside PyTorch")
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    draw = torch.Generator().manual_seed(seed)
    pictures, parts, most = 12, 6, 30
    corner = torch.rand(pictures, parts, 2, generator=draw) * 80
    part_boxes = torch.cat([corner, corner + 15 + 25 * torch.rand(corner.shape, generator=draw)], 2)
    classes = torch.randint(-1, 3, (pictures, parts), generator=draw)
    hardly_seen = torch.rand(pictures, parts, generator=draw) < 0.25
    near = torch.randint(0, parts, (pictures, most), generator=draw)
    boxes = part_boxes.gather(1, near[..., None].expand(-1, -1, 4))
    boxes = boxes + 4 * torch.randn(boxes.shape, generator=draw)
    same = torch.rand(pictures, most, generator=draw) < 0.7
    found_classes = torch.where(same, classes.gather(1, near).clamp(min=0), 1)
    scores = torch.rand(pictures, most, generator=draw).sort(1, descending=True).values
    found = Found(boxes, scores, found_classes, near)

    judge = Judge(3)
    for half in (slice(0, 5), slice(5, None)):
        part = Found(*(one[half] for one in found))
        judge.add(part, part_boxes[half], classes[half], hardly_seen[half])
    precision = judge.precision()

    def box(row: torch.Tensor) -> list[float]:
        x1, y1, x2, y2 = row.tolist()
        return [x1, y1, x2 - x1, y2 - y1]

    truth = COCO()
    truth.dataset = {
        "images": [{"id": picture} for picture in range(pictures)],
        "categories": [{"id": one} for one in range(3)],
        "annotations": [
            {
                "id": 1 + picture * parts + part,
                "image_id": picture,
                "category_id": int(classes[picture, part]),
                "bbox": box(part_boxes[picture, part]),
                "area": 100.0,
                "iscrowd": int(hardly_seen[picture, part]),
            }
            for picture in range(pictures)
            for part in range(parts)
            if classes[picture, part] >= 0
        ],
    }
    results = [
        {
            "image_id": picture,
            "category_id": int(found_classes[picture, row]),
            "bbox": box(boxes[picture, row]),
            "score": float(scores[picture, row]),
        }
        for picture in range(pictures)
        for row in range(most)
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert 0.02 < precision.mean < 0.9
    assert precision.mean == pytest.approx(float(evaluation.stats[0]), abs=2e-3)
    assert precision.at_half == pytest.approx(float(evaluation.stats[1]), abs=2e-3)


def test_a_set_without_parts_has_no_precision() -> None:
    judge = Judge(2)
    found = Found(
        torch.rand(1, 3, 4), torch.rand(1, 3), torch.zeros(1, 3).long(), torch.zeros(1, 3).long()
    )
    none = torch.full((1, 2), -1)
    judge.add(found, torch.zeros(1, 2, 4), none, torch.zeros(1, 2, dtype=torch.bool))

    assert judge.precision() == (0.0, 0.0)
