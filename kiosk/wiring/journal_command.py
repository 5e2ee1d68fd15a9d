"""`python -m kiosk journal`: says how the journal is, and begins another beside one that cannot be used."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk import places
from kiosk.durable import write_durably
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal_entries import JournalDamaged
from kiosk.runtime.journal_file import mark_left
from kiosk.runtime.journal_salvage import salvaged
from kiosk.runtime.journal_set_aside import NotSetAside, set_aside
from kiosk.wiring.checked_settings import load_settings
from kiosk.wiring.journal import FILE, journal_of, key_of


def tell_journal(config: Path, say: Callable[[str], None]) -> int:
    """The exit status: 0 for a sound journal. Raises SettingsError."""
    settings, state = load_settings(config), places.state_folder()
    try:
        journal = journal_of(settings, state)
    except JournalDamaged as error:
        say(str(error))
        return 1
    extent = journal.prove()
    journal.close()
    say(f"{state / FILE}: sound, {extent.entries} entries, {extent.open_payments} payments open")
    return 0


def set_journal_aside(config: Path, say: Callable[[str], None]) -> int:
    """The exit status. The kiosk must not be running. Raises SettingsError."""
    settings, state = load_settings(config), places.state_folder()
    moment = datetime.fromtimestamp(SystemClock().wall_s(), UTC).strftime("%Y%m%d-%H%M%S")
    told = state / f"journal-damaged-{moment}.json"
    try:
        key = key_of(state, demonstration=settings.kiosk.mode.demonstration)
        left = salvaged(
            state / FILE, key, settings.kiosk.identity.number, moment, mark_left(state / FILE) or 0
        )
        # First of all: once another journal is begun, nobody would read this one again.
        write_durably(told, msgspec.json.format(msgspec.json.encode(left)))
        done = set_aside(state / FILE, key, moment)
    except (NotSetAside, JournalDamaged) as error:
        told.unlink(missing_ok=True)
        say(f"nothing was changed: {error}")
        return 1
    say(f"it was damaged: {done.why}")
    for kept in done.kept:
        say(f"kept: {kept}")
    say(f"a new {FILE} goes on after entry {done.last_seq}; payments may begin again")
    for payment_id in done.open_payments:
        say(f"without an end in the old one, ask the gateway what became of it: {payment_id}")
    how_much = "everything that was written" if left.whole else "what could be read, which is NOT all,"
    say(f"{how_much} is in {told}; at the gateway: python -m kiosk cases --take-in FILE")
    return 0
