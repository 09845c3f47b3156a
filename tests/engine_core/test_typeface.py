from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine_core import typeface


@pytest.mark.parametrize("character", "人車あア한éЖαß×")
def test_letters_of_many_scripts_are_not_drawn_as_missing(character: str) -> None:
    for bold in (False, True):
        glyph = typeface.draw(character, 32.0, bold).alpha
        assert glyph.any()
        for nothing in ("\U0010fffe", "\ufffe"):
            missing = typeface.draw(nothing, 32.0, bold).alpha
            assert glyph.shape != missing.shape or (glyph != missing).any()


def test_chinese_characters_differ_from_each_other() -> None:
    one, other = (typeface.draw(character, 32.0).alpha for character in "人車")
    assert one.shape != other.shape or (one != other).any()


def test_all_digits_are_equally_wide() -> None:
    widths = {typeface.measure(f"0.{digit}{digit}", 13.0).width for digit in range(10)}
    assert max(widths) - min(widths) < 1e-9


@given(st.text(max_size=20), st.floats(6, 60), st.booleans())
@settings(max_examples=100, deadline=None)
def test_text_stays_within_its_measure(text: str, size_px: float, bold: bool) -> None:
    extent = typeface.measure(text, size_px, bold)
    bitmap = typeface.draw(text, size_px, bold)
    assert extent.width >= 0
    # Slanted and marked letters reach a little beyond their own advance.
    assert bitmap.left >= -size_px
    assert bitmap.left + bitmap.alpha.shape[1] <= extent.width + size_px
