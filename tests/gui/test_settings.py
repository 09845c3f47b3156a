from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gui.settings import MAX_RECENTS, SWITCHES, Settings


def ini() -> Path:
    return Path(Settings()._store.fileName())


def read_from_disk(folder: Path) -> Settings:
    """Return the settings as another process reads them: Qt keeps in memory what it wrote itself."""
    copy = folder / "copy" / "enginescope"
    copy.mkdir(parents=True)
    (copy / "enginescope.ini").write_bytes(ini().read_bytes())
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "copy"))
    return Settings()


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings()
    settings.theme = "light"
    settings.label_size_px = 14
    settings.mask_opacity = 0.25
    settings.reduced_motion = True
    settings.geometry = b"\x01\x00\xff"
    settings.export_keys = ["coco"]
    settings.set_switch("labels", False)
    settings.sync()
    assert "labels=false" in ini().read_text("utf-8")

    again = read_from_disk(tmp_path)

    assert (again.theme, again.label_size_px, again.mask_opacity) == ("light", 14, 0.25)
    assert (again.reduced_motion, again.geometry) == (True, b"\x01\x00\xff")
    assert again.export_keys == ["coco"]
    assert again.switch("labels") is False


def test_qt_can_give_its_own_bytes_to_be_kept() -> None:
    settings = Settings()
    settings.geometry = QByteArray(b"packed")  # type: ignore[assignment]

    assert settings.geometry == b"packed"


def test_the_first_start_has_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings" / "enginescope" / "enginescope.ini").unlink()
    settings = Settings()

    assert (settings.theme, settings.language, settings.geometry) == ("system", "system", b"")
    assert {key: settings.switch(key) for key in SWITCHES} == SWITCHES
    assert settings.recents("model") == []


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("look/theme", "purple", lambda s: s.theme == "system"),
        ("look/theme", 3, lambda s: s.theme == "system"),
        ("look/label_size_px", "nan", lambda s: s.label_size_px == 11),
        ("look/label_size_px", "10000", lambda s: s.label_size_px == 11),
        ("look/label_size_px", ["1", "2"], lambda s: s.label_size_px == 11),
        ("look/mask_opacity", "-1", lambda s: s.mask_opacity == 0.3),
        ("look/reduced_motion", "maybe", lambda s: s.reduced_motion is False),
        ("window/geometry", "text", lambda s: s.geometry == b""),
        ("export/keys", "[1, 2]", lambda s: s.export_keys == ["images"]),
        ("export/keys", '["coco", "from_a_newer_version"]', lambda s: s.export_keys == ["coco"]),
        ("export/keys", "[" * 100_000, lambda s: s.export_keys == ["images"]),
        ("recent/model", "{}", lambda s: s.recents("model") == []),
        ("switches/labels", "", lambda s: s.switch("labels") is True),
    ],
    ids=lambda value: str(value)[:20] if not callable(value) else "",
)
def test_a_damaged_value_counts_as_absent(
    key: str, value: object, read: Callable[[Settings], bool]
) -> None:
    settings = Settings()
    settings._store.setValue(key, value)
    settings.sync()

    assert read(Settings())


@pytest.mark.parametrize(
    "content", [b"\x00\xff\xfe" * 50, b"[look\ntheme", b"[look]\ntheme=@Variant(\\0\\0\\0\\x7f)\n"]
)
@pytest.mark.qt_log_ignore("unknown user type")
def test_a_damaged_file_is_no_obstacle(content: bytes) -> None:
    path = ini()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

    assert Settings().theme == "system"


def test_recent_files_come_newest_first_each_once_and_only_if_they_are_there(
    tmp_path: Path,
) -> None:
    settings = Settings()
    files = [tmp_path / f"{number}.onnx" for number in range(MAX_RECENTS + 3)]
    for file in files:
        file.touch()
        settings.add_recent("model", str(file))
    settings.add_recent("model", str(files[5]))
    files[6].unlink()

    recents = settings.recents("model")

    assert recents[0] == str(files[5])
    assert recents[1] == str(files[-1])
    assert len(recents) == MAX_RECENTS - 1
    assert str(files[6]) not in recents
    settings.forget_recent("model", str(files[5]))
    assert str(files[5]) not in settings.recents("model")


def test_a_relative_path_is_remembered_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").touch()
    monkeypatch.chdir(tmp_path)
    settings = Settings()

    settings.add_recent("source", "a.jpg")

    assert settings.recents("source") == [str(tmp_path / "a.jpg")]


def test_no_password_is_ever_written() -> None:
    settings = Settings()
    settings.add_recent("source", "rtsp://admin:geheim@camera.local/live?token=abc123")
    settings.add_recent("source", "camera:0")
    settings.sync()

    written = ini().read_text("utf-8")

    assert "geheim" not in written
    assert "abc123" not in written
    assert settings.recents("source")[0] == "camera:0"
    assert "camera.local/live" in settings.recents("source")[1]


def test_forgetting_leaves_everything_else(tmp_path: Path) -> None:
    settings = Settings()
    settings.theme = "dark"
    settings.last_model_folder = str(tmp_path)
    settings.add_recent("source", str(tmp_path))

    settings.forget_recents()

    assert (settings.recents("source"), settings.last_model_folder) == ([], "")
    assert settings.theme == "dark"


def test_only_known_switches_are_kept() -> None:
    with pytest.raises(KeyError):
        Settings().set_switch("lables", True)


def test_the_file_says_in_which_form_it_is_written() -> None:
    settings = Settings()
    settings.sync()

    assert "schema=1" in ini().read_text("utf-8")
