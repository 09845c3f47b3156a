from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("torch", reason="PyTorch trains the demo's detectors, and is not installed")
pytest.importorskip("tomllib", reason="the demo is made with Python 3.11 or later")

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from tools.demo.detector import config
from tools.demo.detector.augment import augment, boxes_and_areas
from tools.demo.detector.geometry import complete_overlaps, overlaps
from tools.demo.detector.loss import Truth, losses
from tools.demo.detector.network import Network, Raw, Widths, boxes_of, cells

_SMALL = Widths(
    stem=4, stages=(8, 8, 8, 8), repeats=(1, 1, 1, 1), neck=(8, 8, 8), head=8, prototypes=4
)


def _truth() -> Truth:
    """Return two 64×64 pictures: a square and a hardly seen one, and nothing at all."""
    ids = torch.zeros(2, 64, 64, dtype=torch.uint8)
    ids[0, 8:40, 16:48] = 1
    ids[0, 50:60, 4:14] = 2
    boxes = torch.zeros(2, 2, 4)
    boxes[0, 0] = torch.tensor([16.0, 8, 48, 40])
    boxes[0, 1] = torch.tensor([4.0, 50, 14, 60])
    classes = torch.tensor([[2, 1], [-1, -1]])
    return Truth(boxes, classes, torch.tensor([[False, True], [False, False]]), ids)


def _perfect(truth: Truth) -> Raw:
    """Return what a network would say that knows the first picture."""
    centres, strides = cells((64, 64))
    x1, y1, x2, y2 = truth.boxes[0, 0]
    x, y = centres.T
    distances = torch.stack([x - x1, y - y1, x2 - x, y2 - y], 1) / strides[:, None]
    inside = (distances > 0).all(1)
    # Two bins share a distance as its fraction says.
    bins = torch.arange(16.0)
    share = (1 - (distances.clamp(0, 14.9)[..., None] - bins).abs()).clamp(min=1e-9)
    classes = torch.full((2, len(centres), 3), -20.0)
    classes[0, inside, 2] = 20.0
    prototypes = torch.full((2, 4, 16, 16), -20.0)
    prototypes[0, 0, 2:10, 4:12] = 20.0
    coefficients = torch.zeros(2, len(centres), 4)
    coefficients[..., 0] = 1
    return Raw(share.log().expand(2, -1, -1, -1).clone(), classes, coefficients, prototypes)


def test_one_who_is_right_is_hardly_punished_and_one_who_is_wrong_is() -> None:
    # So many that every cell within the part takes it.
    settings, truth = replace(config.read().loss, candidates=100), _truth()
    right = _perfect(truth)
    wrong = right._replace(
        sides=right.sides.roll(1, 3), classes=-right.classes, prototypes=-right.prototypes
    )

    good, bad = losses(right, truth, settings), losses(wrong, truth, settings)

    assert float(good.boxes) == pytest.approx(0, abs=1e-3)
    assert float(good.classes) == pytest.approx(0, abs=1e-3)
    # Shares of two bins cost their entropy even where they are right, and edges lie between prototypes.
    assert float(good.sides) < 1.5 * math.log(2)
    assert float(good.masks) < 0.35 * settings.masks
    assert all(b > 2 * g + 0.1 for g, b in zip(good, bad, strict=True))


def test_nothing_is_learnt_from_where_a_part_is_hardly_seen() -> None:
    settings, truth = config.read().loss, _truth()
    raw = _perfect(truth)
    logits = torch.zeros_like(raw.classes, requires_grad=True)

    losses(raw._replace(classes=logits), truth, settings).total().backward()

    centres, strides = cells((64, 64))
    x, y = centres.T
    hidden = (x > 4) & (x < 14) & (y > 50) & (y < 60)
    assert int(hidden.sum()) > 0
    assert logits.grad is not None
    assert float(logits.grad[0, hidden].abs().sum()) == 0
    elsewhere = logits.grad[0, ~hidden & (strides == 8)].abs().sum(1)
    assert float(elsewhere.min()) > 0


def test_a_batch_without_any_part_teaches_that_there_is_none() -> None:
    truth = _truth()
    nothing = truth._replace(classes=torch.full_like(truth.classes, -1))

    found = losses(_perfect(truth), nothing, config.read().loss)

    assert float(found.boxes) == float(found.sides) == float(found.masks) == 0
    assert math.isfinite(float(found.classes))
    assert float(found.classes) > 1


def test_complete_overlap_is_what_the_paper_computes_for_two_boxes() -> None:
    a = torch.tensor([0.0, 0.0, 4.0, 2.0])
    b = torch.tensor([2.0, 0.0, 6.0, 4.0])

    overlap = 4 / (8 + 16 - 4)
    apart = (2.0**2 + 1.0**2) / (6.0**2 + 4.0**2)
    ratio = 4 / math.pi**2 * (math.atan(1) - math.atan(2)) ** 2
    expected = overlap - apart - ratio**2 / (1 - overlap + ratio)
    assert float(overlaps(a, b)) == pytest.approx(overlap, rel=1e-5)
    assert float(complete_overlaps(a, b)) == pytest.approx(expected, rel=1e-5)
    assert float(complete_overlaps(a, a)) == pytest.approx(1, abs=1e-5)


def test_sides_are_the_mean_of_their_bins_in_strides() -> None:
    centres, strides = cells((64, 64))
    sides = torch.full((len(centres), 4, 16), -50.0)
    sides[:, 0, 1] = sides[:, 1, 2] = sides[:, 2, 3] = 50.0
    sides[:, 3, 0] = sides[:, 3, 1] = 50.0

    boxes = boxes_of(sides, centres, strides)

    assert boxes[0].tolist() == pytest.approx([4 - 8, 4 - 16, 4 + 24, 4 + 4])
    assert boxes[-1].tolist() == pytest.approx([48 - 32, 48 - 64, 48 + 96, 48 + 16])


class _Waits(TorchDispatchMode):
    """Notes what would make the host wait for a graphics card: values read, shapes that depend on them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = str(func)
        waits = (
            "_local_scalar_dense",
            "nonzero",
            "masked_select",
            "lift_fresh",
            "unique",
            "equal.",
        )
        if any(one in name for one in waits):
            self.found.append(name)
        index = args[1] if name.startswith("aten.index.") else ()
        self.found += [name for one in index if isinstance(one, Tensor) and one.dtype == torch.bool]
        return func(*args, **(kwargs or {}))


def test_a_batch_is_changed_and_judged_without_a_look_at_any_value() -> None:
    settings = config.read()
    network = Network(3, _SMALL)
    truth = _truth()
    _, areas = boxes_and_areas(truth.ids, 2)

    def learn() -> None:
        pictures, changed = augment(torch.rand(2, 3, 64, 64), truth, areas, settings.augmentation)
        losses(network(pictures), changed, settings.loss).total().backward()

    learn()  # constants are brought to the device the first time
    with _Waits() as waits:
        learn()
    assert waits.found == []
    with _Waits() as proof:
        float(areas.sum())
        areas[areas > 0]
    assert len(proof.found) >= 2


def test_fewer_cells_than_the_settings_ask_for_are_enough() -> None:
    settings = replace(config.read().loss, mask_cells=1000, candidates=1000)

    found = losses(_perfect(_truth()), _truth(), settings)

    assert math.isfinite(float(found.total()))
