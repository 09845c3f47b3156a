"""Class names for class ids, and where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine_core.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of classes by id. A class without a name is called ``class_12``; nothing ever fails for it.

    Attributes:
        names: Name per class id; None where the list has a gap (COCO's 91 ids, ``???``).
        origin: Where they come from, for people: "the file's own metadata", "labels.txt".
    """

    names: tuple[str | None, ...] = ()
    origin: Text = NOTHING

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, class_id: int) -> str:
        if 0 <= class_id < len(self.names):
            name = self.names[class_id]
            if name is not None:
                return name
        return f"class_{class_id}"

    def find(self, name: str) -> int | None:
        """Return the id of the class called ``name`` (case does not matter), or None."""
        wanted = name.strip().casefold()
        for class_id, known in enumerate(self.names):
            if known is not None and known.casefold() == wanted:
                return class_id
        return None

    def resized(self, count: int) -> Labels:
        """Return the same names for exactly ``count`` classes: cut, or filled with unnamed ones."""
        padded: Sequence[str | None] = [*self.names, *([None] * count)]
        return Labels(tuple(padded[:count]), self.origin)
