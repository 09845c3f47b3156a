"""Pascal VOC: one XML file per picture below ``Annotations``.

Boxes are whole pixels, counted from 1, both ends inclusive, as the challenge defined them: ``xmin`` and
``ymin`` are the first, ``xmax`` and ``ymax`` the last pixel that the box touches. Rotated boxes give the
upright box around them. ``confidence`` is an element of our own in each object.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from engine_core.detections import Detections
from engine_core.errors import SourceError
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.files import picture_name
from engine_core.exporters.per_frame import FrameFiles
from engine_core.labels import Labels
from engine_core.records import CONFIDENCE_DECIMALS
from engine_core.results import FrameResult
from engine_core.text import text

# What XML 1.0 cannot hold in any spelling.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def open_voc(settings: ExportSettings) -> FrameFiles:
    """Write ``Annotations/**.xml``."""
    return FrameFiles(
        "voc",
        settings.out / "Annotations",
        ".xml",
        lambda result, path: to_voc(result, settings.labels, path.parent.name),
        on_published=settings.on_published,
    )


def to_voc(result: FrameResult, labels: Labels, folder: str) -> bytes:
    """Return the XML of one frame."""
    root = ElementTree.Element("annotation")
    name = picture_name(result) if result.is_picture else result.name
    _add(root, "folder", folder)
    _add(root, "filename", name.rpartition("/")[2])
    _add(root, "path", result.source)
    if not result.is_picture:
        _add(root, "frame", result.index)
    size = ElementTree.SubElement(root, "size")
    width, height = result.size_wh
    for tag, value in (("width", width), ("height", height), ("depth", 3)):
        _add(size, tag, value)
    _add(root, "segmented", 0)
    found = result.detections
    for row in range(len(found)):
        x0, y0, x1, y1 = found.xyxy[row].tolist()
        entry = ElementTree.SubElement(root, "object")
        _add(entry, "name", labels[int(found.class_id[row])])
        _add(entry, "pose", "Unspecified")
        _add(entry, "truncated", 0)
        _add(entry, "difficult", 0)
        _add(entry, "confidence", f"{found.confidence[row]:.{CONFIDENCE_DECIMALS}f}")
        box = ElementTree.SubElement(entry, "bndbox")
        x_min, x_max = _pixels(x0, x1, width)
        y_min, y_max = _pixels(y0, y1, height)
        for tag, value in (("xmin", x_min), ("ymin", y_min), ("xmax", x_max), ("ymax", y_max)):
            _add(box, tag, value)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def read_voc(path: Path, labels: Labels) -> Detections:
    """Read a file back: boxes on pixel edges, confidence 1 where the file has none.

    Raises:
        SourceError: The file cannot be read, is not VOC, or names a class that ``labels`` lacks.
    """
    boxes, scores, class_ids = [], [], []
    try:
        # Expat as bundled with every supported Python stops entity expansion by itself.
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314
        for entry in root.iter("object"):
            corners = [float(entry.findtext(f"bndbox/{tag}", "")) for tag in _BOX_TAGS]
            boxes.append([corners[0] - 1, corners[1] - 1, corners[2], corners[3]])
            scores.append(float(entry.findtext("confidence", "1")))
            class_ids.append(_class_id(entry.findtext("name", ""), labels))
    except (OSError, ValueError, ElementTree.ParseError) as error:
        raise SourceError(
            text("The annotations in {path} cannot be read", path=path),
            why=text("The system says: {reason}.", reason=str(error).rstrip(".")),
            cure=text("Check that this is a Pascal VOC file and that its classes are the model's."),
            details=repr(error),
        ) from error
    return Detections(
        xyxy=np.array(boxes, np.float32).reshape(-1, 4),
        confidence=np.array(scores, np.float32),
        class_id=np.array(class_ids, np.intp),
    )


_BOX_TAGS = ("xmin", "ymin", "xmax", "ymax")


def _class_id(name: str, labels: Labels) -> int:
    found = labels.find(name)
    if found is None and (unnamed := re.fullmatch(r"class_(\d+)", name)):
        found = int(unnamed[1])
    if found is None:
        raise ValueError(f"no class is called {name}")
    return found


def _pixels(low: float, high: float, size: int) -> tuple[int, int]:
    """Return the first and last pixel of an edge, counted from 1; at least one pixel."""
    first = min(max(math.floor(low) + 1, 1), size)
    return first, max(min(math.ceil(high), size), first)


def _add(parent: ElementTree.Element, tag: str, value: object) -> None:
    ElementTree.SubElement(parent, tag).text = _FORBIDDEN.sub("", str(value))
