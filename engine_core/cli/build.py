"""``enginescope build``: a TensorRT engine from an ONNX file."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from engine_core.building import (
    Build,
    BuildEvent,
    BuildOptions,
    BuildProgress,
    BuildResult,
    InputRange,
    Precision,
    Tactics,
    header_of_recipe,
)
from engine_core.cli.card_options import consent_of
from engine_core.cli.model import open_detector
from engine_core.cli.status import SUCCESS
from engine_core.cli.terminal import StepBar, answer, report_error, say
from engine_core.consent import Consent, give_consent
from engine_core.detector import Detector
from engine_core.drift import DriftReport, measure
from engine_core.errors import ModelError, OptionError
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.probe import probe_frame
from engine_core.runtime import open_session
from engine_core.sources import list_sources, open_source
from engine_core.text import text


def build(options: argparse.Namespace) -> int:
    """Build an engine and say what came out; returns the exit status."""
    file = identify(options.model)
    if file.format is not ModelFormat.ONNX:
        raise OptionError(
            what=text("{name} is an engine already", name=file.path.name),
            cure=text("Give the ONNX file that it was built from"),
        )
    Build(file, build_options(options), output=options.out, overwrite=options.overwrite).check()
    frames = _frames(options.compare)
    with ExitStack() as open_things:
        reference = _reference(file, options, open_things)
        header = None
        if reference is not None:
            header = header_of_recipe(reference.recipe.describe())
        result = _run(file, options, header)
        drift = None
        if frames:
            drift = _compare(reference, result, frames, options)
    precision = Precision(options.precision)
    if options.json:
        answer(json.dumps(_plain(result, precision, drift), ensure_ascii=False))
    else:
        answer("\n".join(_lines(result, precision, drift)))
    return SUCCESS


def build_options(options: argparse.Namespace) -> BuildOptions:
    """Return what the options say of the engine."""
    return BuildOptions(
        precision=Precision(options.precision),
        workspace_mib=options.workspace,
        level=options.level,
        profiles=_profiles(options.profile),
        input_wh=options.imgsz,
        version_compatible=options.version_compatible,
        hardware_compatible=options.hardware_compatible,
        tactics=Tactics(options.tactics),
        device=options.gpu,
    )


def _profiles(ranges: Sequence[InputRange]) -> tuple[tuple[InputRange, ...], ...]:
    """Return one profile per time that an input is named."""
    profiles: list[list[InputRange]] = []
    for one in ranges:
        for profile in profiles:
            if all(other.name != one.name for other in profile):
                profile.append(one)
                break
        else:
            profiles.append([one])
    return tuple(tuple(profile) for profile in profiles)


def _reference(
    file: ModelFile, options: argparse.Namespace, open_things: ExitStack
) -> Detector | None:
    """Open the ONNX file: what it is recognised as goes into the engine. None where it cannot be."""
    try:
        detector = open_things.enter_context(open_detector(file, options))
        detector.detect(probe_frame())
    except ModelError as error:
        if options.compare:
            raise
        if not options.quiet:
            say(f"note: what the model is will not stand in the engine. {error.what}")
        return None
    return detector


def _run(
    file: ModelFile, options: argparse.Namespace, header: Mapping[str, Any] | None
) -> BuildResult:
    with StepBar(quiet=options.quiet) as bar:

        def tell(event: BuildEvent) -> None:
            if isinstance(event, BuildProgress):
                bar.show(str(event.step), event.fraction)
            elif options.verbose:
                say(f"{event.severity}: {event.line}")

        result = Build(
            file,
            build_options(options),
            output=options.out,
            overwrite=options.overwrite,
            header=header,
            consent=Consent(libraries=tuple(library.absolute() for library in options.plugin)),
            tell=tell,
        ).run()
    if options.version_compatible and not result.from_cache:
        _allow_code(result.path)
    if not options.quiet:
        for warning in result.warnings:
            say(f"note: {warning}")
    return result


def _allow_code(engine: Path) -> None:
    """Let the runtime inside run from now on: TensorRT put it there just now."""
    try:
        give_consent(identify(engine).sha256(), host_code=True)
    except OptionError as error:
        report_error(error)


def _frames(pictures: Sequence[str]) -> list[Frame]:
    if not pictures:
        return []
    listed = list_sources(pictures)
    for problem in listed.problems:
        report_error(problem)
    if not listed.items:
        raise listed.problems[0]
    frames = []
    for item in listed.items:
        with open_source(item) as source:
            frames.append(source.read(0))
    return frames


def _compare(
    reference: Detector | None,
    result: BuildResult,
    frames: Sequence[Frame],
    options: argparse.Namespace,
) -> DriftReport | None:
    if reference is None:
        return None
    file = identify(result.path)
    # The code inside is TensorRT's own, put there just now; a kept engine runs what was allowed for it.
    is_own = file.version_compatible and not result.from_cache
    allowed = argparse.Namespace(allow_code=is_own, plugin=options.plugin)
    consent = consent_of(file, allowed)
    session = open_session(file, device=options.gpu, consent=consent)
    with Detector(session, file, overrules=reference.overrules) as engine:
        return measure(reference, engine, frames, threshold=reference.recipe.confidence)


def _plain(result: BuildResult, precision: Precision, drift: DriftReport | None) -> dict[str, Any]:
    return {
        "path": str(result.path),
        "seconds": round(result.seconds, 3),
        "size_bytes": result.size_bytes,
        "from_cache": result.from_cache,
        "precision": precision.title,
        "log": None if result.log_path is None else str(result.log_path),
        "warnings": [str(warning) for warning in result.warnings],
        "report": None if result.report is None else result.report.to_plain(),
        "drift": None if drift is None else drift.to_plain(),
    }


def _lines(result: BuildResult, precision: Precision, drift: DriftReport | None) -> list[str]:
    made = "kept from before" if result.from_cache else f"built in {_duration(result.seconds)}"
    rows = [
        ("engine", str(result.path)),
        ("size", f"{result.size_bytes / 1e6:.1f} MB, {made}"),
        ("precision", precision.title),
    ]
    if result.report is not None:
        rows.append(
            ("built with", f"TensorRT {result.report.built_with}, {result.report.built_for}")
        )
        rows += [("layers", line) for line in _layers(result.report.precisions())]
    if result.log_path is not None:
        rows.append(("log", str(result.log_path)))
    if drift is not None:
        rows.append(("compared", str(drift.verdict)))
        rows += [
            (
                "",
                f"{frame.name}: {frame.matched} the same, {len(frame.lone)} not; score "
                f"{frame.score_max:.3f}, shift {frame.shift_px_max:.1f} px",
            )
            for frame in drift.frames
        ]
    width = max(len(title) for title, _ in rows)
    shown, last = [], ""
    for title, value in rows:
        shown.append(f"{title if title != last else '':<{width}}  {value}")
        last = title
    return shown


def _layers(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return kinds of layers by precision as the lines of a table."""
    precisions = sorted({precision for of_kind in counts.values() for precision in of_kind})
    if not precisions:
        return []
    width = max(len(kind) for kind in counts)
    lines = [" " * width + "".join(f"{precision:>7}" for precision in precisions)]
    for kind in sorted(counts, key=lambda kind: -sum(counts[kind].values())):
        cells = "".join(f"{counts[kind].get(precision, '') or '':>7}" for precision in precisions)
        lines.append(f"{kind:<{width}}{cells}")
    return lines


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 100 else time.strftime("%M:%S", time.gmtime(seconds))
