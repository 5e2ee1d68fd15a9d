"""Keyboard-wedge scanners: a scanner told from a hand, keys as signs, and the device file in its troubles."""

import errno
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, Identity
from drivers.scanner.dialects import KEYBOARD
from drivers.scanner.hid import keys
from drivers.scanner.hid.input_events import (
    EV_KEY,
    HELD,
    PRESSED,
    RECORD_BYTES,
    RELEASED,
    InputEvent,
    InputEventDecoder,
    encode,
)
from drivers.scanner.hid.line import InputLine, open_input_device
from drivers.scanner.hid.simulator import SimulatedKeyboardScanner
from drivers.scanner.hid.typed_codes import Bursts, TypingDecoder
from drivers.scanner.line_scanner import LineScanner
from drivers.scanner.messages import ScannedText
from drivers.transport import TransportLost, TransportRefused
from tests.drivers.scanner.bench import ScannerBench
from tests.drivers.scanner.keystrokes import typed

_BILL = "3102664100017"


def test_a_human_who_types_is_no_scanner_and_costs_no_code() -> None:
    bench = ScannerBench("hid")
    assert isinstance(bench.device, SimulatedKeyboardScanner)
    bench.arm()
    bench.device.type_by_hand("hello world 12345678\r", bench.clock.monotonic_s())
    bench.run_s(5)
    assert bench.codes() == []
    bench.device.type_by_hand("hello", bench.clock.monotonic_s())
    bench.run_s(1)
    bench.device.show(_BILL)
    bench.run_s(1)
    assert bench.codes() == [_BILL]


@pytest.mark.parametrize(("gap_s", "is_scan"), [(0.001, True), (0.079, True), (0.081, False), (0.5, False)])
def test_signs_belong_together_within_80_ms(gap_s: float, is_scan: bool) -> None:
    bursts, found = Bursts(), []
    for number, sign in enumerate("1234567\r"):
        found += bursts.stroke(10.0 + number * gap_s)
        found += bursts.add(sign)
    assert [signs for signs, _ in found] == (["1234567"] if is_scan else [])


@pytest.mark.parametrize(("text", "told"), [("12345\r", []), ("123456\r", ["123456"])])
def test_a_code_has_at_least_six_signs(text: str, told: list[str]) -> None:
    heard = TypingDecoder().feed(typed(text))
    assert [one.text for one in heard if isinstance(one, ScannedText)] == told


def test_every_key_of_the_us_layout_is_read() -> None:
    signs = "".join([*keys.PLAIN.values(), *keys.SHIFTED.values()]).strip()
    assert TypingDecoder().feed(typed(signs + "\r")) == [ScannedText(signs)]
    assert set(map(chr, range(0x21, 0x7F))) <= set(signs)


@pytest.mark.parametrize(
    ("digits", "sign"), [("25143", "户"), ("48039", "户"), ("0065", "A"), ("233", "é"), ("7", ""), ("", "")]
)
def test_a_sign_typed_by_its_number_may_be_unicode_or_gbk(digits: str, sign: str) -> None:
    assert keys.alt_sign(digits) == sign


def test_a_key_held_down_counts_once() -> None:
    strokes = typed("310266\r")
    held = encode(InputEvent(1.0, EV_KEY, 2, HELD))
    first, rest = strokes[: 4 * RECORD_BYTES], strokes[4 * RECORD_BYTES :]
    assert TypingDecoder().feed(first + held * 20 + rest) == [ScannedText("310266")]


@pytest.mark.parametrize("noise", [b"\xff", b"\xff" * 24, b"\x01\x02\x03", b"\xff" * 1000])
def test_records_are_found_again_behind_noise(noise: bytes) -> None:
    decoder = InputEventDecoder()
    events = [InputEvent(1.5, EV_KEY, 30, PRESSED), InputEvent(1.5, EV_KEY, 30, RELEASED)]
    data = noise + b"".join(map(encode, events))
    assert [event for byte in data for event in decoder.feed(bytes([byte]))][-2:] == events
    assert decoder.dropped == len(noise)


