"""Known objects, and the dense heads that a network would answer with, as sources write them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from engine_core.detections import Candidates

Floats = npt.NDArray[np.float32]

WIDE = (640, 384)


@dataclass(frozen=True)
class Scene:
    """Objects in pixels of an input of ``wh``, most confident first."""

    wh: tuple[int, int]
    xyxy: Floats
    scores: Floats
    classes: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.xyxy)

    @property
    def fractions(self) -> Floats:
        return in_fractions(self.xyxy, self.wh)


def in_fractions(xyxy: Floats, wh: tuple[int, int]) -> Floats:
    """Return corners in pixels as fractions of the input."""
    w, h = wh
    fractions: Floats = (xyxy / np.array([w, h, w, h], np.float32)).astype(np.float32)
    return fractions


def scene(wh: tuple[int, int] = WIDE, *, count: int = 6, classes: int = 5, seed: int = 0) -> Scene:
    """Return objects of many sizes all over the input, the first of the last class."""
    rng = np.random.default_rng(seed)
    w, h = wh
    centre = rng.uniform((0.15 * w, 0.15 * h), (0.85 * w, 0.85 * h), (count, 2))
    size = rng.uniform(0.04, 0.28, (count, 2)) * (w, h)
    ids = rng.integers(0, classes, count)
    if count:
        ids[0] = classes - 1
    return Scene(
        wh,
        np.concatenate([centre - size / 2, centre + size / 2], axis=1).astype(np.float32),
        np.sort(rng.uniform(0.3, 0.97, count))[::-1].astype(np.float32),
        ids,
    )


@st.composite
def scenes(draw: st.DrawFn, classes: int = 5) -> Scene:
    wh = draw(st.sampled_from([(640, 384), (320, 512), (416, 416)]))
    count = draw(st.integers(1, 12))
    return scene(wh, count=count, classes=classes, seed=draw(st.integers(0, 2**16)))


def everywhere(wanted: Scene, count: int, *, seed: int = 1) -> Floats:
    """Return boxes of ``count`` places as corners in pixels, those of the objects first."""
    rng = np.random.default_rng(seed)
    w, h = wanted.wh
    centre = rng.uniform((0, 0), (w, h), (count, 2))
    size = rng.uniform(0.02, 0.3, (count, 2)) * (w, h)
    xyxy = np.concatenate([centre - size / 2, centre + size / 2], axis=1).astype(np.float32)
    xyxy[: len(wanted)] = wanted.xyxy
    return xyxy


def class_scores(wanted: Scene, count: int, classes: int, *, seed: int = 2) -> Floats:
    """Return sigmoid scores of ``count`` places, near zero but for the objects."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0, 0.02, (count, classes)).astype(np.float32)
    scores[np.arange(len(wanted)), wanted.classes] = wanted.scores
    return scores


def centred(xyxy: Floats) -> Floats:
    """Return corners as centre and size."""
    return np.concatenate([(xyxy[:, :2] + xyxy[:, 2:]) / 2, xyxy[:, 2:] - xyxy[:, :2]], axis=1)


def logits(probabilities: Floats) -> Floats:
    p = np.clip(probabilities.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p)).astype(np.float32)


def same(found: Candidates, wanted: Scene, *, pixels: float = 0.05) -> bool:
    """Whether exactly the objects were found."""
    if len(found) != len(wanted):
        return False
    order = np.argsort(-found.confidence, kind="stable")
    return (
        bool(np.allclose(found.xyxy[order], wanted.xyxy, atol=pixels))
        and bool(np.allclose(found.confidence[order], wanted.scores, atol=2e-3))
        and found.class_id[order].tolist() == wanted.classes.tolist()
    )
