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

    Only the rows that are sampled travel.
    """

    def __init__(self, cuda: Cuda, module: Module, staging: Staging, wanted: Preprocessing) -> None:
        self._staging = staging
        self._wanted = wanted
        tables = np.concatenate(fed_values(wanted))
        self._kernel = module.function(f"fit_{tables.itemsize}", "PPPP")
        w, h = wanted.input_wh
        self._grid = (-(-w // _BLOCK[0]), -(-h // _BLOCK[1]))
        self._tables = Staged(cuda)
        self._plan = Staged(cuda)
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
        self._staging.uploaded.wait()
        how = self._prepare((image.shape[1], image.shape[0]))
        self._staging.stage(image, how.rows)
        # Recorded behind the plan's upload too.
        self._staging.uploaded.record()
        self._kernel(
            self._grid,
            _BLOCK,
            self._staging.picture.address,
            self._plan.address,
            self._tables.address,
            address,
        )
        return how.letterbox

    def release(self) -> None:
        """Let go of pinned memory, for the end."""
        self._tables.release()
        self._plan.release()

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


class Staging:
    """Where pictures pass on their way to the card; one for all ways of feeding, as large as the largest.

    Attributes:
        picture: The memory.
        uploaded: On the stream behind the last copy from it: before, nothing of it may be written again.
    """

    def __init__(self, cuda: Cuda, gatherer: Gatherer) -> None:
        self.picture = Staged(cuda)
        self.uploaded = cuda.event()
        self._gatherer = gatherer

    def stage(self, image: npt.NDArray[np.uint8], rows: npt.NDArray[np.intp]) -> None:
        """Copy rows of a picture and enqueue their upload, which begins while later ones are copied."""
        w = image.shape[1]
        target = self.picture.host(len(rows) * w * 3).reshape(len(rows), w, 3)
        self._gatherer.gather(
            image, rows, target, lambda begin, end: self.picture.upload(begin * w * 3, end * w * 3)
        )

    def release(self) -> None:
        """Let go of pinned memory, for the end."""
        self.picture.release()


class Staged:
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
            if self._host.nbytes:
                self._cuda.unpin(self._host)
                self._host = np.empty(0, np.uint8)
            self._host = self._cuda.pinned(nbytes)
            self._device = self._cuda.allocate(nbytes)
        return self._host[:nbytes]

    def upload(self, begin: int, end: int) -> None:
        """Enqueue the copy of a range of bytes."""
        self._cuda.upload(self._host[begin:end], self.address + begin)

    def release(self) -> None:
        """Let go of pinned memory, for the end; what lies on the card is freed with it."""
        self._host = np.empty(0, np.uint8)
