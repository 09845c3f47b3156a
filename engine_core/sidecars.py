"""Files beside a model that say what the model itself does not: class names, metadata, preprocessing.

A file whose name begins as the model's belongs to it. A file with a general name (``labels.txt``,
``infer_cfg.yml``) belongs to a folder: its class names are offered as candidates, to be taken only
where their number fits the model, and what it says of preprocessing counts only where the folder holds
no other model. Other folders are never searched, but for the one above a Triton version folder, which
its ``config.pbtxt`` proves to be the model's own. Neither does a link or a path in a configuration lead
out of them: a downloaded folder must not decide which files of this computer are read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePath
from typing import TypeVar

from engine_core.errors import EngineScopeError, LabelsError, ModelFileError
from engine_core.hints import (
    PreprocessingHints,
    read_darknet,
    read_deepstream,
    read_mmdeploy,
    read_paddle,
    read_triton,
)
from engine_core.labelfiles import MAX_BYTES, parse_yaml, read_labels, read_text
from engine_core.labels import Labels
from engine_core.metadata import Metadata, parse_metadata, unquoted
from engine_core.modelfile import ModelFormat, identify
from engine_core.text import Text, text

_Parsed = TypeVar("_Parsed")

_MAX_ENTRIES = 5000
_MAX_CONFIGS = 16
_MAX_SIBLING_BYTES = 1024**3
_MODEL_SUFFIXES = (".onnx", ".engine", ".plan", ".trt")
_LABEL_SUFFIXES = (".names", ".labels", ".labels.txt", "_labels.txt", ".txt", ".json", ".pbtxt")
_YAML_SUFFIXES = (".yaml", ".yml")
_GENERAL_LABELS = (
    "data.yaml",
    "dataset.yaml",
    "labels.txt",
    "classes.txt",
    "obj.names",
    "coco.names",
    "class_names.txt",
    "labelmap.txt",
    "label_map.pbtxt",
    "labelmap.pbtxt",
    "labels.json",
    "classes.json",
    "_classes.txt",
    "labels.names",
)
_GENERAL_LABEL_PATTERN = re.compile(r"(labels_[\w-]+\.txt|coco[\w-]*\.ya?ml)", re.IGNORECASE)
_DEEPSTREAM_PATTERN = re.compile(
    r"(config_infer[\w.-]*|[\w.-]*nvinfer[\w.-]*|[\w.-]*pgie[\w.-]*)\.(txt|ya?ml)", re.IGNORECASE
)
# What exporters and builders append to the name of the network: precision, batch, device, tool.
_APPENDED = re.compile(
    r"(.+?)[-_.](b\d+_(?:gpu|dla)\d+_\w+|(?:fp|bf|u?int)\d{1,2}|half|best|q?dq|quant(?:ized)?"
    r"|sim(?:plified)?|dyn(?:amic)?|static|(?:b|bs|batch)\d+|(?:gpu|dla)\d+|sm_?\d+|vc|trt[\d.]*"
    r"|onnx|engine|plan)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """Class names that may be the model's.

    Attributes:
        path: The file that they are in.
        specific: Whether the file is this model's own by its name or by a configuration that names the
            model; otherwise their number must fit before they are used.
        inline: The names themselves where they stand within a configuration file.
    """

    path: Path
    specific: bool
    inline: Labels | None = None

    def read(self) -> Labels:
        """Read the names; ``LabelsError`` where the file turns out to hold none."""
        return self.inline if self.inline is not None else read_labels(self.path)


@dataclass(frozen=True, slots=True)
class Sidecars:
    """What lies beside a model.

    Attributes:
        labels: Candidates for the class names, the likeliest first.
        metadata: What the ONNX file beside a plan says, or Ultralytics' ``metadata.yaml``.
        hints: What the configuration of a deployment says about preprocessing.
        warnings: Files that looked as if they belonged here and could not be understood.
    """

    labels: tuple[LabelCandidate, ...] = ()
    metadata: Metadata | None = None
    hints: PreprocessingHints | None = None
    warnings: tuple[Text, ...] = ()


def find_sidecars(model_path: Path | str) -> Sidecars:
    """Look beside a model; never fails, and touches a bounded number of files of bounded size."""
    return _Search(Path(model_path)).run()


def stems_of(name: str) -> tuple[str, ...]:
    """Return the names that a model's companions may begin with, the most specific first.

    ``yolo.onnx_b1_gpu0_fp16.engine`` gives ``yolo.onnx_b1_gpu0_fp16``, ``yolo.onnx`` and ``yolo``.
    """
    path = PurePath(name)
    stem = path.stem if path.suffix.lower() in _MODEL_SUFFIXES or not path.stem else path.name
    stems = [stem]
    if stem == path.name and path.suffix:
        stems.append(path.stem)
    while match := _APPENDED.fullmatch(stems[-1]):
        stems.append(match[1])
    return tuple(stems)


@dataclass(slots=True)
class _Search:
    """One search; collects as it goes."""

    model: Path
    labels: list[LabelCandidate] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)

    def run(self) -> Sidecars:
        folder = self.model.parent
        stems = stems_of(self.model.name)
        names = _names_in(folder)
        is_alone = names is not None and _is_only_model(names, stems)
        metadata = self._sibling_onnx(stems)
        for stem in stems:
            for suffix in (*_LABEL_SUFFIXES, *_YAML_SUFFIXES):
                self._offer(folder / f"{stem}{suffix}", specific=True)
        hints = self._hints(folder, stems, names or (), is_alone)
        if self._is_own(folder / "metadata.yaml"):
            found = self._metadata_yaml(folder / "metadata.yaml")
            if found is not None and found.names:
                self._offer_names(folder / "metadata.yaml", found.names, specific=False)
            if is_alone and metadata is None:
                metadata = found
        self._offer_general(folder, names or ())
        if _is_triton_version(folder):
            self._offer_general(folder.parent, ())
        return Sidecars(tuple(self.labels), metadata, hints, tuple(dict.fromkeys(self.warnings)))

    def _offer(self, path: Path, *, specific: bool) -> None:
        if path != self.model and self._is_own(path, MAX_BYTES):
            known = {candidate.path for candidate in self.labels}
            if path not in known:
                self.labels.append(LabelCandidate(path, specific))

    def _offer_referenced(self, folder: Path, label_file: str, *, specific: bool) -> None:
        """Offer the file that a configuration names; of one elsewhere, what has its name here."""
        path = folder / label_file
        if self._is_inside(path):
            self._offer(path, specific=specific)
        else:
            self._offer(folder / path.name, specific=False)

    def _offer_names(self, path: Path, names: tuple[str | None, ...], *, specific: bool) -> None:
        self.labels.append(
            LabelCandidate(path, specific, Labels(names, text("{file}", file=path.name)))
        )

    def _offer_general(self, folder: Path, names: tuple[str, ...]) -> None:
        for name in _GENERAL_LABELS:
            self._offer(folder / name, specific=False)
        for name in sorted(filter(_GENERAL_LABEL_PATTERN.fullmatch, names))[:_MAX_CONFIGS]:
            self._offer(folder / name, specific=False)

    def _is_own(self, path: Path, max_bytes: int | None = None) -> bool:
        return _is_readable_file(path, max_bytes) and self._is_inside(path)

    def _is_inside(self, path: Path) -> bool:
        """Say whether a path, links followed, stays in the folder of the model.

        Where the model itself is a link, as in the caches of model hubs, the folder that it leads to is as
        good.
        """
        folder = self.model.parent
        folders = [folder, folder.parent] if _is_triton_version(folder) else [folder]
        try:
            roots = [one.resolve() for one in folders] + [self.model.resolve().parent]
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):  # links in a circle, names that cannot be
            return False
        return any(real.is_relative_to(root) for root in roots)

    def _sibling_onnx(self, stems: tuple[str, ...]) -> Metadata | None:
        """Return what the ONNX file says of itself that a plan was probably made from."""
        for stem in stems:
            path = self.model.parent / (stem if stem.endswith(".onnx") else f"{stem}.onnx")
            if path == self.model or not _is_readable_file(path, _MAX_SIBLING_BYTES):
                continue
            try:
                found = identify(path)
            except ModelFileError as error:
                self._warn(path, error)
                continue
            if found.format is ModelFormat.ONNX:
                origin = text("the ONNX metadata of {file}", file=path.name)
                return replace(found.metadata, origin=origin)
        return None

    def _metadata_yaml(self, path: Path) -> Metadata | None:
        data = self._parsed(path, lambda content, _: parse_yaml(content))
        if not isinstance(data, Mapping):
            return None
        typed = {str(k): v if k in ("names", "description") else _typed(v) for k, v in data.items()}
        return parse_metadata(typed, text("{file}", file=path.name))

    def _hints(
        self, folder: Path, stems: tuple[str, ...], names: tuple[str, ...], is_alone: bool
    ) -> PreprocessingHints | None:
        """Return what the best of the configuration files says, and offer the class names it names."""
        best: PreprocessingHints | None = None
        for path, found, is_named in self._configs(folder, stems, names, is_alone):
            specific = is_named or is_alone
            if found.names:
                self._offer_names(path, found.names, specific=specific)
            if found.label_file is not None:
                self._offer_referenced(path.parent, found.label_file, specific=specific)
            if specific:
                best = found if best is None else _joined(best, found)
        return best

    def _configs(
        self, folder: Path, stems: tuple[str, ...], names: tuple[str, ...], is_alone: bool
    ) -> list[tuple[Path, PreprocessingHints, bool]]:
        """Return path, contents and "is this model's own" of each configuration, its own first."""
        found: list[tuple[Path, PreprocessingHints, bool]] = []
        of_other_models: list[tuple[Path, PreprocessingHints, bool]] = []

        def read(
            path: Path, reader: Callable[[str, str], PreprocessingHints], *, is_own: bool = False
        ) -> None:
            hints = self._parsed(path, reader) if self._is_own(path) else None
            if hints is None:
                return
            if hints.model_files and not _names_model(hints.model_files, self.model.name):
                of_other_models.append((path, hints, False))
            else:
                found.append((path, hints, is_own or bool(hints.model_files)))

        for stem in stems:
            read(folder / f"{stem}.cfg", read_darknet, is_own=True)
        for name in sorted(filter(_DEEPSTREAM_PATTERN.fullmatch, names))[:_MAX_CONFIGS]:
            read(folder / name, read_deepstream)
        for name in ("infer_cfg.yml", "infer_cfg.yaml"):
            read(folder / name, read_paddle)
        for name in ("pipeline.json", "detail.json"):
            read(folder / name, read_mmdeploy)
        if _is_triton_version(folder):
            read(folder.parent / "config.pbtxt", read_triton, is_own=True)
        if is_alone and not found and len(of_other_models) == 1:
            return of_other_models  # the only model and the only configuration: one was renamed
        return sorted(found, key=lambda one: not one[2])

    def _parsed(self, path: Path, parse: Callable[[str, str], _Parsed]) -> _Parsed | None:
        try:
            return parse(read_text(path), path.name)
        except (LabelsError, ValueError) as error:
            self._warn(path, error)
            return None

    def _warn(self, path: Path, error: Exception) -> None:
        reason = error.why or error.what if isinstance(error, EngineScopeError) else error
        self.warnings.append(
            text(
                "{file} lies beside the model and cannot be used: {reason}",
                file=path.name,
                reason=str(reason).split("\n")[0][:200],
            )
        )


def _names_in(folder: Path) -> tuple[str, ...] | None:
    """Return the names in a folder, or None where there are too many to look at."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                names.append(entry.name)
                if len(names) > _MAX_ENTRIES:
                    return None
    except OSError:
        return None
    return tuple(names)


