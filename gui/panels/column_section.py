"""A section of the right column: rows of lists reach nearer to its edge than titles and controls do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from gui.controls import Section


class ColumnSection(Section):
    """A section whose ``body`` may bleed into the padding at both sides.

    Attributes:
        side: The padding that titles and controls keep, 16 or 12.
    """

    def __init__(
        self, bleed: int | None = 0, *, overhang: int = 0, parent: QWidget | None = None
    ) -> None:
        """Make a section.

        Args:
            bleed: How far the body reaches into the padding, in pixels; None to the column's edge.
            overhang: How far the title row's last button reaches into it, so that its icon ends where
                the figures below end.
            parent: Owner.
        """
        self._bleed = bleed
        self._overhang = overhang
        self._insets: list[QLayout] = []
        self.side = 16
        super().__init__(parent)

    def set_narrow(self, is_narrow: bool) -> None:
        """Use the padding of a narrow window."""
        self.side = 12 if is_narrow else 16
        bleed = self.side if self._bleed is None else self._bleed
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(self.side - bleed, 12, self.side - bleed, 12)
        self.head.setContentsMargins(bleed, 0, bleed - self._overhang, 0)
        for inset in self._insets:
            margins = inset.contentsMargins()
            inset.setContentsMargins(bleed, margins.top(), bleed, margins.bottom())

    def add_inset(
        self, part: QWidget | QLayout, *, above: int = 0, below: int = 0, height: int | None = None
    ) -> QWidget:
        """Add a row that keeps the whole padding.

        Args:
            part: A widget, or a layout of several.
            above: Room above, in pixels.
            below: Room below.
            height: Of the row without that room, or None for what it needs.

        Returns:
            The row, to be shown and hidden as a whole.
        """
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, above, 0, below)
        box.setSpacing(0)
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
        if height is not None:
            row.setFixedHeight(above + height + below)
        self._insets.append(box)
        self.body.addWidget(row)
        bleed = self.side if self._bleed is None else self._bleed
        box.setContentsMargins(bleed, above, bleed, below)
        return row
