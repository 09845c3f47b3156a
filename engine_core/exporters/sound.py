"""The sound of a video file, copied beside the annotated pictures without encoding it again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from engine_core.text import Text, text

# What each container takes and players of it play.
_CODECS = {
    "mp4": {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"},
    "webm": {"opus", "vorbis"},
}


class Sound:
    """The first audio track of a file, read along with the frames that are written.

    Attributes:
        lost: Why the sound is missing or ends early; None while all is well.
    """

    def __init__(self, name: str, source: Any, track: Any, start_s: Fraction) -> None:
        self.lost: Text | None = None
        self._name = name
        self._source = source
        self._track = track
        self._target: Any = None
        self._waiting: Any = None
        self._last_dts: int | None = None
        self._packets: Iterator[Any] = source.demux(track)
        self._start = start_s

    @classmethod
    def of(cls, location: str, container: str) -> Sound | None:
        """Open the sound of a file; None where there is none, or where the file cannot be opened.

        Args:
            location: Path of the video.
            container: FFmpeg's name of what will be written.
        """
        try:
            source = av.open(location)
        except (av.FFmpegError, OSError, ValueError):
            return None  # the frames come from somewhere; sound is no reason to fail
        if not source.streams.audio or not source.streams.video:
            source.close()
            return None
        try:
            start_s = _first_frame_s(location)
        except (av.FFmpegError, OSError, ValueError):
            source.close()
            return None
        track = source.streams.audio[0]
        sound = cls(Path(location).name, source, track, start_s)
        codec = track.codec_context.name
        taken = _CODECS.get(container)
        if taken is not None and codec not in taken:
            sound._lose(sound._unheld(container, codec))
        return sound

    def join(self, target: Any) -> None:
        """Add the track to a container that is being written, before its first packet."""
        if self._source is None:
            return
        if self._track.codec_context.name not in target.supported_codecs:
            self._lose(self._unheld(target.format.name, self._track.codec_context.name))
            return
        try:
            self._target = target.add_stream_from_template(self._track)
        except (av.FFmpegError, ValueError):
            self._lose_the_rest()

    def copy_until(self, time_s: Fraction, target: Any, *, is_end: bool = False) -> None:
        """Copy what begins before a time; errors of writing are the caller's to report.

        At the end the last packet is stated to stop with the pictures, lest it lengthen the video.
        """
        while self._target is not None and self._source is not None:
            packet = self._waiting or self._next()
            self._waiting = None
            if packet is None:
                return
            start = packet.pts * packet.time_base - self._start
            if start >= time_s:
                self._waiting = packet
                return
            if start < 0:
                # Before the first frame. A container without negative times would shift the pictures.
                continue
            if is_end:
                packet.duration = min(
                    packet.duration or 0, int((time_s - start) / packet.time_base)
                )
            shift = round(self._start / packet.time_base)
            packet.pts -= shift
            packet.dts = packet.pts if packet.dts is None else packet.dts - shift
            if self._last_dts is not None and packet.dts <= self._last_dts:
                continue  # damaged: containers refuse times that go back
            self._last_dts = packet.dts
            packet.stream = self._target
            target.mux_one(packet)

    def close(self) -> None:
        """Let go of the source; safe to call again."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _next(self) -> Any:
        """Return the next packet, or None at the end."""
        try:
            for packet in self._packets:
                if packet.pts is not None:
                    return packet
        except (av.FFmpegError, ValueError):
            self._lose_the_rest()
            return None
        self.close()
        return None

    def _unheld(self, container: str, codec: str) -> Text:
        return text(
            "The sound of {name} was left out: {container} files do not hold {codec}.",
            name=self._name,
            container=container,
            codec=codec,
        )

    def _lose_the_rest(self) -> None:
        self._lose(text("The sound of {name} could not be read to its end.", name=self._name))

    def _lose(self, why: Text) -> None:
        self.lost = why
        self.close()


def _first_frame_s(location: str) -> Fraction:
    """Return when the first frame is shown: frames count from it, and so must the sound.

    Only decoding tells: AVI states no presentation times, and where frames are reordered the first
    packet is not the first frame.
    """
    with av.open(location) as source:
        video: Any = source.streams.video[0]
        try:
            first: Any = next(source.decode(video), None)
        except (av.FFmpegError, ValueError):
            first = None
        if first is not None and first.pts is not None:
            return Fraction(first.pts * first.time_base)
        return Fraction(0) if video.start_time is None else video.start_time * video.time_base
