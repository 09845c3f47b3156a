from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine_core.detector import Detector
from engine_core.letterbox import Geometry
from engine_core.preprocess import (
    NORMALISATIONS,
    ChannelOrder,
    Layout,
    Preprocessing,
    Preprocessor,
)
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.tensors import DYNAMIC
from gui.panels import recipe_choices as choices
from gui.panels.recipe import RecipeSheet
from gui.panels.recipe_feeding import FeedingRows
from gui.panels.tensor_view import TensorView, figure_words, painted, planes_of
from gui.workers.messages import FedTensor, ModelOpened, ModelWish
from tests.builders import make_frame, network
from tests.engine_core.decoders import heads
from tests.engine_core.decoders.scenes import scene

# The offscreen platform says so of every window with a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FRAME = make_frame((320, 240))


@pytest.fixture
def detector(tmp_path: Path) -> Iterator[Detector]:
    output = np.ascontiguousarray(heads.v8(scene((320, 256), classes=2), 2).T[None])
    names = {0: "cat", 1: "dog"}
    path = network(
        tmp_path / "made.onnx",
        {"output0": output},
        input_wh=(320, 256),
        properties={"task": "detect", "names": names, "stride": 32},
    )
    with closing(Detector.open(path)) as opened:
        opened.detect(FRAME)
        yield opened


def opened(detector: Detector, overrules: Overrules = NO_OVERRULES) -> ModelOpened:
    detector.overrule(NO_OVERRULES)
    detector.detect(FRAME)
    automatic = detector.recipe
    detector.overrule(overrules)
    detector.detect(FRAME)
    return ModelOpened(
        wish=ModelWish(path=detector.file.path),
        file=detector.file,
        info=detector.info,
        recipe=detector.recipe,
        automatic=automatic,
        overrules=overrules,
        open_ms=1.0,
    )


@pytest.fixture
def sheet(qtbot: QtBot, detector: Detector) -> RecipeSheet:
    made = RecipeSheet()
    qtbot.addWidget(made)
    made.resize(440, 900)
    made.show()
    made.set_model(opened(detector))
    return made


@pytest.fixture
def said(sheet: RecipeSheet) -> list[Any]:
    heard: list[Any] = []
    sheet.overrules_changed.connect(heard.append)
    sheet.labels_requested.connect(lambda: heard.append("labels"))
    sheet.closed.connect(lambda: heard.append("closed"))
    return heard


