"""Lines over TCP: what arrives, what is refused and in which words, what is lost."""

import errno
import gc
import socket
from collections.abc import Iterator

import pytest

from drivers.transport import SerialSettings, Transport, TransportLost, TransportRefused, open_transport
from drivers.transport.network_line import NetworkLine

_REAL_S = 10.0


class Ends:
    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.url = f"socket://127.0.0.1:{server.getsockname()[1]}"
            self.line: Transport = open_transport(self.url, SerialSettings(write_timeout_s=0.2))
            self.device, _ = server.accept()


@pytest.fixture
def ends() -> Iterator[Ends]:
    ends = Ends()
    yield ends
    ends.device.close()
    ends.line.close()


def test_what_was_said_before_a_hang_up_is_heard_before_the_loss(ends: Ends) -> None:
    ends.device.sendall(b"last words")
    ends.device.close()
    assert ends.line.read(_REAL_S) == b"last words"
    with pytest.raises(TransportLost, match="closed by the device; perhaps another program holds it"):
        ends.line.read(_REAL_S)


def test_a_device_that_takes_no_more_bytes_is_lost_and_not_waited_for(ends: Ends) -> None:
    with pytest.raises(TransportLost, match="takes no bytes"):
        ends.line.write(bytes(50_000_000))


def test_stale_bytes_are_drained() -> None:
    device, host = socket.socketpair()
    with device, host:
        line = NetworkLine(host, "socket://printer:9100", 0.2)
        device.sendall(b"stale")
        line.drain()
        assert line.read(0.0) == b""


def test_a_line_whose_other_end_is_gone_closes_without_a_trace(ends: Ends) -> None:
    ends.device.close()
    with pytest.raises(TransportLost):
        ends.line.read(_REAL_S)
    ends.line.close()
    ends.line.close()
    with pytest.raises(TransportLost, match="closed"):
        ends.line.read(0.0)
    gc.collect()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("socket://127.0.0.1:1", "nobody listens there, or it serves another program already"),
        ("socket://127.0.0.1", "write it as socket://host:port"),
        ("socket://127.0.0.1:99999", "write it as socket://host:port"),
    ],
)
def test_a_refusal_says_what_to_do(url: str, said: str) -> None:
    with pytest.raises(TransportRefused, match=said):
        open_transport(url, SerialSettings())


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no such host: correct its name"),
        (TimeoutError(), "no answer within 5 s: check its power"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "no way to that host: check its network cable"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
)
def test_a_network_that_fails_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, failure: OSError, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(socket, "create_connection", fail)
    with pytest.raises(TransportRefused, match=said):
        open_transport("socket://printer.hut:9100", SerialSettings())
