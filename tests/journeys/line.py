"""The line between kiosk and gateway, which a test can cut, hold up or spoil: a small proxy on loopback."""

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST_WAIT_S = 60.0


class Reply(NamedTuple):
    status: int
    media_type: str
    body: bytes


class Asked(NamedTuple):
    verb: str
    path: str
    body: bytes


Forward = Callable[[], Reply]
Mood = Callable[[Forward], Reply | None]
"""What becomes of a request; `forward` asks the gateway, None breaks the line off without an answer."""


def well(forward: Forward) -> Reply | None:
    return forward()


def answer_lost(forward: Forward) -> Reply | None:
    forward()


def request_lost(forward: Forward) -> Reply | None:
    """The line breaks before the gateway hears anything."""


def says(body: bytes, media_type: str = "application/json", status: int = 200) -> Mood:
    return lambda forward: Reply(status, media_type, body)


class Held:
    """Holds requests up until `let_go`, then breaks off. `reached`: the first one is here.

    `forwarded`: the gateway is asked first, so that only the answer is held.
    """

    def __init__(self, *, forwarded: bool) -> None:
        self._forwarded = forwarded
        self.reached = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, forward: Forward) -> Reply | None:
        if self._forwarded:
            forward()
        self.reached.set()
        self.let_go.wait(LONGEST_WAIT_S)
        return None


class GatewayLine:
    """`url` stays the same whatever happens to the line. `asked` is what came through it."""

    def __init__(self, gateway_url: str) -> None:
        self.gateway_url = gateway_url
        self.asked: list[Asked] = []
        self._moods: dict[str, Mood] = {}
        self._server: _Server | None = None
        self._port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def behave(self, mood: Mood, at: str = "/") -> None:
        """From now on, for every path that begins so; the longest beginning counts."""
        self._moods[at] = mood

    def recover(self) -> None:
        """Everything passes again, and whatever was held up breaks off."""
        held = [mood for mood in self._moods.values() if isinstance(mood, Held)]
        self._moods = {}
        for mood in held:
            mood.let_go.set()

    def cut(self) -> None:
        """Connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def mend(self) -> None:
        self.recover()
        if self._server is None:
            self._server = _Server(("127.0.0.1", self._port), self)
            self._port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.recover()
        self.cut()

    def treat(self, asked: Asked, forward: Forward) -> Reply | None:
        self.asked.append(asked)
        begun = [beginning for beginning in self._moods if asked.path.startswith(beginning)]
        return self._moods.get(max(begun, key=len, default=""), well)(forward)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], line: GatewayLine) -> None:
        self.line = line
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the library
        """Tests read `asked` instead."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, body)
        try:
            reply = self.server.line.treat(asked, lambda: self._ask_gateway(asked))
            if reply is not None:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.media_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
        except (OSError, http.client.HTTPException):
            # Either end has gone: the other sees a broken line, as it would on a real one.
            self.close_connection = True

    def _ask_gateway(self, asked: Asked) -> Reply:
        where = urlsplit(self.server.line.gateway_url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=LONGEST_WAIT_S)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        try:
            connection.request(asked.verb, asked.path, asked.body or None, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers.get("Content-Type", ""), answer.read())
        finally:
            connection.close()
