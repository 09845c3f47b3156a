"""What desktops are told of the program: menu entry, file types, description; and what a wheel carries."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from engine_core import sidecars
from engine_core.sources.listing import MODEL_SUFFIXES
from tests.architecture.project import ROOT

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")

DESKTOP = ROOT / "assets" / "desktop"
ENTRY = DESKTOP / "applications" / "enginescope.desktop"
TYPES = DESKTOP / "mime" / "packages" / "enginescope.xml"
DESCRIPTION = DESKTOP / "metainfo" / "enginescope.metainfo.xml"
_MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Only those who read the repository want them.
_NOT_IN_A_WHEEL = {"readme"}


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return table


def wheel() -> dict[str, Any]:
    table: dict[str, Any] = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    return table


def entry() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ENTRY, "utf-8")
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


def tree(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314 - ours


def test_the_menu_entry_runs_a_command_that_is_installed() -> None:
    command, *fields = entry()["Exec"].split()
    assert command in project()["project"]["scripts"]
    assert entry()["TryExec"] == command
    assert fields == ["%F"]


def test_the_menu_entry_is_found_from_the_window() -> None:
    app = (ROOT / "gui" / "app.py").read_text("utf-8")
    assert f'setDesktopFileName("{ENTRY.stem}")' in app
    assert f'QApplication(["{entry()["StartupWMClass"]}"])' in app


def test_every_text_of_the_menu_entry_is_there_in_chinese() -> None:
    for key in ("GenericName", "Comment", "Keywords"):
        translated = entry()[f"{key}[zh_CN]"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in translated)
        assert translated.endswith(";") is entry()[key].endswith(";")


def test_the_icon_of_the_menu_entry_is_installed() -> None:
    name = entry()["Icon"]
    targets = wheel()["shared-data"]
    assert targets[f"assets/app/{name}.svg"] == f"share/icons/hicolor/scalable/apps/{name}.svg"
    assert targets["assets/desktop/icons"] == "share/icons"
    sizes = {path.parts[-3] for path in (DESKTOP / "icons" / "hicolor").rglob(f"{name}.png")}
    # The icon theme's standard asks for 48 where nothing else can be shown.
    assert {"16x16", "48x48", "256x256"} <= sizes


def test_the_file_types_are_those_that_can_be_opened_as_models() -> None:
    globs = [glob.attrib["pattern"] for glob in tree(TYPES).iter(f"{_MIME}glob")]
    assert sorted(globs) == sorted(f"*{suffix}" for suffix in sidecars._MODEL_SUFFIXES)
    # The dialog offers those as well that it only has advice for.
    assert {glob[1:] for glob in globs} <= MODEL_SUFFIXES


def test_the_menu_entry_offers_itself_for_models_alone() -> None:
    types = [kind.attrib["type"] for kind in tree(TYPES).iter(f"{_MIME}mime-type")]
    assert [kind for kind in entry()["MimeType"].split(";") if kind] == types
    provided = [media.text for media in tree(DESCRIPTION).iter("mediatype")]
    assert provided == types


def test_every_text_of_file_types_and_description_is_there_in_chinese() -> None:
    for root in (tree(TYPES), tree(DESCRIPTION)):
        for parent in root.iter():
            for tag in ("comment", "summary", "p", "li", f"{_MIME}comment"):
                texts = parent.findall(tag)
                languages = [text.get(_LANGUAGE) for text in texts]
                assert languages.count(None) == languages.count("zh_CN"), (parent.tag, tag)


def test_the_description_starts_the_menu_entry() -> None:
    description = tree(DESCRIPTION)
    assert description.findtext("launchable") == ENTRY.name
    assert description.findtext("id") == ENTRY.stem
    assert description.findtext("provides/binary") in project()["project"]["scripts"]
    assert description.findtext("project_license") == project()["project"]["license"]


def test_a_wheel_carries_what_the_program_reads_and_nothing_else() -> None:
    carried = {Path(source) for source in wheel()["force-include"]}
    told = {Path(source) for source in wheel()["shared-data"]}
    for source in carried | told:
        assert (ROOT / source).exists(), source
    folders = {path.name for path in (ROOT / "assets").iterdir() if path.is_dir()}
    inside = {source.name for source in carried if (ROOT / source).is_dir()}
    assert folders - inside - {"desktop"} <= _NOT_IN_A_WHEEL
    assert not inside & _NOT_IN_A_WHEEL
    parts = {path.name for path in DESKTOP.iterdir()}
    assert parts == {source.name for source in told if source.parent.name == "desktop"}


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (["desktop-file-validate"], ENTRY),
        # Reverse names of domains are for those who own one.
        (
            [
                *("appstreamcli", "validate", "--no-net"),
                "--override=cid-desktopapp-is-not-rdns=info",
            ],
            DESCRIPTION,
        ),
    ],
    ids=["entry", "description"],
)
def test_the_desktops_own_checkers_are_content(command: list[str], path: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_desktops_own_database_tells_models_by_name_and_by_bytes(tmp_path: Path) -> None:
    if shutil.which("update-mime-database") is None:
        pytest.skip("update-mime-database is not installed")
    packages = tmp_path / "packages"
    packages.mkdir()
    shutil.copy(TYPES, packages)
    done = subprocess.run(
        ["update-mime-database", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    globs = (tmp_path / "globs2").read_text("utf-8").splitlines()
    assert "50:application/x-onnx:*.onnx" in globs
    assert "40:application/x-tensorrt-engine:*.plan" in globs
    magic = (tmp_path / "magic").read_bytes()
    assert b"ftrt" in magic
    assert b"ptrt" in magic
