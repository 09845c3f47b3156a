"""What a file is that is not what was asked for: told by its bytes, with a sentence and a cure.

A name is asked only where the bytes have no mark of their own, and then for the advice alone.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from engine_core.text import Text, text

_EXPORT = text(
    "Export it to ONNX where it was trained (with Ultralytics: yolo export model={name} format=onnx) "
    "and open the .onnx file.",
    name="best.pt",
)
_EXPORT_ANY = text(
    "Open the ONNX file that it was made from, or export the trained network to ONNX and open that."
)
_UNPACK = text("Unpack it first, then choose the model inside.")
_AS_SOURCE = text(
    "Choose an .onnx or .engine file as the model, and open this file as what is to be looked at."
)
_OTHER_FILE = text("Choose the .onnx or .engine file of the model.")
_DOWNLOAD = text("Download the file itself again, and look at its size before opening it.")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file in plain words.

    Attributes:
        group: ``model``, ``media``, ``archive``, ``text`` or ``other``, for those who only need that.
        what: Sentence that says what the file is.
        cure: What somebody does who wanted to open a model.
    """

    group: str
    what: Text
    cure: Text


def kind_of(start: bytes, path: Path) -> FileKind | None:
    """Tell what a file is by its first bytes (4 KiB suffice), or None where nothing is known of it.

    ``path`` is opened only for the table of contents of a zip archive.
    """
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path)
    return (
        _kind_by_mark(start) or _kind_of_container(start) or _kind_of_protobuf(start)
    ) or kind_of_text(start)


def kind_by_name(path: Path) -> FileKind | None:
    """Guess what a file without any mark is by the end of its name: for advice, never for a decision."""
    what = {
        ".onnx": _DAMAGED_ONNX,
        ".engine": _DAMAGED_PLAN,
        ".plan": _DAMAGED_PLAN,
        ".trt": _DAMAGED_PLAN,
        ".etlt": _TAO,
        ".tlt": _TAO,
        ".hdf5": _TAO,
        ".pdiparams": _PADDLE,
        ".bin": _RAW_WEIGHTS,
        ".weights": _RAW_WEIGHTS,
        ".mnn": FileKind("model", text("It is an MNN model."), _EXPORT_ANY),
        ".caffemodel": FileKind("model", text("It holds the weights of Caffe."), _EXPORT_ANY),
        ".uff": FileKind("model", text("It is a UFF model of an old TensorRT."), _EXPORT_ANY),
    }
    return what.get(path.suffix.lower())


