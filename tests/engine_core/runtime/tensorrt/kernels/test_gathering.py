from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from engine_core.runtime.tensorrt.kernels.gathering import Gatherer

Image = npt.NDArray[np.uint8]


@pytest.fixture(params=[1, 2, 4])
def gatherer(request: pytest.FixtureRequest) -> Iterator[Gatherer]:
    gatherer = Gatherer(cores=request.param)
    yield gatherer
    gatherer.close()


def picture(w: int, h: int) -> Image:
    return np.random.default_rng(w * h).integers(0, 256, (h, w, 3), np.uint8)


@pytest.mark.parametrize("size", [(1920, 1080), (3, 5), (1, 1), (600_000, 3)])
@pytest.mark.parametrize("step", [1, 3])
def test_the_rows_that_were_asked_for_arrive_in_order(
    gatherer: Gatherer, size: tuple[int, int], step: int
) -> None:
    image = picture(*size)
    rows = np.arange(0, len(image), step)
    target = np.zeros((len(rows), *image.shape[1:]), np.uint8)
    told: list[tuple[int, int]] = []

    def done(begin: int, end: int) -> None:
        told.append((begin, end))
        assert np.array_equal(target[begin:end], image[rows[begin:end]])

    for _ in range(3):
        told.clear()
        target[:] = 0
        gatherer.gather(image, rows, target, done)
        assert np.array_equal(target, image[rows])
        assert [begin for begin, _ in told] == [0, *(end for _, end in told[:-1])]
        assert told[-1][1] == len(rows)


def test_small_pictures_wake_nobody(gatherer: Gatherer) -> None:
    before = set(threading.enumerate())
    image = picture(300, 300)
    gatherer.gather(image, np.arange(300), np.empty_like(image), lambda *_: None)
    assert set(threading.enumerate()) == before


def test_a_failed_upload_is_raised_when_nobody_copies_any_more(
    gatherer: Gatherer, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = picture(1920, 1080)
    begun: list[int] = []
    ended: list[int] = []
    copy = np.copyto

    def counted(target: Image, source: Image) -> None:
        begun.append(len(target))
        copy(target, source)
        ended.append(len(target))

    monkeypatch.setattr(np, "copyto", counted)

    def done(*_: int) -> None:
        raise OSError("no upload")

    with pytest.raises(OSError, match="no upload"):
        gatherer.gather(image, np.arange(1080), np.empty_like(image), done)
    assert sorted(ended) == sorted(begun)


def test_a_failed_copy_is_raised(gatherer: Gatherer) -> None:
    image = picture(1920, 1080)
    narrow = np.empty((1080, 1000, 3), np.uint8)
    with pytest.raises(ValueError, match="broadcast"):
        gatherer.gather(image, np.arange(1080), narrow, lambda *_: None)


def test_closing_ends_the_threads_and_may_be_repeated() -> None:
    gatherer = Gatherer(cores=3)
    image = picture(1920, 1080)
    before = set(threading.enumerate())
    gatherer.gather(image, np.arange(1080), np.empty_like(image), lambda *_: None)
    assert set(threading.enumerate()) > before
    gatherer.close()
    gatherer.close()
    assert set(threading.enumerate()) == before
