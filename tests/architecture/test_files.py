from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, project_files, python_files, relative

# Put together here, so that this file does not break its own rules.
BLANKET = re.compile(r"#\s*(?:" + "no" + r"qa(?!:)|type:\s*" + r"ignore(?!\[))\b", re.IGNORECASE)
HOME = re.compile(r"(?<![\w.:/])(?:/" + r"(?:home|Users|root|work)/\w|[A-Z]:\\" + r"Users\\\w)")
BINARY = {".png", ".jpg", ".otf", ".ttf", ".woff2", ".ico", ".mp4", ".onnx", ".qm", ".npz", ".webp"}


def found(pattern: re.Pattern[str], files: Iterable[Path]) -> list[str]:
    return [
        f"{path.name}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def uncovered(table: str, files: Iterable[str]) -> list[str]:
    """Return the files that no row of a licence table covers; a row names a folder or a file."""
    rows = re.findall(r"^\|\s*`([^`]+)`", table, re.MULTILINE)
    return [
        f for f in files if not any(f == row or f.startswith(row.rstrip("/") + "/") for row in rows)
    ]


def test_every_suppressed_finding_names_its_rule() -> None:
    assert found(BLANKET, python_files()) == []


@pytest.mark.parametrize(
    ("line", "is_blanket"),
    [
        ("x = 1  # no" + "qa", True),
        ("x = 1  # type: " + "ignore", True),
        ("x = 1  # no" + "qa: S603 - ours", False),
        ("x = 1  # type: " + "ignore[arg-type]", False),
    ],
)
def test_the_guard_against_blanket_suppression_sees(
    line: str, is_blanket: bool, tmp_path: Path
) -> None:
    path = tmp_path / "module.py"
    path.write_text(line, "utf-8")
    assert bool(found(BLANKET, [path])) is is_blanket


def test_no_file_names_a_place_on_somebodys_computer() -> None:
    texts = [path for path in project_files() if path.suffix.lower() not in BINARY]
    assert found(HOME, texts) == []


@pytest.mark.parametrize(
    ("line", "is_home"),
    [
        ("path = '/" + "home/anna/model.onnx'", True),
        (r"path = 'C:\Us" + r"ers\anna'", True),
        ("https://example.org/" + "home/anna", False),
        ("tests/data/home/x", False),
    ],
)
def test_the_guard_against_private_paths_sees(line: str, is_home: bool, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(line, "utf-8")
    assert bool(found(HOME, [path])) is is_home


def test_every_bundled_file_has_its_origin_and_licence_written_down() -> None:
    folder = ROOT / "assets"
    table = (folder / "LICENSES.md").read_text("utf-8")
    files = [f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()]
    files.remove("LICENSES.md")
    assert files
    assert uncovered(table, files) == []


def test_the_guard_of_licences_sees_a_stranger() -> None:
    table = "| Folder | What |\n|---|---|\n| `fonts/inter` | Inter |\n"
    assert uncovered(table, ["fonts/inter/a.otf", "fonts/interloper.otf", "icon.png"]) == [
        "fonts/interloper.otf",
        "icon.png",
    ]


def test_every_test_folder_is_a_package() -> None:
    """Without ``__init__.py`` pytest would take tests/engine_core for the package itself."""
    folders = {path.parent for path in python_files() if path.is_relative_to(ROOT / "tests")}
    parents = {p for f in folders for p in f.parents if p.is_relative_to(ROOT / "tests")}
    everywhere = folders | parents
    assert [relative(f) for f in everywhere if not (f / "__init__.py").is_file()] == []


def test_the_licence_is_the_one_that_the_project_names() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
