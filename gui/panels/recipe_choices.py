"""What the recipe sheet offers, and the values people type there: no widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from engine_core.decoders import FAMILIES
from engine_core.decoders.base import ModelFacts, Task
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing, Triple
from engine_core.recipe import Overrules, Recipe
from engine_core.tensors import DYNAMIC
from gui.i18n import sentence, tr
from gui.modelfacts import OpenModel

Pad = int | tuple[int, int, int]

GEOMETRIES = (
    Geometry.LETTERBOX,
    Geometry.LETTERBOX_TOP_LEFT,
    Geometry.STRETCH,
    Geometry.CENTRE_CROP,
)
CHANNELS = (ChannelOrder.RGB, ChannelOrder.BGR, ChannelOrder.GREY)
SCALES = (1 / 255, 1.0)
# Parts of ``Overrules`` that change what is fed, as rows of the sheet.
FED = ("geometry", "pad", "channels", "scale", "mean", "std", "input_wh")
VALUES = ("channels", "scale", "mean", "std")


def geometry_names() -> list[str]:
    """Return the names of ``GEOMETRIES``, in the language in use."""
    return [
        tr("Letterbox, centred"),
        tr("Letterbox, top left"),
        tr("Stretch to fill"),
        tr("Crop to the centre"),
    ]


def preset_names() -> dict[str, str]:
    """Return people's names for ``NORMALISATIONS``, in the language in use."""
    return {
        "unit-rgb": tr("0 to 1, RGB (YOLO)"),
        "unit-bgr": tr("0 to 1, BGR"),
        "raw-rgb": tr("0 to 255, RGB"),
        "raw-bgr": tr("0 to 255, BGR (YOLOX)"),
        "imagenet-rgb": tr("ImageNet, RGB"),
        "mmdet-bgr": tr("MMDetection, BGR"),
        "caffe-bgr": tr("Less the mean, BGR (Caffe)"),
        "signed-rgb": tr("−1 to 1, RGB"),
        "signed-bgr": tr("−1 to 1, BGR"),
        "unit-grey": tr("0 to 1, grey"),
        "ssd-rgb": tr("−1 to 1, RGB (SSD)"),
        "vgg-rgb": tr("Less the mean, RGB (VGG)"),
        "rcnn-bgr": tr("Less the mean, BGR (R-CNN)"),
    }


def presets_for(fed: Preprocessing) -> list[str]:
    """Return the keys of ``NORMALISATIONS`` that an input with as many planes can take."""
    is_grey = fed.channels is ChannelOrder.GREY
    return [
        key
        for key, known in NORMALISATIONS.items()
        if (known.channels is ChannelOrder.GREY) is is_grey
    ]


def preset_of(fed: Preprocessing) -> str | None:
    """Return the key of the set whose values are fed, or None for values of one's own."""
    now = (fed.channels, fed.mean, fed.std)
    for key, known in NORMALISATIONS.items():
        if now == (known.channels, known.mean, known.std) and abs(fed.scale - known.scale) < 1e-9:
            return key
    return None


def explicit(overrules: Overrules) -> Overrules:
    """Return the same overrules with a named set of values written out, so that each can be undone."""
    if overrules.normalisation is None:
        return overrules
    known = NORMALISATIONS[overrules.normalisation]
    written = Overrules(channels=known.channels, scale=known.scale, mean=known.mean, std=known.std)
    return replace(overrules.over(written), normalisation=None)


def without_same(overrules: Overrules, base: Preprocessing | None) -> Overrules:
    """Return the overrules less those of feeding that say what is done anyway."""
    if base is None:
        return overrules
    same = {
        name: None
        for name in FED
        if getattr(overrules, name) is not None and getattr(overrules, name) == getattr(base, name)
    }
    return replace(overrules, **same)


def changed(overrules: Overrules) -> frozenset[str]:
    """Return the names of what is overruled."""
    return frozenset(
        item.name for item in fields(overrules) if getattr(overrules, item.name) is not None
    )


def read_pad(typed: str) -> Pad | None:
    """Return what "114" or "0, 64, 255" says, or None where it says no colour."""
    try:
        numbers = [int(part) for part in typed.replace("，", ",").split(",")]
    except ValueError:
        return None
    if not all(0 <= number <= 255 for number in numbers):
        return None
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 3:
        return numbers[0], numbers[1], numbers[2]
    return None


def pad_words(pad: Pad) -> str:
    return str(pad) if isinstance(pad, int) else ", ".join(str(number) for number in pad)


def read_scale(typed: str) -> float | None:
    """Return what "1/255", "0.0039" or "1" says, or None where it says no factor above 0."""
    above, _, below = typed.replace(",", ".").partition("/")
    try:
        factor = float(above) / (float(below) if below.strip() else 1.0)
    except (ValueError, ZeroDivisionError):
        return None
    return factor if 0 < factor <= 1000 else None


def scale_words(scale: float) -> str:
    """Return "1/255" for such factors, else the number."""
    inverse = 1 / scale
    if scale != 1 and abs(inverse - round(inverse)) < 1e-6:
        return f"1/{round(inverse)}"
    return f"{scale:.6g}"


def turned(values: Triple) -> Triple:
    """Return the values of the planes in the other order of channels."""
    return values[2], values[1], values[0]


def decoders_for(model: OpenModel) -> Iterator[tuple[str, str, str]]:
    """Yield key, name and why not (empty where it fits) of every decoder, those that fit first."""
    recipe = model.recipe
    fits = _fitting(model, recipe)
    for key, title in fits.items():
        yield key, title, ""
    for family in FAMILIES:
        if family.key not in fits:
            expects = tr("Does not fit: it expects {expects}", expects=family.expects)
            yield family.key, family.key, expects


def _fitting(model: OpenModel, recipe: Recipe) -> dict[str, str]:
    fits = {recipe.family: sentence(recipe.title)}
    facts = ModelFacts(
        signature=model.info.signature,
        image=recipe.image,
        metadata=model.file.metadata,
        class_count=recipe.decoder.class_count,
    )
    for family in FAMILIES:
        # A decoder that names whole pictures is never an alternative to one that gives boxes.
        for proposal in family.propose(facts):
            if (proposal.task is Task.CLASSIFY) is (recipe.task is Task.CLASSIFY):
                fits.setdefault(proposal.family, sentence(proposal.title))
    return fits


def size_is_open(recipe: Recipe) -> bool:
    """Whether width or height of the input may be chosen."""
    shape = recipe.image.spec.shape
    if len(shape) < 3:
        return False
    sides = shape[-3:-1] if recipe.image.channels_last else shape[-2:]
    return DYNAMIC in sides
