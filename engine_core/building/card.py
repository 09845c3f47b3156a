"""The card and the TensorRT that an engine is built for, found without loading TensorRT."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine_core.errors import RuntimeMissingError
from engine_core.text import Text, text

FULL = "TensorRT"


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card.

    Attributes:
        name: As its driver has it.
        capability: Its compute capability.
    """

    name: str
    capability: tuple[int, int]

    @property
    def slug(self) -> str:
        """Its name and capability as part of a file's name."""
        name = re.sub(r"\b(?:nvidia|geforce|graphics|gpu)\b", " ", self.name.lower())
        short = "-".join(re.findall(r"[a-z0-9]+", name)[:3]) or "gpu"
        major, minor = self.capability
        return f"{short}-sm{major}{minor}"


def find_card(device: int = 0) -> Card:
    """Return the card with a number.

    Raises:
        RuntimeMissingError: There is no driver or no such card.
    """
    from engine_core.runtime.tensorrt import driver

    found = driver.find_devices()
    if not 0 <= device < len(found):
        raise RuntimeMissingError(
            what=text("There is no graphics card number {device}", device=device),
            why=text("The cards here are {cards}", cards=_listed([one.name for one in found])),
            cure=text("Choose another number"),
        )
    return Card(found[device].name, found[device].capability)


def builder_version() -> str | None:
    """Return the version of the TensorRT that would build, or None where there is none."""
    from engine_core.runtime.tensorrt import adapter

    if not _full_modules():
        return None
    return next((version for name, version in adapter.installed_versions() if name == FULL), "")


def can_build() -> Text | None:
    """Return None where engines can be built here, else why not; nothing large is loaded for it."""
    from engine_core.runtime.tensorrt import adapter

    if not _full_modules():
        if adapter.available():
            return text(
                "Only the lean runtime of TensorRT is installed, which runs engines but builds none"
            )
        return text("TensorRT is not installed")
    try:
        find_card()
    except RuntimeMissingError as error:
        return error.why or error.what
    return None


def _full_modules() -> list[str]:
    from engine_core.runtime.tensorrt import adapter

    return [name for name in adapter.available() if name in adapter.FULL_MODULES]


def _listed(names: list[str]) -> str:
    return ", ".join(f"{number}: {name}" for number, name in enumerate(names))
