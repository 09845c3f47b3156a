"""Which input of a model takes the picture, and what the others are fed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from engine_core.decoders.base import ImageInput
from engine_core.errors import OptionError, UnrecognisedModelError
from engine_core.metadata import Metadata
from engine_core.tensors import DYNAMIC, Signature, TensorSpec
from engine_core.text import text

_DEFAULT_SIZE = 640
_LARGEST_INPUT_BYTES = 4 * 2**30
_IMAGE_DTYPES = frozenset({"float32", "float16", "uint8", "int8"})


class SideInput(Enum):
    """What is fed into an input that is not the picture.

    The size of the network's input is given wherever a model asks for the size of the picture, so that
    every family answers in network pixels and one inverse mapping serves all.
    """

    INPUT_WH = "network width and height"
    INPUT_HW = "network height and width"
    INPUT_HW_SCALE = "network height, width and a scale of one"
    ONES = "ones"
    WHOLE_INPUT = "a mask of ones over the whole input"


# Names as the exporters of RT-DETR, D-FINE and DEIM (PyTorch), of PaddleDetection and of Hugging Face's
# DETR write them.
_SIDE_INPUTS = {
    "orig_target_sizes": SideInput.INPUT_WH,
    "im_shape": SideInput.INPUT_HW,
    "scale_factor": SideInput.ONES,
    "im_info": SideInput.INPUT_HW_SCALE,
    "pixel_mask": SideInput.WHOLE_INPUT,
}


def find_image_input(
    signature: Signature, metadata: Metadata, wanted_wh: tuple[int, int] | None = None
) -> ImageInput:
    """Return the input that takes the picture.

    Args:
        signature: The model's inputs and outputs.
        metadata: Its preferred size serves where sizes are dynamic.
        wanted_wh: The size the user asks for; only dynamic sizes can follow.

    Raises:
        UnrecognisedModelError: No input, or more than one, takes a picture.
        OptionError: The wanted size contradicts a fixed one.
    """
    found = [spec for spec in signature.inputs if _is_image(spec)]
    if len(found) != 1:
        inputs = "; ".join(str(spec) for spec in signature.inputs)
        raise UnrecognisedModelError(
            what=text("This model is no detector: it takes no picture")
            if not found
            else text("This model takes {count} pictures at once", count=len(found)),
            why=text(
                "Its inputs are {inputs}, and a picture has four axes, one of them of 1 or 3 channels",
                inputs=inputs,
            ),
            cure=text(
                "It may be a part of a detector (suppression, a tracker, a text encoder): open the "
                "detector itself"
            ),
            details=str(signature),
        )
    spec = found[0]
    has_batch = len(spec.shape) == 4
    axes = spec.shape[1:] if has_batch else spec.shape
    channels_last = _channels_last(axes)
    height, width, channels = axes if channels_last else (axes[1], axes[2], axes[0])
    batch = 0 if not has_batch else max(1, spec.shape[0])
    image = ImageInput(
        spec=spec,
        input_wh=_size(spec, (width, height), metadata, wanted_wh),
        channels=channels if channels in (1, 3) else metadata.channels or 3,
        channels_last=channels_last,
        batch=batch,
    )
    _check_memory(image)
    return image


def find_side_inputs(signature: Signature, image: ImageInput) -> dict[str, SideInput]:
    """Return what each input besides the picture is fed.

    Raises:
        UnrecognisedModelError: An input is not known.
    """
    found = {}
    for spec in signature.inputs:
        if spec.name == image.spec.name:
            continue
        base_name = spec.name.split(":")[0].lower()
        if base_name not in _SIDE_INPUTS:
            raise UnrecognisedModelError(
                what=text("This model wants an input called {name}", name=spec.name),
                why=text(
                    "It is not the picture, and EngineScope does not know what to feed there: {inputs}",
                    inputs="; ".join(str(one) for one in signature.inputs),
                ),
                cure=text("Export the detector without it, or with a fixed value inside"),
                details=str(signature),
            )
        found[spec.name] = _SIDE_INPUTS[base_name]
    return found


def side_tensors(
    signature: Signature, sides: Mapping[str, SideInput], image: ImageInput
) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors for the inputs besides the picture; the same for every frame."""
    specs = {spec.name: spec for spec in signature.inputs}
    rows = max(1, image.batch)
    return {
        name: np.stack([_side_value(side, specs[name], image)] * rows).astype(specs[name].dtype)
        for name, side in sides.items()
    }


