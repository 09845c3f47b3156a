"""What the bytes of a plan tell: made-up plans in the shape of real ones, and real ones where they are."""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine_core.modelfile import identify
from engine_core.runtime import planfacts
from engine_core.runtime.planfacts import static_report
from tests.engine_core.runs import cats_and_dogs
from tests.shared_data import ROOT, needs_shared_data

ENGINES = ROOT.parent / "gpu" / "engines"


def cubin(architecture: int, *, abi: int = 7, machine: int = 190) -> bytes:
    """Return the header of machine code for an architecture, as 90 for 9.0."""
    header = bytearray(64)
    header[:7] = b"\x7fELF\x02\x01\x01"
    header[8] = abi
    header[18:20] = machine.to_bytes(2, "little")
    flags = architecture << 8 if abi >= 8 else architecture | architecture << 16 | 0x500
    header[48:52] = flags.to_bytes(4, "little")
    return bytes(header)


def plugin(name: str, *, stated: int | None = None) -> bytes:
    """Return a plugin as plans hold it: the length of its name, and the name."""
    length = len(name) if stated is None else stated
    return b"\x18\x80\x01\x00" + length.to_bytes(8, "little") + name.encode() + b"\x18\x80\x01\x00"


def plan(path: Path, *contents: bytes, lean: bytes = b"", header: bytes = b"") -> Path:
    """Write a plan; with a lean runtime in front where one is given."""
    parts = [(b"NAEL", lean)] if lean else []
    parts.append((b"NGNE", b"".join(contents)))
    start = 32 + 24 * len(parts)
    table = b""
    for name, content in parts:
        table += name + bytes(4) + start.to_bytes(8, "little") + len(content).to_bytes(8, "little")
        start += len(content)
    size = start.to_bytes(8, "little")
    beginning = b"ftrt" + bytes(12) + size + bytes([8, 6, 1, 6]) + bytes(4) + table
    path.write_bytes(header + beginning + b"".join(content for _, content in parts))
    return path


def test_the_highest_architecture_of_the_machine_code_is_that_of_the_card(tmp_path: Path) -> None:
    path = plan(tmp_path / "a.engine", b"x" * 100, cubin(80), b"yy", cubin(86), cubin(80))
    report = static_report(identify(path))
    assert report.built_for == "compute capability 8.6"
    assert report.built_with == "8.6.1.6"
    assert not report.version_compatible


@pytest.mark.parametrize(
    ("architecture", "words"), [(100, "10.0"), (103, "10.3"), (120, "12.0"), (110, "11.0")]
)
def test_newer_machine_code_names_its_architecture_elsewhere(
    tmp_path: Path, architecture: int, words: str
) -> None:
    path = plan(tmp_path / "a.engine", cubin(architecture, abi=8))
    assert static_report(identify(path)).built_for == f"compute capability {words}"


@pytest.mark.parametrize(
    "code",
    [
        b"",
        cubin(90, machine=62),  # a program for the computer itself
        cubin(90)[:40],  # cut off
        b"\x7fELF\x01\x01" + cubin(90)[6:],  # 32 bits
        cubin(5),
        cubin(255),
    ],
)
def test_what_is_no_machine_code_of_a_card_tells_nothing(tmp_path: Path, code: bytes) -> None:
    assert static_report(identify(plan(tmp_path / "a.engine", code))).built_for == ""


def test_the_lean_runtime_in_front_tells_nothing_of_the_engine(tmp_path: Path) -> None:
    lean = b"\x00" * 16 + cubin(90) + plugin("EfficientNMS_TRT")
    report = static_report(identify(plan(tmp_path / "a.engine", cubin(75), lean=lean)))
    assert report.version_compatible
    assert report.built_for == "compute capability 7.5"
    assert report.plugins == ()


def test_plugins_are_found_by_their_names(tmp_path: Path) -> None:
    path = plan(
        tmp_path / "a.engine",
        plugin("EfficientNMS_TRT"),
        b"Weights\x00PluginType\x00DeformableGrid\x00PluginVersion\x00",
        plugin("YoloLayer_TRT"),
        plugin("EfficientNMS_TRT"),
        header=(2).to_bytes(4, "little") + b"{}",
    )
    found = static_report(identify(path)).plugins
    assert found == ("DeformableGrid", "EfficientNMS_TRT", "YoloLayer_TRT")


@pytest.mark.parametrize(
    "content",
    [
        plugin("EfficientNMS_TRT", stated=15),
        b"a sentence about EfficientNMS_TRT",
        b"\x00PluginType\x00no name: \xff\xfe\x00",
        b"\x00PluginType\x00" + b"a" * 500,
        b"_TRT",
    ],
)
def test_a_word_that_only_looks_like_a_plugin_is_none(tmp_path: Path, content: bytes) -> None:
    assert static_report(identify(plan(tmp_path / "a.engine", content))).plugins == ()


def test_an_onnx_file_tells_nothing(tmp_path: Path) -> None:
    report = static_report(identify(cats_and_dogs(tmp_path)))
    assert (report.built_with, report.built_for, report.plugins) == ("", "", ())


def test_a_file_that_has_gone_tells_what_was_known_of_it(tmp_path: Path) -> None:
    path = plan(tmp_path / "a.engine", cubin(90))
    file = identify(path)
    path.unlink()
    report = static_report(file)
    assert (report.built_with, report.built_for) == ("8.6.1.6", "")


def test_nothing_of_tensorrt_is_loaded() -> None:
    script = (
        "import sys, engine_core.runtime.planfacts; "
        "print([m for m in sys.modules if 'tensorrt' in m or 'pycuda' in m])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )
    assert run.stdout.strip() == "[]"


@needs_shared_data
@pytest.mark.skipif(not ENGINES.is_dir(), reason=f"no real plans at {ENGINES}")
@pytest.mark.parametrize(
    ("name", "plugins", "compatible"),
    [
        ("yolov5n_efficientnms_fp16", ("EfficientNMS_TRT",), False),
        ("yolov8n_fp16_vc", (), True),
        ("deimv2_atto_fp32", (), False),
    ],
)
def test_real_plans_tell_the_card_that_they_were_built_on(
    tmp_path: Path, name: str, plugins: tuple[str, ...], compatible: bool
) -> None:
    path = tmp_path / f"{name}.engine"
    path.write_bytes(lzma.decompress((ENGINES / f"{name}.engine.xz").read_bytes()))
    report = static_report(identify(path))
    assert report.built_with == "8.6.0.12"
    assert report.built_for == "compute capability 9.0"
    assert report.plugins == plugins
    assert report.version_compatible is compatible


def test_what_lies_across_pieces_of_reading_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planfacts, "_CHUNK_BYTES", 600)
    word = b"\x00PluginType\x00Across_It\x00"
    for gap in range(0, 620, 7):
        path = plan(
            tmp_path / f"{gap}.engine",
            *(b"x" * (300 + gap), cubin(89), plugin("Some_TRT"), word, b"y" * 700),
        )
        report = static_report(identify(path))
        assert report.built_for == "compute capability 8.9", gap
        assert report.plugins == ("Across_It", "Some_TRT"), gap


def test_a_file_that_is_shortened_meanwhile_says_less_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planfacts, "_CHUNK_BYTES", 4096)
    path = plan(tmp_path / "a.engine", cubin(86), bytes(1 << 20), cubin(90))
    file = identify(path)
    look = planfacts._architecture

    def shorten(held: bytes) -> int:
        os.truncate(path, 8192)
        return look(held)

    monkeypatch.setattr(planfacts, "_architecture", shorten)
    assert static_report(file).built_for == "compute capability 8.6"
