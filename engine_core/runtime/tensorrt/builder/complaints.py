"""What TensorRT says when it cannot build, in words that lead on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engine_core.errors import BuildError
from engine_core.runtime.tensorrt.builder.request import Request
from engine_core.text import NOTHING, Text, text

_MIB = 2**20
_MOST_DETAILS = 40
# onnx-tensorrt, docs/operators.md of release 8.6; TensorRT's ONNX opset guide for 11.
_NEWEST_OPSET = {8: 17, 11: 25}
_NEWEST_MAJOR = 11

_NO_IMPORTER = re.compile(r"No importer registered for op: (\S+?)\.? ")
_NO_PLUGIN = re.compile(
    r"(?:[Pp]lugin not found|[Cc]annot find plugin|could not find plugin|creator && )"
)
_PLUGIN_NAME = re.compile(
    r"(?:Searching for plugin: |find plugin:? |Plugin not found: )([\w:]+)", re.IGNORECASE
)
_OPERATOR = re.compile(r"operator: ?\"?(\w+)|op_?type: ?\"?(\w+)|\bNode: (\w+)", re.IGNORECASE)
_EXTERNAL = re.compile(r"Failed to (?:read weights from|open) external file: (.+)", re.IGNORECASE)
_REQUESTED = (
    re.compile(r"Requested amount of (?:GPU )?memory \((\d+) bytes\) could not be allocated"),
    re.compile(r"insufficient memory on requested size of (\d+)"),
    re.compile(r"allocat\w+ of size (\d+)", re.IGNORECASE),
)
_OUT_OF_MEMORY = re.compile(r"out of memory|OutOfMemory|could not be allocated|cudaMalloc fail")
_NO_KERNEL = re.compile(
    r"Could not find any implementation for node (.+?)(?: due to insufficient workspace.*)?\.?$"
)
_PROFILE = re.compile(
    r"(?:optimization profile is missing values|dynamic or shape inputs.*no optimization profile|"
    r"dimensions in profile|profile \d+ .*(?:invalid|not)|kMIN|kOPT|kMAX)",
    re.IGNORECASE,
)
_NO_DEVICE = re.compile(r"CUDA initialization failure with error: (\d+)")
_RESOURCE = re.compile(
    r"(?:Unable to load library|Failed to load|dlopen|LoadLibrary).*builder_resource|"
    r"libnvinfer_builder_resource",
    re.IGNORECASE,
)
_LEAN = re.compile(r"(?:Unable to load library|Failed to load|dlopen).*nvinfer_lean", re.IGNORECASE)
_STRONG_TYPES = re.compile(r"strongly typed|must (?:both )?have (?:the )?same type", re.IGNORECASE)


def parse_error(trt: Any, parser: Any, request: Request, lines: Sequence[str]) -> BuildError:
    """Say why the model could not be taken in.

    Args:
        trt: The module.
        parser: The ONNX parser after its failure.
        request: What was to be built.
        lines: The log's lines of level INFO and above.
    """
    complaints = [parser.get_error(index) for index in range(int(parser.num_errors))]
    said = [_complaint_line(one) for one in complaints]
    details = "\n".join([*said, *lines[-_MOST_DETAILS:]])
    name = request.model.name
    everything = [*said, *lines]
    external = _first(_EXTERNAL, everything)
    if external:
        return BuildError(
            text("{name} lacks its weights", name=name),
            why=text("TensorRT cannot read {file}.", file=external),
            cure=text("Copy that file into the folder of {name}.", name=name),
            details=details,
        )
    missing = _missing_operators(everything, request)
    if missing:
        return _unknown_operators(trt, request, missing, details)
    return _too_old(trt, request, complaints, details)


def _own_operators(request: Request) -> tuple[str, ...]:
    """Return the names, without domain, of the operators that ONNX does not define."""
    return tuple(one.rpartition("::")[2] for one in request.unknown_operators)


def _missing_operators(lines: Sequence[str], request: Request) -> tuple[str, ...]:
    named = _last(_NO_IMPORTER, [line + " " for line in lines])
    if named:
        return (named,)
    if any(_NO_PLUGIN.search(line) for line in lines):
        plugin = _last(_PLUGIN_NAME, lines) or _last(_OPERATOR, lines)
        return (plugin,) if plugin else _own_operators(request)
    return ()


def _unknown_operators(
    trt: Any, request: Request, operators: tuple[str, ...], details: str
) -> BuildError:
    name, version = request.model.name, str(trt.__version__)
    listed = ", ".join(operators)
    if not set(operators) <= set(_own_operators(request)):
        return BuildError(
            text("TensorRT {version} cannot build {name}", version=version, name=name),
            why=text("It does not know the operator {operator}.", operator=listed),
            cure=_newer(version),
            details=details,
        )
    return BuildError(
        text("TensorRT cannot build {name}: a plugin is missing", name=name),
        why=text(
            "The model uses {operator}, which is not part of ONNX and which no plugin of TensorRT "
            "{version} provides.",
            operator=listed,
            version=version,
        ),
        cure=text(
            "Choose the library that holds this plugin, use a TensorRT that still brings it (the NMS "
            "plugins ended with TensorRT 10), or export the model without it."
        ),
        details=details,
        plugins=operators,
    )


def _too_old(trt: Any, request: Request, complaints: Sequence[Any], details: str) -> BuildError:
    """Say that standard operators are not understood: the model is newer than TensorRT."""
    version = str(trt.__version__)
    newest = _NEWEST_OPSET.get(int(version.split(".", maxsplit=1)[0]))
    reason = str(complaints[-1].desc()) if complaints else ""
    operator = _node_operator(complaints[-1]) if complaints else ""
    at = (
        text(" at the operator {operator}", operator=operator)
        if operator and operator not in reason
        else NOTHING
    )
    opset = (
        text(
            " The model uses operator set {opset}; this TensorRT is made for sets up to {newest}.",
            opset=request.opset,
            newest=newest,
        )
        if newest is not None and request.opset > newest
        else NOTHING
    )
    return BuildError(
        text(
            "TensorRT {version} is too old for {name}, or cannot take its operators",
            version=version,
            name=request.model.name,
        ),
        why=text(
            "It gives up{at}: {reason}.{opset}",
            at=at,
            reason=_plain_reason(reason) or "no reason given",
            opset=opset,
        ),
        cure=_newer(version),
        details=details,
    )


def _newer(version: str) -> Text:
    if int(version.split(".", maxsplit=1)[0]) < _NEWEST_MAJOR:
        return text(
            "Use a newer TensorRT than {version}, or export the model again with an older operator set "
            "(with Ultralytics: opset=17) and simplified.",
            version=version,
        )
    return text("Export the model again, simplified or with an older operator set.")


def build_error(trt: Any, request: Request, lines: Sequence[str]) -> BuildError:
    """Say why the builder gave nothing.

    Args:
        trt: The module.
        request: What was to be built.
        lines: The log's lines of level WARNING and above, oldest first.
    """
    details = "\n".join(lines[-_MOST_DETAILS:])
    what = text("TensorRT could not build an engine from {name}", name=request.model.name)
    node = _last(_NO_KERNEL, lines)
    needed = _most_requested(lines)
    if node is not None and (request.workspace_mib is not None or request.tactics == "own"):
        return BuildError(
            what,
            why=text("No kernel for {node} fits into the limits that were set.", node=_short(node)),
            cure=text("Leave out the limit of the workspace and allow all sources of kernels."),
            details=details,
        )
    if any(_OUT_OF_MEMORY.search(line) for line in lines):
        return BuildError(
            text("The graphics memory is too small to build {name}", name=request.model.name),
            why=text("TensorRT asked for {needed} MiB and did not get them.", needed=needed)
            if needed
            else text("TensorRT ran out of memory."),
            cure=text(
                "Close other programs that use the card, set a smaller workspace or a lower "
                "optimisation level, or build on a card with more memory."
            ),
            details=details,
        )
    if node is not None:
        return BuildError(
            what,
            why=text(
                "TensorRT {version} has no kernel for {node} in {precision} on this card.",
                version=str(trt.__version__),
                node=_short(node),
                precision=request.precision.upper(),
            ),
            cure=text("Build it in another precision, or use another TensorRT."),
            details=details,
        )
    if any(_RESOURCE.search(line) for line in lines):
        return BuildError(
            what,
            why=text("The library with the builder's kernels is missing or damaged."),
            cure=text("Install TensorRT again; engines that are built already need it not."),
            details=details,
        )
    if any(_LEAN.search(line) for line in lines):
        return BuildError(
            what,
            why=text(
                "An engine for other versions carries TensorRT's lean runtime, which is not "
                "installed here."
            ),
            cure=text("Install tensorrt-lean of the same version, or build for this version only."),
            details=details,
        )
    if any(_PROFILE.search(line) for line in lines):
        return BuildError(
            what,
            why=text(
                "The sizes of its dynamic inputs do not fit the network: {reason}.",
                reason=_plain_reason(_last_error(lines)),
            ),
            cure=text("Give other sizes, or leave them out to derive them from the model."),
            details=details,
        )
    if any(_STRONG_TYPES.search(line) for line in lines):
        return BuildError(
            what,
            why=text(
                "Element types within the network do not fit together: {reason}.",
                reason=_plain_reason(_last_error(lines)),
            ),
            cure=text("Export the model in one precision throughout, or build it in FP32."),
            details=details,
        )
    reason = _plain_reason(_last_error(lines))
    return BuildError(
        what,
        why=text("{reason}.", reason=reason) if reason else NOTHING,
        cure=text("Its log says more; another TensorRT or another export may work."),
        details=details,
    )


def start_error(trt: Any, lines: Sequence[str]) -> BuildError:
    """Say why there is no builder."""
    number = _last(_NO_DEVICE, lines)
    return BuildError(
        text("TensorRT {version} cannot start on this card", version=str(trt.__version__)),
        why=text("CUDA says error {number}.", number=number) if number else NOTHING,
        cure=text(
            "See whether the NVIDIA driver is new enough for this TensorRT: enginescope doctor"
        ),
        details="\n".join(lines[-_MOST_DETAILS:]),
    )


def _complaint_line(complaint: Any) -> str:
    parts = [f"node {complaint.node()}"]
    parts += [
        f"{name.partition('_')[2]}: {getattr(complaint, name)()}"
        for name in ("node_name", "node_operator")
        if hasattr(complaint, name)
    ]
    return f"{' '.join(parts)} ({complaint.func()}): {complaint.desc()}"


def _node_operator(complaint: Any) -> str:
    if hasattr(complaint, "node_operator"):
        return str(complaint.node_operator())
    # Functions of the parser are called after the operator they import: importSlice, convertAxis.
    function = str(complaint.func())
    return function.removeprefix("import") if function.startswith("import") else ""


def _plain_reason(reason: str) -> str:
    """Cut a native message to what follows the last assertion, without its C++."""
    quoted = re.search(r'&& "([^"]+)"', reason)
    line = quoted[1] if quoted else reason.strip().splitlines()[0] if reason.strip() else ""
    line = re.sub(r"^\[[^\]]*\]\s*", "", line)
    line = re.sub(r"^(?:\d+: )?(?:Internal Error|Error Code \d+)[^:]*: ?", "", line)
    return _short(line.removeprefix("Assertion failed: ").rstrip(". "), 200)


def _last_error(lines: Sequence[str]) -> str:
    errors = [line for line in lines if re.search(r"error|assert|fail", line, re.IGNORECASE)]
    # The last line only says that the build failed; the one before it says why.
    telling = [line for line in errors if "buildSerializedNetwork" not in line] or errors or lines
    return telling[-1] if telling else ""


def _most_requested(lines: Sequence[str]) -> int:
    sizes = [
        int(found[1])
        for line in lines
        for one in _REQUESTED
        for found in [one.search(line)]
        if found
    ]
    return -(-max(sizes) // _MIB) if sizes else 0


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    return next((m[1].strip() for m in map(pattern.search, lines) if m), None)


def _last(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    for line in reversed(lines):
        found = pattern.search(line)
        if found:
            return next(group for group in found.groups() if group).strip()
    return None


def _short(line: str, limit: int = 100) -> str:
    return line if len(line) <= limit else line[: limit - 1] + "…"
