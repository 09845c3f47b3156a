"""From what a user typed or dropped to a list of things that can be opened, without opening them."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from engine_core.errors import SourceError
from engine_core.frame import SourceItem, SourceKind, without_secrets
from engine_core.sources.content import (
    HEAD_BYTES,
    foreign_content,
    kind_by_content,
    kind_by_suffix,
)
from engine_core.sources.naming import Wishes, unique_names, url_name
from engine_core.sources.tree import FolderFiles, Tree
from engine_core.text import Text, text

_MODELS = ".onnx .engine .plan .trt .pt .pth .tflite .safetensors .mlmodel .pb"
_SCHEMES = "rtsp rtsps rtmp rtmps http https tcp udp rtp srt"
MODEL_SUFFIXES = frozenset(_MODELS.split())
STREAM_SCHEMES = frozenset(_SCHEMES.split())

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_CAMERA = re.compile(r"(?:camera:|/dev/video)?([0-9]{1,3})")
_GLOB = re.compile(r"[*?\[]")
_READABLE = text(
    "Give pictures (JPEG, PNG, TIFF, WebP, …), videos (MP4, MKV, AVI, …), folders of them, a camera"
    " number or a stream address"
)
_ONLY_RESULTS = (
    text("It holds results of a run, or will, and these are left out"),
    text("Write results to another folder, or name the files in it one by one"),
)
_IS_CASE_KEPT = os.path.normcase("A") == "A"


@dataclass(frozen=True, slots=True)
class SourceList:
    """What can be opened, in order, and what of the arguments cannot.

    Attributes:
        items: Each once, with unique names; within a folder its files come before its folders.
        problems: One for each argument (or folder, or list file) that gave nothing or not all.
    """

    items: tuple[SourceItem, ...]
    problems: tuple[SourceError, ...]


def list_sources(
    arguments: Sequence[str], *, recursive: bool = True, leave_out: Sequence[Path] = ()
) -> SourceList:
    """Turn files, folders, globs, list files, camera numbers and addresses into items.

    Folders and globs go by suffix and skip what is hidden; no file in them is opened. A file that is
    named itself goes by its first bytes, so its suffix may be anything. Of a ``.txt`` file each line is
    an argument, relative to the file; lines that begin with ``#`` are comments. Nothing is raised for
    what a user can get wrong: it is told in ``problems`` and the rest goes on.

    Folders and globs leave out the results of runs: ``leave_out`` and every folder that holds a
    ``.enginescope``. A file there that is named itself, or a folder within, is taken.

    Args:
        arguments: As typed or dropped; relative paths start at the working directory.
        recursive: Whether folders within folders are listed.
        leave_out: Folders that are not listed, such as the one where results will be written; they need
            not exist.
    """
    gathering = _Gathering(recursive, leave_out)
    if not arguments:
        gathering.problems.append(
            SourceError(text("No picture, video or camera was given"), cure=_READABLE)
        )
    for argument in arguments:
        gathering.add(argument, Path.cwd())
    items = map(SourceItem, gathering.kinds, gathering.seen.values(), gathering.names())
    return SourceList(tuple(items), tuple(gathering.problems))


class _Gathering:
    """The state of one listing: what was found so far, and what could not be."""

    def __init__(self, recursive: bool, leave_out: Sequence[Path]) -> None:
        self.seen: dict[str, str] = {}
        self.kinds: list[SourceKind] = []
        self.problems: list[SourceError] = []
        self._wishes = Wishes()
        self._recursive = recursive
        self._leave_out = frozenset(filter(None, map(_identity, leave_out)))

    def names(self) -> list[str]:
        return unique_names(self._wishes)

    def add(self, argument: str, base: Path, *, in_list: bool = False) -> bool:
        """Take one argument; False where it is a path that does not exist and lies in a list."""
        scheme = _SCHEME.match(argument)
        if scheme and scheme[1].lower() != "file":
            self._add_url(argument, scheme[1].lower())
            return True
        path = _path_of(argument, is_address=scheme is not None)
        if path is None:
            self._add_problem(
                argument,
                text("It is neither a path nor an address that can be understood"),
                text("Check the spelling, brackets and percent signs above all"),
            )
            return True
        try:
            return self._add_local(path, base, in_list=in_list)
        except OSError as error:
            self._add_problem(
                argument,
                text("It cannot be read: {reason}", reason=error.strerror or error),
                text("Check that you may read it and that its disk is there"),
                details=str(error),
            )
            return True

    def _add_local(self, argument: str, base: Path, *, in_list: bool) -> bool:
        path = _absolute(argument, base)
        camera = _CAMERA.fullmatch(argument)
        if camera and (not argument.isdigit() or not path.exists()):
            number = int(camera[1])
            self._add(SourceKind.LIVE, f"camera:{number}", f"camera-{number}", self._origin(()))
        elif argument and path.is_dir():
            self._add_folder(path)
        elif argument and path.exists():
            self._add_file(path, in_list=in_list)
        elif _GLOB.search(argument):
            self._add_glob(path, argument)
        elif in_list:
            return False
        else:
            self._add_problem(argument, *_missing(path, argument))
        return True

    def _add(self, kind: SourceKind, location: str, name: str, origin: int) -> None:
        identity = os.path.normcase(location) if kind is not SourceKind.LIVE else location
        if identity not in self.seen:
            self.seen[identity] = location
            self.kinds.append(kind)
            self._wishes.names.append(name)
            self._wishes.origins.append(origin)
            self._wishes.make_folders.append(kind is not SourceKind.PICTURE)

    def _add_all(self, files: FolderFiles, origin: int) -> None:
        """Add the files of a folder; at once where none of them is known yet, as nearly always."""
        identities = files.locations if _IS_CASE_KEPT else map(os.path.normcase, files.locations)
        found = dict(zip(identities, files.locations, strict=True))
        if len(found) < len(files.locations) or not self.seen.keys().isdisjoint(found):
            for kind, location, name in zip(files.kinds, files.locations, files.names, strict=True):
                self._add(kind, location, name, origin)
            return
        self.seen.update(found)
        self.kinds += files.kinds
        self._wishes.names += files.names
        self._wishes.origins += [origin] * len(found)
        self._wishes.make_folders += [kind is not SourceKind.PICTURE for kind in files.kinds]

    def _origin(self, parts: tuple[str, ...]) -> int:
        self._wishes.folders.append(parts)
        return len(self._wishes.folders) - 1

    def _add_problem(self, name: str, why: Text, cure: Text = _READABLE, details: str = "") -> None:
        what = text("{name} cannot be used as a source", name=without_secrets(name) or "“”")
        self.problems.append(SourceError(what, why=why, cure=cure, details=details))

    def _add_url(self, url: str, scheme: str) -> None:
        try:
            address = urlsplit(url)
        except ValueError:  # brackets of an IPv6 host that do not match
            address = urlsplit("")
        if scheme not in STREAM_SCHEMES or not address.netloc:
            self._add_problem(
                url,
                text("Streams are read from {schemes}", schemes=", ".join(sorted(STREAM_SCHEMES))),
                text("Check the address, for example rtsp://host:554/path"),
            )
            return
        # A file on a web server is a recording with a beginning and an end, not a live stream.
        is_file = scheme.startswith("http") and kind_by_suffix(address.path) is SourceKind.VIDEO
        kind = SourceKind.VIDEO if is_file else SourceKind.LIVE
        self._add(kind, url, url_name(url), self._origin(()))

    def _add_file(self, path: Path, *, in_list: bool) -> None:
        if not path.is_file():
            self._add_problem(str(path), text("It is neither a file nor a folder"))
            return
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        kind = kind_by_content(head) or kind_by_suffix(path.name)
        suffix = path.suffix.lower()
        if kind is not None:
            self._add(kind, str(path), path.name, self._origin(_folders(path.parent)))
        elif suffix == ".txt" and not in_list:
            self._add_list(path)
        elif suffix == ".txt":
            self._add_problem(
                str(path),
                text("A list of sources cannot name another list"),
                text("Give both lists as arguments"),
            )
        elif suffix in MODEL_SUFFIXES:
            self._add_problem(
                str(path),
                text("A {suffix} file is a model, not a picture or video", suffix=suffix),
                text("Give it as the model, and pictures or videos as sources"),
            )
        else:
            neither = text("It is neither a picture nor a video"), _READABLE
            self._add_problem(str(path), *(foreign_content(head) or neither))

    def _add_list(self, path: Path) -> None:
        try:
            lines = _list_text(path.read_bytes()).splitlines()
        except UnicodeDecodeError as error:
            self._add_problem(
                str(path),
                text("A .txt file must be UTF-8 text with one path or address on each line"),
                text("Save it as UTF-8"),
                details=str(error),
            )
            return
        entries = [line.strip() for line in lines]
        entries = [entry for entry in entries if entry and not entry.startswith("#")]
        if not entries:
            self._add_problem(
                str(path), text("The list names nothing"), text("Write one path on each line")
            )
        folder = path.parent
        missing = [entry for entry in entries if not self.add(entry, folder, in_list=True)]
        if missing:
            self._add_problem(
                str(path),
                text(
                    "{missing} of the {total} entries of this list do not exist, the first is {first}",
                    missing=len(missing),
                    total=len(entries),
                    first=missing[0],
                ),
                text(
                    "Paths in a list are relative to the folder of the list, {folder}",
                    folder=folder,
                ),
                details="\n".join(missing),
            )

    def _add_folder(self, path: Path) -> None:
        tree = Tree(str(path), lambda _: self._recursive, leave_out=self._leave_out)
        if not self._add_tree(tree) and not tree.problems:
            if tree.result_folders:
                self._add_problem(str(path), *_ONLY_RESULTS)
                return
            if tree.other_files:
                why = text(
                    "None of the {count} files in this folder has the suffix of a picture or video",
                    count=tree.other_files,
                )
            elif tree.skipped_folders:
                why = text("The folder itself holds no files, and folders in it are left out")
            else:
                why = text("The folder is empty")
            self._add_problem(str(path), why)

    def _add_glob(self, path: Path, argument: str) -> None:
        parts = path.parts
        first = next(i for i, part in enumerate(parts) if _GLOB.search(part))
        # Two ** in a row find what one finds, only slower.
        patterns = tuple(
            part
            for part, last in zip(parts[first:], ("", *parts[first:]), strict=False)
            if not part == last == "**"
        )
        base = Path(*parts[:first])
        try:
            for pattern in patterns:
                re.compile(fnmatch.translate(pattern))
        except re.error as error:  # a range such as [z-a], in some versions of Python
            why = text("It is no pattern: {reason}", reason=error)
            self._add_problem(argument, why, text("Check what stands in its brackets"))
            return
        anywhere = "**" in patterns

        def enters(folders: tuple[str, ...]) -> bool:
            if anywhere:
                return True
            inside = len(folders) >= len(patterns)
            return (self._recursive or not inside) and _fits(
                folders[: len(patterns)], patterns[: len(folders)]
            )

        def takes(file: tuple[str, ...]) -> bool:
            return _fits(file if anywhere else file[: len(patterns)], patterns)

        tree = Tree(str(base), enters, takes, self._leave_out)
        if base.is_dir() and (self._add_tree(tree) or tree.problems):
            return
        if tree.result_folders:
            self._add_problem(argument, *_ONLY_RESULTS)
            return
        if tree.other_files:
            why = text("What fits this pattern has no suffix of a picture or video")
        else:
            why = text("No file fits this pattern below {folder}", folder=base)
        self._add_problem(argument, why, text("Check the pattern; ** stands for any folders"))

    def _add_tree(self, tree: Tree) -> bool:
        count_before = len(self.seen)
        origin = self._origin(_folders(Path(tree.path)))
        any_file = False
        for files in tree.folders():
            any_file = any_file or bool(files.kinds)
            self._add_all(files, origin)
        if len(self.seen) == count_before:
            self._wishes.folders.pop()
        self.problems.extend(tree.problems)
        return any_file


def _fits(parts: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return any(_fits(parts[skip:], patterns[1:]) for skip in range(len(parts) + 1))
    return bool(parts) and fnmatch.fnmatch(parts[0], patterns[0]) and _fits(parts[1:], patterns[1:])


def _path_of(argument: str, *, is_address: bool) -> str | None:
    """Return the path that was typed, or of a file address; None for what no path can be."""
    # Brings all that speaks HTTP along, which a start need not wait for.
    from urllib.request import url2pathname

    try:
        path = url2pathname(urlsplit(argument).path) if is_address else argument
        os.fsencode(path)
    except (OSError, ValueError):
        return None
    return None if "\0" in path else path


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what a folder is by whatever links it is reached; None where it does not exist."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _absolute(argument: str, base: Path) -> Path:
    try:
        path = Path(argument).expanduser()
    except RuntimeError:  # no such user: a file name may begin with a tilde, too
        path = Path(argument)
    # Not resolve(): a link keeps the name under which the user knows it.
    return Path(os.path.normpath(base / path))


def _folders(path: Path) -> tuple[str, ...]:
    return path.parts[1:] if path.anchor else path.parts


def _list_text(raw: bytes) -> str:
    # Notepad's "Unicode" is UTF-16 with a byte order mark.
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def _missing(path: Path, argument: str) -> tuple[Text, Text]:
    if not argument:
        return text("The name is empty"), _READABLE
    if path.is_symlink():
        return text("It is a link to something that does not exist"), text("Mend the link")
    folder = next((parent for parent in path.parents if parent.is_dir()), path.parent)
    if folder == path.parent:
        why = text("There is no such file or folder in {folder}", folder=folder)
    else:
        why = text(
            "There is no such file or folder; its path exists only up to {folder}", folder=folder
        )
    return why, text("Check the spelling")
