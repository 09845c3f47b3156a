from __future__ import annotations

import queue
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine_core.errors import SourceError
from engine_core.frame import Frame, SourceItem, SourceKind
from engine_core.sources import live, open_source
from engine_core.sources.live import FIRST_RETRY_S, LAST_RETRY_S, LiveSource

CAMERA = SourceItem(SourceKind.LIVE, "camera:0", "camera-0")


class FakeCapture:
    """Frames that the test puts in; None in the queue is a failed read. ``taken`` is released per read."""

    def __init__(self, *, opens: bool = True, promised: float = -1) -> None:
        self.opens = opens
        self.promised = promised
        self.frames: queue.Queue[npt.NDArray[np.uint8] | None] = queue.Queue()
        self.asked = threading.Semaphore(0)
        self.is_released = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802
        return self.opens

    def read(self) -> tuple[bool, npt.NDArray[np.uint8] | None]:
        self.asked.release()
        frame = self.frames.get()
        return frame is not None, frame

    def get(self, prop: int, /) -> float:
        return {cv2.CAP_PROP_FPS: 30.0, cv2.CAP_PROP_FRAME_COUNT: self.promised}[prop]

    def release(self) -> None:
        self.is_released.set()

    def put(self, *values: int | None) -> None:
        """Queue frames filled with the values, and wait until the reader has taken them all."""
        for value in values:
            self.frames.put(None if value is None else np.full((4, 6, 3), value, np.uint8))
        for _ in values:
            assert self.asked.acquire(timeout=10)


class Driver:
    """Hands out captures in order, and records the waits between attempts."""

    def __init__(self, *captures: FakeCapture) -> None:
        self.captures = iter(captures)
        self.waits: list[float] = []
        self.waiting = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.now_s = 100.0

    def open(self, _: str) -> FakeCapture:
        return next(self.captures)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.waiting.release()
        assert self.go_on.acquire(timeout=10)

    def clock(self) -> float:
        return self.now_s


@pytest.fixture
def start() -> Iterator[Callable[[Driver], LiveSource]]:
    opened: list[tuple[LiveSource, Driver]] = []

    def opener(driver: Driver) -> LiveSource:
        source = LiveSource(CAMERA, open_capture=driver.open, clock=driver.clock, wait=driver.wait)
        opened.append((source, driver))
        return source

    yield opener
    for source, driver in opened:
        source._closing.set()
        driver.go_on.release()
        source.close()


def value_of(frame: Frame | SourceError) -> int:
    assert isinstance(frame, Frame)
    return int(frame.image[0, 0, 0])


def test_only_the_newest_frame_is_returned_and_the_others_are_counted(
    start: Callable[[Driver], LiveSource],
) -> None:
    capture = FakeCapture()
    capture.frames.put(np.full((4, 6, 3), 1, np.uint8))
    source = start(Driver(capture))
    assert capture.asked.acquire(timeout=10)
    capture.put(2, 3, 4)
    assert capture.asked.acquire(
        timeout=10
    )  # the reader waits for a fifth: four have been published
    frame = source.read()
    assert value_of(frame) == 4
    assert frame.index == 3
    assert source.dropped == 3
    assert source.info.size_wh == (6, 4)
    assert source.info.frame_count is None
    assert not source.info.seekable
    capture.frames.put(None)


def test_blue_green_red_of_the_driver_becomes_rgb(start: Callable[[Driver], LiveSource]) -> None:
    capture = FakeCapture()
    capture.frames.put(np.full((2, 2, 3), (1, 2, 3), np.uint8))
    frame = start(Driver(capture)).read()
    assert frame.image[0, 0].tolist() == [3, 2, 1]
    assert not frame.image.flags.writeable
    capture.frames.put(None)


def test_time_stamps_come_from_the_clock_and_never_repeat(
    start: Callable[[Driver], LiveSource],
) -> None:
    capture, stamps = FakeCapture(), []
    driver = Driver(capture)
    capture.frames.put(np.zeros((2, 2, 3), np.uint8))
    source = start(driver)
    stamps.append(source.read().pts)
    for now_s in (100.04, 100.04, 101.0):
        driver.now_s = now_s
        capture.frames.put(np.zeros((2, 2, 3), np.uint8))
        stamps.append(source.read().pts)
    assert stamps == [0, 40, 41, 1000]
    capture.frames.put(None)


def test_a_lost_connection_is_told_and_made_again_with_growing_waits(
    start: Callable[[Driver], LiveSource],
) -> None:
    first, last = FakeCapture(), FakeCapture()
    dead = [FakeCapture(opens=False) for _ in range(7)]
    driver = Driver(first, *dead, last)
    first.frames.put(np.full((2, 2, 3), 1, np.uint8))
    source = start(driver)
    items = iter(source)
    assert value_of(next(items)) == 1
    first.frames.put(None)
    for _ in range(len(dead) + 1):
        assert isinstance(next(items), SourceError)
        assert driver.waiting.acquire(timeout=10)
        driver.go_on.release()
    last.frames.put(np.full((2, 2, 3), 2, np.uint8))
    frame = next(items)
    assert value_of(frame) == 2
    assert isinstance(frame, Frame)
    assert frame.index == 1
    assert driver.waits == [0.5, 1, 2, 4, 8, 15, 15, 15]
    assert (driver.waits[0], driver.waits[-1]) == (FIRST_RETRY_S, LAST_RETRY_S)
    assert all(capture.is_released.is_set() for capture in (first, *dead))
    last.frames.put(None)


