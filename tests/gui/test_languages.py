"""Every text follows the language, without a restart: none is left in English where all are bracketed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine_core.building import BuildLog, BuildOptions, BuildProgress, BuildResult
from engine_core.decoders import FAMILIES
from engine_core.drift import DriftReport, FrameDrift, LoneDetection
from engine_core.tensors import TensorSpec
from engine_core.text import Text
from gui import i18n
from gui.builds import BuildJob, BuildOutcome, BuildWish, DriftOutcome
from gui.controls import ElidedText
from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui import builds
from tests.gui.driving import load, open_window, until

# What no language changes: numbers with units, keys, names of files, classes, formats and the program.
_NAMES = re.compile(
    r"animals\.onnx|a\.png|b\.mp4|missing\.png|English|简体中文|EngineScope|ONNX Runtime"
    r"|CPUExecutionProvider|\.(?:engine|plan|trt|onnx)|https?://\S+|rtsp://\S+|camera:\d"
)
_SAME = re.compile(
    "|".join(re.escape(family.key) for family in FAMILIES)
    + r"|cat|dog|onnx|ONNX|CPU\w*|GPU|RGB|BGR|float\d+|output0|images"
    r"|YOLO\w*|yolo\w*|IoU|px|ms|fps|FPS|MB|GB|KB|kB|MiB|KiB|GiB|opset|h264|x|s|B|k|NCHW|OK"
    r"|Ctrl|Shift|Alt|Esc|F\d+|Space|Left|Right|PgUp|PgDown|Home|End|Up|Down|Enter"
    r"|[A-Z]|FP\d+|BF16|INT8|Convolution|Reformat"
)


class Bracketing(QTranslator):
    """Puts every text of the program between brackets."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # As in ``i18n.Catalogue``: only a null text is none.
        return f"⟦{source}⟧" if context == i18n.CONTEXT else None  # type: ignore[return-value]

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture
def brackets(qapp: QApplication) -> Iterator[Bracketing]:
    translator = Bracketing()
    yield translator
    qapp.removeTranslator(translator)


def _left_over(text: str, known: re.Pattern[str]) -> str:
    """Return what of a text is neither bracketed nor the same in every language."""
    while True:
        shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"<[^>]*>|&\w+;", "", text)
    text = _NAMES.sub("", text)
    return " ".join(
        word for word in re.findall(r"[^\W\d_][\w-]*", text) if not known.fullmatch(word)
    )


def _texts(top: QWidget) -> Iterator[tuple[str, str]]:
    for widget in [top, *top.findChildren(QWidget)]:
        name = f"{type(widget).__name__} {widget.objectName()}"
        parent = widget.parentWidget()
        name += f" in {type(parent).__name__}" if parent is not None else ""
        if "qt_" in widget.objectName():
            continue  # Qt's own, translated by Qt
        if not isinstance(widget, ElidedText):  # its tooltip is its text
            yield f"tooltip of {name}", widget.toolTip()
        yield f"name of {name}", widget.accessibleName()
        yield f"description of {name}", widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield f"text of {name}", widget.text()
        if isinstance(widget, QLineEdit):
            yield f"placeholder of {name}", widget.placeholderText()
        if isinstance(widget, QComboBox):
            for index in range(widget.count()):
                yield f"entry of {name}", widget.itemText(index)
        if isinstance(widget, QMenu):
            yield f"title of {name}", widget.title()
        if isinstance(widget, QDialog):
            yield f"title of {name}", widget.windowTitle()
        for action in widget.actions():
            yield f"action of {name}", action.text()
            # Without a tooltip of its own, an action's is its text without the marks of a menu.
            yield f"tooltip of action {action.text()} of {name}", action.toolTip()


def _english(top: QWidget) -> list[str]:
    found = []
    for where, text in _texts(top):
        rest = _left_over(text, _SAME)
        if rest and "/" not in text:
            found.append(f"{where}: {text!r} ({rest})")
    return sorted(set(found))


def _lines(found: list[str]) -> str:
    return "\n".join(found)


def _open_everything(window: MainWindow) -> None:
    tools = window.wiring.tools
    window.acts["recipe"].setChecked(True)
    tools.show_details()
    tools.show_timings()
    tools.show_shortcuts()
    tools.show_settings()
    tools.show_recent_problems()
    tools.ask_for_address()
    _fill_build_dialog(window)


def _fill_build_dialog(window: MainWindow) -> None:
    """Show on every page of the build dialog what it can show; the page in sight is the last one."""
    opened = window.controller.opened
    assert opened is not None
    dialog = window.wiring.tools.building._made_dialog()
    spec = TensorSpec("images", "float32", (1, 3, -1, -1))
    offer = builds.offer(opened.file.path, inputs=(spec,))
    dialog.offer(offer, BuildOptions(level=5), compares=True)
    dialog.show_running(BuildJob(file=offer.file, wish=BuildWish(options=BuildOptions())))
    dialog.show_progress(BuildProgress(0.5, Text("Writing the engine"), 61.0))
    dialog.add_log((BuildLog("123", "warning"),))
    lone = LoneDetection(
        class_id=0, confidence=0.4, other=None, box=(0, 0, 1, 1), is_of_engine=True
    )
    frame = FrameDrift(name="1", matched=2, lone=(lone,))
    result = BuildResult(path=Path("/1"), seconds=61.0, size_bytes=1, report=builds.report())
    dialog.show_outcome(BuildOutcome(result=result, compares=True))
    drift = DriftReport(frames=(frame,), threshold=0.25)
    dialog.show_drift(DriftOutcome(drift=drift, labels=opened.recipe.labels))
    dialog.show()


@pytest.mark.parametrize("is_first", [True, False])
def test_no_visible_text_stays_english_whether_switched_before_or_after_it_came(
    qtbot: QtBot, tmp_path: Path, brackets: Bracketing, is_first: bool
) -> None:
    with open_window(qtbot) as window:
        if is_first:
            QCoreApplication.installTranslator(brackets)
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        window.opening.open([str(clip(tmp_path / "b.mp4")), str(tmp_path / "missing.png")])
        until(qtbot, lambda: window.is_video and window.card.isVisible())
        window.wiring.set_confidence(1.0)
        until(qtbot, lambda: window.nothing_found.isVisibleTo(window))
        _open_everything(window)
        if not is_first:
            QCoreApplication.installTranslator(brackets)
        until(qtbot, lambda: "⟦" in window.export_button.text())
        window.presenter.present()
        QApplication.processEvents()
        assert _lines(_english(window)) == ""
        QCoreApplication.removeTranslator(brackets)
        QApplication.processEvents()
        bracketed = [(where, text) for where, text in _texts(window) if "⟦" in text]
        assert bracketed == []


def test_empty_window_follows_the_language_too(qtbot: QtBot, brackets: Bracketing) -> None:
    with open_window(qtbot, (900, 600)) as window:
        QCoreApplication.installTranslator(brackets)
        QApplication.processEvents()
        assert _lines(_english(window)) == ""
        assert isinstance(window.acts["open_model"], QAction)
        assert window.acts["open_model"].text().startswith("⟦")


def test_chinese_and_back_changes_every_menu(qtbot: QtBot) -> None:
    with open_window(qtbot) as window:
        english = [action.text() for action in window.acts.all()]
        i18n.set_language("zh_CN")
        QApplication.processEvents()
        chinese = [action.text() for action in window.acts.all()]
        assert all(a != b for a, b in zip(english, chinese, strict=True))
        i18n.set_language("en")
        QApplication.processEvents()
        assert [action.text() for action in window.acts.all()] == english
