"""What a user overruled for a model, kept by the hash of its file: a renamed copy finds it again."""

from __future__ import annotations

import contextlib
import json
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from engine_core.errors import ExportError, OptionError
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.text import text


def recall(sha256: str) -> Overrules:
    """Return what was kept for a file; nothing where nothing was.

    Raises:
        OptionError: The kept settings cannot be read any more.
    """
    path = _path(sha256)
    try:
        plain = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return NO_OVERRULES
    except (OSError, ValueError) as error:
        raise OptionError(
            what=text("The saved settings of this model cannot be read"),
            why=text("{reason}", reason=str(error)),
            cure=text("Set and save them again; they lie in {path}", path=str(path)),
        ) from error
    return Overrules.from_plain(plain if isinstance(plain, dict) else {})


def remember(sha256: str, overrules: Overrules) -> None:
    """Keep overrules for a file, instead of any kept before; ``ExportError`` where that fails."""
    path = _path(sha256)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(overrules.to_plain(), ensure_ascii=False, indent=2), "utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise ExportError(
            what=text("The settings of this model cannot be saved"),
            why=text("{reason}", reason=str(error)),
        ) from error


def forget(sha256: str) -> None:
    """Drop what was kept for a file; nothing happens where nothing was."""
    # A settings folder that cannot be looked into holds nothing that would be recalled.
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        try:
            _path(sha256).unlink()
        except PermissionError as error:
            raise ExportError(
                what=text("The settings of this model cannot be dropped"),
                why=text("{reason}", reason=error.strerror or error),
                cure=text("Delete the file {path} yourself", path=str(_path(sha256))),
            ) from error


def forget_all() -> int:
    """Drop what was kept for every file; return for how many, those left out that cannot be deleted."""
    dropped = 0
    for kept in _folder().glob("*.json"):
        with contextlib.suppress(OSError):
            kept.unlink()
            dropped += 1
    return dropped


def _folder() -> Path:
    return user_config_path("enginescope", appauthor=False) / "models"


def _path(sha256: str) -> Path:
    return _folder() / f"{sha256}.json"
