"""Still pictures: one decoder for display and network, so that both see the same pixels.

What a trained network saw is the guide: trainers read pictures with OpenCV or Pillow and apply the EXIF
orientation but no colour profile. So RGB and grey values are left as they are, profile or not; CMYK, whose
numbers mean nothing without a profile, goes through the embedded one. Transparent parts are laid over the
neutral grey that letterboxes are padded with, because the colour hidden beneath them is arbitrary.

Pillow takes about 1.7 times as long as OpenCV for a 4K JPEG, with the same pixels. It is used all the same:
OpenCV returns a half-grey picture for a truncated file without a word.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, UnidentifiedImageError

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceInfo, SourceItem, SourceKind
from engine_core.sources.content import HEAD_BYTES, foreign_content, is_heif, kind_by_content
from engine_core.sources.depth import (
    TIFF_MARKS,
    brightened,
    raw_mode,
    stated_white,
    to_bytes,
    why_unread_tiff,
)
from engine_core.text import NOTHING, Text, text

MAX_MEGAPIXELS = 300
BACKDROP_GREY = 114

# Only what cannot run programs: Pillow would hand EPS to Ghostscript.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "PPM", "JPEG2000", "AVIF", "QOI")

# EXIF tag 274, values 2 to 8: what brings the stored rows upright (TIFF 6.0, "Orientation").
_ORIENTATION = 274
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Pillow warns of harmless oddities while it reads headers. The filter that keeps them away is global to the
# process, and two threads that change it at once would restore each other's state: hence one at a time.
_READING_HEADER = threading.Lock()

# The limit of this program takes its place, checked in every opening and the same for all systems; Pillow's
# own raises at 179 megapixels and warns before.
Image.MAX_IMAGE_PIXELS = None


class PictureSource:
    """A picture file as a source of one frame; decoded when it is made."""

    def __init__(self, item: SourceItem) -> None:
        """Read the picture.

        Raises:
            SourceError: It cannot be read; says what the file is instead where that can be told.
        """
        image, note = read_picture(item.location)
        height, width = image.shape[:2]
        self._info = SourceInfo(item, (width, height), frame_count=1, note=note)
        self._frame: Frame | None = Frame(image=image, source=item.shown, name=item.name)

    @property
    def info(self) -> SourceInfo:
        return self._info

    def read(self, index: int) -> Frame:
        if index != 0:
            raise IndexError(index)
        if self._frame is None:
            raise ValueError("the picture has been closed")
        return self._frame

    def __iter__(self) -> Iterator[Frame | SourceError]:
        yield self.read(0)

    def close(self) -> None:
        self._frame = None

    def __enter__(self) -> PictureSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_picture(path: str | Path) -> tuple[npt.NDArray[np.uint8], Text]:
    """Decode a picture to upright RGB.

    16-bit grey is divided by 257, so that 65535 becomes 255; 16-bit colour keeps its upper byte. But where
    a TIFF says that 9 to 15 bits are in use (BitsPerSample, MaxSampleValue), or no value needs more than
    12, 10 or 8 bits, the greatest value of that depth becomes 255: sensors of that depth store their
    numbers so, and the picture would be all but black. Floating point grey is taken as 0 to 1 or 0 to
    255 if it lies there, and else stretched from its least to its greatest value. Of animations and
    documents of several pages the first frame is taken. May be called on any thread.

    Returns:
        The picture, ``(h, w, 3)`` uint8, read-only, and what the user should know of the
        conversion, or an empty text.

    Raises:
        SourceError: It cannot be read, or is larger than ``MAX_MEGAPIXELS``.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return _decode(file, path)
    except FileNotFoundError as error:
        raise _unreadable(path, text("The file does not exist"), text("Check the path")) from error
    except OSError as error:
        if path.is_dir():
            why = text("It is a folder")
        else:
            why = text("The system refuses: {reason}", reason=error.strerror or error)
        cure = text("Check that you may read it and that its disk is there")
        raise _unreadable(path, why, cure, details=str(error)) from error


