from __future__ import annotations

import os
import select
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine_core.building import (
    Build,
    BuildCancelledError,
    BuildEvent,
    BuildLog,
    BuildOptions,
    BuildProgress,
    Precision,
)
from engine_core.building.cache import cache_folder
from engine_core.building.graph import read_graph
from engine_core.building.report import mixture_warning
from engine_core.consent import NO_CONSENT, Consent, give_consent, recall_consent
from engine_core.errors import BuildError, RuntimeMissingError
from engine_core.modelfile import ModelFile, ModelFormat, identify
from engine_core.sidecars import find_sidecars
from engine_core.text import text
from tests.engine_core.building import fake_child

_CHILD = Path(fake_child.__file__ or "")
_posix = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and /proc")
MakeBuild = Callable[..., Build]


@pytest.fixture
def make(model: ModelFile) -> MakeBuild:
    """Return builds whose child is the made-up one in some mode."""

    def make(
        mode: str,
        *rest: str,
        options: BuildOptions | None = None,
        patience_s: float = 30,
        **more: Any,
    ) -> Build:
        return Build(
            model,
            options or BuildOptions(),
            command=[sys.executable, str(_CHILD), mode, *rest],
            patience_s=patience_s,
            **more,
        )

    return make


def _left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".log"}


def test_a_build_gives_an_engine_and_what_is_inside(make: MakeBuild) -> None:
    events: list[BuildEvent] = []
    result = make("succeed", tell=events.append).run()
    file = identify(result.path)
    assert file.format is ModelFormat.TENSORRT
    assert file.built_with == "8.6.0.12"
    assert file.metadata.names == ("cat", "dog")
    assert result.path.parent == cache_folder()
    assert result.size_bytes == result.path.stat().st_size
    assert not result.from_cache
    assert result.report is not None
    assert result.report.precisions() == {"Convolution": {"FP16": 1}}
    assert result.report.built_for == "NVIDIA H100 80GB HBM3 (9.0)"
    assert [str(warning) for warning in result.warnings] == ["Timings are damaged"]
    steps = [event for event in events if isinstance(event, BuildProgress)]
    assert [(str(one.step), one.fraction) for one in steps] == [
        ("Reading it", None),
        ("Half of it", 0.5),
    ]
    assert [one.elapsed_s for one in steps] == sorted(one.elapsed_s for one in steps)
    assert BuildLog("careful", "warning") in events
    assert result.log_path is not None
    assert result.log_path.read_text("utf-8") == "[I] native words\n"
    told = result.path.with_suffix(".built")
    assert _left(result.path.parent) == {result.path.name, told.name}


def test_nothing_beside_a_kept_engine_is_taken_for_its_class_names(make: MakeBuild) -> None:
    beside = find_sidecars(make("succeed").run().path)
    assert (beside.labels, beside.warnings) == ((), ())


def test_the_same_wish_is_not_built_twice(make: MakeBuild) -> None:
    first = make("succeed").run()
    again = make("crash").run()
    assert again.from_cache
    assert again.path == first.path
    assert again.report == first.report
    assert again.warnings == first.warnings
    assert [str(warning) for warning in again.warnings] == ["Timings are damaged"]


def test_a_kept_engine_is_given_though_nothing_is_known_of_its_build(make: MakeBuild) -> None:
    path = make("succeed").run().path
    for content in (b"", b"[]", b'{"done": 3, "notes": [4]}', None):
        if content is None:
            path.with_suffix(".built").unlink()
        else:
            path.with_suffix(".built").write_bytes(content)
        again = make("crash").run()
        assert (again.from_cache, again.report, again.warnings) == (True, None, ())


def test_another_plugin_library_makes_another_engine(make: MakeBuild, tmp_path: Path) -> None:
    library = tmp_path / "libodd.so"
    library.write_bytes(b"one")
    consent = Consent(libraries=(library,))
    first = make("succeed", consent=consent).run()
    assert make("crash", consent=consent).run().path == first.path
    library.write_bytes(b"another")
    second = make("succeed", consent=consent).run()
    assert not second.from_cache
    assert not make("succeed").run().from_cache
    assert len(list(cache_folder().glob("*.engine"))) == 3


def test_a_plugin_library_that_is_not_there_is_named(make: MakeBuild, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"libodd\.so cannot be read"):
        make("crash", consent=Consent(libraries=(tmp_path / "libodd.so",))).run()


