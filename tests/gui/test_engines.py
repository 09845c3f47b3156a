"""Engines in the window: on which card they run, and what is inside them. The engine is a stand-in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine_core.detector import Detector
from engine_core.enginereport import EngineReport
from engine_core.errors import InferenceError, ModelFileError
from engine_core.modelfile import ModelFormat
from engine_core.runtime.base import ModelInfo
from engine_core.text import text
from gui.dialogs.details import DetailsDialog
from gui.dialogs.settings import SettingsDialog
from gui.enginefacts import plain_facts
from gui.machine import GraphicsCard, Machine
from gui.main_window import MainWindow
from gui.workers import machine_look
from gui.workers.messages import ModelFailed, ModelWish
from tests.gui import builds
from tests.gui.driving import click
from tests.gui.staged import controlled, staged_window
from tests.gui.workers.rig import Rig

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

L4 = GraphicsCard(number=1, name="NVIDIA L4")


def as_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let models that the rig opens say that they are engines."""

    def engine(detector: Detector) -> ModelInfo:
        return replace(detector._session.info, format=ModelFormat.TENSORRT)

    monkeypatch.setattr(Detector, "info", property(engine))


def open_in(window: MainWindow, rig: Rig, name: str = "n.onnx") -> Path:
    path = rig.model(name).path
    window.controller.open_model(path)
    rig.until(lambda: window.controller.opened is not None)
    return path


def test_a_model_is_opened_on_the_card_that_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    with controlled(qtbot, tmp_path) as (controller, rig, _):
        controller.device = 1
        controller.open_model(rig.model().path)
        rig.until(lambda: controller.opened is not None)
        assert rig.devices == [1]


def test_an_open_engine_moves_to_another_card(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_look, "_known", [Machine(cards=(builds.H100, L4))])
    with staged_window(qtbot, tmp_path) as (window, rig):
        as_engines(monkeypatch)
        path = open_in(window, rig)
        window.acts["settings"].trigger()
        (dialog,) = window.findChildren(SettingsDialog)
        rig.until(dialog._device.isVisible)
        dialog._device.setCurrentIndex(1)
        dialog._device.activated.emit(1)
        rig.until(lambda: rig.devices == [0, 1])
        rig.until(lambda: window.controller.opened.wish.device == 1)  # type: ignore[union-attr]
        assert rig.opened_files == [path, path]
        dialog.close()


def test_an_onnx_file_stays_where_it_is(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_look, "_known", [Machine(cards=(builds.H100, L4))])
    with staged_window(qtbot, tmp_path) as (window, rig):
        open_in(window, rig)
        window.settings.device = 1
        window.wiring.tools._on_settings_changed("device")
        assert window.controller.device == 1
        assert rig.devices == [0]


def test_the_thread_of_the_engine_looks_inside_and_measures(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []

    def report(_: Detector, profiled_runs: int = 0) -> EngineReport:
        runs.append(profiled_runs)
        if profiled_runs and len(runs) > 2:
            raise InferenceError(text("The card gave up"))
        return builds.report(is_measured=bool(profiled_runs))

    monkeypatch.setattr(Detector, "report", report)
    with staged_window(qtbot, tmp_path) as (window, rig):
        as_engines(monkeypatch)
        open_in(window, rig)
        window.acts["details"].trigger()
        (dialog,) = window.findChildren(DetailsDialog)
        rig.until(lambda: len(dialog.layers.model.layers) == 6)
        click(dialog._tabs.findChildren(QPushButton)[1])
        click(dialog.layers.measure)
        rig.until(lambda: dialog.layers.model.layers[0].time_ms is not None)
        assert runs == [0, 20]
        dialog.layers.measure.click()
        rig.until(lambda: dialog.layers._note.text() == "The card gave up.")
        assert dialog.layers.model.layers[0].time_ms is not None
        assert len(window.findChildren(DetailsDialog)) == 1
        open_in(window, rig, "m.onnx")
        rig.until(lambda: window.controller.opened.file.path.name == "m.onnx")  # type: ignore[union-attr]
        rig.until(lambda: runs[-1] == 0)
        dialog.close()


def test_what_can_be_read_of_a_failed_engine_stands_in_the_details(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with staged_window(qtbot, tmp_path) as (window, _):
        failed = ModelFailed(
            ModelWish(path=tmp_path / "a.engine"),
            ModelFileError(text("It cannot be opened"), details="[E] version tag"),
            built_with="8.6.0.12",
            machine=builds.BUILDS,
            report=EngineReport(
                built_with="8.6.0.12", built_for="9.0", plugins=("EfficientNMS_TRT",)
            ),
        )
        window.controller.model_failed.emit(failed)
        problem = window.card.problem
        assert problem is not None
        assert problem.details.splitlines() == [
            "[E] version tag",
            "",
            "built with  TensorRT 8.6.0.12",
            "built for   9.0",
            "plugins     EfficientNMS_TRT",
        ]


def test_plain_facts_name_tensors_and_what_else_is_known() -> None:
    full = replace(builds.report(), version_compatible=True, notes=(("description", "a model"),))
    assert "other TensorRT  may run it" in plain_facts(full)
    assert "a model" in plain_facts(full)
    assert plain_facts(EngineReport()) == ""
