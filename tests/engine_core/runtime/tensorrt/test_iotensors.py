from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine_core.errors import InferenceError
from engine_core.runtime.tensorrt.iotensors import (
    Buffers,
    IoTensor,
    from_bfloat16,
    read,
    to_bfloat16,
    write,
)
from engine_core.runtime.tensorrt.profiles import Bounds, Profile, allowed, choose, read_profiles
from tests.engine_core.runtime.tensorrt.fakes import FakeCuda

floats = arrays.arrays(
    np.float32, arrays.array_shapes(min_dims=0, max_dims=3), elements=st.floats(width=32)
)


def nearest(value: np.float32) -> np.float32:
    """Return the nearest bfloat16 by its definition: of the two around a value, ties to the even one."""
    bits = int(value.view(np.uint32))
    low, high = bits & 0xFFFF0000, (bits & 0xFFFF0000) + 0x10000
    as_float = [float(np.uint32(one & 0xFFFFFFFF).view(np.float32)) for one in (low, high)]
    below, above = abs(float(value) - as_float[0]), abs(as_float[1] - float(value))
    takes_low = not (low >> 16) & 1 if below == above else below < above
    return np.uint32(low if takes_low else high).view(np.float32)


@given(st.floats(width=32, min_value=-(2.0**100), max_value=2.0**100))
def test_bfloat16_is_the_nearest(value: float) -> None:
    given_value = np.array([value], np.float32)
    back = from_bfloat16(to_bfloat16(given_value))
    assert back[0] == nearest(given_value[0])


@given(floats)
def test_what_is_bfloat16_already_stays_and_so_do_the_special_values(
    values: npt.NDArray[np.float32],
) -> None:
    once = from_bfloat16(to_bfloat16(values))
    np.testing.assert_array_equal(from_bfloat16(to_bfloat16(once)), once)
    assert np.shape(once) == values.shape
    np.testing.assert_array_equal(np.isnan(once), np.isnan(values))
    np.testing.assert_array_equal(once[np.isinf(values)], values[np.isinf(values)])


@pytest.mark.parametrize("bits", [0x7FFFFFFF, 0xFFFFFFFF, 0x7F800001, 0x7FC00000])
def test_no_number_stays_no_number(bits: int) -> None:
    value = np.array([bits], np.uint32).view(np.float32)
    assert np.isnan(from_bfloat16(to_bfloat16(value))).all()


@pytest.mark.parametrize(
    ("kind", "given_dtype", "is_taken"),
    [
        ("FLOAT", "float64", True),
        ("FLOAT", "int64", True),
        ("FLOAT", "complex64", False),
        ("HALF", "float32", True),
        ("BF16", "float64", True),
        ("BF16", "complex64", False),
        ("INT32", "int64", True),
        ("INT32", "float32", False),
        ("UINT8", "float32", False),
        ("BOOL", "int8", False),
        ("INT64", "bool", True),
    ],
)
def test_only_types_of_the_same_sense_are_brought_over(
    kind: str, given_dtype: str, is_taken: bool
) -> None:
    tensor = IoTensor("x", True, kind, (2,))
    target = np.zeros(2, tensor.stored_as)
    source: npt.NDArray[Any] = np.array([0, 1]).astype(given_dtype)
    if not is_taken:
        with pytest.raises(
            InferenceError, match=f"takes {tensor.dtype} and was given {given_dtype}"
        ):
            write(target, tensor, source, "m.engine")
        return
    write(target, tensor, source, "m.engine")
    np.testing.assert_array_equal(read(target, tensor).astype(np.float64), [0, 1])


def test_values_that_half_precision_cannot_hold_become_infinite_quietly() -> None:
    tensor = IoTensor("x", True, "HALF", (1,))
    target = np.zeros(1, np.float16)
    write(target, tensor, np.array([1e6], np.float32), "m.engine")
    assert np.isinf(target[0])


def test_memory_grows_and_never_shrinks() -> None:
    cuda = FakeCuda()
    buffers = Buffers(cuda, IoTensor("x", True, "FLOAT", (-1,)))
    assert buffers.address == 0
    with cuda.active():
        buffers.reserve(0)
        first = buffers.address
        assert first
        buffers.reserve(64)
        second = buffers.address
        buffers.reserve(16)
        assert buffers.address == second
        assert buffers.host((4,)).ctypes.data == buffers.host((2, 2)).ctypes.data
        large = buffers.host((64,))
        assert large.shape == (64,)
        assert cuda.pins == 1
        buffers.free()
        buffers.free()
    assert not cuda.held


def test_memory_of_the_host_has_its_own_address() -> None:
    cuda = FakeCuda()
    tensor = IoTensor("n", True, "INT64", (1,), on_host=True, is_shape_io=True)
    buffers = Buffers(cuda, tensor)
    with cuda.active():
        buffers.reserve(8)
        assert buffers.address == buffers.host((1,)).ctypes.data
    assert not cuda.held


PROFILES = (
    Profile(0, {"x": Bounds((1, 3), (2, 3), (4, 3))}, {"n": Bounds((1,), (2,), (3,))}),
    Profile(1, {"x": Bounds((2, 3), (8, 3), (8, 3))}, {}),
)


@pytest.mark.parametrize(
    ("rows", "number", "current", "chosen"),
    [(1, 1, 0, 0), (3, 1, 0, 0), (3, 1, 1, 1), (8, 1, 0, 1), (9, 1, 0, None), (1, 4, 0, None)],
)
def test_a_profile_stays_as_long_as_it_holds(
    rows: int, number: int, current: int, chosen: int | None
) -> None:
    found = choose(PROFILES, {"x": (rows, 3)}, {"n": (number,)}, current)
    assert (found.index if found else None) == chosen


def test_bounds_of_values_that_are_not_all_told_hold_anything() -> None:
    # TensorRT 8.6 tells one value for each axis.
    assert choose(PROFILES, {"x": (1, 3)}, {"n": (9, 9)}, 0) is PROFILES[0]


def test_sizes_are_told_in_words() -> None:
    assert allowed(PROFILES, "x", (-1, 3)) == "1…4×3 or 2…8×3"
    assert allowed(PROFILES, "y", (1, 3, 640, 640)) == "1×3×640×640"
    assert allowed(PROFILES[:1] * 2, "x", (-1, 3)) == "1…4×3"


def test_values_of_shape_inputs_are_asked_for_as_each_version_answers() -> None:
    class Engine:
        num_optimization_profiles = 1

    class Of86(Engine):
        def get_profile_shape_input(self, profile_index: int, binding: str) -> list[list[int]]:
            said = "Use get_tensor_profile_shape instead."
            warnings.warn(said, DeprecationWarning, stacklevel=2)
            assert (profile_index, binding) == (0, "n")
            return [[1], [2], [3]]

    class Of10(Engine):
        def get_tensor_profile_values(self, profile_index: int, name: str) -> list[list[int]]:
            assert (profile_index, name) == (0, "n")
            return [[1], [2], [3]]

    class Refusing(Engine):
        def get_profile_shape_input(self, profile_index: int, binding: str) -> list[list[int]]:
            raise RuntimeError("does not correspond to an input shape tensor")

    bounds = {"n": Bounds((1,), (2,), (3,))}
    assert [read_profiles(engine(), (), ["n"])[0].values for engine in (Of86, Of10)] == [bounds] * 2
    assert [read_profiles(engine(), (), ["n"])[0].values for engine in (Refusing, Engine)] == [
        {}
    ] * 2
