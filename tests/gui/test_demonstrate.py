"""``enginescope demo`` as it is typed, in a process of its own, where there is no screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.gui.demos import stand_in

ROOT = Path(__file__).parents[2]
# The command over a demo that lies elsewhere.
_PROGRAM = """
import sys
from pathlib import Path
from engine_core import demo
demo.assets_folder = lambda: Path(sys.argv[1])
from gui.command import main
sys.exit(main(sys.argv[2:]))
"""
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a screen"
)


def run(
    folder: Path, *arguments: str, assets: Path | None = None, display: str = ""
) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    env.update(PYTHONPATH=str(ROOT), XDG_CONFIG_HOME=str(folder / "config"), LC_ALL="C.UTF-8")
    if display:
        env["DISPLAY"] = display
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(assets or folder / "assets"), "demo", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=env,
        cwd=folder,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stand_in(tmp_path / "assets")
    return tmp_path


def test_without_a_screen_it_says_so_and_leaves_everything_in_out(folder: Path) -> None:
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert "no desktop is running here" in done.stderr
    assert "02-parts.png    3  2 cat, 1 dog" in done.stdout
    assert "make run" in done.stdout or "demo" in done.stdout
    out = folder / "out"
    for name in ("window.png", "window-light.png"):
        with Image.open(out / name) as image:
            assert image.size == (1440, 900)
            assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 100
    for number in (1, 2, 3):
        with Image.open(out / "images" / f"0{number}-parts.jpg") as image:
            assert image.size == (96, 64)
        assert len((out / "labels" / f"0{number}-parts.txt").read_text("utf-8").splitlines()) == 3
    assert len(json.loads((out / "coco.json").read_text("utf-8"))["annotations"]) == 9
    assert not (folder / "config").exists()


def test_a_second_run_replaces_its_own_files_and_leaves_others(folder: Path) -> None:
    assert run(folder, "--out", "there").returncode == 0
    mine = folder / "there" / "mine.txt"
    mine.write_text("mine", "utf-8")
    (folder / "there" / "coco.json").unlink()
    done = run(folder, "--out", "there")
    assert done.returncode == 0, done.stderr
    assert mine.read_text("utf-8") == "mine"
    assert (folder / "there" / "coco.json").is_file()


@pytest.mark.parametrize("name", ["window.png", "labels/mine.txt"])
def test_files_of_others_are_never_replaced(folder: Path, name: str) -> None:
    mine = folder / "out" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    done = run(folder)
    assert done.returncode == 2
    assert "--out DIR" in done.stderr
    assert [path for path in (folder / "out").rglob("*") if path.is_file()] == [mine]
    assert mine.read_text("utf-8") == "mine"


def test_a_desktop_that_does_not_answer_ends_in_a_sentence(folder: Path) -> None:
    done = run(folder, "--out", "there", display=":7653")
    assert done.returncode == 0, done.stderr
    assert "DISPLAY=:7653" in done.stderr
    assert "is missing" in done.stderr or "cannot be reached" in done.stderr
    assert (folder / "there" / "window.png").is_file()


def test_without_the_files_it_says_what_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path, assets=tmp_path / "nothing")
    assert done.returncode == 1
    assert "not part of this installation" in done.stderr
    assert "do:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_damaged_model_ends_in_a_sentence(folder: Path) -> None:
    (folder / "assets" / "demo" / "workshop.onnx").write_bytes(b"\x08\x07" + bytes(64))
    done = run(folder)
    assert done.returncode != 0
    assert done.stderr.count("error:") == 1
    assert "Traceback" not in done.stderr


def test_the_files_can_be_copied_to_try_commands_on(folder: Path) -> None:
    done = run(folder, "--copy", "mine")
    assert done.returncode == 0, done.stderr
    assert (folder / "mine" / "workshop.onnx").is_file()
    assert (folder / "mine" / "pictures" / "01-parts.png").is_file()
    assert "detect" in done.stdout
    again = run(folder, "--copy", "mine")
    assert again.returncode == 2
    assert "there already" in again.stderr


def test_its_help_and_that_of_the_program_name_it(folder: Path) -> None:
    done = run(folder, "--help")
    assert done.returncode == 0
    assert "--copy FOLDER" in done.stdout
    program = "from gui.command import main; main(['--help'])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "\n    demo " in done.stdout
