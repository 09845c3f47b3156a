"""``enginescope detect``: a model on sources, to the terminal, to machines and to files."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine_core.batch import Failure, Report, RunSettings, run
from engine_core.cli.model import open_detector
from engine_core.cli.options import class_ids
from engine_core.cli.status import INTERRUPTED, SOME_FAILED, SOURCES, SUCCESS
from engine_core.cli.terminal import ProgressBar, report_error, say
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import OptionError, SourceError
from engine_core.exporters import check_exporters, open_exporters
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.frame import SourceItem, SourceKind
from engine_core.journal import Journal, free_folder
from engine_core.labels import Labels
from engine_core.modelfile import identify
from engine_core.overlay import Style
from engine_core.probe import probe_frame
from engine_core.records import to_json, to_record
from engine_core.results import FrameResult
from engine_core.sources import list_sources, open_source
from engine_core.text import text

# Sources whose first frame is tried before a drawn picture has to settle the model.
_MOST_PROBES = 3
_RESULTS = Path("enginescope-out")


def detect(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    _check_saving(options)
    file = identify(options.model)
    listed = list_sources(options.sources, recursive=not options.no_recursive)
    for problem in listed.problems:
        report_error(problem, verbose=options.verbose)
    if not listed.items:
        return SOURCES
    with open_detector(file, options) as detector:
        _settle(detector, listed.items)
        if not options.quiet:
            for warning in detector.recipe.warnings:
                say(f"note: {warning}")
        settings = _settings(options, detector)
        detector.floor = min([settings.shown.confidence, *settings.shown.class_confidence.values()])
        report = _run(detector, listed.items, settings, options)
    if report.is_interrupted:
        return INTERRUPTED
    if report.frames == 0:
        return SOURCES
    return SOME_FAILED if report.failures or listed.problems else SUCCESS


def _run(
    detector: Detector,
    items: Sequence[SourceItem],
    settings: RunSettings,
    options: argparse.Namespace,
) -> Report:
    labels = detector.recipe.labels
    stop = threading.Event()
    bar = ProgressBar(quiet=options.quiet)
    summary = _Summary(labels, as_json=options.json)

    def on_failure(failure: Failure) -> None:
        report_error(failure.error, name=failure.name, verbose=options.verbose)

    journal, exporters = None, []
    if options.save:
        out = options.out or free_folder(_RESULTS / detector.file.path.stem)
        journal = Journal(out, _identity(options, detector, settings), overwrite=options.overwrite)
        exporters = open_exporters(options.save, _export_settings(options, out, labels))
        _write_manifest(journal, detector, options, "running")
    state = "failed"
    try:
        with _stopping(stop):
            report = run(
                detector,
                items,
                settings,
                exporters=exporters,
                journal=journal,
                stop=stop,
                on_result=summary.add,
                on_progress=lambda p: bar.show(p.current, p.frames_done, p.frames),
                on_failure=on_failure,
            )
        state = "interrupted" if report.is_interrupted else "done"
    finally:
        bar.close()
        summary.close()
        if journal is not None:
            failures = [] if state == "failed" else report.failures
            _write_manifest(journal, detector, options, state, failures)
            journal.close()
    if not options.quiet:
        _say_end(report, exporters, journal)
    return report


def _settle(detector: Detector, items: Sequence[SourceItem]) -> None:
    """Settle what the model's shapes leave open, on real frames first."""
    files = (item for item in items if item.kind is not SourceKind.LIVE)
    for item, _ in zip(files, range(_MOST_PROBES), strict=False):
        if detector.recipe.is_settled:
            return
        try:
            with open_source(item) as source:
                frame = source.read(0)
        except (SourceError, IndexError):
            continue
        detector.detect(frame)
    if not detector.recipe.is_settled:
        detector.detect(probe_frame())


def _settings(options: argparse.Namespace, detector: Detector) -> RunSettings:
    recipe = detector.recipe
    own = {
        class_id: threshold
        for name, threshold in options.class_conf
        for class_id in class_ids([name], recipe.labels)
    }
    shown = DisplayFilter(
        confidence=recipe.confidence if options.conf is None else options.conf,
        class_confidence=own,
        classes=class_ids(options.classes, recipe.labels) if options.classes else None,
        min_size_px=options.min_size,
    )
    if options.iou is not None and not recipe.suppression.needed and not options.quiet:
        say(f"note: --iou has no effect. {recipe.suppression.reason}")
    suppression = SuppressionOptions(
        iou=options.iou, class_agnostic=options.agnostic, max_detections=options.max_det
    )
    return RunSettings(shown=shown, suppression=suppression, max_frames=options.max_frames)


