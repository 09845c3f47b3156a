"""Opening a model with what the options and earlier runs say of it."""

from __future__ import annotations

import argparse

from engine_core.cli.card_options import consent_of
from engine_core.cli.options import overrules_of
from engine_core.cli.terminal import report_error, say
from engine_core.consent import keep_consent, withdraw_consent
from engine_core.detector import Detector
from engine_core.errors import OptionError
from engine_core.modelfile import ModelFile
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.remembered import forget, recall, remember
from engine_core.runtime import open_session


def open_detector(file: ModelFile, options: argparse.Namespace, *, draws: bool = False) -> Detector:
    """Open a model as options and remembered settings say; options win.

    Args:
        file: The identified file.
        options: Of the command.
        draws: Whether pictures are drawn and encoded beside the inference.

    Raises:
        EngineScopeError: As ``Detector`` and ``overrules_of`` do.
    """
    said = overrules_of(options)
    overrules = said.over(_recalled(file, options))
    consent = consent_of(file, options)
    session = open_session(
        file,
        threads=options.threads,
        spins=not draws,
        device=options.gpu,
        consent=consent,
    )
    detector = Detector(session, file, overrules=overrules)
    if options.remember:
        try:
            remember(file.sha256(), overrules)
            if consent is not None:
                keep_consent(consent)
        except BaseException:
            detector.close()
            raise
    return detector


def _recalled(file: ModelFile, options: argparse.Namespace) -> Overrules:
    if options.forget:
        forget(file.sha256())
        withdraw_consent(file.sha256())
        return NO_OVERRULES
    try:
        kept = recall(file.sha256())
    except OptionError as error:
        report_error(error)
        return NO_OVERRULES
    if kept and not options.quiet:
        names = ", ".join(f"{name} {value}" for name, value in kept.to_plain().items())
        say(f"note: remembered for this model: {names[:200]} (--forget drops it)")
    return kept
