"""Names under which results are written: unique, relative, and legal on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from posixpath import split, splitext
from urllib.parse import urlsplit

from engine_core.sources.content import kind_by_suffix

# Leaves room within the 255 bytes of a file name for what exporters append.
_MAX_PART_BYTES = 180
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
# Device names of Windows are taken there whatever suffix follows.
_RESERVED = r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])"
_IS_RESERVED = re.compile(_RESERVED + r"(?:\..*)?", re.IGNORECASE)
_NEEDS_CARE = re.compile(
    _FORBIDDEN.pattern + r"|\A/|(?:\A|/)\.|//|[. ](?:/|\Z)|(?:\A|/)" + _RESERVED + r"(?:[./]|\Z)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Wishes:
    """The names that items would have if each were alone; lists of one length, an item to each row.

    Attributes:
        names: Paths with forward slashes, relative to what the user named.
        origins: Which of ``folders`` the name belongs to, one for each thing that the user named.
        make_folders: Whether exporters may make a folder of the name's stem, as for frames of a video.
        folders: For each origin the folders, outermost first, that may be put in front of its names.
    """

    names: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    make_folders: list[bool] = field(default_factory=list)
    folders: list[tuple[str, ...]] = field(default_factory=list)


def unique_names(wishes: Wishes) -> list[str]:
    """Give every item a name whose path without suffix no other has, even where case is ignored.

    Exporters write ``a.txt`` for both ``a.jpg`` and ``a.png``, hence without suffix. Names of different
    origins that clash get folders of the origin in front; what clashes even then is numbered, and the
    first keeps its name.
    """
    names = [safe_name(name) for name in wishes.names]
    if len(wishes.folders) > 1:
        prefixes = _prefixes(names, wishes)
        names = [prefixes[o] + name for o, name in zip(wishes.origins, names, strict=True)]
    return _numbered(names, wishes.make_folders)


def safe_name(name: str) -> str:
    """Return a relative path with only such parts as Windows, macOS and Linux all take."""
    if 0 < len(name) <= _MAX_PART_BYTES // 4 and not _NEEDS_CARE.search(name):
        return name
    return "/".join(_safe_part(part) for part in name.split("/") if part) or "_"


def url_name(url: str) -> str:
    """Name a stream by host and path: no password, no query, dots only before a known suffix."""
    address = urlsplit(url)
    host_port = address.netloc.rpartition("@")[2].strip("[]")
    stem, suffix = splitext(address.path.rstrip("/"))
    if kind_by_suffix(address.path) is None:
        stem, suffix = stem + suffix, ""
    return safe_name(re.sub(r"[.:\[\]]+", "-", host_port + stem) + suffix)


def _safe_part(part: str) -> str:
    part = _FORBIDDEN.sub("_", part)
    kept = part.rstrip(". ")
    part = kept + "_" * (len(part) - len(kept))
    if part.startswith("."):  # would be hidden
        part = "_" + part[1:]
    if _IS_RESERVED.fullmatch(part):
        part = "_" + part
    stem, suffix = splitext(part)
    if len(suffix.encode()) > _MAX_PART_BYTES // 4:
        stem, suffix = part, ""
    room = _MAX_PART_BYTES - len(suffix.encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return stem + suffix


def _prefixes(names: Sequence[str], wishes: Wishes) -> list[str]:
    folders = wishes.folders
    depths = [0] * len(folders)
    prefixes = [""] * len(folders)
    while True:
        owners: dict[str, int] = {}
        clashing: set[int] = set()
        for origin, name in zip(wishes.origins, names, strict=True):
            first = owners.setdefault(_key(prefixes[origin] + name), origin)
            # Of the same folder: no prefix would tell them apart.
            if first != origin and folders[first] != folders[origin]:
                clashing.update((first, origin))
        growing = [origin for origin in clashing if depths[origin] < len(folders[origin])]
        if not growing:
            return prefixes
        for origin in growing:
            depths[origin] += 1
            prefixes[origin] = safe_name("/".join(folders[origin][-depths[origin] :])) + "/"


def _numbered(names: Sequence[str], make_folders: Sequence[bool]) -> list[str]:
    keys = [_key(name) for name in names]
    folders = {folder for name in names if "/" in name for folder in _folder_keys(name)}
    taken = set(keys) | folders
    free = set(keys)
    next_number: dict[str, int] = {}
    unique = []
    for name, key, makes_folder in zip(names, keys, make_folders, strict=True):
        if key in free and not (makes_folder and key in folders):
            free.discard(key)
            unique.append(name)
            continue
        stem, suffix = splitext(name)
        number = next_number.get(key, 2)
        while _key(f"{stem}~{number}{suffix}") in taken:
            number += 1
        next_number[key] = number + 1
        name = f"{stem}~{number}{suffix}"
        taken.add(_key(name))
        unique.append(name)
    return unique


def _folder_keys(name: str) -> Iterable[str]:
    folder = split(name)[0]
    while folder:
        yield _folded(folder)
        folder = split(folder)[0]


def _key(name: str) -> str:
    # A safe name has no dot at the beginning of a part, so this is what splitext would give, but faster.
    dot = name.rfind(".")
    return _folded(name[:dot] if dot > name.rfind("/") else name)


def _folded(path: str) -> str:
    """Return what a file system compares that ignores case and Unicode composition."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
