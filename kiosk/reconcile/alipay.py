"""Alipay's business details of a day: a zip with a GBK file, its entries between two marks, then totals."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.reconcile.day import Moments
from kiosk.reconcile.files import MOST_LINE_CHARACTERS, FileRefused
from kiosk.reconcile.layouts import AlipayLayout, Columns, layouts
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.sums import fen_of

_MOST_BYTES = 4 * 1024**3
"""Of one file unpacked: more is no day's business, but a bomb."""

_UNSOUND = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What the library raises for archives that somebody has damaged; the file itself is open by then."""


def read_alipay(path: Path) -> Iterator[Movement]:
    """Raises FileRefused, also after the last movement when the file's own totals are not met."""
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield from _details(path, archive, layouts().alipay)
        except UnicodeDecodeError:
            raise FileRefused(path, "it is not GBK") from None
        except _UNSOUND:
            raise FileRefused(path, "it is no sound zip file") from None
        except csv.Error:
            raise FileRefused(path, "its lines are not comma-separated") from None


def _details(path: Path, archive: zipfile.ZipFile, layout: AlipayLayout) -> Iterator[Movement]:
    """The summary beside the details has no such lines; names in the zip are in no certain encoding."""
    for entry in archive.infolist():
        if entry.file_size > _MOST_BYTES:
            raise FileRefused(path, "a file in it is larger than a day's business can be")
        with archive.open(entry) as packed:
            lines = io.TextIOWrapper(packed, encoding="gbk", newline="")
            if _found(lines, layout.begin):
                yield from _movements(path, lines, layout)
                return
    raise FileRefused(path, f"no file in it has a line {layout.begin}")


def _found(lines: Iterator[str], mark: str) -> bool:
    head = (line for line, _ in zip(lines, range(20), strict=False))
    return any(line.startswith("#") and mark in line for line in head)


class _Columns(msgspec.Struct, frozen=True):
    time: int
    order_no: int
    refund_no: int
    state: int
    sum: int

    @property
    def last(self) -> int:
        return max(self.time, self.order_no, self.refund_no, self.state, self.sum)


def _movements(path: Path, lines: Iterator[str], layout: AlipayLayout) -> Iterator[Movement]:
    rows = csv.reader(line[:MOST_LINE_CHARACTERS] for line in lines)
    columns = _columns(path, next(rows, []), layout)
    moments, read = Moments(), Counter[str]()
    for number, row in enumerate(rows, 1):
        if row and row[0].startswith("#"):
            break
        values = [value.strip() for value in row]
        if len(values) <= columns.last:
            raise FileRefused(path, "the line is too short", number)
        try:
            movement = _movement(values, columns, layout, moments, number)
        except ValueError as error:
            raise FileRefused(path, str(error), number) from None
        read[movement.key.kind] += 1
        yield movement
    else:
        raise FileRefused(path, f"it ends before {layout.end}")
    if layout.end not in row[0]:
        raise FileRefused(path, f"its entries do not end with {layout.end}")
    _check_totals(path, "".join(lines), read, layout)


def _columns(path: Path, header: list[str], layout: AlipayLayout) -> _Columns:
    found = Columns([name.strip() for name in header])
    try:
        return _Columns(
            time=found.at(layout.time),
            order_no=found.at(layout.order_no),
            refund_no=found.at(layout.refund_no),
            state=found.at(layout.state),
            sum=found.at(*layout.sum),
        )
    except KeyError as missing:
        raise FileRefused(path, f"there is no column {missing.args[0]}") from None


def _movement(
    values: list[str], columns: _Columns, layout: AlipayLayout, moments: Moments, number: int
) -> Movement:
    """Raises ValueError. What was cancelled after it was paid has no refund's number: its order's stands."""
    order_no, state = values[columns.order_no], values[columns.state]
    fen, at_ms = fen_of(values[columns.sum]), moments.ms(values[columns.time])
    if state == layout.paid and fen > 0:
        return Movement(Key("charge", order_no), fen, at_ms, number)
    if state == layout.refunded and fen < 0:
        return Movement(Key("refund", values[columns.refund_no] or order_no), -fen, at_ms, number)
    raise ValueError("its kind and the sign of its sum are none of those the provider documents")


def _check_totals(path: Path, tail: str, read: Counter[str], layout: AlipayLayout) -> None:
    for pattern, kind in ((layout.paid_total, "charge"), (layout.refunded_total, "refund")):
        told = re.search(pattern, tail)
        if told is None or int(told[1]) != read[kind]:
            raise FileRefused(path, f"its totals do not count {read[kind]} of kind {kind}")