def _decode(file: BinaryIO, path: Path) -> tuple[npt.NDArray[np.uint8], Text]:
    head = file.read(HEAD_BYTES)
    foreign = foreign_content(head)
    if foreign:
        raise _unreadable(path, *foreign)
    try:
        image, note = _open(file, path, head)
        with image:
            raw = raw_mode(image)
            image.load()
            pixels, conversion = _to_rgb(image, raw, lambda: _open(file, path, head)[0])
    except SourceError:
        raise
    except UnidentifiedImageError as error:
        kind = kind_by_content(head)
        with _quietly():
            reason = why_unread_tiff(file) if head[:4] in TIFF_MARKS else None
        if reason is not None:
            raise _unreadable(path, *reason, details=str(error)) from error
        if kind is SourceKind.PICTURE:
            raise _damaged(path, error) from error
        if kind is SourceKind.VIDEO:
            why, cure = text("It is a video"), text("Give it a suffix of videos, such as .mp4")
        else:
            why = text("It is in no picture format that is known here, or its beginning is damaged")
            cure = text("Open it in an image editor and save it as PNG or JPEG")
        raise _unreadable(path, why, cure, details=str(error)) from error
    except MemoryError as error:
        raise _unreadable(
            path,
            text("There is not enough memory for it"),
            text("Make it smaller, or close programs"),
        ) from error
    except Exception as error:  # Pillow's parsers raise nearly anything on damaged files
        raise _damaged(path, error) from error
    return pixels, _joined(note, conversion)


@contextmanager
def _quietly() -> Iterator[None]:
    with _READING_HEADER, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(file: BinaryIO, path: Path, head: bytes) -> tuple[Image.Image, Text]:
    """Read the header: enough to refuse what is too large before memory is taken for it."""
    formats = (*_FORMATS, "HEIF") if is_heif(head) and _has_heif(path) else _FORMATS
    file.seek(0)
    with _quietly():
        image = Image.open(file, formats=formats)
        width, height = image.size
        if width * height > MAX_MEGAPIXELS * 1_000_000:
            raise _unreadable(
                path,
                text(
                    "It has {width} × {height} pixels, more than the {limit} megapixels that are allowed",
                    width=width,
                    height=height,
                    limit=MAX_MEGAPIXELS,
                ),
                text("Cut it into tiles or make it smaller"),
            )
        # A JPEG of several pictures (MPO) is a photo with a preview or a depth map: not worth a word.
        several = image.format != "MPO" and getattr(image, "is_animated", False)
    if not several:
        return image, NOTHING
    if image.format == "TIFF":
        return image, text("The file has several pages; the first is shown.")
    return image, text("The file is an animation; its first frame is shown.")


def _has_heif(path: Path) -> bool:
    try:
        import pillow_heif  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        raise _unreadable(
            path,
            text(
                "It is a HEIC picture, as phones take them, and the reader for these is not installed"
            ),
            text("Run “pip install pillow-heif”, or set the phone to “most compatible” (JPEG)"),
            details=str(error),
        ) from error
    pillow_heif.register_heif_opener()
    return True


def _to_rgb(
    image: Image.Image, raw: str, reopen: Callable[[], Image.Image]
) -> tuple[npt.NDArray[np.uint8], Text]:
    upright = _UPRIGHT.get(_orientation(image))
    bright = brightened(image, raw, reopen)
    image, note = bright or (image, NOTHING)
    if image.mode.startswith("I") or image.mode == "F":
        grey, note = to_bytes(np.asarray(image), stated_white(image))
        image = Image.fromarray(grey)
    elif image.has_transparency_data:
        image = _over_backdrop(image)
    elif image.mode == "CMYK":
        image, note = _cmyk_to_rgb(image)
    if image.mode != "RGB":
        image = image.convert("RGB")
    if upright is not None:
        image = image.transpose(upright)
    return np.asarray(image), note


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation that is still to be applied; of a loaded TIFF Pillow has removed it."""
    try:
        with _quietly():
            return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - nearly anything, and the pixels of such a picture are fine
        return 1


def _over_backdrop(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    backdrop = Image.new("RGBA", image.size, (BACKDROP_GREY,) * 3 + (255,))
    backdrop.alpha_composite(image)
    return backdrop.convert("RGB")


def _cmyk_to_rgb(image: Image.Image) -> tuple[Image.Image, Text]:
    profile = image.info.get("icc_profile")
    if not profile:
        return image.convert("RGB"), text(
            "CMYK colours were converted without a colour profile, because the file has none."
        )
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        converted = None
    if converted is None:
        return image.convert("RGB"), text(
            "CMYK colours were converted without a colour profile, because the file's is damaged."
        )
    return converted, text("CMYK colours were converted with the file's colour profile.")


def _joined(first: Text, second: Text) -> Text:
    if first and second:
        return text("{first} {second}", first=first, second=second)
    return first or second


def _damaged(path: Path, error: Exception) -> SourceError:
    return _unreadable(
        path,
        text("The file is cut off or damaged"),
        text("Copy or download it again"),
        details=f"{type(error).__name__}: {error}",
    )


def _unreadable(path: Path, why: Text, cure: Text = NOTHING, details: str = "") -> SourceError:
    return SourceError(
        text("The picture {name} cannot be read", name=path), why=why, cure=cure, details=details
    )