def choose(feeding: FeedingRows, key: str, index: int) -> None:
    """Choose by keyboard, from wherever the list stands."""
    combo = {"fit": feeding.fit, "preset": feeding.preset}[key]
    combo.setFocus()
    while combo.currentIndex() != index:
        down = combo.currentIndex() < index
        QTest.keyClick(combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


def marked(sheet: RecipeSheet) -> set[str]:
    return {key for key, row in sheet.feeding.rows.items() if row.undo.isVisibleTo(sheet)}


def segment(sheet: RecipeSheet, index: int) -> QPushButton:
    return sheet.feeding.channels.findChildren(QPushButton)[index]


def test_nothing_told_from_outside_is_said(
    sheet: RecipeSheet, said: list[Any], detector: Detector
) -> None:
    sheet.set_model(opened(detector, Overrules(normalisation="raw-bgr", pad=(1, 2, 3))))
    sheet.set_effect(8, 0.61, 8, 0.62)
    sheet.set_error("No")
    sheet.set_narrow(is_narrow=True)
    sheet.set_model(None)
    sheet.set_model(opened(detector))
    QTest.qWait(0)
    assert said == []
    assert not sheet._typing.isActive()


def test_the_recipe_is_shown_with_its_reasons(sheet: RecipeSheet, detector: Detector) -> None:
    assert sheet.family.text() == "YOLOv8 detection head, 2 classes"
    assert sheet.file.text() == "made.onnx"
    shown = [reason.text.text() for reason in sheet._reasons if reason.isVisibleTo(sheet)]
    assert len(shown) == len(detector.recipe.reasons) + len(detector.recipe.warnings)
    assert sheet.names.text().startswith("2 names")
    assert sheet.feeding.pad.text() == "114"
    assert sheet.feeding.scale.currentText() == "1/255"
    assert sheet.feeding.preset.currentData() == "unit-rgb"
    assert "320 × 256" in sheet.feeding.size_text.text()
    assert not sheet.back.isEnabled()
    assert marked(sheet) == set()


def test_a_chosen_fit_is_said_at_once_and_can_be_taken_back(
    sheet: RecipeSheet, said: list[Any]
) -> None:
    choose(sheet.feeding, "fit", 2)
    assert said[-1] == Overrules(geometry=Geometry.STRETCH)
    assert marked(sheet) == {"geometry"}
    assert sheet.feeding.note.text() == "1 change"
    assert not sheet.feeding.rows["pad"].isEnabled()
    sheet.feeding.rows["geometry"].undo.click()
    assert said[-1] == NO_OVERRULES
    assert sheet.feeding.fit.currentIndex() == 0
    assert marked(sheet) == set()
    assert sheet.feeding.note.text() == ""


def test_what_is_typed_is_said_once_it_rests(
    sheet: RecipeSheet, said: list[Any], qtbot: QtBot
) -> None:
    sheet.feeding.pad.setFocus()
    sheet.feeding.pad.selectAll()
    with qtbot.waitSignal(sheet.overrules_changed):
        QTest.keyClicks(sheet.feeding.pad, "0, 64, 255")
    assert said == [Overrules(pad=(0, 64, 255))]
    assert sheet.feeding.pad.note.text() == "automatic 114"
    assert marked(sheet) == {"pad"}


def test_a_colour_that_is_none_is_told_and_not_asked_for(sheet: RecipeSheet) -> None:
    sheet.feeding.pad.selectAll()
    QTest.keyClicks(sheet.feeding.pad, "300")
    assert "0 to 255" in sheet.feeding.rows["pad"].problem.text()
    assert sheet.feeding.pad.property("error") is True
    sheet.feeding.pad.selectAll()
    QTest.keyClicks(sheet.feeding.pad, "30")
    assert sheet.feeding.rows["pad"].problem.isHidden()
    assert sheet.feeding.pad.property("error") is False
    sheet._typing.stop()


def test_channels_are_chosen_and_grey_is_impossible(sheet: RecipeSheet, said: list[Any]) -> None:
    assert not segment(sheet, 2).isEnabled()
    QTest.mouseClick(segment(sheet, 1), Qt.MouseButton.LeftButton)
    assert said == [Overrules(channels=ChannelOrder.BGR)]
    QTest.mouseClick(segment(sheet, 0), Qt.MouseButton.LeftButton)
    assert said[-1] == NO_OVERRULES


def test_a_preset_sets_four_values_that_are_undone_one_by_one_or_together(
    sheet: RecipeSheet, said: list[Any]
) -> None:
    index = sheet.feeding.preset.findData("mmdet-bgr")
    choose(sheet.feeding, "preset", index)
    assert marked(sheet) == {"preset", "channels", "scale", "mean", "std"}
    assert sheet.feeding.note.text() == "4 changes"
    assert said[-1].mean == pytest.approx((103.53, 116.28, 123.675))
    assert sheet.feeding.mean.values() == pytest.approx((103.53, 116.28, 123.675))
    sheet.feeding.rows["mean"].undo.click()
    assert said[-1].mean is None
    assert said[-1].std is not None
    assert sheet.feeding.mean.values() == (0, 0, 0)
    assert sheet.feeding.preset.currentData() is None
    sheet.feeding.rows["preset"].undo.click()
    assert said[-1] == NO_OVERRULES
    assert sheet.feeding.preset.currentData() == "unit-rgb"


def test_turning_the_channels_takes_their_values_along(
    sheet: RecipeSheet, said: list[Any], detector: Detector
) -> None:
    sheet.set_model(opened(detector, Overrules(normalisation="imagenet-rgb")))
    QTest.mouseClick(segment(sheet, 1), Qt.MouseButton.LeftButton)
    assert said[-1].channels is ChannelOrder.BGR
    assert said[-1].mean == (0.406, 0.456, 0.485)
    assert said[-1].std == (0.225, 0.224, 0.229)


def test_a_deviation_of_nothing_is_refused_beside_its_field(sheet: RecipeSheet) -> None:
    box = sheet.feeding.deviation.boxes[0]
    box.selectAll()
    QTest.keyClicks(box, "0")
    assert "zero" in sheet.feeding.rows["std"].problem.text()
    assert not sheet._typing.isActive()


def test_an_answer_does_not_undo_what_is_being_typed(
    sheet: RecipeSheet, detector: Detector
) -> None:
    sheet.feeding.pad.selectAll()
    QTest.keyClicks(sheet.feeding.pad, "7")
    sheet.set_model(opened(detector))
    assert sheet.feeding.pad.text() == "7"
    assert marked(sheet) == {"pad"}
    sheet._typing.stop()


def test_back_to_automatic_takes_everything_back(
    sheet: RecipeSheet, said: list[Any], detector: Detector
) -> None:
    wanted = Overrules(normalisation="raw-bgr", pad=9, suppress=False, labels=("x", "y"))
    sheet.set_model(opened(detector, wanted))
    assert sheet.back.isEnabled()
    QTest.mouseClick(sheet.back, Qt.MouseButton.LeftButton)
    assert said == [NO_OVERRULES]
    assert not sheet.back.isEnabled()
    assert sheet.feeding.scale.currentText() == "1/255"
    assert sheet.feeding.pad.text() == "114"


def test_what_is_said_but_done_anyway_is_no_change(sheet: RecipeSheet, detector: Detector) -> None:
    sheet.set_model(opened(detector, Overrules(normalisation="unit-rgb", pad=114)))
    assert marked(sheet) == set()
    assert not sheet.back.isEnabled()


def test_suppression_is_switched_and_named_labels_can_be_dropped(
    sheet: RecipeSheet, said: list[Any], detector: Detector
) -> None:
    sheet.suppress.click()
    assert said == [Overrules(suppress=False)]
    sheet.suppress.click()
    assert said[-1] == NO_OVERRULES
    sheet.set_model(opened(detector, Overrules(labels=("x", "y"))))
    sheet.names_row.undo.click()
    assert said[-1] == NO_OVERRULES
    sheet.load.click()
    assert said[-1] == "labels"
    sheet.close_button.click()
    assert said[-1] == "closed"


def test_decoders_that_cannot_read_the_outputs_are_greyed_with_what_they_expect(
    sheet: RecipeSheet, said: list[Any]
) -> None:
    model: Any = sheet.decoder.model()
    assert sheet.decoder.currentText() == "Automatic: YOLOv8 detection head"
    greyed = [index for index in range(sheet.decoder.count()) if not model.item(index).isEnabled()]
    assert model.item(sheet.decoder.findData("yolov8")).isEnabled()
    assert sheet.decoder.findData("tf") in greyed
    assert all("expects" in model.item(index).toolTip() for index in greyed)
    sheet.decoder.setFocus()
    QTest.keyClick(sheet.decoder, Qt.Key.Key_Down)
    assert said == [Overrules(decoder=sheet.decoder.currentData())]
    assert sheet.decoder_row.undo.isVisibleTo(sheet)


def test_a_reason_is_brought_into_view_and_focused(sheet: RecipeSheet) -> None:
    sheet.resize(440, 300)
    sheet.activateWindow()
    sheet.focus_reason("size")
    before = sheet.area.verticalScrollBar().value()
    sheet.focus_reason("suppression")
    assert sheet.suppress.hasFocus()
    assert sheet.area.verticalScrollBar().value() != before or before == 0


def test_the_fed_tensor_is_painted_and_counted(sheet: RecipeSheet, detector: Detector) -> None:
    tensor, letterbox = detector.fit(FRAME)
    sheet.set_fed(FedTensor(array=tensor, letterbox=letterbox))
    rows = sheet.tensor.figures.texts()
    assert [row[0] for row in rows] == ["R", "G", "B"]
    assert rows[0][1] == "0.000"
    assert sheet.tensor._rest.isActive()
    sheet.tensor._on_rest_timeout()
    assert "mean" in sheet.tensor.figures.accessibleDescription()
    rows = sheet.tensor.figures.texts()
    assert rows[0][3] == f"{tensor[0, 0].mean():.3f}"
    image = sheet.tensor.thumbnail.image()
    assert image is not None
    # The padding above the picture is grey 114, whatever was normalised on the way.
    assert image.pixelColor(2, 1) == QColor(114, 114, 114)
    sheet.tensor._rest.stop()


def test_the_effect_is_said_with_a_true_minus(sheet: RecipeSheet) -> None:
    sheet.set_effect(8, 0.61, 8, 0.62)
    assert sheet.tensor.effect.text() == "Effect: 8 boxes, was 8; mean score −0.01"
    sheet.set_effect(1, None, 0, None)
    assert sheet.tensor.effect.text() == "Effect: 1 box, was 0"


def test_without_a_model_there_is_nothing_to_change(sheet: RecipeSheet) -> None:
    sheet.set_model(None)
    assert sheet.family.text() == "No model is open"
    assert not sheet.feeding.isVisibleTo(sheet)
    assert not sheet.back.isEnabled()


def test_an_error_is_shown_until_it_is_taken_back(sheet: RecipeSheet) -> None:
    sheet.set_error("These values make no sense.")
    assert sheet.error.isVisibleTo(sheet)
    sheet.set_error(None)
    assert not sheet.error.isVisibleTo(sheet)


def test_the_hash_is_named_once_it_is_known(sheet: RecipeSheet) -> None:
    assert sheet.kept.text() == "Kept for this file"
    sheet.set_sha256("3f9ac1dd00")
    assert sheet.kept.text() == "Kept for this file (sha256 3f9ac1…)"


def test_untouched_values_stay_exact_though_they_are_shown_rounded(
    sheet: RecipeSheet, said: list[Any], qtbot: QtBot
) -> None:
    choose(sheet.feeding, "preset", sheet.feeding.preset.findData("rcnn-bgr"))
    box = sheet.feeding.mean.boxes[0]
    box.selectAll()
    with qtbot.waitSignal(sheet.overrules_changed):
        QTest.keyClicks(box, "100")
    assert said[-1].mean == (100.0, 115.9465, 122.7717)


def test_a_grey_input_shows_one_plane(qtbot: QtBot) -> None:
    fed = Preprocessing(input_wh=(64, 32), channels=ChannelOrder.GREY, layout=Layout.NHWC)
    view = TensorView()
    qtbot.addWidget(view)
    view.show()
    view.set_preprocessing(fed)
    tensor, letterbox = Preprocessor(fed)(FRAME.image)
    view.set_fed(FedTensor(array=tensor.copy(), letterbox=letterbox))
    assert [row[0] for row in view.figures.texts()] == ["Grey"]
    assert not view.planes.isVisibleTo(view)
    image = view.thumbnail.image()
    assert image is not None
    assert image.isGrayscale()
    view._rest.stop()


@pytest.mark.parametrize("name", ["mmdet-bgr", "imagenet-rgb", "raw-bgr", "signed-rgb"])
def test_the_thumbnail_has_the_colours_of_the_picture_however_it_is_fed(name: str) -> None:
    known = NORMALISATIONS[name]
    fed = Preprocessing(
        input_wh=(64, 64),
        geometry=Geometry.STRETCH,
        channels=known.channels,
        scale=known.scale,
        mean=known.mean,
        std=known.std,
    )
    colour = np.full((64, 64, 3), (200, 120, 40), np.uint8)
    tensor, _ = Preprocessor(fed)(colour)
    image = painted(planes_of(tensor, fed, 64), fed, -1)
    assert image.pixelColor(10, 10) == QColor(200, 120, 40)
    assert painted(planes_of(tensor, fed, 64), fed, 2).pixelColor(5, 5) == QColor(40, 40, 40)


def test_figures_that_are_none_are_shown_as_such() -> None:
    assert figure_words(float("nan")) == "NaN"
    assert figure_words(-2.1179) == "−2.118"
    assert figure_words(255.0) == "255.0"


# ---- Values that people type ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("114", 114),
        (" 0, 64 ,255 ", (0, 64, 255)),
        ("1，2，3", (1, 2, 3)),
        ("256", None),
        ("-1", None),
        ("1, 2", None),
        ("red", None),
        ("", None),
    ],
)
def test_a_pad_colour_is_read(typed: str, meant: object) -> None:
    assert choices.read_pad(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/255", 1 / 255),
        ("1", 1.0),
        ("0,5", 0.5),
        ("2/", 2.0),
        ("1/0", None),
        ("0", None),
        ("-1", None),
        ("x", None),
    ],
)
def test_a_scale_is_read(typed: str, meant: float | None) -> None:
    assert choices.read_scale(typed) == meant


