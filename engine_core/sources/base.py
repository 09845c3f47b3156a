"""What every source of frames offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo


class FrameSource(Protocol):
    """An open picture, video or stream. Opened, used and closed on one thread.

    A camera or stream may be closed from any thread, which ends its iteration, see ``LiveSource``.
    """

    @property
    def info(self) -> SourceInfo: ...

    def read(self, index: int) -> Frame:
        """Return one frame; ``SourceError`` where it cannot be read, ``IndexError`` past the end."""
        ...

    def __iter__(self) -> Iterator[Frame | SourceError]:
        """Yield every frame in order; what cannot be read is yielded as the error, and the rest follows."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> FrameSource: ...

    def __exit__(self, *_: object) -> None: ...
