from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine_core.doctor import loading

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="shared objects of Linux"
)


def test_what_the_code_tells_comes_back() -> None:
    outcome = loading.attempt("print('noise'); tell(answer=42, names=['ä', 'b'])")
    assert outcome.is_ok
    assert outcome.facts == {"answer": 42, "names": ["ä", "b"]}


def test_a_module_that_is_not_installed_is_named() -> None:
    outcome = loading.attempt("import no_such_module_anywhere\ntell()")
    assert not outcome.is_ok
    assert outcome.absent == "no_such_module_anywhere"


@on_linux
def test_a_missing_shared_object_is_named_by_the_loader() -> None:
    outcome = loading.attempt("import ctypes\nctypes.CDLL('libnotthere.so.3')\ntell()")
    assert outcome.library == "libnotthere.so.3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_code_that_kills_its_process_leaves_ours_alive() -> None:
    outcome = loading.attempt("import os\nos.abort()\ntell()")
    assert "signal 6" in outcome.error


def test_code_that_ends_quietly_without_telling_has_failed() -> None:
    assert not loading.attempt("raise SystemExit(0)").is_ok


def test_code_that_never_answers_is_given_up() -> None:
    outcome = loading.attempt("import threading\nthreading.Event().wait()", timeout_s=1.0)
    assert outcome.error == "no answer within 1 s"


def test_an_interpreter_that_cannot_be_started_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert "cannot be started" in loading.attempt("tell()").error


def test_a_file_in_the_working_directory_does_not_hide_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "colorsys.py").write_text("raise RuntimeError", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert loading.attempt("import colorsys\ntell()").is_ok


def test_a_known_shared_object_has_a_line_that_brings_it() -> None:
    assert loading.apt_line("libgomp.so.1") == "sudo apt-get install -y libgomp1"


@on_linux
def test_the_line_for_one_of_qts_objects_brings_the_missing_others_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "_QT_LIBRARIES", ("libno1.so.1", "libc.so.6", "libno2.so.2"))
    assert loading.missing_with("libno1.so.1") == ["libno1.so.1", "libno2.so.2"]


@pytest.mark.parametrize("library", ["", "libnotthere.so.3"])
def test_an_unknown_shared_object_has_no_line(library: str) -> None:
    assert loading.apt_line(library) == ""
