"""From a picture in the computer's memory to the input tensor on the card."""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

from engine_core.letterbox import Geometry, LetterBox
from engine_core.preprocess import Preprocessing, fed_values
from engine_core.runtime.tensorrt.cuda import Cuda
from engine_core.runtime.tensorrt.handles import DeviceMemory, Module, SideStream
from engine_core.runtime.tensorrt.kernels.sampling import Sampling, sampling

_BLOCK = (32, 8, 1)

# Bytes of a picture that are uploaded while the next are copied; less costs more calls than it saves. One
# thread copies: on the machine with an H100 that was measured, waking others took as long as they saved, and
# the card read what several cores had written at a third of the speed. 1080p to 640: 0.35 ms; 0.40 through
# memory that is cached, 0.29 with a second thread that takes its share.
_PART_BYTES = 1 << 19


def can_fit(wanted: Preprocessing) -> bool:
    """Whether pictures can be fed so; a centre crop shrinks by areas, which the kernel does not."""
    return wanted.geometry is not Geometry.CENTRE_CROP


class Fitter:
    """Feeds pictures in one way, with numbers equal to those of ``Preprocessor``.

    Only the rows that are sampled travel.
    """

    def __init__(self, cuda: Cuda, module: Module, staging: Staging, wanted: Preprocessing) -> None:
        self._cuda = cuda
        self._staging = staging
        self._wanted = wanted
        tables = np.concatenate(fed_values(wanted))
        self._kernel = module.function(f"fit_{tables.itemsize}", "PPPP")
        w, h = wanted.input_wh
        self._grid = (-(-w // _BLOCK[0]), -(-h // _BLOCK[1]))
        self._tables = Staged(cuda)
        self._plan = Staged(cuda)
        self._planned = cuda.event()
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
        how = self._prepare((image.shape[1], image.shape[0]))
        staged = self._staging.stage(image, how.rows)
        self._kernel(
            self._grid,
            _BLOCK,
            staged.picture.address,
            self._plan.address,
            self._tables.address,
            address,
        )
        staged.fitted.record()
        return how.letterbox

    def free(self) -> None:
        """Give everything of its own back before the end; nothing of it may be under way."""
        self._tables.free()
        self._plan.free()
        self._cuda.drop_event(self._planned)

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
            # The one before may still be on its way.
            self._planned.wait()
            self._plan.host(plan.nbytes)[:] = plan
            self._plan.upload(0, plan.nbytes)
            self._planned.record()
            self._sampling = how
        return how


class StagedPicture:
    """One of the places that pictures pass in turn.

    Attributes:
        picture: The memory.
        uploaded: Behind the last copy to the card: before, the pinned part must not be written again.
        fitted: Behind the kernel that read the card's part: before, that must not be written again.
    """

    def __init__(self, cuda: Cuda, beside: SideStream) -> None:
        self.picture = Staged(cuda)
        self.uploaded = beside.event()
        self.fitted = cuda.event()


class Staging:
    """Where pictures pass on their way to the card; shared by all ways of feeding.

    Two places take turns and copies have a stream of their own, so that a picture is on its way while the
    network is still busy with the one before.
    """

    def __init__(self, cuda: Cuda) -> None:
        self._cuda = cuda
        self._beside = cuda.beside()
        self._places = deque(StagedPicture(cuda, self._beside) for _ in range(2))

    def stage(self, image: npt.NDArray[np.uint8], rows: npt.NDArray[np.intp]) -> StagedPicture:
        """Copy rows of a picture and enqueue their upload, which begins while later ones are copied.

        What is enqueued on the main stream from now on finds the picture on the card.
        """
        self._places.rotate()
        place, beside = self._places[0], self._beside
        place.uploaded.wait()
        row_bytes = 3 * image.shape[1]
        staged = place.picture.host(len(rows) * row_bytes)
        lines = staged.reshape(len(rows), -1, 3)
        beside.wait_for(place.fitted)
        image = np.ascontiguousarray(image)
        at_once = max(1, _PART_BYTES // row_bytes)
        for begin in range(0, len(rows), at_once):
            end = min(begin + at_once, len(rows))
            # Without a mode of its own, take would go through a buffer.
            np.take(image, rows[begin:end], axis=0, out=lines[begin:end], mode="clip")
            part = staged[begin * row_bytes : end * row_bytes]
            beside.upload(part, place.picture.address + begin * row_bytes)
        place.uploaded.record()
        self._cuda.wait_for(place.uploaded)
        return place

    def release(self) -> None:
        """Let go of pinned memory, for the end."""
        for place in self._places:
            place.picture.release()


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
            self.free()
            self._host = self._cuda.pinned(nbytes, write_only=True)
            self._device = self._cuda.allocate(nbytes)
        return self._host[:nbytes]

    def upload(self, begin: int, end: int) -> None:
        """Enqueue the copy of a range of bytes."""
        self._cuda.upload(self._host[begin:end], self.address + begin)

    def free(self) -> None:
        """Give both parts back; nothing of them may be under way."""
        old, self._device = self._device, None
        if old is not None:
            old.free()
        if self._host.nbytes:
            self._cuda.unpin(self._host)
            self._host = np.empty(0, np.uint8)

    def release(self) -> None:
        """Let go of pinned memory, for the end; what lies on the card is freed with it."""
        self._host = np.empty(0, np.uint8)
