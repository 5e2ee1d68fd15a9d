"""What a database error means for whoever wanted to write: again, lost for certain, or nobody knows."""

from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

# PostgreSQL: serialization_failure, deadlock_detected. SQLite: SQLITE_BUSY with its extended codes.
_AGAIN_SQLSTATES = frozenset({"40001", "40P01"})
_SQLITE_BUSY = 5
# PostgreSQL's classes of an error that says nothing of the transaction: connection exception, operator
# intervention (a server going down), system error, internal error. Every other class means rolled back.
_SAYS_NOTHING = ("08", "57", "58", "XX")


class CommitUnknown(Exception):
    """The answer to COMMIT never came: what was to be written may be there or not. Read it again."""


DATABASE_TROUBLE = (SQLAlchemyError, CommitUnknown)
"""All that a database in trouble makes its users raise; it may be well in a moment."""


def in_words(error: Exception) -> str:
    """In one line what the database or its driver says, for whoever can mend it.

    Of an address that cannot be read nothing is repeated: a password may be in any piece of it.
    """
    if isinstance(error, ArgumentError | ValueError):
        return "its address cannot be read"
    said = getattr(error, "orig", None) or error
    return "; ".join(line.strip() for line in str(said).splitlines() if line.strip()) or type(said).__name__


def means_again(error: DBAPIError) -> bool:
    """Whether the transaction was rolled back only because of somebody else's, and may be tried again."""
    if getattr(error.orig, "sqlstate", None) in _AGAIN_SQLSTATES:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == _SQLITE_BUSY


def unknown_at_commit(error: DBAPIError) -> bool:
    """Of an error that came instead of the answer to COMMIT."""
    if means_again(error):
        return False
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return str(sqlstate).startswith(_SAYS_NOTHING)
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
