"""Everything that is known of the open model, to read, search and copy."""

from __future__ import annotations

import html
import json

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from engine_core.consent import NO_CONSENT, Consent
from engine_core.enginereport import EngineReport
from engine_core.modelfile import ModelFormat
from gui.controls import PushButton, Segmented, Text, is_language_change
from gui.dialogs.allowed_row import AllowedRow
from gui.dialogs.details_parts import Part, parts_of
from gui.dialogs.layers import LayersPage
from gui.fonts import code_font
from gui.i18n import counted, tr
from gui.icons import icon
from gui.modelfacts import OpenModel
from gui.theme import theme

_MOST_NAME_PX = 160
_CELL = "padding: 3px 16px 3px 0px"


class DetailsDialog(QDialog):
    """A window beside the main one; it stays open while one works on.

    Signals:
        hash_requested: The SHA-256 of this file is wanted, answered by ``set_sha256``; it takes seconds
            for a large file and must not be computed on the GUI thread.
        inspection_requested: What is inside the open engine is wanted, with the times of its layers over
            so many runs (0: without); answered by ``set_report`` or ``set_report_error``.
        withdrawal_requested: What was allowed for this file is to be allowed no more.

    Attributes:
        layers: The page of an engine's layers.
    """

    hash_requested = Signal(object)
    inspection_requested = Signal(int)
    withdrawal_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: OpenModel | None = None
        self._sha256 = ""
        self._consent = NO_CONSENT
        self._report: EngineReport | None = None
        self.setModal(False)
        self.resize(720, 640)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._on_search_edited)
        self._search.returnPressed.connect(self._find_next)
        self._found = Text("reason")
        self._found.hide()
        self._page = QTextBrowser()
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._page.setOpenLinks(False)
        self._page.setTabChangesFocus(True)
        self._page.document().setDocumentMargin(16)
        self._page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.layers = LayersPage()
        self.layers.measuring_requested.connect(self.inspection_requested)
        self._copy, self._copy_json, self._close = PushButton(), PushButton(), PushButton()
        self._copy.clicked.connect(self._on_copy_clicked)
        self._copy_json.clicked.connect(self._on_copy_json_clicked)
        self._close.clicked.connect(self.close)
        self._lay_out()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)
        again = QShortcut(QKeySequence(QKeySequence.StandardKey.FindNext), self)
        again.activated.connect(self._find_next)
        self._retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(12)
        top.addWidget(self._search, 1)
        top.addWidget(self._found)
        # Both are there for engines only.
        self._tabs = Segmented(2)
        self._tabs.chosen.connect(self._show_tab)
        self._tab_row = QWidget()
        row = QHBoxLayout(self._tab_row)
        row.setContentsMargins(16, 0, 16, 12)
        row.addWidget(self._tabs)
        row.addStretch(1)
        self._allowed = AllowedRow()
        self._allowed.withdraw.clicked.connect(self._on_withdraw_clicked)
        self._pages = QStackedWidget()
        overview = QWidget()
        inside = QVBoxLayout(overview)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._allowed)
        inside.addWidget(self._page, 1)
        self._pages.addWidget(overview)
        self._pages.addWidget(self.layers)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 12, 16, 12)
        bottom.setSpacing(8)
        bottom.addStretch(1)
        bottom.addWidget(self._copy_json)
        bottom.addWidget(self._copy)
        bottom.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._tab_row)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)

    def set_model(self, model: OpenModel | None) -> None:
        """Show a model; its hash and what is inside are asked for anew where the file is another."""
        known = self._model
        is_same_file = (
            known is not None
            and model is not None
            and known.file == model.file
            and known.info == model.info
        )
        self._model = model
        if not is_same_file:
            self._sha256 = ""
            self._consent = NO_CONSENT
            self._report = None
            self.layers.set_report(None)
            self._show_tab(0)
        self._show()
        self._ask_for_hash()
        self._ask_for_report()

    def set_report(self, report: EngineReport | None) -> None:
        """Show what is inside the engine."""
        self._report = report
        self.layers.set_report(report)
        self._show()

    def set_report_error(self, words: str) -> None:
        """Say why what is inside could not be found out, or not be measured."""
        self.layers.set_error(words)

    def set_consent(self, consent: Consent) -> None:
        """Show what was allowed for this file."""
        if consent != self._consent:
            self._consent = consent
            self._show()

    def set_sha256(self, sha256: str) -> None:
        """Show the hash of the file that was asked for by ``hash_requested``."""
        if sha256 != self._sha256:
            self._sha256 = sha256
            self._show()

    def plain_text(self) -> str:
        """Return everything as lines, for the clipboard."""
        lines: list[str] = []
        for part in self._parts():
            lines += ["", part.title]
            width = max((len(row[0]) for row in part.rows), default=0)
            lines += [f"  {row[0]:<{width}}  {'  '.join(row[1:])}".rstrip() for row in part.rows]
        return "\n".join(lines).strip() + "\n"

    # ---- How it is shown

    def _parts(self) -> list[Part]:
        if self._model is None:
            return []
        return list(parts_of(self._model, self._sha256, self._report))

    def _show(self) -> None:
        place = self._page.verticalScrollBar().value()
        self._page.setHtml(self._html())
        self._page.verticalScrollBar().setValue(place)
        has_model = self._model is not None
        self._copy.setEnabled(has_model)
        self._copy_json.setVisible(self._report is not None)
        self._tab_row.setVisible(self._is_engine())
        if not self._is_engine():
            self._show_tab(0)
        count = len(self._report.layers) if self._report is not None else 0
        layers = tr("Layers ({n})", n=f"{count:,}") if count else tr("Layers")
        self._tabs.set_texts([tr("Overview"), layers])
        self._allowed.set_consent(self._consent)
        name = self._model.file.path.name if self._model is not None else ""
        self.setWindowTitle(tr("Details of {name}", name=name) if name else tr("Details"))

    def _html(self) -> str:
        colours = theme()
        if self._model is None:
            return f'<p style="color:{colours.t2}">{html.escape(tr("No model yet"))}</p>'
        code = html.escape(code_font().family())
        made = []
        parts = self._parts()
        # One column for all names, so that the values of every part begin below each other.
        metrics = self._page.fontMetrics()
        longest = max(metrics.horizontalAdvance(row[0]) for part in parts for row in part.rows[:20])
        width = f' width="{min(longest, _MOST_NAME_PX) + 20}"'
        for part in parts:
            made.append(
                f'<p style="color:{colours.t1}; font-weight:600; margin-top:14px; '
                f'margin-bottom:4px">{html.escape(part.title)}</p>'
                '<table cellspacing="0" cellpadding="0">'
            )
            is_tensor = any(len(row) > 2 for row in part.rows)
            is_facts = all(row[0] != "•" for row in part.rows)
            for row in part.rows:
                cells = [
                    f'<td{width if is_facts else ""} style="color:{colours.t3}; {_CELL}">'
                    f"{html.escape(row[0])}</td>"
                ]
                for cell in row[1:]:
                    family = f"font-family:'{code}'; font-size:12px;" if is_tensor else ""
                    cells.append(
                        f'<td style="color:{colours.t1}; {family} {_CELL}">{html.escape(cell)}</td>'
                    )
                made.append(f"<tr>{''.join(cells)}</tr>")
            made.append("</table>")
        return "".join(made)

    def _is_engine(self) -> bool:
        return self._model is not None and self._model.info.format is ModelFormat.TENSORRT

    def _ask_for_report(self) -> None:
        if self.isVisible() and self._is_engine() and self._report is None:
            self.inspection_requested.emit(0)

    def _ask_for_hash(self) -> None:
        if self.isVisible() and self._model is not None and not self._sha256:
            self.hash_requested.emit(self._model.file)

    def _retranslate(self) -> None:
        self._search.setPlaceholderText(tr("Search"))
        self._search.setAccessibleName(tr("Search the details"))
        self._page.setAccessibleName(tr("Details of the model"))
        self._copy.setText(tr("Copy all"))
        self._copy_json.setText(tr("Copy as JSON"))
        self._copy_json.setToolTip(tr("Everything that is known of the engine, for programs"))
        self._tabs.setAccessibleName(tr("Parts of the details"))
        self._allowed.retranslate()
        self.layers.retranslate()
        self._close.setText(tr("Close"))
        self._show()

    @Slot(int)
    def _show_tab(self, index: int) -> None:
        if index == self._pages.currentIndex() == self._tabs.current():
            return
        self._tabs.set_current(index)
        self._pages.setCurrentIndex(index)
        self._on_search_edited(self._search.text())

    @Slot(str)
    def _on_search_edited(self, wanted: str) -> None:
        self.layers.model.set_wanted(wanted)
        if self._pages.currentWidget() is self.layers:
            self._say_layers_found()
            return
        cursor = self._page.textCursor()
        cursor.setPosition(0)
        self._page.setTextCursor(cursor)
        if wanted:
            self._find_next()
        else:
            self._say_found("")

    @Slot()
    def _find_next(self) -> None:
        wanted = self._search.text()
        if not wanted or self._pages.currentWidget() is self.layers:
            return
        found = self._page.find(wanted)
        if not found:
            cursor = self._page.textCursor()
            cursor.setPosition(0)
            self._page.setTextCursor(cursor)
            found = self._page.find(wanted, QTextDocument.FindFlag(0))
        self._say_found("" if found else tr("Not found"))

    def _say_layers_found(self) -> None:
        wanted, count = self._search.text(), self.layers.model.rowCount()
        if not wanted.strip():
            self._say_found("")
        elif count:
            self._say_found(counted(count, "{n} layer", "{n} layers"))
        else:
            self._say_found(tr("Not found"))

    def _say_found(self, said: str) -> None:
        self._found.setText(said)
        self._found.setVisible(bool(said))

    @Slot()
    def _on_find_activated(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.plain_text())

    @Slot()
    def _on_copy_json_clicked(self) -> None:
        if self._report is not None:
            plain = json.dumps(self._report.to_plain(), indent=2, ensure_ascii=False)
            QGuiApplication.clipboard().setText(plain + "\n")

    @Slot()
    def _on_withdraw_clicked(self) -> None:
        if self._model is not None:
            self.withdrawal_requested.emit(self._model.file)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._ask_for_hash()
        self._ask_for_report()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show()
        super().changeEvent(event)
