"""What the bytes of a plan say of it where no TensorRT can open it: for people, never to refuse a plan.

NVIDIA documents none of this. Held to are facts that carry their own proof:

- The machine code in a plan is cubins, which are ELF files of the machine 190 that name the architecture
  they run on in ``e_flags``: in the lowest byte, or in the second from the ABI of CUDA 13 on
  (``EM_CUDA``, ``ELFABIVERSION_CUDA_V1`` and ``_V2`` in LLVM's ``BinaryFormat/ELF.h``). TensorRT compiles
  some kernels for the very card that it builds on, so the highest one is that card's.
- A plugin is written as its type's name behind its length in 8 bytes, and once more as a word of the
  layer's description (``PluginType``). Only names that end in ``_TRT``, as NVIDIA's and most others do,
  are looked for in the first way.

Checked on plans of TensorRT 8.6.0 for compute capability 9.0: with and without plugins, with details and
without, and with a lean runtime in front, whose own code is passed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from engine_core.enginereport import EngineReport
from engine_core.modelfile import ModelFile, ModelFormat

_ELF = b"\x7fELF"
_ELF_HEADER_BYTES = 64
_CUDA_MACHINE = 190
_CUDA_ABI_SECOND_BYTE = 8
# Of the cards that TensorRT has ever run on, as major and minor in one number.
_OLDEST, _NEWEST = 30, 149
_PLUGIN_END = b"_TRT"
_PLUGIN_WORD = b"\x00PluginType\x00"
_LONGEST_NAME = 128
_NAME_TO_ITS_END = re.compile(rb"[A-Za-z][A-Za-z0-9_]*$")
_WHOLE_WORD = re.compile(rb"\"?([A-Za-z][A-Za-z0-9_:.]*)\"?\x00")
# Plans have a table of their parts from byte 32 on: name, offset and size in 8 bytes each.
_PARTS_AT = 32
_PART_BYTES = 24
_PARTS = 4
_ENGINE_PART = b"NGNE"
_CHUNK_BYTES = 4 * 1024 * 1024
# More than anything that is looked for, with what stands before it.
_OVERLAP_BYTES = 512


class _Facts(NamedTuple):
    architecture: int
    plugins: tuple[str, ...]


def static_report(file: ModelFile) -> EngineReport:
    """Return what file and header tell of an engine, without TensorRT.

    Args:
        file: An identified model file; for one that is no plan the report says nothing.
    """
    if file.format is not ModelFormat.TENSORRT:
        return EngineReport()
    facts = _read(file)
    return EngineReport(
        built_with=file.built_with or "",
        built_for=_in_words(facts.architecture),
        version_compatible=file.version_compatible,
        plugins=facts.plugins,
    )


def _in_words(architecture: int) -> str:
    return f"compute capability {architecture // 10}.{architecture % 10}" if architecture else ""


def _read(file: ModelFile) -> _Facts:
    try:
        now = file.path.stat()
        return _scan(file.path, file.plan_offset, now.st_size, now.st_mtime_ns)
    except (OSError, ValueError):
        return _Facts(0, ())


@lru_cache(maxsize=16)
def _scan(path: Path, offset: int, _size_bytes: int, _modified_ns: int) -> _Facts:
    architecture = 0
    plugins: set[str] = set()
    with path.open("rb") as file:
        file.seek(offset + _engine_part(path, offset))
        held = b""
        # Read, not mapped: a mapped file ends the process where somebody shortens it meanwhile.
        while chunk := file.read(_CHUNK_BYTES):
            held += chunk
            architecture = max(architecture, _architecture(held))
            plugins.update(_by_length(held), _by_word(held))
            # What the end cuts in two is found whole with what follows.
            held = held[-_OVERLAP_BYTES:]
    return _Facts(architecture, tuple(sorted(plugins)))


def _engine_part(path: Path, offset: int) -> int:
    """Return where the engine begins within a plan; 0 where the table of parts is not understood."""
    with path.open("rb") as file:
        held = os.fstat(file.fileno()).st_size - offset
        file.seek(offset + _PARTS_AT)
        table = file.read(_PARTS * _PART_BYTES)
    for at in range(0, _PARTS * _PART_BYTES, _PART_BYTES):
        begin = int.from_bytes(table[at + 8 : at + 16], "little")
        if table[at : at + 4] == _ENGINE_PART:
            return begin if begin < held else 0
    return 0


def _architecture(held: bytes) -> int:
    """Return the highest architecture that machine code is for, as 90 for 9.0; 0 where there is none."""
    found = 0
    at = held.find(_ELF)
    while at >= 0:
        header = held[at : at + _ELF_HEADER_BYTES]
        is_code = header[4:6] == b"\x02\x01" and header[18:20] == _CUDA_MACHINE.to_bytes(
            2, "little"
        )
        if is_code and len(header) == _ELF_HEADER_BYTES:
            flags = header[48:52]
            number = flags[1] if header[8] >= _CUDA_ABI_SECOND_BYTE else flags[0]
            if _OLDEST <= number <= _NEWEST:
                found = max(found, number)
        at = held.find(_ELF, at + 4)
    return found


def _by_length(held: bytes) -> Iterator[str]:
    at = held.find(_PLUGIN_END)
    while at >= 0:
        end = at + len(_PLUGIN_END)
        before = _NAME_TO_ITS_END.search(held[max(0, end - _LONGEST_NAME) : end])
        if before is not None:
            name = before[0]
            length_at = end - len(name) - 8
            if length_at >= 0 and held[length_at : length_at + 8] == len(name).to_bytes(
                8, "little"
            ):
                yield name.decode("ascii")
        at = held.find(_PLUGIN_END, end)


def _by_word(held: bytes) -> Iterator[str]:
    at = held.find(_PLUGIN_WORD)
    while at >= 0:
        begin = at + len(_PLUGIN_WORD)
        word = _WHOLE_WORD.match(held[begin : begin + _LONGEST_NAME])
        if word is not None:
            yield word[1].decode("ascii")
        at = held.find(_PLUGIN_WORD, begin)