def _is_only_model(names: tuple[str, ...], stems: tuple[str, ...]) -> bool:
    """Say whether all models in a folder are builds of one network, by their names."""
    models = (name for name in names if name.lower().endswith(_MODEL_SUFFIXES))
    return all(stems_of(name)[-1].lower() == stems[-1].lower() for name in models)


def _names_model(model_files: tuple[str, ...], name: str) -> bool:
    wanted = stems_of(name)[-1].lower()
    return any(stems_of(one)[-1].lower() == wanted for one in model_files)


def _is_triton_version(folder: Path) -> bool:
    return folder.name.isdecimal() and (folder.parent / "config.pbtxt").is_file()


def _is_readable_file(path: Path, max_bytes: int | None = None) -> bool:
    try:
        return path.is_file() and (max_bytes is None or path.stat().st_size <= max_bytes)
    except (OSError, ValueError):
        return False


def _joined(first: PreprocessingHints, second: PreprocessingHints) -> PreprocessingHints:
    """Fill what the first leaves open from the second; scale, mean and std only ever together."""
    whole = ("scale", "mean", "std")
    is_normalised = any(getattr(first, name) is not None for name in whole)
    gaps = {
        one.name: getattr(second, one.name)
        for one in fields(PreprocessingHints)
        if getattr(first, one.name) in (None, ()) and not (is_normalised and one.name in whole)
    }
    return replace(first, **gaps)


def _typed(value: object) -> object:
    """Give the plain strings of a YAML file the types that they stand for."""
    if isinstance(value, Mapping):
        return {str(key): _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return unquoted(value)
