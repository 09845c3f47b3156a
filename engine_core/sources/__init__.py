"""Pictures, videos, cameras and streams, all as frames; the decoders load when they are first needed."""

from __future__ import annotations

import threading

from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.base import FrameSource
from engine_core.sources.listing import SourceList, list_sources

__all__ = ["FrameSource", "SourceList", "list_sources", "open_source"]


def open_source(item: SourceItem, *, stop: threading.Event | None = None) -> FrameSource:
    """Open what a list names. The thread that opens it uses and closes it.

    Args:
        item: What to open.
        stop: Set from any thread to end a camera or stream, even one that still connects: its frames then
            end without an error. Pictures and videos do not wait for anything, and ignore it.

    Raises:
        SourceError: It cannot be read; nothing is left open.
    """
    # Imported here and nowhere else: listing and importing must not load three decoders.
    if item.kind is SourceKind.PICTURE:
        from engine_core.sources.pictures import PictureSource

        return PictureSource(item)
    if item.kind is SourceKind.VIDEO:
        from engine_core.sources.video import VideoSource

        return VideoSource(item)
    from engine_core.sources.live import LiveSource

    return LiveSource(item, stop=stop)
