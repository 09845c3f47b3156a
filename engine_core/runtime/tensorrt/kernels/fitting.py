"""From a picture in the computer's memory to the input tensor on the card."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine_core.letterbox import Geometry, LetterBox
from engine_core.preprocess import Preprocessing, fed_values
from engine_core.runtime.tensorrt.cuda import Cuda, DeviceMemory, Module
from engine_core.runtime.tensorrt.kernels.gathering import Gatherer
from engine_core.runtime.tensorrt.kernels.sampling import Sampling, sampling

_BLOCK = (32, 8, 1)


def can_fit(wanted: Preprocessing) -> bool:
    """Whether pictures can be fed so; a centre crop shrinks by areas, which the kernel does not."""
    return wanted.geometry is not Geometry.CENTRE_CROP


class Fitter:
    """Feeds pictures in one way, with numbers equal to those of ``Preprocessor``.

    Only the rows that are sampled travel. All staging memory is kept and grows with the largest picture.
    """

    def __init__(
        self, cuda: Cuda, module: Module, gatherer: Gatherer, wanted: Preprocessing
    ) -> None:
        self._cuda = cuda
        self._gatherer = gatherer
        self._wanted = wanted
        tables = np.concatenate(fed_values(wanted))
        self._kernel = module.function(f"fit_{tables.itemsize}", "PPPP")
        w, h = wanted.input_wh
        self._grid = (-(-w // _BLOCK[0]), -(-h // _BLOCK[1]))
        self._tables = _Staged(cuda)
        self._plan = _Staged(cuda)
        self._picture = _Staged(cuda)
        self._uploaded = cuda.event()
        self._sampling: Sampling | None = None
        self._tables.host(tables.nbytes)[:] = tables.view(np.uint8)
        self._tables.upload(0, tables.nbytes)

    def fit(self, image: npt.NDArray[np.uint8], address: int) -> LetterBox:
        """Enqueue all that brings a picture to the input, every place of the batch.

        Args:
            image: ``(h, w, 3)`` uint8 RGB, of any strides; read to the end before this returns.
            address: Where the input tensor lies on the card.

        Returns:
            Where the picture lies in the input.

        Raises:
            OutOfMemoryError: The picture is too large for the card or for pinned memory.
            InferenceError: The card failed.
        """
        # What is staged may still be on its way since the last picture.
        self._uploaded.wait()
        how = self._prepare((image.shape[1], image.shape[0]))
        row_bytes = 3 * image.shape[1]
        staged = self._picture.host(len(how.rows) * row_bytes)
        target = staged.reshape(len(how.rows), image.shape[1], 3)
        self._gatherer.gather(
            image,
            how.rows,
            target,
            lambda begin, end: self._picture.upload(begin * row_bytes, end * row_bytes),
        )
        self._uploaded.record()
        self._kernel(
            self._grid,
            _BLOCK,
            self._picture.address,
            self._plan.address,
            self._tables.address,
            address,
        )
        return how.letterbox

    def _prepare(self, source_wh: tuple[int, int]) -> Sampling:
        how = self._sampling
        if how is None or how.letterbox.source_wh != source_wh:
            self._sampling = None
            how = sampling(source_wh, self._wanted)
            plan = how.plan.view(np.uint8)
            self._plan.host(plan.nbytes)[:] = plan
            self._plan.upload(0, plan.nbytes)
            self._sampling = how
        return how


class _Staged:
    """The same piece of memory twice, pinned and on the card; grows as it is asked for more."""

    def __init__(self, cuda: Cuda) -> None:
        self._cuda = cuda
        self._host: npt.NDArray[np.uint8] = np.empty(0, np.uint8)
        self._device: DeviceMemory | None = None

    @property
    def address(self) -> int:
        assert self._device is not None  # noqa: S101
        return self._device.address

    def host(self, nbytes: int) -> npt.NDArray[np.uint8]:
        """Return the pinned part, of so many bytes; what it held is lost when it grows."""
        if self._device is None or self._host.nbytes < nbytes:
            # What the card still reads of the old one comes first.
            self._cuda.synchronize()
            old, self._device = self._device, None
            if old is not None:
                old.free()
                self._cuda.unpin(self._host)
            self._host = np.empty(0, np.uint8)
            self._host = self._cuda.pinned(nbytes)
            self._device = self._cuda.allocate(nbytes)
        return self._host[:nbytes]

    def upload(self, begin: int, end: int) -> None:
        """Enqueue the copy of a range of bytes."""
        self._cuda.upload(self._host[begin:end], self.address + begin)
