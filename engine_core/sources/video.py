"""Video files, frame by frame and exactly: a frame is known by its place among the sorted time stamps.

Average rates lie for videos of variable frame rate, and frame counts in headers are guesses; what is true
is in the packets. Reading from front to back needs no look at them beforehand, and opens the file once.
The first jump, or question for the exact count, reads all packets once, without decoding.
"""

from __future__ import annotations

import bisect
import struct
from collections import OrderedDict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem
from engine_core.sources.damage import DamageWatch
from engine_core.sources.decoding import Decoding, Lost, PacketIndex, read_packets, unreadable
from engine_core.text import NOTHING, Text, text

# Decoded frames that a step back has passed, kept for the next steps back.
_STEP_BACK_BYTES = 192 * 2**20
_Matrix = tuple[int, int, int, int]
_PQ, _HLG = 16, 18  # transfer functions of HDR, ITU-T H.273 table 3


class VideoSource:
    """A video file. Frames are upright RGB; a frame that is damaged is an error and the next ones follow."""

    def __init__(self, item: SourceItem) -> None:
        """Open the file and decode its first frame, which proves that it can be decoded.

        Raises:
            SourceError: No video can be read from it.
        """
        self._item = item
        self._index: PacketIndex | None = None
        self._kept: OrderedDict[int, VideoFrame] = OrderedDict()
        self._keep_before = 0
        self._closed = False
        self._on_one_thread = False
        self._next_index = 0
        self._latest_pts: int | None = None
        self._watch = DamageWatch()
        self._decoding = Decoding(item, watch=self._watch)
        try:
            start, first = self._first_frames()
            self._promised = self._decoding.promised()
        except BaseException:
            self._decoding.close()
            raise
        self._first_pts = start.pts or 0
        self._matrix = _display_matrix(first)
        size_wh = first.width, first.height
        self._size_wh = size_wh[::-1] if _is_transposing(self._matrix) else size_wh

    @property
    def info(self) -> SourceInfo:
        """What is known by now: from the header, and exact once the packets were read (``frame_count``)."""
        return self._from_header() if self._index is None else self._from_packets(self._index)

    def frame_count(self) -> int:
        """Count the frames; the first time this reads all packets of the file, unless a jump has done so.

        A video without time stamps is decoded for it.
        """
        return self._packets().count

    def read(self, index: int) -> Frame:
        if self._closed:
            raise ValueError("the video has been closed")
        if index < 0:
            raise IndexError(index)
        if index in self._kept:
            return self._to_frame(self._kept[index], index)
        if index != self._next_index:
            self._go_to(index)
        found = next(self._decoding, None)
        if isinstance(found, Lost) and not self._on_one_thread:
            self._on_one_thread = True
            self._rewind()
            self._go_to(index)
            found = next(self._decoding, None)
        if found is None:
            raise IndexError(index)
        self._next_index = index + 1
        self._latest_pts = found.pts
        if isinstance(found, Lost):
            raise self._lost(index, found)
        if index < self._keep_before:
            self._keep(found, index)
        else:
            self._kept.clear()
        return self._to_frame(found, index)

    def __iter__(self) -> Iterator[Frame | SourceError]:
        index = 0
        before: int | None = None
        while True:
            try:
                item: Frame | SourceError = self.read(index)
            except IndexError:
                break
            except SourceError as error:
                item = error
            after = self._latest_pts
            if before is not None and after is not None and self._decoding.has_times:
                missing = self._watch.missing_between(before, after)
                if missing:
                    yield self._gap(before, after, missing)
            before = after
            yield item
            index += 1
        end = self._end()
        if end is not None:
            yield end

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._kept.clear()
            self._decoding.close()

    def __enter__(self) -> VideoSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _first_frames(self) -> tuple[VideoFrame | Lost, VideoFrame]:
        """Return the first frame, damaged or not, and the first that decodes."""
        found = self._decoding.peek_frame()
        if found is None:
            self._on_one_thread = True
            self._rewind()
            found = self._decoding.peek_frame()
        if found is not None:
            return found
        raise unreadable(
            self._item,
            text("None of its frames can be decoded"),
            text("Check that it plays in a video player; copy or download it again"),
        )

    def _rewind(self) -> None:
        self._decoding.close()
        self._decoding = Decoding(self._item, on_one_thread=self._on_one_thread, watch=self._watch)
        self._next_index = 0

    def _go_to(self, index: int) -> None:
        """Make ``index`` the next frame to come out of the decoder."""
        if index == 0:
            self._rewind()
            return
        packets = self._packets()
        if index >= packets.count:
            raise IndexError(index)
        is_backward = index < self._next_index
        self._keep_before = self._next_index if is_backward else 0
        if packets.pts is not None:
            place = bisect.bisect_right(packets.keyframes, index) - 1
            if is_backward or packets.keyframes[place] > self._next_index:
                # Some frames need more than the last key frame (open groups of pictures, rolling refresh):
                # the key frame before it is the second try. What is lost then is lost.
                upcoming = self._arrive(packets.keyframes[place], packets.pts, index)
                if not isinstance(upcoming, VideoFrame) and place > 0:
                    upcoming = self._arrive(packets.keyframes[place - 1], packets.pts, index)
                if upcoming is not None:
                    return
                self._rewind()
        elif is_backward:
            self._rewind()
        self._skip_to(index)

    def _arrive(self, keyframe: int, pts: list[int], index: int) -> VideoFrame | Lost | None:
        """Go by way of a key frame; None where the file did not seek to where its packets say."""
        if keyframe == 0:
            self._rewind()
        else:
            self._decoding.seek(pts[keyframe])
            self._next_index = keyframe
            start = self._decoding.peek()
            if start is None or start.pts != pts[keyframe]:
                return None
        self._skip_to(index)
        upcoming = self._decoding.peek()
        return upcoming if upcoming is not None and upcoming.pts == pts[index] else None

    def _skip_to(self, index: int) -> None:
        while self._next_index < index:
            found = next(self._decoding, None)
            if isinstance(found, VideoFrame) and self._next_index < self._keep_before:
                self._keep(found, self._next_index)
            self._next_index += 1

    def _keep(self, frame: VideoFrame, index: int) -> None:
        self._kept[index] = frame
        frame_bytes = sum(plane.buffer_size for plane in frame.planes)
        while len(self._kept) * frame_bytes > _STEP_BACK_BYTES:
            self._kept.popitem(last=False)

    def _to_frame(self, frame: VideoFrame, index: int) -> Frame:
        time_base = self._decoding.stream.time_base or Fraction(1, 1000)
        if frame.pts is None:
            rate = self._decoding.stream.average_rate or Fraction(25)
            pts = round(index / rate / time_base)
        else:
            pts = frame.pts - self._first_pts
        return Frame(
            image=_to_upright_rgb(frame, self._matrix),
            source=self._item.shown,
            name=self._item.name,
            index=index,
            pts=pts,
            time_base=time_base,
            duration=frame.duration if frame.duration and frame.duration > 0 else None,
        )

    def _lost(self, index: int, lost: Lost) -> SourceError:
        return SourceError(
            text("Frame {index} of {name} cannot be decoded", index=index, name=self._item.shown),
            why=text("The file is damaged there"),
            details=lost.reason.replace(self._item.location, self._item.shown),
        )

    def _gap(self, before: int, after: int, missing: int) -> SourceError:
        time_base = self._decoding.stream.time_base or Fraction(1, 1000)
        return SourceError(
            text("Frames of {name} are missing", name=self._item.shown),
            why=text(
                "The file is damaged: about {count} frames are missing between {start} s and {end} s",
                count=missing,
                start=_tenths((before - self._first_pts) * time_base),
                end=_tenths((after - self._first_pts) * time_base),
            ),
            cure=text("Copy or download it again"),
        )

    def _end(self) -> SourceError | None:
        """Say what is missing at the end, if anything is."""
        missing = self._decoding.missing_at_end()
        cut = self._watch.cut_off(Path(self._item.location))
        if missing:
            why = text("The file is cut off: its last {count} frames are missing", count=missing)
        elif cut is None:
            return None
        elif cut.stated_s is None:
            time_base = self._decoding.stream.time_base or Fraction(1, 1000)
            end = cut.end_s - float(self._first_pts * time_base)
            why = text("The file is cut off: it ends at {end} s amid a frame", end=_tenths(end))
        else:
            why = text(
                "The file is cut off or damaged: it ends at {end} s although its header says {stated} s",
                end=_tenths(cut.end_s),
                stated=_tenths(cut.stated_s),
            )
        what = text("The end of {name} is missing", name=self._item.shown)
        return SourceError(what, why=why, cure=text("Copy or download it again"))

    def _packets(self) -> PacketIndex:
        if self._index is None:
            self._index = read_packets(self._item)
        return self._index

    def _from_header(self) -> SourceInfo:
        count, seconds = self._promised
        rate = self._decoding.stream.average_rate
        return SourceInfo(
            self._item,
            self._size_wh,
            frame_count=count,
            fps=float(rate) if rate else None,
            duration_s=None if seconds is None else float(seconds),
            note=_note(self._decoding.stream, 0),
            is_exact=False,
        )

    def _from_packets(self, packets: PacketIndex) -> SourceInfo:
        stream = self._decoding.stream
        rate = stream.average_rate
        seconds: Fraction | None = None
        fps = float(rate) if rate else None
        if packets.pts is not None and packets.count > 1 and stream.time_base:
            between = (packets.pts[-1] - packets.pts[0]) * stream.time_base
            measured = (packets.count - 1) / between
            # The header's rate is the exact fraction, unless it is wrong or the rate varies.
            if rate is None or abs(measured - rate) > rate / 100:
                fps = float(measured)
            seconds = between + (packets.last_duration * stream.time_base or 1 / measured)
        elif fps:
            seconds = packets.count / Fraction(fps)
        return SourceInfo(
            self._item,
            self._size_wh,
            frame_count=packets.count,
            fps=fps,
            duration_s=None if seconds is None else float(seconds),
            note=_note(stream, packets.missing),
        )


