"""The last lines of the log, for an operator who asks for them. In memory alone, and of a bounded size.

Nothing personal is in any line by rule; here whatever might be a number of somebody's is left out once more.
"""

import logging
import re
from collections import deque
from datetime import UTC, datetime
from typing import Final

from kiosk.wire.commands import MOST_LINE, MOST_LOG_LINES

_ID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,}")
_NUMBER: Final = re.compile(r"[0-9](?:[0-9 -]{4,}[0-9])[xX]?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


class RecentLog(logging.Handler):
    """Of an error there is its kind and place, never its words."""

    def __init__(self, most: int = MOST_LOG_LINES) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=most)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(line_of(record))

    def lines(self, most: int) -> tuple[str, ...]:
        """The oldest first."""
        return tuple(self._lines)[-most:]


def line_of(record: logging.LogRecord) -> str:
    try:
        words = record.getMessage()
    except (TypeError, ValueError, KeyError):  # a line that cannot be made up is still a line
        words = str(record.msg)
    if record.exc_info and record.exc_info[0] is not None:
        words = f"{words} ({record.exc_info[0].__name__})"
    moment = datetime.fromtimestamp(record.created, UTC).strftime("%m-%dT%H:%M:%SZ")
    plain = _CONTROL.sub(" ", _NUMBER.sub("#", _ID.sub("#", words)))
    return f"{moment} {record.levelname} {record.name}: {plain}"[:MOST_LINE]
