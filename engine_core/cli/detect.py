"""``enginescope detect``: a model on sources, to the terminal, to machines and to files."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from engine_core.batch import Failure, Report, RunSettings, run, settle
from engine_core.cli.model import open_detector
from engine_core.cli.options import class_ids
from engine_core.cli.status import INTERRUPTED, SOME_FAILED, SOURCES, SUCCESS
from engine_core.cli.summary import Summary, counted
from engine_core.cli.terminal import ProgressBar, report_error, say
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector, SuppressionOptions
from engine_core.errors import OptionError, SourceError
from engine_core.exporters import check_exporters
from engine_core.frame import SourceItem
from engine_core.modelfile import identify
from engine_core.overlay import Style
from engine_core.saving import SavePlan, Saving
from engine_core.sources import SourceList, list_sources
from engine_core.text import text

# Formats that take a processor of their own.
_DRAWN = frozenset({"images", "frames", "video"})


def detect(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    _check_saving(options)
    file = identify(options.model)
    listed = _listed(options)
    if not listed.items:
        return SOURCES
    draws = not _DRAWN.isdisjoint(options.save)
    with open_detector(file, options, draws=draws) as detector:
        settle(detector, listed.items)
        if not options.quiet:
            for warning in detector.recipe.warnings:
                say(f"note: {warning}")
        settings = _settings(options, detector)
        report = _run(detector, listed.items, settings, options)
    return _status(report, listed)


def _status(report: Report, listed: SourceList) -> int:
    if report.is_interrupted:
        return INTERRUPTED
    errors = [failure.error for failure in report.failures]
    if report.frames == 0 and all(isinstance(error, SourceError) for error in errors):
        return SOURCES
    return SOME_FAILED if errors or listed.problems else SUCCESS


def _listed(options: argparse.Namespace) -> SourceList:
    listed = list_sources(
        options.sources,
        recursive=not options.no_recursive,
        # Annotated pictures are no pictures to annotate again.
        leave_out=[options.out] if options.out is not None else [],
    )
    for problem in listed.problems:
        report_error(problem, verbose=options.verbose)
    return listed


def _run(
    detector: Detector,
    items: Sequence[SourceItem],
    settings: RunSettings,
    options: argparse.Namespace,
) -> Report:
    stop = threading.Event()
    labels = detector.recipe.labels
    summary = Summary(labels, as_json=options.json, is_all=not options.save)

    def on_failure(failure: Failure) -> None:
        report_error(failure.error, name=failure.name, verbose=options.verbose)

    with ExitStack() as open_things:
        saving = None
        if options.save:
            saving = open_things.enter_context(Saving(_plan(options), detector, settings, items))
        bar = open_things.enter_context(ProgressBar(quiet=options.quiet))
        open_things.enter_context(_stopping(stop))
        report = run(
            detector,
            items,
            settings,
            exporters=saving.exporters if saving is not None else (),
            journal=saving.journal if saving is not None else None,
            stop=stop,
            on_result=summary.add,
            on_progress=lambda p: bar.show(p.current, p.frames_done, p.frames),
            on_failure=on_failure,
        )
        if saving is not None:
            saving.finish(report)
    summary.close()
    if not options.quiet:
        _say_end(report, saving)
    return report


def _plan(options: argparse.Namespace) -> SavePlan:
    return SavePlan(
        keys=tuple(options.save),
        out=options.out,
        overwrite=options.overwrite,
        style=Style(show_labels=not options.no_labels, show_confidences=not options.no_scores),
        video_codec=options.codec,
        image_format=options.image_format,
    )


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
        max_detections=options.max_det,
    )
    if options.iou is not None and not recipe.suppression.needed and not options.quiet:
        say(f"note: --iou has no effect. {recipe.suppression.reason}")
    suppression = SuppressionOptions(iou=options.iou, class_agnostic=options.agnostic)
    if options.max_det > suppression.max_detections:
        suppression = SuppressionOptions(
            iou=options.iou, class_agnostic=options.agnostic, max_detections=options.max_det
        )
    # What no threshold lets through need not be decoded.
    detector.floor = min([shown.confidence, *own.values()])
    return RunSettings(shown=shown, suppression=suppression, max_frames=options.max_frames)


def _check_saving(options: argparse.Namespace) -> None:
    """Refuse what makes no sense before anything is read or written."""
    check_exporters(options.save)
    if options.out is not None and not options.save:
        raise OptionError(
            what=text("--out says where, but nothing is to be saved"),
            cure=text("Say what: --save images, or yolo, coco, video, …"),
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


def _say_end(report: Report, saving: Saving | None) -> None:
    parts = [counted(report.frames, "frame"), counted(report.detections, "detection")]
    if report.resumed:
        parts.append(f"{counted(report.resumed, 'frame')} taken from an earlier run")
    if report.failures:
        parts.append(f"{len(report.failures)} failed")
    say("; ".join(parts))
    for note, sources in report.notes.items():
        say(f"note: {note}" + (f" ({counted(sources, 'source')})" if sources > 1 else ""))
    if saving is None:
        return
    for line in dict.fromkeys(str(note) for e in saving.exporters for note in e.notes):
        say(f"note: {line}")
    ending = "the same command goes on from here" if report.is_interrupted else "results"
    say(f"{ending}: {saving.out}")