@pytest.mark.parametrize("scale", [1 / 255, 1.0, 1 / 128, 0.0173, 2.0])
def test_a_scale_is_written_so_that_it_is_read_again(scale: float) -> None:
    assert choices.read_scale(choices.scale_words(scale)) == pytest.approx(scale, rel=1e-4)


def test_a_named_set_is_written_out_below_what_is_said_besides() -> None:
    written = choices.explicit(Overrules(normalisation="raw-bgr", scale=0.5, pad=3))
    assert written.normalisation is None
    assert (written.scale, written.channels, written.pad) == (0.5, ChannelOrder.BGR, 3)


def test_what_is_done_anyway_is_not_overruled(detector: Detector) -> None:
    base = detector.recipe.preprocessing
    same = Overrules(pad=base.pad, scale=base.scale, channels=base.channels)
    assert choices.without_same(same, base) == NO_OVERRULES
    assert choices.without_same(same, None) == same
    other = replace(same, pad=3)
    assert choices.without_same(other, base) == Overrules(pad=3)


def test_another_language_keeps_what_is_shown_and_says_nothing(
    sheet: RecipeSheet, said: list[Any], detector: Detector
) -> None:
    sheet.set_model(opened(detector, Overrules(geometry=Geometry.STRETCH, scale=0.5)))
    QCoreApplication.sendEvent(sheet, QEvent(QEvent.Type.LanguageChange))
    QCoreApplication.sendEvent(sheet.feeding, QEvent(QEvent.Type.LanguageChange))
    QCoreApplication.sendEvent(sheet.tensor, QEvent(QEvent.Type.LanguageChange))
    assert sheet.feeding.fit.currentIndex() == 2
    assert sheet.feeding.scale.currentText() == "1/2"
    assert sheet.feeding.preset.currentData() is None
    assert sheet.decoder.currentIndex() == 0
    assert marked(sheet) == {"geometry", "preset", "scale"}
    assert said == []
    assert not sheet._typing.isActive()


