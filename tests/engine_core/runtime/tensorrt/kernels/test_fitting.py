from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_core.letterbox import Geometry, LetterBox
from engine_core.preprocess import ChannelOrder, Layout, Preprocessing, Preprocessor
from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt.kernels import FrameKernels
from tests.engine_core.runtime.tensorrt.kernels.host_cuda import HostCuda

Image = npt.NDArray[np.uint8]

GEOMETRIES = (Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT, Geometry.STRETCH)
UNEVEN = {"scale": 1 / 255, "mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225)}
BYTES = {"scale": 1.0, "mean": (128.0, 120.0, 110.0), "std": (0.7, 1.0, 1.3)}

kept = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def picture(w: int, h: int, seed: int = 0) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (h, w, 3), np.uint8)


def fitted(
    kernels: FrameKernels, images: list[Image], wanted: Preprocessing
) -> list[tuple[npt.NDArray[Any], LetterBox]]:
    """Return what each of the pictures becomes, one after the other in the same memory."""
    fitter = kernels.fitter(wanted)
    assert fitter is not None
    tensor = np.full(wanted.tensor_shape, 77, wanted.dtype)
    answers = []
    for image in images:
        letterbox = fitter.fit(image, tensor.ctypes.data)
        answers.append((tensor.copy(), letterbox))
    return answers


def assert_same(kernels: FrameKernels, images: list[Image], wanted: Preprocessing) -> None:
    on_processor = Preprocessor(wanted)
    for image, (tensor, letterbox) in zip(images, fitted(kernels, images, wanted), strict=True):
        expected, expected_letterbox = on_processor(image)
        assert letterbox == expected_letterbox
        assert tensor.tobytes() == expected.tobytes()


sides = st.integers(1, 70)


@kept
@given(
    st.lists(st.tuples(sides, sides), min_size=1, max_size=3),
    st.tuples(sides, sides),
    st.sampled_from(GEOMETRIES),
    st.sampled_from(ChannelOrder),
    st.sampled_from(Layout),
    st.sampled_from(["float32", "float16", "uint8", "int8"]),
    st.integers(0, 3),
    st.one_of(st.integers(0, 255), st.tuples(*[st.integers(0, 255)] * 3)),
)
def test_the_card_feeds_the_very_bytes_that_the_processor_does(
    kernels: FrameKernels,
    sizes: list[tuple[int, int]],
    target: tuple[int, int],
    geometry: Geometry,
    channels: ChannelOrder,
    layout: Layout,
    dtype: str,
    batch: int,
    pad: int | tuple[int, int, int],
) -> None:
    values: Any = UNEVEN if dtype.startswith("float") else BYTES
    wanted = Preprocessing(
        input_wh=target, geometry=geometry, channels=channels, layout=layout, dtype=dtype,
        batch=batch, pad=pad, **values,
    )  # fmt: skip
    assert_same(kernels, [picture(w, h, seed) for seed, (w, h) in enumerate(sizes)], wanted)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ((1920, 1080), (640, 640)),
        ((3840, 2160), (640, 640)),
        ((1280, 720), (640, 640)),  # exactly half, which OpenCV does otherwise
        ((640, 480), (640, 640)),
        ((640, 640), (640, 640)),
        ((810, 1080), (640, 640)),
        ((333, 500), (1280, 736)),
        ((1, 1), (64, 64)),
        ((5000, 3), (640, 640)),
        ((2, 2), (1, 1)),
        ((1, 2000), (320, 320)),
    ],
)
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_real_sizes_are_fed_exactly(
    kernels: FrameKernels, source: tuple[int, int], target: tuple[int, int], geometry: Geometry
) -> None:
    assert_same(kernels, [picture(*source)], Preprocessing(input_wh=target, geometry=geometry))


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_half_along_both_axes_and_only_that_is_the_mean(kernels: FrameKernels, scale: int) -> None:
    stretched = Preprocessing(input_wh=(33, 21), geometry=Geometry.STRETCH)
    for size in ((33 * scale, 21 * scale), (33 * scale, 21 * 2), (33 * 2, 21 * scale)):
        assert_same(kernels, [picture(*size)], stretched)


def test_pictures_of_any_memory_are_taken(kernels: FrameKernels) -> None:
    whole = picture(400, 300)
    read_only = whole.copy()
    read_only.flags.writeable = False
    views = [whole[::-1], whole[:, ::2], whole[..., ::-1], whole.transpose(1, 0, 2), read_only]
    assert_same(kernels, views, Preprocessing(input_wh=(128, 96)))


def test_only_the_rows_that_are_sampled_travel(kernels: FrameKernels, cuda: HostCuda) -> None:
    fitter = kernels.fitter(Preprocessing(input_wh=(640, 640)))
    assert fitter is not None
    image = picture(3840, 2160)
    tensor = np.empty((1, 3, 640, 640), np.float32)
    fitter.fit(image, tensor.ctypes.data)
    before = cuda.uploaded_bytes
    fitter.fit(image, tensor.ctypes.data)
    assert cuda.uploaded_bytes - before == 720 * 3840 * 3


def test_a_centre_crop_is_left_to_the_processor(kernels: FrameKernels) -> None:
    crop = Preprocessing(input_wh=(224, 224), geometry=Geometry.CENTRE_CROP)
    assert kernels.fitter(crop) is None


def test_every_normalisation_goes_through_the_tables(kernels: FrameKernels) -> None:
    wanted = Preprocessing(input_wh=(16, 16))
    for dtype in ("float32", "float16"):
        for mean, std in (
            ((0.0,) * 3, (1.0,) * 3),
            ((103.53, 116.28, 123.675), (57.0, -1.0, 1e-2)),
        ):
            assert_same(
                kernels, [picture(16, 16)], replace(wanted, dtype=dtype, mean=mean, std=std)
            )


def test_what_is_needed_no_more_lets_go_of_its_memory_alone(
    libraries: dict[str, Any],
) -> None:
    cuda = HostCuda(libraries)
    kernels = FrameKernels.load(cuda)  # type: ignore[arg-type]
    assert kernels is not None
    selection = RowSelection(output="head", channels_first=True, first_score=4, scores=2)
    wanted = Preprocessing(input_wh=(64, 64))
    [(before, _)] = fitted(kernels, [picture(100, 50)], wanted)
    alive = cuda.alive_pinned()
    for _ in range(3):
        fitter = kernels.fitter(Preprocessing(input_wh=(32, 32)))
        selector = kernels.selector(selection, (1, 6, 100), "float32")
        assert fitter is not None
        assert selector is not None
        assert cuda.alive_pinned() > alive
        fitter.free()
        selector.free()
        assert cuda.alive_pinned() == alive
    [(after, _)] = fitted(kernels, [picture(100, 50)], wanted)
    np.testing.assert_array_equal(after, before)
    cuda.close()


def test_closing_the_card_ends_the_threads_and_lets_go_of_pinned_memory(
    libraries: dict[str, Any],
) -> None:
    cuda = HostCuda(libraries)
    kernels = FrameKernels.load(cuda)  # type: ignore[arg-type]
    assert kernels is not None
    wanted = Preprocessing(input_wh=(640, 640))
    fitted(kernels, [picture(3840, 2160)], wanted)
    fitter = kernels.fitter(wanted)
    selection = RowSelection(output="head", channels_first=True, first_score=4, scores=2)
    selector = kernels.selector(selection, (1, 6, 100), "float32")
    assert cuda.alive_pinned()
    cuda.close()
    assert not cuda.alive_pinned()
    assert fitter is not None
    assert selector is not None
