"""Which TensorRT opens a plan, what it may execute for it, and what it is told when none can."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine_core.consent import Consent, content_hash, give_consent
from engine_core.errors import (
    ConsentNeededError,
    ModelFileError,
    RuntimeMissingError,
)
from engine_core.runtime import open_session
from engine_core.runtime.tensorrt import adapter, driver, engine, session
from engine_core.runtime.tensorrt.engine import read_plan
from engine_core.text import text
from tests.engine_core.runtime.tensorrt.conftest import Rig, doubling
from tests.engine_core.runtime.tensorrt.fakes import make_tensorrt, write_plan

HEADER = b'{"task": "detect"}'
PLUGIN_IS_MISSING = [("ERROR", "getPluginCreator could not find plugin: YoloLayer_TRT version: 1")]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "libyolo.so"
    path.write_bytes(b"a library")
    return path


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was told to load."""
    names: list[str] = []

    def load(name: str, **_: Any) -> None:
        names.append(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    return names


def test_the_plan_alone_is_given_to_tensorrt(tmp_path: Path) -> None:
    plain = write_plan(tmp_path / "a.engine")
    wrapped = write_plan(tmp_path / "b.engine", header=len(HEADER).to_bytes(4, "little") + HEADER)
    assert wrapped.plan_offset == 4 + len(HEADER)
    np.testing.assert_array_equal(read_plan(plain), read_plan(wrapped))


def test_a_plan_that_is_gone_meanwhile_is_told(tmp_path: Path) -> None:
    file = write_plan(tmp_path / "a.engine")
    file.path.unlink()
    with pytest.raises(ModelFileError, match="cannot be read"):
        read_plan(file)


def test_the_full_runtime_is_asked_and_the_lean_one_left_alone(rig: Rig) -> None:
    rig.install("11.4.0", lean=True)
    session = rig.open(doubling())
    assert session.info.runtime == "TensorRT 10.3.0"
    session.close()
    says = [("ERROR", "expecting compute 8.9 got compute 9.0")]
    with pytest.raises(RuntimeMissingError) as caught:
        rig.open(doubling(says=says, is_refused=True))
    assert caught.value.details.count("got compute") == 1


def test_a_version_compatible_plan_that_the_full_one_refuses_goes_to_the_lean_one(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.install("11.4.0")
    lean = rig.install("10.16.1", lean=True)
    full = rig.runtimes["tensorrt"]
    # The same file, and only one of them can.
    full.module.world.networks["net"] = doubling()
    opened: list[str] = []
    genuine = engine._opened

    def open_with(trt: adapter.Trt, *rest: Any) -> Any:
        opened.append(trt.title)
        if trt is full:
            raise RuntimeMissingError(text("too old for it"))
        return genuine(trt, *rest)

    monkeypatch.setattr(engine, "_opened", open_with)
    session = rig.open(doubling(), version_compatible=True)
    assert opened == ["TensorRT 11.4.0", lean.title]
    assert session.info.runtime == "TensorRT lean 10.16.1"
    session.close()


def test_where_neither_runtime_can_both_are_heard(rig: Rig) -> None:
    rig.install("10.16.1", lean=True)
    says = [("ERROR", "Engine Version Forward Compatibility supported starting TensorRT 10.0. "
             "This Engine was created with TensorRT 8.6")]  # fmt: skip
    with pytest.raises(RuntimeMissingError, match=r"too old for TensorRT 10\.3\.0") as caught:
        rig.open(
            doubling(says=says, is_refused=True),
            version_compatible=True,
            built_with=(8, 6, 0, 12),
            consent=Consent(host_code=True),
        )
    assert "too old for TensorRT lean 10.16.1" in caught.value.details
    assert rig.story == ["runtime", "runtime", "cuda closed"]


def test_what_needs_consent_is_asked_before_another_runtime_is_tried(rig: Rig) -> None:
    rig.install("10.16.1", lean=True)
    with pytest.raises(ConsentNeededError):
        rig.open(doubling(needs_code=True), version_compatible=True)
    assert rig.story == ["runtime", "cuda closed"]


def test_without_tensorrt_the_doctor_is_named(rig: Rig) -> None:
    rig.runtimes.clear()
    with pytest.raises(RuntimeMissingError, match="TensorRT is not installed") as caught:
        rig.open(doubling())
    assert "enginescope doctor" in str(caught.value.cure)
    assert not rig.story, "nothing was opened"


def test_a_plain_plan_that_only_a_lean_runtime_could_open_is_told(rig: Rig) -> None:
    rig.runtimes.clear()
    rig.install("10.16.1", lean=True)
    says = [("ERROR", "Failed due to an old deserialization call on a newer plan file.")]
    with pytest.raises(RuntimeMissingError, match="needs the full TensorRT"):
        rig.open(doubling(says=says, is_refused=True))


def test_an_allowed_library_is_loaded_once(rig: Rig, library: Path) -> None:
    allowed = Consent(libraries=(library,), contents=(content_hash(library),))
    for _ in range(2):
        rig.open(doubling(), consent=allowed).close()
    assert rig.world.libraries == [library.read_bytes()]


def test_a_library_that_registers_itself_is_loaded_by_the_system(
    rig: Rig, library: Path, loaded: list[str]
) -> None:
    rig.world.refuses_libraries = True
    rig.open(doubling(), consent=Consent(libraries=(library,))).close()
    (copy,) = map(Path, loaded)
    assert copy.is_absolute()
    assert copy.name == library.name
    assert not copy.parent.exists(), "what is loaded needs its file no more"


def test_what_was_checked_is_loaded_even_if_it_is_exchanged_meanwhile(
    rig: Rig, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = engine._load_library

    def exchange(*arguments: Any) -> None:
        library.write_bytes(b"something else")
        genuine(*arguments)

    monkeypatch.setattr(engine, "_load_library", exchange)
    allowed = Consent(libraries=(library,), contents=(content_hash(library),))
    rig.open(doubling(), consent=allowed).close()
    assert rig.world.libraries == [b"a library"]


def test_a_library_is_taken_from_the_folder_one_is_in(
    rig: Rig, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    rig.open(doubling(), consent=Consent(libraries=(Path(library.name),))).close()
    assert rig.world.libraries == [b"a library"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_a_library_needs_from_beside_it_is_found(
    rig: Rig, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.world.refuses_libraries = True
    (library.parent / "libneeded.so.3").write_bytes(b"needed")
    found: list[bytes] = []

    def load(name: str, **_: Any) -> None:
        try:
            found.append((Path(name).parent / "libneeded.so.3").read_bytes())
        except OSError as error:
            raise OSError("libneeded.so.3: cannot open shared object file") from error

    monkeypatch.setattr(ctypes, "CDLL", load)
    rig.open(doubling(), consent=Consent(libraries=(library,))).close()
    assert found == [b"needed"]


def test_a_library_that_changed_is_not_loaded(rig: Rig, library: Path, loaded: list[str]) -> None:
    allowed = Consent(libraries=(library,), contents=(content_hash(library),))
    library.write_bytes(b"something else")
    session = rig.open(doubling(), consent=allowed)
    session.close()
    with pytest.raises(ConsentNeededError, match=r"libyolo\.so has changed") as caught:
        rig.open(doubling(says=PLUGIN_IS_MISSING, is_refused=True), consent=allowed)
    assert caught.value.plugins == ("YoloLayer_TRT",)
    assert not rig.world.libraries
    assert not loaded


def test_a_library_that_is_gone_is_told_where_it_is_needed(rig: Rig, library: Path) -> None:
    library.unlink()
    consent = Consent(libraries=(library,))
    rig.open(doubling(), consent=consent).close()
    with pytest.raises(ConsentNeededError, match=r"libyolo\.so cannot be loaded"):
        rig.open(doubling(says=PLUGIN_IS_MISSING, is_refused=True), consent=consent)


@pytest.mark.skipif(sys.platform == "win32", reason="the system words it otherwise")
def test_a_library_that_is_none_is_told_where_it_is_needed(rig: Rig, library: Path) -> None:
    rig.world.refuses_libraries = True
    with pytest.raises(ConsentNeededError, match=r"libyolo\.so cannot be loaded: ") as caught:
        rig.open(
            doubling(says=PLUGIN_IS_MISSING, is_refused=True), consent=Consent(libraries=(library,))
        )
    assert str(library) in str(caught.value)


def dla(core: int) -> bytes:
    header = b'{"dla": "%d"}' % core
    return len(header).to_bytes(4, "little") + header


def test_an_engine_for_an_accelerator_that_is_not_there_is_refused(rig: Rig) -> None:
    with pytest.raises(RuntimeMissingError, match="core 1 of a deep learning accelerator"):
        rig.open(doubling(), header=dla(1))
    assert rig.story == ["runtime", "cuda closed"]


def test_an_engine_for_an_accelerator_runs_on_its_core(rig: Rig) -> None:
    rig.world.dla_cores = 2
    chosen: list[int] = []
    runtime_class = rig.runtimes["tensorrt"].module.Runtime

    class Runtime(runtime_class):  # type: ignore[misc, valid-type]
        def deserialize_cuda_engine(self, plan: Any) -> Any:
            chosen.append(self.DLA_core)
            return super().deserialize_cuda_engine(plan)

    rig.runtimes["tensorrt"].module.Runtime = Runtime
    rig.open(doubling(), header=dla(1)).close()
    assert chosen == [1]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything that is allowed within the test."""
    folder = tmp_path / "settings"
    monkeypatch.setattr("engine_core.consent.user_config_path", lambda *_, **__: folder)
    return folder


@pytest.mark.usefixtures("settings")
def test_what_was_allowed_for_a_file_is_remembered(rig: Rig) -> None:
    file = rig.file(doubling(needs_code=True), version_compatible=True)
    with pytest.raises(ConsentNeededError):
        open_session(file)
    give_consent(file.sha256(), host_code=True)
    open_session(file).close()
    with pytest.raises(ConsentNeededError):
        open_session(file, consent=Consent())


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("header", [b"", len(HEADER).to_bytes(4, "little") + HEADER])
def test_other_bytes_than_those_that_were_allowed_run_no_code(
    rig: Rig, header: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = rig.file(doubling(needs_code=True), version_compatible=True, header=header)
    give_consent(file.sha256(), host_code=True)
    genuine = engine.open_engine

    def exchange(*arguments: Any) -> Any:
        file.path.write_bytes(file.path.read_bytes() + b"\0")
        return genuine(*arguments)

    open_session(file).close()
    assert rig.world.allowed
    monkeypatch.setattr(session, "open_engine", exchange)
    with pytest.raises(ConsentNeededError):
        open_session(file)
    assert not rig.world.allowed


def test_an_error_of_another_session_meanwhile_refuses_no_engine(rig: Rig) -> None:
    log = rig.runtimes["tensorrt"].log
    runtime_class = rig.runtimes["tensorrt"].module.Runtime

    class Runtime(runtime_class):  # type: ignore[misc, valid-type]
        def __init__(self, logger: Any) -> None:
            super().__init__(logger)
            other = threading.Thread(target=log.add, args=("ERROR", "of another engine"))
            other.start()
            other.join()

    rig.runtimes["tensorrt"].module.Runtime = Runtime
    opened = rig.open(doubling())
    assert opened.info.runtime == "TensorRT 10.3.0"
    opened.close()


@pytest.mark.usefixtures("settings")
def test_another_content_under_the_same_name_is_not_allowed(rig: Rig) -> None:
    file = rig.file(doubling(needs_code=True), version_compatible=True)
    give_consent(file.sha256(), host_code=True)
    changed = rig.file(doubling(needs_code=True), version_compatible=True, built_with=(10, 4, 0, 0))
    with pytest.raises(ConsentNeededError):
        open_session(changed)


def test_a_consent_that_nobody_can_read_allows_nothing(rig: Rig, settings: Path) -> None:
    file = rig.file(doubling(needs_code=True), version_compatible=True)
    give_consent(file.sha256(), host_code=True)
    next((settings / "consent").iterdir()).write_text("{", "utf-8")
    with pytest.raises(ConsentNeededError):
        open_session(file)


# -- the adapter itself


def test_the_driver_is_asked_before_tensorrt_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_devices() -> None:
        raise RuntimeMissingError(text("no driver"))

    monkeypatch.setattr(driver, "find_devices", find_devices)
    monkeypatch.setattr(adapter, "_imported", lambda name: pytest.fail(f"imported {name}"))
    with pytest.raises(RuntimeMissingError, match="no driver"):
        adapter.load("tensorrt")


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of modules that look like TensorRT's; nothing of them stays imported."""
    monkeypatch.setattr(driver, "find_devices", lambda: ())
    monkeypatch.setattr(adapter, "_loaded", {})
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in (*adapter.FULL_MODULES, *adapter.LEAN_MODULES):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield tmp_path
    for name in (*adapter.FULL_MODULES, *adapter.LEAN_MODULES):
        sys.modules.pop(name, None)


_MODULE = "__version__ = '10.3.0'\nclass ILogger: pass\nclass Runtime: pass\n"


def test_modules_are_found_without_being_imported(importable: Path) -> None:
    (importable / "tensorrt_bindings.py").write_text("raise RuntimeError('imported')", "utf-8")
    (importable / "tensorrt_lean").mkdir()
    (importable / "tensorrt_lean" / "__init__.py").write_text("raise RuntimeError", "utf-8")
    (importable / "tensorrt").mkdir()  # a leftover
    assert adapter.available() == ("tensorrt_bindings", "tensorrt_lean")
    assert [title for title, _ in adapter.installed_versions()] == ["TensorRT", "TensorRT lean"]


def test_a_module_is_loaded_once(importable: Path) -> None:
    (importable / "tensorrt.py").write_text(_MODULE, "utf-8")
    trt = adapter.load("tensorrt")
    assert trt.title == "TensorRT 10.3.0"
    assert not trt.is_lean
    assert adapter.load("tensorrt") is trt


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "raise ImportError('libcudart.so.12: cannot open shared object file: No such file')",
            "needs the library libcudart.so.12, which is not found",
        ),
        (
            "raise FileNotFoundError('Could not find: nvinfer_10.dll. Is it on your PATH?')",
            "needs the library nvinfer_10.dll, which is not found",
        ),
        ("import tensorrt_of_nobody", "Importing tensorrt fails: No module named"),
        ("raise RuntimeError('no luck')", "Importing tensorrt fails: no luck"),
        ("x = 1", "has no attribute '__version__'"),
    ],
)
def test_a_module_that_cannot_be_loaded_sends_to_the_doctor(
    importable: Path, code: str, words: str
) -> None:
    (importable / "tensorrt.py").write_text(code, "utf-8")
    with pytest.raises(RuntimeMissingError, match="installed but cannot be loaded") as caught:
        adapter.load("tensorrt")
    assert words in str(caught.value)
    assert "enginescope doctor" in str(caught.value.cure)


@pytest.mark.usefixtures("importable")
def test_a_module_that_is_not_there_is_missing() -> None:
    with pytest.raises(RuntimeMissingError, match="is not installed"):
        adapter.load("tensorrt_lean_bindings")


@pytest.mark.parametrize(
    ("version", "typed", "flags"),
    [("8.6.0", False, 1), ("10.3.0", False, 0), ("10.3.0", True, 2), ("11.4.0", True, 0)],
)
def test_networks_are_made_as_each_major_version_wants_it(
    version: str, typed: bool, flags: int
) -> None:
    class Flag:
        EXPLICIT_BATCH = 0
        STRONGLY_TYPED = 1 if version.startswith("10") else 0

    class Builder:
        def create_network(self, flags: int) -> int:
            return flags

    module: Any = make_tensorrt(version)
    module.NetworkDefinitionCreationFlag = Flag
    trt = adapter.Trt(module, "tensorrt")
    assert trt.create_network(Builder(), strongly_typed=typed) == flags


def test_what_a_version_lacks_is_told_as_none() -> None:
    trt = adapter.Trt(make_tensorrt("8.6.0"), "tensorrt")
    assert trt.member("DataType", "INT4") is None
    assert trt.member("HardwareCompatibilityLevel", "AMPERE_PLUS") is None
    assert trt.member("DataType", "HALF") is not None
    assert trt.device_memory_bytes(object()) is None
    assert trt.plugin_names() == frozenset()