def test_after_a_frame_the_waits_begin_anew(start: Callable[[Driver], LiveSource]) -> None:
    captures = [FakeCapture() for _ in range(3)]
    driver = Driver(captures[0], FakeCapture(opens=False), *captures[1:])
    captures[0].frames.put(np.zeros((2, 2, 3), np.uint8))
    source = start(driver)
    source.read()
    captures[0].frames.put(None)
    for _ in range(2):
        with pytest.raises(SourceError):
            source.read()
        assert driver.waiting.acquire(timeout=10)
        driver.go_on.release()
    captures[1].frames.put(np.zeros((2, 2, 3), np.uint8))
    source.read()
    captures[1].frames.put(None)
    with pytest.raises(SourceError):
        source.read()
    assert driver.waiting.acquire(timeout=10)
    assert driver.waits == [0.5, 1, 0.5]


def test_a_camera_that_cannot_be_opened_fails_at_once_and_leaves_no_thread() -> None:
    capture = FakeCapture(opens=False)
    threads_before = threading.active_count()
    with pytest.raises(SourceError, match="Camera 0 cannot be opened") as caught:
        LiveSource(CAMERA, open_capture=lambda _: capture)
    assert caught.value.why
    assert caught.value.cure
    assert capture.is_released.is_set()
    assert threading.active_count() == threads_before


def test_closing_while_the_driver_blocks_returns_and_ends_a_waiting_reader() -> None:
    capture = FakeCapture()
    capture.frames.put(np.zeros((2, 2, 3), np.uint8))
    source = LiveSource(CAMERA, open_capture=lambda _: capture)
    source.read()
    ended: queue.Queue[str] = queue.Queue()

    def wait_for_a_frame() -> None:
        try:
            source.read()
        except IndexError:
            ended.put("ended")

    reader = threading.Thread(target=wait_for_a_frame)
    reader.start()
    source.close()
    assert ended.get(timeout=10) == "ended"
    reader.join()
    source.close()
    assert list(source) == []
    assert not capture.is_released.is_set()  # the driver still has it
    capture.frames.put(None)
    assert capture.is_released.wait(timeout=10)


def test_a_recording_behind_an_address_ends_when_its_frames_are_out() -> None:
    capture = FakeCapture(promised=3)
    for value in (1, 2, 3, None):
        capture.frames.put(None if value is None else np.full((2, 2, 3), value, np.uint8))
    with LiveSource(CAMERA, open_capture=lambda _: capture) as source:
        values = [value_of(frame) for frame in source]
    assert values[-1] == 3
    assert len(values) + source.dropped == 3


def test_passwords_are_not_shown() -> None:
    capture = FakeCapture()
    capture.frames.put(np.zeros((2, 2, 3), np.uint8))
    item = SourceItem(SourceKind.LIVE, "rtsp://me:secret@cam/a?token=geheim", "cam")
    with LiveSource(item, open_capture=lambda _: capture) as source:
        assert source.read().source == "rtsp://***@cam/a?token=***"
        capture.frames.put(None)
        with pytest.raises(SourceError, match=r"rtsp://\*\*\*@cam") as caught:
            source.read()
    assert "secret" not in str(caught.value) + caught.value.details
    with pytest.raises(SourceError, match=r"\*\*\*@cam"):
        LiveSource(item, open_capture=lambda _: FakeCapture(opens=False))


class Iterating:
    """A thread that goes through a source and keeps what came."""

    def __init__(self, source: LiveSource) -> None:
        self.items: list[Frame | SourceError] = []
        self.error: BaseException | None = None
        self._came = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._go, args=(source,))
        self._thread.start()

    def _go(self, source: LiveSource) -> None:
        try:
            for item in source:
                self.items.append(item)
                self._came.release()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def wait_for_item(self) -> None:
        assert self._came.acquire(timeout=10)

    def has_ended(self) -> bool:
        self._thread.join(5)
        return not self._thread.is_alive() and self.error is None


@pytest.mark.parametrize("how", ["close", "stop"])
def test_iteration_that_waits_for_the_driver_ends_in_silence(how: str) -> None:
    capture, stop = FakeCapture(), threading.Event()
    capture.frames.put(np.zeros((2, 2, 3), np.uint8))
    source = LiveSource(CAMERA, open_capture=lambda _: capture, stop=stop)
    iterating = Iterating(source)
    iterating.wait_for_item()
    source.close() if how == "close" else stop.set()
    assert iterating.has_ended()
    assert [type(item) for item in iterating.items] == [Frame]
    assert not capture.is_released.is_set()  # the driver still has it
    capture.frames.put(None)
    assert capture.is_released.wait(timeout=10)
    source.close()


