"""Transactions to commit, one by one or several under one commit where the disk is what takes the time.

SQLite has one writer, and on an honest disk its commit takes far longer than its statements. So whoever
commits takes along everybody who came while the last commit was under way, and then hands the lead on.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from kiosk.gateway.sql.faults import CommitUnknown, unknown_at_commit
from kiosk.gateway.sql.kept_connections import KeptConnections
from kiosk.gateway.sql.prepared import NewRows

T = TypeVar("T")
Block = Callable[[Connection], Any]
_MOST_TOGETHER = 64


def commit_alone(connections: KeptConnections, block: Callable[[Connection], T]) -> T:
    """Raises what the block raises and any DBAPIError after which certainly nothing is written; CommitUnknown
    when the answer to COMMIT did not come."""
    with connections.connection() as connection:
        transaction = connection.begin()
        done = block(connection)
        try:
            transaction.commit()
        except DBAPIError as error:
            if unknown_at_commit(error):
                raise CommitUnknown("the answer to COMMIT did not come") from error
            raise
    return done


class GroupCommit:
    def __init__(self, connections: KeptConnections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._waiting: deque[_Write] = deque()
        self._led = False
        """Whether somebody is committing or has been told to."""

    def commit(self, block: Callable[[Connection], T]) -> T:
        """As `commit_alone`, for threads of this process that write at the same time."""
        mine = _Write(block)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.asleep.acquire()
        if not mine.settled:
            self._lead()
        if mine.error is not None:
            raise mine.error
        done: T = mine.done
        return done

    def _lead(self) -> None:
        """Commit those who have waited longest, the leader first of all; the next one leads from then on."""
        with self._lock:
            writes = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_TOGETHER))]
        try:
            with _ErrorsTo(writes):
                commit_alone(self._connections, lambda connection: _run(connection, writes))
        finally:
            with self._lock:
                self._led = bool(self._waiting)
                following = [self._waiting[0]] if self._waiting else []
            for write in writes:
                write.settled = True
            for write in (*following, *writes[1:]):
                write.asleep.release()


class _Write:
    def __init__(self, block: Block) -> None:
        self.block = block
        self.done: Any = None
        self.error: BaseException | None = None
        self.settled = False
        self.asleep = threading.Lock()
        """Released once: when it is settled, or when whoever waits for it is to lead. An Event would cost ten
        times as much."""
        self.asleep.acquire()


class _ErrorsTo:
    """Hands an error to those whose writing it ended, instead of raising it where they are being served."""

    def __init__(self, writes: Sequence[_Write], passing: type[Exception] | tuple[()] = ()) -> None:
        self._writes = writes
        self._passing = passing

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or (isinstance(error, self._passing) and not isinstance(error, IntegrityError)):
            return False
        for write in self._writes:
            write.error = write.error or error
        return True


def _run(connection: Connection, writes: Sequence[_Write]) -> None:
    if len(writes) == 1:
        writes[0].done = writes[0].block(connection)
        return
    # Mostly nobody fails, and then one savepoint does for all. If somebody does, each has one of its own.
    trial = _Write(_all_of(writes))
    _run_to_savepoint(connection, trial)
    if trial.error is not None:
        for write in writes:
            _run_to_savepoint(connection, write)


def _all_of(writes: Sequence[_Write]) -> Block:
    """New rows of all in common statements, since threads hold each other up at every single one."""

    def block(connection: Connection) -> None:
        NewRows.of_all(each.block for each in writes if isinstance(each.block, NewRows))(connection)
        for write in writes:
            if not isinstance(write.block, NewRows):
                write.done = write.block(connection)

    return block


def _run_to_savepoint(connection: Connection, write: _Write) -> None:
    # A database in trouble may have lost the whole transaction: that error is everybody's.
    with _ErrorsTo([write], passing=DBAPIError), connection.begin_nested():
        write.done = write.block(connection)
