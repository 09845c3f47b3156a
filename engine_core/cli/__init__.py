"""The commands of ``enginescope`` that need no window.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 some inputs
failed, 2 usage, 3 the model cannot be opened or recognised, 4 no source readable, 130 interrupted.

Everything heavy is imported by the command that needs it: ``doctor`` must run where nothing else can.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from engine_core.cli.status import INTERRUPTED, SOME_FAILED, USAGE, failed_status
from engine_core.cli.terminal import OutputError, output_ended, report_error, say, use_utf8
from engine_core.errors import EngineScopeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Without the program's name; None takes those of the process.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_utf8()
    try:
        return _doctor(given[1:]) if given[:1] == ["doctor"] else _run(given)
    except SystemExit as end:  # argparse says so itself
        return end.code if isinstance(end.code, int) else USAGE
    except ImportError as error:
        say(f"error: a library cannot be loaded: {error}\n  do:  enginescope doctor")
        return SOME_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OutputError as error:
        return output_ended(error)


def _run(given: Sequence[str]) -> int:
    from engine_core.cli.options import build_parser

    parser = build_parser()
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    try:
        return _COMMANDS[options.command](options)
    except EngineScopeError as error:
        report_error(error, verbose=getattr(options, "verbose", False))
        return failed_status(error)


def _detect(options: argparse.Namespace) -> int:
    from engine_core.cli.detect import detect

    return detect(options)


def _inspect(options: argparse.Namespace) -> int:
    from engine_core.cli.inspect import inspect

    return inspect(options)


def _build(options: argparse.Namespace) -> int:
    from engine_core.cli.build import build

    return build(options)


def _bench(options: argparse.Namespace) -> int:
    from engine_core.cli.bench import run

    return run(options)


def _demo(options: argparse.Namespace) -> int:
    from engine_core.cli.demo import demo

    return demo(options)


def _doctor(given: Sequence[str]) -> int:
    from engine_core.cli.examine import doctor

    return doctor(given)


_COMMANDS = {
    "demo": _demo,
    "detect": _detect,
    "inspect": _inspect,
    "build": _build,
    "bench": _bench,
}
