"""The command ``enginescope``: the window, or one of the commands that need none.

Imports no Qt before a window is really wanted: ``detect``, ``inspect`` and above all ``doctor`` must run
where Qt cannot be loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status.

    Args:
        arguments: Without the program's name; None takes those of the process.
    """
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        # Where nobody below has more to say of it: also while what is needed is still being loaded.
        from engine_core.cli.status import INTERRUPTED

        return INTERRUPTED


def _run(given: list[str]) -> int:
    from engine_core import cli
    from gui import demonstrate
    from gui.display import why_no_window

    if given[:1] == ["demo"]:
        return demonstrate.run(given[1:])
    if given and (given[0].startswith("-") or _is_a_word(given[0])):
        return cli.main(given)
    hindrance = why_no_window()
    if hindrance is not None:
        # The doctor looks at what is installed, which can do nothing for a desktop that is not there.
        cure = f"{hindrance.cure}\n  or work" if hindrance.cure else "work"
        sys.stderr.write(
            f"error: the window cannot be opened: {hindrance.why}\n"
            f"  do:  {cure} without it:  enginescope detect MODEL SOURCE\n"
        )
        return 1
    try:
        from gui.app import run
    except ImportError as error:
        sys.stderr.write(
            f"error: the window cannot be opened: {error}\n  do:  enginescope doctor\n"
        )
        return 1
    return run(given)


def _is_a_word(argument: str) -> bool:
    """Return whether an argument is a command, or a misspelt one, and nothing that can be opened."""
    return argument.isalpha() and not Path(argument).exists()


if __name__ == "__main__":
    sys.exit(main())
