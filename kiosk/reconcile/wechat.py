"""WeChat Pay's trade bill: comma-separated, every value with a mark before it, a summary at the end.

The mark keeps values apart even where one of them holds a comma.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.reconcile.day import Moments
from kiosk.reconcile.files import MOST_LINE_CHARACTERS, FileRefused
from kiosk.reconcile.layouts import Columns, WechatLayout, layouts
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.sums import fen_of


def read_wechat(path: Path) -> Iterator[Movement]:
    """Raises FileRefused, also after the last movement when the file's own count is not met."""
    layout = layouts().wechat
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _movements(path, lines, layout)
    except UnicodeDecodeError:
        raise FileRefused(path, "it is not UTF-8") from None


class _Columns(msgspec.Struct, frozen=True):
    time: int
    order_no: int
    refund_no: int
    state: int
    order_sum: int
    refund_sum: int

    @property
    def last(self) -> int:
        return max(self.time, self.order_no, self.refund_no, self.state, self.order_sum, self.refund_sum)


def _movements(path: Path, lines: Iterator[str], layout: WechatLayout) -> Iterator[Movement]:
    columns = _columns(path, next(lines, ""), layout)
    moments = Moments()
    read = 0
    for number, line in enumerate(lines, 2):
        if not line.startswith(layout.marker):
            break
        read += 1
        values = _values(path, line, number, layout)
        if len(values) <= columns.last:
            raise FileRefused(path, "the line is too short", number)
        try:
            yield _movement(values, columns, layout, moments, number)
        except ValueError as error:
            raise FileRefused(path, str(error), number) from None
    else:
        raise FileRefused(path, "it ends before its summary")
    if not line.startswith(layout.summary_header[0]):
        raise FileRefused(path, "the line is neither an entry nor the summary", read + 2)
    _check_count(path, next(lines, ""), read, layout)


def _columns(path: Path, header: str, layout: WechatLayout) -> _Columns:
    found = Columns(header.rstrip("\r\n").split(","))
    try:
        return _Columns(
            time=found.at(layout.time),
            order_no=found.at(layout.order_no),
            refund_no=found.at(layout.refund_no),
            state=found.at(layout.state),
            order_sum=found.at(*layout.order_sum),
            refund_sum=found.at(*layout.refund_sum),
        )
    except KeyError as missing:
        raise FileRefused(path, f"there is no column {missing.args[0]}", 1) from None


def _values(path: Path, line: str, number: int, layout: WechatLayout) -> list[str]:
    if len(line) > MOST_LINE_CHARACTERS:
        raise FileRefused(path, "the line is too long", number)
    return line.rstrip("\r\n").removeprefix(layout.marker).split(f",{layout.marker}")


def _movement(
    values: list[str], columns: _Columns, layout: WechatLayout, moments: Moments, number: int
) -> Movement:
    """Raises ValueError. What was revoked after it was paid has no refund's number: its order's stands."""
    order_no, state = values[columns.order_no], values[columns.state]
    at_ms = moments.ms(values[columns.time])
    if state == layout.paid:
        return Movement(Key("charge", order_no), fen_of(values[columns.order_sum]), at_ms, number)
    if state == layout.refunded:
        return Movement(
            Key("refund", values[columns.refund_no]), fen_of(values[columns.refund_sum]), at_ms, number
        )
    if state == layout.revoked:
        given_back = fen_of(values[columns.refund_sum]) or fen_of(values[columns.order_sum])
        return Movement(Key("refund", order_no), given_back, at_ms, number)
    raise ValueError("its state is none of those the provider documents")


def _check_count(path: Path, summary: str, read: int, layout: WechatLayout) -> None:
    told = summary.rstrip("\r\n").removeprefix(layout.marker).split(",")[0]
    if not (told.isascii() and told.isdecimal() and int(told) == read):
        raise FileRefused(path, f"its summary does not count {read} entries")
