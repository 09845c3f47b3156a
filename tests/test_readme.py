"""What the READMEs say is so: every command in them is run, every message, file and option in them exists."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine_core.cli import status
from engine_core.cli.options import build_parser
from engine_core.demo import find_demo
from engine_core.exporters import EXPORTERS
from gui.command import _is_a_word

ROOT = Path(__file__).parents[1]
ENGLISH = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
BOTH = pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["English", "Chinese"])
PROGRAM = ".venv/bin/enginescope"


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


def commands(readme: str) -> list[str]:
    return [line for block in blocks(readme, "sh") for line in block.splitlines()]


def prose(readme: str) -> str:
    return re.sub(r"^```.*?^```$", "", readme, flags=re.DOTALL | re.MULTILINE)


def spans(readme: str) -> list[str]:
    """Return what stands in the text as code."""
    return re.findall(r"`([^`\n]+)`", prose(readme))


def tables(readme: str) -> list[list[list[str]]]:
    """Return every table as rows of cells, without the line below its head."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", readme, re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        for table in (re.sub(r"^\|[-|]+\|$\n", "", one, flags=re.MULTILINE) for one in found)
    ]


def with_head(readme: str, *heads: str) -> list[list[str]]:
    """Return the rows of the table with one of these first heads."""
    return next(table[1:] for table in tables(readme) if table[0][0] in heads)


# ---- Commands that are run


def _copied(folder: Path, _: str) -> None:
    demo = find_demo(folder / "demo-files")
    assert demo is not None
    assert len(demo.pictures) == 6
    assert demo.small is not None
    assert demo.clip is not None


def _inspected(_: Path, said: str) -> None:
    assert re.search(r"^classes +8: hex nut, ", said, re.MULTILINE)
    assert "YOLOv8 segmentation head" in said


def _saved_everything(folder: Path, _: str) -> None:
    results = folder / "results"
    assert len(list((results / "images").iterdir())) == 6
    assert [path.suffix for path in (results / "videos").iterdir()] == [".mp4"]
    coco = json.loads((results / "coco.json").read_text("utf-8"))
    assert len(coco["images"]) == 6 + 75
    assert len(coco["annotations"]) > 6 + 75
    assert (results / "data.yaml").is_file()
    assert len(list((results / "labels").rglob("*.txt"))) >= 6


def _cropped(folder: Path, _: str) -> None:
    (crops,) = (folder / "enginescope-out").rglob("crops")
    assert {path.name for path in crops.iterdir()} == {"gear", "bearing"}


