"""How a family's usual preprocessing meets the input that a model really has."""

from __future__ import annotations

from engine_core.decoders.base import ModelFacts
from engine_core.letterbox import Geometry
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Layout, Preprocessing


def fed(
    facts: ModelFacts,
    normalisation: str,
    *,
    geometry: Geometry = Geometry.LETTERBOX,
    pad: int | tuple[int, int, int] = 114,
) -> Preprocessing:
    """Return a family's preprocessing for the model's own input.

    An integer input takes pixels as they are: whatever scales them is inside the network.
    """
    image = facts.image
    wanted = NORMALISATIONS[normalisation]
    raw = image.spec.dtype in ("uint8", "int8")
    grey = image.channels == 1
    return Preprocessing(
        input_wh=image.input_wh,
        geometry=geometry,
        pad=pad,
        channels=ChannelOrder.GREY if grey else wanted.channels,
        scale=1.0 if raw else wanted.scale,
        mean=(0.0, 0.0, 0.0) if raw else wanted.mean,
        std=(1.0, 1.0, 1.0) if raw else wanted.std,
        layout=Layout.NHWC if image.channels_last else Layout.NCHW,
        dtype=image.spec.dtype if image.spec.dtype in ("float16", "uint8", "int8") else "float32",
        batch=image.batch,
    )
