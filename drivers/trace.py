"""The last messages on a device's line, in words and without personal data, for whoever mends the machine.

Sees the bytes in both directions and names them with the codec's own `LineReader`. Keeps names, lengths and
times; of a payload only what the codec does not mark as personal.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

import msgspec

from drivers.clock import DeviceClock
from drivers.reading import LineReader, Reading
from drivers.transport import Transport

_KEPT_MESSAGES: Final = 400
_SHOWN_BYTES: Final = 8


class TraceEntry(msgspec.Struct, frozen=True):
    """`after_s`: since the host's last message, for what the device says. `shown` is in hex, perhaps cut."""

    wall_s: float
    device: str
    from_host: bool
    name: str
    valid: bool
    length: int
    shown: str
    after_s: float | None


class Trace:
    """A ring of the last messages of one device. `entries` may be asked from any thread.

    `make_unit_reader` is given where the device's bytes need a reader of their own.
    """

    def __init__(
        self,
        device: str,
        clock: DeviceClock,
        make_reader: Callable[[], LineReader],
        make_unit_reader: Callable[[], LineReader] | None = None,
    ) -> None:
        self._device = device
        self._clock = clock
        self._make_readers = (make_reader, make_unit_reader or make_reader)
        self._entries: deque[TraceEntry] = deque(maxlen=_KEPT_MESSAGES)
        self._lock = threading.Lock()
        self._asked_at_s: float | None = None
        self._host, self._unit = self._fresh_readers()
        self._understood = self._strange = 0

    def entries(self) -> tuple[TraceEntry, ...]:
        with self._lock:
            return tuple(self._entries)

    def line(self, line: Transport) -> Transport:
        """`line`, listened to; a fresh line starts fresh."""
        self._host, self._unit = self._fresh_readers()
        self._understood = self._strange = 0
        return _TracedLine(line, self)

    def _fresh_readers(self) -> tuple[LineReader, LineReader]:
        of_host, of_unit = self._make_readers
        return of_host(), of_unit()

    def next_step(self) -> str:
        """What to do about a device that gave no answer, judged by what came since the line was opened."""
        if self._understood:
            return ""
        if self._strange:
            return "bytes come, but none of this protocol: check model and baud_rate"
        return "not a byte came: is it on this port?"

    def sent(self, data: bytes) -> None:
        self._asked_at_s = self._clock.monotonic_s()
        for reading in self._host.feed(data):
            self._note(reading, from_host=True, after_s=None)

    def received(self, data: bytes) -> None:
        asked_at_s = self._asked_at_s
        after_s = None if asked_at_s is None else self._clock.monotonic_s() - asked_at_s
        readings = self._unit.feed(data)
        self._understood += any(reading.valid for reading in readings)
        self._strange += len(data)
        for reading in readings:
            self._note(reading, from_host=False, after_s=after_s)

    def _note(self, reading: Reading, *, from_host: bool, after_s: float | None) -> None:
        harmless = reading.valid and not reading.personal
        shown = reading.payload[:_SHOWN_BYTES].hex(" ").upper() if harmless else ""
        entry = TraceEntry(
            wall_s=self._clock.wall_s(),
            device=self._device,
            from_host=from_host,
            name=reading.name,
            valid=reading.valid,
            length=len(reading.payload),
            shown=shown,
            after_s=after_s,
        )
        with self._lock:
            self._entries.append(entry)


class _TracedLine:
    """Implements `Transport`."""

    def __init__(self, line: Transport, trace: Trace) -> None:
        self._line = line
        self._trace = trace

    def read(self, timeout_s: float) -> bytes:
        data = self._line.read(timeout_s)
        if data:
            self._trace.received(data)
        return data

    def write(self, data: bytes) -> None:
        self._trace.sent(data)
        self._line.write(data)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return self._line.button_pressed()

    def close(self) -> None:
        self._line.close()
