"""Answers on standard output; problems, notes and the progress bar on standard error."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

from engine_core.cli.status import SOME_FAILED, SUCCESS
from engine_core.errors import ConsentNeededError, EngineScopeError

# The bar that is on the screen; lines are written above it.
_shown: list[Any] = []


class OutputError(Exception):
    """Standard output cannot be written: its reader has gone, or its disk is full."""


def use_utf8() -> None:
    """Write UTF-8 wherever the output goes: class names and file names are not of one code page."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def answer(line: str) -> None:
    """Print a line of results on standard output, above a progress bar if one is shown.

    Raises:
        OutputError: It cannot be written.
    """
    if sys.stdout is None:  # closed by whoever started us
        raise OutputError from BrokenPipeError()
    try:
        if _shown and sys.stdout.isatty():
            _shown[-1].write(line, file=sys.stdout)
        else:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError as error:
        raise OutputError(str(error)) from error


def output_ended(error: OutputError) -> int:
    """Return the exit status for an output that cannot be written; say why, unless its reader left."""
    # Python would complain about it once more at its exit.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # Whoever read our output and went has read enough.
    if isinstance(error.__cause__, BrokenPipeError):
        return SUCCESS
    say(f"error: the output cannot be written: {error.__cause__}")
    return SOME_FAILED


def report_error(error: EngineScopeError, *, name: str = "", verbose: bool = False) -> None:
    """Print a problem: what, why and what to do, a line each."""
    lines = [f"error: {name + ': ' if name else ''}{error.what}"]
    lines += [f"  why: {error.why}"] if error.why else []
    lines += [f"  do:  {error.cure}"] if error.cure else []
    if isinstance(error, ConsentNeededError):
        option = "--allow-code" if error.host_code else "--plugin LIBRARY"
        lines.append(f"       (with {option}; --remember keeps it for this file)")
    if verbose and error.details:
        lines += [f"  | {line}" for line in error.details.splitlines()]
    say("\n".join(lines))


def say(message: str) -> None:
    """Print a line on standard error, above a progress bar if one is shown."""
    if _shown:
        _shown[-1].write(message, file=sys.stderr)
    else:
        print(message, file=sys.stderr)  # noqa: T201 - the one place that prints messages


class ProgressBar:
    """A bar with rate and remaining time; shown only where standard error is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            unit="frame", file=sys.stderr, disable=True if quiet else None, dynamic_ncols=True
        )
        _shown.append(self._bar)

    def show(self, current: str, frames_done: int, frames: int | None) -> None:
        """Show what is in work, the frames done and those in all as far as known."""
        self._bar.total = frames
        self._bar.set_description_str(current[-40:], refresh=False)
        self._bar.update(frames_done - self._bar.n)

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()
        _shown.remove(self._bar)


class StepBar:
    """A bar for one long piece of work in steps; shown only where standard error is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=100,
            bar_format="{elapsed} {desc}",
            leave=False,
            file=sys.stderr,
            disable=True if quiet else None,
            dynamic_ncols=True,
        )
        _shown.append(self._bar)

    def show(self, step: str, fraction: float | None) -> None:
        """Show the step in hand, and the part of the work done where that is known."""
        if self._bar.disable:
            return
        known = "{percentage:3.0f}%|{bar:20}| " if fraction is not None else ""
        self._bar.bar_format = known + "{elapsed} {desc}"
        self._bar.n = round(100 * (fraction or 0))
        self._bar.set_description_str(step, refresh=True)

    def __enter__(self) -> StepBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()
        _shown.remove(self._bar)
