from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core.letterbox import Geometry
from engine_core.preprocess import (
    NORMALISATIONS,
    ChannelOrder,
    Layout,
    Preprocessing,
    Preprocessor,
)

Image = npt.NDArray[np.uint8]

IMAGENET = Preprocessing(
    input_wh=(12, 8), mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225), pad=100
)


def picture(w: int, h: int, seed: int = 0) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (h, w, 3), np.uint8)


def sampled(image: Image, x: float, y: float) -> npt.NDArray[np.float64]:
    """Return the picture between its pixels, whose centres lie at halves; edges go on outside."""
    h, w = image.shape[:2]
    x, y = min(max(x - 0.5, 0.0), w - 1.0), min(max(y - 0.5, 0.0), h - 1.0)
    x0, y0 = math.floor(x), math.floor(y)
    x1, y1 = min(x0 + 1, w - 1), min(y0 + 1, h - 1)
    right, below = x - x0, y - y0
    at = image.astype(np.float64)
    above = at[y0, x0] * (1 - right) + at[y0, x1] * right
    under = at[y1, x0] * (1 - right) + at[y1, x1] * right
    result: npt.NDArray[np.float64] = above * (1 - below) + under * below
    return result


def slowly(image: Image, wanted: Preprocessing) -> npt.NDArray[np.float64]:
    """Return height, width and planes of what is fed, pixel by pixel, in colour and before rounding.

    An own statement of the geometry: nothing of the code under test is used.
    """
    (w, h), (in_w, in_h) = (image.shape[1], image.shape[0]), wanted.input_wh
    if wanted.geometry is Geometry.STRETCH:
        new_w, new_h, left, top = in_w, in_h, 0, 0
    else:
        scale = min(in_w / w, in_h / h)
        new_w, new_h = max(1, round(w * scale)), max(1, round(h * scale))
        new_w, new_h = min(new_w, in_w), min(new_h, in_h)
        centred = wanted.geometry is Geometry.LETTERBOX
        left, top = ((in_w - new_w) // 2, (in_h - new_h) // 2) if centred else (0, 0)
    result = np.zeros((in_h, in_w, 3))
    for y in range(in_h):
        for x in range(in_w):
            inside = left <= x < left + new_w and top <= y < top + new_h
            pixel = (
                sampled(image, (x - left + 0.5) * w / new_w, (y - top + 0.5) * h / new_h)
                if inside
                else np.broadcast_to(np.asarray(wanted.pad, np.float64), 3)
            )
            if wanted.channels is ChannelOrder.BGR:
                pixel = pixel[::-1]
            result[y, x] = (pixel * wanted.scale - wanted.mean) / wanted.std
    return result


sides = st.integers(1, 20)
shapes = st.tuples(sides, sides)


@settings(deadline=None)
@given(
    shapes,
    shapes,
    st.sampled_from([Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT, Geometry.STRETCH]),
    st.sampled_from(Layout),
    st.sampled_from(sorted(n for n, v in NORMALISATIONS.items() if v.channels.value != "grey")),
    st.integers(0, 255),
    st.integers(0, 3),
)
def test_every_fed_value_is_the_one_the_recipe_states(
    source: tuple[int, int],
    target: tuple[int, int],
    geometry: Geometry,
    layout: Layout,
    normalisation: str,
    pad: int,
    batch: int,
) -> None:
    named = NORMALISATIONS[normalisation]
    wanted = Preprocessing(
        input_wh=target,
        geometry=geometry,
        pad=pad,
        channels=named.channels,
        scale=named.scale,
        mean=named.mean,
        std=named.std,
        layout=layout,
        batch=batch,
    )
    image = picture(*source)
    tensor, letterbox = Preprocessor(wanted)(image)

    assert tensor.shape == wanted.tensor_shape
    assert tensor.dtype == np.float32
    assert tensor.flags.c_contiguous
    assert letterbox.source_wh == source
    expected = slowly(image, wanted)
    # Pixels are rounded to whole numbers between resizing and scaling.
    step = 1.01 * wanted.scale / min(wanted.std)
    for place in tensor if batch else [tensor]:
        planes = place if layout is Layout.NHWC else place.transpose(1, 2, 0)
        assert np.abs(planes - expected).max() <= step


@pytest.mark.parametrize("geometry", list(Geometry))
def test_a_picture_of_the_input_size_is_fed_exactly(geometry: Geometry) -> None:
    image = picture(12, 8)
    tensor, _ = Preprocessor(replace(IMAGENET, geometry=geometry))(image)
    expected = (image / 255 - IMAGENET.mean) / IMAGENET.std
    assert np.allclose(tensor[0].transpose(1, 2, 0), expected, atol=1e-6)


def test_one_preprocessor_leaves_nothing_of_an_earlier_picture() -> None:
    for geometry in Geometry:
        for layout in Layout:
            for batch in (0, 1, 2):
                wanted = replace(IMAGENET, geometry=geometry, layout=layout, batch=batch)
                kept = Preprocessor(wanted)
                for seed, size in enumerate([(30, 8), (5, 40), (12, 8), (1, 1), (5, 40), (31, 9)]):
                    image = picture(*size, seed=seed)
                    reused, _ = kept(image)
                    fresh, _ = Preprocessor(wanted)(image)
                    assert np.array_equal(reused, fresh)


def test_half_precision_is_the_rounded_value() -> None:
    image = picture(12, 8)
    exact, _ = Preprocessor(IMAGENET)(image)
    half, _ = Preprocessor(replace(IMAGENET, dtype="float16"))(image)
    assert half.dtype == np.float16
    assert np.allclose(half, exact, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("layout", list(Layout))
def test_a_network_of_bytes_gets_the_pixels_as_they_are(layout: Layout) -> None:
    wanted = Preprocessing(input_wh=(12, 8), scale=1.0, dtype="uint8", layout=layout)
    image = picture(12, 8)
    tensor, _ = Preprocessor(wanted)(image)
    assert tensor.dtype == np.uint8
    planes = tensor[0] if layout is Layout.NHWC else tensor[0].transpose(1, 2, 0)
    assert np.array_equal(planes, image)


def test_values_that_bytes_cannot_hold_are_clipped_and_not_wrapped() -> None:
    wanted = Preprocessing(
        input_wh=(4, 4), scale=1.0, mean=(128.0,) * 3, std=(0.5,) * 3, dtype="int8"
    )
    white, _ = Preprocessor(wanted)(np.full((4, 4, 3), 255, np.uint8))
    assert white.max() == white.min() == 127
    black, _ = Preprocessor(wanted)(np.zeros((4, 4, 3), np.uint8))
    assert black.max() == black.min() == -128


@pytest.mark.parametrize("layout", list(Layout))
def test_a_grey_input_gets_the_brightness(layout: Layout) -> None:
    image = picture(12, 8)
    wanted = Preprocessing(input_wh=(12, 8), channels=ChannelOrder.GREY, layout=layout)
    tensor, _ = Preprocessor(wanted)(image)
    assert tensor.shape == ((1, 1, 8, 12) if layout is Layout.NCHW else (1, 8, 12, 1))
    brightness = image @ np.array([0.299, 0.587, 0.114])
    assert np.abs(tensor.reshape(8, 12) * 255 - brightness).max() <= 0.51


def test_a_grey_input_is_padded_too() -> None:
    wanted = Preprocessing(input_wh=(8, 8), channels=ChannelOrder.GREY, scale=1.0, pad=7)
    tensor, _ = Preprocessor(wanted)(np.full((4, 8, 3), 200, np.uint8))
    assert tensor[0, 0, :2].tolist() == [[7] * 8] * 2
    assert tensor[0, 0, 2:6].tolist() == [[200] * 8] * 4
    assert tensor[0, 0, 6:].tolist() == [[7] * 8] * 2


def test_a_centre_crop_feeds_the_middle() -> None:
    image = picture(16, 8)
    wanted = Preprocessing(input_wh=(8, 8), geometry=Geometry.CENTRE_CROP, scale=1.0)
    tensor, letterbox = Preprocessor(wanted)(image)
    assert np.array_equal(tensor[0].transpose(1, 2, 0), image[:, 4:12])
    assert letterbox.offset_xy == (-4, 0)


def test_a_shrunk_centre_crop_takes_the_mean_of_what_it_covers() -> None:
    image = picture(32, 16)
    wanted = Preprocessing(input_wh=(8, 8), geometry=Geometry.CENTRE_CROP, scale=1.0)
    tensor, _ = Preprocessor(wanted)(image)
    means = image.reshape(8, 2, 16, 2, 3).mean(axis=(1, 3))[:, 4:12]
    assert np.abs(tensor[0].transpose(1, 2, 0) - means).max() <= 0.51


def test_read_only_and_strided_pictures_are_taken() -> None:
    image = picture(40, 30)
    view = image[::2, ::-2]
    view.flags.writeable = False
    tensor, _ = Preprocessor(IMAGENET)(view)
    copied, _ = Preprocessor(IMAGENET)(np.ascontiguousarray(view))
    assert np.array_equal(tensor, copied)
    grey = replace(IMAGENET, channels=ChannelOrder.GREY)
    assert np.array_equal(
        Preprocessor(grey)(view)[0], Preprocessor(grey)(np.ascontiguousarray(view))[0]
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"input_wh": (0, 8)}, "positive"),
        ({"std": (1.0, 0.0, 1.0)}, "zero"),
        ({"dtype": "int32"}, "dtype"),
    ],
)
def test_a_recipe_without_meaning_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(IMAGENET, **wrong)  # type: ignore[arg-type]