def _printed_lines(folder: Path, _: str) -> None:
    lines = (folder / "detections.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert [Path(record["source"]).name[:3] for record in records] == ["01-", "02-", "03-"]
    shown = json.loads(blocks(ENGLISH, "json")[0])
    for record in records:
        assert set(shown) == set(record)
        assert set(shown["detections"][0]) | {"mask"} == set(record["detections"][0])


def _measured(_: Path, said: str) -> None:
    assert "workshop.onnx" in said
    assert "workshop-small.onnx" in said


def _examined(_: Path, said: str) -> None:
    assert "ONNX files on the processor: yes" in said


def _overruled(_: Path, said: str) -> None:
    assert len(re.findall(r"^0\d-\S+\.jpg: ", said, re.MULTILINE)) == 6


def _remembered(folder: Path, said: str) -> None:
    assert "overruled by the user" in said
    assert list((folder / "config").rglob("models/*"))


def _forgotten(folder: Path, said: str) -> None:
    _inspected(folder, said)
    assert "overruled" not in said


Check = Callable[[Path, str], None]
RUN: dict[str, Check] = {
    "demo --copy demo-files": _copied,
    "inspect demo-files/workshop.onnx": _inspected,
    "detect demo-files/workshop.onnx demo-files/pictures/ demo-files/belt.mp4"
    " --max-frames 75 --save images,video,yolo,coco --out results": _saved_everything,
    "detect demo-files/workshop.onnx demo-files/pictures/"
    " --conf 0.6 --classes gear,bearing --save crops": _cropped,
    "detect demo-files/workshop.onnx 'demo-files/pictures/0[1-3]*.jpg'"
    " --json > detections.jsonl": _printed_lines,
    "bench demo-files/workshop.onnx demo-files/workshop-small.onnx --runs 20": _measured,
    "doctor": _examined,
    "detect demo-files/workshop.onnx demo-files/pictures/"
    " --normalise unit-bgr --geometry letterbox-top-left": _overruled,
    "inspect demo-files/workshop.onnx --decoder yolov8 --task segment --remember": _remembered,
    "inspect demo-files/workshop.onnx --forget": _forgotten,
}


# ---- Commands that need what a computer for tests may lack, and what is looked at instead


def _is_for_the_window(first: str) -> None:
    assert not _is_a_word(first), "the program would take it for a command"


def _parses(arguments: str) -> None:
    build_parser().parse_args(shlex.split(arguments))


def _is_a_target(target: str) -> None:
    done = subprocess.run(
        ["make", "-n", target], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


NOT_RUN: dict[str, tuple[str, Callable[[], None]]] = {
    "make run": ("installs packages; what it starts is run below", lambda: _is_a_target("run")),
    "make test": ("this test is part of it", lambda: _is_a_target("test")),
    "make quick": ("this test is part of it", lambda: _is_a_target("quick")),
    "make bench": ("measures for minutes", lambda: _is_a_target("bench")),
    f"{PROGRAM} your_model.onnx your_photos/": (
        "opens a window and waits for a person; what opens there is tested with the window",
        lambda: _is_for_the_window("your_model.onnx"),
    ),
    f"{PROGRAM} detect demo-files/workshop.onnx 0 --save video": (
        "needs a camera",
        lambda: _parses("detect demo-files/workshop.onnx 0 --save video"),
    ),
    f"{PROGRAM} build demo-files/workshop.onnx --fp16 --compare demo-files/pictures/": (
        "needs an NVIDIA card",
        lambda: _parses("build demo-files/workshop.onnx --fp16 --compare demo-files/pictures/"),
    ),
}


def test_chinese_paragraphs_are_not_broken_into_lines() -> None:
    """A page shows the end of a line as a space, which Chinese has none of."""
    own = re.compile(r"$|\||#|<|!|- |  <|\[English\]")
    lines = prose(CHINESE).splitlines()
    broken = [
        line
        for before, line in pairwise(lines)
        if not own.match(line) and not re.match(r"$|\||#|<", before)
    ]
    assert broken == []


@BOTH
def test_every_command_is_run_or_says_why_not(readme: str) -> None:
    assert set(commands(readme)) == {f"{PROGRAM} {one}" for one in RUN} | set(NOT_RUN)


@pytest.mark.parametrize("command", NOT_RUN)
def test_what_cannot_be_run_here_would_be_understood(command: str) -> None:
    _, look = NOT_RUN[command]
    look()


class Place:
    """A folder in which commands are typed as a reader types them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / PROGRAM
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gui.command "$@"\n', "utf-8")
        program.chmod(0o755)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        # A computer without a screen, and of nobody who has used the program before.
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        env = {key: value for key, value in os.environ.items() if key not in hidden}
        env.update(PYTHONPATH=str(ROOT), LC_ALL="C.UTF-8", HOME=str(self.folder / "home"))
        env.update({f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in _XDG})
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


_XDG = ("CONFIG", "CACHE", "DATA")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if shutil.which("bash") is None or not sys.platform.startswith("linux"):
        pytest.skip("the commands are for a shell of Linux")
    folder = tmp_path_factory.mktemp("readme")
    made = Place(folder)
    done = made.run(f"{PROGRAM} demo --copy demo-files")
    assert done.returncode == 0, done.stderr
    yield made
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize("command", RUN)
def test_a_command_does_what_it_is_there_for(command: str, place: Place) -> None:
    if " --copy " in command:
        shutil.rmtree(place.folder / "demo-files")
    done = place.run(f"{PROGRAM} {command}")
    assert done.returncode == 0, done.stderr
    RUN[command](place.folder, done.stdout)


@pytest.mark.slow
def test_make_run_starts_the_demo_which_needs_no_screen(place: Place) -> None:
    recipe = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert f"{PROGRAM} demo" in recipe.stdout
    done = place.run(f"{PROGRAM} demo")
    assert done.returncode == 0, done.stderr
    assert "no desktop is running here" in done.stderr
    assert (place.folder / "out" / "window.png").is_file()
    assert len(list((place.folder / "out" / "images").iterdir())) == 6


def test_files_alone_are_for_the_window(place: Place) -> None:
    done = place.run(f"{PROGRAM} demo-files/workshop.onnx demo-files/pictures/")
    assert done.returncode == 1
    assert "the window cannot be opened: no desktop is running here" in done.stderr


# ---- What stands in the text


def _options() -> dict[str, str]:
    """Return the help of every command."""
    words = ("demo", "detect", "inspect", "build", "bench", "doctor")
    (chosen,) = (action for action in build_parser()._actions if action.choices)
    assert isinstance(chosen.choices, dict)
    return {word: chosen.choices[word].format_help() for word in words}


@BOTH
def test_every_option_in_the_text_is_one_of_a_command(readme: str) -> None:
    known = _options()
    for span in spans(readme):
        words = span.removeprefix("enginescope ").split()
        if words[0] in ("pip", "python", "yolo"):
            continue
        where = known[words[0]] if words[0] in known else "\n".join(known.values())
        for option in re.findall(r"--[a-z-]+", span):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", where), span


@BOTH
def test_every_command_in_the_text_exists(readme: str) -> None:
    for span in spans(readme):
        words = span.split()
        if words[0] == "enginescope" and len(words) > 1:
            assert words[1] in _options(), span
        elif words[0] == "make" and len(words) > 1:
            _is_a_target(words[1])
        elif words[0] == "python":
            assert words[1] == "-m"
            assert find_spec(words[2]), span
        elif words[0] == "pip":
            # What an installation changes is tried in a bare environment, not here.
            assert words[1] == "install", span


@BOTH
def test_every_file_that_is_linked_exists(readme: str) -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", readme) + re.findall(r'(?:src|srcset)="([^"]+)"', readme)
    assert [path for path in linked if not (ROOT / path).is_file()] == []
    assert len([path for path in linked if path.startswith("assets/readme/")]) == 5


@cache
def _templates() -> frozenset[str]:
    """Return every text of the core that a person may see."""
    found = set()
    for path in (ROOT / "engine_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="text"), args=[ast.Constant(value=str(said)), *_]):
                    found.add(said)
    return frozenset(found)


def _matches(template: str, message: str) -> bool:
    parts = re.split(r"\{\w+\}", template)
    return re.fullmatch("(.+)".join(map(re.escape, parts)), message) is not None


def _template_of(message: str) -> str:
    # Some templates are nothing but places to fill.
    found = [t for t in _templates() if re.search(r"[a-z]{4}", re.sub(r"\{\w+\}", "", t))]
    (template,) = (one for one in found if _matches(one, message))
    return template


def test_every_message_is_one_of_the_program() -> None:
    messages = [row[0] for row in with_head(ENGLISH, "It says")]
    assert len(messages) == 5
    for message in messages:
        assert _template_of(message)


def test_every_message_in_chinese_is_what_the_window_says() -> None:
    # The project's own file.
    catalogue = ElementTree.parse(ROOT / "gui" / "i18n" / "enginescope_zh_CN.ts")  # noqa: S314
    said = {m.findtext("source"): m.findtext("translation") for m in catalogue.iter("message")}
    both = [row[0].split("<br>") for row in with_head(CHINESE, "提示")]
    assert [english for _, english in both] == [row[0] for row in with_head(ENGLISH, "It says")]
    for chinese, english in both:
        assert _matches(said[_template_of(english)] or "", chinese), chinese


@BOTH
def test_every_form_of_results_is_named_and_no_other(readme: str) -> None:
    (rows,) = (t[1:] for t in tables(readme) if any("`yolo-conf`" in row[0] for row in t))
    named = [name for row in rows for name in re.findall(r"`([a-z-]+)`", row[0])]
    assert sorted(named) == sorted(kind.key for kind in EXPORTERS)


@BOTH
def test_every_exit_status_is_named_and_no_other(readme: str) -> None:
    named = [int(row[0].strip("`")) for row in with_head(readme, "Exit status", "退出状态")]
    assert named == sorted(value for name, value in vars(status).items() if name.isupper())


@BOTH
def test_the_pythons_are_those_that_it_can_be_installed_on(readme: str) -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert 'requires-python = ">=3.10,<3.14"' in project
    (row,) = (r for t in tables(readme) for r in t if r[0] == "Python")
    assert re.match(r"3\.10 (to|至) 3\.13", row[1])


# ---- One like the other


def test_both_readmes_have_the_same_parts() -> None:
    def headings(readme: str) -> list[str]:
        return re.findall(r"^(#+) ", prose(readme), re.MULTILINE)

    assert headings(ENGLISH) == headings(CHINESE)
    assert len(headings(ENGLISH)) > 8
    assert re.findall(r"(?s)```.*?```", ENGLISH) == re.findall(r"(?s)```.*?```", CHINESE)
    assert ENGLISH.count("\n- ") == CHINESE.count("\n- ")


def test_both_readmes_have_the_same_tables() -> None:
    def shape(readme: str) -> list[list[int]]:
        return [[len(row) for row in table] for table in tables(readme)]

    def code(readme: str) -> list[list[str]]:
        return [re.findall(r"`[^`]+`", row[0]) for table in tables(readme) for row in table]

    assert shape(ENGLISH) == shape(CHINESE)
    assert code(ENGLISH) == code(CHINESE)


def test_both_readmes_name_the_same_code_and_files() -> None:
    def files(readme: str) -> list[str]:
        found = re.findall(r"\]\(([^)]+)\)", readme) + re.findall(r'"(assets/[^"]+)"', readme)
        return sorted(path.replace("-zh", "") for path in found if "README.zh" not in path)

    assert sorted(set(spans(ENGLISH))) == sorted(set(spans(CHINESE)))
    assert [path for path in files(ENGLISH) if path != "README.md"] == [
        path for path in files(CHINESE) if path != "README.md"
    ]
    assert "](README.zh-CN.md)" in ENGLISH
    assert "](README.md)" in CHINESE
