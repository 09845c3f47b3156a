"""The driver as it answers; who has none, a broken one or no card is told so."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from engine_core.errors import InferenceError, RuntimeMissingError
from engine_core.runtime.tensorrt import driver, graphs
from engine_core.text import text


class Library:
    """A driver of two cards; ``fails`` holds what the named functions answer, ``calls`` what was called."""

    def __init__(self, cards: int = 2) -> None:
        self.cards = cards
        self.fails: dict[str, int] = {}
        self.absent: set[str] = set()
        self.calls: list[str] = []
        self.recording = False

    def __getattr__(self, name: str) -> Callable[..., int]:
        if not name.startswith("cu") or name in self.absent:
            raise AttributeError(name)

        def function(*arguments: Any) -> int:
            self.calls.append(name)
            if name in self.fails:
                return self.fails[name]
            answer = getattr(self, f"_{name}", None)
            if answer is not None:
                answer(*arguments)
            return 0

        return function

    def _cuDriverGetVersion(self, number: Any) -> None:  # noqa: N802
        number._obj.value = 12040

    def _cuDeviceGetCount(self, number: Any) -> None:  # noqa: N802
        number._obj.value = self.cards

    def _cuDeviceGet(self, handle: Any, number: int) -> None:  # noqa: N802
        handle._obj.value = 10 + number

    def _cuDeviceGetName(self, name: Any, size: int, handle: Any) -> None:  # noqa: N802
        name.value = f"Card {handle.value}".encode()

    def _cuDeviceGetAttribute(self, number: Any, attribute: int, handle: Any) -> None:  # noqa: N802
        number._obj.value = {75: 8, 76: 6}[attribute]

    def _cuDeviceTotalMem_v2(self, number: Any, handle: Any) -> None:  # noqa: N802
        number._obj.value = 24 << 30

    def _cuGetErrorName(self, status: int, name: Any) -> None:  # noqa: N802
        name._obj.value = f"CUDA_ERROR_OF_KIND_{status}".encode()

    def _cuStreamBeginCapture_v2(self, stream: Any, mode: int) -> None:  # noqa: N802
        self.recording = True

    def _cuStreamEndCapture(self, stream: Any, graph: Any) -> None:  # noqa: N802
        self.recording = False
        graph._obj.value = 77

    def _cuGraphInstantiateWithFlags(self, made: Any, graph: Any, flags: Any) -> None:  # noqa: N802
        made._obj.value = 78

    def _cuGraphInstantiate_v2(self, made: Any, *_: Any) -> None:  # noqa: N802
        made._obj.value = 79


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setattr(driver, "_library", library)
    monkeypatch.setattr(driver, "_devices", None)
    return library


@pytest.mark.usefixtures("library")
def test_cards_are_told_with_what_they_are() -> None:
    first, second = driver.find_devices()
    assert first == driver.Device(0, "Card 10", (8, 6), 24 << 30)
    assert (second.number, second.name) == (1, "Card 11")
    assert driver.driver_version() == (12, 4)


def test_a_success_is_remembered_and_a_failure_asked_again(library: Library) -> None:
    library.fails["cuInit"] = 999
    for _ in range(2):
        with pytest.raises(RuntimeMissingError):
            driver.find_devices()
    library.fails.clear()
    found = driver.find_devices()
    library.fails["cuInit"] = 999
    assert driver.find_devices() is found
    assert library.calls.count("cuInit") == 3


def test_without_a_driver_it_is_said_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(driver, "_library", None)
    monkeypatch.setattr(driver, "_devices", None)
    monkeypatch.setattr(ctypes, "CDLL", absent)
    monkeypatch.setattr(ctypes, "WinDLL", absent, raising=False)
    for ask in (driver.find_devices, driver.driver_version):
        with pytest.raises(RuntimeMissingError, match="no NVIDIA driver") as caught:
            ask()
        assert "enginescope doctor" in str(caught.value)
        assert "cannot open" in caught.value.details


@pytest.mark.parametrize("cards", [0, 2])
def test_without_a_card_it_is_said_that_there_is_none(library: Library, cards: int) -> None:
    library.cards = cards
    if cards:
        library.fails["cuInit"] = 100
    with pytest.raises(RuntimeMissingError, match="sees no graphics card"):
        driver.find_devices()
    library.cards = 1
    library.fails.clear()
    assert len(driver.find_devices()) == 1


@pytest.mark.parametrize("function", ["cuInit", "cuDeviceGetCount", "cuDeviceGetName"])
@pytest.mark.parametrize(("status", "words"), [(803, "Restart the computer: the"), (999, "doctor")])
def test_a_broken_driver_is_told_with_its_own_words(
    library: Library, function: str, status: int, words: str
) -> None:
    library.fails[function] = status
    with pytest.raises(RuntimeMissingError, match=f"KIND_{status}") as caught:
        driver.find_devices()
    assert words in str(caught.value.cure)


def test_a_driver_without_a_function_says_so(library: Library) -> None:
    library.absent = {"cuGraphLaunch", "cuGetErrorName"}
    assert not driver.has("cuGraphLaunch")
    with pytest.raises(driver.DriverCallError, match="not in this driver"):
        driver.call("cuGraphLaunch")
    library.fails["cuInit"] = 3
    with pytest.raises(driver.DriverCallError, match="unknown"):
        driver.call("cuInit", 0)


def nothing() -> None:
    pass


@pytest.mark.parametrize("old", [False, True])
def test_a_graph_is_launched_as_often_as_wanted_and_freed_once(library: Library, old: bool) -> None:
    if old:
        library.absent = {"cuGraphInstantiateWithFlags"}
    graph = graphs.record(5, nothing)
    assert graph is not None
    assert library.calls[-1] == "cuGraphDestroy"
    graph.launch()
    graph.launch()
    graph.free()
    graph.free()
    assert library.calls.count("cuGraphLaunch") == 2
    assert library.calls.count("cuGraphExecDestroy") == 1
    with pytest.raises(ValueError, match="freed"):
        graph.launch()


@pytest.mark.parametrize(
    ("function", "destroyed"),
    [
        ("cuStreamBeginCapture_v2", False),
        ("cuStreamEndCapture", False),
        ("cuGraphInstantiateWithFlags", True),
    ],
)
def test_a_recording_that_fails_gives_no_graph(
    library: Library, function: str, destroyed: bool
) -> None:
    library.fails[function] = 901
    assert graphs.record(5, nothing) is None
    assert ("cuGraphDestroy" in library.calls) == destroyed
    if function != "cuStreamBeginCapture_v2":
        assert "cuStreamEndCapture" in library.calls


def test_what_fails_while_recording_ends_the_recording(library: Library) -> None:
    def fails() -> None:
        assert library.recording
        raise InferenceError(text("no"))

    def interrupted() -> None:
        raise KeyboardInterrupt

    assert graphs.record(5, fails) is None
    assert not library.recording
    assert library.calls[-1] == "cuGraphDestroy"
    with pytest.raises(KeyboardInterrupt):
        graphs.record(5, interrupted)
    assert not library.recording
    assert library.calls[-1] == "cuGraphDestroy"


def test_a_graph_that_cannot_be_launched_is_told(library: Library) -> None:
    graph = graphs.record(5, nothing)
    assert graph is not None
    library.fails = {"cuGraphLaunch": 700, "cuGraphExecDestroy": 700}
    with pytest.raises(InferenceError, match="KIND_700"):
        graph.launch()
    graph.free()
