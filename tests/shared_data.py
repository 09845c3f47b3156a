"""Where the third-party models and pictures lie that may be tested against but not redistributed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(
    os.environ.get("ENGINESCOPE_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)

needs_shared_data = pytest.mark.skipif(
    not (ROOT / "manifest.json").is_file(),
    reason=f"third-party models and pictures are not at {ROOT} (set ENGINESCOPE_TEST_DATA)",
)


def manifest() -> dict[str, Any]:
    """Return the manifest with the golden detections; empty where the data is absent."""
    path = ROOT / "manifest.json"
    if not path.is_file():
        return {"models": [], "media": [], "datasets": []}
    result: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return result