def _side_value(side: SideInput, spec: TensorSpec, image: ImageInput) -> npt.NDArray[np.float64]:
    """Return what is fed for one picture."""
    w, h = image.input_wh
    if side is SideInput.WHOLE_INPUT:
        plane = zip(spec.shape[-2:], (h, w), strict=True)
        return np.ones([size if stated == DYNAMIC else stated for stated, size in plane])
    values = {
        SideInput.INPUT_WH: [w, h],
        SideInput.INPUT_HW: [h, w],
        SideInput.INPUT_HW_SCALE: [h, w, 1],
        SideInput.ONES: [1, 1],
    }
    return np.asarray(values[side], np.float64)


def _check_memory(image: ImageInput) -> None:
    """Refuse an input that no computer this runs on could hold, before anything is allocated."""
    w, h = image.input_wh
    size = w * h * image.channels * max(1, image.batch) * np.dtype(image.spec.dtype).itemsize
    if size > _LARGEST_INPUT_BYTES:
        raise UnrecognisedModelError(
            what=text("The input of this model is too large"),
            why=text(
                "One input of {shape} takes {size} GiB",
                shape=_times((w, h)) + f"×{image.channels}×{max(1, image.batch)}",
                size=round(size / 2**30),
            ),
            cure=text("Export the model for a smaller picture or a smaller batch"),
            details=str(image.spec),
        )


def _is_image(spec: TensorSpec) -> bool:
    if spec.dtype not in _IMAGE_DTYPES or len(spec.shape) not in (3, 4):
        return False
    axes = spec.shape[-3:]
    if len(spec.shape) == 3 and not (3 in (axes[0], axes[2]) or DYNAMIC not in axes):
        return False  # three open axes may be anything
    return any(axes[i] in (1, 3, DYNAMIC) for i in (0, 2)) and all(
        size == DYNAMIC or size >= 16 for size in _plane(axes)
    )


def _plane(axes: tuple[int, ...]) -> tuple[int, ...]:
    """Return height and width of three axes."""
    return axes[:2] if _channels_last(axes) else axes[1:]


def _channels_last(axes: tuple[int, ...]) -> bool:
    return axes[0] not in (1, 3) and axes[2] in (1, 3)


def _size(
    spec: TensorSpec,
    stated_wh: tuple[int, int],
    metadata: Metadata,
    wanted_wh: tuple[int, int] | None,
) -> tuple[int, int]:
    """Return width and height to feed; a fixed axis stands, a dynamic one follows wish or metadata."""
    preferred = wanted_wh
    if preferred is None and metadata.imgsz is not None:
        preferred = (metadata.imgsz[1], metadata.imgsz[0])
    width, height = preferred or (_DEFAULT_SIZE, _DEFAULT_SIZE)
    if wanted_wh is not None and any(
        size not in (DYNAMIC, want) for size, want in zip(stated_wh, wanted_wh, strict=True)
    ):
        raise OptionError(
            what=text("The input size of this model is fixed"),
            why=text(
                "It takes {have} and not {want}", have=_times(stated_wh), want=_times(wanted_wh)
            ),
            cure=text("Leave the size out, or export the model for {want}", want=_times(wanted_wh)),
            details=str(spec),
        )
    return (
        width if stated_wh[0] == DYNAMIC else stated_wh[0],
        height if stated_wh[1] == DYNAMIC else stated_wh[1],
    )


def _times(size_wh: tuple[int, int]) -> str:
    return "×".join("?" if size == DYNAMIC else str(size) for size in size_wh)
