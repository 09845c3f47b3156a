"""What the user allows a model file to run on this computer, kept by the hash of the file.

A plugin library is kept with the hash of its own content: put another library under its name, and it
is no longer allowed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from engine_core.errors import OptionError
from engine_core.text import text

_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Consent:
    """What may be executed for one file.

    Attributes:
        host_code: Whether code inside the file may run (the lean runtime of a version-compatible engine).
        libraries: Plugin libraries to load before it.
        contents: SHA-256 of each library when it was allowed, in the order of ``libraries``; empty where
            they were named just now, so that what lies there now is meant.
        content: SHA-256 of the whole file that was meant, so that no other bytes run in its place; empty
            where what is read when it is opened is meant.
    """

    host_code: bool = False
    libraries: tuple[Path, ...] = ()
    contents: tuple[str, ...] = ()
    content: str = ""

    def __post_init__(self) -> None:
        if self.contents and len(self.contents) != len(self.libraries):
            raise ValueError(f"{len(self.contents)} hashes for {len(self.libraries)} libraries")


NO_CONSENT = Consent()


def recall_consent(sha256: str) -> Consent:
    """Return what was allowed for a file; nothing where nothing was.

    Args:
        sha256: Hash of the whole model file, as ``ModelFile.sha256`` gives it.

    Raises:
        OptionError: What was kept cannot be read any more.
    """
    path = _path(sha256)
    try:
        return _consent(json.loads(path.read_text("utf-8")), sha256)
    except (FileNotFoundError, NotADirectoryError):
        return NO_CONSENT
    except (OSError, ValueError) as error:
        raise OptionError(
            what=text("What was allowed for this model cannot be read"),
            why=text("{reason}", reason=str(error)),
            cure=text("Allow it again; it is kept in {path}", path=str(path)),
        ) from error


def anything_allowed() -> bool:
    """Whether anything was allowed for any file: where not, no file needs to be hashed to know."""
    return next(_folder().glob("*.json"), None) is not None


def give_consent(
    sha256: str, *, host_code: bool = False, libraries: Iterable[Path] = ()
) -> Consent:
    """Allow something for a file, beside what was allowed before, and keep it.

    Args:
        sha256: Hash of the whole model file.
        host_code: Whether code inside the file may run.
        libraries: Plugin libraries to load before it, with the content that they have now.

    Returns:
        All that is allowed now.

    Raises:
        OptionError: A library cannot be read, or the consent cannot be kept.
    """
    try:
        before = recall_consent(sha256)
    except OptionError:
        before = NO_CONSENT  # what nobody can read allows nothing
    allowed = dict(zip(before.libraries, before.contents, strict=True))
    for library in libraries:
        allowed[library.absolute()] = hash_of_library(library)
    consent = Consent(
        before.host_code or host_code, tuple(allowed), tuple(allowed.values()), sha256
    )
    keep_consent(consent)
    return consent


def withdraw_consent(sha256: str) -> None:
    """Allow nothing more for a file; nothing happens where nothing was allowed.

    Raises:
        OptionError: What is kept cannot be deleted.
    """
    path = _path(sha256)
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise OptionError(
            what=text("What was allowed for this model cannot be withdrawn"),
            why=text("{reason}", reason=error.strerror or error),
            cure=text("Delete the file {path} yourself", path=str(path)),
        ) from error


def withdraw_all() -> int:
    """Allow nothing more for any file; return for how many, those left out that cannot be deleted."""
    withdrawn = 0
    for kept in _folder().glob("*.json"):
        with suppress(OSError):
            kept.unlink()
            withdrawn += 1
    return withdrawn


def content_hash(library: Path) -> str:
    """Return the SHA-256 of a library's content in hexadecimal; ``OSError`` where it cannot be read."""
    digest = hashlib.sha256()
    with library.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def hash_of_library(library: Path) -> str:
    """Return the SHA-256 of a plugin library's content; ``OptionError`` where it cannot be read."""
    try:
        return content_hash(library)
    except OSError as error:
        raise OptionError(
            what=text("The plugin library {name} cannot be read", name=library.name),
            why=text("The system says: {reason}.", reason=error.strerror or error),
            cure=text("Choose the library again"),
        ) from error


def _consent(plain: Any, sha256: str) -> Consent:
    """Read what was kept; ``ValueError`` where it is not what ``keep_consent`` writes."""
    if not isinstance(plain, dict) or not isinstance(plain.get("host_code"), bool):
        raise ValueError("it does not say what is allowed")
    libraries = plain.get("libraries")
    if not isinstance(libraries, list):
        raise ValueError("it does not list libraries")
    paths, contents = [], []
    for one in libraries:
        if not isinstance(one, dict):
            raise ValueError("a library is not described")
        path, content = one.get("path"), one.get("sha256")
        if not isinstance(path, str) or not isinstance(content, str) or not path or not content:
            raise ValueError("a library is not described")
        paths.append(Path(path))
        contents.append(content)
    return Consent(plain["host_code"], tuple(paths), tuple(contents), sha256)


def keep_consent(consent: Consent) -> None:
    """Keep what was allowed, in place of what was kept for the file before.

    Args:
        consent: With the hashes of the file and of each library.

    Raises:
        OptionError: It cannot be kept.
        ValueError: A hash is missing.
    """
    if not consent.content or len(consent.contents) != len(consent.libraries):
        raise ValueError("it does not say for which content it is")
    path = _path(consent.content)
    part = path.with_suffix(f".{os.getpid()}.part")
    pairs = zip(consent.libraries, consent.contents, strict=True)
    plain = {
        "host_code": consent.host_code,
        "libraries": [{"path": str(library), "sha256": content} for library, content in pairs],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(plain, ensure_ascii=False, indent=2), "utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise OptionError(
            what=text("What you allowed for this model cannot be kept"),
            why=text("The system says: {reason}.", reason=error.strerror or error),
        ) from error


def _folder() -> Path:
    return user_config_path("enginescope", appauthor=False) / "consent"


def _path(sha256: str) -> Path:
    return _folder() / f"{sha256}.json"
