"""What the command allows to run for an engine, and for how long."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from engine_core.cli import model
from engine_core.cli.card_options import consent_of
from engine_core.cli.options import build_parser
from engine_core.cli.terminal import report_error
from engine_core.consent import (
    Consent,
    give_consent,
    hash_of_library,
    keep_consent,
    recall_consent,
)
from engine_core.errors import ConsentNeededError, ModelFileError, OptionError
from engine_core.metadata import Metadata
from engine_core.modelfile import ModelFile, ModelFormat
from engine_core.text import text


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def engine(tmp_path: Path) -> ModelFile:
    path = tmp_path / "a.engine"
    path.write_bytes(b"ftrt and more")
    return ModelFile(path, ModelFormat.TENSORRT, 13, Metadata())


def _library(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(name.encode())
    return path


def test_without_a_word_what_was_allowed_before_holds(engine: ModelFile) -> None:
    options = build_parser().parse_args(["detect", "a.engine", "b.jpg"])
    assert consent_of(engine, options) is None


@pytest.mark.parametrize(
    "command", [["detect", "a", "b.jpg"], ["inspect", "a"], ["bench", "a"]], ids=lambda c: c[0]
)
def test_code_is_allowed_for_one_run(engine: ModelFile, command: list[str]) -> None:
    options = build_parser().parse_args([*command, "--allow-code"])
    consent = consent_of(engine, options)
    assert consent is not None
    assert consent.host_code
    assert not recall_consent(engine.sha256()).host_code


def test_it_is_kept_where_that_is_wished(engine: ModelFile) -> None:
    options = build_parser().parse_args(["inspect", "a", "--allow-code"])
    consent = consent_of(engine, options)
    assert consent is not None
    keep_consent(consent)
    assert recall_consent(engine.sha256()).host_code


@pytest.mark.parametrize("opens", [True, False])
def test_consent_is_kept_once_the_model_is_open_and_dropped_with_the_rest(
    engine: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    given: list[Consent | None] = []

    def open_session(*_: object, consent: Consent | None, **__: object) -> None:
        given.append(consent)
        if not opens:
            raise ModelFileError(text("damaged"))

    class Detector:
        def __init__(self, *_: object, **__: object) -> None:
            pass

    monkeypatch.setattr(model, "open_session", open_session)
    monkeypatch.setattr(model, "Detector", Detector)
    library = _library(tmp_path, "a.so")
    said = ["--allow-code", "--plugin", str(library)]
    options = build_parser().parse_args(["detect", "a", "b.jpg", "--remember", *said])
    with nullcontext() if opens else pytest.raises(ModelFileError):
        model.open_detector(engine, options)
    assert given == [Consent(True, (library,), (hash_of_library(library),), engine.sha256())]
    kept = recall_consent(engine.sha256())
    assert kept == (given[0] if opens else Consent())
    if opens:
        options = build_parser().parse_args(["detect", "a", "b.jpg", "--forget"])
        model.open_detector(engine, options)
        assert recall_consent(engine.sha256()) == Consent()


def test_named_libraries_stand_beside_those_allowed_before(
    engine: ModelFile, tmp_path: Path
) -> None:
    old, new = _library(tmp_path, "old.so"), _library(tmp_path, "new.so")
    give_consent(engine.sha256(), libraries=[old])
    options = build_parser().parse_args(["inspect", "a", "--plugin", str(new)])
    consent = consent_of(engine, options)
    assert consent is not None
    assert consent.libraries == (old, new)
    assert consent.contents == (hash_of_library(old), hash_of_library(new))
    assert not consent.host_code


def test_a_library_that_is_not_there_is_told(engine: ModelFile, tmp_path: Path) -> None:
    options = build_parser().parse_args(["inspect", "a", "--plugin", str(tmp_path / "no.so")])
    with pytest.raises(OptionError, match=r"no\.so"):
        consent_of(engine, options)


def test_whoever_is_asked_is_told_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    report_error(ConsentNeededError(text("it brings code"), host_code=True))
    assert "--allow-code" in capsys.readouterr().err
    report_error(ConsentNeededError(text("it needs a library"), plugins=("Odd_TRT",)))
    assert "--plugin" in capsys.readouterr().err
