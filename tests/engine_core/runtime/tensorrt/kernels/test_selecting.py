from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine_core.decoders.dense import DenseDecoder
from engine_core.detections import Candidates
from engine_core.rowselection import RowSelection
from engine_core.runtime.tensorrt.kernels import FrameKernels
from tests.engine_core.runtime.tensorrt.kernels.host_cuda import HostCuda

Array = npt.NDArray[Any]
INPUT_WH = (640, 640)

kept = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def chosen(kernels: FrameKernels, selection: RowSelection, output: Array) -> Array | None:
    selector = kernels.selector(selection, output.shape, output.dtype.name)
    assert selector is not None
    selector.enqueue(output.ctypes.data)
    return selector.collect()


def assert_same(one: Candidates, other: Candidates) -> None:
    for field in dataclasses.fields(Candidates):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        assert (ours is None) == (theirs is None), field.name
        if ours is not None:
            assert ours.dtype == theirs.dtype
            np.testing.assert_array_equal(ours, theirs, err_msg=field.name)


def assert_decodes_alike(
    kernels: FrameKernels, decoder: DenseDecoder, output: Array, floor: float
) -> Array:
    selection = decoder.selection(floor)
    assert selection is not None
    rows = chosen(kernels, selection, np.ascontiguousarray(output))
    assert rows is not None
    assert rows.dtype == np.float32
    others: dict[str, Array] = {}
    if decoder.prototypes:
        others["protos"] = np.ones((1, decoder.masks, 4, 4), np.float32)
    whole = decoder.decode({"head": output, **others}, INPUT_WH, floor)
    part = decoder.decode({"head": rows, **others}, INPUT_WH, floor)
    assert_same(whole, part)
    return rows


def head(
    rows: int, columns: int, *, channels_first: bool = True, logits: bool = False, seed: int = 0
) -> Array:
    """Return a head as trained ones are: boxes all over, nearly all scores next to nothing, 300 high."""
    random = np.random.default_rng(seed)
    table = np.empty((rows, columns), np.float32)
    table[:, :2] = random.uniform(0, 640, (rows, 2))
    table[:, 2:4] = random.uniform(1, 300, (rows, 2))
    scores = random.beta(0.05, 8, (rows, columns - 4)) / 2
    scores[random.permutation(rows)[: rows // 28]] = random.uniform(0.5, 1, columns - 4)
    if logits:
        clipped = np.clip(scores, 1e-6, 1 - 1e-6)
        scores = np.log(clipped / (1 - clipped))
    table[:, 4:] = scores
    return (table.T if channels_first else table)[None].copy()


SPECIAL = st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, 0.01, 1e-40, 65504.0, -3.0])


@kept
@given(st.data())
def test_decoding_the_chosen_rows_is_decoding_all(
    kernels: FrameKernels, data: st.DataObject
) -> None:
    draw = data.draw
    objectness, logits = draw(st.booleans()), draw(st.booleans())
    classes, masks, rotated = draw(st.integers(1, 5)), draw(st.integers(0, 3)), draw(st.booleans())
    decoder = DenseDecoder(
        output="head",
        channels_first=draw(st.booleans()),
        classes=classes,
        objectness=objectness,
        logits=logits,
        normalised=draw(st.booleans()),
        masks=masks,
        prototypes="protos" if masks else None,
        rotated=rotated,
    )
    columns = 4 + objectness + classes + masks + rotated
    dtype: Any = draw(st.sampled_from([np.float32, np.float16]))
    reach = 12.0 if logits else 1.0
    usual = st.floats(-reach if logits else 0.0, reach, width=16)
    table = draw(
        hnp.arrays(
            dtype,
            (draw(st.integers(1, 12)), columns),
            elements=usual | SPECIAL.map(lambda value: float(dtype(value))),
            fill=usual,
        )
    )
    table[:, 2:4] = np.abs(table[:, 2:4]) + table.dtype.type(1)
    floor = draw(st.sampled_from([0.01, 0.25, 0.001, 0.5, 0.9, 1.0, 0.0]))
    output = (table.T if decoder.channels_first else table)[None].copy()
    assert_decodes_alike(kernels, decoder, output, floor)