def test_a_key_stands_in_no_repr() -> None:
    assert "30" not in repr(InputEvent(1.5, EV_KEY, 30, PRESSED))


# -- the device file ------------------------------------------------------------------------------


class Ioctl:
    """The operating system's answers about an input device."""

    def __init__(self, grab: OSError | None = None) -> None:
        self.asked: list[int] = []
        self._grab = grab

    def __call__(self, file: int, request: int, argument: object) -> object:
        self.asked.append(request)
        if request == 0x40044590 and self._grab is not None:
            raise self._grab
        if isinstance(argument, bytearray):
            answers = {0x81004506: b"Honeywell Wedge\0", 0x80084502: struct.pack("4H", 3, 1, 2, 0x0110)}
            if request not in answers:
                raise OSError(errno.ENOENT, "no serial number")
            argument[: len(answers[request])] = answers[request]
        return 0


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "event-kbd"
    os.mkfifo(path)
    return path


def test_a_device_file_is_grabbed_read_and_tells_its_name(fifo: Path) -> None:
    ioctl, clock, told = Ioctl(), FakeDeviceClock(), list[DeviceEvent]()
    scanner = LineScanner("scanner", lambda: open_input_device(fifo, ioctl), clock, told.append, KEYBOARD)
    line = open_input_device(fifo, ioctl)
    writer = os.open(fifo, os.O_WRONLY)
    os.write(writer, typed(_BILL + "\r"))
    assert TypingDecoder().feed(line.read(1.0)) == [ScannedText(_BILL)]
    line.close()
    scanner.owner.run_once()
    scanner.owner.run_once()
    os.close(writer)
    assert ioctl.asked[:2] == [0x40044590, 0x400445A0]
    assert [event.identity for event in told if isinstance(event, DeviceIdentified)] == [
        Identity("Honeywell Wedge", "0110", "")
    ]


def test_an_unplugged_scanner_is_told_and_closing_twice_is_harmless(fifo: Path) -> None:
    line = open_input_device(fifo, Ioctl())
    os.close(os.open(fifo, os.O_WRONLY))
    with pytest.raises(TransportLost, match="the scanner is gone: check its cable"):
        line.read(1.0)
    line.close()
    line.close()
    with pytest.raises(TransportLost):
        line.read(0.0)


def test_a_missing_device_is_named(tmp_path: Path) -> None:
    with pytest.raises(TransportRefused, match=r"nothing: no such device: check .* /dev/input/by-id"):
        open_input_device(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errno.EBUSY, "in use: stop the other program"),
        (errno.ENOTTY, "no keyboard: name the scanner's file"),
        (errno.ENODEV, "the scanner is gone"),
        (errno.EACCES, "add the kiosk's user to the group 'input'"),
    ],
)
def test_what_is_wrong_with_a_device_is_said_and_its_file_closed(fifo: Path, error: int, words: str) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(TransportRefused, match=words):
        open_input_device(fifo, Ioctl(OSError(error, "")))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_file_that_may_not_be_opened_names_the_group(fifo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*asked: object) -> int:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(TransportRefused, match="add the kiosk's user to the group 'input' and log in again"):
        open_input_device(fifo)


@pytest.mark.parametrize("error", [errno.ENODEV, errno.EIO])
def test_a_scanner_that_vanishes_while_read_is_lost(
    fifo: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    line: InputLine = open_input_device(fifo, Ioctl())
    writer = os.open(fifo, os.O_WRONLY)
    os.write(writer, b"x")
    read: Callable[[int, int], bytes] = os.read

    def gone(file: int, length: int) -> bytes:
        raise OSError(error, "gone")

    monkeypatch.setattr(os, "read", gone)
    with pytest.raises(TransportLost):
        line.read(1.0)
    monkeypatch.setattr(os, "read", read)
    line.close()
    os.close(writer)
