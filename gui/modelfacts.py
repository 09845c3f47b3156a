"""An open model in a few words: what the model card, its tooltip and the details say alike."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Protocol

from engine_core.errors import EngineScopeError
from engine_core.letterbox import Geometry
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.preprocess import ChannelOrder, Preprocessing
from engine_core.recipe import Overrules, Recipe
from engine_core.runtime.base import ModelInfo
from engine_core.tensors import DYNAMIC, Signature, TensorSpec
from gui.i18n import counted, sentence, tr

_VERSION = re.compile(r"(\d+\.\d+)(\.\d+)+\S*")
# Of "NVIDIA H100 80GB HBM3" the badge shows what tells it from other cards.
_MAKER = re.compile(r"\b(?:NVIDIA|GeForce) (?=\S)")
_MEMORY = re.compile(r" \d+ ?GB\b.*")


class OpenModel(Protocol):
    """What panels and dialogs read of ``gui.workers.messages.ModelOpened``, which they may not import."""

    @property
    def file(self) -> ModelFile: ...

    @property
    def info(self) -> ModelInfo: ...

    @property
    def recipe(self) -> Recipe: ...

    @property
    def automatic(self) -> Recipe | None: ...

    @property
    def overrules(self) -> Overrules: ...

    @property
    def open_ms(self) -> float: ...

    @property
    def note(self) -> EngineScopeError | None: ...


def shape_words(shape: tuple[int, ...]) -> str:
    """Return "1 × 3 × 640 × 640", with "?" for what is dynamic."""
    return " × ".join("?" if size == DYNAMIC else str(size) for size in shape) or "1"


def input_words(signature: Signature) -> str:
    """Return the shape of the one input, or of the largest and how many more there are."""
    return _first_and_more(signature.inputs)


def output_words(signature: Signature) -> str:
    """Return the shape of the one output, or "3 outputs"."""
    outputs = signature.outputs
    if len(outputs) == 1:
        return shape_words(outputs[0].shape)
    return counted(len(outputs), "{n} output", "{n} outputs")


def title_words(recipe: Recipe) -> str:
    """Return "YOLOv8 detection head, 80 classes"."""
    title = sentence(recipe.title)
    n_classes = len(recipe.labels) or recipe.decoder.class_count or 0
    if not n_classes:
        return title
    return counted(n_classes, "{title}, {n} class", "{title}, {n} classes", title=title)


def geometry_words(geometry: Geometry) -> str:
    return {
        Geometry.LETTERBOX: tr("Letterbox"),
        Geometry.LETTERBOX_TOP_LEFT: tr("Letterbox, top left"),
        Geometry.STRETCH: tr("Stretched"),
        Geometry.CENTRE_CROP: tr("Cropped"),
    }[geometry]


def fed_words(fed: Preprocessing) -> str:
    """Return "Letterbox, RGB, 1/255"; mean and std are only named as "normalised"."""
    channels = tr("grey") if fed.channels is ChannelOrder.GREY else fed.channels.value.upper()
    parts = [geometry_words(fed.geometry), channels, scale_words(fed.scale)]
    if any(fed.mean) or any(value != 1 for value in fed.std):
        parts.append(tr("normalised"))
    return tr(", ").join(parts)


def scale_words(scale: float) -> str:
    """Return "1/255", "0–255", or the factor."""
    if abs(scale * 255 - 1) < 1e-6:
        return "1/255"
    return "0–255" if scale == 1 else f"× {scale:g}"


def badge_words(info: ModelInfo) -> str:
    """Return "ONNX Runtime 1.23 · CPU": runtime, precision and device, each as short as it is clear."""
    runtime = _VERSION.sub(r"\1", info.runtime)
    device = _MEMORY.sub("", _MAKER.sub("", info.device))
    return " · ".join(filter(None, (runtime, info.precision.upper(), device)))


def runtime_words(info: ModelInfo) -> str:
    """Return the same with everything that is known."""
    return " · ".join(filter(None, (info.runtime, info.precision.upper(), info.device)))


def format_words(kind: ModelFormat) -> str:
    return {ModelFormat.ONNX: "ONNX", ModelFormat.TENSORRT: "TensorRT"}[kind]


def size_words(size_bytes: int) -> str:
    """Return "12.3 MB"; decimal units, as file managers count."""
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes} B"


def change_count(overrules: Overrules) -> int:
    """Return how many parts of the recipe the user has overruled."""
    return sum(getattr(overrules, item.name) is not None for item in fields(overrules))


def _first_and_more(specs: tuple[TensorSpec, ...]) -> str:
    if not specs:
        return "–"
    largest = max(specs, key=lambda spec: len(spec.shape))
    shape = shape_words(largest.shape)
    if len(specs) == 1:
        return shape
    return tr("{shape} and {n} more", shape=shape, n=len(specs) - 1)
