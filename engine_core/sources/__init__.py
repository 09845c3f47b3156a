"""Pictures, videos, cameras and streams, all as frames; the decoders load when they are first needed."""

from __future__ import annotations

from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.base import FrameSource
from engine_core.sources.listing import SourceList, list_sources

__all__ = ["FrameSource", "SourceList", "list_sources", "open_source"]


def open_source(item: SourceItem) -> FrameSource:
    """Open what a list names. The thread that opens it uses and closes it.

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

    return LiveSource(item)
