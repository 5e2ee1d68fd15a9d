"""What a journal's key proves, how earlier files come up, and that none begins afresh unseen."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.runtime.journal import Intent, Journal, JournalDamaged
from kiosk.runtime.journal_chain import FIRST_HASH
from kiosk.runtime.journal_entries import JournalForeign, JournalMissing, JournalTooNew
from kiosk.runtime.journal_file import mark_of
from tests.runtime.journals import journal_at

INTENT = Intent("p1", 11230, "phone_code")


def three_entries(path: Path) -> None:
    journal = journal_at(path)
    journal.intend(INTENT, 1.0)
    journal.write("p1", "result", 2.0, "settled")
    journal.write("p1", "closed", 2.5)
    journal.close()


def change(path: Path, statements: str) -> None:
    database = sqlite3.connect(path)
    database.executescript(statements)
    database.close()


# -- the key -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("DELETE FROM entry WHERE seq = 3", "entry 3: 3 had been written"),
        ("DELETE FROM entry", "entry 1: 3 had been written"),
        ("DELETE FROM entry WHERE seq = 3; UPDATE seal SET seq = 2 WHERE name = 'head'", "sealed"),
        ("DELETE FROM entry WHERE seq = 1; UPDATE seal SET seq = 1 WHERE name = 'anchor'", "sealed"),
        ("DELETE FROM seal WHERE name = 'head'", "sealed"),
        ("UPDATE entry SET body = 'not_charged' WHERE seq = 2", "entry 2"),
    ],
)
def test_without_the_key_nothing_can_be_changed_or_cut_off(
    journal_path: Path, damage: str, words: str
) -> None:
    three_entries(journal_path)
    change(journal_path, damage)
    before = journal_path.read_bytes()
    with pytest.raises(JournalDamaged, match=words) as refused:
        journal_at(journal_path)
    assert "python -m kiosk journal --set-aside" in str(refused.value)
    assert journal_path.read_bytes() == before


def test_another_machines_journal_is_told_from_a_damaged_one(journal_path: Path) -> None:
    three_entries(journal_path)
    with pytest.raises(JournalForeign, match="sealed with another key"):
        Journal(journal_path, bytes(32))


# -- no fresh file unseen ------------------------------------------------------------------------------


def vanish(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("lost", [vanish, empty])
def test_a_journal_that_was_lost_is_not_replaced_by_a_fresh_one(
    journal_path: Path, lost: Callable[[Path], None]
) -> None:
    three_entries(journal_path)
    journal_at(journal_path).close()
    lost(journal_path)
    for _ in range(2):
        with pytest.raises(JournalMissing, match="3 entries"):
            journal_at(journal_path)


def test_an_older_copy_of_itself_is_refused(journal_path: Path) -> None:
    three_entries(journal_path)
    older = journal_path.with_name("older.db")
    shutil.copy(journal_path, older)
    journal = journal_at(journal_path)
    journal.intend(Intent("p2", 1, "phone_code"), 3.0)
    journal.close()
    journal_at(journal_path).close()
    shutil.copy(older, journal_path)
    with pytest.raises(JournalMissing, match="ends at entry 3, and 4 had been written"):
        journal_at(journal_path)


def test_a_torn_mark_is_made_anew(journal_path: Path) -> None:
    three_entries(journal_path)
    mark_of(journal_path).write_bytes(b"\0\0")
    journal_at(journal_path).close()
    assert mark_of(journal_path).read_bytes() == b"3\n"


@pytest.mark.parametrize("kept_bytes", [100, 4096, 6000])
def test_a_file_that_was_cut_short_is_refused(journal_path: Path, kept_bytes: int) -> None:
    three_entries(journal_path)
    journal_path.write_bytes(journal_path.read_bytes()[:kept_bytes])
    with pytest.raises(JournalDamaged):
        journal_at(journal_path)


# -- versions ------------------------------------------------------------------------------------------

FIRST_VERSION = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    payment_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    wall_s REAL NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX entry_payment ON entry (payment_id, kind);
CREATE UNIQUE INDEX one_intent ON entry (payment_id) WHERE kind = 'intent';
"""


