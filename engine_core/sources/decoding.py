"""What the packets of a video file say, and what comes out of its decoder, in order of presentation."""

from __future__ import annotations

import bisect
import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import cast

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from engine_core.errors import SourceError
from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.content import HEAD_BYTES, foreign_content, kind_by_content
from engine_core.sources.damage import DamageWatch
from engine_core.text import NOTHING, Text, text

_BEFORE_ALL = -(2**63)
_NETWORK_TIMEOUT_S = 10.0
# Around damage decoders give frames out of order, by as many as H.264 and HEVC let them hold.
_LATE_FRAMES = 16


@dataclass(frozen=True, slots=True, eq=False)
class PacketIndex:
    """What the packets say.

    Attributes:
        pts: Sorted time stamps of all frames; None where time stamps are missing or repeat, so that frames
            can only be counted.
        keyframes: Indices into ``pts`` of frames where decoding can begin, ascending.
        count: Number of frames.
        last_duration: Of the last frame, in units of the stream's time base; 0 where it is unknown.
        missing: Frames that the header promises beyond those in the file.
    """

    pts: list[int] | None
    keyframes: list[int]
    count: int
    last_duration: int
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """A frame whose packets are there but do not decode."""

    pts: int | None
    reason: str


class Decoding:
    """Frames in order of presentation from one place of a file on, and what is lost among them.

    After damage, decoding on several threads loses intact frames that are still on their way as well (PyAV
    18.1), so what it reports as lost is to be tried once more on one thread.

    Time stamps that went into the decoder and are overtaken by a later one that comes out belong to frames
    that do not decode. So each loss has its place, though decoders on several threads report it late.
    """

    def __init__(
        self, item: SourceItem, *, on_one_thread: bool = False, watch: DamageWatch | None = None
    ) -> None:
        self._container, self.stream = _open(item)
        self._watch = watch or DamageWatch()
        self._watch.opened(self._container, self.stream)
        self.stream.thread_type = "NONE" if on_one_thread else "AUTO"
        self._ready: deque[VideoFrame | Lost] = deque()
        self._start_over()
        self._packet_count: int | None = 0
        self._floor: int | None = None if _may_be_cut(self._container) else _BEFORE_ALL

    def __iter__(self) -> Decoding:
        return self

    def __next__(self) -> VideoFrame | Lost:
        while not self._ready:
            if self._ended:
                raise StopIteration
            self._advance()
        return self._ready.popleft()

    def peek(self) -> VideoFrame | Lost | None:
        """Return what comes next without taking it."""
        found = next(self, None)
        if found is not None:
            self._ready.appendleft(found)
        return found

    def peek_frame(self) -> tuple[VideoFrame | Lost, VideoFrame] | None:
        """Return what comes next and the next that decodes, without taking either; None where none does."""
        seen: list[VideoFrame | Lost] = []
        for found in self:
            seen.append(found)
            if isinstance(found, VideoFrame):
                self._ready.extendleft(reversed(seen))
                return seen[0], found
        return None

    def seek(self, keyframe_pts: int) -> None:
        """Go on from a key frame; what is shown before it is left out."""
        try:
            self._container.seek(keyframe_pts, stream=self.stream, backward=True)
        except av.error.FFmpegError:
            self._ended = True
            return
        self._watch.sought()
        self._start_over()
        self._packet_count = None
        self._floor = keyframe_pts

    def promised(self) -> tuple[int | None, Fraction | None]:
        """Return how many frames and seconds the header says or lets expect, as far as it does."""
        stream, container = self.stream, self._container
        seconds: Fraction | None = None
        if stream.duration and stream.duration > 0 and stream.time_base:
            seconds = stream.duration * stream.time_base
        elif container.duration and container.duration > 0:
            seconds = Fraction(container.duration, av.time_base)
        if stream.frames > 0:
            return stream.frames, seconds
        if seconds is None or not stream.average_rate:
            return None, seconds
        return max(round(seconds * stream.average_rate), 1), seconds

    @property
    def has_times(self) -> bool:
        """Whether the time stamps read so far are there and only grow."""
        return self._stamps_are_good

    def missing_at_end(self) -> int:
        """How many frames the file's own table lists beyond those read from front to end."""
        if self._packet_count is None or not self._ended:
            return 0
        return _missing(self._container, self.stream, self._packet_count)

    def close(self) -> None:
        self._ready.clear()
        self._container.close()

    def _start_over(self) -> None:
        # Only video packets come to be decoded; of others no more than their place is looked at.
        self._packets = cast(
            "Iterator[Packet[VideoStream]]", self._container.demux(*self._watch.streams())
        )
        self._ready.clear()
        self._ended = False
        self._awaited: list[int] = []
        self._held: list[tuple[int, int, VideoFrame]] = []
        self._delivered = 0
        self._newest_in: int | None = None
        self._newest_out: int | None = None
        self._stamps_are_good = True
        self._reason = ""

    def _advance(self) -> None:
        try:
            packet = next(self._packets, None)
        except av.error.FFmpegError as error:
            self._reason = str(error)
            packet = None
        if packet is not None:
            self._watch.see(packet)
            if packet.stream_index != self.stream.index:
                return
        try:
            if packet is None:
                self._ended = True
                frames = self.stream.codec_context.decode(None)
            else:
                self._expect(packet)
                frames = packet.decode()
        except EOFError:  # the decoder is empty already
            frames = []
        except av.error.FFmpegError as error:
            self._reason = str(error)
            frames = []
            if not self._stamps_are_good:
                self._ready.append(Lost(None, self._reason))
        for frame in frames:
            self._deliver(frame)
        if self._ended:
            self._release(0)
            self._ready.extend(Lost(pts, self._reason) for pts in sorted(self._awaited))
            self._awaited.clear()

    def _expect(self, packet: Packet[VideoStream]) -> None:
        if packet.size == 0:
            return
        if self._packet_count is not None:
            self._packet_count += 1
        if packet.pts is None or (
            packet.is_keyframe and self._newest_in is not None and packet.pts <= self._newest_in
        ):
            # No stamps, or a clock that jumps back: frames can only be counted from here on.
            self._stamps_are_good = False
            self._awaited.clear()
        if self._floor is None and packet.is_keyframe:
            self._floor = packet.pts
        if not self._stamps_are_good or packet.pts is None:
            return
        self._newest_in = max(packet.pts, self._newest_in or packet.pts)
        if self._floor is not None and packet.pts >= self._floor and not packet.is_discard:
            heapq.heappush(self._awaited, packet.pts)

    def _deliver(self, frame: VideoFrame) -> None:
        if frame.pts is None or not self._stamps_are_good:
            self._ready.append(frame)
            return
        if self._floor is None or frame.pts < self._floor:
            return  # before the first key frame: what it refers to is not there
        is_twin = bool(self._awaited) and self._awaited[0] == frame.pts
        if self._newest_out is not None and frame.pts <= self._newest_out and not is_twin:
            return  # too late: already told as lost
        self._delivered += 1
        heapq.heappush(self._held, (frame.pts, self._delivered, frame))
        self._release(_LATE_FRAMES)

    def _release(self, held_at_most: int) -> None:
        """Hand on in order; what is overtaken by more frames than a decoder can hold back is lost."""
        while self._held:
            pts, _, frame = self._held[0]
            if self._awaited and self._awaited[0] < pts:
                if len(self._held) <= held_at_most:
                    return
                self._ready.append(Lost(heapq.heappop(self._awaited), self._reason))
                continue
            heapq.heappop(self._held)
            if self._awaited and self._awaited[0] == pts:
                heapq.heappop(self._awaited)
            self._newest_out = pts
            self._ready.append(frame)


