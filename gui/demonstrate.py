"""``enginescope demo``: the window with something to play with, or the same without a screen.

Imports no Qt itself: what platform Qt runs on is decided here.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from engine_core.assets import assets_folder
from engine_core.cli.demo import parse
from engine_core.cli.status import INTERRUPTED, SOME_FAILED, SUCCESS, USAGE, failed_status
from engine_core.cli.terminal import OutputError, answer, output_ended, report_error, say, use_utf8
from engine_core.demo import Demo, find_demo
from engine_core.errors import EngineScopeError, OptionError
from engine_core.exporters.files import reported
from engine_core.shell import as_typed
from engine_core.text import text
from gui.display import NoWindow, why_no_window


def run(given: list[str]) -> int:
    """Run the command; returns the exit status.

    Args:
        given: Without the program's and the command's name.
    """
    use_utf8()
    try:
        options = parse(given)
    except SystemExit as end:  # argparse says so itself
        return end.code if isinstance(end.code, int) else USAGE
    try:
        demo = _found()
        if options.copy is not None:
            return _copy(demo, options.copy)
        # What is painted for no screen is of no use to somebody who is to play with it.
        hindrance = why_no_window(is_to_be_seen=True)
        if hindrance is None and not options.offscreen:
            return _open_window(demo)
        return _offscreen(demo, options.out, None if options.offscreen else hindrance)
    except EngineScopeError as error:
        report_error(error)
        return failed_status(error)
    except ImportError as error:
        say(f"error: the window cannot be opened: {error}\n  do:  enginescope doctor")
        return SOME_FAILED
    except OutputError as error:
        return output_ended(error)
    except KeyboardInterrupt:
        return _interrupted()


def _interrupted() -> int:
    say("\nThe demo was interrupted.")
    return INTERRUPTED


def _found() -> Demo:
    demo = find_demo()
    if demo is None:
        raise EngineScopeError(
            text("The demo is not part of this installation"),
            why=text("Its model or its pictures are missing in {folder}.", folder=_folder()),
            cure=text(
                "Get EngineScope anew, or open files of your own: enginescope MODEL PICTURES"
            ),
        )
    return demo


def _folder() -> str:
    try:
        return str(assets_folder() / "demo")
    except FileNotFoundError:
        return "assets/demo"


def _open_window(demo: Demo) -> int:
    clip = [str(demo.clip)] if demo.clip is not None else []
    pictures = f"{len(demo.pictures)} pictures" + (" and a clip" if clip else "")
    say(f"Opening the window with {demo.model.name}, {pictures}.")
    from gui.app import run as run_window

    return run_window([str(demo.model), str(demo.picture_folder), *clip])


def _offscreen(demo: Demo, out: Path, hindrance: NoWindow | None) -> int:
    if hindrance is not None:
        say(f"No window can be opened: {hindrance.why}.")
        if hindrance.cure:
            say(f"  do:  {hindrance.cure}")
    # Python would raise in whatever it runs just then, and what Qt calls must not raise: so a signal is
    # only noted, and asked for where nothing is half done.
    signals: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: signals.append(number))
    say("The demo runs without a screen instead." if hindrance else "The demo runs off the screen.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # A stranger's scale would make the picture of the window another one.
    for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI"):
        os.environ.pop(name, None)
    from gui.app import leave
    from gui.offscreen import make_application, rehearse

    # Kept to the end: ``leave`` says why.
    application = make_application()
    status = SUCCESS
    try:
        elsewhere = f"{_command()} demo --out DIR"
        written = rehearse(demo, out, application, lambda: bool(signals), elsewhere)
        _tell(written, out, hindrance)
    except EngineScopeError as error:
        report_error(error)
        status = failed_status(error)
    except OutputError as error:
        status = output_ended(error)
    except KeyboardInterrupt:
        status = _interrupted()
    return leave(status)


def _tell(written: Sequence[tuple[str, str]], out: Path, hindrance: NoWindow | None) -> None:
    """Print where everything is, and what to do next."""
    command, there = _command(), _relative(out)
    width = max(len(name) for name, _ in written)
    lines = [f"\nWritten to {there}{os.sep}"]
    lines += [f"  {name:<{width}}  {words}" for name, words in written]
    lines += [
        "\nNext",
        f"  look at the pictures in {there / 'images'}",
        f"  drag the threshold yourself, on a computer with a screen:  {_start(command)}",
        "  try a model and pictures of your own:",
        f"    {command} detect MODEL PICTURES --save images,yolo --out results",
    ]
    if hindrance is not None and hindrance.cure:
        lines.append(f"  have the window here:  {hindrance.cure}")
    answer("\n".join(lines))


def _copy(demo: Demo, to: Path) -> int:
    with reported(to):
        if os.path.lexists(to) and (not to.is_dir() or any(to.iterdir())):
            raise OptionError(
                text("{folder} is there already", folder=to),
                cure=text("Name a folder that is not there yet"),
            )
        shutil.copytree(demo.folder, to, dirs_exist_ok=True)
    command = _command()
    model = as_typed(str(to / demo.model.name))
    both = f"{model} {as_typed(str(to / demo.picture_folder.name))}"
    answer(
        f"The demo's files are in {to}{os.sep}\n\nTry\n"
        f"  {command} inspect {model}\n"
        f"  {command} detect {both}\n"
        f"  {command} detect {both} --save images,coco --out results"
    )
    return SUCCESS


def _command() -> str:
    """Return how this program was called, as it can be typed again."""
    called = Path(sys.argv[0])
    if called.name != "enginescope":
        return "enginescope"
    on_path = shutil.which("enginescope")
    if on_path is not None and Path(on_path).samefile(called):
        return "enginescope"
    return as_typed(str(_relative(called)))


def _relative(path: Path) -> Path:
    """Return a path as it can be typed here."""
    try:
        return Path(os.path.relpath(path))
    except ValueError:  # another drive of Windows
        return path


def _start(command: str) -> str:
    """Return the shortest way to the window."""
    checkout = assets_folder().parent
    is_here = (checkout / "Makefile").is_file() and Path.cwd().samefile(checkout)
    return "make run" if is_here else f"{command} demo"
