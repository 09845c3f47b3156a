"""Packages that tell of the machine, each of which may be missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def optional(module: str) -> Any | None:
    """Return a module, or None where it is not installed: what it tells is missed, not needed."""
    try:
        return import_module(module)
    except ImportError:
        return None
