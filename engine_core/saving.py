"""What is saved where: the folder of a run, and one frame by itself; for the command and the window alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any

from engine_core.batch import Failure, Report, RunSettings
from engine_core.detections import ClassScore, Detections
from engine_core.detector import Detector
from engine_core.errors import OptionError
from engine_core.exporters import manifest, open_exporters, targets_of
from engine_core.exporters.base import Exporter, ExportSettings, unnoted
from engine_core.exporters.files import reported, safe_component
from engine_core.exporters.folder import occupied
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.journal import Journal, default_folder
from engine_core.overlay import Style
from engine_core.recipe import Recipe
from engine_core.results import FrameResult
from engine_core.text import Text, text

RESULTS = Path("enginescope-out")
# More are not listed in a manifest.
_MOST_SOURCES = 100


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
        made_by: What asks for it, where that is not a person; the manifest keeps it.
    """

    keys: tuple[str, ...]
    out: Path | None = None
    parent: Path = RESULTS
    overwrite: bool = False
    style: Style = field(default_factory=Style)
    video_codec: str = "h264"
    image_format: str = "jpg"
    made_by: str = ""


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
                plan.keys,
                _settings_of(plan, self.out, detector.recipe, self.journal.published),
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
        made_by = {"made_by": self._plan.made_by} if self._plan.made_by else {}
        self.journal.write_manifest(
            **made_by,
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


class Lying(Enum):
    """What lies in a folder that results are to go to."""

    NOTHING = "nothing"
    STOPPED = "stopped"
    DONE = "done"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Found:
    """A folder before anything is written there.

    Attributes:
        lying: A run that came to its end or did not, or files of others that results could replace.
        path: One of these files.
        made_by: As ``SavePlan`` of the run that lies there had it.
    """

    lying: Lying
    path: Path | None = None
    made_by: str = ""


def look_at(out: Path, keys: Sequence[str]) -> Found:
    """Say what a run in some formats would meet in a folder. Reads a small file; changes nothing."""
    former = manifest.read_manifest(out)
    targets = manifest.targets_in(former) if former is not None else [manifest.NAME]
    own = [name for name in targets_of(keys) if former is None or name not in targets]
    foreign = occupied(out, own if former is not None else [manifest.NAME, *own])
    if foreign is not None:
        return Found(Lying.OTHERS, foreign)
    if former is None:
        return Found(Lying.NOTHING)
    lying = Lying.DONE if former.get("state") == "done" else Lying.STOPPED
    return Found(lying, made_by=str(former.get("made_by", "")))


def look_at_frame(plan: SavePlan, out: Path, name: str) -> Found:
    """Say what one frame would meet in a folder: another run, or a file of the name of one of its files."""
    if manifest.read_manifest(out) is not None:
        return Found(Lying.DONE, out / manifest.NAME)
    for path in _frame_files(plan, out, name):
        if os.path.lexists(path):
            return Found(Lying.OTHERS, path)
    return Found(Lying.NOTHING)


def free_folder(folder: Path, is_free: Callable[[Path], bool]) -> Path:
    """Return the first of ``name``, ``name-2``, ``name-3``, … that suits."""
    number, found = 1, folder
    while not is_free(found):
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found


def save_frame(
    plan: SavePlan,
    frame: Frame,
    detections: Detections,
    classes: tuple[ClassScore, ...],
    recipe: Recipe,
    name: str,
) -> tuple[Text, ...]:
    """Write one frame with what is shown on it; no model is asked.

    Args:
        plan: ``out`` must be given. Files of other names that lie there stay.
        frame: A frame of a video is written as a picture of its own.
        detections: Those shown.
        classes: A classifier's answers.
        recipe: Of the model that found them.
        name: Of the picture, without suffix.

    Returns:
        What is worth knowing of the files.

    Raises:
        OptionError: A file of the same name, or another run, is there; nothing was touched.
        ExportError: A file cannot be written. Those that are complete stay.
    """
    if plan.out is None:
        raise ValueError("one frame has no folder of its own to be found for it")
    out, name = plan.out, safe_component(name)
    with reported(out):
        met = look_at_frame(plan, out, name)
        if met.path is not None and not plan.overwrite:
            raise OptionError(
                text("{folder} holds results already", folder=out),
                why=text("This frame could replace {path}.", path=met.path),
                cure=text("Choose another folder, or allow that files there are replaced."),
            )
        out.mkdir(parents=True, exist_ok=True)
    picture = replace(frame, name=f"{name}.png", index=0, pts=None, time_base=None, duration=None)
    item = SourceItem(SourceKind.PICTURE, picture.source, picture.name)
    exporters = open_exporters(plan.keys, _settings_of(plan, out, recipe))
    try:
        for exporter in exporters:
            exporter.begin_source(SourceInfo(item, picture.size_wh, 1))
            exporter.write(FrameResult.of(picture, detections, classes))
            exporter.end_source()
        for exporter in exporters:
            exporter.close()
    except BaseException:
        for exporter in exporters:
            exporter.abandon()
        raise
    return tuple(dict.fromkeys(note for exporter in exporters for note in exporter.notes))


def _frame_files(plan: SavePlan, out: Path, name: str) -> list[Path]:
    """Return what one frame writes. Of crops, whose number is not known, those that are there."""
    name = safe_component(name)
    picture = f".{plan.image_format}"
    by_key = {
        "images": [f"images/{name}{picture}"],
        "yolo": [f"labels/{name}.txt", "classes.txt", "data.yaml"],
        "yolo-conf": [f"labels/{name}.txt", "classes.txt", "data.yaml"],
        "coco": ["coco.json"],
        "voc": [f"Annotations/{name}.xml"],
        "csv": ["detections.csv"],
        "jsonl": ["detections.jsonl"],
        "labelme": [f"labelme/{name}.json"],
    }
    files = [out / each for key in plan.keys for each in by_key.get(key, ())]
    if "crops" in plan.keys:
        start = f"{name}_"
        files += [
            path
            for path in (out / "crops").glob(f"*/*{picture}")
            if path.name.startswith(start) and path.stem[len(start) :].isdigit()
        ]
    return files


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
            "hidden": sorted(shown.hidden),
            "min_size_px": shown.min_size_px,
            "max_detections": shown.max_detections,
            "iou": suppression.iou,
            "class_agnostic": suppression.class_agnostic,
            "most_kept": suppression.max_detections,
        },
        "max_frames": settings.max_frames,
        "drawing": {
            "style": asdict(plan.style),
            "codec": plan.video_codec,
            "image_format": plan.image_format,
        },
    }


def _settings_of(
    plan: SavePlan, out: Path, recipe: Recipe, on_published: Callable[[Path], None] = unnoted
) -> ExportSettings:
    return ExportSettings(
        out=out,
        labels=recipe.labels,
        style=plan.style,
        video_codec=plan.video_codec,
        image_format=plan.image_format,
        task=recipe.task.value,
        keypoints=getattr(recipe.decoder, "keypoints", None),
        class_count=recipe.decoder.class_count or len(recipe.labels) or None,
        on_published=on_published,
    )