@pytest.mark.parametrize("how", ["close", "stop"])
def test_iteration_between_two_attempts_ends_in_silence(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(live, "FIRST_RETRY_S", 3600.0)
    threads_before = threading.active_count()
    capture, stop = FakeCapture(), threading.Event()
    capture.frames.put(np.zeros((2, 2, 3), np.uint8))
    source = LiveSource(CAMERA, open_capture=lambda _: capture, stop=stop)
    iterating = Iterating(source)
    iterating.wait_for_item()
    capture.frames.put(None)
    iterating.wait_for_item()
    assert capture.is_released.wait(timeout=10)
    source.close() if how == "close" else stop.set()
    assert iterating.has_ended()
    assert [type(item) for item in iterating.items] == [Frame, SourceError]
    source.close()
    assert threading.active_count() == threads_before


def test_connecting_is_given_up_in_silence_when_stopped() -> None:
    stop, answers = threading.Event(), threading.Event()
    capture = FakeCapture(opens=False)

    def hang(_: str) -> FakeCapture:
        stop.set()
        assert answers.wait(timeout=30)
        return capture

    with LiveSource(CAMERA, open_capture=hang, stop=stop) as source:
        assert list(source) == []
        assert source.info.size_wh is None
        with pytest.raises(IndexError):
            source.read()
    answers.set()
    assert capture.is_released.wait(timeout=10)


@pytest.fixture
def stalling_server() -> Iterator[Callable[[bytes], tuple[str, threading.Semaphore]]]:
    """Serve the beginning of a stream and then nothing; gives its address and counts who connected."""
    with ExitStack() as stack:

        def serve(beginning: bytes) -> tuple[str, threading.Semaphore]:
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            asked = threading.Semaphore(0)

            def answer() -> None:
                connection, _ = server.accept()
                stack.callback(connection.close)
                stack.callback(connection.shutdown, socket.SHUT_RDWR)
                connection.recv(4096)
                connection.sendall(beginning)
                asked.release()

            thread = threading.Thread(target=answer)
            thread.start()
            stack.callback(thread.join)
            return f"http://127.0.0.1:{server.getsockname()[1]}/live", asked

        yield serve


def test_a_server_that_does_not_answer_keeps_nobody_waiting_who_stops(
    stalling_server: Callable[[bytes], tuple[str, threading.Semaphore]],
) -> None:
    address, asked = stalling_server(b"")
    stop = threading.Event()

    def stop_when_asked() -> None:
        assert asked.acquire(timeout=10)
        stop.set()

    stopper = threading.Thread(target=stop_when_asked)
    stopper.start()
    item = SourceItem(SourceKind.LIVE, address, "live")
    with open_source(item, stop=stop) as source:
        assert list(source) == []
    stopper.join()


def test_a_stream_that_stalls_keeps_nobody_waiting_who_closes_it(
    tmp_path: Path, stalling_server: Callable[[bytes], tuple[str, threading.Semaphore]]
) -> None:
    write_video(tmp_path / "clip.ts", 100)
    header = b"HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n"
    address, _ = stalling_server(header + (tmp_path / "clip.ts").read_bytes())
    source = LiveSource(SourceItem(SourceKind.LIVE, address, "live"))
    iterating = Iterating(source)
    iterating.wait_for_item()
    source.close()
    assert iterating.has_ended()
    assert all(isinstance(item, Frame) for item in iterating.items)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /dev")
def test_a_camera_that_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(SourceError, match=r"/dev/video") as caught:
        LiveSource(SourceItem(SourceKind.LIVE, "camera:987", "camera-987"))
    assert caught.value.cure


def write_video(path: Path, count: int) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(count):
            pixels = np.full((48, 64, 3), 10 * number % 256, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def test_a_real_stream_is_read_over_the_network(
    tmp_path: Path, web_server: Callable[[Path], str]
) -> None:
    write_video(tmp_path / "clip.mp4", 20)
    address = f"{web_server(tmp_path)}/clip.mp4"
    with LiveSource(SourceItem(SourceKind.LIVE, address, "clip.mp4")) as source:
        frames = list(source)
        assert len(frames) + source.dropped == 20
    assert source.info.size_wh == (64, 48)
    assert source.info.fps == pytest.approx(25)
    last = frames[-1]
    assert isinstance(last, Frame)
    assert last.index == 19
    assert last.source == address
    assert value_of(last) == pytest.approx(190, abs=4)


def test_an_address_without_a_stream_says_so(
    tmp_path: Path, web_server: Callable[[Path], str], capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html").write_text("<html></html>")
    with pytest.raises(SourceError, match="cannot be opened"):
        LiveSource(SourceItem(SourceKind.LIVE, f"{web_server(tmp_path)}/page.html", "page"))
    assert capfd.readouterr().err == ""