def of_the_first_version(path: Path, entries: int = 5) -> None:
    """As the first version wrote it: no key, no seals, no number of a version."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.executescript(FIRST_VERSION)
    chain = FIRST_HASH
    for seq in range(1, entries + 1):
        entry = (seq, f"p{seq}", "intent", '{"amount_fen":100,"method":"phone_code"}', float(seq))
        chain = hashlib.sha256(msgspec.json.encode([chain, *entry])).hexdigest()
        database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (*entry, chain))
    database.commit()
    database.close()


def test_a_file_of_the_first_version_is_brought_up_and_goes_on(journal_path: Path) -> None:
    of_the_first_version(journal_path)
    journal = journal_at(journal_path)
    assert [intent.payment_id for intent in journal.open_intents()] == ["p1", "p2", "p3", "p4", "p5"]
    assert journal.write("p1", "closed", 6.0) == 6
    journal.close()
    again = journal_at(journal_path)
    assert again.history("p1") == ("intent", "closed")
    again.close()
    with pytest.raises(JournalForeign):
        Journal(journal_path, bytes(32))


def test_a_broken_file_of_the_first_version_is_refused_as_it_is(journal_path: Path) -> None:
    of_the_first_version(journal_path)
    change(journal_path, "UPDATE entry SET wall_s = 9.0 WHERE seq = 4")
    before = journal_path.read_bytes()
    with pytest.raises(JournalDamaged, match="the chain breaks at entry 4"):
        journal_at(journal_path)
    assert journal_path.read_bytes() == before


def test_a_file_of_a_later_version_is_refused_with_words(journal_path: Path) -> None:
    three_entries(journal_path)
    change(journal_path, "PRAGMA user_version = 3")
    with pytest.raises(JournalTooNew, match="version 3, this program knows 2: install the later one"):
        journal_at(journal_path)


# -- retention -----------------------------------------------------------------------------------------

DAY_S = 86_400.0


def of_days(journal: Journal, days: int) -> None:
    """A payment a day, each ended within the minute."""
    for day in range(days):
        journal.intend(Intent(f"day-{day}", 100, "phone_code"), day * DAY_S)
        journal.write(f"day-{day}", "result", day * DAY_S + 1, "settled")
        journal.write(f"day-{day}", "closed", day * DAY_S + 2)


def test_what_was_closed_long_ago_goes_and_the_rest_stays_provable(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    of_days(journal, 500)
    assert journal.forget_before(100 * DAY_S) == 300
    assert journal.history("day-99") == ()
    assert journal.history("day-100") == ("intent", "result", "closed")
    assert journal.write("later", "printed", 500 * DAY_S) == 1501, "numbers go on rising"
    journal.close()
    again = journal_at(journal_path)
    assert again.prove().entries == 1201
    assert again.forget_before(100 * DAY_S) == 0
    again.close()


def pages_with(path: Path, word: bytes) -> bool:
    return any(word in file.read_bytes() for file in path.parent.glob("journal.db*"))


@pytest.mark.parametrize(("kept_from", "shrinks"), [(100, False), (450, True)])
def test_what_was_removed_is_in_no_page_of_the_file_any_more(
    journal_path: Path, kept_from: int, shrinks: bool
) -> None:
    journal = journal_at(journal_path)
    of_days(journal, 500)
    before_bytes = journal_path.stat().st_size
    journal.forget_before(kept_from * DAY_S)
    assert pages_with(journal_path, b"day-%d" % kept_from)
    assert not pages_with(journal_path, b"day-%d" % (kept_from - 1))
    assert not pages_with(journal_path, b"day-77")
    assert (journal_path.stat().st_size < before_bytes / 4) is shrinks
    journal.close()


def test_an_open_attempt_stays_however_old_and_all_after_it(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    of_days(journal, 10)
    journal.intend(Intent("open", 1, "phone_code"), 10 * DAY_S)
    journal.intend(Intent("after", 1, "phone_code"), 11 * DAY_S)
    journal.write("after", "closed", 11 * DAY_S)
    assert journal.forget_before(1000 * DAY_S) == 30
    assert journal.history("open") == ("intent",)
    assert journal.history("after") == ("intent", "closed")
    journal.close()
    journal_at(journal_path).close()


def test_no_attempt_is_cut_in_two(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    journal.intend(Intent("long", 1, "phone_code"), 1.0)
    journal.intend(Intent("short", 1, "phone_code"), 2.0)
    journal.write("short", "closed", 3.0)
    journal.write("young", "printed", 5 * DAY_S)
    journal.write("long", "closed", 4.0)
    assert journal.forget_before(DAY_S) == 0, "it ends behind what must stay"
    assert journal.forget_before(6 * DAY_S) == 0, "a paper without a payment is not closed"
    journal.write("young", "closed", 6.0)
    assert journal.forget_before(6 * DAY_S) == 6
    assert journal.prove().entries == 0
    assert journal.write("next", "printed", 7 * DAY_S) == 7
    journal.close()
    journal_at(journal_path).close()


def test_seals_cannot_be_exchanged_for_one_another(journal_path: Path) -> None:
    """Else the end could be passed off as the beginning, and everything would be gone."""
    three_entries(journal_path)
    change(
        journal_path,
        "DELETE FROM entry; DELETE FROM seal WHERE name = 'anchor';"
        " INSERT INTO seal SELECT 'anchor', seq, hash, proof FROM seal WHERE name = 'head'",
    )
    with pytest.raises(JournalDamaged, match="sealed"):
        journal_at(journal_path)
