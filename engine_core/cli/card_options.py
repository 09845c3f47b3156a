"""The options that concern the graphics card, and what of a file may run on this computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine_core.consent import Consent, hash_of_library, recall_consent
from engine_core.errors import OptionError
from engine_core.modelfile import ModelFile, ModelFormat


def add_options(command: Any) -> None:
    """Add ``--gpu``, ``--allow-code`` and ``--plugin``."""
    card = command.add_argument_group("on a graphics card")
    card.add_argument(
        "--gpu", type=_number, default=0, metavar="N", help="number of the graphics card"
    )
    card.add_argument(
        "--allow-code",
        action="store_true",
        help="let code inside a version-compatible engine run; trust where it comes from",
    )
    card.add_argument(
        "--plugin",
        action="append",
        default=[],
        type=Path,
        metavar="LIBRARY",
        help="library with plugins that an engine needs; it is run, so trust it",
    )


def consent_of(file: ModelFile, options: argparse.Namespace) -> Consent | None:
    """Return what options allow beside what was allowed before; None where they say nothing.

    Args:
        file: The model.
        options: Of the command.

    Returns:
        It holds for the file as it is now; ``keep_consent`` takes it where it is to be kept.

    Raises:
        OptionError: A library cannot be read.
    """
    if file.format is not ModelFormat.TENSORRT or not (options.allow_code or options.plugin):
        return None
    sha256 = file.sha256()
    try:
        before = recall_consent(sha256)
    except OptionError:
        before = Consent()
    # Libraries that were allowed before stay tied to their content, the named ones to what lies there now.
    allowed = dict(zip(before.libraries, before.contents, strict=True))
    allowed |= {library.absolute(): hash_of_library(library) for library in options.plugin}
    return Consent(
        before.host_code or options.allow_code, tuple(allowed), tuple(allowed.values()), sha256
    )


def _number(value: str) -> int:
    if not value.isdecimal() or int(value) > 4096:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 0")
    return int(value)
