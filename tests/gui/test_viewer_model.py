"""Choices and their undo."""

from __future__ import annotations

from dataclasses import replace

from engine_core.recipe import Overrules
from gui.viewer_model import Choices, ViewerModel


def test_a_change_can_be_undone_and_done_again() -> None:
    model = ViewerModel()
    start = model.choices
    model.change_filter("Change", confidence=0.5)
    assert model.filter.confidence == 0.5
    model.undo_stack.undo()
    assert model.choices == start
    model.undo_stack.redo()
    assert model.filter.confidence == 0.5


def test_every_change_is_told_with_what_was_before() -> None:
    model = ViewerModel()
    told: list[tuple[Choices, Choices]] = []
    model.changed.connect(lambda before, after: told.append((before, after)))
    model.change_filter("Change", confidence=0.5)
    model.undo_stack.undo()
    assert [(b.filter.confidence, a.filter.confidence) for b, a in told] == [
        (0.25, 0.5),
        (0.5, 0.25),
    ]


def test_a_drag_is_one_step() -> None:
    model = ViewerModel()
    model.begin_burst()
    for value in (0.3, 0.4, 0.5):
        model.change_filter("Drag", confidence=value)
    model.end_burst()
    model.begin_burst()
    model.change_filter("Drag", confidence=0.6)
    model.end_burst()
    assert model.undo_stack.count() == 2
    model.undo_stack.undo()
    assert model.filter.confidence == 0.5
    model.undo_stack.undo()
    assert model.filter.confidence == 0.25


def test_different_things_within_a_burst_stay_apart() -> None:
    model = ViewerModel()
    model.begin_burst()
    model.change_filter("Confidence", confidence=0.5)
    model.change_filter("Size", min_size_px=8.0)
    model.end_burst()
    model.undo_stack.undo()
    assert (model.filter.confidence, model.filter.min_size_px) == (0.5, 0.0)


def test_a_drag_back_to_its_start_leaves_no_step() -> None:
    model = ViewerModel()
    model.begin_burst()
    model.change_filter("Drag", confidence=0.5)
    model.change_filter("Drag", confidence=0.25)
    model.end_burst()
    assert not model.undo_stack.canUndo()


def test_what_changes_nothing_is_no_step() -> None:
    model = ViewerModel()
    model.change_filter("Change", confidence=model.filter.confidence)
    assert model.undo_stack.count() == 0


def test_another_model_cannot_be_undone_into() -> None:
    model = ViewerModel()
    model.change_suppression("IoU", iou=0.3)
    model.reset(replace(model.choices, overrules=Overrules(scale=1.0)))
    assert not model.undo_stack.canUndo()
    assert model.choices.suppression.iou == 0.3
    assert model.choices.overrules.scale == 1.0
