"""The main path, in the real window with real models: drop, look, move the threshold, play, export."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.goldens import Tolerance, mismatches
from tests.gui.driving import click, drop, load, open_window, shows, table_rows, until
from tests.shared_data import ROOT, manifest, needs_shared_data

pytestmark = needs_shared_data

MODEL = ROOT / "models" / "yolov8n-dq.onnx"
VIDEO = ROOT / "media" / "car-detection.mp4"


def _entry(model: Path) -> dict[str, Any]:
    return next(m for m in manifest()["models"] if m["file"] == f"models/{model.name}")


def test_a_dropped_model_and_three_pictures_show_what_the_model_is_known_to_find(
    qtbot: QtBot,
) -> None:
    entry = _entry(MODEL)
    settings, tolerance = entry["golden_settings"], Tolerance.of(entry["golden_tolerance"])
    pictures = list(entry["golden"])[:3]
    assert len(pictures) == 3
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, *(ROOT / "media" / name for name in pictures))
        if settings.get("nms_iou") is not None:
            window.suppression.iou_changed.emit(settings["nms_iou"])
        window.wiring.set_confidence(settings["conf"])
        for name in pictures:
            window.sources.set_current(window.sources.model.row_of(str(ROOT / "media" / name)))
            window.opening.show_row(window.sources.current() or 0)
            until(qtbot, lambda name=name: shows(window, name))  # type: ignore[misc]
            found = window.presenter.view.shown
            assert mismatches(entry["golden"][name], found, settings["conf"], tolerance) == []
            assert [score for _, score in table_rows(window)] == [
                f"{score:.2f}" for score in found.confidence
            ]


def test_the_threshold_shows_exactly_the_rows_above_it_and_runs_no_network(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, ROOT / "media" / "bus.jpg")
        everything = window.presenter.view.everything.confidence.copy()
        before = window.controller.worker.inferences
        slider = window.threshold.slider
        slider.setFocus()
        seen = set()
        for _ in range(40):
            QTest.keyClick(slider, Qt.Key.Key_Right)
            threshold = window.controller.choices.filter.confidence
            expected = [f"{c:.2f}" for c in everything if c >= np.float32(threshold)]
            assert [score for _, score in table_rows(window)] == expected
            seen.add(len(expected))
        assert len(seen) > 1
        assert window.controller.worker.inferences == before


def test_overlap_and_number_are_chosen_without_the_network(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, ROOT / "media" / "bus.jpg")
        before = window.controller.worker.inferences
        count = len(window.presenter.view.everything)
        window.suppression.iou_changed.emit(0.95)
        until(qtbot, lambda: len(window.presenter.view.everything) > count)
        window.acts["undo"].trigger()
        until(qtbot, lambda: len(window.presenter.view.everything) == count)
        window.suppression.max_detections_changed.emit(2)
        assert len(window.presenter.view.shown) == 2
        assert window.controller.worker.inferences == before


@pytest.mark.slow
def test_a_video_plays_on_while_model_and_threshold_change(qtbot: QtBot) -> None:
    other = ROOT / "models" / "nanodet_m_416.onnx"
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, VIDEO)
        controller = window.controller
        shown: list[tuple[int, str]] = []
        controller.shown_changed.connect(
            lambda s: shown.append((s.frame.index, s.model.path.name if s.model else ""))
        )
        window.acts["play"].trigger()
        assert controller.is_playing
        until(qtbot, lambda: len(shown) > 5)
        drop(window, other)
        window.wiring.set_confidence(0.5)
        until(qtbot, lambda: any(name == other.name for _, name in shown))
        count = len(shown)
        window.wiring.set_confidence(0.3)
        until(qtbot, lambda: len(shown) > count + 5)
        assert controller.is_playing
        window.acts["play"].trigger()
        assert not controller.is_playing
        indices = [index for index, _ in shown]
        assert indices == sorted(indices)
        names = [name for _, name in shown]
        assert names == sorted(names, key=lambda name: name == other.name)
        assert controller.opened is not None
        assert controller.opened.file.path == other


def test_what_is_exported_is_what_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = [ROOT / "media" / name for name in ("bus.jpg", "dog.jpg")]
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, *pictures)
        window.wiring.set_confidence(0.6)
        window.wiring.set_visible(5, False)  # bus
        expected = {}
        for picture in pictures:
            window.opening.show_row(window.sources.model.row_of(str(picture)) or 0)
            until(qtbot, lambda name=picture.name: shows(window, name))  # type: ignore[misc]
            found = window.presenter.view.shown
            expected[picture.name] = [
                (int(c), round(float(s), 4))
                for c, s in zip(found.class_id, found.confidence, strict=True)
            ]
        assert all(expected.values())
        window.acts["export_all"].trigger()
        exporting = window.wiring.tools.exporting
        dialog = exporting.dialog
        assert dialog is not None
        form = dialog.form
        form.folder.setText(str(tmp_path / "out"))
        for key in ("images", "csv"):
            form.box(key).setChecked(True)
        click(form.start)
        until(qtbot, lambda: exporting.outcome is not None)
        until(qtbot, lambda: exporting.worker is None)
        outcome = exporting.outcome
        assert outcome is not None
        assert outcome.error is None
        with (tmp_path / "out" / "detections.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        read: dict[str, list[tuple[int, float]]] = {name: [] for name in expected}
        for row in rows:
            read[Path(row["source"]).name].append(
                (int(row["class_id"]), round(float(row["confidence"]), 4))
            )
        assert read == expected
        with Image.open(tmp_path / "out" / "images" / "bus.jpg") as image:
            assert image.size == (810, 1080)


def test_one_frame_is_exported_without_asking_the_model_again(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, MODEL, ROOT / "media" / "dog.jpg")
        before = window.controller.worker.inferences
        window.acts["export_frame"].trigger()
        exporting = window.wiring.tools.exporting
        dialog = exporting.dialog
        assert dialog is not None
        dialog.form.folder.setText(str(tmp_path / "one"))
        dialog.form.box("yolo").setChecked(True)
        click(dialog.form.start)
        until(qtbot, lambda: exporting.outcome is not None and exporting.worker is None)
        labels = (tmp_path / "one" / "labels" / "dog.txt").read_text("utf-8").splitlines()
        assert len(labels) == len(window.presenter.view.shown)
        assert window.controller.worker.inferences == before
