"""What a drop holds and what it will do, told while it hovers: by names alone, no file is opened.

What a file really is decides ``gui.workers.intake`` after the drop, by its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Literal

from PySide6.QtCore import QMimeData

from engine_core.frame import SourceKind, without_secrets
from engine_core.sources.content import kind_by_suffix
from engine_core.sources.listing import MODEL_SUFFIXES
from gui.i18n import counted, tr

_LABELS = ".names .labels .yaml .yml .json .pbtxt"
LABEL_SUFFIXES = frozenset(_LABELS.split())
LIST_SUFFIXES = frozenset((".txt",))

_REFUSED = (
    ".doc .docx .odt .rtf .xls .xlsx .ods .ppt .pptx .odp .pdf .htm .html .md .csv .xml .svg .psd .ai"
    " .eps .mp3 .wav .flac .ogg .m4a .aac .zip .rar .7z .gz .tgz .tar .bz2 .xz .zst .exe .msi .dll .so"
    " .py .ipynb .c .cpp .h .sh .bat .lnk .url .desktop .iso .dmg .deb .rpm"
)
_REFUSED_SUFFIXES = frozenset(_REFUSED.split())
# Asking whether a name is a folder's asks the disk, which may be far away.
_FOLDERS_ASKED = 4


@dataclass(frozen=True, slots=True)
class Described:
    """One line for people: what letting go will do.

    Attributes:
        says: The line.
        is_welcome: Whether anything of it can be used.
    """

    says: str
    is_welcome: bool

    def __str__(self) -> str:
        return self.says


@dataclass(slots=True)
class _Found:
    pictures: list[str] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def arguments_of(mime: QMimeData) -> tuple[str, ...]:
    """Return what is dropped or pasted as arguments for the intake: paths and addresses.

    Text counts where every line of it is an absolute path or an address, as browsers and terminals give.
    """
    if mime.hasUrls():
        urls = mime.urls()
        found = [
            url.toLocalFile() if url.isLocalFile() else bytes(url.toEncoded().data()).decode()
            for url in urls
        ]
        return tuple(argument for argument in found if argument)
    if not mime.hasText():
        return ()
    lines = [line.strip().strip("\"'") for line in mime.text().splitlines()]
    lines = [line for line in lines if line]
    if any("://" not in line and not PurePath(line).is_absolute() for line in lines):
        return ()
    return tuple(lines)


Target = Literal["model", "pictures", "both"]


def target_of(arguments: Sequence[str]) -> Target:
    """Return which part of the window a drop concerns, by names alone."""
    is_model = [PurePath(argument).suffix.lower() in MODEL_SUFFIXES for argument in arguments]
    return "model" if all(is_model) else "both" if any(is_model) else "pictures"


def describe(arguments: Sequence[str]) -> Described:
    """Say what dropping these paths and addresses will do."""
    found = _sorted(arguments)
    doings = _doings(found)
    if len(doings) > 3:
        doings = [*doings[:2], counted(len(doings) - 2, "{n} thing more", "{n} things more")]
    refused = _refusal(found.refused)
    if not doings:
        return Described(refused or tr("Nothing here can be opened"), is_welcome=False)
    if len(doings) == 1:
        said = doings[0]
    elif len(doings) == 2:
        said = tr("{first} and {second}", first=doings[0], second=doings[1])
    else:
        first, second, third = doings
        said = tr("{first}, {second} and {third}", first=first, second=second, third=third)
    said = said[:1].upper() + said[1:]
    return Described(f"{said} · {refused}" if refused else said, is_welcome=True)


def _sorted(arguments: Sequence[str]) -> _Found:
    found = _Found()
    asked = 0
    for argument in arguments:
        if "://" in argument and not argument.lower().startswith("file:"):
            found.streams.append(argument)
            continue
        suffix = argument[argument.rfind(".") :].lower() if "." in argument else ""
        kind = kind_by_suffix(argument)
        if kind is SourceKind.PICTURE:
            found.pictures.append(argument)
        elif kind is SourceKind.VIDEO:
            found.videos.append(argument)
        elif suffix in MODEL_SUFFIXES:
            found.models.append(argument)
        elif suffix in LABEL_SUFFIXES:
            found.labels.append(argument)
        elif suffix in _REFUSED_SUFFIXES:
            found.refused.append(argument)
        elif asked < _FOLDERS_ASKED and suffix not in LIST_SUFFIXES:
            asked += 1
            (found.folders if _is_folder(argument) else found.unsure).append(argument)
        else:
            found.unsure.append(argument)
    return found


def _doings(found: _Found) -> list[str]:
    """Return what will be done, each in words that stand within a sentence."""
    doings = []
    pictures, videos = len(found.pictures), len(found.videos)
    if pictures and videos:
        doings.append(
            tr(
                "add {pictures} and {videos}",
                pictures=counted(pictures, "{n} picture", "{n} pictures"),
                videos=counted(videos, "{n} video", "{n} videos"),
            )
        )
    elif pictures:
        doings.append(counted(pictures, "add {n} picture", "add {n} pictures"))
    elif videos:
        doings.append(counted(videos, "add {n} video", "add {n} videos"))
    if len(found.folders) == 1:
        doings.append(tr("add the pictures of {folder}", folder=_name(found.folders[0])))
    elif found.folders:
        folders = len(found.folders)
        doings.append(
            counted(folders, "add the pictures of {n} folder", "add the pictures of {n} folders")
        )
    if len(found.streams) == 1:
        doings.append(tr("open {address}", address=without_secrets(found.streams[0])))
    elif found.streams:
        doings.append(counted(len(found.streams), "open {n} address", "open {n} addresses"))
    if found.models:
        doings.append(tr("open model {name}", name=_name(found.models[0])))
    if found.labels:
        doings.append(tr("use the class names of {name}", name=_name(found.labels[0])))
    if len(found.unsure) == 1:
        doings.append(tr("look into {name}", name=_name(found.unsure[0])))
    elif found.unsure:
        doings.append(counted(len(found.unsure), "look into {n} file", "look into {n} files"))
    return doings


def _refusal(refused: Sequence[str]) -> str:
    if not refused:
        return ""
    if len(refused) == 1:
        return tr("{name} cannot be opened", name=_name(refused[0]))
    return counted(len(refused), "{n} file cannot be opened", "{n} files cannot be opened")


def _name(path: str) -> str:
    return PurePath(path).name or path


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False
