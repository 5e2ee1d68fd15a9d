"""The log of a gateway that runs by itself: one JSON object a line, in fields that are on a list.

Nothing personal can slip in by a new field: one that is not on the list, or not of its type, is not written.
Of an error stand its type and where it was raised, not its words, which may quote what was sent.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

FIELDS: Final[dict[str, type]] = {
    "payment_id": str,
    "from_state": str,
    "to_state": str,
    "cause": str,
    "seconds": float,
    "count": int,
}
"""What a call may hand over in `extra`, beside its message."""
_ALWAYS: Final = frozenset({"event", "level", "logger", "timestamp", "error", "raised_at"})


def log_as_json(stream: TextIO | None = None) -> None:
    """From now on, for the whole process; other people's loggers from warnings on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(allow=list(FIELDS)),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[_name_the_error, only_listed, structlog.processors.JSONRenderer()],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("kiosk").setLevel(logging.INFO)


def only_listed(logger: Any, method: str, fields: MutableMapping[str, Any]) -> dict[str, Any]:
    """structlog's processor: the fields everybody has, and those of FIELDS that are of their type."""
    return {
        name: value
        for name, value in fields.items()
        if name in _ALWAYS or (name in FIELDS and type(value) is FIELDS[name])
    }


def _name_the_error(logger: Any, method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    raised = fields.get("exc_info")
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        fields["error"] = _chain(error)
        frames = traceback.extract_tb(error.__traceback__)
        fields["raised_at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return fields


def _chain(error: BaseException) -> list[str]:
    """Types, from the error itself to its first cause."""
    names = []
    cause: BaseException | None = error
    while cause is not None:
        names.append(type(cause).__qualname__)
        cause = cause.__cause__
    return names
