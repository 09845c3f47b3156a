"""The folder of a run: exporters, journal and manifest, for the command and the window alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from engine_core.batch import Failure, Report, RunSettings
from engine_core.detector import Detector
from engine_core.exporters import open_exporters, targets_of
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.frame import SourceItem
from engine_core.journal import Journal, default_folder
from engine_core.overlay import Style

RESULTS = Path("enginescope-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan:
    """What is saved of a run, where and how.

    Attributes:
        keys: Formats, as ``EXPORTERS`` calls them.
        out: Folder of the run; None takes a new one below ``parent``, or one that was interrupted.
        parent: Folder of runs that were not told where to go.
        overwrite: Whether results of another run in ``out`` may be replaced.
        style: Look of annotated pictures and videos.
        video_codec: One of ``VIDEO_CODECS``.
        image_format: One of ``IMAGE_FORMATS``.
    """

    keys: tuple[str, ...]
    out: Path | None = None
    parent: Path = RESULTS
    overwrite: bool = False
    style: Style = field(default_factory=Style)
    video_codec: str = "h264"
    image_format: str = "jpg"


class Saving:
    """What a run writes. A context: leaving it without ``finish`` notes that the run failed."""

    def __init__(
        self,
        plan: SavePlan,
        detector: Detector,
        settings: RunSettings,
        items: Sequence[SourceItem],
    ) -> None:
        """Begin the run folder, or go on with what lies there.

        Raises:
            OptionError: The folder holds other results, or files that would be overwritten.
            ExportError: It cannot be written.
        """
        self._detector = detector
        self._plan = plan
        self._sources = [item.shown for item in items[:_MOST_SOURCES]]
        self._is_finished = False
        identity = _identity(plan, detector, settings)
        self.out: Path = plan.out or default_folder(plan.parent, detector.file.path.stem, identity)
        self.journal = Journal(
            self.out,
            identity,
            targets=targets_of(plan.keys),
            overwrite=plan.overwrite,
        )
        self.exporters: list[Exporter] = []
        try:
            self.exporters = open_exporters(
                plan.keys, _export_settings(plan, self.out, detector, self.journal)
            )
            self._write_manifest("running")
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def finish(self, report: Report) -> None:
        """Write how the run ended."""
        self._is_finished = True
        state = "interrupted" if report.is_interrupted else "done"
        self._write_manifest(state, report.failures)

    def __enter__(self) -> Saving:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if not self._is_finished:
                for exporter in self.exporters:
                    exporter.abandon()
                if self.exporters:
                    state = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
                    self._write_manifest(state)
        finally:
            self.journal.close()

    def _write_manifest(self, state: str, failures: Sequence[Failure] = ()) -> None:
        detector = self._detector
        recipe = detector.recipe
        self.journal.write_manifest(
            state=state,
            model=str(detector.file.path),
            runtime=detector.info.runtime,
            device=detector.info.device,
            sources=self._sources,
            saved=list(self._plan.keys),
            failed=[{"name": failure.name, "error": str(failure.error)} for failure in failures],
            reasons=[str(reason) for reason in recipe.reasons],
            warnings=[str(warning) for warning in recipe.warnings],
        )


_MOST_SOURCES = 100


def _identity(plan: SavePlan, detector: Detector, settings: RunSettings) -> dict[str, Any]:
    """Return everything that decides results: a run goes on only from one with the same."""
    shown, suppression = settings.shown, settings.suppression
    recipe = detector.recipe.describe()
    decisive = ("family", "task", "preprocessing", "decoder", "labels", "suppression")
    return {
        "model": {"sha256": detector.file.sha256()},
        "recipe": {name: recipe[name] for name in decisive},
        "thresholds": {
            "confidence": shown.confidence,
            "class_confidence": {str(k): v for k, v in sorted(shown.class_confidence.items())},
            "classes": sorted(shown.classes) if shown.classes is not None else None,
            "min_size_px": shown.min_size_px,
            "max_detections": shown.max_detections,
            "iou": suppression.iou,
            "class_agnostic": suppression.class_agnostic,
        },
        "max_frames": settings.max_frames,
        "drawing": {
            "style": asdict(plan.style),
            "codec": plan.video_codec,
            "image_format": plan.image_format,
        },
    }


def _export_settings(
    plan: SavePlan, out: Path, detector: Detector, journal: Journal
) -> ExportSettings:
    recipe = detector.recipe
    return ExportSettings(
        out=out,
        labels=recipe.labels,
        style=plan.style,
        video_codec=plan.video_codec,
        image_format=plan.image_format,
        task=recipe.task.value,
        keypoints=getattr(recipe.decoder, "keypoints", None),
        class_count=recipe.decoder.class_count or len(recipe.labels) or None,
        on_published=journal.published,
    )
