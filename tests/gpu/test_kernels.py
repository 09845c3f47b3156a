"""The kernels on a real card against the way over the processor; the largest difference is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.decoders.dense import DenseDecoder
from engine_core.letterbox import Geometry
from engine_core.preprocess import ChannelOrder, Layout, Preprocessing, Preprocessor
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.kernels import FrameKernels

pytestmark = pytest.mark.gpu

GEOMETRIES = (Geometry.LETTERBOX, Geometry.LETTERBOX_TOP_LEFT, Geometry.STRETCH)
SIZES = (
    *((1920, 1080), (3840, 2160), (1280, 720), (640, 480), (640, 640), (810, 1080), (333, 500)),
    *((1, 1), (5000, 3), (1, 2000), (1281, 721)),
)


@pytest.fixture
def cuda() -> Iterator[Cuda]:
    cuda = Cuda.open()
    try:
        with cuda.active():
            yield cuda
    finally:
        cuda.close()


@pytest.fixture
def kernels(cuda: Cuda) -> FrameKernels:
    kernels = FrameKernels.load(cuda)
    assert kernels is not None
    return kernels


def picture(w: int, h: int, seed: int = 0) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (h, w, 3), np.uint8)


def assert_same(
    cuda: Cuda,
    kernels: FrameKernels,
    wanted: Preprocessing,
    sizes: tuple[tuple[int, int], ...] = SIZES,
) -> None:
    fitter, on_processor = kernels.fitter(wanted), Preprocessor(wanted)
    assert fitter is not None
    dtype = np.dtype(wanted.dtype)
    nbytes = int(np.prod(wanted.tensor_shape)) * dtype.itemsize
    memory, back = cuda.allocate(nbytes), cuda.pinned(nbytes)
    for seed, size in enumerate(sizes):
        image = picture(*size, seed)
        back[:] = 0x5A
        cuda.upload(back, memory.address)
        letterbox = fitter.fit(image, memory.address)
        cuda.download(memory.address, back)
        cuda.synchronize()
        expected, expected_letterbox = on_processor(image)
        found = back.view(dtype).reshape(wanted.tensor_shape)
        largest = np.abs(found.astype(np.float64) - expected.astype(np.float64)).max()
        print(f"{wanted.geometry.value} {size} {wanted.dtype}: largest difference {largest:g}")
        assert letterbox == expected_letterbox
        assert found.tobytes() == expected.tobytes()
    memory.free()


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_pictures_of_all_sizes_are_fed_as_the_processor_feeds_them(
    cuda: Cuda, kernels: FrameKernels, geometry: Geometry
) -> None:
    for target in ((640, 640), (416, 416), (1280, 736)):
        assert_same(cuda, kernels, Preprocessing(input_wh=target, geometry=geometry))


@pytest.mark.parametrize("channels", list(ChannelOrder))
@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8", "int8"])
def test_every_kind_of_tensor_is_fed_as_the_processor_feeds_it(
    cuda: Cuda, kernels: FrameKernels, channels: ChannelOrder, layout: Layout, dtype: str
) -> None:
    wanted = Preprocessing(
        input_wh=(96, 64), channels=channels, layout=layout, dtype=dtype, pad=(10, 114, 250)
    )
    if dtype in ("uint8", "int8"):
        wanted = replace(wanted, scale=1.0, mean=(100.0, 110.0, 120.0), std=(0.5, 1.0, 1.5))
    for batch in (0, 1, 3):
        assert_same(
            cuda, kernels, replace(wanted, batch=batch), ((200, 300), (96, 64), (192, 128), (7, 5))
        )


def test_pictures_that_follow_each_other_unwaited_do_not_mix(
    cuda: Cuda, kernels: FrameKernels
) -> None:
    """Two ways of feeding share what pictures pass on their way, and nobody waits between them."""
    square = Preprocessing(input_wh=(640, 640))
    wanted = (square, replace(square, geometry=Geometry.STRETCH, channels=ChannelOrder.BGR))
    fitters = [kernels.fitter(one) for one in wanted]
    sizes = ((1920, 1080), (3840, 2160), (1920, 1080), (1280, 720), (3840, 2160), (640, 640))
    for _ in range(5):
        under_way = []
        for seed, size in enumerate(sizes * 2):
            image, which = picture(*size, seed), seed % 2
            memory, back = cuda.allocate(3 * 640 * 640 * 4), cuda.pinned(3 * 640 * 640 * 4)
            fitter = fitters[which]
            assert fitter is not None
            fitter.fit(image, memory.address)
            cuda.download(memory.address, back)
            under_way.append((image, which, memory, back))
        cuda.synchronize()
        for image, which, memory, back in under_way:
            expected, _ = Preprocessor(wanted[which])(image)
            assert back.tobytes() == expected.tobytes()
            memory.free()
            cuda.unpin(back)


def head(rows: int, columns: int, logits: bool, seed: int) -> npt.NDArray[np.float32]:
    """Return ``(rows, columns)`` as trained heads are: scores next to nothing, some hundred high."""
    random = np.random.default_rng(seed)
    table = np.empty((rows, columns), np.float32)
    table[:, :2] = random.uniform(0, 640, (rows, 2))
    table[:, 2:4] = random.uniform(1, 300, (rows, 2))
    scores = random.beta(0.05, 8, (rows, columns - 4)) / 2
    scores[random.permutation(rows)[: rows // 28]] = random.uniform(0.3, 1, columns - 4)
    scores = np.clip(scores, 1e-6, 1 - 1e-6)
    table[:, 4:] = np.log(scores / (1 - scores)) if logits else scores
    table[::97, 4:] = np.nan
    table[::101, 5] = np.inf
    return table


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("logits", [False, True])
@pytest.mark.parametrize("objectness", [False, True])
@pytest.mark.parametrize("channels_first", [False, True])
def test_decoding_the_chosen_rows_is_decoding_all(
    cuda: Cuda,
    kernels: FrameKernels,
    dtype: str,
    logits: bool,
    objectness: bool,
    channels_first: bool,
) -> None:
    decoder = DenseDecoder(
        output="head",
        channels_first=channels_first,
        classes=80,
        objectness=objectness,
        logits=logits,
    )
    columns = 84 + objectness
    shape = (1, columns, 8400) if channels_first else (1, 8400, columns)
    selection = decoder.selection(0.2)
    assert selection is not None
    selector = kernels.selector(selection, shape, dtype)
    assert selector is not None
    nbytes = 8400 * columns * np.dtype(dtype).itemsize
    memory, pinned = cuda.allocate(nbytes), cuda.pinned(nbytes)
    graph = cuda.record_graph(lambda: selector.enqueue(memory.address))
    assert graph is not None
    for seed, enqueue in enumerate([lambda: selector.enqueue(memory.address), graph.launch]):
        with np.errstate(over="ignore"):
            table = head(8400, columns, logits, seed).astype(dtype)
        output = np.ascontiguousarray(table.T if channels_first else table)[None]
        pinned[:] = output.reshape(-1).view(np.uint8)
        cuda.upload(pinned, memory.address)
        enqueue()
        cuda.synchronize()
        rows = selector.collect()
        assert rows is not None
        print(f"{rows.size // columns} of 8400 rows")
        whole = decoder.decode({"head": output}, (640, 640), 0.2)
        part = decoder.decode({"head": rows}, (640, 640), 0.2)
        assert len(whole) > 100
        assert np.array_equal(whole.xyxy, part.xyxy)
        assert np.array_equal(whole.confidence, part.confidence)
        assert np.array_equal(whole.class_id, part.class_id)


def test_more_rows_than_there_is_room_for_are_not_chosen(cuda: Cuda, kernels: FrameKernels) -> None:
    decoder = DenseDecoder(output="head", channels_first=True, classes=1)
    selection = decoder.selection(0.5)
    assert selection is not None
    selector = kernels.selector(selection, (1, 5, 9000), "float32")
    assert selector is not None
    memory, pinned = cuda.allocate(9000 * 20), cuda.pinned(9000 * 20)
    for count in (0, 512, 513, 4096, 4097, 9000):
        output = np.zeros((1, 5, 9000), np.float32)
        output[0, :4] = np.arange(9000)
        keep = np.sort(np.random.default_rng(count).permutation(9000)[:count])
        output[0, 4, keep] = 0.9
        pinned[:] = output.reshape(-1).view(np.uint8)
        cuda.upload(pinned, memory.address)
        selector.enqueue(memory.address)
        cuda.synchronize()
        rows = selector.collect()
        assert (rows is None) == (count > 4096)
        if rows is not None:
            assert np.array_equal(rows, output[:, :, keep])
