"""An address that cannot be opened says what stands in the way and what to do, whatever kind it is."""

import errno
import os
from pathlib import Path

import pytest

from drivers.clock import FakeDeviceClock
from drivers.opening import opener_for
from drivers.transport import SerialSettings, TransportRefused

SERIAL = "/dev/serial/by-id/usb-slot"
PRINTER = "/dev/usb/lp0"
KEYBOARD = "/dev/input/by-id/usb-scanner-event-kbd"


def refusal_of(url: str) -> str:
    with pytest.raises(TransportRefused) as refused:
        opener_for(url, SerialSettings(), FakeDeviceClock())()
    return str(refused.value)


@pytest.mark.parametrize("url", [SERIAL, PRINTER, KEYBOARD])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "check"),
        (errno.ENODEV, "check"),
        (errno.ENXIO, "check"),
        (errno.EIO, "check"),
        (errno.EACCES, "add the kiosk's user to the group"),
        (errno.EPERM, "add the kiosk's user to the group"),
        (errno.EBUSY, "stop the other program"),
        (errno.EISDIR, "name"),
    ],
    ids=lambda value: errno.errorcode[value] if isinstance(value, int) else "",
)
def test_a_file_that_cannot_be_opened(
    url: str, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object, *_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(os, "open", refuse)
    refusal = refusal_of(url)
    assert refusal.startswith(f"{url}: ")
    assert words in refusal


def test_a_file_that_is_no_serial_port(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()
    assert "no serial port: name the device's file" in refusal_of(str(tmp_path / "notes"))


def test_a_folder_is_no_serial_port(tmp_path: Path) -> None:
    assert "no serial port: name the device's file" in refusal_of(str(tmp_path))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("bogus://a", "correct the url"),
        ("loop://?bad=1", "correct the url"),
        ("pcsc://", "only the model 'pcsc' can use this address"),
        ("socket://printer", "write it as socket://host:port"),
        ("socket://127.0.0.1:1", "switch it on, correct host and port, or stop the other program"),
        ("", "correct the url"),
    ],
)
def test_an_address_that_cannot_be_one(url: str, words: str) -> None:
    assert words in refusal_of(url)
