"""The port of a gateway on loopback, taken before the gateway is loaded: early callers wait there."""

import socket

LOOPBACK = "127.0.0.1"
_WAITING = 128


def listen(port: int) -> socket.socket:
    """`port` 0 takes a free one. Raises OSError when the port is taken."""
    # Named as TCP, so that the server lets answers leave at once: else each waits 40 ms for the caller's ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    listener.listen(_WAITING)
    return listener


def base_url(listener: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"
