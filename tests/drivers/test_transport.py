"""Lines to devices: what arrives, what is refused and in which words, what is lost."""

import os
import threading

import pytest

from drivers.clock import FakeDeviceClock, SystemDeviceClock
from drivers.transport import (
    SerialSettings,
    Transport,
    TransportLost,
    TransportRefused,
    WorkedByHand,
    memory_pipe,
    open_transport,
    serve_pty,
    serve_tcp,
)

REAL_S = 10.0
"""Real seconds a real line may take before a test fails."""


class Parrot(WorkedByHand):
    """Says everything back half a second later, and what a hand makes it say at once."""

    def __init__(self) -> None:
        super().__init__()
        self._sayings: list[tuple[float, bytes]] = []
        self._plugged_in = True

    def receive(self, data: bytes, now_s: float) -> None:
        self._check_plug()
        if data:
            with self.lock:
                self._sayings.append((now_s + 0.5, data))

    def due(self, now_s: float) -> bytes:
        self._check_plug()
        with self.lock:
            ready = [saying for at_s, saying in self._sayings if at_s <= now_s]
            self._sayings = [waiting for waiting in self._sayings if waiting[0] > now_s]
        return b"".join(ready)

    def next_due_s(self) -> float | None:
        with self.lock:
            return min((at_s for at_s, _ in self._sayings), default=None)

    def button_pressed(self) -> bool:
        return True

    def say(self, data: bytes) -> None:
        with self.hand():
            self._sayings.append((0.0, data))

    def plug(self, plugged_in: bool) -> None:
        with self.hand():
            self._plugged_in = plugged_in

    def _check_plug(self) -> None:
        if not self._plugged_in:
            raise TransportLost("unplugged")


def read_for_ever(line: Transport) -> None:
    while True:
        line.read(REAL_S)


def test_the_pipe_takes_the_clock_s_time_and_no_more() -> None:
    clock = FakeDeviceClock()
    pipe = memory_pipe(Parrot(), clock)
    started_s = clock.monotonic_s()
    pipe.write(b"hello")
    assert pipe.read(0.4) == b""
    assert clock.monotonic_s() == pytest.approx(started_s + 0.4)
    assert pipe.read(10.0) == b"hello"
    assert clock.monotonic_s() == pytest.approx(started_s + 0.5)


def test_a_hand_wakes_a_waiting_pipe_at_once() -> None:
    parrot, clock = Parrot(), SystemDeviceClock()
    pipe = memory_pipe(parrot, clock)
    started_s = clock.monotonic_s()
    threading.Timer(0.05, parrot.say, [b"now"]).start()
    assert pipe.read(REAL_S) == b"now"
    assert clock.monotonic_s() - started_s < REAL_S / 2


def test_a_pipe_to_an_unplugged_device_is_lost_and_comes_back() -> None:
    parrot = Parrot()
    pipe = memory_pipe(parrot, FakeDeviceClock())
    parrot.plug(False)
    with pytest.raises(TransportLost):
        pipe.read(1.0)
    with pytest.raises(TransportLost):
        pipe.write(b"?")
    parrot.plug(True)
    assert pipe.button_pressed()
    pipe.write(b"again")
    assert pipe.read(1.0) == b"again"


@pytest.mark.parametrize("serve", [serve_pty, serve_tcp])
def test_a_served_device_answers_every_byte_over_a_real_line(serve) -> None:
    every_byte = bytes(range(256))
    url, server = serve(Parrot(), SystemDeviceClock())
    line = open_transport(url, SerialSettings())
    try:
        line.write(every_byte)
        answer = b""
        while len(answer) < len(every_byte):
            piece = line.read(REAL_S)
            assert piece, "the line fell silent"
            answer += piece
        assert answer == every_byte
        assert line.read(0.0) == b""
        assert not line.button_pressed()
    finally:
        line.close()
        server.close()


@pytest.mark.parametrize("serve", [serve_pty, serve_tcp])
def test_an_unplugged_served_device_is_a_lost_line(serve) -> None:
    parrot = Parrot()
    url, server = serve(parrot, SystemDeviceClock())
    line = open_transport(url, SerialSettings())
    try:
        parrot.say(b"here")
        assert line.read(REAL_S) == b"here"
        parrot.plug(False)
        with pytest.raises(TransportLost) as loss:
            read_for_ever(line)
        assert url in str(loss.value)
    finally:
        line.close()
        line.close()
        server.close()


def test_a_port_that_is_not_there_names_itself_and_the_next_step(tmp_path) -> None:
    missing = str(tmp_path / "usb-reader")
    with pytest.raises(TransportRefused, match=r"usb-reader: no such port: check the cable"):
        open_transport(missing, SerialSettings())


def test_a_port_held_by_another_program_says_so() -> None:
    device_end, host_end = os.openpty()
    path = os.ttyname(host_end)
    first = open_transport(path, SerialSettings())
    try:
        with pytest.raises(TransportRefused, match="in use: stop the other program"):
            open_transport(path, SerialSettings())
    finally:
        first.close()
        os.close(device_end)
        os.close(host_end)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("socket://127.0.0.1:1", "socket://127.0.0.1:1: "),
        ("nonsense://x", "nonsense"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(url: str, said: str) -> None:
    with pytest.raises(TransportRefused, match=said):
        open_transport(url, SerialSettings())


def test_a_socket_has_no_pin_for_a_button() -> None:
    """pyserial would answer for it that the pin is always up: a button pressed for ever."""
    with pytest.raises(TransportRefused, match="leave button_pin out"):
        open_transport("socket://127.0.0.1:1", SerialSettings(button_pin="cts"))


def test_loop_and_its_pins() -> None:
    line = open_transport("loop://", SerialSettings(button_pin="cts"))
    line.write(b"round")
    assert line.read(REAL_S) == b"round"
    assert line.button_pressed()  # loop:// wires RTS to CTS
    line.write(b"stale")
    line.drain()
    assert line.read(0.0) == b""
    line.close()


def test_a_line_with_parity_opens_on_a_pty_which_has_none() -> None:
    path, server = serve_pty(Parrot(), SystemDeviceClock())
    try:
        line = open_transport(path, SerialSettings(parity="E"))
        line.write(b"hello")
        assert line.read(REAL_S)
        line.close()
    finally:
        server.close()
