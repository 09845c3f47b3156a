from __future__ import annotations

import pytest

from engine_core.errors import OptionError, UnrecognisedModelError
from engine_core.inputs import SideInput, find_image_input, find_side_inputs, side_tensors
from engine_core.metadata import Metadata
from tests.builders import make_signature

NOTHING = Metadata()


@pytest.mark.parametrize(
    ("shape", "wh", "channels", "channels_last", "batch"),
    [
        ((1, 3, 384, 640), (640, 384), 3, False, 1),
        ((1, 384, 640, 3), (640, 384), 3, True, 1),
        ((3, 384, 640), (640, 384), 3, False, 0),
        ((384, 640, 1), (640, 384), 1, True, 0),
        ((4, 1, 64, 64), (64, 64), 1, False, 4),
        ((-1, 3, 384, 640), (640, 384), 3, False, 1),
        ((-1, 3, -1, -1), (640, 640), 3, False, 1),
        ((-1, -1, -1, 3), (640, 640), 3, True, 1),
        ((1, 3, -1, 320), (320, 640), 3, False, 1),
        ((-1, -1, -1, -1), (640, 640), 3, False, 1),
    ],
)
def test_the_picture_is_found_in_every_arrangement_of_axes(
    shape: tuple[int, ...],
    wh: tuple[int, int],
    channels: int,
    channels_last: bool,
    batch: int,
) -> None:
    image = find_image_input(make_signature({"o": (1,)}, {"x": shape}), NOTHING)
    assert image.input_wh == wh
    assert image.channels == channels
    assert image.channels_last is channels_last
    assert image.batch == batch


def test_dynamic_sizes_follow_the_user_before_the_metadata() -> None:
    signature = make_signature({"o": (1,)}, {"x": (1, 3, -1, -1)})
    stated = Metadata(imgsz=(256, 512))
    assert find_image_input(signature, stated).input_wh == (512, 256)
    assert find_image_input(signature, stated, (96, 64)).input_wh == (96, 64)


def test_an_open_number_of_channels_follows_the_metadata() -> None:
    signature = make_signature({"o": (1,)}, {"x": (1, -1, 64, 64)})
    assert find_image_input(signature, NOTHING).channels == 3
    assert find_image_input(signature, Metadata(channels=1)).channels == 1


def test_a_fixed_size_is_not_overruled_by_metadata() -> None:
    signature = make_signature({"o": (1,)}, {"x": (1, 3, 64, 96)})
    assert find_image_input(signature, Metadata(imgsz=(640, 640))).input_wh == (96, 64)


def test_one_fixed_axis_holds_the_user_to_it() -> None:
    signature = make_signature({"o": (1,)}, {"x": (1, 3, -1, 320)})
    assert find_image_input(signature, NOTHING, (320, 128)).input_wh == (320, 128)
    with pytest.raises(OptionError, match=r"320×\? and not 640×128"):
        find_image_input(signature, NOTHING, (640, 128))


@pytest.mark.parametrize("dtype", ["float64", "int64", "bool", "bfloat16", "string"])
def test_numbers_that_hold_no_pixels_are_no_picture(dtype: str) -> None:
    signature = make_signature({"o": (1,)}, {"x": (1, 3, 64, 64)}, dtype=dtype)
    with pytest.raises(UnrecognisedModelError, match="takes no picture"):
        find_image_input(signature, NOTHING)


def test_side_inputs_are_known_by_name_whatever_tensorflow_appends() -> None:
    inputs = {"x": (2, 3, 64, 96), "Scale_Factor:0": (2, 2), "im_shape": (2, 2)}
    signature = make_signature({"o": (1,)}, inputs)
    image = find_image_input(signature, NOTHING)
    sides = find_side_inputs(signature, image)
    assert sides == {"Scale_Factor:0": SideInput.ONES, "im_shape": SideInput.INPUT_HW}
    tensors = side_tensors(signature, sides, image)
    assert tensors["Scale_Factor:0"].tolist() == [[1, 1], [1, 1]]
    assert tensors["im_shape"].tolist() == [[64, 96], [64, 96]]


def test_a_model_without_inputs_is_refused() -> None:
    signature = make_signature({"o": (1,)})
    bare = type(signature)((), signature.outputs)
    with pytest.raises(UnrecognisedModelError, match="takes no picture"):
        find_image_input(bare, NOTHING)
