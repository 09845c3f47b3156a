"""What to export, and where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from engine_core.exporters import EXPORTERS, IMAGE_FORMATS, VIDEO_CODECS
from engine_core.saving import Lying
from gui.controls import ElidedText, Line, PushButton, Text
from gui.dialogs.sign import Sign
from gui.exports import (
    ExportChoice,
    ExportOffer,
    Place,
    Said,
    amount_text,
    place_text,
    replace_text,
    unfit,
)
from gui.i18n import counted, sentence, tr

# While a path is being typed nobody looks at its beginnings.
_LOOK_MS = 250
_LONGEST_NAME_PX = 360
_ROW = 20
_PICTURES = frozenset({"images", "frames", "crops"})


class ExportForm(QWidget):
    """The first page of the export dialog.

    Signals:
        place_wanted: The folder of this ``ExportChoice`` is to be looked at; ``set_place`` answers.
        resized: More or fewer words have to be shown.

    Attributes:
        folder: Where to.
        start, cancel: Buttons.
    """

    place_wanted = Signal(object)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: ExportOffer | None = None
        self._place: Place | None = None
        self._refusal: Said | None = None
        self._is_suggested = True
        self._is_filling = False
        self._wanted_keys: set[str] = set()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._ask_for_place)
        self._amount = Text("title").wrap()
        self._shown = Text("secondary").wrap()
        self._only_current = QCheckBox()
        self._only_current.toggled.connect(self._on_only_current_toggled)
        self._left_out = Text("reason").wrap()
        self.start, self.cancel = PushButton("primary"), PushButton()
        self.start.setDefault(True)
        self._problem = Text("reason").wrap()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._amount)
        layout.addWidget(self._shown)
        layout.addWidget(self._only_current)
        layout.addWidget(self._left_out)
        layout.addWidget(Line())
        layout.addLayout(self._make_formats())
        layout.addWidget(Line())
        layout.addLayout(self._make_where())
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addLayout(self._make_buttons())

    def _make_formats(self) -> QGridLayout:
        self._boxes: dict[str, QCheckBox] = {}
        self._notes: dict[str, ElidedText] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, kind in enumerate(EXPORTERS):
            box = QCheckBox()
            box.setMinimumHeight(_ROW)
            note = ElidedText("caption", mode=Qt.TextElideMode.ElideRight)
            box.toggled.connect(self._on_format_toggled)
            self._boxes[kind.key], self._notes[kind.key] = box, note
            grid.addWidget(box, row, 0)
            grid.addWidget(note, row, 1)
        return grid

    def _make_where(self) -> QGridLayout:
        self._folder_label, self.folder = Text(), QLineEdit()
        self.folder.textChanged.connect(self._on_folder_edited)
        self._browse = PushButton()
        self._browse.clicked.connect(self._on_browse_clicked)
        self._sign = Sign()
        self._note = Text("reason").wrap()
        self._take_free = PushButton("link")
        self._take_free.clicked.connect(self._on_free_clicked)
        self._overwrite = QCheckBox()
        self._overwrite.toggled.connect(self._update)
        self._image_label, self._image = Text(), QComboBox()
        self._codec_label, self._codec = Text(), QComboBox()
        for combo, count in ((self._image, len(IMAGE_FORMATS)), (self._codec, len(VIDEO_CODECS))):
            combo.addItems([""] * count)
            combo.setMinimumWidth(192)
        self._image.currentIndexChanged.connect(self._on_format_toggled)
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        note.addWidget(self._take_free, 0, Qt.AlignmentFlag.AlignTop)
        where = QGridLayout()
        where.setHorizontalSpacing(12)
        where.setVerticalSpacing(8)
        where.setColumnStretch(1, 1)
        where.addWidget(self._folder_label, 0, 0)
        where.addWidget(self.folder, 0, 1)
        where.addWidget(self._browse, 0, 2)
        where.addLayout(note, 1, 1, 1, 2)
        where.addWidget(self._overwrite, 2, 1, 1, 2)
        where.addWidget(self._image_label, 3, 0)
        where.addWidget(self._image, 3, 1, Qt.AlignmentFlag.AlignLeft)
        where.addWidget(self._codec_label, 4, 0)
        where.addWidget(self._codec, 4, 1, Qt.AlignmentFlag.AlignLeft)
        return where

    def _make_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        return buttons

    # ---- What can be chosen, and what is

    def fill(self, offer: ExportOffer, choice: ExportChoice) -> None:
        """Show what can be chosen, and what was chosen last; its folder is a suggestion."""
        self._is_filling = True
        self._offer, self._place, self._refusal = offer, None, None
        self._wanted_keys = set(choice.keys)
        self._only_current.setVisible(not offer.is_frame and offer.everything.sources > 1)
        self._only_current.setChecked(choice.only_current)
        self._overwrite.setChecked(choice.overwrite)
        self._image.setCurrentIndex(IMAGE_FORMATS.index(choice.image_format))
        self._codec.setCurrentIndex(VIDEO_CODECS.index(choice.video_codec))
        self.folder.setText(str(choice.folder))
        self._is_suggested = True
        self._offer_formats()
        self._is_filling = False
        self.retranslate()
        self._ask_for_place()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def update_offer(self, offer: ExportOffer) -> None:
        """Follow the window: what is shown, what there is, how much. What was chosen stays."""
        before, self._offer = self._offer, offer
        if before is None or offer == before:
            return
        self.retranslate()
        if offer.is_frame and offer.current != before.current:
            self._look.start()  # another frame meets other files

    def set_place(self, place: Place) -> None:
        """Take what was found in a folder; ignored where another is meant by now."""
        if str(place.folder) != str(self._folder()):
            return
        if self._is_suggested and place.free != place.folder and place.problem is None:
            # Nobody asked for this very folder, so nothing has to be explained: another one is as good.
            self._is_filling = True
            self.folder.setText(str(place.free))
            self._is_filling = False
            place = Place(folder=place.free, lying=Lying.NOTHING, path=None, free=place.free)
        self._place = place
        self._update()

    def refuse(self, refusal: Said) -> None:
        """Say why the thread refused what was asked for; nothing was touched."""
        self._refusal = refusal
        self._is_suggested = False
        self._ask_for_place()
        self._update()
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def box(self, key: str) -> QCheckBox:
        """Return the check box of a format."""
        return self._boxes[key]

    def choice(self) -> ExportChoice:
        """Return what is chosen."""
        return ExportChoice(
            keys=self._keys(),
            folder=self._folder(),
            only_current=self._is_only_current(),
            image_format=IMAGE_FORMATS[self._image.currentIndex()],
            video_codec=VIDEO_CODECS[self._codec.currentIndex()],
            overwrite=self._overwrite.isVisibleTo(self) and self._overwrite.isChecked(),
        )

    def wanted_keys(self) -> list[str]:
        """Return the formats to remember: those chosen, and those kept back only by these sources."""
        kept = {key for key in self._wanted_keys if not self._boxes[key].isEnabled()}
        return [kind.key for kind in EXPORTERS if kind.key in kept | set(self._keys())]

    def _keys(self) -> tuple[str, ...]:
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def _folder(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def _is_only_current(self) -> bool:
        return self._only_current.isVisibleTo(self) and self._only_current.isChecked()

    def _offer_formats(self) -> None:
        """Enable what gives something, with what was wanted checked."""
        offer = self._offer
        if offer is None:
            return
        kinds = frozenset({offer.current_kind}) if self._is_only_current() else offer.kinds
        for kind in EXPORTERS:
            box, note = self._boxes[kind.key], self._notes[kind.key]
            reason = unfit(
                kind.key, kinds, is_frame=offer.is_frame, is_classifier=offer.is_classifier
            )
            box.blockSignals(True)
            box.setEnabled(not reason)
            box.setChecked(not reason and kind.key in self._wanted_keys)
            box.blockSignals(False)
            box.setToolTip(reason)
            words = sentence(kind.description)
            note.setText(reason or words)
            note.set_role("reason" if reason else "caption")
            box.setAccessibleDescription(reason or words)
        first = next((box for box in self._boxes.values() if box.isEnabled()), None)
        if first is not None and not self._keys():
            # What was wanted last gives nothing here.
            first.blockSignals(True)
            first.setChecked(True)
            first.blockSignals(False)

    # ---- Words

    def retranslate(self) -> None:
        """Set all texts anew."""
        for kind in EXPORTERS:
            self._boxes[kind.key].setText(sentence(kind.title))
        self._offer_formats()
        self._folder_label.setText(tr("Folder"))
        self.folder.setAccessibleName(tr("Folder"))
        self._browse.setText(tr("Choose…"))
        self._browse.setAccessibleName(tr("Choose a folder"))
        self._take_free.setText(tr("Take a new folder"))
        self._image_label.setText(tr("Pictures as"))
        self._image.setAccessibleName(tr("Pictures as"))
        self._codec_label.setText(tr("Videos as"))
        self._codec.setAccessibleName(tr("Videos as"))
        for combo, names in ((self._image, _image_names()), (self._codec, _codec_names())):
            for index, name in enumerate(names):
                combo.setItemText(index, name)
        self.start.setText(tr("Export"))
        self.cancel.setText(tr("Cancel"))
        offer = self._offer
        if offer is not None:
            self._shown.setText(tr("Exported as shown: {shown}.", shown=offer.shown))
            self._say_only(tr("Only {name}", name=offer.current))
        self._say_amount()
        self._update()

    def _say_only(self, words: str) -> None:
        metrics = self._only_current.fontMetrics()
        short = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME_PX)
        self._only_current.setText(short.replace("&", "&&"))
        self._only_current.setAccessibleName(words)
        self._only_current.setToolTip(words if short != words else "")

    def _say_amount(self) -> None:
        offer = self._offer
        if offer is None:
            return
        is_current = self._is_only_current()
        if offer.is_frame:
            self._amount.setText(offer.current)
        else:
            self._amount.setText(amount_text(offer.present if is_current else offer.everything))
        left_out = offer.left_out and not offer.is_frame and not is_current
        self._left_out.setVisible(bool(left_out))
        self._left_out.setText(
            counted(
                offer.left_out,
                "{n} live source is left out: it has no end. Look at it to export it alone.",
                "{n} live sources are left out: they have no end. Look at one to export it alone.",
            )
        )

    @Slot()
    def _update(self) -> None:
        """Bring notes and buttons in line with what is chosen."""
        offer = self._offer
        if offer is None:
            return
        keys = set(self._keys())
        self._image.setEnabled(bool(keys & _PICTURES))
        self._codec.setEnabled("video" in keys)
        self._codec_label.setVisible(not offer.is_frame)
        self._codec.setVisible(not offer.is_frame)
        is_blocked = self._say_place(offer)
        problem = ""
        if not keys:
            problem = tr("Choose at least one format.")
        elif {"yolo", "yolo-conf"} <= keys:
            problem = tr("Both kinds of YOLO labels have the same file names: choose one.")
        elif not self.folder.text().strip():
            problem = tr("Choose a folder.")
        self._problem.setText(problem)
        self.start.setEnabled(not problem and not is_blocked)

    def _say_place(self, offer: ExportOffer) -> bool:
        """Say what will happen in the folder; return whether nothing can be exported there so."""
        place, refusal = self._place, self._refusal
        if place is not None and place.folder != self._folder():
            place = None
        is_taken = refusal is not None or (place is not None and place.lying is not Lying.NOTHING)
        self._overwrite.setVisible(is_taken)
        self._overwrite.setText(replace_text(place, is_frame=offer.is_frame))
        self._take_free.setVisible(is_taken and place is not None and place.free != place.folder)
        allows = is_taken and self._overwrite.isChecked()
        is_broken = place is not None and place.problem is not None
        is_in_the_way = place is not None and (
            place.lying is Lying.OTHERS or (offer.is_frame and place.lying is not Lying.NOTHING)
        )
        if refusal is not None:
            words = " ".join(filter(None, (refusal.what, refusal.why, refusal.cure)))
        else:
            words = place_text(place, is_frame=offer.is_frame) if place is not None else ""
        is_blocked = is_broken or ((is_in_the_way or refusal is not None) and not allows)
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._sign.setVisible(is_blocked)
        self.resized.emit()
        return is_blocked

    # ---- Moves of the user

    @Slot()
    def _on_format_toggled(self) -> None:
        if self._is_filling:
            return
        for key, box in self._boxes.items():
            if box.isEnabled():
                (self._wanted_keys.add if box.isChecked() else self._wanted_keys.discard)(key)
        self._refusal = None
        self._look.start()
        self._update()

    @Slot()
    def _on_only_current_toggled(self) -> None:
        if not self._is_filling:
            self._offer_formats()
            self._say_amount()
            self._look.start()
            self._update()

    @Slot()
    def _on_folder_edited(self) -> None:
        if self._is_filling:
            return
        self._is_suggested = False
        self._place = self._refusal = None
        self._overwrite.setChecked(False)
        self._look.start()
        self._update()

    @Slot()
    def _on_browse_clicked(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Export to folder"), self.folder.text())
        if path:
            self.folder.setText(path)

    @Slot()
    def _on_free_clicked(self) -> None:
        if self._place is not None:
            self.folder.setText(str(self._place.free))
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _ask_for_place(self) -> None:
        if self.folder.text().strip():
            self.place_wanted.emit(self.choice())


def _image_names() -> list[str]:
    names = {"jpg": tr("JPEG, small"), "png": tr("PNG, lossless"), "webp": tr("WebP, smallest")}
    return [names[key] for key in IMAGE_FORMATS]


def _codec_names() -> list[str]:
    names = {
        "h264": tr("H.264, plays everywhere"),
        "vp9": tr("VP9, for browsers"),
        "ffv1": tr("FFV1, lossless"),
    }
    return [names[key] for key in VIDEO_CODECS]
