from __future__ import annotations

from engine_core.assets import assets_folder


def test_every_bundled_font_lies_beside_its_licence() -> None:
    folders = [path for path in (assets_folder() / "fonts").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert any(path.suffix in (".otf", ".ttf") for path in folder.iterdir())
        assert (folder / "LICENSE").stat().st_size > 1000


def test_bundled_fonts_stay_small() -> None:
    fonts = [p for p in (assets_folder() / "fonts").rglob("*") if p.suffix in (".otf", ".ttf")]
    assert sum(path.stat().st_size for path in fonts) < 6_000_000