def test_what_a_kept_engine_may_run_it_may_with_another_header(
    make: MakeBuild, tmp_path: Path
) -> None:
    library, replaced = tmp_path / "libodd.so", tmp_path / "libother.so"
    for path in (library, replaced):
        path.write_bytes(b"looked at")
    first = identify(make("succeed").run().path).sha256()
    give_consent(first, host_code=True, libraries=(library, replaced))
    replaced.write_bytes(b"never looked at")
    again = identify(make("crash", header={"names": {"0": "mouse"}}).run().path).sha256()
    assert again != first
    assert recall_consent(again).host_code
    assert recall_consent(again).libraries == (library,)


def test_a_kept_engine_that_may_run_nothing_may_run_nothing_with_another_header(
    make: MakeBuild, model: ModelFile
) -> None:
    make("succeed").run()
    give_consent(model.sha256(), host_code=True)
    again = make("crash", header={"names": {"0": "mouse"}}).run()
    assert recall_consent(identify(again.path).sha256()) == NO_CONSENT


def test_what_cannot_be_built_anywhere_is_said_before_what_is_missing_here(
    make: MakeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_card(_device: int) -> None:
        raise RuntimeMissingError(text("No card"), cure=text("Plug one in"))

    monkeypatch.setattr("engine_core.building.build.find_card", find_card)
    monkeypatch.setattr("engine_core.building.build.builder_version", lambda: None)
    with pytest.raises(BuildError, match="needs a file with Q/DQ"):
        make("crash", options=BuildOptions(precision=Precision.INT8)).check()
    with pytest.raises(BuildError, match="No card"):
        make("crash").check()


def test_types_that_an_engine_computes_in_beside_the_wished_one_are_named(
    model: ModelFile,
) -> None:
    mixed = replace(read_graph(model), weights="fp16", other_weights=("fp32",))
    assert "weights in the file are FP32" in str(mixture_warning(mixed, Precision.FP16))
    assert not mixture_warning(mixed, Precision.FP32)
    assert not mixture_warning(read_graph(model), Precision.FP16)


def test_a_kept_engine_takes_another_header_without_being_built_again(make: MakeBuild) -> None:
    plan = make("succeed").run()
    before = plan.path.read_bytes()
    again = make("crash", header={"names": {"0": "mouse"}}).run()
    assert again.from_cache
    file = identify(again.path)
    assert file.metadata.names == ("mouse",)
    assert again.path.read_bytes()[file.plan_offset :] == before[-len(fake_child.PLAN) :]


def test_a_kept_engine_that_is_damaged_is_built_anew(make: MakeBuild) -> None:
    path = make("succeed").run().path
    path.write_bytes(path.read_bytes()[:-100])
    again = make("succeed").run()
    assert not again.from_cache
    assert identify(again.path).format is ModelFormat.TENSORRT


def test_a_kept_engine_is_copied_to_a_named_place(make: MakeBuild, tmp_path: Path) -> None:
    kept = make("succeed").run()
    result = make("crash", output=tmp_path / "deep" / "own.engine").run()
    assert result.from_cache
    assert result.path == tmp_path / "deep" / "own.engine"
    assert result.path.read_bytes() == kept.path.read_bytes()
    assert _left(result.path.parent) == {"own.engine"}


def test_a_named_file_is_replaced_only_where_that_is_allowed(
    make: MakeBuild, tmp_path: Path
) -> None:
    output = tmp_path / "own.engine"
    output.write_bytes(b"precious")
    with pytest.raises(BuildError, match="already"):
        make("succeed", output=output).run()
    assert output.read_bytes() == b"precious"
    make("succeed", output=output, overwrite=True).run()
    assert identify(output).format is ModelFormat.TENSORRT


def test_the_model_itself_is_never_replaced(make: MakeBuild, model: ModelFile) -> None:
    before = model.path.read_bytes()
    with pytest.raises(BuildError, match="cannot replace the file"):
        make("succeed", output=model.path, overwrite=True).run()
    assert model.path.read_bytes() == before


def test_a_folder_is_no_name_for_an_engine(make: MakeBuild, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="is a folder"):
        make("succeed", output=tmp_path).run()


def test_a_failure_is_told_in_the_words_of_the_child(make: MakeBuild) -> None:
    with pytest.raises(BuildError) as caught:
        make("fail").run()
    error = caught.value
    assert str(error.what) == "It is too old for small"
    assert error.what.template == "It is too old for {name}"
    assert str(error.cure) == "Take a newer one"
    assert error.details == "line"
    assert error.plugins == ("Odd_TRT",)
    assert _left(cache_folder()) == set()


def test_lines_that_are_no_events_do_no_harm(make: MakeBuild) -> None:
    result = make("garbage").run()
    assert identify(result.path).format is ModelFormat.TENSORRT
    assert result.report is None
    assert [str(one) for one in result.warnings] == [
        "Whether the engine computes in FP16 could not be seen"
    ]


@_posix
@pytest.mark.parametrize(
    ("mode", "words"),
    [("crash", "TensorRT crashed"), ("killed", "memory runs short"), ("silent", "status 7")],
)
def test_a_child_that_dies_leaves_a_sentence_and_its_log_only(
    mode: str, words: str, make: MakeBuild
) -> None:
    with pytest.raises(BuildError, match="ended unexpectedly") as caught:
        make(mode).run()
    assert words in str(caught.value.why)
    assert "native words" in caught.value.details
    assert _left(cache_folder()) == set()


def test_an_engine_that_is_cut_off_is_none(make: MakeBuild) -> None:
    with pytest.raises(BuildError, match="ended unexpectedly"):
        make("half").run()
    assert _left(cache_folder()) == set()


@_posix
@pytest.mark.parametrize("mode", ["hang", "deaf"])
def test_a_child_that_hangs_is_ended_with_all_that_it_started(
    mode: str, make: MakeBuild, tmp_path: Path
) -> None:
    pid_file = tmp_path / "pid"
    build: Build
    started: list[int] = []

    def tell(event: BuildEvent) -> None:
        if isinstance(event, BuildProgress) and event.fraction is not None:
            started.append(os.pidfd_open(int(pid_file.read_text())))
            build.cancel()
            build.cancel()

    build = make(mode, str(pid_file), tell=tell, patience_s=0.05)
    with ThreadPoolExecutor(1) as pool, pytest.raises(BuildCancelledError):
        pool.submit(build.run).result(60)
    assert _left(cache_folder()) == set()
    assert select.select(started, [], [], 30)[0] == started, "what the child started runs on"
    os.close(started[0])


@_posix
def test_a_child_that_stops_when_asked_is_not_killed(make: MakeBuild) -> None:
    build: Build

    def tell(event: BuildEvent) -> None:
        if isinstance(event, BuildProgress) and event.fraction is not None:
            build.cancel()

    build = make("stop", tell=tell)
    with pytest.raises(BuildCancelledError):
        build.run()


def test_a_build_that_is_cancelled_before_it_runs_starts_nothing(make: MakeBuild) -> None:
    build = make("succeed")
    build.cancel()
    with pytest.raises(BuildCancelledError):
        build.run()
    assert _left(cache_folder()) == set()


@_posix
def test_an_interruption_ends_the_child(make: MakeBuild, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"

    def tell(event: BuildEvent) -> None:
        if isinstance(event, BuildProgress) and event.fraction is not None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make("deaf", str(pid_file), tell=tell, patience_s=0.05).run()
    assert _left(cache_folder()) == set()


@_posix
@pytest.mark.skipif("os.geteuid() == 0", reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(make: MakeBuild, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(BuildError, match="cannot be written"):
        make("succeed", output=locked / "a.engine").run()


def test_a_name_within_a_file_cannot_be_written(make: MakeBuild, model: ModelFile) -> None:
    with pytest.raises(BuildError, match="cannot be written to"):
        make("succeed", output=model.path / "a.engine").run()


def test_what_cannot_be_had_is_refused_before_a_child_starts(make: MakeBuild) -> None:
    with pytest.raises(BuildError, match="BF16 takes TensorRT 10"):
        make("crash", options=BuildOptions(precision=Precision.BF16)).run()
    assert not cache_folder().exists()


def test_a_model_that_is_gone_meanwhile_is_said_to_be_that(
    make: MakeBuild, model: ModelFile
) -> None:
    model.path.unlink()
    with pytest.raises(BuildError, match=r"small\.onnx cannot be read"):
        make("crash").run()


def test_a_model_that_was_spoilt_meanwhile_is_said_to_be_that(
    make: MakeBuild, model: ModelFile
) -> None:
    model.path.write_bytes(b"\x08\x08 no model any more")
    with pytest.raises(BuildError, match="damaged or incomplete"):
        make("crash").run()


def test_without_a_card_nothing_is_built(make: MakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_card(_device: int) -> None:
        raise RuntimeMissingError(text("No card"), cure=text("Plug one in"))

    monkeypatch.setattr("engine_core.building.build.find_card", find_card)
    with pytest.raises(BuildError, match="No card"):
        make("succeed").run()


def test_without_tensorrt_nothing_is_built(
    make: MakeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine_core.building.build.builder_version", lambda: None)
    with pytest.raises(BuildError, match="No engine can be built here"):
        make("succeed").run()


def test_an_engine_without_a_layer_of_the_wished_type_says_so(make: MakeBuild) -> None:
    result = make("succeed", "Float").run()
    assert (
        "No layer of this engine computes in FP16" in [str(one)[:40] for one in result.warnings][1]
    )
