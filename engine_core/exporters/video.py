"""Annotated videos: one file per video or live source below ``videos``.

========  =====  ===================================================================================
h264      .mp4   plays everywhere; visually lossless, full-speed
vp9       .webm  free of patents, slower
ffv1      .mkv   lossless: the very pixels that were drawn
========  =====  ===================================================================================

Timing is the source's: each frame keeps its time, unreadable frames leave a gap, and the last frame stays
as long as in the source. MP4 keeps times exactly; WebM and Matroska count in milliseconds. The sound of a
video file is copied, not encoded again, where the container takes it.

H.264 halves the colour resolution and so needs even sides: odd pictures get their last column or row
twice. Colours are BT.709 from 720 lines on and BT.601 below, limited range, and tagged so. B-frames are
off: with them MP4 cannot state the true length of a video of variable rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from engine_core.errors import ExportError
from engine_core.exporters.annotate import annotated
from engine_core.exporters.base import ExportSettings
from engine_core.exporters.encoders import ENCODERS, Encoder, coded_size
from engine_core.exporters.files import PartFile, check_is_not_source, export_error, stem_of, sweep
from engine_core.exporters.sound import Sound
from engine_core.frame import SourceInfo, SourceItem, SourceKind
from engine_core.results import FrameResult
from engine_core.text import Text, text

Image = npt.NDArray[np.uint8]

_MICROSECOND = Fraction(1, 1_000_000)
# MP4 counts units in 32 bits.
_FINEST = 2**31 - 1
_HD_LINES = 720
_USUAL_FPS = 25.0


class AnnotatedVideo:
    """Encodes each video in the caller's thread; the encoder uses threads of its own."""

    key = "video"
    needs_image = True

    def __init__(self, settings: ExportSettings) -> None:
        self._settings = settings
        self._folder = settings.out / "videos"
        self._encoders = ENCODERS[settings.video_codec]
        self._info: SourceInfo | None = None
        self._writer: VideoFile | None = None
        self._finished: list[PartFile] = []
        self._notes: dict[str, Text] = {}
        sweep(self._folder)

    @property
    def notes(self) -> tuple[Text, ...]:
        return tuple(self._notes.values())

    def has(self, item: SourceItem) -> bool:
        if item.kind is SourceKind.PICTURE:
            return True
        suffixes = {encoder.suffix for encoder in self._encoders}
        return item.kind is SourceKind.VIDEO and any(
            self._path(item.name, suffix).is_file() for suffix in suffixes
        )

    def begin_source(self, info: SourceInfo) -> None:
        self.abandon_source()
        self._info = info

    def write(self, result: FrameResult) -> None:
        if result.is_picture:
            return
        image = annotated(result, self._settings)
        if self._writer is not None and self._writer.size_wh != result.size_wh:
            self._end_file()  # a live source changed its size
        if self._writer is None:
            self._writer = self._begin_file(result)
        self._writer.add(result, image)

    def end_source(self) -> None:
        self._end_file()
        finished, self._finished = self._finished, []
        self._info = None
        try:
            for part in finished:
                part.publish()
        finally:
            for part in finished:
                part.discard()

    def abandon_source(self) -> None:
        writer, self._writer = self._writer, None
        finished, self._finished = self._finished, []
        self._info = None
        if writer is not None:
            writer.abandon()
        for part in finished:
            part.discard()

    def close(self) -> None:
        self.abandon_source()

    def abandon(self) -> None:
        self.abandon_source()

    def _begin_file(self, result: FrameResult) -> VideoFile:
        encoder = self._usable_encoder(result)
        number = len(self._finished) + 1
        ending = encoder.suffix if number == 1 else f"~{number}{encoder.suffix}"
        path = self._path(result.name, ending)
        check_is_not_source(path, result.source)
        info = self._info
        if info is None or info.item.kind is not SourceKind.VIDEO or number > 1:
            sound = None
        else:
            sound = Sound.of(info.item.location, encoder.container)
        # What begins amid its source begins with its own first frame, and so do live sources.
        is_whole = number == 1 and info is not None and info.item.kind is SourceKind.VIDEO
        start_s = Fraction(0) if is_whole else _time_s(result)
        part = PartFile(path, on_published=self._settings.on_published)
        return VideoFile(part, encoder, result, info, sound, start_s)

    def _usable_encoder(self, result: FrameResult) -> Encoder:
        """Return the first encoder that opens for this size: a build may lack one, or its hardware."""
        reasons = []
        for encoder in self._encoders:
            try:
                context: Any = av.CodecContext.create(encoder.codec, "w")
                context.options = dict(encoder.options)
                context.width, context.height = coded_size(encoder, result.size_wh)
                context.pix_fmt = encoder.pixel_format
                context.time_base = Fraction(1, 1000)
                context.open()
            except (av.FFmpegError, ValueError) as error:
                reasons.append(f"{encoder.codec}: {error}")
                continue
            if encoder.suffix != self._encoders[0].suffix:
                self._notes["encoder"] = text(
                    "Videos were written as {suffix} files: no encoder for {codec} works here.",
                    suffix=encoder.suffix.lstrip("."),
                    codec=self._settings.video_codec,
                )
            return encoder
        raise ExportError(
            text("The video of {name} cannot be written", name=result.name),
            why=text(
                "No encoder for {codec} works here for {width}×{height} pixels.",
                codec=self._settings.video_codec,
                width=result.size_wh[0],
                height=result.size_wh[1],
            ),
            cure=text("Choose another video codec."),
            details="\n".join(reasons),
        )

    def _end_file(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        self._finished.append(writer.finish())
        if writer.lost_sound is not None:
            self._notes[str(writer.lost_sound)] = writer.lost_sound

    def _path(self, name: str, ending: str) -> Path:
        return self._folder / f"{stem_of(name)}{ending}"


class VideoFile:
    """One video file being written.

    A frame is encoded when the next one comes, because only then is it known how long it stays.
    """

    def __init__(
        self,
        part: PartFile,
        encoder: Encoder,
        first: FrameResult,
        info: SourceInfo | None,
        sound: Sound | None,
        start_s: Fraction,
    ) -> None:
        """Open the file for frames of the size of ``first``; takes ``part`` and ``sound`` over.

        Times are counted from ``start_s`` seconds of the source.
        """
        self.size_wh = first.size_wh
        self._encoder = encoder
        self._info = info
        self._sound = sound
        self._time_base = _unit_of(first.time_base or _MICROSECOND)
        self._start = round(start_s / self._time_base)
        fps = Fraction((info.fps if info is not None else None) or _USUAL_FPS)
        self._fps = max(fps.limit_denominator(1001), Fraction(1, 1001))
        self._held: tuple[int, Image] | None = None
        self._last_index = 0
        self._last_duration: int | None = None
        self._longest = 0
        self._durations: dict[int, int] = {}
        self._container: Any = None
        self._part = part
        try:
            with self._reported():
                self._open(first)
        except BaseException:
            self.abandon()
            raise

    @property
    def lost_sound(self) -> Text | None:
        """Why there is no sound, where the source has some."""
        return None if self._sound is None else self._sound.lost

    def add(self, result: FrameResult, image: Image) -> None:
        """Append a frame; one that does not come after the last one is left out."""
        pts = round(_time_s(result) / self._time_base) - self._start
        with self._reported():
            if self._held is not None:
                step = pts - self._held[0]
                if step <= 0:
                    return
                self._longest = max(self._longest, step)
                self._encode(step)
            self._held = (pts, image)
            self._last_index = result.index
            self._last_duration = self._duration_of(result)
            if self._sound is not None:
                self._sound.copy_until(pts * self._time_base, self._container)

    def finish(self) -> PartFile:
        """Complete the file and return it, ready to be published."""
        try:
            with self._reported():
                if self._held is not None:
                    stay = self._last_stay(self._held[0])
                    end = self._held[0] + stay
                    self._encode(stay)
                    self._mux(self._stream.encode(None))
                    if self._sound is not None:
                        self._sound.copy_until(end * self._time_base, self._container, is_end=True)
                container, self._container = self._container, None
                container.close()
        except BaseException:
            self.abandon()
            raise
        if self._sound is not None:
            self._sound.close()
        return self._part

    def abandon(self) -> None:
        """Remove the file."""
        container, self._container = self._container, None
        if container is not None:
            # Closing writes the index, which may fail for the very reason that ends this file.
            with suppress(av.FFmpegError, OSError, ValueError):
                container.close()
        if self._sound is not None:
            self._sound.close()
        self._part.discard()

    def _open(self, first: FrameResult) -> None:
        encoder = self._encoder
        options = {}
        if encoder.container == "mp4":
            # The length of the whole is rounded to units of this, by default milliseconds.
            options = {
                "movflags": "faststart",
                "movie_timescale": str(self._time_base.denominator),
                "video_track_timescale": str(self._time_base.denominator),
            }
        self._container = av.open(
            str(self._part.path), "w", format=encoder.container, options=options
        )
        self._stream: Any = self._container.add_stream(
            encoder.codec, rate=self._fps, options=dict(encoder.options)
        )
        context = self._stream.codec_context
        context.width, context.height = coded_size(encoder, first.size_wh)
        context.pix_fmt = encoder.pixel_format
        context.time_base = self._stream.time_base = self._time_base
        context.thread_count = 0
        context.thread_type = "AUTO"
        if not encoder.is_rgb:
            self._matrix = "ITU709" if first.size_wh[1] >= _HD_LINES else "ITU601"
            # FFmpeg's numbers: 1 is BT.709, 6 is SMPTE 170M (BT.601); range 1 is limited.
            standard = 1 if self._matrix == "ITU709" else 6
            context.colorspace = context.color_primaries = context.color_trc = standard
            context.color_range = 1
        if self._sound is not None:
            self._sound.join(self._container)

    def _encode(self, duration: int) -> None:
        """Encode the held frame."""
        if self._held is None:
            raise ValueError("no frame is held")
        pts, image = self._held
        picture: Any = av.VideoFrame.from_ndarray(self._padded(image), format="rgb24")
        if self._encoder.is_rgb:
            picture = picture.reformat(format=self._encoder.pixel_format)
        else:
            picture = picture.reformat(
                format=self._encoder.pixel_format,
                dst_colorspace=self._matrix,
                dst_color_range="MPEG",
            )
        picture.pts, picture.time_base = pts, self._time_base
        self._durations[pts] = duration
        self._mux(self._stream.encode(picture))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            packet.duration = self._durations.pop(packet.pts, 0)
            self._container.mux_one(packet)

    def _padded(self, image: Image) -> Image:
        width, height = coded_size(self._encoder, self.size_wh)
        extra = ((0, height - image.shape[0]), (0, width - image.shape[1]), (0, 0))
        return image if not np.any(extra) else np.pad(image, extra, mode="edge")

    def _last_stay(self, pts: int) -> int:
        """Return how long the last frame stays, in units.

        Until the source ends, if this frame is the source's last or so near its end that it may be taken
        for it (a stride, an unreadable tail); otherwise as long as the source says of it or, failing
        that, as long as the longest so far.
        """
        usual = self._longest or max(round(1 / self._fps / self._time_base), 1)
        stated = self._last_duration or usual
        info = self._info
        if info is None or info.duration_s is None:
            return stated
        rest = round(Fraction(info.duration_s) / self._time_base) - self._start - pts
        is_last = info.frame_count is not None and self._last_index == info.frame_count - 1
        return rest if rest > 0 and (is_last or rest <= 2 * usual) else stated

    def _duration_of(self, result: FrameResult) -> int | None:
        if result.duration is None or result.time_base is None:
            return None
        return round(result.duration * result.time_base / self._time_base) or None

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (av.FFmpegError, OSError) as error:
            raise export_error(error, self._part.final) from error


def _time_s(result: FrameResult) -> Fraction:
    return (result.pts or 0) * (result.time_base or _MICROSECOND)


def _unit_of(time_base: Fraction) -> Fraction:
    """Return the unit that a file counts in: one that holds the source's times exactly, if any does."""
    denominator = time_base.denominator
    return Fraction(1, denominator) if denominator <= _FINEST else _MICROSECOND
