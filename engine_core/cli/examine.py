"""``enginescope doctor``: what this installation can do, and what is missing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from engine_core.cli.status import SUCCESS
from engine_core.cli.terminal import answer
from engine_core.doctor import as_json, as_text, examine

SUMMARY = "what this installation can do, what is missing and the line that installs it"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doctor``."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def doctor(given: Sequence[str]) -> int:
    """Print the examination; finding something missing is an answer and no failure."""
    parser = argparse.ArgumentParser(prog="enginescope doctor", description=SUMMARY)
    add_options(parser)
    options = parser.parse_args(given)
    report = examine()
    answer(json.dumps(as_json(report), ensure_ascii=False) if options.json else as_text(report))
    return SUCCESS
