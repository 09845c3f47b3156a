"""Reads ``config.toml``, which says how the demo's detectors are made. Needs Python 3.11 or later."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomllib

STANDARD = Path(__file__).with_name("config.toml")
SETS = ("training", "validation", "held_out")


@dataclass(frozen=True)
class World:
    """What is rendered: sizes are (width, height) in pixels, seeds are (first, one after the last)."""

    sizes: tuple[tuple[int, int], ...]
    training_seeds: tuple[int, int]
    validation_seeds: tuple[int, int]
    held_out_seeds: tuple[int, int]
    most_parts: int

    def seeds(self, which: str) -> range:
        """Return the seeds of one of :data:`SETS`."""
        return range(*getattr(self, f"{which}_seeds"))


@dataclass(frozen=True)
class Network:
    """Channels of the network, see :class:`tools.demo.detector.network.Widths`."""

    input: int
    stem: int
    stages: tuple[int, int, int, int]
    repeats: tuple[int, int, int, int]
    neck: tuple[int, int, int]
    head: int
    prototypes: int
    bins: int


@dataclass(frozen=True)
class Training:
    """The course of the training, see ``config.toml``."""

    seed: int
    batch: int
    steps: int
    seconds: float
    warm_up: float
    learning_rate: float
    last_learning_rate: float
    weight_decay: float
    average_decay: float
    clip_gradient: float
    look_every: float
    compile: bool


@dataclass(frozen=True)
class Augmentation:
    """How pictures are changed before they are learnt, see ``config.toml``."""

    until: float
    scale: tuple[float, float]
    shift: float
    moved: float
    brightness: float
    contrast: float
    saturation: float
    hue: float
    noise: float
    blurred: float
    cut_out: float
    least_left: float


@dataclass(frozen=True)
class Loss:
    """Weights and sizes of the loss, see ``config.toml``."""

    candidates: int
    score_power: float
    overlap_power: float
    box: float
    sides: float
    classes: float
    masks: float
    mask_cells: int
    mask_points: int


@dataclass(frozen=True)
class Config:
    """All of ``config.toml``."""

    world: World
    network: Network
    training: Training
    augmentation: Augmentation
    loss: Loss


def read(path: Path = STANDARD) -> Config:
    """Read the configuration.

    A file that names another one by ``based_on``, beside it, holds only what differs from that.

    Raises:
        OSError: A file cannot be read.
        ValueError: It is no TOML, or two sets share a seed.
        TypeError: A key is missing or unknown.
    """
    raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    if "based_on" in raw:
        based = tomllib.loads((path.parent / raw.pop("based_on")).read_text("utf-8"))
        raw = {**based, **{name: {**based[name], **changed} for name, changed in raw.items()}}
    config = from_dict(raw)
    ranges = sorted((config.world.seeds(one) for one in SETS), key=lambda seeds: seeds.start)
    for before, after in pairwise(ranges):
        if before.stop > after.start:
            raise ValueError(f"{path}: two sets share the seeds from {after.start} on")
    return config


def from_dict(raw: dict[str, Any]) -> Config:
    """Build the configuration from what TOML or a checkpoint holds, lists becoming tuples."""
    kinds = {
        "world": World,
        "network": Network,
        "training": Training,
        "augmentation": Augmentation,
        "loss": Loss,
    }
    sections: dict[str, Any] = {
        name: kind(**{key: _frozen(value) for key, value in raw[name].items()})
        for name, kind in kinds.items()
    }
    return Config(**sections)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list | tuple) else value