def read_packets(item: SourceItem) -> PacketIndex:
    container, stream = _open(item)
    stamps: list[int] = []
    keys: list[int] = []
    packet_count = 0
    newest = last_duration = None
    are_good = True
    with container:
        floor = None if _may_be_cut(container) else _BEFORE_ALL
        try:
            for packet in container.demux(stream):
                if packet.size == 0:
                    continue
                packet_count += 1
                if packet.pts is None or (
                    packet.is_keyframe and newest is not None and packet.pts <= newest
                ):
                    are_good = False
                    break
                if packet.is_keyframe and floor is None:
                    floor = packet.pts
                if newest is None or packet.pts > newest:
                    newest, last_duration = packet.pts, packet.duration
                if floor is not None and packet.pts >= floor and not packet.is_discard:
                    stamps.append(packet.pts)
                    if packet.is_keyframe:
                        keys.append(packet.pts)
        except av.error.FFmpegError:
            pass  # the file ends here, as for whoever plays it
        missing = _missing(container, stream, packet_count) if are_good else 0
    stamps.sort()
    if not are_good or any(a == b for a, b in pairwise(stamps)):
        decoding = Decoding(item, on_one_thread=True)
        try:
            return PacketIndex(None, [0], sum(1 for _ in decoding), 0, missing)
        finally:
            decoding.close()
    # Decoding can always begin at the very start, also where an edit list hides the key frame there.
    keyframes = sorted({0, *(bisect.bisect_left(stamps, key) for key in keys)})
    return PacketIndex(stamps, keyframes, len(stamps), last_duration or 0, missing)


