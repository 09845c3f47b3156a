from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="PyTorch trains the demo's detectors, and is not installed")
pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import numpy as np
import torch

from tests.tools.demo.detector.shapes import render
from tools.demo.detector import config
from tools.demo.detector.augment import as_pictures, augment, boxes_and_areas
from tools.demo.detector.dataset import prepare
from tools.demo.detector.loss import Truth

_SIDE, _PARTS = 128, 8
_PLAIN = replace(
    config.read().augmentation,
    brightness=0.0,
    contrast=0.0,
    saturation=0.0,
    hue=0.0,
    noise=0.0,
    blurred=0.0,
    cut_out=0.0,
)


def _batch(count: int) -> tuple[torch.Tensor, Truth, torch.Tensor]:
    examples = [prepare(render(seed, 128, 96), _SIDE, _PARTS) for seed in range(count)]
    truth = Truth(
        boxes=torch.from_numpy(np.stack([one.boxes for one in examples])),
        classes=torch.from_numpy(np.stack([one.classes for one in examples])).long(),
        hardly_seen=torch.from_numpy(np.stack([one.hardly_seen for one in examples])) > 0,
        ids=torch.from_numpy(np.stack([one.ids for one in examples])),
    )
    pictures = as_pictures(torch.from_numpy(np.stack([one.rgb for one in examples])))
    return pictures, truth, boxes_and_areas(truth.ids, _PARTS)[1]


def test_boxes_and_areas_are_those_that_numpy_finds() -> None:
    ids = torch.from_numpy(np.stack([render(seed, 64, 48).ids for seed in range(10)]))

    boxes, areas = boxes_and_areas(ids, 9)

    for picture in range(10):
        expected = render(picture, 64, 48).boxes()
        assert np.array_equal(boxes[picture, : len(expected)].numpy(), expected)
        assert not boxes[picture, len(expected) :].any()
        counts = np.bincount(ids[picture].numpy().reshape(-1), minlength=10)[1:]
        assert np.array_equal(areas[picture].numpy(), counts)


def test_turned_pictures_keep_every_pixel_and_every_box() -> None:
    torch.manual_seed(1)
    pictures, truth, areas = _batch(24)

    changed, moved = augment(pictures, truth, areas, _PLAIN, moving=False)

    seen = 0
    for picture in range(24):
        turns = [
            torch.rot90(one, turn, (1, 2))
            for one in (pictures[picture], pictures[picture].flip(2))
            for turn in range(4)
        ]
        errors = [float((turned - changed[picture]).abs().max()) for turned in turns]
        assert min(errors) < 1e-3
        seen |= 1 << int(np.argmin(errors))
    assert seen == 0b11111111
    found, _ = boxes_and_areas(moved.ids, _PARTS)
    exists = moved.classes >= 0
    assert torch.equal(moved.classes, truth.classes)
    assert torch.equal(moved.hardly_seen & exists, truth.hardly_seen & exists)
    assert float((moved.boxes - found)[exists].abs().max()) < 1e-3


def test_boxes_follow_scaled_and_shifted_parts_within_a_pixel() -> None:
    torch.manual_seed(2)
    pictures, truth, areas = _batch(40)

    changed, moved = augment(pictures, truth, areas, replace(_PLAIN, moved=1.0))

    found, left = boxes_and_areas(moved.ids, _PARTS)
    exists = moved.classes >= 0
    assert int(exists.sum()) > 60
    assert torch.equal(exists, (truth.classes >= 0) & (left > 0))
    errors = (moved.boxes - found).abs().amax(2)[exists & ~moved.hardly_seen]
    assert float(errors.max()) <= 1.5
    assert float((moved.boxes[exists]).max()) <= _SIDE + 0.02
    assert tuple(changed.shape) == tuple(pictures.shape)
    # Some parts went over the edge, and of some nothing is left.
    assert int((moved.hardly_seen & ~truth.hardly_seen).sum()) > 0
    assert int(exists.sum()) < int((truth.classes >= 0).sum())


def test_what_is_covered_is_no_part_any_more() -> None:
    torch.manual_seed(3)
    pictures, truth, areas = _batch(40)

    _, moved = augment(pictures, truth, areas, replace(_PLAIN, moved=0.0, cut_out=1.0))

    found, left = boxes_and_areas(moved.ids, _PARTS)
    exists = moved.classes >= 0
    assert torch.equal(moved.boxes[exists], found[exists])
    assert float(left.sum()) < float(areas.sum())


def test_colours_change_within_their_range_and_grey_keeps_its_hue() -> None:
    torch.manual_seed(4)
    _, truth, areas = _batch(16)
    grey = torch.linspace(0.2, 0.8, _SIDE).expand(16, 3, _SIDE, _SIDE)
    settings = replace(config.read().augmentation, noise=0.0, cut_out=0.0)

    changed, _ = augment(grey, truth, areas, settings, moving=False)

    assert float(changed.amin()) >= 0
    assert float(changed.amax()) <= 1
    assert float((changed - changed.mean(1, keepdim=True)).abs().max()) < 1e-4
    assert float(changed.mean((1, 2, 3)).std()) > 0.02
