"""Colours of the window, dark and light: the one source for palette, style sheet, icons and painters.

Values and names are those of the design's tokens. Painted widgets ask ``theme()`` in every
``paintEvent``: when the theme changes the application's palette changes too, and everything repaints.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One set of colours as ``#RRGGBB``.

    Attributes:
        window: Behind panels, code blocks, tracks of segmented controls.
        panel: Columns, header, bars.
        raised: Inputs, buttons, cards.
        hover, pressed: Fills of those states; ``pressed`` also of checked icon buttons.
        canvas: Round the picture.
        line: Separators, borders of what is disabled.
        groove: Slider grooves, borders of buttons, scroll thumbs.
        ctl: Borders of inputs and check boxes, dashed drop frames.
        t1, t2, t3: Primary text; secondary text and resting icons; captions, units, placeholders.
        off: Disabled text and icons.
        sel, sel_line: Selected row and the bar at its left.
        hist_back, hist_low: Silhouette of the whole source; scores below the threshold.
        thumb: Slider handles.
        accent: The value being changed, focus, links.
        accent_fill, accent_fill_hover, accent_fill_pressed, on_accent: Primary button and its text.
        warn, warn_bg, err, ok: Meanings, always with words.
        swatch_line: Line round a colour swatch, ``#AARRGGBB``.
    """

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    canvas: str
    line: str
    groove: str
    ctl: str
    t1: str
    t2: str
    t3: str
    off: str
    sel: str
    sel_line: str
    hist_back: str
    hist_low: str
    thumb: str
    accent: str
    accent_fill: str
    accent_fill_hover: str
    accent_fill_pressed: str
    on_accent: str
    warn: str
    warn_bg: str
    err: str
    ok: str
    swatch_line: str


DARK = Theme(
    name="dark",
    window="#121417",
    panel="#181A1E",
    raised="#202328",
    hover="#292D34",
    pressed="#32373F",
    canvas="#0C0D0F",
    line="#2A2E35",
    groove="#3A3F48",
    ctl="#656C79",
    t1="#E6E8EC",
    t2="#AAB0BB",
    t3="#8D949F",
    off="#5E6570",
    sel="#262C52",
    sel_line="#6472F2",
    hist_back="#30353E",
    hist_low="#737B88",
    thumb="#E6E8EC",
    accent="#95A2FF",
    accent_fill="#4F5EE3",
    accent_fill_hover="#5867E6",
    accent_fill_pressed="#4250D0",
    on_accent="#FFFFFF",
    warn="#F2B34A",
    warn_bg="#33291A",
    err="#FF8A80",
    ok="#5CC99A",
    swatch_line="#29FFFFFF",
)

LIGHT = Theme(
    name="light",
    window="#E9EBEE",
    panel="#F6F7F9",
    raised="#FFFFFF",
    hover="#EBEDF1",
    pressed="#DFE2E8",
    canvas="#D6D9DE",
    line="#D9DCE2",
    groove="#C3C8D0",
    ctl="#868D99",
    t1="#191C21",
    t2="#474E59",
    t3="#5F6672",
    off="#A2A8B2",
    sel="#DDE1FB",
    sel_line="#4250D0",
    hist_back="#DDE0E6",
    hist_low="#9299A5",
    thumb="#FFFFFF",
    accent="#4250D0",
    accent_fill="#4250D0",
    accent_fill_hover="#4F5EE3",
    accent_fill_pressed="#3642B4",
    on_accent="#FFFFFF",
    warn="#8A5A00",
    warn_bg="#FFF1D6",
    err="#B3261E",
    ok="#12704A",
    swatch_line="#47000000",
)

_current = DARK


def theme() -> Theme:
    """Return the theme in use."""
    return _current


def use(wanted: Theme) -> None:
    """Make ``theme()`` return another; ``gui.appearance`` applies it to the application."""
    global _current
    _current = wanted


def palette(wanted: Theme) -> QPalette:
    """Return the palette of a theme, the disabled group included."""
    roles = {
        QPalette.ColorRole.Window: wanted.panel,
        QPalette.ColorRole.Base: wanted.panel,
        QPalette.ColorRole.AlternateBase: wanted.window,
        QPalette.ColorRole.Button: wanted.raised,
        QPalette.ColorRole.ToolTipBase: wanted.raised,
        QPalette.ColorRole.Mid: wanted.pressed,
        QPalette.ColorRole.Midlight: wanted.line,
        QPalette.ColorRole.Dark: wanted.groove,
        QPalette.ColorRole.Light: wanted.ctl,
        QPalette.ColorRole.Shadow: wanted.window,
        QPalette.ColorRole.WindowText: wanted.t1,
        QPalette.ColorRole.Text: wanted.t1,
        QPalette.ColorRole.ButtonText: wanted.t1,
        QPalette.ColorRole.BrightText: wanted.on_accent,
        QPalette.ColorRole.ToolTipText: wanted.t1,
        QPalette.ColorRole.PlaceholderText: wanted.t3,
        QPalette.ColorRole.Highlight: wanted.sel,
        QPalette.ColorRole.HighlightedText: wanted.t1,
        QPalette.ColorRole.Link: wanted.accent,
        QPalette.ColorRole.LinkVisited: wanted.accent,
        QPalette.ColorRole.Accent: wanted.accent,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.PlaceholderText,
        QPalette.ColorRole.HighlightedText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(wanted.off))
    return made
