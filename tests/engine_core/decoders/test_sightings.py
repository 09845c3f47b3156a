from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine_core.boxes import FloatArray
from engine_core.decoders.sightings import Seen, agreement, overshoot, unrest


def block(stride: int, *, side: int = 6, at: float = 96) -> Seen:
    """Return what a block of cells sees, all of one class."""
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    place = np.stack([x.ravel(), y.ravel()], axis=1) * stride + at
    count = len(place)
    return Seen(
        confidence=np.full(count, 0.9, np.float32),
        class_id=np.zeros(count, np.intp),
        place=place.astype(np.float32),
        stride=np.full(count, stride, np.float32),
    )


def alike(seen: Seen, box: tuple[float, ...], jitter: float, seed: int) -> FloatArray:
    noise = np.random.default_rng(seed).normal(0, jitter, (len(seen.confidence), 4))
    return (np.asarray(box) + noise).astype(np.float32)


@given(stride=st.sampled_from([8, 16, 32]), seed=st.integers(0, 999))
def test_boxes_of_one_object_rest_and_agree(stride: int, seed: int) -> None:
    seen = block(stride)
    xyxy = alike(seen, (60, 60, 300, 320), jitter=stride * 0.1, seed=seed)

    assert (unrest(seen, xyxy) or 1) < 0.3
    assert (agreement(seen, xyxy) or 0) > 0.9


@given(stride=st.sampled_from([8, 16, 32]), size=st.floats(4, 16), seed=st.integers(0, 999))
def test_boxes_that_move_with_their_cells_are_restless(stride: int, size: float, seed: int) -> None:
    seen = block(stride)
    half = np.float32(size * stride / 2)
    moving = np.concatenate([seen.place - half, seen.place + half], axis=1)
    noise = np.random.default_rng(seed).normal(0, 0.1 * stride, moving.shape)
    found = unrest(seen, (moving + noise).astype(np.float32))

    assert found is None or found > 0.85


def test_a_crowd_of_small_objects_says_nothing() -> None:
    seen = block(8)
    xyxy = np.concatenate([seen.place - 4, seen.place + 4], axis=1)

    assert unrest(seen, xyxy) is None


def test_boxes_beyond_the_picture_stand_out() -> None:
    seen = block(32)
    within = alike(seen, (440, 60, 640, 260), jitter=1, seed=0)
    beyond = alike(seen, (420, 40, 660, 280), jitter=1, seed=0)

    assert overshoot(seen, within, (640, 640)) == pytest.approx(0, abs=0.02)
    assert (overshoot(seen, beyond, (640, 640)) or 0) > 0.05
    away = within - np.asarray([100, 0, 100, 0], np.float32)
    assert overshoot(seen, away, (640, 640)) is None


def test_too_little_says_nothing() -> None:
    seen = block(16, side=1)
    xyxy = alike(seen, (600, 0, 640, 100), jitter=0, seed=0)

    assert agreement(seen, xyxy) is None
    assert unrest(seen, xyxy) is None
    assert overshoot(seen, xyxy, (640, 640)) is None
