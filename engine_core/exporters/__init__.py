"""The formats that results can be written in, listed without loading what they need."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine_core.errors import OptionError
from engine_core.exporters.base import Exporter, ExportSettings
from engine_core.frame import SourceKind
from engine_core.text import Text, text

VIDEO_CODECS = ("h264", "vp9", "ffv1")
IMAGE_FORMATS = ("jpg", "png", "webp")


@dataclass(frozen=True, slots=True)
class ExporterKind:
    """One format.

    Attributes:
        key: What the command calls it.
        title: What people call it.
        description: What is written where.
        targets: What it writes below the output folder: names of files and folders there.
        open: Begins a run; removes what a killed one left. ``ExportError`` where that fails.
        sources: The kinds of sources that give something in this format.
    """

    key: str
    title: Text
    description: Text
    targets: tuple[str, ...]
    open: Callable[[ExportSettings], Exporter]
    sources: frozenset[SourceKind] = frozenset(SourceKind)


def _images(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.pictures import open_images

    return open_images(settings)


def _frames(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.pictures import open_frames

    return open_frames(settings)


def _video(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.video import AnnotatedVideo

    return AnnotatedVideo(settings)


def _yolo(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.yolo import open_yolo

    return open_yolo(settings, with_confidence=False)


def _yolo_conf(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.yolo import open_yolo

    return open_yolo(settings, with_confidence=True)


def _coco(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.coco import CocoFile

    return CocoFile(settings)


def _voc(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.voc import open_voc

    return open_voc(settings)


def _csv(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.csv import open_csv

    return open_csv(settings)


def _jsonl(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.jsonl import open_jsonl

    return open_jsonl(settings)


def _labelme(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.labelme import open_labelme

    return open_labelme(settings)


def _crops(settings: ExportSettings) -> Exporter:
    from engine_core.exporters.crops import Crops

    return Crops(settings)


_PICTURES = frozenset({SourceKind.PICTURE})
_MOVING = frozenset({SourceKind.VIDEO, SourceKind.LIVE})

EXPORTERS: tuple[ExporterKind, ...] = (
    ExporterKind(
        "images",
        text("Annotated pictures"),
        text("images/: each picture with its detections drawn on it"),
        ("images",),
        _images,
        _PICTURES,
    ),
    ExporterKind(
        "video",
        text("Annotated video"),
        text("videos/: each video with its detections drawn on it, same timing, with its sound"),
        ("videos",),
        _video,
        _MOVING,
    ),
    ExporterKind(
        "frames",
        text("Annotated video frames"),
        text("images/<video>/: every frame of each video as an annotated picture"),
        ("images",),
        _frames,
        _MOVING,
    ),
    ExporterKind(
        "yolo",
        text("YOLO labels"),
        text("labels/: one text file per picture or frame; classes.txt, data.yaml"),
        ("labels", "classes.txt", "data.yaml"),
        _yolo,
    ),
    ExporterKind(
        "yolo-conf",
        text("YOLO labels with confidence"),
        text("labels/: as yolo, with the confidence at the end of each row"),
        ("labels", "classes.txt", "data.yaml"),
        _yolo_conf,
    ),
    ExporterKind(
        "coco",
        text("COCO JSON"),
        text("coco.json: everything in one file, with scores"),
        ("coco.json",),
        _coco,
    ),
    ExporterKind(
        "voc",
        text("Pascal VOC"),
        text("Annotations/: one XML file per picture or frame"),
        ("Annotations",),
        _voc,
    ),
    ExporterKind(
        "csv",
        text("Table (CSV)"),
        text("detections.csv: one row per detection, for Excel and scripts"),
        ("detections.csv",),
        _csv,
    ),
    ExporterKind(
        "jsonl",
        text("JSON Lines"),
        text("detections.jsonl: one record per picture or frame, for programs"),
        ("detections.jsonl",),
        _jsonl,
    ),
    ExporterKind(
        "labelme",
        text("LabelMe"),
        text("labelme/: one file per picture or frame, to correct by hand"),
        ("labelme",),
        _labelme,
    ),
    ExporterKind(
        "crops",
        text("Crops"),
        text("crops/<class>/: every detection cut out as a picture"),
        ("crops",),
        _crops,
    ),
)


def targets_of(keys: Sequence[str]) -> tuple[str, ...]:
    """Return what the formats called ``keys`` write below the output folder, each name once."""
    return tuple(
        dict.fromkeys(target for kind in EXPORTERS if kind.key in keys for target in kind.targets)
    )


def check_exporters(keys: Sequence[str]) -> tuple[ExporterKind, ...]:
    """Return the formats called ``keys``, each once.

    Raises:
        OptionError: A key is unknown, or two formats would write the same files.
    """
    known = {kind.key: kind for kind in EXPORTERS}
    for key in keys:
        if key not in known:
            raise _unknown(text("There is no export format {key}", key=key), key, list(known))
    if {"yolo", "yolo-conf"} <= set(keys):
        raise OptionError(
            text("yolo and yolo-conf cannot be written in one run"),
            why=text("Both write the same label files."),
            cure=text("Choose one: yolo to train with, yolo-conf to evaluate with."),
        )
    return tuple(known[key] for key in dict.fromkeys(keys))


def open_exporters(keys: Sequence[str], settings: ExportSettings) -> list[Exporter]:
    """Begin a run in the given formats, in their order.

    Raises:
        OptionError: As ``check_exporters``; or codec or picture format of the settings are unknown.
        ExportError: The output folder cannot be written; nothing unfinished is left.
    """
    kinds = check_exporters(keys)
    if settings.video_codec not in VIDEO_CODECS:
        codec = settings.video_codec
        raise _unknown(text("There is no video codec {key}", key=codec), codec, list(VIDEO_CODECS))
    if settings.image_format not in IMAGE_FORMATS:
        image_format = settings.image_format
        raise _unknown(
            text("There is no picture format {key}", key=image_format),
            image_format,
            list(IMAGE_FORMATS),
        )
    opened: list[Exporter] = []
    try:
        for kind in kinds:
            opened.append(kind.open(settings))  # noqa: PERF401 - those opened are needed if one fails
    except BaseException:
        for exporter in opened:
            exporter.abandon()
        raise
    return opened


def _unknown(what: Text, key: str, known: list[str]) -> OptionError:
    listed = ", ".join(known)
    nearest = difflib.get_close_matches(key.casefold(), known, n=1, cutoff=0.5)
    if nearest:
        cure = text("Did you mean {nearest}? Known are: {known}.", nearest=nearest[0], known=listed)
    else:
        cure = text("Known are: {known}.", known=listed)
    return OptionError(what, cure=cure)
