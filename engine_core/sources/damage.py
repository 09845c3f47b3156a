"""Where frames of a video are missing without a word: places that the demuxer skipped, and ends cut off.

Demuxers pass damage over and go on where they find their way again; no packet tells of what lay between.
A gap between time stamps alone proves nothing, because a video may have any rate it likes. It counts where
the packets show besides that something was skipped: bytes that belong to no packet (Matroska, AVI, FLV),
or a packet marked as incomplete (transport streams).
"""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

# Formats whose packets follow one another with a few bytes between them.
_DENSE_FORMATS = ("matroska", "avi", "flv")
# Headers of clusters and indices lie between packets as well.
_ORDINARY_SKIP_BYTES = 256
# Fewer than any coded frame with its header: an empty chunk that only prolongs a frame is none.
_LEAST_FRAME_BYTES = 16
_MISSING_INTERVALS = 2.5
_END_TOLERANCE_S = Fraction(1, 2)
_END_TOLERANCE_FRAMES = 4
_TRANSPORT_PACKET_BYTES = (188, 192, 204)
_HEAD_BYTES = 4096
_EBML, _SEGMENT = 0x1A45DFA3, 0x18538067  # RFC 8794 and 9559
# Cluster, Cues, Tags, Attachments, Chapters, SeekHead, Info, Tracks.
_TOP_ELEMENTS = tuple(
    bytes.fromhex(element)
    for element in (
        *("1F43B675", "1C53BB6B", "1254C367", "1941A469"),
        *("1043A770", "114D9B74", "1549A966", "1654AE6B"),
    )
)
_BEHIND_BLOCK_BYTES = 64


@dataclass(frozen=True, slots=True)
class CutOff:
    """Where a file ends too early, and where it should, in seconds; None where it does not say."""

    end_s: float
    stated_s: float | None


@dataclass(frozen=True, slots=True)
class _Break:
    """Time stamps of the packets before and behind something skipped; in units of the stream."""

    before: int
    after: int
    skipped_bytes: int | None


