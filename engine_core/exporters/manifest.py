"""``manifest.json`` of a run: what was run on what, with which settings and versions."""

from __future__ import annotations

import functools
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

from engine_core.exporters.files import write_file
from engine_core.text import Text, text

NAME = "manifest.json"

_PROGRAM = "enginescope"
_PACKAGES = (_PROGRAM, "numpy", "opencv-python-headless", "onnxruntime", "Pillow", "av")
_DIFFERENCES = {
    "model": text("another model"),
    "recipe": text("another recipe"),
    "thresholds": text("other thresholds"),
    "max_frames": text("another limit of frames"),
    "drawing": text("another style of drawing"),
}


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder; None if there is none or it is not ours."""
    try:
        manifest = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    is_ours = isinstance(manifest, dict) and manifest.get("program") == _PROGRAM
    return manifest if is_ours else None


def write_manifest(
    folder: Path, settings: Mapping[str, Any], targets: Sequence[str], state: Mapping[str, Any]
) -> None:
    """Write the manifest, atomically.

    Args:
        folder: Of the run.
        settings: Everything that decides results.
        targets: What the run writes there: names of files and folders.
        state: What else there is to say.

    Raises:
        ExportError: It cannot be written.
    """
    versions = {name: version for name in _PACKAGES if (version := _version(name))}
    manifest = {
        "program": _PROGRAM,
        "written": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        **state,
        "targets": list(targets),
        "settings": settings,
        "versions": {"python": platform.python_version(), **versions},
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    # Half surrogates, by which Python holds file names that are not UTF-8, are escaped as JSON does.
    write_file(folder / NAME, content.encode(errors="backslashreplace"))


def targets_in(manifest: Mapping[str, Any]) -> list[str]:
    """Return what the run of a manifest writes; nothing where that cannot be read."""
    targets = manifest.get("targets")
    return [each for each in targets if isinstance(each, str)] if isinstance(targets, list) else []


def difference(old: object, new: Mapping[str, Any]) -> Text:
    """Say what is other in the settings, in words for people."""
    if not isinstance(old, dict):
        return text("settings that cannot be read")
    changed = [name for name in {**new, **old} if old.get(name) != new.get(name)]
    words = dict.fromkeys(_DIFFERENCES.get(name, text("other settings")) for name in changed)
    return functools.reduce(lambda one, more: text("{one}, {more}", one=one, more=more), words)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
