"""Which columns behind the box of a dense head are classes, and which are extras."""

from __future__ import annotations

from dataclasses import replace

from engine_core.decoders.base import ModelFacts, Task
from engine_core.decoders.dense import DenseDecoder
from engine_core.tensors import TensorSpec
from engine_core.text import Text, text


def split_columns(
    facts: ModelFacts,
    rows: TensorSpec,
    columns: int,
    *,
    channels_first: bool,
    objectness: bool = False,
) -> tuple[DenseDecoder, tuple[Text, ...]] | None:
    """Return a decoder of the head and what told its columns apart; None where nothing fits.

    Metadata, a second output with prototypes and a certain number of classes decide, in this order;
    otherwise it stays open until values are seen.
    """
    behind = columns - 4 - objectness
    if behind < 1 or facts.task is Task.CLASSIFY:
        return None
    decoder = DenseDecoder(
        output=rows.name, channels_first=channels_first, classes=behind, objectness=objectness
    )
    for split in (_masks, _keypoints, _angle, _counted):
        found = split(decoder, facts, behind)
        if found is not None:
            return found
    if facts.task in (Task.DETECT, None):
        return replace(decoder, open_columns=facts.task is None and behind > 1), ()
    return None


_Split = tuple[DenseDecoder, tuple[Text, ...]]


def _masks(decoder: DenseDecoder, facts: ModelFacts, behind: int) -> _Split | None:
    prototypes = _prototypes(facts, decoder.output)
    if prototypes is None or not facts.may_be(Task.SEGMENT) or behind <= prototypes.shape[1]:
        return None
    masks = prototypes.shape[1]
    cue = text(
        "{count} mask coefficients for the prototypes in {name}", count=masks, name=prototypes.name
    )
    segmenting = replace(decoder, classes=behind - masks, masks=masks, prototypes=prototypes.name)
    return segmenting, (cue,)


def _keypoints(decoder: DenseDecoder, facts: ModelFacts, behind: int) -> _Split | None:
    shape = facts.metadata.kpt_shape
    if shape is None or not facts.may_be(Task.POSE):
        return None
    classes = behind - shape[0] * shape[1]
    if classes < 1:
        return None
    cue = text("{count} keypoints by the metadata", count=shape[0])
    return replace(decoder, classes=classes, keypoints=shape), (cue,)


def _angle(decoder: DenseDecoder, facts: ModelFacts, behind: int) -> _Split | None:
    if facts.task is not Task.OBB or behind < 2:
        return None
    cue = text("the last column is the angle of the box")
    return replace(decoder, classes=behind - 1, rotated=True), (cue,)


def _counted(decoder: DenseDecoder, facts: ModelFacts, behind: int) -> _Split | None:
    if facts.class_count != behind or not facts.may_be(Task.DETECT):
        return None
    return decoder, (text("as many columns as class names: {count}", count=behind),)


def _prototypes(facts: ModelFacts, rows: str) -> TensorSpec | None:
    """Return the output with mask prototypes: ``(n, masks, h / 4, w / 4)``."""
    w, h = facts.image.input_wh
    for spec in facts.outputs:
        is_other = spec.name != rows and len(spec.shape) == 4 and spec.shape[1] > 1
        if is_other and spec.shape[2:] == (-(-h // 4), -(-w // 4)):
            return spec
    return None
