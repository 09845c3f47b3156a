from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine_core.batch import RunSettings, run
from engine_core.detections import DisplayFilter
from engine_core.detector import Detector
from engine_core.errors import OptionError
from engine_core.exporters import EXPORTERS
from engine_core.exporters.annotate import annotated
from engine_core.exporters.base import ExportSettings
from engine_core.overlay import Style
from engine_core.results import FrameResult
from engine_core.saving import Lying, SavePlan, Saving, free_folder, look_at, save_frame
from engine_core.sources import open_source
from tests.engine_core.runs import cats_and_dogs, clip, items_of, picture

_STILL = [kind.key for kind in EXPORTERS if kind.key not in {"video", "frames", "yolo-conf"}]


@pytest.fixture
def detector(tmp_path: Path) -> Detector:
    return Detector.open(cats_and_dogs(tmp_path))


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def _save(detector: Detector, plan: SavePlan, path: Path, index: int = 0) -> FrameResult:
    """Save a frame of a source, and return it as it was saved."""
    (item,) = items_of(path)
    with open_source(item) as source:
        frame = source.read(index)
    found = detector.detect(frame).detections
    name = path.stem if frame.is_picture else f"{path.stem}_{index:06d}"
    save_frame(plan, frame, found, (), detector.recipe, name)
    return FrameResult.of(frame, found)


def test_a_frame_of_a_video_is_saved_as_a_picture_of_its_own(
    detector: Detector, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    style = Style(show_confidences=False, colours=((0, "#FFFFFF"),))
    plan = SavePlan(keys=("images", "yolo"), out=out, image_format="png", style=style)
    result = _save(detector, plan, clip(tmp_path / "clip.mp4"), 7)
    assert _files(out) == {
        "images/clip_000007.png",
        "labels/clip_000007.txt",
        "classes.txt",
        "data.yaml",
    }
    assert len((out / "labels" / "clip_000007.txt").read_text().splitlines()) == 3
    settings = ExportSettings(out=out, labels=detector.recipe.labels, style=style)
    with Image.open(out / "images" / "clip_000007.png") as image:
        assert np.array_equal(np.asarray(image), annotated(result, settings))


@pytest.mark.parametrize("key", _STILL)
def test_a_second_frame_of_the_same_name_is_refused_in_every_format(
    detector: Detector, tmp_path: Path, key: str
) -> None:
    plan = SavePlan(keys=(key,), out=tmp_path / "out")
    path = picture(tmp_path / "a.png")
    _save(detector, plan, path)
    before = {name: (tmp_path / "out" / name).read_bytes() for name in _files(tmp_path / "out")}
    assert before
    with pytest.raises(OptionError, match="holds results already"):
        _save(detector, plan, path)
    assert {n: (tmp_path / "out" / n).read_bytes() for n in _files(tmp_path / "out")} == before
    _save(detector, replace(plan, overwrite=True), path)


def test_pictures_of_other_names_come_together_in_one_folder(
    detector: Detector, tmp_path: Path
) -> None:
    plan = SavePlan(keys=("images", "crops"), out=tmp_path / "out")
    for name in ("a.png", "a_1.png"):
        _save(detector, plan, picture(tmp_path / name))
    assert {"images/a.jpg", "images/a_1.jpg"} <= _files(tmp_path / "out")


def test_a_frame_is_not_mixed_with_the_results_of_a_run(detector: Detector, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(detector, SavePlan(keys=("csv",), out=out), picture(tmp_path / "a.png"))
    with pytest.raises(OptionError, match="holds results already"):
        _save(detector, SavePlan(keys=("images",), out=out), picture(tmp_path / "b.png"))


def _run(detector: Detector, plan: SavePlan, *paths: Path, **shown: object) -> None:
    items = items_of(*paths)
    settings = RunSettings(shown=DisplayFilter(**shown))  # type: ignore[arg-type]
    with Saving(plan, detector, settings, items) as saving:
        report = run(detector, items, settings, exporters=saving.exporters, journal=saving.journal)
        saving.finish(report)


def test_hidden_classes_decide_results_and_are_never_mixed(
    detector: Detector, tmp_path: Path
) -> None:
    plan = SavePlan(keys=("csv",), out=tmp_path / "out")
    path = picture(tmp_path / "a.png")
    _run(detector, plan, path)
    with pytest.raises(OptionError, match="other thresholds"):
        _run(detector, plan, path, hidden=frozenset({1}))


def test_a_folder_is_told_apart_by_what_lies_there(detector: Detector, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert look_at(out, ("csv",)).lying is Lying.NOTHING
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    assert look_at(out, ("csv",)).lying is Lying.NOTHING
    (out / "detections.csv").write_text("mine")
    found = look_at(out, ("csv",))
    assert (found.lying, found.path) == (Lying.OTHERS, out / "detections.csv")
    (out / "detections.csv").unlink()
    _run(detector, SavePlan(keys=("csv",), out=out), picture(tmp_path / "a.png"))
    assert look_at(out, ("csv",)).lying is Lying.DONE
    text = (out / "manifest.json").read_text().replace('"done"', '"interrupted"')
    (out / "manifest.json").write_text(text)
    assert look_at(out, ("csv",)).lying is Lying.STOPPED
    (out / "coco.json").write_text("mine")
    assert look_at(out, ("csv", "coco")).lying is Lying.OTHERS


def test_a_free_folder_has_the_first_number_that_suits() -> None:
    taken = {Path("a"), Path("a-2")}
    assert free_folder(Path("a"), lambda each: each not in taken) == Path("a-3")
    assert free_folder(Path("b"), lambda each: each not in taken) == Path("b")


def test_one_frame_needs_to_be_told_where_to(detector: Detector, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder"):
        _save(detector, SavePlan(keys=("csv",)), picture(tmp_path / "a.png"))
