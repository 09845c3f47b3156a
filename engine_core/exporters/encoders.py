"""How video files are made: which encoders there are for a codec, in the order they are tried."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Encoder:
    """One way to make a video file.

    Attributes:
        codec: FFmpeg's name.
        container: FFmpeg's name.
        suffix: Of the file.
        pixel_format: What the encoder is fed.
        options: Quality and speed.
    """

    codec: str
    container: str
    suffix: str
    pixel_format: str
    options: dict[str, str] = field(default_factory=dict)

    @property
    def is_rgb(self) -> bool:
        return self.pixel_format == "bgr0"

    @property
    def needs_even_sides(self) -> bool:
        return self.container == "mp4"


_VP9 = Encoder(
    "libvpx-vp9",
    "webm",
    ".webm",
    "yuv420p",
    # Without a bit rate crf is constant quality. "realtime" is four times as fast as "good" here, at the
    # same fidelity in files a third larger.
    {"crf": "24", "b": "0", "row-mt": "1", "deadline": "realtime", "cpu-used": "6"},
)
ENCODERS: dict[str, tuple[Encoder, ...]] = {
    "h264": (
        Encoder(
            "libx264", "mp4", ".mp4", "yuv420p", {"crf": "18", "preset": "veryfast", "bf": "0"}
        ),
        Encoder("h264_nvenc", "mp4", ".mp4", "yuv420p", {"rc": "vbr", "cq": "19", "bf": "0"}),
        Encoder("libopenh264", "mp4", ".mp4", "yuv420p", {"b": "8M"}),
        _VP9,
    ),
    "vp9": (_VP9,),
    "ffv1": (Encoder("ffv1", "matroska", ".mkv", "bgr0", {"level": "3", "slicecrc": "1"}),),
}


def coded_size(encoder: Encoder, size_wh: tuple[int, int]) -> tuple[int, int]:
    """Return the size that the encoder is fed for a picture of the given size."""
    odd = int(encoder.needs_even_sides)
    return size_wh[0] + (size_wh[0] & odd), size_wh[1] + (size_wh[1] & odd)
