from __future__ import annotations

import numpy as np
import pytest

from engine_core.decoders.base import ImageInput, ModelFacts
from engine_core.decoders.feeding import fed
from engine_core.letterbox import Geometry
from engine_core.metadata import Metadata
from engine_core.preprocess import NORMALISATIONS, ChannelOrder, Layout
from engine_core.tensors import Signature, TensorSpec


def facts(
    dtype: str = "float32", *, channels: int = 3, channels_last: bool = False, batch: int = 1
) -> ModelFacts:
    spec = TensorSpec("x", dtype, (1, channels, 48, 64))
    image = ImageInput(spec, (64, 48), channels, channels_last, batch)
    return ModelFacts(Signature((spec,), ()), image, Metadata())


@pytest.mark.parametrize("name", sorted(NORMALISATIONS))
def test_a_family_is_fed_as_it_was_trained(name: str) -> None:
    wanted = NORMALISATIONS[name]
    made = fed(facts(), name, geometry=Geometry.STRETCH, pad=0)
    assert (made.channels, made.scale, made.mean, made.std) == (
        wanted.channels,
        wanted.scale,
        wanted.mean,
        wanted.std,
    )
    assert (made.input_wh, made.geometry, made.pad) == ((64, 48), Geometry.STRETCH, 0)


@pytest.mark.parametrize("dtype", ["uint8", "int8"])
def test_an_integer_input_takes_pixels_as_they_are(dtype: str) -> None:
    made = fed(facts(dtype), "imagenet-rgb")
    assert made.dtype == dtype
    assert made.scale == 1
    assert not np.any(made.mean)
    assert np.all(np.equal(made.std, 1))


def test_the_input_decides_channels_axes_precision_and_batch() -> None:
    made = fed(facts("float16", channels=1, channels_last=True, batch=4), "unit-bgr")
    assert made.channels is ChannelOrder.GREY
    assert made.layout is Layout.NHWC
    assert made.dtype == "float16"
    assert made.tensor_shape == (4, 48, 64, 1)
    assert fed(facts(batch=0), "unit-rgb").tensor_shape == (3, 48, 64)
