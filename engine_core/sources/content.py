"""What a file is by its first bytes and by its suffix, so that a wrong name fools nobody."""

from __future__ import annotations

from engine_core.frame import SourceKind
from engine_core.text import Text, text

HEAD_BYTES = 1024
"""How many first bytes ``kind_by_content`` and ``foreign_content`` want to see."""

_PICTURES = (
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .bmp .dib .gif .webp .tif .tiff .avif .avifs .heic .heif"
    " .hif .jp2 .j2k .j2c .jpc .jpf .jpx .ppm .pgm .pbm .pnm .qoi"
)
_VIDEOS = (
    ".mp4 .m4v .mov .qt .avi .divx .mkv .webm .wmv .asf .flv .f4v .mpg .mpeg .mpe .m2v .m1v .mpv .vob"
    " .ts .m2ts .mts .m2t .3gp .3g2 .ogv .ogm .mxf .dv .rm .rmvb .y4m .ivf .h264 .264 .h265 .265 .hevc"
    " .mjpeg .mjpg .nut .wtv .insv .lrv .dav"
)
PICTURE_SUFFIXES = frozenset(_PICTURES.split())
VIDEO_SUFFIXES = frozenset(_VIDEOS.split())
KINDS_BY_SUFFIX = dict.fromkeys(PICTURE_SUFFIXES, SourceKind.PICTURE) | dict.fromkeys(
    VIDEO_SUFFIXES, SourceKind.VIDEO
)

_PICTURE_MAGIC = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"\x00\x00\x00\x0cjP  ",
    b"\xff\x4f\xff\x51",
    b"qoif",
)
_VIDEO_MAGIC = (
    b"\x1aE\xdf\xa3",
    b"FLV\x01",
    b"0&\xb2u\x8ef\xcf\x11",
    b"OggS",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
    b".RMF",
    b"YUV4MPEG2",
    b"DKIF",
    b"\x06\x0e+4\x02\x05\x01\x01\r\x01\x02",
)
# Major brands of the ISO base media family (ISO/IEC 14496-12) that hold still pictures.
_PICTURE_BRANDS = frozenset(
    (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
)
_TRANSPORT_PACKET = 188


def kind_by_suffix(name: str) -> SourceKind | None:
    """Return what the suffix of a file name or of the path of an address promises."""
    return KINDS_BY_SUFFIX.get(name[name.rfind(".") :].lower())


def kind_by_content(head: bytes) -> SourceKind | None:
    """Return what the first bytes of a file say it is; None where they say nothing certain."""
    if head.startswith(_PICTURE_MAGIC) or _is_bmp(head) or _is_netpbm(head):
        return SourceKind.PICTURE
    if head.startswith(_VIDEO_MAGIC) or _is_transport_stream(head):
        return SourceKind.VIDEO
    if head[:4] == b"RIFF":
        return {b"WEBP": SourceKind.PICTURE, b"AVI ": SourceKind.VIDEO}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return SourceKind.PICTURE if head[8:12] in _PICTURE_BRANDS else SourceKind.VIDEO
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return SourceKind.VIDEO
    return None


def is_heif(head: bytes) -> bool:
    """Whether this is a picture of the HEIF family that is not AVIF: what phones call HEIC."""
    return head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS - {b"avif", b"avis"}


def foreign_content(head: bytes) -> tuple[Text, Text] | None:
    """Name the usual things that are taken for pictures and videos, with the cure; None if unknown."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if not head:
        return text("The file is empty (0 bytes)"), text("Copy or download it again")
    if not head.strip(b"\x00"):
        return (
            text("The file begins with nothing but zeros, as after an interrupted copy"),
            text("Copy or download it again"),
        )
    if start.startswith(b"version https://git-lfs"):
        return (
            text("It is a Git LFS pointer: the real file was not downloaded"),
            text("Run “git lfs pull” in its repository"),
        )
    if start.startswith((b"<!doctype html", b"<html", b"<head")):
        return (
            text("It is a web page (HTML), not the file that the link promised"),
            text("Download it again, and look at it in a browser if that fails"),
        )
    if start.startswith((b"<?xml", b"<svg")):
        return (
            text("It is an XML or SVG text"),
            text("Convert drawings to PNG; label files are not pictures"),
        )
    if start.startswith(b"%pdf"):
        return text("It is a PDF document"), text("Export its pages as PNG or JPEG")
    if head.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return text("It is an archive"), text("Unpack it and give the folder")
    return None


def _is_bmp(head: bytes) -> bool:
    # "BM" alone begins many a text; a bitmap header of known length must follow.
    return head[:2] == b"BM" and head[14:18] in {
        length.to_bytes(4, "little") for length in (12, 40, 52, 56, 64, 108, 124)
    }


def _is_netpbm(head: bytes) -> bool:
    return head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in (b" ", b"\t", b"\r", b"\n")


def _is_transport_stream(head: bytes) -> bool:
    # M2TS puts a four-byte time code before every packet.
    return any(
        head[first : first + 1 + 2 * step : step] == b"GGG"
        for first, step in ((0, _TRANSPORT_PACKET), (4, _TRANSPORT_PACKET + 4))
    )
