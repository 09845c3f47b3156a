"""``enginescope bench``: how fast models are, stage by stage and side by side."""

from __future__ import annotations

import argparse
import json

from engine_core.bench import BenchOptions, as_markdown, as_plain, bench
from engine_core.bench.chart import check_chart_path, save_chart
from engine_core.cli.card_options import consent_of
from engine_core.cli.status import MODEL, SOME_FAILED, SUCCESS
from engine_core.cli.terminal import answer, report_error, say
from engine_core.detector import Detector
from engine_core.frame import Frame
from engine_core.modelfile import ModelFile
from engine_core.probe import probe_frame
from engine_core.runtime import open_session
from engine_core.sources import list_sources, open_source


def run(options: argparse.Namespace) -> int:
    """Measure and print; the status is 3 where no model could be measured, 1 where only some could."""
    if options.save_picture is not None:
        check_chart_path(options.save_picture)
    report = bench(
        options.models,
        _frames(options),
        BenchOptions(
            runs=options.runs,
            seconds=options.seconds,
            warm_up=options.warm_up,
            device=options.gpu,
            threads=options.threads,
            confidence=options.conf,
        ),
        on_step=(lambda _: None) if options.quiet else lambda step: say(str(step)),
        open_model=lambda file, wanted: _open(file, wanted, options),
    )
    answer(
        json.dumps(as_plain(report), ensure_ascii=False) if options.json else as_markdown(report)
    )
    if options.save_picture is not None:
        save_chart(report, options.save_picture)
    for figures in report.models:
        if figures.problem is not None and not options.quiet:
            cure = f"\n  do:  {figures.problem.cure}" if figures.problem.cure else ""
            say(f"error: {figures.name}: {figures.problem.what}{cure}")
    failed = sum(figures.problem is not None for figures in report.models)
    return SUCCESS if not failed else MODEL if failed == len(report.models) else SOME_FAILED


def _open(file: ModelFile, wanted: BenchOptions, options: argparse.Namespace) -> Detector:
    session = open_session(
        file, threads=wanted.threads, device=wanted.device, consent=consent_of(file, options)
    )
    return Detector(session, file)


def _frames(options: argparse.Namespace) -> list[Frame]:
    if not options.picture:
        return [probe_frame()]
    listed = list_sources(options.picture)
    if not listed.items:
        raise listed.problems[0]
    for problem in listed.problems:
        report_error(problem, verbose=options.verbose)
    frames = []
    for item in listed.items:
        with open_source(item) as source:
            frames.append(source.read(0))
    return frames
