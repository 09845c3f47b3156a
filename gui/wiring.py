"""Joins the parts of the window: what is wanted by one is done by another.

No state of its own beyond what belongs to a gesture; all of it on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from engine_core.diagnose import Diagnosis
from engine_core.errors import EngineScopeError
from engine_core.frame import SourceKind
from engine_core.recipe import NO_OVERRULES, Overrules
from engine_core.runtime import installed_runtimes
from gui import problems
from gui.i18n import counted, paragraph, sentence, tr
from gui.load import Load
from gui.machine import Machine
from gui.opening import Recent
from gui.presenter import FLOOR
from gui.problems import Problem
from gui.tips import Tips
from gui.tools import Tools
from gui.trying import Trying
from gui.workers.messages import ModelOpened, Shown

if TYPE_CHECKING:
    from gui.main_window import MainWindow

_LOAD_MS = 500


class Wiring(QObject):
    """Connects everything once, when the window is made."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._choices = window.controller.choices
        self._presenter = window.presenter
        self._acts = window.acts
        self.tools = Tools(window)
        self._before_recipe: tuple[int, float | None] | None = None
        self._helped: object = None
        self._is_dismissed = False
        self._told: set[object] = set()
        self._load = Load(window.settings.device)
        self._join_threshold()
        self._join_classes()
        self._join_selection()
        self._join_models()
        self._join_sources()
        self._join_playback()
        self._join_view()
        self._join_problems()
        self.trying = Trying(window)
        self.tips = Tips(window)
        self.tools.threshold_moved.connect(self.tips.note_threshold_moved)
        self._beat = QTimer(self)
        self._beat.setInterval(_LOAD_MS)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()
        self._restore()
        self.tools.apply_look()
        self._update_actions()
        self._show_idle()

    def _on(self, key: str, do: Callable[[], object]) -> None:
        self._acts[key].triggered.connect(lambda _=False: do())

    # ---- Thresholds and suppression

    def _join_threshold(self) -> None:
        choices, presenter = self._choices, self._presenter
        threshold, suppression = self._window.threshold, self._window.suppression

        def begin() -> None:
            choices.begin_burst()
            presenter.set_dragging(True)

        def end() -> None:
            choices.end_burst()
            presenter.set_dragging(False)

        threshold.confidence_changed.connect(self.set_confidence)
        threshold.editing_began.connect(begin)
        threshold.editing_ended.connect(end)
        threshold.reset_requested.connect(self.reset_confidence)
        threshold.proposal_taken.connect(self.set_confidence)
        threshold.score_clicked.connect(self._on_threshold_score_clicked)
        suppression.editing_began.connect(choices.begin_burst)
        suppression.editing_ended.connect(choices.end_burst)
        suppression.iou_changed.connect(
            lambda value: choices.change_suppression(tr("Change the overlap threshold"), iou=value)
        )
        suppression.agnostic_changed.connect(
            lambda on: choices.change_suppression(tr("Suppress across classes"), class_agnostic=on)
        )
        suppression.max_detections_changed.connect(
            lambda n: choices.change_filter(tr("Change the most detections"), max_detections=n)
        )
        suppression.why_requested.connect(self._why_no_suppression)
        for key, by in (
            ("confidence_up", 0.01),
            ("confidence_down", -0.01),
            ("confidence_up_more", 0.05),
            ("confidence_down_more", -0.05),
        ):
            self._on(key, partial(self.nudge, by))
        self._on("confidence_reset", self.reset_confidence)
        choices.undo_stack.canUndoChanged.connect(self._acts["undo"].setEnabled)
        choices.undo_stack.canRedoChanged.connect(self._acts["redo"].setEnabled)
        self._on("undo", choices.undo_stack.undo)
        self._on("redo", choices.undo_stack.redo)

    @Slot(float)
    def set_confidence(self, value: float) -> None:
        """Change the threshold of all classes without one of their own."""
        wanted = round(min(1.0, max(FLOOR, value)), 4)
        self._choices.change_filter(tr("Change the confidence"), confidence=wanted)

    def nudge(self, by: float) -> None:
        """Move the threshold a little."""
        self.set_confidence(self._choices.filter.confidence + by)

    @Slot()
    def reset_confidence(self) -> None:
        """Go back to the model's usual threshold."""
        recipe = self._controller.recipe
        if recipe is not None:
            self.set_confidence(recipe.confidence)

    @Slot(int)
    def _on_threshold_score_clicked(self, index: int) -> None:
        view = self._presenter.view
        visible = replace(
            self._choices.filter, confidence=0.0, class_confidence={}, max_detections=None
        )
        rows = [i for i, passes in enumerate(visible.rows(view.everything)) if passes]
        if 0 <= index < len(rows):
            row = view.row_shown(rows[index])
            self._presenter.select(row)
            if row is not None:
                self._window.canvas.reveal(row)

    @Slot()
    def _why_no_suppression(self) -> None:
        self._acts["recipe"].setChecked(True)
        self._window.recipe_sheet.focus_reason("suppression")

    # ---- Classes

    def _join_classes(self) -> None:
        panel = self._window.classes
        panel.visibility_changed.connect(self.set_visible)
        panel.solo_requested.connect(self.solo)
        panel.show_all_requested.connect(self.show_all)
        panel.hide_all_requested.connect(self._hide_all)
        panel.threshold_changed.connect(self._set_class_threshold)
        panel.colour_changed.connect(self._set_colour)
        panel.class_hovered.connect(self._on_class_hovered)
        panel.min_size_changed.connect(
            lambda px: self._choices.change_filter(tr("Change the smallest box"), min_size_px=px)
        )
        self._on(
            "hide_class", lambda: self._with_selected_class(lambda c: self.set_visible(c, False))
        )
        self._on("solo_class", lambda: self._with_selected_class(self.solo))
        self._on("show_all_classes", self.show_all)

    def _with_selected_class(self, do: Callable[[int], object]) -> None:
        row = self._presenter.selected
        if row is not None:
            do(int(self._presenter.view.shown.class_id[row]))

    @Slot(int, bool)
    def set_visible(self, class_id: int, is_visible: bool) -> None:
        """Show or hide a class."""
        only, hidden = self._choices.filter.classes, self._choices.filter.hidden
        if only is not None:
            # Beside a class that is shown alone, an eye opens or closes one more.
            only = only | {class_id} if is_visible else only - {class_id}
        hidden = hidden - {class_id} if is_visible else hidden | {class_id}
        self._choices.change_filter(
            tr("Show or hide a class"), hidden=hidden, classes=only if only else None
        )

    @Slot(object)
    def solo(self, class_id: int | None) -> None:
        """Show one class alone; the same again, or None, shows all."""
        wanted = None if class_id is None else frozenset({class_id})
        if wanted == self._choices.filter.classes:
            wanted = None
        self._choices.change_filter(tr("Show one class only"), classes=wanted)

    @Slot()
    def show_all(self) -> None:
        """Show all classes."""
        self._choices.change_filter(tr("Show all classes"), classes=None, hidden=frozenset())

    @Slot()
    def _hide_all(self) -> None:
        recipe = self._controller.recipe
        if recipe is not None:
            count = len(recipe.labels) or recipe.decoder.class_count or 0
            self._choices.change_filter(tr("Hide all classes"), hidden=frozenset(range(count)))

    @Slot(int, object)
    def _set_class_threshold(self, class_id: int, value: float | None) -> None:
        own = {k: v for k, v in self._choices.filter.class_confidence.items() if k != class_id}
        if value is not None:
            own[class_id] = value
        self._choices.change_filter(tr("Change a class's own threshold"), class_confidence=own)

    @Slot(int, object)
    def _set_colour(self, class_id: int, colour: str | None) -> None:
        colours = dict(self._choices.choices.colours)
        colours.pop(class_id, None)
        if colour is not None:
            colours[class_id] = colour
        after = replace(self._choices.choices, colours=tuple(sorted(colours.items())))
        self._choices.change(after, tr("Change a class's colour"))

    @Slot(object)
    def _on_class_hovered(self, class_id: int | None) -> None:
        own = None if class_id is None else self._choices.filter.class_confidence.get(class_id)
        self._window.threshold.set_class_tick(own)

    # ---- Selection

    def _join_selection(self) -> None:
        canvas, table = self._window.canvas, self._window.detections
        canvas.selected.connect(self._presenter.select)
        canvas.hovered.connect(self._presenter.hover)
        canvas.activated.connect(canvas.zoom_to)
        canvas.menu_requested.connect(self._open_menu)
        table.selected.connect(self._on_table_selected)
        table.hovered.connect(self._presenter.hover)
        table.activated.connect(canvas.zoom_to)
        self._on("next_detection_row", table.select_next)
        self._on("previous_detection_row", table.select_previous)
        self._on("copy_box", self.copy_box)
        self._on("copy_picture", self.copy_picture)
        self._on("zoom_selection", self._zoom_to_selection)
        self._on("escape", self._escape)

    @Slot(object)
    def _on_table_selected(self, row: int | None) -> None:
        self._presenter.select(row)
        if row is not None:
            self._window.canvas.reveal(row)

    @Slot()
    def copy_box(self) -> None:
        """Put the selected detection on the clipboard as text."""
        row = self._presenter.selected
        if row is not None:
            QGuiApplication.clipboard().setText(self._presenter.box_text(row))
            self._window.status.set_message(tr("Box copied"))

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture with its detections on the clipboard."""
        if self._controller.shown is not None:
            QGuiApplication.clipboard().setImage(self._window.canvas.annotated_image())
            self._window.status.set_message(tr("Picture copied"))

    @Slot()
    def _zoom_to_selection(self) -> None:
        row = self._presenter.selected
        if row is not None:
            self._window.canvas.zoom_to(row)

    @Slot(QPoint, object)
    def _open_menu(self, where: QPoint, row: int | None) -> None:
        menu = QMenu(self._window)
        if row is not None:
            self._presenter.select(row)
            for key in ("copy_box", "hide_class", "solo_class"):
                menu.addAction(self._acts[key])
            menu.addSeparator()
            above = self._presenter.threshold_beside(row, is_above=True)
            below = self._presenter.threshold_beside(row, is_above=False)
            menu.addAction(
                tr("Threshold just above this: {value:.2f}", value=above)
            ).triggered.connect(lambda: self.set_confidence(above))
            menu.addAction(
                tr("Threshold just below this: {value:.2f}", value=below)
            ).triggered.connect(lambda: self.set_confidence(below))
            menu.addSeparator()
        menu.addAction(self._acts["copy_picture"])
        menu.addAction(self._acts["fit"])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    @Slot()
    def _escape(self) -> None:
        window = self._window
        if self._controller.is_searching:
            self._controller.stop_searching()
        elif self.tips.has_keyboard:
            self.tips.close_tips()
        elif window.card.isVisible():
            window.card.close_card()
        elif self._acts["recipe"].isChecked():
            self._acts["recipe"].setChecked(False)
        elif self._presenter.selected is not None:
            self._presenter.select(None)
        elif self._acts["full_picture"].isChecked():
            self._acts["full_picture"].setChecked(False)
        elif self.tips.bubble.isVisible():
            # Last: they do not come back, and whoever presses Esc for something else means that.
            self.tips.close_tips()

    # ---- Models and the recipe

    def _join_models(self) -> None:
        window, controller, opening = self._window, self._controller, self._window.opening
        card, sheet = window.model_card, window.recipe_sheet
        card.change_requested.connect(opening.ask_for_model)
        card.details_requested.connect(self.tools.show_details)
        card.recipe_requested.connect(lambda: self._acts["recipe"].setChecked(True))
        card.close_requested.connect(controller.close_model)
        building = self.tools.building
        card.build_requested.connect(building.ask_for_open)
        card.kept_requested.connect(building.open_kept)
        self._on("build_engine", building.ask_for_open)
        self._on("open_kept", building.open_kept)
        building.machine_known.connect(self._on_building_machine_known)
        building.kept_changed.connect(self._on_building_kept_changed)
        card.show_in_folder_requested.connect(self._show_model_folder)
        window.empty.open_model_requested.connect(opening.ask_for_model)
        window.empty.open_pictures_requested.connect(opening.ask_for_pictures)
        self._on("open_model", opening.ask_for_model)
        self._on("close_model", controller.close_model)
        self._on("details", self.tools.show_details)
        self._on("automatic", lambda: controller.overrule(NO_OVERRULES))
        self._on("diagnose", self._ask_why)
        self._acts["recipe"].toggled.connect(self._on_recipe_toggled)
        sheet.overrules_changed.connect(self._on_sheet_overrules_changed)
        sheet.labels_requested.connect(opening.ask_for_labels)
        sheet.closed.connect(lambda: self._acts["recipe"].setChecked(False))
        controller.model_opening.connect(card.set_opening)
        controller.model_changed.connect(self._on_controller_model_changed)
        controller.recipe_refused.connect(self._on_controller_recipe_refused)
        controller.shown_changed.connect(self._on_controller_shown_changed)
        controller.diagnosed.connect(self._on_controller_diagnosed)
        window.nothing_found.diagnosis_requested.connect(self._ask_why)
        window.nothing_found.apply_requested.connect(self._apply_trial)
        window.nothing_found.threshold_requested.connect(self.set_confidence)
        window.nothing_found.dismissed.connect(self._on_nothing_found_dismissed)
        self._choices.changed.connect(lambda *_: self._show_nothing_found())

    @Slot(object)
    def _on_controller_model_changed(self, opened: ModelOpened | None) -> None:
        window = self._window
        window.model_card.set_model(opened)
        window.rail.set_model_card(window.model_card.summary() if opened is not None else "")
        window.recipe_sheet.set_model(opened)
        if opened is not None:
            # Known already: what is remembered for a model was looked up by it when it was opened.
            window.recipe_sheet.set_sha256(opened.file.sha256())
        window.nothing_found.hide()
        window.set_title()
        self._update_actions()
        self._show_idle()
        if opened is None:
            self._acts["recipe"].setChecked(False)

    @Slot(object)
    def _on_building_machine_known(self, machine: Machine) -> None:
        self._window.model_card.set_can_build(machine.can_build)
        self._update_actions()

    @Slot(object)
    def _on_building_kept_changed(self, path: Path | None) -> None:
        self._window.model_card.set_kept(is_kept=path is not None)
        self._update_actions()

    @Slot(bool)
    def _on_recipe_toggled(self, is_shown: bool) -> None:
        self._controller.want_tensor(is_shown)
        self._window.rearrange()
        if is_shown:
            self._window.recipe_sheet.setFocus()
        else:
            self._window.focus_picture()

    @Slot(object)
    def _on_sheet_overrules_changed(self, overrules: Overrules) -> None:
        self._before_recipe = self._tally()
        self._window.recipe_sheet.set_error(None)
        self._controller.overrule(overrules)

    @Slot(object)
    def _apply_trial(self, overrules: Overrules) -> None:
        self._before_recipe = self._tally()
        self._controller.overrule(overrules.over(self._choices.choices.overrules))

    def _tally(self) -> tuple[int, float | None]:
        shown = self._presenter.view.shown
        return len(shown), float(shown.confidence.mean()) if len(shown) else None

    @Slot(object)
    def _on_controller_recipe_refused(self, error: EngineScopeError) -> None:
        if self._acts["recipe"].isChecked():
            self._window.recipe_sheet.set_error(paragraph(error.what, error.why, error.cure))
            if self._controller.opened is not None:
                self._window.recipe_sheet.set_model(self._controller.opened)
        else:
            self.show_problem(problems.problem_of(error))

    @Slot(object)
    def _on_controller_shown_changed(self, shown: Shown) -> None:
        window = self._window
        window.show_page()
        if shown.recipe is not None:
            window.model_card.set_recipe(shown.recipe)
        if shown.fed is not None:
            window.recipe_sheet.set_fed(shown.fed)
            boxes, mean = self._tally()
            if self._before_recipe is not None:
                window.recipe_sheet.set_effect(boxes, mean, *self._before_recipe)
        if shown.error is not None:
            self._tell_frame_error(shown.error)
        window.set_title()
        self._show_nothing_found()
        self._update_actions()

    def _tell_frame_error(self, error: EngineScopeError) -> None:
        """Tell of a frame that cannot be shown: once for each reason until another source is opened."""
        reason = (type(error), error.what.template, error.why.template)
        if reason in self._told:
            self._window.status.set_message(sentence(error.what))
            return
        self._told.add(reason)
        self.show_problem(problems.problem_of(error, subject="source"))

    def _show_nothing_found(self) -> None:
        """Offer help where a frame that stands still shows nothing."""
        helper = self._window.nothing_found
        shown = self._controller.shown
        view = self._presenter.view
        place = (shown.source, shown.asked, shown.model) if shown is not None else None
        if place != self._helped:
            # What was found out about one frame says nothing of another.
            self._helped = place
            helper.hide()
        moves = self._controller.is_playing or self._controller.is_live
        is_empty = shown is not None and shown.result is not None and not len(view.shown)
        if not is_empty or moves or view.classes:
            helper.hide()
        elif self._is_dismissed:
            return
        elif len(view.everything):
            helper.show_below(len(view.everything), float(view.everything.confidence.max()))
            helper.show()
        else:
            helper.show_nothing(FLOOR)
            helper.show()

    @Slot(object)
    def _on_controller_diagnosed(self, diagnosis: Diagnosis | None) -> None:
        if diagnosis is None:
            self._show_nothing_found()
        else:
            self._window.nothing_found.show_diagnosis(diagnosis)

    @Slot()
    def _on_nothing_found_dismissed(self) -> None:
        self._is_dismissed = True
        self._window.nothing_found.hide()

    @Slot()
    def _ask_why(self) -> None:
        self._is_dismissed = False
        if self._controller.shown is not None and self._controller.opened is not None:
            self._window.nothing_found.show_working()
            self._window.nothing_found.show()
            self._controller.ask_why()

    @Slot()
    def _show_model_folder(self) -> None:
        if self._controller.opened is not None:
            self._window.opening.show_folder_of(str(self._controller.opened.file.path))

    # ---- Sources

    def _join_sources(self) -> None:
        window, opening = self._window, self._window.opening
        self._on("open_pictures", opening.ask_for_pictures)
        self._on("open_folder", opening.ask_for_folder)
        self._on("open_camera", self.tools.ask_for_camera)
        self._on("open_address", self.tools.ask_for_address)
        window.sources.add_requested.connect(self._on_sources_add_requested)
        window.rail.thumbnails_wanted.connect(opening.thumbnails.want)
        window.rail.model_requested.connect(self.tools.show_details)
        opening.sources_changed.connect(window.show_page)
        opening.sources_changed.connect(self._presenter.forget_removed)
        opening.sources_changed.connect(self._update_actions)
        opening.recents_changed.connect(self._show_recents)
        window.recent.chosen.connect(self._open_recent)
        window.recent.forget_requested.connect(self._forget_recent)
        opening.sources_changed.connect(self._show_ready)
        self._controller.model_changed.connect(self._show_ready)
        self._on("filter_sources", window.sources.show_filter)
        self._on("previous_source", lambda: self._go_to_source(-1))
        self._on("next_source", lambda: self._go_to_source(1))
        self._on("export_frame", self.tools.export_frame)
        self._on("export_all", self.tools.export_all)
        menu = QMenu(window)
        menu.addActions([self._acts["export_frame"], self._acts["export_all"]])
        window.export_button.setMenu(menu)

    @Slot(str)
    def _on_sources_add_requested(self, kind: str) -> None:
        opening = self._window.opening
        {
            "pictures": opening.ask_for_pictures,
            "folder": opening.ask_for_folder,
            "camera": self.tools.ask_for_camera,
            "address": self.tools.ask_for_address,
        }[kind]()

    def _go_to_source(self, step: int) -> None:
        sources = self._window.sources
        row = sources.next_row() if step > 0 else sources.previous_row()
        if row is not None:
            self._window.opening.show_row(row)

    @Slot()
    def _show_recents(self) -> None:
        settings = self._window.settings
        entries = [Recent("model", p) for p in settings.recents("model")]
        entries += [Recent("source", p) for p in settings.recents("source")]
        self._window.recent.set_recent(entries)
        actions = []
        for entry in entries:
            action = QAction(entry.name.replace("&", "&&"), self._window)
            action.setToolTip(entry.location)
            action.triggered.connect(lambda _=False, entry=entry: self._open_recent(entry))
            actions.append(action)
        self._window.menus.set_recent(actions)

    @Slot(object)
    def _open_recent(self, entry: Recent) -> None:
        self._window.opening.open([entry.location])

    @Slot(object)
    def _forget_recent(self, entry: Recent) -> None:
        self._window.settings.forget_recent(entry.kind, entry.location)
        self._show_recents()

    @Slot()
    def _show_ready(self) -> None:
        opened = self._controller.opened
        count = self._window.sources.model.rowCount()
        self._window.empty.set_ready(
            model=opened.file.path.name if opened is not None else None,
            pictures=counted(count, "{n} source", "{n} sources") if count else None,
        )

    # ---- Playback

    def _join_playback(self) -> None:
        controller, transport = self._controller, self._window.transport
        transport.seek_requested.connect(lambda index, _final: controller.seek(index))
        transport.speed_changed.connect(controller.clock.set_speed)
        self._on("play", self.toggle_play)
        for key, by in (("step_back", -1), ("step_forward", 1)):
            self._on(key, partial(self._step, by))
        for key, by in (("step_back_more", -10), ("step_forward_more", 10)):
            self._on(key, partial(self._step, by))
        self._on("first_frame", lambda: self._seek_end(is_last=False))
        self._on("last_frame", lambda: self._seek_end(is_last=True))
        self._on("previous_detection", partial(self._search, -1))
        self._on("next_detection", partial(self._search, 1))
        controller.search_ended.connect(self._on_controller_search_ended)
        self._on("slower", lambda: self._change_speed(-1))
        self._on("faster", lambda: self._change_speed(1))
        self._acts["loop"].toggled.connect(controller.clock.set_loop)
        self._acts["survey"].toggled.connect(controller.want_survey)
        self._acts["survey"].toggled.connect(partial(self._window.settings.set_switch, "survey"))
        controller.playing_changed.connect(lambda _: self._show_nothing_found())
        controller.source_changed.connect(lambda _: self._window.nothing_found.hide())
        controller.source_changed.connect(lambda _: self._told.clear())
        controller.source_changed.connect(lambda _: self._update_actions())

    @Slot()
    def toggle_play(self) -> None:
        """Play, or pause."""
        if self._controller.is_playing:
            self._controller.pause()
        else:
            self._controller.play()

    def _step(self, by: int) -> None:
        source = self._controller.source
        if source is None:
            return
        if source.kind is SourceKind.VIDEO:
            self._controller.step(by)
        else:
            self._go_to_source(by)

    def _seek_end(self, *, is_last: bool) -> None:
        count = self._controller.frame_count
        if self._window.is_video and count:
            self._controller.seek(count - 1 if is_last else 0)

    def _search(self, step: int) -> None:
        controller = self._controller
        controller.search(step, self._presenter.timeline(controller.source))
        if controller.is_searching:
            self._window.status.set_message(
                tr("Searching for a detection… Esc stops"), seconds=None
            )

    @Slot(int)
    def _on_controller_search_ended(self, step: int) -> None:
        said = {1: tr("No detection after this one"), -1: tr("No detection before this one")}
        self._window.status.set_message(said.get(step))

    def _change_speed(self, step: int) -> None:
        speeds = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
        # "Every frame" and "as fast as it goes" are no numbers to step from: they count as 1 ×.
        now = self._controller.clock.speed
        at = speeds.index(now) if now in speeds else speeds.index(1.0)
        speed = speeds[min(len(speeds) - 1, max(0, at + step))]
        self._controller.clock.set_speed(speed)
        self._window.transport.set_speed(speed)

    # ---- View

    def _join_view(self) -> None:
        window, canvas = self._window, self._window.canvas
        self._on("fit", self._fit)
        self._on("actual_size", canvas.show_actual_size)
        self._on("zoom_in", canvas.zoom_in)
        self._on("zoom_out", canvas.zoom_out)
        canvas.zoom_changed.connect(self._on_canvas_zoom_changed)
        window.bar.zoom_requested.connect(lambda percent: canvas.set_zoom(percent / 100))
        window.status.timing_requested.connect(self.tools.show_timings)
        presenter = self._presenter
        self._acts["labels"].toggled.connect(lambda on: presenter.set_look(show_labels=on))
        self._acts["confidences"].toggled.connect(
            lambda on: presenter.set_look(show_confidences=on)
        )
        self._acts["masks"].toggled.connect(lambda on: presenter.set_look(show_masks=on))
        self._acts["below"].toggled.connect(presenter.set_shows_below)
        self._acts["magnifier"].toggled.connect(canvas.set_magnifier)
        for key in ("left_column", "right_column", "full_picture"):
            self._acts[key].toggled.connect(window.rearrange)
        self._on("next_region", lambda: window.go_to_region(1))
        self._on("previous_region", lambda: window.go_to_region(-1))
        self._on("settings", self.tools.show_settings)
        self._on("shortcuts", self.tools.show_shortcuts)
        self._on("timings", self.tools.show_timings)
        self._on("recent_problems", self.tools.show_recent_problems)
        self._on("about", self.tools.show_about)
        self._on("quit", window.close)
        self.tools.exporting.close_agreed.connect(window.close)

    @Slot(float)
    def _on_canvas_zoom_changed(self, zoom: float) -> None:
        self._window.bar.set_zoom(zoom * 100)
        self._acts["fit"].setChecked(self._window.canvas.is_fitted)

    @Slot()
    def _fit(self) -> None:
        self._window.canvas.fit()
        self._acts["fit"].setChecked(True)

    def show_inline_threshold(self, *, shows: bool) -> None:
        """Put the threshold into the bar over the picture, where the right column is closed."""
        self.tools.show_inline_threshold(shows=shows)

    # ---- Problems

    def _join_problems(self) -> None:
        card, controller = self._window.card, self._controller
        self._window.opening.problem_arose.connect(self.show_problem)
        card.cure_requested.connect(self._cure)
        controller.model_opening.connect(lambda name: card.note_asked("model") if name else None)
        controller.model_changed.connect(lambda now: card.note_there("model") if now else None)
        controller.source_changed.connect(lambda _: card.note_asked("source"))
        controller.shown_changed.connect(lambda _: card.note_there("source"))

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        """Show a problem; the older ones stay under Help."""
        self.tools.note_problem(problem)
        self._window.card.show_problem(problem)

    @Slot(object)
    def show_again(self, problem: Problem) -> None:
        """Show an older problem again."""
        self._window.card.show_problem(problem)

    @Slot(str)
    def _cure(self, key: str) -> None:
        self.tools.cure(key)

    # ---- State

    def retranslate(self) -> None:
        """Say again, in the language in use, what parts were told in words."""
        self._presenter.retranslate()
        self.tools.retranslate()
        self.trying.refresh()
        self.tips.retranslate()
        if self._controller.opened is not None:
            self._window.rail.set_model_card(self._window.model_card.summary())
        self._show_ready()
        self._show_idle()
        self._update_actions()

    def _show_idle(self) -> None:
        """Say in the status what there is to run models with, as long as none runs."""
        if self._controller.opened is None:
            self._window.status.set_idle(tr("Ready"), installed_runtimes())

    def _update_actions(self) -> None:
        controller, acts = self._controller, self._acts
        has_model = controller.opened is not None
        has_frame = controller.shown is not None
        acts.enable(has_model, "recipe", "automatic", "details", "close_model")
        acts.enable(has_model and has_frame, "diagnose", "export_frame", "export_all")
        self._window.export_button.setEnabled(has_model and has_frame)
        acts.enable(has_frame, "fit", "actual_size", "zoom_in", "zoom_out", "copy_picture")
        acts.enable(
            self._window.is_video,
            *("play", "first_frame", "last_frame", "slower", "faster"),
            *("previous_detection", "next_detection", "loop"),
            *("step_back_more", "step_forward_more"),
        )
        acts.enable(controller.source is not None, "step_back", "step_forward")
        many = self._window.sources.model.rowCount() > 1
        acts.enable(many, "previous_source", "next_source")
        building = self.tools.building
        acts.enable(building.can_build or building.is_running, "build_engine")
        reason = "" if building.is_running else building.no_build_words()
        acts["build_engine"].setToolTip(reason or acts["build_engine"].text())
        acts.enable(building.kept is not None, "open_kept")
        acts["open_kept"].setVisible(building.kept is not None)
        stack = self._choices.undo_stack
        acts["undo"].setEnabled(stack.canUndo())
        acts["redo"].setEnabled(stack.canRedo())
        recipe = controller.recipe
        has_masks = recipe is not None and recipe.task.value == "segment"
        acts["masks"].setEnabled(has_masks or recipe is None)

    def watch_card(self, number: int) -> None:
        """Show from now on how busy the graphics card of that number is."""
        self._load = Load(number)

    @Slot()
    def _on_beat(self) -> None:
        self._window.status.set_load(self._load.read())

    def _restore(self) -> None:
        settings = self._window.settings
        for key in ("labels", "confidences", "masks", "below", "magnifier"):
            self._acts[key].setChecked(settings.switch(key))
        for key in ("left_column", "right_column"):
            self._acts[key].setChecked(settings.switch(key))
        self._acts["loop"].setChecked(settings.switch("loop"))
        self._controller.device = settings.device
        self._controller.clock.set_speed(settings.speed)
        self._window.transport.set_speed(settings.speed)
        self._acts["survey"].setChecked(settings.switch("survey"))
        self._window.restore_columns(settings.splitter)
        if not settings.geometry or not self._window.restoreGeometry(settings.geometry):
            room = self._window.screen().availableSize()
            self._window.resize(min(1440, room.width() - 40), min(900, room.height() - 60))
        self._show_recents()

    def save_state(self) -> None:
        """Keep what the next start brings back."""
        settings = self._window.settings
        keys = ("labels", "confidences", "masks", "below", "magnifier", "left_column")
        for key in (*keys, "right_column", "loop", "survey"):
            settings.set_switch(key, self._acts[key].isChecked())
        settings.speed = self._controller.clock.speed
        settings.geometry = bytes(self._window.saveGeometry().data())
        settings.splitter = self._window.column_widths
        settings.sync()

    def stop(self) -> None:
        """End everything that runs beside the window."""
        self._beat.stop()
        self.tools.stop()
        self.trying.stop()
        self._window.opening.stop()
        self._controller.stop()
