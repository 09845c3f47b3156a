"""What went wrong, over the picture that stays: what, why, and one button that helps."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QObject,
    QPropertyAnimation,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine_core.text import Text as Said
from gui import pixels
from gui.controls import IconButton, PushButton, Text, is_language_change
from gui.i18n import paragraph, sentence, tr
from gui.panels.problem_parts import Details, Disc, FoundExpected, Paragraphs, shortened
from gui.problems import COPY_DETAILS, Cure, Problem, Subject, plain_text
from gui.theme import theme

_WIDTH = 624
_TOP = 24
_FADE_MS = 80
# Longer advice is a paragraph of its own, and not a note under the buttons.
_MOST_NOTE_CHARS = 140
_NAME = re.compile("\x02(.*?)\x03", re.DOTALL)


class ProblemCard(QFrame):
    """A card that lies over its parent, 24 below its top; hidden as long as there is nothing to say.

    It appears without taking the keyboard, and tells screen readers. Esc closes it where it has the
    keyboard; the window does so otherwise.

    Signals:
        cure_requested: The key of the button that was pressed; copying the details is done here.
        closed: The card was closed by the user or by ``close_card``.
    """

    cure_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._is_passing = False
        self._has_motion = True
        self._watched: QWidget | None = None
        self._fade: QPropertyAnimation | None = None

        self._disc = Disc()
        self._close = IconButton("close", small=True)
        self._close.clicked.connect(self._on_close_clicked)
        self._texts = Paragraphs()
        self._found = FoundExpected()
        self._texts.add(self._found)
        self._cure = PushButton("primary")
        self._other = PushButton()
        for button in (self._cure, self._other):
            button.clicked.connect(self._on_button_clicked)
        self._row = QWidget()
        self._buttons = buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._row)
        buttons.setContentsMargins(0, 16, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self._cure)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        self._note = Text("reason").wrap()
        self._note.setContentsMargins(0, 8, 0, 0)
        self._details = Details()
        self._details.resized.connect(self._place)
        self._details.copy_requested.connect(self.copy_details)

        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._texts)
        middle.addWidget(self._row)
        middle.addWidget(self._note)
        middle.addWidget(self._details)
        self._across = across = QHBoxLayout(self)
        across.setContentsMargins(20, 20, 16, 20)
        across.setSpacing(12)
        across.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(middle, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 4, 0, 0)
        right.addWidget(self._close)
        right.addStretch(1)
        across.addLayout(right)
        self.setVisible(False)
        self._watch_parent()
        self._retranslate()

    # ---- What it is told

    @property
    def problem(self) -> Problem | None:
        """What is shown, or None."""
        return self._problem

    def show_problem(self, problem: Problem) -> None:
        """Show a problem in place of the one before, with its details folded."""
        self._problem = problem
        self._is_passing = False
        self._details.set_open(is_open=False)
        self._show()
        self._place()
        was_visible = self.isVisible()
        self.show()
        self.raise_()
        if not was_visible and self._has_motion:
            self._fade_in()
        self._announce()

    @Slot()
    def close_card(self) -> None:
        """Hide the card; does nothing where there is none."""
        if self._problem is None:
            return
        self._problem = None
        self._end_fade()
        self.setVisible(False)
        self.closed.emit()

    def note_asked(self, subject: Subject) -> None:
        """Take note that another model, or source, is asked for."""
        if self._problem is not None and self._problem.subject == subject:
            self._is_passing = True

    def note_there(self, subject: Subject) -> None:
        """Take note that a model, or a source, is there.

        If it was asked for after the card came, a card about one that failed is over: it says what goes on
        instead, and something else does now. What merely goes on, or was asked for before (with the very
        one that failed, often), leaves it.
        """
        if self._problem is not None and self._problem.subject == subject and self._is_passing:
            self.close_card()

    def focus_cure(self) -> None:
        """Give the keyboard to the button that helps, or to the one that closes."""
        for button in (self._cure, self._other, self._close):
            if button.isVisibleTo(self):
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def set_motion(self, is_on: bool) -> None:
        """Let the card fade in, or appear at once."""
        self._has_motion = is_on
        if not is_on:
            self._end_fade()

    def details_text(self) -> str:
        """Return everything the card knows, for a report; empty where it shows nothing."""
        return plain_text(self._problem) if self._problem is not None else ""

    @Slot()
    def copy_details(self) -> None:
        """Put ``details_text`` into the clipboard and say so."""
        if self._problem is not None:
            QGuiApplication.clipboard().setText(self.details_text())
            self._details.say_copied()

    # ---- How it shows it

    def _show(self) -> None:
        problem = self._problem
        if problem is None:
            return
        self._disc.set_loss(is_loss=problem.is_loss)
        advice = _sentence(problem.advice)
        has_buttons = problem.cure is not None
        is_note = has_buttons and not problem.warns and len(advice) <= _MOST_NOTE_CHARS
        paragraphs = [_sentence(problem.why)]
        if not is_note:
            paragraphs.append(advice)
        self._texts.set_texts(
            _words(problem.title).rstrip("."), self._consequence(problem), paragraphs
        )
        self._found.set_facts(
            (_words(problem.found), _words(problem.found_from)),
            (_words(problem.expected), _words(problem.expected_from)),
        )
        self._note.setText(advice if is_note else "")
        self._note.setVisible(is_note and bool(advice))
        _label(self._cure, problem.cure)
        _label(self._other, problem.other)
        self._row.setVisible(has_buttons or problem.other is not None)
        self._details.set_lines(problem.details)
        self.setAccessibleName(_words(problem.title))

    def _consequence(self, problem: Problem) -> str:
        """Return the line as rich text, the thing it is about stronger than the rest."""
        said = problem.consequence
        if "name" in said.facts:
            marked = f"\x02{shortened(str(said.facts['name']))}\x03"
            said = Said(said.template, {**said.facts, "name": marked})
        escaped = html.escape(_words(said))
        strong = f'<span style="color:{theme().t1}">\\1</span>'
        return _NAME.sub(strong, escaped)

    def _announce(self) -> None:
        if self._problem is None or not QAccessible.isActive():
            return
        words = ". ".join(
            part.rstrip(".。")
            for part in (_words(self._problem.title), _words(self._problem.consequence))
            if part
        )
        event = QAccessibleAnnouncementEvent(self, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _fade_in(self) -> None:
        self._end_fade()
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(0.0)
        self.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", self)
        fade.setDuration(_FADE_MS)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        # The effect paints by way of a picture, which costs time and sharpness: only while it is needed.
        fade.finished.connect(self._end_fade)
        fade.start()
        self._fade = fade

    @Slot()
    def _end_fade(self) -> None:
        fade, self._fade = self._fade, None
        if fade is None:
            return
        if fade.state() == QAbstractAnimation.State.Running:
            fade.stop()
        fade.deleteLater()
        self.setGraphicsEffect(None)  # type: ignore[arg-type]

    def _watch_parent(self) -> None:
        parent = self.parentWidget()
        if parent is self._watched:
            return
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = parent
        if parent is not None:
            parent.installEventFilter(self)

    @Slot()
    def _place(self) -> None:
        """Lie 24 below the top of the parent, never larger than it."""
        parent = self.parentWidget()
        if parent is None or self._problem is None:
            return
        width = max(200, min(_WIDTH, parent.width() - 2 * _TOP))
        room = max(120, parent.height() - 2 * _TOP)
        height = self._fitted(width, room)
        self.setGeometry(QRect((parent.width() - width) // 2, _TOP, width, height))

    def _fitted(self, width: int, room: int) -> int:
        """Give texts and details their heights within ``room`` and return the card's."""
        across = self._across
        margins = across.contentsMargins()
        inner = width - margins.left() - margins.right() - self._disc.width()
        inner -= self._close.width() + 2 * across.spacing()
        self._arrange_buttons(inner)
        texts = self._texts.height_for(inner)
        rest = margins.top() + margins.bottom()
        if self._row.isVisibleTo(self):
            rest += self._row.sizeHint().height()
        if self._note.isVisibleTo(self):
            rest += self._note.heightForWidth(inner)
        least, wanted = self._details.heights(inner)
        spare = room - rest - texts
        details = min(wanted, max(least, spare))
        texts = max(24, min(texts, room - rest - details))
        self._texts.setFixedHeight(texts)
        if self._details.isVisibleTo(self):
            self._details.setFixedHeight(details)
        return min(room, max(rest + texts + details, 72))

    def _arrange_buttons(self, width: int) -> None:
        """Put the buttons below each other where they do not fit side by side."""
        shown = [one for one in (self._cure, self._other) if not one.isHidden()]
        needed = sum(one.sizeHint().width() for one in shown) + 8 * (len(shown) - 1)
        is_tight = needed > width
        wanted = QBoxLayout.Direction.TopToBottom if is_tight else QBoxLayout.Direction.LeftToRight
        self._buttons.setDirection(wanted)
        self._buttons.invalidate()

    @Slot()
    def _on_button_clicked(self) -> None:
        problem = self._problem
        if problem is None:
            return
        pressed = problem.cure if self.sender() is self._cure else problem.other
        if pressed is None:
            return
        if pressed.key == COPY_DETAILS:
            self.copy_details()
        else:
            self.cure_requested.emit(pressed.key)

    @Slot()
    def _on_close_clicked(self) -> None:
        self.close_card()

    def _retranslate(self) -> None:
        self._close.describe(tr("Close"), "Esc")
        self._details.retranslate()
        self._show()
        self._place()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_WIDTH, self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._watched and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange:
            self._watch_parent()
            self._place()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if is_language_change(event):
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colours = theme()
        pixels.draw_panel(painter, self.rect(), 8, fill=colours.raised, border=colours.ctl)
        painter.end()


def _words(said: Said) -> str:
    """Return a sentence with very long names in it shortened, since nothing can break within them."""
    if not said:
        return ""
    return sentence(_shortened(said))


def _sentence(said: Said) -> str:
    """Return ``_words`` with the full stop of the language."""
    return paragraph(_shortened(said)) if said else ""


def _shortened(said: Said) -> Said:
    facts = {
        key: shortened(value) if isinstance(value, str) else value
        for key, value in said.facts.items()
    }
    return Said(said.template, facts)


def _label(button: PushButton, cure: Cure | None) -> None:
    button.setVisible(cure is not None)
    if cure is None:
        return
    facts = {
        key: shortened(value, most=32) if isinstance(value, str) else value
        for key, value in cure.label.facts.items()
    }
    # "&" would become a shortcut.
    button.setText(sentence(Said(cure.label.template, facts)).replace("&", "&&"))
    button.setToolTip("" if facts == cure.label.facts else sentence(cure.label))
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
