"""Paper, print head and knife of a simulated receipt printer: does what is queued in its own time.

Knows no host and no line; time is handed in.
"""

from collections import deque
from typing import Final, NamedTuple

from PIL import Image

from drivers.printer.host_commands import (
    ConfirmWhenDone,
    Cut,
    FeedLines,
    IdentityWhenDone,
    Initialise,
    PaperWhenDone,
    QueuedCommand,
    Raster,
    SetAutomaticStatus,
)
from drivers.printer.port import WIDTH_DOTS
from drivers.vocabulary import Paper

ROWS_PER_S: Final = 1200.0
"""150 mm/s at 8 rows to the millimetre."""

_LINE_ROWS: Final = 30
_CUT_S: Final = 0.3
_NEW_ROLL_ROWS: Final = 80_000 * 8
_LOW_ROWS: Final = 5_000 * 8

SLIPS_KEPT: Final = 8
"""A slip's picture takes a megabyte; nobody looks further back."""


class _Row(NamedTuple):
    """Bands are printed row by row, so that paper can end between two of them."""

    dots: bytes


_Work = (
    _Row
    | Initialise
    | SetAutomaticStatus
    | FeedLines
    | Cut
    | ConfirmWhenDone
    | PaperWhenDone
    | IdentityWhenDone
)


class Mechanism:
    """`stopped` by a fault: queued work waits, and goes on where it was when the fault is gone."""

    def __init__(self) -> None:
        self.slips: deque[Image.Image] = deque(maxlen=SLIPS_KEPT)
        self.cut_off = 0
        self.paper_rows = _NEW_ROLL_ROWS
        self.rows_per_s = ROWS_PER_S
        self.cover_open = False
        self.jammed = False
        self.hot = False
        self.broken = False
        self.held_off_line = False
        self.knife_blocked = False
        self.knife_in_error = False
        self.information: dict[int, str] = {}
        self._queue: deque[_Work] = deque()
        self._uncut: list[bytes] = []
        self._fed_rows = 0
        self._now_s = 0.0

    @property
    def paper(self) -> Paper:
        if self.paper_rows == 0:
            return Paper.OUT
        return Paper.LOW if self.paper_rows <= _LOW_ROWS else Paper.FULL

    @property
    def in_error(self) -> bool:
        return self.knife_in_error or self.jammed or self.hot or self.broken

    @property
    def stopped(self) -> bool:
        return self.cover_open or self.in_error or self.held_off_line or self.paper_rows == 0

    @property
    def uncut(self) -> Image.Image | None:
        return _picture(self._uncut) if self._uncut else None

    def put(self, command: QueuedCommand) -> None:
        if isinstance(command, Raster):
            self._queue.extend(_Row(row) for row in command.rows)
        else:
            self._queue.append(command)

    def clear(self) -> None:
        self._queue.clear()

    def load(self, level: Paper) -> None:
        self.paper_rows = {Paper.FULL: _NEW_ROLL_ROWS, Paper.LOW: _LOW_ROWS}.get(level, 0)

    def feed(self, lines: int) -> None:
        self._fed_rows += lines * _LINE_ROWS
        self.paper_rows = max(0, self.paper_rows - lines * _LINE_ROWS)

    def advance(self, now_s: float) -> bytes:
        """Work until `now_s`; what it answers on the way."""
        answers = b""
        while self._queue and not self.stopped:
            done_s = self._now_s + self._seconds_for(self._queue[0])
            if done_s > now_s:
                return answers
            self._now_s = done_s
            answers += self._do(self._queue.popleft())
        self._now_s = max(self._now_s, now_s)
        return answers

    def done_at_s(self) -> float | None:
        """When everything queued will be done; None if there is nothing to do or it cannot go on."""
        if self.stopped or not self._queue:
            return None
        return self._now_s + sum(self._seconds_for(work) for work in self._queue)

    def _do(self, work: _Work) -> bytes:
        match work:
            case _Row(dots):
                self._print(dots)
            case FeedLines(lines):
                self.feed(lines)
            case Cut():
                self._cut()
            case ConfirmWhenDone(tag):
                return b"\x37\x22" + tag + b"\x00"
            case PaperWhenDone():
                return bytes((0x03 if self.paper is Paper.LOW else 0x00,))
            case IdentityWhenDone(kind) if kind in self.information:
                return b"\x5f" + self.information[kind].encode("ascii") + b"\x00"
            case _:
                return b""
        return b""

    def _print(self, row: bytes) -> None:
        blank = bytes(WIDTH_DOTS // 8)
        self._uncut += [blank] * self._fed_rows
        self._fed_rows = 0
        self._uncut.append((row + blank)[: WIDTH_DOTS // 8])
        self.paper_rows -= 1

    def _cut(self) -> None:
        """What was fed after the last dots only carried them past the knife: not part of the picture."""
        if self.knife_blocked:
            self.knife_in_error = True
            return
        self._fed_rows = 0
        if self._uncut:
            self.slips.append(_picture(self._uncut))
            self.cut_off += 1
            self._uncut = []

    def _seconds_for(self, work: _Work) -> float:
        match work:
            case _Row():
                return 1 / self.rows_per_s
            case FeedLines(lines):
                return lines * _LINE_ROWS / self.rows_per_s
            case Cut():
                return _CUT_S
            case _:
                return 0.0


def _picture(rows: list[bytes]) -> Image.Image:
    return Image.frombytes("1", (WIDTH_DOTS, len(rows)), b"".join(rows), "raw", "1;I")
