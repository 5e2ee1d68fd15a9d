import errno
import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.printer.usb_line import open_usb_printer
from drivers.transport import TransportLost, TransportRefused


@pytest.fixture
def ends() -> Iterator[tuple[int, Path]]:
    """A pty stands in for the device file: the printer's end, and the path that the kiosk opens."""
    printer, host = os.openpty()
    tty.setraw(host)
    path = Path(os.ttyname(host))
    os.close(host)
    yield printer, path
    try:
        os.close(printer)
    except OSError:
        return  # the test unplugged it


def test_bytes_go_both_ways(ends: tuple[int, Path]) -> None:
    printer, path = ends
    line = open_usb_printer(path)
    line.write(b"\x10\x04\x01")
    assert os.read(printer, 10) == b"\x10\x04\x01"
    os.write(printer, b"\x12")
    assert line.read(1.0) == b"\x12"
    assert line.read(0.0) == b""
    line.close()


def test_what_came_before_is_drained(ends: tuple[int, Path]) -> None:
    printer, path = ends
    line = open_usb_printer(path)
    os.write(printer, b"\x00\x00")
    assert line.read(1.0) != b""
    os.write(printer, b"\x00\x00")
    line.drain()
    assert line.read(0.0) == b""
    line.close()
    line.close()


def test_an_unplugged_printer_is_a_lost_line(ends: tuple[int, Path]) -> None:
    printer, path = ends
    line = open_usb_printer(path)
    os.close(printer)
    with pytest.raises(TransportLost, match=str(path)):
        line.read(1.0)
    line.close()


def test_a_missing_printer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TransportRefused, match="check its cable and power"):
        open_usb_printer(tmp_path / "lp0")


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "add the kiosk's user to the group 'lp'"), (errno.EBUSY, "in use: stop")],
)
def test_a_printer_that_may_not_be_opened_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, said: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(TransportRefused, match=said):
        open_usb_printer(tmp_path / "lp0")
