"""A day's reconciliation carried out: files read, compared with the ledger, and what was found written down.

A file that is refused leaves its own source undone; the others are done all the same, and what was not
compared is on record as such. The run of a day may be repeated: its result is replaced, and a difference has
one case however often it is found.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from kiosk.gateway.sql.database import Database
from kiosk.gateway.tokens import Tokens
from kiosk.reconcile import held_day, kiosk_books, ledger_book, result_store
from kiosk.reconcile.alipay import read_alipay
from kiosk.reconcile.day import Day
from kiosk.reconcile.files import FileRefused, Reader
from kiosk.reconcile.held_legs import HeldLeg, HeldResult, Told, held_legs
from kiosk.reconcile.match import Compared, compare
from kiosk.reconcile.of_the_day import of_the_day
from kiosk.reconcile.own_file import read_own, write_own
from kiosk.reconcile.records import Key, Movement, Source, SourceResult, Undone, UndoneWhy
from kiosk.reconcile.wechat import read_wechat
from kiosk.wire.day_sheet import DaySheetAnswer

_READERS: Mapping[Source, Reader] = {"wechat": read_wechat, "alipay": read_alipay}
"""Everybody else sends the file of our own form."""

Progress = Callable[[Source], None]


class FileMissing(Exception):
    def __init__(self, source: Source) -> None:
        super().__init__(f"no file was given; add --file {source}=PATH")


class DayResult(msgspec.Struct, frozen=True):
    """`cases_opened` are new with this run. `kiosks`: their own books beside ours."""

    day: str
    results: tuple[SourceResult, ...]
    undone: tuple[Undone, ...]
    cases_opened: int
    kiosks: tuple[DaySheetAnswer, ...] = ()
    held: tuple[HeldResult, ...] = ()
    """Legs that only a biller's file could end, and what it proved."""

    @property
    def agrees(self) -> bool:
        """A kiosk that has told nothing is listed, and tells as soon as it can; it differs from nobody."""
        kiosk_differs = any(kiosk_books.differs(each) for each in self.kiosks)
        return not (self.undone or kiosk_differs or any(result.differences for result in self.results))


def reconcile_day(
    database: Database,
    codes: Tokens,
    day: Day,
    files: Mapping[Source, Path],
    now_ms: int,
    progress: Progress,
) -> DayResult:
    """`files` by source; `codes` of the receipts of legs that a file proves. Raises sqlalchemy's errors."""
    with database.reading() as connection:
        held = held_legs(connection, day)
        known = {*ledger_book.sources(connection, day), *(each.source for each in held)}
    results: list[SourceResult] = []
    undone: list[Undone] = []
    ended: list[HeldResult] = []
    opened = 0
    for source in sorted(known | {*files}):
        progress(source)
        try:
            if source not in files:
                raise FileMissing(source)
            theirs = [each for each in held if each.source == source]
            told = Told(theirs)
            compared = _compared(database, source, day, files[source], theirs, told)
        except FileMissing as missing:
            undone.append(_undone(database, source, day, "missing", str(missing)))
        except FileRefused as refused:
            undone.append(_undone(database, source, day, "refused", str(refused)))
        except OSError as error:
            why = f"{files[source]}: {error.strerror}"
            undone.append(_undone(database, source, day, "unreadable", why))
        else:
            compared, became = held_day.settle(database, codes, day, source, theirs, told, compared, now_ms)
            ended += became
            results.append(compared.result)
            opened += result_store.keep(database, day, compared, now_ms)
    result_store.keep_undone(database, day, undone, now_ms)
    kiosks = kiosk_books.sheets_of(database, day)
    opened += kiosk_books.follow_cases(database, kiosks, now_ms)
    return DayResult(day.date.isoformat(), tuple(results), tuple(undone), opened, kiosks, tuple(ended))


def _compared(
    database: Database, source: Source, day: Day, file: Path, held: Sequence[HeldLeg], told: Told
) -> Compared:
    with database.reading() as connection:
        ours = {found.key: found for found in ledger_book.movements(connection, source, day)}
        carried = result_store.carried_from_before(connection, source, day)
        expected = {each.expected.key: each.expected for each in held}

        def elsewhere(key: Key) -> Movement | None:
            return ledger_book.movement(connection, source, key) or expected.get(key)

        read = _READERS.get(source, read_own)
        theirs = of_the_day(file, day, read(file))
        return compare(source, day, ours, told.noticed(theirs), elsewhere, carried)


def _undone(database: Database, source: Source, day: Day, state: UndoneWhy, why: str) -> Undone:
    with database.reading() as connection:
        sums = [
            found.fen for found in ledger_book.movements(connection, source, day) if day.holds(found.at_ms)
        ]
    return Undone(source, len(sums), sum(sums), why, state)


def export(database: Database, day: Day, folder: Path) -> None:
    """Our own book of the day, one file for every source. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with database.reading() as connection:
        for source in ledger_book.sources(connection, day):
            ours = ledger_book.movements(connection, source, day)
            name = f"{day.date.isoformat()}_{source.replace(':', '_')}.csv"
            write_own(folder / name, (movement for movement in ours if day.holds(movement.at_ms)))
