"""Why an address gives no video, which OpenCV does not say."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from engine_core.text import Text, text

_CONNECT_S = 2.0
# Of the kinds of addresses that begin with a connection; the others send without one.
_PORTS = {
    "http": 80,
    "https": 443,
    "rtsp": 554,
    "rtsps": 322,
    "rtmp": 1935,
    "rtmps": 443,
    "tcp": None,
}


def why_unanswered(location: str) -> Text:
    """Connect to an address that gave no video, and say what becomes of it.

    Blocks for as long as the system looks for the host, and 2 s for the connection.
    """
    # Brings all that speaks HTTP along, which a start need not wait for.
    from urllib.request import getproxies

    nothing = text("Nothing answers there with a video")
    try:
        address = urlsplit(location)
        host, port = address.hostname, address.port or _PORTS.get(address.scheme)
    except ValueError:  # a port that is no number
        return nothing
    is_direct = address.scheme in _PORTS and address.scheme not in getproxies()
    if not host or not port or not is_direct:
        return nothing
    try:
        socket.create_connection((host, port), _CONNECT_S).close()
    except (socket.gaierror, ValueError):
        return text("The host {host} is unknown", host=host)
    except ConnectionRefusedError:
        return text(
            "{host} refuses connections at port {port}: no server runs there", host=host, port=port
        )
    except TimeoutError:
        return text("{host} does not answer at port {port}", host=host, port=port)
    except OSError as error:
        return text("{host} cannot be reached: {reason}", host=host, reason=error.strerror or error)
    return text("{host} answers at port {port}, but not with a video", host=host, port=port)
