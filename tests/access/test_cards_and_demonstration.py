"""The second factor on a card, the machine's key, and what a demonstration leaves behind."""

import stat
from pathlib import Path

import pytest

from kiosk.access.demonstration import DEMONSTRATION_CARD, DEMONSTRATION_PIN, DEMONSTRATION_TECHNICIAN
from kiosk.access.entry_log import EntryLog
from kiosk.access.gate import Gate
from kiosk.access.keys import KeyDamaged, machine_key
from kiosk.access.staff_cards import StaffCards
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret
from kiosk.technician.effects import WriteEntry
from kiosk.wire.unlock import unlock_code

from .conftest import MACHINE, OpenGate

pytestmark = pytest.mark.usefixtures("cheap_hashing")

CARD = Secret("6217001234567890")


def test_a_card_is_known_by_its_keyed_hash_alone(tmp_path: Path) -> None:
    path = tmp_path / "cards.json"
    StaffCards(path, b"k" * 32).enrol(CARD)
    assert StaffCards(path, b"k" * 32).knows(CARD)
    assert not StaffCards(path, b"other" * 7).knows(CARD)
    assert not StaffCards(path, b"k" * 32).knows(Secret("6217001234567891"))
    assert b"62170" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_file_of_cards_knows_none(tmp_path: Path) -> None:
    path = tmp_path / "cards.json"
    path.write_bytes(b"[1]")
    assert not StaffCards(path, b"k" * 32).knows(CARD)


def test_a_key_is_made_once_and_a_short_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "machine.key"
    assert machine_key(path) == machine_key(path)
    path.write_bytes(b"short")
    with pytest.raises(KeyDamaged, match="5 bytes"):
        machine_key(path)


def test_an_unlocking_code_has_ten_digits_and_follows_from_all_three() -> None:
    """Computed independently: HMAC-SHA-256 of the purpose, the machine and the challenge, modulo 10**10."""
    key = bytes(range(32))
    code = unlock_code(key, MACHINE, "04711234")
    assert code == "7755133765"
    assert len({code, unlock_code(key, MACHINE, "04711235"), unlock_code(key, "X", "04711234")}) == 3
    with pytest.raises(ValueError, match="8 digits"):
        unlock_code(key, MACHINE, "471")
    with pytest.raises(ValueError, match="32 bytes"):
        unlock_code(b"", MACHINE, "04711234")


def test_a_demonstration_is_entered_with_its_documented_pin(folder: Path, clock: FakeClock) -> None:
    gate = Gate(folder, MACHINE, clock, demonstration=True)
    assert gate.check_pin(DEMONSTRATION_TECHNICIAN, DEMONSTRATION_PIN).verdict == "right"
    assert gate.knows_card(DEMONSTRATION_CARD)


def test_a_real_machine_knows_nothing_of_a_demonstration(
    folder: Path, clock: FakeClock, open_gate: OpenGate
) -> None:
    Gate(folder, MACHINE, clock, demonstration=True)
    real = open_gate()
    assert real.check_pin(DEMONSTRATION_TECHNICIAN, DEMONSTRATION_PIN).verdict == "wrong"
    assert not real.knows_card(DEMONSTRATION_CARD)


def test_entries_are_read_newest_first_and_a_torn_line_is_passed_over(
    tmp_path: Path, clock: FakeClock
) -> None:
    log = EntryLog(tmp_path / "entries.jsonl", clock)
    log.write(WriteEntry("called"))
    log.write(WriteEntry("entered", "07"))
    with (tmp_path / "entries.jsonl").open("ab") as torn:
        torn.write(b'{"wall_s": 1')
    assert [(entry.kind, entry.technician) for entry in log.entries()] == [("entered", "07"), ("called", "")]
    log.write(WriteEntry("left", "07"))
    assert [entry.kind for entry in log.entries()] == ["left", "entered", "called"]


def test_an_entry_that_cannot_be_written_keeps_nobody_out(tmp_path: Path, clock: FakeClock) -> None:
    log = EntryLog(tmp_path / "missing" / "entries.jsonl", clock)
    log.write(WriteEntry("entered", "07"))
    assert log.entries() == ()