def test_the_size_of_an_open_input_is_chosen(
    qtbot: QtBot, detector: Detector, sheet: RecipeSheet, said: list[Any]
) -> None:
    model = opened(detector)
    spec = replace(model.recipe.image.spec, shape=(1, 3, DYNAMIC, DYNAMIC))
    image = replace(model.recipe.image, spec=spec)
    sheet.set_model(replace(model, recipe=replace(model.recipe, image=image)))
    assert sheet.feeding.width_box.isVisibleTo(sheet)
    assert sheet.feeding.size_text.text() == "NCHW, float32"
    with qtbot.waitSignal(sheet.overrules_changed):
        sheet.feeding.width_box.stepUp()
    assert said == [Overrules(input_wh=(352, 256))]
    sheet.feeding.rows["input_wh"].undo.click()
    assert sheet.feeding.width_box.value() == 320


def test_the_tab_key_goes_past_fields_that_are_hidden(sheet: RecipeSheet) -> None:
    sheet.activateWindow()
    last = sheet.feeding.deviation.boxes[2]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    assert last.hasFocus()
    QTest.keyClick(last, Qt.Key.Key_Tab)
    # Not held by the fields for the size, which are hidden while the model fixes it.
    assert sheet.tensor.planes.isAncestorOf(sheet.focusWidget())
