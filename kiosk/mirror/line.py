"""Messages as lines of JSON on a pipe, and a reader of reports that nothing can upset. Pure.

Whoever writes may be broken: lines that are too long, too many or no report at all are counted and dropped.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from kiosk.mirror.messages import Report, Snapshot

LONGEST_BYTES: Final = 64 * 1024
MOST_A_SECOND: Final = 50
"""A companion that draws as fast as it can tells of some thirty pictures a second, and fingers are slower."""

_ENCODER: Final = msgspec.json.Encoder()
_REPORTS: Final[msgspec.json.Decoder[Report]] = msgspec.json.Decoder(Report)
_SNAPSHOTS: Final[msgspec.json.Decoder[Snapshot]] = msgspec.json.Decoder(Snapshot)


def encode(message: Snapshot | Report) -> bytes:
    return _ENCODER.encode(message) + b"\n"


def decode_snapshot(line: bytes) -> Snapshot:
    """Raises msgspec.DecodeError, whose text may hold what was to be shown."""
    return _SNAPSHOTS.decode(line)


class LineReader:
    """Bytes in, reports out. `dropped` counts lines that were none, or came too fast."""

    def __init__(self) -> None:
        self.dropped = 0
        self._rest = b""
        self._overlong = False
        self._allowance = float(MOST_A_SECOND)
        self._counted_s = 0.0

    def feed(self, data: bytes, now_s: float) -> list[Report]:
        """`now_s` on any steady clock. Never raises, and never keeps more than a line."""
        self._replenish(now_s)
        return [report for line in self._lines(data) if (report := self._report(line)) is not None]

    def _lines(self, data: bytes) -> Iterator[bytes]:
        *whole, self._rest = (self._rest + data).split(b"\n")
        for line in whole:
            if self._overlong or len(line) > LONGEST_BYTES:
                self._overlong = False
                self.dropped += 1
            else:
                yield line
        if len(self._rest) > LONGEST_BYTES:  # counted when it ends, or for every further line's length of it
            self.dropped += self._overlong
            self._rest, self._overlong = b"", True

    def _report(self, line: bytes) -> Report | None:
        if self._allowance < 1:
            self.dropped += 1
            return None
        self._allowance -= 1
        try:
            return _REPORTS.decode(line)
        except msgspec.DecodeError:
            self.dropped += 1
            return None

    def _replenish(self, now_s: float) -> None:
        earned = max(0.0, now_s - self._counted_s) * MOST_A_SECOND
        self._allowance = min(float(MOST_A_SECOND), self._allowance + earned)
        self._counted_s = now_s
