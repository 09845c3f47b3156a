from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="PyTorch trains the demo's detectors, and is not installed")

import torch
from torch import Tensor

from tools.demo.detector.assign import Assignment, assign
from tools.demo.detector.network import cells

_SETTINGS = {"candidates": 4, "score_power": 0.5, "overlap_power": 6.0}


def _scene(seed: int, parts: int = 5) -> tuple[Tensor, ...]:
    """Return scores, boxes, centres, and parts of two 64×64 pictures, drawn by chance."""
    draw = torch.Generator().manual_seed(seed)
    centres, strides = cells((64, 64))
    scores = torch.rand(2, len(centres), 3, generator=draw)
    reach = (0.5 + 2 * torch.rand(2, len(centres), 4, generator=draw)) * strides[:, None]
    boxes = torch.cat([centres - reach[..., :2], centres + reach[..., 2:]], 2)
    corner = torch.rand(2, parts, 2, generator=draw) * 40
    size = 12 + torch.rand(2, parts, 2, generator=draw) * 20
    part_boxes = torch.cat([corner, corner + size], 2)
    classes = torch.randint(0, 3, (2, parts), generator=draw)
    classes[1, -2:] = -1
    hardly_seen = torch.zeros(2, parts, dtype=torch.bool)
    hardly_seen[0, 1] = True
    return scores, boxes, centres, part_boxes, classes, hardly_seen


def _overlap(a: list[float], b: list[float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common + 1e-7)


def _one_by_one(scene: tuple[Tensor, ...], picture: int) -> dict[int, tuple[int, float]]:
    """Assign as the paper says it, part by part and cell by cell: cell to part and quality."""
    scores, boxes, centres, part_boxes, classes, hardly_seen = scene
    claims: dict[int, list[tuple[float, int, float]]] = {}
    for part, box in enumerate(part_boxes[picture].tolist()):
        if classes[picture, part] < 0 or hardly_seen[picture, part]:
            continue
        suits = []
        for cell, (x, y) in enumerate(centres.tolist()):
            if box[0] < x < box[2] and box[1] < y < box[3]:
                overlap = _overlap(boxes[picture, cell].tolist(), box)
                score = float(scores[picture, cell, classes[picture, part]])
                suits.append((score**0.5 * overlap**6, cell, overlap))
        for suit, cell, overlap in sorted(suits, reverse=True)[:4]:
            if suit > 0:
                claims.setdefault(cell, []).append((overlap, part, suit))
    taken = {cell: max(several) for cell, several in claims.items()}
    found = {}
    for cell, (_, part, suit) in taken.items():
        mine = [one for one in taken.values() if one[1] == part]
        found[cell] = (part, suit * max(one[0] for one in mine) / max(one[2] for one in mine))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_assignment_is_the_papers_cell_by_cell(seed: int) -> None:
    scene = _scene(seed)

    found = assign(*scene, **_SETTINGS)

    for picture in range(2):
        expected = _one_by_one(scene, picture)
        assert len(expected) > 3
        assert set(torch.nonzero(found.quality[picture])[:, 0].tolist()) == set(expected)
        for cell, (part, quality) in expected.items():
            assert found.part[picture, cell] == part
            assert float(found.quality[picture, cell]) == pytest.approx(quality, rel=1e-3)


def test_cells_within_a_hardly_seen_part_are_not_judged_unless_another_part_is_there() -> None:
    scene = _scene(3)
    _, _, centres, part_boxes, _, _ = scene

    found = assign(*scene, **_SETTINGS)

    x1, y1, x2, y2 = part_boxes[0, 1]
    x, y = centres.T
    hidden = (x > x1) & (x < x2) & (y > y1) & (y < y2)
    assert int(hidden.sum()) > 3
    assert torch.equal(found.judged[0], ~hidden | (found.quality[0] > 0))
    assert bool(found.judged[1].all())


def _only(scores: Tensor, classes: int) -> Assignment:
    centres, strides = cells((64, 64))
    boxes = torch.cat([centres - strides[:, None], centres + strides[:, None]], 1)[None]
    part_boxes = torch.tensor([[[8.0, 8.0, 24.0, 24.0]]])
    unseen = torch.zeros(1, 1, dtype=torch.bool)
    kinds = torch.full((1, 1), classes)
    return assign(scores, boxes, centres, part_boxes, kinds, unseen, **_SETTINGS)


def test_a_picture_without_parts_asks_for_nothing_anywhere() -> None:
    found = _only(torch.rand(1, 84, 3), -1)

    assert float(found.quality.sum()) == 0
    assert bool(found.judged.all())


def test_the_best_cell_is_to_learn_its_overlap() -> None:
    found = _only(torch.full((1, 84, 3), 0.5), 1)

    # The box of the first cell at stride 16 is 32×32 about 8, 8; that of the cell at stride 8 about
    # 12, 12 is 4 … 20 and has 12×12 in common with the part's 16×16.
    assert float(found.quality.max()) == pytest.approx(144 / (2 * 256 - 144), rel=1e-4)
