"""A line between kiosk and gateway that fails as lines do: a TCP proxy, a fault for each connection.

`well` passes everything. `latency` holds it up, `bandwidth` and `slicer` drip it, `drop_reply` delivers the
request and swallows the answer, `reset` breaks off hard in the middle, `blackhole` takes and gives nothing.
"""

import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

FAULTS = ("latency", "bandwidth", "slicer", "drop_reply", "reset", "blackhole")
PATIENCE_S = 5.0
_HARD = struct.pack("ii", 1, 0)
_CHUNK_BYTES = 16 * 1024


class FaultProxy:
    """`share` of the connections get a fault; `counted` says how many of each there were. `calm` mends the
    line for good, and breaks off what is held up."""

    def __init__(self, target_port: int, chance: random.Random, share: float = 0.3) -> None:
        self._target = ("127.0.0.1", target_port)
        self._chance = chance
        self._share = share
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._calm = threading.Event()
        self.counted: dict[str, int] = {}
        threading.Thread(target=self._listen, name="fault proxy", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def calm(self) -> None:
        self._calm.set()

    def close(self) -> None:
        self.calm()
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                kiosk, _ = self._listener.accept()
                fault = self._next_fault()
                self.counted[fault] = self.counted.get(fault, 0) + 1
                seed = self._chance.getrandbits(32)
                threading.Thread(target=self._serve, args=(kiosk, fault, seed), daemon=True).start()

    def _next_fault(self) -> str:
        if self._calm.is_set() or self._chance.random() >= self._share:
            return "well"
        return self._chance.choice(FAULTS)

    def _serve(self, kiosk: socket.socket, fault: str, seed: int) -> None:
        line = _Line(kiosk, fault, random.Random(seed), self._calm)
        with kiosk:
            if fault == "blackhole":
                line.swallow()
                return
            with suppress(OSError), socket.create_connection(self._target, PATIENCE_S) as gateway:
                line.join(gateway)


class _Line:
    """One connection of a kiosk."""

    def __init__(
        self, kiosk: socket.socket, fault: str, chance: random.Random, calm: threading.Event
    ) -> None:
        self._kiosk = kiosk
        self._fault = fault
        self._chance = chance
        self._calm = calm
        self._breaks_after_bytes = chance.randrange(0, 1500) if fault == "reset" else -1

    def swallow(self) -> None:
        self._kiosk.settimeout(0.2)
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s and not self._calm.is_set():
            with suppress(TimeoutError):
                if not self._kiosk.recv(_CHUNK_BYTES):
                    return

    def join(self, gateway: socket.socket) -> None:
        """Returns when either end has closed."""
        back = threading.Thread(target=self._pass_on, args=(gateway, self._kiosk, True), daemon=True)
        back.start()
        self._pass_on(self._kiosk, gateway, False)
        back.join(PATIENCE_S)

    def _pass_on(self, source: socket.socket, target: socket.socket, is_reply: bool) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK_BYTES):
                if is_reply and self._fault == "drop_reply":
                    self._break_off(source, target)
                    return
                for piece in self._dripped(data):
                    if self._breaks_after_bytes >= 0:
                        self._breaks_after_bytes -= len(piece)
                        if self._breaks_after_bytes < 0:
                            self._break_off(source, target)
                            return
                    target.sendall(piece)
            target.shutdown(socket.SHUT_WR)

    def _dripped(self, data: bytes) -> Iterator[bytes]:
        match self._fault:
            case "latency":
                time.sleep(self._chance.uniform(0.05, 1.5))
                yield data
            case "bandwidth":
                for begin in range(0, len(data), 256):
                    time.sleep(0.02)
                    yield data[begin : begin + 256]
            case "slicer" | "reset":
                begin = 0
                while begin < len(data):
                    size = self._chance.randrange(1, 200)
                    yield data[begin : begin + size]
                    begin += size
            case _:
                yield data

    def _break_off(self, *ends: socket.socket) -> None:
        """Without a farewell: whoever waits hears of a connection that was reset."""
        for end in ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HARD)
                end.shutdown(socket.SHUT_RDWR)
                end.close()
