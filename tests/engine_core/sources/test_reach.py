from __future__ import annotations

import socket

import pytest

from engine_core.errors import SourceError
from engine_core.frame import SourceItem, SourceKind
from engine_core.sources.live import LiveSource
from engine_core.sources.reach import why_unanswered


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.mark.parametrize("scheme", ["http", "rtsp", "rtmp", "tcp"])
def test_a_refused_connection_is_called_so(scheme: str) -> None:
    why = str(why_unanswered(f"{scheme}://user:secret@127.0.0.1:{closed_port()}/x"))
    assert "refuses connections" in why
    assert "secret" not in why


def test_a_stream_that_is_refused_at_once_speaks_of_no_waiting() -> None:
    address = f"http://127.0.0.1:{closed_port()}/x"
    with pytest.raises(SourceError, match="refuses connections") as caught:
        LiveSource(SourceItem(SourceKind.LIVE, address, "x"))
    assert "within" not in str(caught.value)


def test_an_unknown_host_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "The host camera.invalid is unknown" in str(why_unanswered("rtsp://camera.invalid/1"))


def test_a_server_without_a_video_is_told_from_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        why = str(why_unanswered(f"http://127.0.0.1:{server.getsockname()[1]}/"))
    assert "answers" in why
    assert "not with a video" in why


@pytest.mark.parametrize(
    "location", ["udp://239.0.0.1:5000", "http://[::1", "http://a:b/", "tcp://a"]
)
def test_what_cannot_be_tried_says_no_more_than_is_known(location: str) -> None:
    assert str(why_unanswered(location)) == "Nothing answers there with a video"
