"""What is kept of a training: the network's weights with all that is needed to build it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from tools.demo.detector import config
from tools.demo.detector.network import Network, Widths


@dataclass(frozen=True)
class Kept:
    """A detector as it was kept.

    Attributes:
        network: In evaluation mode, on the CPU.
        config: How it was made.
        class_names: Name for each class id.
        facts: How far the training was and what was measured, for people.
    """

    network: Network
    config: config.Config
    class_names: tuple[str, ...]
    facts: Mapping[str, Any]


def build(settings: config.Network, classes: int) -> Network:
    """Build the network of a configuration, with random weights."""
    sizes = asdict(settings)
    del sizes["input"]
    return Network(classes, Widths(**sizes))


def keep(
    path: Path,
    weights: Mapping[str, torch.Tensor],
    settings: config.Config,
    class_names: tuple[str, ...],
    facts: Mapping[str, Any],
) -> None:
    """Write a detector.

    Raises:
        OSError: The file cannot be written.
    """
    kept = {
        "weights": {name: one.detach().cpu() for name, one in weights.items()},
        "config": asdict(settings),
        "class_names": list(class_names),
        "facts": dict(facts),
    }
    torch.save(kept, path)


def load(path: Path) -> Kept:
    """Read what :func:`keep` wrote.

    Raises:
        OSError: The file cannot be read.
    """
    kept = torch.load(path, map_location="cpu", weights_only=True)
    settings = config.from_dict(kept["config"])
    names = tuple(kept["class_names"])
    network = build(settings.network, len(names))
    network.load_state_dict(kept["weights"])
    return Kept(network.eval(), settings, names, kept["facts"])
