from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine_core.building import BuildOptions, Card, InputRange, Precision, Tactics
from engine_core.building.cache import (
    cache_folder,
    cached_engine,
    clear,
    engine_name,
    shrink,
    timing_folder,
)
from engine_core.modelfile import ModelFile, identify
from tests.builders import network
from tests.engine_core.building.conftest import CARD, VERSION

_USUAL = BuildOptions()


def _keep(name: str, size: int = 10, *, used_s: float = 0.0) -> Path:
    path = cache_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (used_s, used_s))
    return path


def test_names_are_for_people(model: ModelFile) -> None:
    name = engine_name(model, _USUAL, VERSION, CARD)
    assert name.startswith("small-fp16-trt8.6.0-h100-80gb-hbm3-sm90-")
    assert name.endswith(".engine")


def test_a_name_from_elsewhere_is_made_harmless(tmp_path: Path) -> None:
    path = network(tmp_path / ("ca t's \\ “猫” " + "n" * 90 + ".onnx"), {"o": np.zeros((1, 2))})
    name = engine_name(identify(path), _USUAL, VERSION, CARD)
    assert name.startswith("ca_t_s_猫_nnn")
    assert len(name) < 120
    assert "/" not in name


@pytest.mark.parametrize(
    "other",
    [
        replace(_USUAL, precision=Precision.FP32),
        replace(_USUAL, workspace_mib=512),
        replace(_USUAL, level=5),
        replace(_USUAL, version_compatible=True),
        replace(_USUAL, hardware_compatible=True),
        replace(_USUAL, input_wh=(320, 320)),
        replace(_USUAL, tactics=Tactics.OWN),
        replace(_USUAL, profiles=((InputRange(name="x", min=(1,), opt=(1,), max=(2,)),),)),
    ],
    ids=str,
)
def test_every_option_makes_another_engine(other: BuildOptions, model: ModelFile) -> None:
    assert engine_name(model, other, VERSION, CARD) != engine_name(model, _USUAL, VERSION, CARD)


def test_tensorrt_and_the_card_make_another_engine(model: ModelFile) -> None:
    names = {
        engine_name(model, _USUAL, version, card)
        for version in (VERSION, "8.6.1")
        for card in (CARD, Card("NVIDIA H100 80GB HBM3", (9, 1)), Card("NVIDIA H200", (9, 0)))
    }
    assert len(names) == 6


def test_the_number_of_the_card_makes_no_other_engine(model: ModelFile) -> None:
    second = replace(_USUAL, device=1)
    assert engine_name(model, second, VERSION, CARD) == engine_name(model, _USUAL, VERSION, CARD)


def test_a_changed_model_makes_another_engine(model: ModelFile) -> None:
    before = engine_name(model, _USUAL, VERSION, CARD)
    changed = onnx.load(model.path)
    changed.doc_string = "trained once more"
    onnx.save(changed, model.path)
    assert engine_name(identify(model.path), _USUAL, VERSION, CARD) != before


def test_weights_in_another_file_count_too(tmp_path: Path) -> None:
    plain = onnx.load(network(tmp_path / "a.onnx", {"o": np.zeros((1, 600), np.float32)}))
    onnx.save(
        plain, tmp_path / "b.onnx", save_as_external_data=True, location="b.data", size_threshold=0
    )
    before = engine_name(identify(tmp_path / "b.onnx"), _USUAL, VERSION, CARD)
    weights = tmp_path / "b.data"
    weights.write_bytes(b"\1" * weights.stat().st_size)
    assert engine_name(identify(tmp_path / "b.onnx"), _USUAL, VERSION, CARD) != before


def test_what_was_built_is_found_again(model: ModelFile) -> None:
    assert cached_engine(model, _USUAL, VERSION, CARD) is None
    kept = _keep(engine_name(model, _USUAL, VERSION, CARD))
    assert cached_engine(model, _USUAL, VERSION, CARD) == kept
    assert kept.stat().st_mtime > 0, "it counts as used now"


def test_the_engines_used_longest_ago_go_first() -> None:
    old, new = _keep("old.engine", used_s=1), _keep("new.engine", used_s=3)
    log, told = _keep("old.log"), _keep("old.built")
    middle = _keep("middle.engine", used_s=2)
    assert shrink(most_bytes=20) == 1
    assert not old.exists()
    assert not log.exists()
    assert not told.exists()
    assert new.exists()
    assert middle.exists()


def test_the_engine_just_built_stays_however_large_it_is() -> None:
    path = _keep("large.engine", 100)
    assert shrink(most_bytes=10, keep=path) == 0
    assert path.exists()


def test_what_an_ended_program_left_behind_goes_in_time() -> None:
    old = _keep(".a.engine.7.8.part", used_s=1)
    told = _keep("gone.built", used_s=1)
    typed = _keep(".a.engine.7.8.typed.onnx.weights", used_s=1)
    now = _keep(".b.engine.7.8.part", used_s=time.time())
    shrink()
    assert not old.exists()
    assert not typed.exists()
    assert not told.exists()
    assert now.exists(), "somebody may be writing it"


def test_the_newest_logs_of_failed_builds_stay() -> None:
    logs = [_keep(f"failed{number}.log", used_s=number) for number in range(1, 31)]
    engine, its_log = _keep("a.engine", used_s=1), _keep("a.log", used_s=0)
    shrink()
    assert [log.exists() for log in logs] == [False] * 10 + [True] * 20
    assert engine.exists()
    assert its_log.exists()


def test_everything_can_be_cleared() -> None:
    _keep("a.engine")
    _keep("a.log")
    _keep("b.log")
    _keep("a.built")
    _keep(".a.engine.1.2.part")
    timings = timing_folder() / "t.cache"
    timings.parent.mkdir(parents=True)
    timings.write_bytes(b"t")
    own = _keep("notes.txt")
    assert clear() == 4, "log and story go with their engine, and count with it"
    assert [path.name for path in cache_folder().iterdir()] == [own.name]
    assert clear() == 0
