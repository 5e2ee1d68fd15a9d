"""A gateway that answers with canned bytes on loopback, one connection after another."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Conversation = Callable[[socket.socket], None]


class CannedGateway:
    """`requests` holds what was received, one entry per connection."""

    def __init__(self, conversation: Conversation) -> None:
        self.requests: list[bytes] = []
        self._conversation = conversation
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(received(connection))
                try:
                    self._conversation(connection)
                except OSError:
                    continue


@contextmanager
def canned(conversation: Conversation) -> Iterator[CannedGateway]:
    gateway = CannedGateway(conversation)
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


def received(connection: socket.socket) -> bytes:
    """One request, with its body if it names a length."""
    text = b""
    while b"\r\n\r\n" not in text:
        piece = connection.recv(65536)
        if not piece:
            return text
        text += piece
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def says(
    body: bytes, status: str = "200 OK", media_type: str = "application/json", *more: str
) -> Conversation:
    headers = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *more]
    answer = "\r\n".join([*headers, "Connection: close", "", ""]).encode() + body
    return lambda connection: connection.sendall(answer)


def raw(answer: bytes) -> Conversation:
    return lambda connection: connection.sendall(answer)


def waits_for_the_client_to_leave(connection: socket.socket) -> None:
    connection.recv(1)
