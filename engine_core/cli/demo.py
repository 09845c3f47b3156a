"""The options of ``enginescope demo``, which is run by the window's package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine_core.errors import OptionError
from engine_core.text import text

SUMMARY = "open the window with models, pictures and a clip to play with"
OUT = Path("out")

_DESCRIPTION = """\
Opens the window with the demo: a model, six pictures and a clip of workshop parts on a belt. Where there
is no screen, the same window is rendered without one, and what it shows is written to a folder: annotated
pictures, labels, and a picture of the window.
"""


def add_options(parser: Any) -> None:
    """Add the options of ``demo``."""
    parser.description = _DESCRIPTION
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--offscreen", action="store_true", help="render the window without a screen in any case"
    )
    where.add_argument(
        "--copy",
        type=Path,
        metavar="FOLDER",
        help="only copy the demo's files to a new folder, to try commands on",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=f"where the demo without a screen writes (default: {OUT}); with one it writes nothing",
    )


def parse(given: list[str]) -> argparse.Namespace:
    """Return the options; help and mistakes end the process as argparse does."""
    parser = argparse.ArgumentParser(prog="enginescope demo", allow_abbrev=False)
    add_options(parser)
    options = parser.parse_args(given)
    if options.copy is not None and options.out is not None:
        parser.error("--out is for the demo without a screen: --copy FOLDER says where to copy to")
    options.out = options.out or OUT
    return options


def demo(_: argparse.Namespace) -> int:
    """Say where the demo is, when the core was asked for it.

    Raises:
        OptionError: Always.
    """
    raise OptionError(
        text("The demo comes with the window"),
        cure=text("enginescope demo, or python -m gui.command demo"),
    )
