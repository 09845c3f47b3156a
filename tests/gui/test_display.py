"""What is known of a window before Qt is started: real sockets, and Qt's own plug-ins really loaded."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from gui import display
from gui.display import plugins, why_no_window

NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_PLUGIN_PATH", "XDG_RUNTIME_DIR")
DEAD = ":7653"
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a screen"
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, "QT_QPA_PLATFORM_PLUGIN_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desktop's socket, called as a desktop calls its first one."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as desktop:
        desktop.bind(str(tmp_path / "wayland-0"))
        desktop.listen()
        yield


@pytest.fixture
def platforms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Qt's smallest plug-in under the names of the desktops': it loads wherever Qt itself does."""
    (minimal,) = plugins("minimal")
    folder = tmp_path / "platforms"
    folder.mkdir()
    for name in ("minimal", "offscreen", "wayland", "xcb"):
        shutil.copy(minimal, folder / f"libq{name}.so")
    monkeypatch.setattr(display, "_platforms", lambda: folder)
    return folder


def let_lack(plugin: Path) -> None:
    """Let a plug-in that was not loaded yet ask for a library that no computer has."""
    code = plugin.read_bytes()
    assert b"libQt6Gui.so.6" in code
    plugin.write_bytes(code.replace(b"libQt6Gui.so.6", b"libAbsent.so.6"))


def told(*, is_to_be_seen: bool = False) -> str:
    """Return why there is no window; empty where there is one."""
    hindrance = why_no_window(is_to_be_seen=is_to_be_seen)
    return hindrance.why if hindrance is not None else ""


def test_qt_brings_a_plugin_for_each_desktop() -> None:
    assert [path.name for path in plugins("xcb")] == ["libqxcb.so"]
    assert plugins("wayland")
    assert not plugins("nonsense")


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:configfile=a.json", "minimal", "VNC"])
def test_a_platform_without_a_screen_opens_a_window_that_nobody_sees(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert told() == ""
    assert f"QT_QPA_PLATFORM={platform} shows none" in told(is_to_be_seen=True)


@pytest.mark.usefixtures("platforms", "wayland")
def test_what_only_the_choice_of_a_platform_hinders_is_cured_by_making_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    hindrance = why_no_window(is_to_be_seen=True)
    assert hindrance is not None
    assert hindrance.cure == ""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    hindrance = why_no_window(is_to_be_seen=True)
    assert hindrance is not None
    assert hindrance.cure == "unset QT_QPA_PLATFORM"


def test_a_platform_that_qt_does_not_know_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    assert "QT_QPA_PLATFORM=nonsense names nothing" in told()
    monkeypatch.setenv("QT_PLUGIN_PATH", "/somewhere")
    assert told() == ""


@pytest.mark.parametrize(
    ("platform", "device"),
    [("linuxfb", "fb0"), ("linuxfb:fb=/dev/fb0", "fb0"), ("eglfs", "dri/card0"), ("EGLFS", "fb1")],
)
def test_a_platform_without_a_desktop_needs_a_screen_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, device: str
) -> None:
    monkeypatch.setattr(display, "_DEV", tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    (tmp_path / "fbi").touch()
    assert told() == f"QT_QPA_PLATFORM={platform} finds no screen on this computer"
    (tmp_path / device).parent.mkdir(exist_ok=True)
    (tmp_path / device).touch()
    assert told() == ""


def test_a_platform_for_vulkan_alone_shows_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "vkkhrdisplay")
    assert "shows no windows of this kind" in told()


def test_x_by_name_is_asked_as_the_desktop_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert "DISPLAY is not set" in told()
    monkeypatch.setenv("DISPLAY", DEAD)
    by_name = told()
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert by_name == told() != ""


def test_wayland_by_name_is_asked_as_the_desktop_is(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
    assert "WAYLAND_DISPLAY" in told()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "WAYLAND_DISPLAY=wayland-7 cannot be reached" in told()
    # The first is the one that Wayland's own library takes where none is named.
    request.getfixturevalue("wayland")
    monkeypatch.delenv("WAYLAND_DISPLAY")
    assert "cannot be reached" not in told()


def test_of_several_platforms_the_first_that_works_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense;xcb;offscreen")
    assert told() == ""
    assert "shows none" in told(is_to_be_seen=True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense;xcb")
    assert "names nothing" in told()


@pytest.mark.usefixtures("wayland")
def test_a_wayland_desktop_is_none_without_the_libraries_of_its_plugin(
    monkeypatch: pytest.MonkeyPatch, platforms: Path
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    let_lack(platforms / "libqwayland.so")
    assert told() == "libAbsent.so.6 is missing"


def test_x_is_none_without_the_libraries_of_its_plugin(
    monkeypatch: pytest.MonkeyPatch, platforms: Path
) -> None:
    monkeypatch.setenv("DISPLAY", DEAD)
    let_lack(platforms / "libqxcb.so")
    assert told() == "libAbsent.so.6 is missing"


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
@pytest.mark.usefixtures("wayland")
def test_x_stands_in_for_a_wayland_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, platforms: Path
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    let_lack(platforms / "libqwayland.so")
    reader, writer = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writer)
        with open(reader, encoding="ascii") as numbers:  # noqa: PTH123 - a descriptor has no path
            monkeypatch.setenv("DISPLAY", f":{numbers.readline().strip()}")
        try:
            assert told() == ""
        finally:
            server.terminate()
    assert "DISPLAY" in told()


def set_up() -> ModuleType:
    """Load the step of setting up that brings the libraries of the system."""
    path = str(Path(__file__).parents[2] / ".ci" / "system-libraries")
    loader = SourceFileLoader("system_libraries", path)
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module


def test_setting_up_on_a_desktop_tells_what_only_the_window_lacks(
    monkeypatch: pytest.MonkeyPatch, platforms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_lack(platforms / "libqxcb.so")
    assert set_up().main() == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("DISPLAY", DEAD)
    assert set_up().main() == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("libqxcb.so cannot be loaded")
    assert "libAbsent.so.6" in line