def looks_like_text(start: bytes) -> bool:
    """Say whether bytes are text: UTF-8, UTF-16 with a mark, or a Western or Chinese code page."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(start) > 3
    if not start or b"\x00" in start:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\x08" for byte in start)
    if controls:
        return False
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(start) - error.start < 4:
            return True  # a character cut in two at the end of what was read
        return sum(byte > 126 for byte in start) < 0.4 * len(start)
    return True


_PICKLE = FileKind(
    "model",
    text(
        "It is a Python pickle, as PyTorch and scikit-learn save models. A pickle can run any program "
        "when it is opened, so it was not opened."
    ),
    _EXPORT,
)
_TORCH = FileKind("model", text("It is a PyTorch checkpoint (.pt or .pth)."), _EXPORT)
_TORCH_SCRIPT = FileKind(
    "model", text("It is a program saved by PyTorch (TorchScript or Torch-TensorRT)."), _EXPORT_ANY
)
_TAO = FileKind(
    "model",
    text("By its name it is an encrypted model of NVIDIA TAO, or its weights."),
    text(
        "Convert it with tao-converter and its key, or export it from TAO as ONNX, and open that."
    ),
)
_DAMAGED_ONNX = FileKind(
    "model",
    text("By its name it is an ONNX model, but its first bytes are not those of one."),
    text("Download or export it again; this copy is damaged, encrypted or something else."),
)
_DAMAGED_PLAN = FileKind(
    "model",
    text(
        "By its name it is a TensorRT engine, but its first bytes are not those of one: it is damaged, "
        "encrypted, or made by another product such as TensorRT for RTX."
    ),
    text("Build it again with TensorRT, or open the ONNX file that it was made from."),
)
_PADDLE = FileKind(
    "model",
    text("It belongs to a PaddlePaddle model."),
    text("Convert the model with paddle2onnx and open the .onnx file."),
)
TENSORFLOW = FileKind(
    "model",
    text("It is a TensorFlow graph (SavedModel or frozen .pb)."),
    text("Convert it with tf2onnx (python -m tf2onnx.convert) and open the .onnx file."),
)
_NCNN = FileKind("model", text("It belongs to an ncnn model (.param and .bin)."), _EXPORT_ANY)
_OPENVINO = FileKind("model", text("It belongs to an OpenVINO model (.xml and .bin)."), _EXPORT_ANY)
_DARKNET = FileKind(
    "model",
    text("It belongs to a Darknet network (.cfg and .weights)."),
    text("Convert the network to ONNX and open the .onnx file."),
)
CAFFE = FileKind("model", text("It belongs to a Caffe network."), _EXPORT_ANY)
CORE_ML = FileKind("model", text("It is a Core ML model."), _EXPORT_ANY)
_RAW_WEIGHTS = FileKind(
    "model",
    text("By its name it holds the weights of a model that is described in another file."),
    _EXPORT_ANY,
)
_KERAS = FileKind(
    "model",
    text("It is an HDF5 file, as Keras and TAO save models."),
    text("Convert it with tf2onnx, or export it as ONNX from TAO, and open the .onnx file."),
)
_TFLITE = FileKind(
    "model",
    text("It is a TensorFlow Lite model."),
    text("Convert it with tf2onnx (--tflite) or export the network to ONNX, and open that."),
)
_ORT = FileKind(
    "model",
    text("It is a model in ONNX Runtime's own .ort format, which says too little about itself."),
    text("Open the .onnx file that it was made from."),
)
LFS_POINTER = FileKind(
    "text",
    text("It is a Git LFS pointer: the name of a large file that was not downloaded."),
    text("Run git lfs pull in its folder, or download the file from its page."),
)
WEB_PAGE = FileKind(
    "text",
    text("It is a web page, saved in place of the file that was to be downloaded."),
    _DOWNLOAD,
)


def _other(group: str, what: Text, cure: Text = _OTHER_FILE) -> FileKind:
    return FileKind(group, what, cure)


_SAFETENSORS = _other(
    "model", text("It is a safetensors file: weights without the network."), _EXPORT_ANY
)
_ARCHIVE = _other("archive", text("It is an archive or a compressed file."), _UNPACK)
_PICTURE = _other("media", text("It is a picture."), _AS_SOURCE)
_VIDEO = _other("media", text("It is a video."), _AS_SOURCE)
_SOUND = _other("media", text("It is a sound file."))
_PROGRAM = _other("other", text("It is a program or a library."))

# Offset, bytes, kind. Longer marks stand before shorter ones that they begin with.
_MARKS: tuple[tuple[int, bytes, FileKind], ...] = (
    (4, b"TFL3", _TFLITE),
    (4, b"ORTM", _ORT),
    (0, b"\x89HDF\r\n\x1a\n", _KERAS),
    (0, b"GGUF", _other("model", text("It is a language model (GGUF)."))),
    (0, b"RKNN", _other("model", text("It is a model for Rockchip processors."), _EXPORT_ANY)),
    (0, b"IMOD", _other("model", text("It is a model for Ascend processors."), _EXPORT_ANY)),
    (0, b"7767517", _NCNN),
    (0, b"\xdd\x85\x76\x00", _NCNN),
    (0, b"\x47\x6b\x30\x01", _NCNN),
    (0, b"\x00\x00\x00\x00\x02\x00\x00\x00\x05\x00\x00\x00", _DARKNET),
    (0, b"\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00", _DARKNET),
    (0, b"\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00", _DARKNET),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"\xfd7zXZ\x00", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (0, b"\x04\x22\x4d\x18", _ARCHIVE),
    (0, b"BZh", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!\x1a\x07", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"\xff\xd8\xff", _PICTURE),
    (0, b"\x89PNG\r\n\x1a\n", _PICTURE),
    (0, b"GIF87a", _PICTURE),
    (0, b"GIF89a", _PICTURE),
    (0, b"II*\x00", _PICTURE),
    (0, b"MM\x00*", _PICTURE),
    (0, b"II+\x00", _PICTURE),
    (0, b"\x00\x00\x01\x00\x01\x00", _PICTURE),
    (0, b"\x00\x00\x00\x0cjP  ", _PICTURE),
    (0, b"\x1a\x45\xdf\xa3", _VIDEO),
    (0, b"FLV\x01", _VIDEO),
    (0, b"\x00\x00\x01\xba", _VIDEO),
    (0, b"\x00\x00\x01\xb3", _VIDEO),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _VIDEO),
    (0, b"OggS", _VIDEO),
    (0, b"ID3", _SOUND),
    (0, b"%PDF-", _other("other", text("It is a PDF document."))),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\x93NUMPY", _other("other", text("It is a NumPy array."))),
    (0, b"SQLite format 3\x00", _other("other", text("It is an SQLite database."))),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", _other("other", text("It is a Windows shortcut."))),
)


def _kind_by_mark(start: bytes) -> FileKind | None:
    for offset, mark, kind in _MARKS:
        if start[offset : offset + len(mark)] == mark:
            return kind
    if start[:1] == b"\x80" and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return _PICKLE
    if start[8:9] == b"{" and 2 <= int.from_bytes(start[:8], "little") < 1 << 27:
        return _SAFETENSORS
    if start[:2] == b"MZ" and len(start) > 64:
        return _PROGRAM
    return None


def _kind_of_container(start: bytes) -> FileKind | None:
    """Tell formats whose mark alone is too short or says too little."""
    if start[:4] == b"RIFF":
        return {b"WEBP": _PICTURE, b"AVI ": _VIDEO, b"WAVE": _SOUND}.get(start[8:12])
    if start[4:8] == b"ftyp":
        stills = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
        return _PICTURE if start[8:12] in stills else _VIDEO
    if start[:2] == b"BM" and start[6:10] == b"\x00\x00\x00\x00" and len(start) >= 26:
        return _PICTURE
    if len(start) > 376 and start[0] == start[188] == start[376] == 0x47:
        return _VIDEO
    return None


_PADDLE_BLOCK = re.compile(rb"\x0a[\x80-\xff]*[\x00-\x7f]\x08\x00\x10\xff{9}\x01", re.DOTALL)
_TENSORFLOW_NODE = re.compile(
    rb"\x0a[\x80-\xff]*[\x00-\x7f]\x0a([\x01-\x7f])([\x20-\x7e]+?)\x12([\x01-\x40])"
    rb"(Placeholder|Const|[A-Z][A-Za-z0-9]+)[\x1a\x22\x2a]"
)


def _kind_of_protobuf(start: bytes) -> FileKind | None:
    if _PADDLE_BLOCK.match(start):
        return _PADDLE
    node = _TENSORFLOW_NODE.match(start)
    if node and len(node[2]) == node[1][0] and len(node[4]) == node[3][0]:
        return TENSORFLOW
    if start[:3] == b"\x08\x01\x12" and (b"tensorflow" in start or b"serve" in start):
        return TENSORFLOW
    return None


def kind_of_text(start: bytes) -> FileKind | None:
    """Tell kinds of text apart; None where the bytes are no text."""
    if not looks_like_text(start):
        return None
    content = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    beginning = content[:600].lower()
    if beginning.startswith("version https://git-lfs"):
        return LFS_POINTER
    if re.match(r"<!doctype html|<html|<head|<script", beginning):
        return WEB_PAGE
    if beginning.startswith("<") and re.search(r"<net\s[^>]*name=", beginning):
        return _OPENVINO
    if beginning.startswith("trt-") and "calibration" in beginning[:80]:
        return _other(
            "text",
            text("It is a calibration table of TensorRT, not an engine."),
            text("Open the engine, or the ONNX file, that belongs to it."),
        )
    if re.search(r"^\[(net|network|convolutional)\]", beginning, re.MULTILINE):
        return _DARKNET
    if re.search(r"^(layers?|input_param)\s*\{", beginning, re.MULTILINE):
        return CAFFE
    if re.match(r"[{\[]\s*([\"{\[\]}]|-?\d|$)", beginning):
        if '"program"' in beginning and '"base_code"' in beginning:
            return _PADDLE
        return _other("text", text("It is JSON text."))
    if beginning.startswith("<"):
        return _other("text", text("It is XML text."))
    return _other("text", text("It is text."))


def _kind_of_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [PurePath(name) for name in archive.namelist()[:20_000]]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return _other("archive", text("It is a zip archive that is damaged or cut off."), _DOWNLOAD)
    names = {member.name for member in members}
    folders = {part for member in members for part in member.parts[:-1]}
    if "data.pkl" in names:
        return _TORCH_SCRIPT if "code" in folders else _TORCH
    if "serialized_exported_program.json" in names or "archive_format" in names:
        return _TORCH_SCRIPT
    if "model.weights.h5" in names:
        return _KERAS
    if names and all(name.endswith(".npy") for name in names):
        return _other("other", text("It is a NumPy archive (.npz)."))
    models = [str(m) for m in members if m.suffix.lower() in (".onnx", ".engine", ".plan", ".trt")]
    if models:
        return _other(
            "archive",
            text("It is a zip archive with a model inside ({member}).", member=models[0]),
            _UNPACK,
        )
    return _other("archive", text("It is a zip archive."), _UNPACK)


def kind_of_folder(folder: Path) -> FileKind:
    """Say what a folder is that was given in place of a file; looks at a bounded number of names."""
    names: list[str] = []
    try:
        for index, entry in enumerate(folder.iterdir()):
            if index >= 1000:
                break
            names.append(entry.name)
    except OSError:
        names = []
    suffixes = {PurePath(name).suffix.lower() for name in names}
    models = sorted(
        n for n in names if PurePath(n).suffix.lower() in (".onnx", ".engine", ".plan", ".trt")
    )
    if models:
        return _other(
            "folder",
            text("It is a folder, not a file."),
            text("Choose the model in it, for example {member}.", member=models[0]),
        )
    if "saved_model.pb" in names:
        return FileKind(
            "folder", text("It is the folder of a TensorFlow SavedModel."), TENSORFLOW.cure
        )
    if folder.suffix.lower() == ".mlpackage":
        return FileKind("folder", CORE_ML.what, CORE_ML.cure)
    if {".xml", ".bin"} <= suffixes:
        return FileKind("folder", text("It is the folder of an OpenVINO model."), _EXPORT_ANY)
    if {".param", ".bin"} <= suffixes:
        return FileKind("folder", text("It is the folder of an ncnn model."), _EXPORT_ANY)
    if suffixes & {".pdmodel", ".pdiparams"}:
        return FileKind("folder", text("It is the folder of a PaddlePaddle model."), _PADDLE.cure)
    return _other("folder", text("It is a folder, not a file."))
