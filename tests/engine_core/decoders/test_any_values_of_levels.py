"""Whatever bits heads and maps hold: decoders neither warn nor let them through."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.decoders import (
    anchor_heads,
    darknet_heads,
    detectnet,
    dfl_heads,
    fastestdet,
    nanodet,
    retinaface,
    scrfd,
    yunet,
)
from tests.engine_core.decoders.signatures import facts_of

WH = (320, 192)
_FAMILIES = (
    nanodet.FAMILY,
    *dfl_heads.FAMILIES,
    fastestdet.FAMILY,
    *darknet_heads.FAMILIES,
    *anchor_heads.FAMILIES,
    scrfd.FAMILY,
    yunet.FAMILY,
    retinaface.FAMILY,
    detectnet.FAMILY,
)
_GRIDS = {8: (24, 40), 16: (12, 20), 32: (6, 10)}


def _levels(*channels: int, per_cell: int = 1) -> list[tuple[int, ...]]:
    return [(1, h * w * per_cell, c) for c in channels for h, w in _GRIDS.values()]


def _maps(*channels: int) -> list[tuple[int, ...]]:
    return [(1, c, h, w) for c in channels for h, w in _GRIDS.values()]


_SHAPES = {
    "nanodet": [(1, 1260, 112)],
    "nanodet apart": _levels(80, 32),
    "yolov8": _maps(80, 64),
    "yolov8 joined": _maps(144),
    "ppyoloe": _maps(80, 68),
    "rtmdet": _maps(80, 4),
    "darknet": _maps(255),
    "yolov5": [(1, 3, h, w, 85) for h, w in _GRIDS.values()],
    "fastestdet": [(1, 85, 12, 20)],
    "scrfd": _levels(1, 4, 10, per_cell=2),
    "yunet": _levels(1, 1, 4, 10),
    "retinaface": [(1, 2520, c) for c in (4, 2, 10)],
    "detectnet": [(1, 3, 12, 20), (1, 12, 12, 20)],
    "detectnet of one class": [(1, 1, 12, 20), (1, 4, 12, 20)],
}


def _any_bytes(shape: tuple[int, ...], dtype: str, rng: np.random.Generator) -> npt.NDArray[Any]:
    """Return numbers of any bits: infinities, NaN, denormal and huge ones among them."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return np.frombuffer(rng.bytes(size), dtype).reshape(shape)


def _huge(shape: tuple[int, ...], dtype: str, rng: np.random.Generator) -> npt.NDArray[Any]:
    """Return the largest numbers that there are, of both signs."""
    signs = rng.choice([-1.0, 1.0], shape)
    return (signs * float(np.finfo(dtype).max)).astype(dtype)


@pytest.mark.parametrize("shapes", _SHAPES.values(), ids=_SHAPES)
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("make", [_any_bytes, _huge])
def test_any_values_are_read_without_a_warning(
    shapes: list[tuple[int, ...]], dtype: str, make: Any
) -> None:
    rng = np.random.default_rng(0)
    read = 0
    for _ in range(3):
        outputs = {f"o{i}": make(shape, dtype, rng) for i, shape in enumerate(shapes)}
        facts = facts_of(outputs, input_wh=WH)
        for proposal in (one for family in _FAMILIES for one in family.propose(facts)):
            settled = proposal.decoder.settle(outputs, WH).decoder
            for decoder in (proposal.decoder, settled):
                found = decoder.decode(outputs, WH, 0.25)
                read += 1

                assert np.isfinite(found.xyxy).all()
                assert (found.xyxy[:, 2:] > found.xyxy[:, :2]).all()
                assert ((found.confidence >= 0.25) & (found.confidence <= 1)).all()
                assert (found.class_id >= 0).all()
    assert read > 0


@pytest.mark.parametrize("shapes", _SHAPES.values(), ids=_SHAPES)
def test_a_floor_of_nothing_and_of_everything_is_obeyed(shapes: list[tuple[int, ...]]) -> None:
    rng = np.random.default_rng(0)
    outputs = {
        f"o{i}": rng.uniform(0, 1, shape).astype(np.float32) for i, shape in enumerate(shapes)
    }
    facts = facts_of(outputs, input_wh=WH)
    for proposal in (one for family in _FAMILIES for one in family.propose(facts)):
        few = proposal.decoder.decode(outputs, WH, 1.0)
        many = proposal.decoder.decode(outputs, WH, 0.0)

        assert len(few) <= len(many)
        assert (few.confidence >= 0.999).all()
