"""Reading an ONNX file without its weights: what it needs, what it says of itself, whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO

from engine_core.errors import ModelFileError
from engine_core.metadata import Metadata, parse_metadata
from engine_core.onnxclasses import chosen_class_count
from engine_core.text import Text, text

if TYPE_CHECKING:
    import onnx

MAX_ONNX_BYTES = 2**31 - 1
_STANDARD_DOMAINS = frozenset(
    ("", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training")
)
_DOWNLOAD_AGAIN = text(
    "Download or export it again; compare its size with the one that its page or exporter gives."
)


@dataclass(frozen=True, slots=True, order=True)
class Operator:
    """A kind of node, by its name and the domain that defines it (empty is ONNX' own)."""

    domain: str
    name: str

    @property
    def is_tensorrt_plugin(self) -> bool:
        """Whether the name follows the customs of TensorRT plugins: a guess, for messages."""
        return (
            self.name.endswith("_TRT")
            or self.name.startswith("TRT")
            or self.domain.lower().startswith(("trt", "tensorrt"))
        )

    def __str__(self) -> str:
        return f"{self.domain}::{self.name}" if self.domain else self.name


@dataclass(frozen=True, slots=True)
class OnnxFacts:
    """What an ONNX file needs from whoever runs it.

    Attributes:
        ir_version: Version of the file format.
        opsets: Domain and version of each imported operator set.
        producer: Name and version of the exporter.
        inputs, outputs: Names, in the file's order; weights that old files list as inputs are left out.
        operators: Every kind of node, those in bodies of loops, branches and functions included.
        unknown_operators: Those that ONNX itself does not define at the imported versions: plugins,
            runtimes' own operators, or operators newer than the installed ``onnx``.
        external_files: Files with weights, relative to the model's folder.
        class_count: Number of classes that an end-to-end head chooses among, where the graph shows it.
    """

    ir_version: int
    opsets: tuple[tuple[str, int], ...]
    producer: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    operators: frozenset[Operator]
    unknown_operators: tuple[Operator, ...]
    external_files: tuple[str, ...]
    class_count: int | None = None

    @property
    def plugins(self) -> tuple[Operator, ...]:
        """The unknown operators that look like TensorRT plugins."""
        return tuple(one for one in self.unknown_operators if one.is_tensorrt_plugin)


class ProtoShape(Enum):
    """What the outermost fields of a protobuf message say it is."""

    ONNX = "onnx"
    CORE_ML = "coreml"
    CAFFE = "caffe"
    TENSORFLOW = "tensorflow"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ProtoOutline:
    """The outermost fields of a protobuf message, read without their contents.

    Attributes:
        shape: What they are the fields of.
        missing_bytes: How many bytes the file lacks for its last field; 0 where it is whole.
        is_damaged: Whether the walk met something that is no field.
    """

    shape: ProtoShape
    missing_bytes: int = 0
    is_damaged: bool = False


# Field number to wire type (0 varint, 2 with a length) of ModelProto, from onnx.proto.
_MODEL_FIELDS = {1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2}
_MAX_FIELDS = 200_000
_FIELD_HEAD_BYTES = 20


def outline(file: BinaryIO, size_bytes: int) -> ProtoOutline:
    """Walk over the outermost fields of ``file``, from its beginning, jumping over their contents."""
    fields: list[tuple[int, int]] = []
    missing = 0
    damaged = False
    position = 0
    while position < size_bytes and len(fields) < _MAX_FIELDS:
        file.seek(position)
        head = file.read(_FIELD_HEAD_BYTES)
        step = _field_at(head)
        if step is None:
            damaged = len(head) == _FIELD_HEAD_BYTES
            missing = 0 if damaged else 1
            break
        number, wire_type, length = step
        fields.append((number, wire_type))
        position += length
    else:
        missing = max(0, position - size_bytes)
    return ProtoOutline(_shape(fields, damaged or missing > 0), missing, damaged)


def _field_at(head: bytes) -> tuple[int, int, int] | None:
    """Return field number, wire type and whole length of the field that begins with ``head``."""
    key = _varint(head, 0)
    if key is None:
        return None
    tag, start = key
    number, wire_type = tag >> 3, tag & 7
    if not 1 <= number < 1 << 29:
        return None
    if wire_type in (1, 5):
        return number, wire_type, start + (8 if wire_type == 1 else 4)
    value = _varint(head, start) if wire_type in (0, 2) else None
    if value is None:
        return None
    content, end = value
    return number, wire_type, end + (content if wire_type == 2 else 0)


def _varint(data: bytes, start: int) -> tuple[int, int] | None:
    value = 0
    for index in range(start, min(start + 10, len(data))):
        value |= (data[index] & 0x7F) << 7 * (index - start)
        if data[index] < 0x80:
            return value, index + 1
    return None


def _shape(fields: list[tuple[int, int]], is_partial: bool) -> ProtoShape:
    numbers = {number for number, _ in fields}
    if fields and fields[0] == (1, 0):
        if any(200 <= number <= 4000 for number in numbers):
            return ProtoShape.CORE_ML
        known = [_MODEL_FIELDS.get(number) == wire_type for number, wire_type in fields]
        if 7 in numbers or (is_partial and len(known) > 1 and known[1]):
            return ProtoShape.ONNX
        if fields[1:] and set(fields[1:]) == {(2, 2)}:
            return ProtoShape.TENSORFLOW
    elif (7, 2) in fields and all(_MODEL_FIELDS.get(n) == w for n, w in fields):
        return ProtoShape.ONNX  # the order of fields is free, though every known exporter keeps it
    elif (100, 2) in fields and fields[0] == (1, 2):
        return ProtoShape.CAFFE
    return ProtoShape.UNKNOWN


def read_onnx(path: Path, size_bytes: int, missing_bytes: int = 0) -> tuple[OnnxFacts, Metadata]:
    """Read what an ONNX file needs and says; its weights are let go before this returns.

    Raises:
        ModelFileError: If it is damaged, cut off, empty, too large for one file, or keeps weights in
            files that are missing or lie outside its folder.
    """
    if missing_bytes:
        raise ModelFileError(
            what=text("{name} is only the beginning of an ONNX model", name=path.name),
            why=text(
                "It holds {size} bytes and at least {missing} more should follow.",
                size=f"{size_bytes:,}",
                missing=f"{missing_bytes:,}",
            ),
            cure=_DOWNLOAD_AGAIN,
        )
    if size_bytes > MAX_ONNX_BYTES:
        raise ModelFileError(
            what=text("{name} is too large for one ONNX file", name=path.name),
            why=text("A single ONNX file cannot hold more than 2 GiB."),
            cure=text("Export it with its weights in a separate file (external data)."),
        )
    # A tenth of a second that a start without a model need not wait for.
    import onnx
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    try:
        model = onnx.ModelProto.FromString(path.read_bytes())
        facts = _facts(model)
        properties: dict[str, object] = {
            _string(one.key): _string(one.value) for one in model.metadata_props
        }
        external = list(_external_parts(model))
        has_nodes = bool(model.graph.node)
    except OSError as error:
        raise ModelFileError(
            what=text("{name} cannot be read", name=path.name),
            why=text("{reason}", reason=error.strerror or error),
        ) from error
    except MemoryError as error:
        raise ModelFileError(
            what=text("{name} cannot be read", name=path.name),
            why=text("There is not enough memory for it."),
            cure=text("Close other programs, or use a machine with more memory."),
        ) from error
    except (DecodeError, ValueError, TypeError, RuntimeError) as error:
        raise _damaged(path, text("Its contents do not fit together."), str(error)) from error
    if not facts.outputs or not has_nodes:
        raise _damaged(path, text("It has no network in it, or a network without outputs."))
    if not facts.opsets and facts.ir_version >= 3:
        raise _damaged(path, text("It does not say which set of operators it uses."))
    _check_external(path, external)
    return facts, parse_metadata(properties, text("the ONNX metadata"))


def _damaged(path: Path, why: Text, details: str = "") -> ModelFileError:
    return ModelFileError(
        what=text("{name} is a damaged or incomplete ONNX model", name=path.name),
        why=why,
        cure=_DOWNLOAD_AGAIN,
        details=details,
    )


def damaged_onnx(path: Path) -> ModelFileError:
    """Return the error for a file that begins as an ONNX model and does not go on as one."""
    return _damaged(path, text("It begins as one, but what follows is not what it should be."))


def _facts(model: onnx.ModelProto) -> OnnxFacts:
    opsets = {_string(one.domain): int(one.version) for one in model.opset_import}
    graph = model.graph
    weights = {_string(one.name) for one in graph.initializer}
    operators = frozenset(
        Operator(_string(node.domain), _string(node.op_type)) for node in _nodes(model)
    )
    defined = {(_string(one.domain), _string(one.name)) for one in model.functions}
    unknown = sorted(
        one
        for one in operators
        if (one.domain, one.name) not in defined and not _is_standard(one, opsets)
    )
    names = [_string(one.name) for one in graph.input]
    return OnnxFacts(
        ir_version=int(model.ir_version),
        opsets=tuple(sorted(opsets.items())),
        producer=f"{_string(model.producer_name)} {_string(model.producer_version)}".strip(),
        inputs=tuple(name for name in names if name not in weights),
        outputs=tuple(_string(one.name) for one in graph.output),
        operators=operators,
        unknown_operators=tuple(unknown),
        external_files=tuple(
            sorted({location for location, _, _ in _external_parts(model) if location})
        ),
        class_count=chosen_class_count(graph),
    )


def _is_standard(operator: Operator, opsets: dict[str, int]) -> bool:
    if operator.domain not in _STANDARD_DOMAINS:
        return False
    domain = "" if operator.domain == "ai.onnx" else operator.domain
    version = opsets.get(operator.domain, opsets.get(domain, 1))
    if not 1 <= version < 2**31:
        return False
    import onnx

    try:
        return not onnx.defs.get_schema(operator.name, version, domain).deprecated
    except onnx.defs.SchemaError:
        return False


def _nodes(model: onnx.ModelProto) -> Iterator[onnx.NodeProto]:
    for function in model.functions:
        yield from function.node
    for graph in _graphs(model):
        yield from graph.node


def _graphs(model: onnx.ModelProto) -> Iterator[onnx.GraphProto]:
    """Yield every graph: the main one, those of training, and the bodies of loops and branches."""
    waiting = [model.graph]
    for training in model.training_info:
        waiting += [training.initialization, training.algorithm]
    for function in model.functions:
        for node in function.node:
            waiting.extend(_bodies(node))
    while waiting:
        graph = waiting.pop()
        yield graph
        for node in graph.node:
            waiting.extend(_bodies(node))


def _bodies(node: onnx.NodeProto) -> Iterator[onnx.GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _tensors(model: onnx.ModelProto) -> Iterator[onnx.TensorProto]:
    for graph in _graphs(model):
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield sparse.values
            yield sparse.indices
    for node in _nodes(model):
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors
            sparse_tensors = [*attribute.sparse_tensors]
            if attribute.HasField("sparse_tensor"):
                sparse_tensors.append(attribute.sparse_tensor)
            for sparse in sparse_tensors:
                yield sparse.values
                yield sparse.indices


def _external_parts(model: onnx.ModelProto) -> Iterator[tuple[str, int, int]]:
    """Yield location, offset and length of everything that lies in another file."""
    import onnx

    for tensor in _tensors(model):
        if tensor.data_location != onnx.TensorProto.EXTERNAL:
            continue
        entries = {_string(one.key): _string(one.value) for one in tensor.external_data}
        yield entries.get("location", ""), _offset(entries, "offset"), _offset(entries, "length")


def _offset(entries: dict[str, str], key: str) -> int:
    value = entries.get(key, "0").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0


def _string(value: object) -> str:
    """Return a protobuf string, which is ``bytes`` where it is no valid UTF-8."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _check_external(path: Path, parts: list[tuple[str, int, int]]) -> None:
    """See that weights kept in other files are there, whole, and within the model's own folder.

    The folder that a link to the model points to counts as its own too: download caches keep links.
    """
    needed: dict[str, int] = {}
    for location, offset, length in parts:
        needed[location] = max(needed.get(location, 0), offset + length)
    if not needed:
        return
    folders = {path.parent.resolve(), path.resolve().parent}
    for location, end in sorted(needed.items()):
        file = _within(path, location, folders)
        try:
            present = file.stat().st_size if file.is_file() else None
        except OSError:
            present = None
        if present is None:
            raise ModelFileError(
                what=text("{name} lacks its weights", name=path.name),
                why=text(
                    "They are in a second file, {file}, which is not beside it.", file=location
                ),
                cure=text("Copy {file} into the folder of {name}.", file=location, name=path.name),
            )
        if present < end:
            raise ModelFileError(
                what=text(
                    "{file}, the weights of {name}, is cut off", file=location, name=path.name
                ),
                why=text(
                    "It holds {size} bytes and {needed} are needed.",
                    size=f"{present:,}",
                    needed=f"{end:,}",
                ),
                cure=text("Copy or download {file} again.", file=location),
            )


def _within(path: Path, location: str, folders: set[Path]) -> Path:
    windows, posix = PureWindowsPath(location), PurePosixPath(location)
    is_safe = (
        bool(location.strip())
        and "\x00" not in location
        and not (windows.drive or windows.root or posix.root)
        and ".." not in windows.parts
    )
    if is_safe:
        file = path.parent / location
        with suppress(OSError, RuntimeError):  # names that cannot exist, links that lead in circles
            if folders & set(file.resolve().parents):
                return file
    raise ModelFileError(
        what=text("{name} wants to read a file outside its own folder", name=path.name),
        why=text(
            "It says that its weights are in “{file}”. A model may only read files that lie with it, "
            "so it was not opened.",
            file=location[:200],
        ),
        cure=text("If you trust its maker, export it again with its weights beside it."),
    )
