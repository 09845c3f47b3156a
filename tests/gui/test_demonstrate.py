"""``enginescope demo`` as it is typed, in a process of its own, where there is no screen."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from PIL import Image

from engine_core.cli import main
from engine_core.cli.status import INTERRUPTED, SUCCESS, USAGE
from tests.gui.demos import stand_in

ROOT = Path(__file__).parents[2]
NOTHING: Mapping[str, str] = MappingProxyType({})
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


def environment(folder: Path, variables: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Return the environment of a shell without a screen, its temporary files below a folder."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    (folder / "temporary").mkdir(exist_ok=True)
    env.update(
        PYTHONPATH=str(ROOT),
        PYTHONUNBUFFERED="1",
        XDG_CONFIG_HOME=str(folder / "config"),
        TMPDIR=str(folder / "temporary"),
        LC_ALL="C.UTF-8",
    )
    return {**env, **variables}


def line(assets: Path, *arguments: str, program: str = _PROGRAM) -> list[str]:
    return [sys.executable, "-c", program, str(assets), "demo", *arguments]


def run(
    folder: Path,
    *arguments: str,
    assets: Path | None = None,
    cwd: Path | None = None,
    program: str = _PROGRAM,
    variables: Mapping[str, str] = NOTHING,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line(assets or folder / "assets", *arguments, program=program),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment(folder, variables),
        cwd=cwd or folder,
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
    assert done.stdout.split("with a screen:")[1].split("\n")[0].strip() == "enginescope demo"
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


def test_a_reader_that_has_read_enough_ends_it_without_a_word(folder: Path) -> None:
    with subprocess.Popen(
        line(folder / "assets", "--offscreen"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(folder),
        cwd=folder,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("picture ")
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == SUCCESS, said
    assert "Traceback" not in said
    assert "error" not in said


def test_a_second_run_replaces_its_own_files_and_leaves_others(folder: Path) -> None:
    assert run(folder, "--out", "there").returncode == 0
    mine = folder / "there" / "mine.txt"
    mine.write_text("mine", "utf-8")
    (folder / "there" / "coco.json").unlink()
    done = run(folder, "--out", "there")
    assert done.returncode == 0, done.stderr
    assert mine.read_text("utf-8") == "mine"
    assert (folder / "there" / "coco.json").is_file()


@pytest.mark.parametrize("state", ["done", "interrupted"])
def test_results_that_somebody_else_made_are_never_replaced(folder: Path, state: str) -> None:
    files, out = folder / "assets" / "demo", folder / "out"
    asked = ["detect", str(files / "workshop.onnx"), str(files / "pictures"), "--out", str(out)]
    assert main([*asked, "--save", "images,yolo,coco,csv,crops", "--quiet"]) == SUCCESS
    manifest = out / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**told, "state": state}), "utf-8")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    done = run(folder)
    assert done.returncode == USAGE
    assert "out holds the results of another run" in done.stderr
    assert "enginescope demo --out DIR" in done.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


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


def test_in_the_checkout_the_shortest_way_to_the_window_is_make(folder: Path) -> None:
    done = run(folder, "--offscreen", "--out", str(folder / "out"), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("with a screen:")[1].split("\n")[0].strip() == "make run"


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_looked_at(folder: Path) -> None:
    (folder / "file").write_text("mine", "utf-8")
    done = run(folder, "--out", "file/out")
    assert done.returncode == 1
    assert "out cannot be written" in done.stderr.replace("\n", " ")
    assert "Opening" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DISPLAY": ":7653"}, "DISPLAY=:7653"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":7653"}, "DISPLAY=:7653"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "wayland"}, "WAYLAND_DISPLAY"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "QT_QPA_PLATFORM=offscreen shows none"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "QT_QPA_PLATFORM=nonsense names nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value.values()),
)
def test_a_desktop_that_cannot_be_used_ends_in_a_sentence(
    folder: Path, variables: dict[str, str], said: str
) -> None:
    done = run(folder, "--out", "there", variables=variables)
    assert done.returncode == 0, done.stderr
    hindrance = done.stderr.split("No window can be opened: ")[1].split("\n")[0]
    assert said in hindrance or "is missing" in hindrance
    assert (folder / "there" / "window.png").is_file()


# ---- Interrupted


def assert_interrupted(folder: Path, returncode: int, said: str) -> None:
    assert returncode == INTERRUPTED, said
    assert "The demo was interrupted." in said
    assert "Traceback" not in said
    assert "Written to" not in said
    # ONNX Runtime keeps a file of its own there.
    assert not list((folder / "temporary").glob("enginescope*"))
    assert not list(folder.glob("out/**/*.part"))


@pytest.mark.parametrize(
    ("after", "number"),
    [
        ("The demo runs", signal.SIGINT),
        ("Opening workshop.onnx", signal.SIGINT),
        ("Opening workshop.onnx", signal.SIGTERM),
        ("It runs on", signal.SIGINT),
        ("picture ", signal.SIGINT),
        ("Writing the pictures", signal.SIGINT),
    ],
)
def test_a_signal_ends_it_in_good_order_whatever_it_does(
    folder: Path, after: str, number: int
) -> None:
    with subprocess.Popen(
        line(folder / "assets", "--offscreen"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment(folder),
        cwd=folder,
    ) as process:
        assert process.stdout is not None
        said = ""
        for read in process.stdout:
            said += read
            if read.startswith(after):
                process.send_signal(number)
                break
        said += process.stdout.read()
    assert_interrupted(folder, process.returncode, said)


# Ctrl-C while Qt has called Python: what is raised there is lost, or ends the process.
_WITHIN_QT = """
import os, signal
from {module} import {part}
called = {part}.{method}

def interrupted(part, event):
    {part}.{method} = called
    os.kill(os.getpid(), signal.SIGINT)
    return called(part, event)

{part}.{method} = interrupted
"""


@pytest.mark.parametrize(
    ("module", "part", "method"),
    [
        ("gui.main_window", "MainWindow", "resizeEvent"),
        ("gui.canvas.image_canvas", "ImageCanvas", "paintEvent"),
        ("gui.panels.status", "StatusStrip", "changeEvent"),
        ("gui.main_window", "MainWindow", "closeEvent"),
    ],
)
def test_a_signal_within_what_qt_calls_ends_it_in_good_order(
    folder: Path, module: str, part: str, method: str
) -> None:
    program = _WITHIN_QT.format(module=module, part=part, method=method) + _PROGRAM
    done = run(folder, "--offscreen", program=program)
    assert_interrupted(folder, done.returncode, done.stdout + done.stderr)


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


def test_lines_to_type_are_quoted_where_a_shell_needs_it(folder: Path) -> None:
    done = run(folder, "--copy", "my own [1]")
    assert done.returncode == 0, done.stderr
    lines = [shlex.split(each) for each in done.stdout.splitlines() if "detect" in each]
    assert [each[1:4] for each in lines] == [
        ["detect", "my own [1]/workshop.onnx", "my own [1]/pictures"]
    ] * 2


def test_what_says_twice_where_to_write_is_refused(folder: Path) -> None:
    done = run(folder, "--copy", "mine", "--out", "there")
    assert done.returncode == USAGE
    assert "--copy FOLDER says where" in done.stderr
    assert not (folder / "mine").exists()


def test_its_help_and_that_of_the_program_name_it(folder: Path) -> None:
    done = run(folder, "--help")
    assert done.returncode == 0
    assert "--copy FOLDER" in done.stdout
    program = "from gui.command import main; main(['--help'])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "\n    demo " in done.stdout
