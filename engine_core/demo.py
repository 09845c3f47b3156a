"""The demo that comes with the program: its own pictures, a clip, and two models trained on that world.

A stripped or damaged installation may lack it; then there is no demo, and everything else works.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine_core.assets import assets_folder

_PICTURE_SUFFIXES = frozenset((".jpg", ".jpeg", ".png"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo consists of; every path existed when it was looked for.

    Attributes:
        folder: That all of it lies in.
        model: The better model.
        small: A smaller one that was trained for a minute: faster, weaker, worth comparing with; None where
            it is missing.
        pictures: In the order in which they are shown; at least one.
        clip: A video of the same world; None where it is missing.
    """

    folder: Path
    model: Path
    small: Path | None
    pictures: tuple[Path, ...]
    clip: Path | None

    @property
    def picture_folder(self) -> Path:
        """The folder that holds the pictures and nothing else."""
        return self.pictures[0].parent

    @property
    def models(self) -> tuple[Path, ...]:
        """The better model first."""
        return (self.model,) if self.small is None else (self.model, self.small)

    def other_model(self, path: Path) -> Path | None:
        """Return the model to compare with the one that is open; None for a foreign one.

        Args:
            path: As for ``has_model``.
        """
        if self.small is None or not self.has_model(path):
            return None
        return self.small if path.resolve() == self.model.resolve() else self.model

    def has_model(self, path: Path) -> bool:
        """Return whether a file is one of the models, by whatever way its path leads there.

        Args:
            path: Absolute, or relative to where the program was started.
        """
        return path.resolve() in [model.resolve() for model in self.models]


def find_demo(folder: Path | None = None) -> Demo | None:
    """Return the demo, or None where the installation holds none. Reads two directories, no file.

    Args:
        folder: Where it lies; None takes that of the installation.
    """
    try:
        where = assets_folder() / "demo" if folder is None else folder
        pictures = sorted(
            path
            for path in (where / "pictures").iterdir()
            if path.suffix.lower() in _PICTURE_SUFFIXES and path.is_file()
        )
    except OSError:
        return None
    model = where / "workshop.onnx"
    if not pictures or not model.is_file():
        return None
    return Demo(
        folder=where,
        model=model,
        small=_if_there(where / "workshop-small.onnx"),
        pictures=tuple(pictures),
        clip=_if_there(where / "belt.mp4"),
    )


def _if_there(path: Path) -> Path | None:
    return path if path.is_file() else None