@kept
@given(
    st.integers(0, 40).map(lambda index: 0.01 + index * 0.024),
    st.booleans(),
    st.booleans(),
    st.integers(0, 10_000),
)
def test_scores_at_the_very_floor_are_not_lost(
    kernels: FrameKernels, floor: float, objectness: bool, logits: bool, seed: int
) -> None:
    """Rows whose confidence is the floor and a few roundings more or less."""
    decoder = DenseDecoder(
        output="head", channels_first=False, classes=2, objectness=objectness, logits=logits
    )
    random = np.random.default_rng(seed)
    table = np.ones((64, 6 + objectness), np.float32)
    table[:, :4] = (100, 100, 20, 20)
    share = random.uniform(floor, 1, 64) if objectness else np.ones(64)
    wanted = [share, floor / share] if objectness else [np.full(64, floor)]
    for column, values in enumerate(wanted, 4):
        values = np.clip(values, 1e-6, 1 - 1e-6) if logits else values
        exact = (np.log(values / (1 - values)) if logits else values).astype(np.float32)
        steps = random.integers(-3, 4, 64)
        table[:, column] = exact + steps * np.spacing(exact)
    table[:, 5 + objectness :] = -20 if logits else 0
    assert_decodes_alike(kernels, decoder, table[None], floor)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize(
    ("rows", "columns", "decoder"),
    [
        (8400, 84, DenseDecoder(output="head", channels_first=True, classes=80)),
        (8400, 84, DenseDecoder(output="head", channels_first=True, classes=80, logits=True)),
        (8400, 84, DenseDecoder(output="head", channels_first=False, classes=80)),
        (25200, 85, DenseDecoder(output="head", channels_first=False, classes=80, objectness=True)),
        (25200, 85, DenseDecoder(output="head", channels_first=False, classes=80, objectness=True,
                                 logits=True)),
        (8400, 56, DenseDecoder(output="head", channels_first=True, classes=1, keypoints=(17, 3))),
        (8400, 116, DenseDecoder(output="head", channels_first=True, classes=80, masks=32,
                                 prototypes="protos")),
    ],
)  # fmt: skip
def test_heads_of_real_size_lose_nothing_and_shrink(
    kernels: FrameKernels,
    cuda: HostCuda,
    rows: int,
    columns: int,
    decoder: DenseDecoder,
    dtype: Any,
) -> None:
    output = head(
        rows, columns, channels_first=decoder.channels_first, logits=decoder.logits
    ).astype(dtype)
    found = assert_decodes_alike(kernels, decoder, output, 0.4)
    assert 0 < found.size < output.size / 4
    assert cuda.downloaded_bytes < output.nbytes


def passing(rows: int, keep: npt.NDArray[np.intp]) -> Array:
    output = head(rows, 6)
    output[0, 4:] = 0
    output[0, 5, keep] = 0.9
    return output


ONE = RowSelection(output="head", channels_first=True, first_score=4, scores=2, floor=0.5)


@pytest.mark.parametrize("count", [0, 1, 511, 512, 513, 4096])
def test_rows_come_whole_and_in_their_order(
    kernels: FrameKernels, cuda: HostCuda, count: int
) -> None:
    keep = np.sort(np.random.default_rng(count).permutation(9000)[:count])
    output = passing(9000, keep)
    rows = chosen(kernels, ONE, output)
    assert rows is not None
    assert rows.shape == (1, 6, count)
    np.testing.assert_array_equal(rows, output[:, :, keep])
    # The first rows come with their count; what is beyond comes when it is known to be there.
    assert cuda.downloaded_bytes == 16 + max(512, count) * 7 * 4


def test_more_rows_than_there_is_room_for_are_not_chosen(kernels: FrameKernels) -> None:
    assert chosen(kernels, ONE, passing(9000, np.arange(4097))) is None


def test_small_heads_have_room_for_every_row(kernels: FrameKernels) -> None:
    output = passing(300, np.arange(300))
    rows = chosen(kernels, ONE, output)
    assert rows is not None
    np.testing.assert_array_equal(rows, output)


def test_a_selector_forgets_the_frame_before(kernels: FrameKernels) -> None:
    selector = kernels.selector(ONE, (1, 6, 1000), "float32")
    assert selector is not None
    for keep in ([3, 700], [5], []):
        output = passing(1000, np.array(keep, np.intp))
        selector.enqueue(output.ctypes.data)
        rows = selector.collect()
        assert rows is not None
        np.testing.assert_array_equal(rows, output[:, :, keep])


def test_what_was_chosen_outlives_the_next_frame(kernels: FrameKernels) -> None:
    selector = kernels.selector(ONE, (1, 6, 1000), "float32")
    assert selector is not None
    output = passing(1000, np.array([3, 700]))
    selector.enqueue(output.ctypes.data)
    rows = selector.collect()
    assert rows is not None
    later = passing(1000, np.array([1, 2, 4]))
    selector.enqueue(later.ctypes.data)
    selector.collect()
    np.testing.assert_array_equal(rows, output[:, :, [3, 700]])


def test_of_a_batch_only_the_first_picture_is_looked_at(kernels: FrameKernels) -> None:
    output = np.concatenate([passing(100, np.array([7])), passing(100, np.array([8, 9]))])
    rows = chosen(kernels, ONE, output)
    assert rows is not None
    np.testing.assert_array_equal(rows, output[:1, :, [7]])


@pytest.mark.parametrize(
    ("selection", "shape", "dtype"),
    [
        (ONE, (6, 100), "float32"),
        (ONE, (1, 6, 100), "int32"),
        (ONE, (1, 5, 100), "float32"),
        (dataclasses.replace(ONE, objectness=6), (1, 6, 100), "float32"),
        (dataclasses.replace(ONE, scores=0), (1, 6, 100), "float32"),
        (dataclasses.replace(ONE, channels_first=False), (1, 6, 5), "float32"),
        (ONE, (1, 6, 0), "float32"),
    ],
)
def test_what_the_kernel_cannot_read_is_left_to_the_decoder(
    kernels: FrameKernels, selection: RowSelection, shape: tuple[int, ...], dtype: str
) -> None:
    assert kernels.selector(selection, shape, dtype) is None