class DamageWatch:
    """Sees the packets of a file as they are read, then tells where frames that come out have a gap."""

    def __init__(self) -> None:
        self._breaks: set[_Break] = set()
        self._intervals: deque[int] = deque(maxlen=31)
        self._skips: deque[int] = deque(maxlen=64)
        self._bytes_end: int | None = None
        self._open_break: tuple[int, int] | None = None
        self._newest: int | None = None
        self._newest_end = 0

    def opened(self, container: InputContainer, stream: VideoStream) -> None:
        """Begin with a container newly opened; what was found before is kept."""
        self._container, self._stream = container, stream
        self._is_dense = any(name in container.format.name for name in _DENSE_FORMATS)
        self.sought()

    def sought(self) -> None:
        """Take note that the next packet does not follow the last one."""
        self._skips.clear()
        self._bytes_end = self._open_break = self._newest = None
        self._newest_end = 0

    def streams(self) -> list[Stream]:
        """Return the streams whose packets are to be seen."""
        return list(self._container.streams) if self._is_dense else [self._stream]

    def see(self, packet: Packet[VideoStream]) -> None:
        """Take note of a packet, in the order in which the file has them."""
        is_video = packet.stream_index == self._stream.index
        skipped = self._skipped_bytes(packet) if self._is_dense else 0
        is_incomplete = not self._is_dense and is_video and packet.is_corrupt
        if (skipped or is_incomplete) and self._newest is not None:
            before, already = self._open_break or (self._newest, 0)
            self._open_break = before, already + skipped
        if not is_video or packet.pts is None:
            return
        if self._open_break is not None and not is_incomplete:
            before, skipped = self._open_break
            self._breaks.add(_Break(before, packet.pts, skipped if self._is_dense else None))
            self._open_break = None
        if self._newest is None or packet.pts > self._newest:
            self._newest = packet.pts
            self._newest_end = packet.pts + (packet.duration or 0)

    def missing_between(self, before: int, after: int) -> int:
        """Return about how many frames are missing between the time stamps of two that follow each other."""
        step = after - before
        usual = self._usual_interval()
        if usual and step > _MISSING_INTERVALS * usual:
            missing = round(step / usual) - 1
            for found in self._breaks:
                is_there = before <= found.after and after >= found.before
                least = _LEAST_FRAME_BYTES * missing
                if is_there and (found.skipped_bytes is None or found.skipped_bytes >= least):
                    return missing
        if step > 0:
            self._intervals.append(step)
        return 0

    def cut_off(self, path: Path) -> CutOff | None:
        """Say where the file at ``path``, read to its end, is cut off; None where no frame is missing."""
        time_base, rate = self._stream.time_base, self._stream.average_rate
        is_cut = _is_cut(self._container, path) or self._ends_amid_cluster(path)
        if self._newest is None or not time_base or not is_cut:
            return None
        end_s = self._newest_end * time_base
        stated_s = self._stated_s()
        if stated_s is not None:
            tolerance = max(_END_TOLERANCE_S, _END_TOLERANCE_FRAMES / rate if rate else Fraction(0))
            if stated_s - end_s <= tolerance:
                return None
        return CutOff(float(end_s), None if stated_s is None else float(stated_s))

    def _skipped_bytes(self, packet: Packet[VideoStream]) -> int:
        """Return how many bytes before a packet belong to none, if they are more than is usual here."""
        if packet.pos is None or packet.pos < 0:
            return 0
        end, self._bytes_end = self._bytes_end, packet.pos + packet.size
        if end is None:
            return 0
        self._bytes_end = max(end, self._bytes_end)
        skip = max(packet.pos - end, 0)
        # Some files keep more between packets all along, such as transparency. One outlier is no custom.
        usual = sorted(self._skips)[-2] if len(self._skips) > 1 else 0
        self._skips.append(skip)
        return skip if skip > _ORDINARY_SKIP_BYTES + 2 * usual else 0

    def _ends_amid_cluster(self, path: Path) -> bool:
        """Whether what lies behind the last packet of a Matroska file is neither the end nor an element."""
        if "matroska" not in self._container.format.name or self._bytes_end is None:
            return False
        try:
            with path.open("rb") as file:
                file.seek(self._bytes_end)
                rest = file.read(_ORDINARY_SKIP_BYTES)
        except OSError:
            return False
        # What belongs to the last packet may come first.
        return len(rest) == _ORDINARY_SKIP_BYTES and not any(
            element in rest[:_BEHIND_BLOCK_BYTES] for element in _TOP_ELEMENTS
        )

    def _usual_interval(self) -> float:
        if self._intervals:
            return statistics.median(self._intervals)
        rate, time_base = self._stream.average_rate, self._stream.time_base
        return float(1 / (rate * time_base)) if rate and time_base else 0.0

    def _stated_s(self) -> Fraction | None:
        """Return the end that the header states; no estimates, which follow the file's own length."""
        stream, container = self._stream, self._container
        if "avi" in container.format.name:
            rate = stream.average_rate
            return stream.frames / rate if stream.frames and rate else None
        if "matroska" not in container.format.name:
            return None
        tagged = _seconds(stream.metadata.get("DURATION", ""))
        if tagged is not None:
            return tagged
        # What FFmpeg estimates from bit rates it gives to each stream as well, the header's value not.
        if stream.duration is None and container.duration and container.duration > 0:
            return Fraction(container.duration, av.time_base)
        return None


def _seconds(clock: str) -> Fraction | None:
    """Return the seconds of ``00:00:12.023000000``."""
    try:
        hours, minutes, seconds = clock.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)
    except ValueError:
        return None


def _is_cut(container: InputContainer, path: Path) -> bool:
    """Whether a file is shorter than its own structure says."""
    name = container.format.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    if name == "mpegts":
        return all(size % length for length in _TRANSPORT_PACKET_BYTES)
    if "matroska" in name:
        return size < _segment_end(head)
    if name == "avi" and head[:4] == b"RIFF":
        return size < 8 + int.from_bytes(head[4:8], "little")
    return False


def _segment_end(head: bytes) -> int:
    """Return where a Matroska file's segment ends; 0 where that is not known, as after live recording."""
    position = 0
    while position < len(head):
        element, position = _variable_number(head, position, keeps_marker=True)
        size, position = _variable_number(head, position)
        if element == _SEGMENT:
            return 0 if size is None else position + size
        if size is None or (position >= len(head) and element != _EBML):
            return 0
        position += size
    return 0


def _variable_number(
    head: bytes, position: int, *, keeps_marker: bool = False
) -> tuple[int | None, int]:
    """Return a number of variable length and the place behind it; all ones is unknown (RFC 8794, 4)."""
    first = head[position] if position < len(head) else 0
    length = 9 - first.bit_length()
    number = int.from_bytes(head[position : position + length], "big")
    end = position + length
    if first == 0 or end > len(head):
        return None, len(head)
    if keeps_marker:
        return number, end
    mask = (1 << 7 * length) - 1
    return (None if number & mask == mask else number & mask), end
