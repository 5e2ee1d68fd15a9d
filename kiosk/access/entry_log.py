"""Who came to the machine's inside, when, and why they went: a line of JSON each, on the disk."""

import logging
from pathlib import Path

import msgspec

from kiosk.durable import append_durably
from kiosk.runtime.clock import Clock
from kiosk.technician.effects import EntryKind, WriteEntry

_log = logging.getLogger(__name__)


class Entry(msgspec.Struct, frozen=True):
    """`technician` is a number of two digits, empty where nobody had shown who they are."""

    wall_s: float
    kind: EntryKind
    technician: str = ""
    why: str = ""


class EntryLog:
    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def write(self, effect: WriteEntry) -> None:
        self.written(effect)

    def written(self, effect: WriteEntry) -> bool:
        """Whether it is on the disk. A full one must keep no technician out: then it is at least told."""
        entry = Entry(self._clock.wall_s(), effect.kind, effect.technician, effect.why)
        try:
            append_durably(self._path, msgspec.json.encode(entry) + b"\n")
        except OSError as error:
            _log.error("%s: entry %s is not written: %s", self._path.name, effect.kind, error.strerror)
            return False
        return True

    def entries(self, most: int = 200) -> tuple[Entry, ...]:
        """Newest first. A line cut short by a power cut is passed over."""
        try:
            lines = self._path.read_bytes().splitlines()[-most:]
        except OSError:
            return ()
        read = (_entry(line) for line in reversed(lines))
        return tuple(entry for entry in read if entry is not None)


def unanswered_call(entries: tuple[Entry, ...]) -> float | None:
    """When a helper last called, if no technician has been and left since. `entries` are newest first."""
    found = (entry for entry in entries if entry.kind in {"wanted", "left"})
    newest = next(found, None)
    return newest.wall_s if newest is not None and newest.kind == "wanted" else None


def _entry(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    except msgspec.DecodeError:
        return None
