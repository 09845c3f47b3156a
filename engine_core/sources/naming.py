"""Names under which results are written: unique, relative, and legal on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from posixpath import splitext
from urllib.parse import urlsplit

from engine_core.frame import without_secrets
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
_MAY_BE_RESERVED = re.compile("/(?:con|prn|aux|nul|com|lpt)")
_BATCH = 1000


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
    names = _safe_names(wishes.names)
    keys = _keys(names)
    if len(wishes.folders) > 1:
        prefixes = _prefixes(keys, wishes)
        if any(prefixes):
            names = [prefixes[o] + name for o, name in zip(wishes.origins, names, strict=True)]
            keys = _keys(names)
    return _numbered(names, keys, wishes.make_folders)


def safe_name(name: str) -> str:
    """Return a relative path with only such parts as Windows, macOS and Linux all take."""
    if 0 < len(name) <= _MAX_PART_BYTES // 4 and not _NEEDS_CARE.search(name):
        return name
    return "/".join(_safe_part(part) for part in name.split("/") if part) or "_"


def url_name(url: str) -> str:
    """Name a stream by host and path: no password, no query, dots only before a known suffix."""
    try:
        address = urlsplit(without_secrets(url))
    except ValueError:  # brackets of an IPv6 host that do not match
        return safe_name(re.sub(r"[.:\[\]/]+", "-", url.partition("://")[2].rpartition("@")[2]))
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


def _safe_names(names: Sequence[str]) -> list[str]:
    """Return ``safe_name`` of each; looks at many at once, since hardly one in a folder needs it."""
    safe: list[str] = []
    for start in range(0, len(names), _BATCH):
        batch = list(names[start : start + _BATCH])
        framed = "/".join(("", *batch, ""))
        # What is wrong between slashes is wrong at both ends of a name as well.
        if (
            "" in batch
            or max(map(len, batch)) > _MAX_PART_BYTES // 4
            or any(wrong in framed for wrong in ("/.", "./", " /", "//"))
            or _FORBIDDEN.search(framed)
            or _MAY_BE_RESERVED.search(framed.lower())
        ):
            batch = [safe_name(name) for name in batch]
        safe += batch
    return safe


def _prefixes(keys: Sequence[str], wishes: Wishes) -> list[str]:
    folders = wishes.folders
    depths = [0] * len(folders)
    prefixes = [""] * len(folders)
    while True:
        owners: dict[str, int] = {}
        clashing: set[int] = set()
        folded = [_folded(prefix) for prefix in prefixes]
        for origin, key in zip(wishes.origins, keys, strict=True):
            first = owners.setdefault(folded[origin] + key, origin)
            # Of the same folder: no prefix would tell them apart.
            if first != origin and folders[first] != folders[origin]:
                clashing.update((first, origin))
        growing = [origin for origin in clashing if depths[origin] < len(folders[origin])]
        if not growing:
            return prefixes
        for origin in growing:
            depths[origin] += 1
            prefixes[origin] = safe_name("/".join(folders[origin][-depths[origin] :])) + "/"


def _numbered(names: Sequence[str], keys: Sequence[str], make_folders: Sequence[bool]) -> list[str]:
    free = set(keys)
    folders = _all_folders(keys)
    if len(free) == len(names) and not any(key in folders for key in compress(keys, make_folders)):
        return list(names)
    taken = free | folders
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


def _all_folders(keys: Sequence[str]) -> set[str]:
    """Return the folders of folded paths, and the folders that these lie in."""
    folders: set[str] = set()
    inner = {key[: key.rfind("/")] for key in keys if "/" in key}
    while inner:
        folders |= inner
        inner = {folder[: folder.rfind("/")] for folder in inner if "/" in folder}
    return folders


def _keys(names: Sequence[str]) -> list[str]:
    """Return ``_key`` of safe names."""
    # Safe names hold no line breaks, and folding changes nothing across them.
    folded = _folded("\n".join(names)).split("\n") if names else []
    return [name[: dot if (dot := name.rfind(".")) > name.rfind("/") else None] for name in folded]


def _key(name: str) -> str:
    # A safe name has no dot at the beginning of a part, so this is what splitext would give, but faster.
    dot = name.rfind(".")
    return _folded(name[:dot] if dot > name.rfind("/") else name)


def _folded(path: str) -> str:
    """Return what a file system compares that ignores case and Unicode composition."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
