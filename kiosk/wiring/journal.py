"""Opens the machine's journal, with its key and its room on the disk, or what stands in for it."""

import logging
from contextlib import suppress
from pathlib import Path

from kiosk.access.commands import access_folder
from kiosk.access.keys import KeyDamaged, journal_key, machine_key
from kiosk.runtime.journal import Journal
from kiosk.runtime.journal_entries import JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.runtime.room import Room
from kiosk.runtime.sync_time import LEAST_SYNC_S, sync_time_s
from kiosk.settings.load import Settings

_log = logging.getLogger(__name__)

FILE = "journal.db"
_MB = 1024**2


def open_journal(settings: Settings, state: Path) -> Journal:
    """One that cannot be used is kept as it is, and payments stay closed."""
    try:
        journal = journal_of(settings, state)
    except JournalDamaged as error:
        _log.critical("payments are closed: %s", error)
        return NoJournal(error)
    if not settings.kiosk.mode.demonstration:
        _doubt_the_disk(state)
    return journal


def _doubt_the_disk(state: Path) -> None:
    """The self-test fails on it; nobody may have run that yet."""
    with suppress(OSError):  # the journal will say so itself
        median_s = sync_time_s(state)
        if median_s < LEAST_SYNC_S:
            _log.warning("the disk says after %.0f µs that it has stored: a cut may lose it", median_s * 1e6)


def journal_of(settings: Settings, state: Path) -> Journal:
    """Raises JournalDamaged."""
    kept = settings.kiosk.journal
    room = Room(state, kept.least_free_mb * _MB, kept.reserve_mb * _MB)
    return Journal(state / FILE, key_of(state, demonstration=settings.kiosk.mode.demonstration), room)


def key_of(state: Path, *, demonstration: bool) -> bytes:
    """Raises JournalDamaged where the machine's key cannot be read: no entry could be proven."""
    try:
        return journal_key(machine_key(access_folder(state, demonstration=demonstration) / "machine.key"))
    except (KeyDamaged, OSError) as error:
        raise JournalDamaged(f"{FILE}: the machine's key: {error}") from error