def _may_be_cut(container: InputContainer) -> bool:
    """Whether the file may begin in the middle of things, so that frames before a key frame are no loss."""
    return "mpeg" in container.format.name


def _missing(container: InputContainer, stream: VideoStream, packet_count: int) -> int:
    # Only the MP4 family has a table of all frames; elsewhere the header guesses.
    if "mp4" not in container.format.name:
        return 0
    return max(stream.frames - packet_count, 0)


def _open(item: SourceItem) -> tuple[InputContainer, VideoStream]:
    location = item.location
    container: InputContainer | None = None
    try:
        # Titles in odd encodings must not keep a video from opening.
        timeout_s = _NETWORK_TIMEOUT_S if "://" in location else None
        container = av.open(location, metadata_errors="replace", timeout=timeout_s)
        stream = next((s for s in container.streams.video if not _is_cover(s)), None)
        if stream is None:
            raise unreadable(
                item,
                text("There is no video in it, only sound, subtitles or a cover picture"),
                text("Give a file with a video track"),
            )
        if stream.codec_context is None:
            raise unreadable(
                item,
                text("Nothing here decodes its kind of video"),
                text("Convert it to H.264 in MP4, for example with HandBrake or ffmpeg"),
            )
    except av.error.FFmpegError as error:
        raise _cannot_open(item, error) from error
    except BaseException:
        if container is not None:
            container.close()
        raise
    return container, stream


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _cannot_open(item: SourceItem, error: av.error.FFmpegError) -> SourceError:
    details = f"{type(error).__name__}: {error}"
    if "://" in item.location:
        why = text("The address does not answer with a video: {reason}", reason=error.strerror)
        return unreadable(item, why, text("Check the address and the network"), details)
    path = Path(item.location)
    if path.is_dir():
        return unreadable(item, text("It is a folder"), NOTHING, details)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        return unreadable(item, text("The file does not exist"), text("Check the path"), details)
    except OSError as refused:
        return unreadable(
            item,
            text("The system refuses: {reason}", reason=refused.strerror or refused),
            text("Check that you may read it and that its disk is there"),
            details,
        )
    foreign = foreign_content(head)
    if foreign:
        return unreadable(item, *foreign, details)
    if head[4:8] == b"ftyp":
        return unreadable(
            item,
            text("Its table of frames is missing, as after an interrupted recording or copy"),
            text("Copy it again, or let a repair tool such as untrunc rebuild it"),
            details,
        )
    if kind_by_content(head) is SourceKind.VIDEO:
        why, cure = text("The file is cut off or damaged"), text("Copy or download it again")
    else:
        why = text("It is in no video format that is known here, or its beginning is damaged")
        cure = text("Check that it plays in a video player, and convert it to MP4")
    return unreadable(item, why, cure, details)


def unreadable(item: SourceItem, why: Text, cure: Text, details: str = "") -> SourceError:
    return SourceError(
        text("The video {name} cannot be read", name=item.shown),
        why=why,
        cure=cure,
        # FFmpeg's own messages quote the address with all that is in it.
        details=details.replace(item.location, item.shown),
    )
