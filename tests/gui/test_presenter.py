"""What is counted of a whole source reaches the parts of the window, and takes a bounded room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine_core.frame import SourceItem, SourceKind
from gui.workers.messages import SeenBatch
from tests.gui.staged import item, staged_window
from tests.gui.test_timeline import scored

CAMERA = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")


def test_of_a_camera_only_the_last_minutes_are_looked_back_on_and_of_a_video_everything(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with staged_window(qtbot, tmp_path) as (window, _):
        for source in (CAMERA, item()):
            frames = [replace(scored(n, 0.9), source=source) for n in (0, 1, 100_000)]
            window.controller.seen.emit(SeenBatch(tuple(frames)))
        camera, video = window.presenter.timeline(CAMERA), window.presenter.timeline(item())
        assert camera is not None
        assert video is not None
        assert camera.computed == 1
        assert camera.is_computed(100_000)
        assert video.computed == 3
