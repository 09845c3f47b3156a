"""JSON Lines: the contract records of ``engine_core.records``, one line per frame."""

from __future__ import annotations

from engine_core.exporters.base import ExportSettings
from engine_core.exporters.per_run import RunFile
from engine_core.records import to_json, to_record


def open_jsonl(settings: ExportSettings) -> RunFile:
    """Write ``detections.jsonl``; frames without detections have their line too."""
    return RunFile(
        "jsonl",
        settings.out / "detections.jsonl",
        lambda result: f"{to_json(to_record(result, settings.labels))}\n".encode(),
        on_published=settings.on_published,
    )
