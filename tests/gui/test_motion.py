from __future__ import annotations

from pathlib import Path

import pytest

from gui import motion


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("gtk-3.0/settings.ini", "no ini at all", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
    ],
)
def test_the_desktop_is_asked_by_the_files_it_writes(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")

    assert motion.linux_reduces(tmp_path) is expected


def test_without_any_file_things_may_move(tmp_path: Path) -> None:
    assert motion.linux_reduces(tmp_path) is False


def test_what_the_person_says_wins_over_a_desktop_that_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: False)
    assert not motion.is_motion_reduced()
    motion.set_motion_reduced(is_reduced=True)
    try:
        assert motion.is_motion_reduced()
    finally:
        motion.set_motion_reduced(is_reduced=False)