def _check_saving(options: argparse.Namespace) -> None:
    """Refuse what makes no sense before anything is read or written."""
    check_exporters(options.save)
    if options.out is not None and not options.save:
        raise OptionError(
            what=text("--out says where, but nothing is to be saved"),
            cure=text("Say what: --save images, or yolo, coco, video, …"),
        )


def _export_settings(options: argparse.Namespace, out: Path, labels: Labels) -> ExportSettings:
    return ExportSettings(
        out=out,
        labels=labels,
        style=Style(show_labels=not options.no_labels, show_confidences=not options.no_scores),
        video_codec=options.codec,
        image_format=options.image_format,
    )


def _identity(
    options: argparse.Namespace, detector: Detector, settings: RunSettings
) -> dict[str, Any]:
    """Return everything that decides results: a run goes on only from one with the same."""
    shown, suppression = settings.shown, settings.suppression
    recipe = detector.recipe.describe()
    decisive = ("family", "task", "preprocessing", "decoder", "labels", "suppression")
    return {
        "model": {"sha256": detector.file.sha256(), "name": detector.file.path.name},
        "recipe": {name: recipe[name] for name in decisive},
        "thresholds": {
            "confidence": shown.confidence,
            "class_confidence": {str(k): v for k, v in sorted(shown.class_confidence.items())},
            "classes": sorted(shown.classes) if shown.classes is not None else None,
            "min_size_px": shown.min_size_px,
            "iou": suppression.iou,
            "class_agnostic": suppression.class_agnostic,
            "max_detections": suppression.max_detections,
        },
        "max_frames": settings.max_frames,
        "drawing": [options.no_labels, options.no_scores, options.codec, options.image_format],
    }


def _write_manifest(
    journal: Journal,
    detector: Detector,
    options: argparse.Namespace,
    state: str,
    failures: Sequence[Failure] = (),
) -> None:
    journal.write_manifest(
        state=state,
        model=str(detector.file.path),
        runtime=detector.info.runtime,
        device=detector.info.device,
        sources=list(options.sources),
        saved=list(options.save),
        failed=[{"name": failure.name, "error": str(failure.error)} for failure in failures],
        reasons=[str(reason) for reason in detector.recipe.reasons],
        warnings=[str(warning) for warning in detector.recipe.warnings],
    )


@contextmanager
def _stopping(stop: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C finish the frame in hand, and the second end at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        say("stopping after the frame in hand; once more stops at once")

    before = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _Tally:
    """What one source gave."""

    name: str
    is_picture: bool
    frames: int = 0
    found: Counter[int] = field(default_factory=Counter)


class _Summary:
    """Prints results as they come: JSON lines, or a line per source for people."""

    def __init__(self, labels: Labels, *, as_json: bool) -> None:
        self._labels = labels
        self._as_json = as_json
        self._tally: _Tally | None = None

    def add(self, result: FrameResult) -> None:
        if self._as_json:
            self._print(to_json(to_record(result, self._labels)))
            return
        if self._tally is None or self._tally.name != result.name:
            self.close()
            self._tally = _Tally(result.name, result.is_picture)
        self._tally.frames += 1
        self._tally.found.update(result.detections.class_id.tolist())
        if result.classes:
            answers = (f"{self._labels[c.class_id]} {c.confidence:.2f}" for c in result.classes)
            self._print(f"{result.name}: {', '.join(answers)}")
            self._tally = None

    def close(self) -> None:
        """Print what is still open."""
        tally, self._tally = self._tally, None
        if tally is None:
            return
        counts = ", ".join(
            f"{count} {self._labels[class_id]}" for class_id, count in tally.found.most_common()
        )
        frames = "" if tally.is_picture else f"{tally.frames} frames, "
        self._print(f"{tally.name}: {frames}{counts or 'nothing'}")

    @staticmethod
    def _print(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _say_end(report: Report, exporters: Sequence[Exporter], journal: Journal | None) -> None:
    parts = [f"{report.frames} frames, {report.detections} detections"]
    if report.resumed:
        parts.append(f"{report.resumed} frames from the interrupted run")
    if report.failures:
        parts.append(f"{len(report.failures)} failed")
    say("; ".join(parts))
    for note in dict.fromkeys(str(note) for exporter in exporters for note in exporter.notes):
        say(f"note: {note}")
    if journal is not None:
        ending = "the same command goes on from here" if report.is_interrupted else "results"
        say(f"{ending}: {journal.out}")
