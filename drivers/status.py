"""How a device is, in small words with a level, brought into one order that people can read.

Pure. A driver hands over everything it sees; what hides what, and what is news, is decided here.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Final


class Level(IntEnum):
    OK = 0
    WARNING = 1
    """It works; somebody should come."""
    ERROR = 2
    """It does not do its work."""


class Status(StrEnum):
    """XFS4IoT's words where it has them. In the order in which they are told: the gravest first."""

    NOT_AVAILABLE = "not_available"
    """No port, no line, or nobody answers on it."""
    FRAUD_ATTEMPT = "fraud_attempt"
    NOT_INITIALISED = "not_initialised"
    """It answers, but could not be brought up."""
    MODULE_FAULT = "module_fault"
    """A unit inside reports a fault of its own: security module, head, validator, motor, knife."""
    MEDIA_JAMMED = "media_jammed"
    SHUTTER_FAULT = "shutter_fault"
    CUTTER_FAULT = "cutter_fault"
    SUPPLY_FAULT = "supply_fault"
    COVER_OPEN = "cover_open"
    BOX_REMOVED = "box_removed"
    BOX_FULL = "box_full"
    PAPER_OUT = "paper_out"
    TOO_HOT = "too_hot"
    PAPER_LOW = "paper_low"
    RETAIN_BIN_FULL = "retain_bin_full"
    """A forgotten card would find no room; it stays where its owner can take it."""
    RETAIN_BIN_INOPERATIVE = "retain_bin_inoperative"
    """A forgotten card could not be brought into the bin, for another reason."""
    BACKUP_SUPPLY = "backup_supply"
    IDENTITY_CHANGED = "identity_changed"
    """Another unit than before answers on this port."""
    BUSY = "busy"
    """Starting, or at work; will settle by itself."""

    @property
    def level(self) -> Level:
        return Level.WARNING if self in _WARNINGS else Level.ERROR


_WARNINGS: Final = frozenset(
    {
        Status.PAPER_LOW,
        Status.RETAIN_BIN_FULL,
        Status.RETAIN_BIN_INOPERATIVE,
        Status.BACKUP_SUPPLY,
        Status.IDENTITY_CHANGED,
        Status.BUSY,
    }
)

_HIDES: Final = {
    Status.NOT_INITIALISED: {Status.BUSY},
    Status.MEDIA_JAMMED: {Status.BUSY},
    Status.BOX_REMOVED: {Status.BOX_FULL},
    Status.COVER_OPEN: {Status.PAPER_OUT, Status.PAPER_LOW},
    Status.PAPER_OUT: {Status.PAPER_LOW},
    Status.TOO_HOT: {Status.MODULE_FAULT},
}
"""A serious word hides its lesser: who reads "paper out" needs no "paper low" beside it."""


def normalised(found: Iterable[Status], before: tuple[Status, ...] = ()) -> tuple[Status, ...]:
    """What to tell, gravest first. `before` is what was told last: an error that a device leaves while it is
    still busy stays told until the device has settled. One that has come back is available at once."""
    seen = set(found)
    if Status.NOT_AVAILABLE in seen:
        return (Status.NOT_AVAILABLE,)
    if Status.NOT_AVAILABLE in before:
        before = ()
    for status in tuple(seen):
        seen -= _HIDES.get(status, set())
    if Status.BUSY in seen and level_of(seen) is Level.WARNING and level_of(before) is Level.ERROR:
        return before
    return tuple(status for status in Status if status in seen)


def level_of(statuses: Iterable[Status]) -> Level:
    return max((status.level for status in statuses), default=Level.OK)
