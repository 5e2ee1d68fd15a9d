"""What a database must hold after a power cut: a twin in memory is told every statement that succeeded.

Right is what had been committed when the power went, or that and the whole of what was being committed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, TypeAlias

import apsw

Values: TypeAlias = Sequence[Any] | Mapping[str, Any]
Verdict: TypeAlias = Literal["whole", "lost", "torn"]

_SAME_WITHOUT = ("PRAGMA", "VACUUM")


class Twin:
    """`commits` counts what was acknowledged."""

    def __init__(self, source: apsw.Connection) -> None:
        """Begins as a copy of what is on the disk."""
        self.commits = 0
        self._database = apsw.Connection(":memory:")
        with self._database.backup("main", source, "main") as copy:
            copy.step(-1)
        self._database.execute("PRAGMA journal_mode=MEMORY")
        self._acknowledged = [digest(self._database)]

    def succeeded(self, sql: str, values: Values) -> None:
        if self._follow(sql, values):
            self.commits += 1
            self._acknowledged.append(digest(self._database))

    def judge(self, found: apsw.Connection, sql: str, values: Values) -> Verdict:
        """`sql` is what was under way when the power went."""
        content = digest(found)
        if content == self._acknowledged[-1]:
            return "whole"
        with suppress(apsw.Error):
            self._follow(sql, values)
        if not self._database.in_transaction and content == digest(self._database):
            return "whole"
        return "lost" if content in self._acknowledged else "torn"

    def _follow(self, sql: str, values: Values) -> bool:
        """Whether that ended a transaction which changed something."""
        if sql.startswith(_SAME_WITHOUT) and not sql.startswith("PRAGMA user_version ="):
            return False
        before = self._stand()
        self._database.execute(sql, values or None).fetchall()
        if self._database.in_transaction:
            return False
        return sql == "COMMIT" or self._stand() != before

    def _stand(self) -> tuple[int, int]:
        """Rows changed until now, and tables: a script may make these alone."""
        [[schema]] = self._database.execute("PRAGMA schema_version").fetchall()
        return self._database.total_changes(), int(str(schema))


def digest(database: apsw.Connection) -> str:
    """Of every row of every table and of the schema."""
    made = hashlib.sha256(repr(database.execute("PRAGMA user_version").fetchall()).encode())
    objects = database.execute("SELECT name, type, sql FROM sqlite_master ORDER BY name").fetchall()
    made.update(repr(objects).encode())
    for name, kind, _ in objects:
        if kind == "table":
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
            made.update(repr(sorted(rows, key=repr)).encode())
    return made.hexdigest()
