"""SQLite on a `Disk`: a virtual file system, and connections that look like those of Python's own module.

The SQLite under test is the one that comes with apsw; the SQL, the pragmas and the code above it are ours.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import apsw

from tests.power.disk import Disk, File
from tests.power.twin import Twin, Values

_numbers = itertools.count()


class _OpenFile:
    """What SQLite asks of a file. Locks are nobody's concern: each disk has one user at a time."""

    def __init__(self, disk: Disk, name: str, deletes: bool) -> None:
        self._disk = disk
        self._name = name
        self._deletes = deletes

    @property
    def _file(self) -> File:
        return self._disk.files[self._name]

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's names
        return bytes(self._file.content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        disk, end = self._disk, offset + len(data)
        grows = max(0, end - len(self._file.content))
        if disk.capacity is not None and disk.used() + grows > disk.capacity:
            raise apsw.FullError("the disk is full")
        disk.write(self._name, offset, data)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.truncate(self._name, size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.sync(self._name)

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.content)

    def xLock(self, level: int) -> None:  # noqa: N802
        pass

    def xUnlock(self, level: int) -> None:  # noqa: N802
        pass

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return 512

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        """It promises nothing."""
        return 0

    def xClose(self) -> None:  # noqa: N802
        if self._deletes:
            self._disk.files.pop(self._name, None)


class DiskVfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.name = f"disk-{next(_numbers)}"
        self.disk = disk
        super().__init__(self.name, "")

    # apsw takes any object with a file's methods; its stubs do not say so.
    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        path = f"temporary-{next(_numbers)}" if name is None else _path(name)
        self.disk.files.setdefault(path, File())
        flags[1] = flags[0]
        return _OpenFile(self.disk, path, bool(flags[0] & apsw.SQLITE_OPEN_DELETEONCLOSE))

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802
        if name not in self.disk.files:
            raise apsw.IOError("no such file")
        self.disk.delete(name)

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802
        return name in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name

    def xRandomness(self, amount: int) -> bytes:  # noqa: N802
        return self.disk.chance.randbytes(amount)

    def xSleep(self, microseconds: int) -> int:  # noqa: N802
        return microseconds

    def xCurrentTime(self) -> float:  # noqa: N802
        return 2_460_000.0

    def xGetLastError(self) -> tuple[int, str]:  # noqa: N802
        return 0, ""


def _path(name: Any) -> str:
    return name.filename() if isinstance(name, apsw.URIFilename) else str(name)


class DiskConnection:
    """As much of `sqlite3.Connection` as journal, stores and SQLAlchemy use. `instead` rewrites statements:
    a control runs the same code on a weaker promise. `under_way` is the statement that a cut ends."""

    isolation_level: str | None = None

    def __init__(self, disk: Disk, path: str, instead: Mapping[str, str] | None = None) -> None:
        self.disk = disk
        self._vfs = DiskVfs(disk)
        self._instead = instead or {}
        self.raw = apsw.Connection(path, vfs=self._vfs.name)
        # The disk has one user at a time; without shared memory the log needs this to be said.
        self.raw.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        self.twin: Twin | None = None
        self.under_way: tuple[str, Values] = ("", ())

    def run(self, sql: str, values: Values, traced: Callable[..., bool]) -> list[Any]:
        sql = self._instead.get(sql, sql)
        self.under_way = (sql, values)
        cursor = self.raw.cursor()
        cursor.exec_trace = traced
        try:
            rows = cursor.execute(sql, values or None).fetchall()
        except apsw.Error as error:
            raise _translated(error) from error
        if self.twin is not None:
            self.twin.succeeded(sql, values)
        return rows

    def cursor(self, factory: object = None) -> "DiskCursor":
        return DiskCursor(self)

    def execute(self, sql: str, values: Values = ()) -> "DiskCursor":
        return self.cursor().execute(sql, values)

    def executescript(self, sql: str) -> "DiskCursor":
        return self.cursor().execute(sql)

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def create_function(self, name: str, number: int, act: Callable[..., Any], **more: Any) -> None:
        self.raw.create_scalar_function(name, act, number)

    def close(self) -> None:
        self.raw.close()


class DiskCursor:
    arraysize = 1
    lastrowid: int | None = None

    def __init__(self, connection: DiskConnection) -> None:
        self._connection = connection
        self._rows: Iterator[tuple[Any, ...]] = iter(())
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1

    def execute(self, sql: str, values: Values = ()) -> "DiskCursor":
        self.description, self.rowcount = None, -1
        raw = self._connection.raw
        try:
            before = raw.total_changes()
        except apsw.Error as error:
            raise _translated(error) from error
        given = values if isinstance(values, Mapping) else tuple(values)
        rows = self._connection.run(sql, given, self._traced)
        if self.description is None:
            self.rowcount = raw.total_changes() - before
            self.lastrowid = raw.last_insert_rowid()
        self._rows = iter(rows)
        return self

    def _traced(self, cursor: apsw.Cursor, sql: str, values: object) -> bool:
        columns = cursor.get_description()
        self.description = [(name, None, None, None, None, None, None) for name, _ in columns] or None
        return True

    def executemany(self, sql: str, many: Iterable[Values]) -> "DiskCursor":
        changed = 0
        for values in many:
            changed += max(0, self.execute(sql, values).rowcount)
        self.rowcount = changed
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(itertools.islice(self._rows, size or self.arraysize))

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def close(self) -> None:
        self._rows = iter(())


def _translated(error: apsw.Error) -> sqlite3.Error:
    kinds: dict[type[apsw.Error], type[sqlite3.Error]] = {
        apsw.ConstraintError: sqlite3.IntegrityError,
        apsw.CorruptError: sqlite3.DatabaseError,
        apsw.NotADBError: sqlite3.DatabaseError,
        apsw.ConnectionClosedError: sqlite3.ProgrammingError,
    }
    told = kinds.get(type(error), sqlite3.OperationalError)(str(error))
    full = isinstance(error, apsw.FullError)  # raised by the file above, it carries no number
    told.sqlite_errorcode = sqlite3.SQLITE_FULL if full else getattr(error, "result", sqlite3.SQLITE_ERROR)
    return told
