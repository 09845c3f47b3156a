"""Mixtures, returns and removals: what is opened is what was meant, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine_core.recipe import Overrules
from engine_core.remembered import recall
from gui.main_window import MainWindow
from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.driving import drop, load, open_window, shows, until


def _names(folder: Path, *names: str) -> Path:
    path = folder / "pets.names"
    path.write_text("\n".join(names) + "\n", "utf-8")
    return path


def _row(window: MainWindow, path: Path) -> int:
    row = window.sources.model.row_of(str(path))
    assert row is not None
    return row


def test_class_names_dropped_with_a_model_name_its_classes(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(qtbot) as window:
        model, image = cats_and_dogs(tmp_path), picture(tmp_path / "a.png")
        drop(window, _names(tmp_path, "Katze", "Hund"), model, image)
        until(qtbot, lambda: shows(window, "a.png"))
        until(qtbot, lambda: window.controller.opened is not None)
        until(qtbot, lambda: window.controller.labels[0] == "Katze")
        assert window.controller.labels[1] == "Hund"
        assert window.card.isHidden()


def test_class_names_dropped_with_another_model_are_not_given_to_the_open_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        other = cats_and_dogs(tmp_path / "other").rename(tmp_path / "other" / "second.onnx")
        drop(window, other, _names(tmp_path, "Katze", "Hund"))
        until(
            qtbot,
            lambda: (
                window.controller.opened is not None and window.controller.opened.file.path == other
            ),
        )
        until(qtbot, lambda: window.controller.labels[0] == "Katze")


def test_of_two_models_in_one_drop_the_first_is_opened_and_the_other_named(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    with open_window(qtbot) as window:
        first = cats_and_dogs(tmp_path)
        second = cats_and_dogs(tmp_path / "b").rename(tmp_path / "b" / "second.onnx")
        drop(window, first, second)
        until(qtbot, lambda: window.controller.opened is not None)
        until(qtbot, lambda: window.card.isVisible())
        assert window.controller.opened is not None
        assert window.controller.opened.file.path == first
        assert window.card.problem is not None
        assert "second.onnx" in str(window.card.problem.consequence)


def test_how_a_model_was_told_to_be_read_is_remembered_from_its_first_opening(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        model = cats_and_dogs(tmp_path)
        window.controller.open_model(model, Overrules(labels=("Katze", "Hund")))
        until(qtbot, lambda: window.controller.opened is not None)
        assert window.controller.opened is not None
        kept = recall(window.controller.opened.file.sha256())
        assert kept.labels == ("Katze", "Hund")


def test_removed_pictures_are_counted_no_longer_and_count_again_when_they_are_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        images = [picture(tmp_path / name) for name in ("a.png", "bb.png")]
        load(qtbot, window, cats_and_dogs(tmp_path), *images)
        window.opening.show_row(_row(window, images[1]))
        until(qtbot, lambda: shows(window, "bb.png"))
        presenter, filter_ = window.presenter, window.controller.choices.filter

        def counted() -> dict[int, int]:
            timeline = presenter.timeline(window.controller.source)
            return timeline.class_counts(filter_) if timeline is not None else {}

        until(qtbot, lambda: counted() == {0: 4, 1: 2})
        window.sources.model.remove([_row(window, images[0])])
        window.sources.removed.emit([0])
        assert counted() == {0: 2, 1: 1}
        drop(window, images[0])
        until(qtbot, lambda: shows(window, "a.png"))
        until(qtbot, lambda: counted() == {0: 4, 1: 2})


def test_a_selection_stays_when_the_same_frame_is_answered_anew(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        load(qtbot, window, cats_and_dogs(tmp_path), picture(tmp_path / "a.png"))
        window.presenter.select(1)
        answers: list[object] = []
        window.controller.shown_changed.connect(answers.append)
        window.acts["recipe"].setChecked(True)
        until(qtbot, lambda: len(answers) > 0)
        assert window.presenter.selected == 1


def test_a_search_tells_of_its_end_and_says_nothing_when_it_found(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(qtbot) as window:
        window.acts["survey"].setChecked(False)
        load(qtbot, window, cats_and_dogs(tmp_path), clip(tmp_path / "b.mp4", frames=6))
        ends: list[int] = []
        window.controller.search_ended.connect(ends.append)
        window.acts["next_detection"].trigger()
        until(qtbot, lambda: ends == [0])
        assert window.controller.index == 1
        window.wiring.set_confidence(0.95)
        window.acts["next_detection"].trigger()
        until(qtbot, lambda: ends == [0, 1])
        assert window.controller.index == 5
        assert not window.controller.is_searching


def test_another_model_leaves_no_counts_of_the_one_before_in_the_list(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    with open_window(qtbot) as window:
        images = [picture(tmp_path / name) for name in ("a.png", "bb.png")]
        load(qtbot, window, cats_and_dogs(tmp_path), *images)
        window.opening.show_row(_row(window, images[1]))
        until(qtbot, lambda: shows(window, "bb.png"))
        model = window.sources.model
        until(qtbot, lambda: None not in (model.state(0).found, model.state(1).found))
        drop(window, cats_and_dogs(tmp_path / "b"))
        opened = window.controller.opened
        until(qtbot, lambda: window.controller.opened is not opened)
        assert model.state(0).found is None
