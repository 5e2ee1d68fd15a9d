"""The file we write of our own books, and that billers and acquirers without a form of their own send.

Comma-separated, UTF-8: `kind,number,fen,at`, and a last line `#rows,N,fen,F`. Beside it may stand
`<name>.sha256`, as `sha256sum` writes it; then it must fit.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from kiosk.reconcile.day import Moments, told_moment
from kiosk.reconcile.files import MOST_LINE_CHARACTERS, FileRefused
from kiosk.reconcile.records import Key, Movement, MovementKind

_HEADER = ["kind", "number", "fen", "at"]
_ROWS, _FEN = "#rows", "fen"
_KINDS: dict[str, MovementKind] = {kind: kind for kind in get_args(MovementKind)}


def write_own(path: Path, movements: Iterable[Movement]) -> None:
    """Replaces the file and its digest. Raises OSError."""
    rows = fen = 0
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(_HEADER)
        for movement in movements:
            rows, fen = rows + 1, fen + movement.fen
            writer.writerow(
                (movement.key.kind, movement.key.number, movement.fen, told_moment(movement.at_ms))
            )
        writer.writerow((_ROWS, rows, _FEN, fen))
    _digest_file(path).write_text(f"{_digest(path)}  {path.name}\n", encoding="ascii")


def read_own(path: Path) -> Iterator[Movement]:
    """Raises FileRefused, also after the last movement when the file's own totals are not met."""
    _check_digest(path)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from _movements(path, lines)
    except UnicodeDecodeError:
        raise FileRefused(path, "it is not UTF-8") from None
    except csv.Error:
        raise FileRefused(path, "its lines are not comma-separated") from None


def _movements(path: Path, lines: Iterable[str]) -> Iterator[Movement]:
    rows = csv.reader(line[:MOST_LINE_CHARACTERS] for line in lines)
    if next(rows, None) != _HEADER:
        raise FileRefused(path, f"its columns are not {','.join(_HEADER)}", 1)
    moments, fen = Moments(), 0
    for read, row in enumerate(rows):
        if row[:1] == [_ROWS]:
            if row != [_ROWS, str(read), _FEN, str(fen)]:
                raise FileRefused(path, f"its last line does not tell {read} rows and their sum", read + 2)
            return
        try:
            movement = _movement(row, moments, read + 2)
        except ValueError as error:
            raise FileRefused(path, str(error), read + 2) from None
        fen += movement.fen
        yield movement
    raise FileRefused(path, "it ends before its last line, the totals")


def _movement(row: list[str], moments: Moments, line: int) -> Movement:
    """Raises ValueError."""
    kind = _KINDS.get(row[0]) if len(row) == len(_HEADER) else None
    if kind is None:
        raise ValueError(f"an entry has {len(_HEADER)} values and begins with one of {', '.join(_KINDS)}")
    _, number, fen, at = row
    if not (fen.isascii() and fen.isdecimal() and int(fen) > 0):
        raise ValueError("fen is a whole number above 0")
    if not (0 < len(number) <= 64 and number.isascii() and number.isprintable()):
        raise ValueError("a number has 1 to 64 plain characters")
    return Movement(Key(kind, number), int(fen), moments.ms(at), line)


def _digest_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_digest(path: Path) -> None:
    try:
        told = _digest_file(path).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        told = []
    if not told or told[0].lower() != _digest(path):
        raise FileRefused(path, f"it does not fit {_digest_file(path).name}")
