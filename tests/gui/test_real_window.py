"""The main path in a real X window, where one can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.engine_core.runs import cats_and_dogs, clip, picture
from tests.gui.real_window import go, missing_tools, prepare

needs_x = pytest.mark.skipif(
    bool(missing_tools()), reason=f"not installed here: {', '.join(missing_tools())}"
)


@needs_x
@pytest.mark.slow
def test_the_main_path_works_in_a_real_window(tmp_path: Path) -> None:
    run, shots = tmp_path / "run", tmp_path / "shots"
    run.mkdir()
    shots.mkdir()
    prepare(run, "dark", "en")
    files = [
        cats_and_dogs(tmp_path),
        picture(tmp_path / "a.png", (640, 480)),
        clip(tmp_path / "b.mp4", frames=60, size_wh=(320, 240)),
    ]
    go(run, shots, "dark", files, 1, pace=0.4)
    taken = sorted(shots.iterdir())
    assert [path.name[5:6] for path in taken] == list("1234567")
    colours = []
    for path in taken:
        with Image.open(path) as image:
            assert image.size == (1440, 900)
            colours.append(len(image.convert("RGB").getcolors(1 << 24) or ()))
    # Every step shows something else than a plain screen.
    assert min(colours) > 50
