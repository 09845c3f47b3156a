"""How a model is fed and read: the ``Recipe``, and what a user may overrule in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from engine_core.decoders.base import Decoder, ImageInput, Suppression, Task
from engine_core.errors import OptionError
from engine_core.inputs import SideInput
from engine_core.labels import Labels
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Preprocessing, Triple
from engine_core.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything between a picture and its detections, and why.

    Attributes:
        family: Key of the family of decoders.
        title: What people call it: "YOLOv8 detection head".
        task: What the model answers.
        image: The input that takes the picture.
        side_inputs: What is fed besides.
        preprocessing: How a picture becomes the input tensor.
        decoder: How outputs are read.
        labels: Names of the classes.
        suppression: Whether overlapping boxes are removed afterwards.
        confidence: Usual threshold of the family.
        reasons: Why all this, in plain words.
        warnings: What does not fit together, in plain words.
        is_settled: Whether real outputs have confirmed it; until then a part may still change.
    """

    family: str
    title: Text
    task: Task
    image: ImageInput
    side_inputs: Mapping[str, SideInput]
    preprocessing: Preprocessing
    decoder: Decoder
    labels: Labels
    suppression: Suppression
    confidence: float
    reasons: tuple[Text, ...]
    warnings: tuple[Text, ...] = ()
    is_settled: bool = False

    def describe(self) -> dict[str, Any]:
        """Return the recipe as plain data, for ``inspect --json`` and a run's manifest."""
        fed = self.preprocessing
        return {
            "family": self.family,
            "title": str(self.title),
            "task": self.task.value,
            "preprocessing": {
                "geometry": fed.geometry.value,
                "input_wh": list(fed.input_wh),
                "pad": _plain(fed.pad),
                "channels": fed.channels.value,
                "scale": fed.scale,
                "mean": list(fed.mean),
                "std": list(fed.std),
                "layout": fed.layout.value,
                "dtype": fed.dtype,
            },
            "decoder": _plain(self.decoder),
            "labels": {
                "count": len(self.labels),
                "origin": str(self.labels.origin),
                "names": list(self.labels.names),
            },
            "suppression": {
                "needed": self.suppression.needed,
                "iou": self.suppression.iou if self.suppression.needed else None,
                "class_agnostic": self.suppression.class_agnostic,
                "reason": str(self.suppression.reason),
            },
            "confidence": self.confidence,
            "settled": self.is_settled,
            "reasons": [str(reason) for reason in self.reasons],
            "warnings": [str(warning) for warning in self.warnings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrules:
    """What the user says instead of what was recognised; None leaves it as it is.

    Attributes:
        decoder: Key of the family of decoders.
        task: What the model answers.
        input_wh: Size to feed where the model leaves it open.
        geometry: How the picture is brought to that size.
        pad: Value of the padding.
        normalisation: Name of a set in ``NORMALISATIONS``: channel order, scale, mean and std.
        channels: Order of the planes.
        scale, mean, std: As in ``Preprocessing``.
        labels: Names of the classes.
        suppress: Whether overlapping boxes are removed.
    """

    decoder: str | None = None
    task: Task | None = None
    input_wh: tuple[int, int] | None = None
    geometry: Geometry | None = None
    pad: int | tuple[int, int, int] | None = None
    normalisation: str | None = None
    channels: ChannelOrder | None = None
    scale: float | None = None
    mean: Triple | None = None
    std: Triple | None = None
    labels: tuple[str | None, ...] | None = None
    suppress: bool | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) is not None for item in fields(self))

    def over(self, other: Overrules) -> Overrules:
        """Return these overrules on top of others."""
        own = {item.name: getattr(self, item.name) for item in fields(self)}
        return replace(other, **{name: value for name, value in own.items() if value is not None})

    def feed(self, recognised: Preprocessing) -> Preprocessing:
        """Return the preprocessing with what is overruled in it.

        Raises:
            OptionError: The values make no sense together.
        """
        changes: dict[str, Any] = {}
        if self.normalisation is not None:
            wanted = NORMALISATIONS[self.normalisation]
            changes |= {"channels": wanted.channels, "scale": wanted.scale}
            changes |= {"mean": wanted.mean, "std": wanted.std}
        for name in ("geometry", "pad", "channels", "scale", "mean", "std"):
            value = getattr(self, name)
            if value is not None:
                changes[name] = value
        planes_fixed = recognised.channels is ChannelOrder.GREY
        if planes_fixed and changes.get("channels", ChannelOrder.GREY) is not ChannelOrder.GREY:
            changes["channels"] = ChannelOrder.GREY
        elif not planes_fixed and changes.get("channels") is ChannelOrder.GREY:
            raise OptionError(
                what=text("This model cannot be fed grey pictures"),
                why=text("Its input has three channels"),
                cure=text("Choose rgb or bgr"),
            )
        try:
            return replace(recognised, **changes)
        except ValueError as error:
            raise OptionError(
                what=text("These preprocessing values make no sense"),
                why=text("{reason}", reason=str(error)),
            ) from error

    def to_plain(self) -> dict[str, Any]:
        """Return what is set as JSON-ready data."""
        plain = {item.name: _plain(getattr(self, item.name)) for item in fields(self)}
        return {name: value for name, value in plain.items() if value is not None}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Overrules:
        """Read what ``to_plain`` gave; ``OptionError`` for anything else."""
        try:
            return cls(
                decoder=_optional(str, plain.get("decoder")),
                task=_optional(Task, plain.get("task")),
                input_wh=_optional(_pair, plain.get("input_wh")),
                geometry=_optional(Geometry, plain.get("geometry")),
                pad=_optional(_colour, plain.get("pad")),
                normalisation=_optional(_normalisation, plain.get("normalisation")),
                channels=_optional(ChannelOrder, plain.get("channels")),
                scale=_optional(float, plain.get("scale")),
                mean=_optional(_triple, plain.get("mean")),
                std=_optional(_triple, plain.get("std")),
                labels=_optional(_names, plain.get("labels")),
                suppress=_optional(bool, plain.get("suppress")),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise OptionError(
                what=text("The saved settings of this model cannot be read"),
                why=text("{reason}", reason=str(error)),
                cure=text("They are left out; set and save them again"),
            ) from error


NO_OVERRULES = Overrules()


def _optional(make: Any, value: Any) -> Any:
    return None if value is None else make(value)


def _pair(value: Any) -> tuple[int, int]:
    first, second = (int(number) for number in value)
    return first, second


def _colour(value: Any) -> int | tuple[int, int, int]:
    if isinstance(value, int):
        return value
    red, green, blue = (int(number) for number in value)
    return red, green, blue


def _triple(value: Any) -> Triple:
    first, second, third = (float(number) for number in value)
    return first, second, third


def _names(value: Any) -> tuple[str | None, ...]:
    return tuple(None if name is None else str(name) for name in value)


def _normalisation(value: Any) -> str:
    if value not in NORMALISATIONS:
        raise ValueError(f"no normalisation is called {value!r}")
    return str(value)


def _plain(value: Any) -> Any:
    """Return a value of frozen dataclasses, enums and tuples as JSON-ready data."""
    if hasattr(value, "__dataclass_fields__"):
        named = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {"kind": type(value).__name__, **named}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "value") and hasattr(value, "name"):
        return value.value
    return value
