"""The camera's window closes and opens again: what was seen before, and what still lies there."""

import pytest

from drivers.scanner import decode as decoding
from tests.drivers.scanner.camera_bench import BILL, CameraBench


def test_what_was_seen_before_the_window_closed_is_not_told_when_it_opens_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last phone's code, still being read when the next one is asked for."""
    bench = CameraBench()
    read = decoding.decode

    def reads_slowly(*asked: object, **how: object) -> object:
        found = read(*asked, **how)
        bench.camera.take_away()
        bench.scanner.disarm()
        bench.scanner.arm(BILL)
        return found

    monkeypatch.setattr(decoding, "decode", reads_slowly)
    bench.scanner.arm(BILL)
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(5)
    assert bench.codes() == []


def test_what_still_lies_there_when_the_window_opens_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = CameraBench()
    read = decoding.decode
    reads = []

    def reads_slowly(*asked: object, **how: object) -> object:
        found = read(*asked, **how)
        reads.append(found)
        if len(reads) == 1:
            bench.scanner.disarm()
            bench.scanner.arm(BILL)
        return found

    monkeypatch.setattr(decoding, "decode", reads_slowly)
    bench.scanner.arm(BILL)
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(5)
    assert bench.codes() == [("3102664100017", "code128")]


def test_a_window_that_closed_while_the_camera_was_busy_was_closed_all_the_same() -> None:
    """A bill that is told, refused and held still is told again when it is asked for again, however soon."""
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(5)
    bench.scanner.disarm()
    bench.scanner.arm(BILL)
    bench.run_s(5)
    assert bench.codes() == [("3102664100017", "code128")] * 2