def _tenths(seconds: Fraction | float) -> str:
    return f"{float(seconds):.1f}"


def _note(stream: VideoStream, missing: int) -> Text:
    if missing:
        return text("The file is cut off: its last {count} frames are missing.", count=missing)
    if stream.codec_context.color_trc in (_PQ, _HLG):
        return text("HDR video: colours are not tone-mapped and look flat.")
    aspect = stream.sample_aspect_ratio
    if aspect and aspect != 1:
        return text(
            "Pixels of this video are not square ({aspect}); they are shown and detected as stored.",
            aspect=f"{aspect.numerator}:{aspect.denominator}",
        )
    return NOTHING


def _to_upright_rgb(frame: VideoFrame, matrix: _Matrix) -> npt.NDArray[np.uint8]:
    image = frame.to_ndarray(format="rgb24").view(np.uint8)
    a, b, c, d = matrix
    if _is_transposing(matrix):
        image = image.transpose(1, 0, 2)
        a, d = c, b
    return np.ascontiguousarray(image[:: -1 if d < 0 else 1, :: -1 if a < 0 else 1])


def _is_transposing(matrix: _Matrix) -> bool:
    return abs(matrix[1]) > abs(matrix[0])


def _display_matrix(frame: VideoFrame) -> _Matrix:
    """Return a, b, c, d of the way of a pixel: ``x' = a x + c y``, ``y' = b x + d y`` (ISO/IEC 14496-12).

    The matrix itself, because the angle made of it has another sign in every library and no mirroring.
    It belongs to the whole track, so the first frame tells it for all.
    """
    # WORKAROUND: PyAV (18.1) never frees a frame whose side data were looked at; so a tiny copy is.
    data = frame.reformat(width=16, height=16).side_data.get("DISPLAYMATRIX")
    if not isinstance(data, SideData):
        return 1, 0, 0, 1
    a, b, _, c, d = struct.unpack("=5i", bytes(data)[:20])
    return a, b, c, d
