"""Short names that tell files apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """Return the file names, with as many of their folders as tell them apart; twins are numbered."""
    depth = 1
    names = [_last(path, depth) for path in paths]
    deepest = max((len(path.absolute().parts) for path in paths), default=1)
    while len(set(names)) < len(names) and depth < deepest:
        depth += 1
        names = [
            _last(path, depth) if names.count(name) > 1 else name
            for path, name in zip(paths, names, strict=True)
        ]
    counted: dict[str, int] = {}
    told = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        told.append(f"{name} ({counted[name]})" if counted[name] > 1 else name)
    return told


def _last(path: Path, parts: int) -> str:
    return "/".join(path.absolute().parts[-parts:])
