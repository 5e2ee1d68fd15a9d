"""What Linux hands over when a scanner types a text."""

import itertools

from drivers.clock import FakeDeviceClock
from drivers.scanner.hid.simulator import SimulatedKeyboardScanner

_SCAN_S = itertools.count(1_000, 10)


def typed(text: str) -> bytes:
    """Every call ten seconds after the one before."""
    scanner, now_s = SimulatedKeyboardScanner(suffix=b""), float(next(_SCAN_S))
    clock = FakeDeviceClock(monotonic_s=now_s)
    scanner.show(text)
    scanner.due(clock.monotonic_s())
    scanner.take_away()
    return scanner.due(now_s + 9.0)
