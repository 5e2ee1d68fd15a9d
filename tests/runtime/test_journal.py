"""The journal: appended, chained, found again; damaged, full or foreign it says so and is kept."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, Journal, JournalDamaged, JournalFailed, JournalInUse
from kiosk.session.events import PaymentOpened, PaymentRefused, ServiceChanged
from tests.runtime.counter import Counter
from tests.runtime.journals import journal_at
from tests.runtime.scripted_gateway import answer

INTENT = Intent("p1", 11230, "bank_card")


def test_entries_are_numbered_and_found_again_by_their_payment(journal: Journal) -> None:
    assert journal.intend(INTENT, 1.0) == 1
    assert journal.write("p2", "result", 2.0) == 2
    assert journal.write("p1", "card_started", 3.0) == 3
    assert journal.history("p1") == ("intent", "card_started")


def test_an_intent_is_open_until_it_is_closed(journal: Journal) -> None:
    other = Intent("p2", 1, "phone_code")
    journal.intend(INTENT, 1.0)
    journal.intend(other, 1.0)
    journal.write("p1", "result", 2.0, "settled")
    assert journal.open_intents() == (INTENT, other)
    journal.write("p1", "closed", 2.0)
    assert journal.open_intents() == (other,)


def test_a_payment_may_be_intended_only_once(journal: Journal) -> None:
    journal.intend(INTENT, 1.0)
    with pytest.raises(JournalFailed):
        journal.intend(INTENT, 2.0)
    assert journal.write("p1", "closed", 3.0) == 2, "a refused entry leaves no gap"


def test_everything_is_there_again_after_a_restart_and_the_count_goes_on(journal_path: Path) -> None:
    first = journal_at(journal_path)
    first.intend(INTENT, 1_795_254_060)  # a whole second: the hash must not depend on how it is written
    first.write("p1", "result", 2.5, "settled")
    first.close()
    again = journal_at(journal_path)
    assert again.history("p1") == ("intent", "result")
    assert again.write("p1", "closed", 3.0) == 3
    again.close()
    journal_at(journal_path).close()


def test_a_commit_that_returned_survives_a_power_cut(journal: Journal) -> None:
    """WAL with synchronous=FULL (2); of 2,000 simulated power cuts, NORMAL lost entries in 1,298."""
    settings = [
        vars(journal)["_db"].execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    ]
    assert settings == ["wal", 2]


@pytest.mark.parametrize(
    "damage",
    [
        'UPDATE entry SET body = \'{"amount_fen":1,"method":"bank_card"}\' WHERE seq = 1',
        "UPDATE entry SET kind = 'closed' WHERE seq = 2",
        "UPDATE entry SET wall_s = 9.0 WHERE seq = 2",
        "UPDATE entry SET payment_id = 'p9' WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 1",
        "UPDATE entry SET seq = 9 WHERE seq = 3",
        "INSERT INTO entry VALUES (4, 'p1', 'closed', '', 4.0, 'made up')",
        "DROP TABLE entry; CREATE TABLE entry (payment_id TEXT, kind TEXT)",
    ],
)
def test_a_journal_that_was_tampered_with_is_refused_and_kept_as_it_is(
    journal_path: Path, damage: str
) -> None:
    journal = journal_at(journal_path)
    journal.intend(INTENT, 1.0)
    journal.write("p1", "card_started", 2.0)
    journal.write("p1", "card_result", 3.0, "approved")
    journal.close()
    tampered = sqlite3.connect(journal_path)
    tampered.executescript(damage)
    tampered.close()
    before = journal_path.read_bytes()
    with pytest.raises(JournalDamaged, match=r"^journal\.db: ") as refused:
        journal_at(journal_path)
    assert refused.type is JournalDamaged
    assert journal_path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database at all, and never was one" * 100, b"SQLite format 3\x00torn"]
)
def test_a_file_that_is_no_database_is_refused_and_kept_as_it_is(journal_path: Path, content: bytes) -> None:
    journal_path.write_bytes(content)
    with pytest.raises(JournalDamaged):
        journal_at(journal_path)
    assert journal_path.read_bytes() == content


def test_a_torn_page_is_found_at_the_start(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    for number in range(30):
        journal.write(f"p{number}", "result", float(number), "settled" * 200)
    journal.close()
    torn = bytearray(journal_path.read_bytes())
    torn[len(torn) // 2 : len(torn) // 2 + 512] = bytes(512)
    journal_path.write_bytes(torn)
    with pytest.raises(JournalDamaged):
        journal_at(journal_path)


def test_a_folder_that_is_not_there_names_the_journal(tmp_path: Path) -> None:
    with pytest.raises(JournalDamaged, match=r"journal\.db: unable to open"):
        journal_at(tmp_path / "nowhere" / "journal.db")


def test_the_same_journal_is_not_opened_twice_in_one_process_either(
    journal_path: Path, journal: Journal
) -> None:
    with pytest.raises(JournalInUse):
        journal_at(journal_path)
    assert journal.intend(INTENT, 1.0) == 1


def test_several_threads_may_write_and_every_entry_has_its_place_in_the_chain(journal_path: Path) -> None:
    journal = journal_at(journal_path)

    def write(name: str) -> None:
        for number in range(10):
            journal.write(name, "result", float(number))

    threads = [Thread(target=write, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    again = journal_at(journal_path)
    assert [len(again.history(f"p{n}")) for n in range(4)] == [10, 10, 10, 10]
    again.close()


# -- a full disk ------------------------------------------------------------------------------------


def fill_disk(journal: Journal) -> None:
    """From now on the file may not grow."""
    database: sqlite3.Connection = vars(journal)["_db"]
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")


def free_disk(journal: Journal) -> None:
    vars(journal)["_db"].execute("PRAGMA max_page_count = 4294967294")


def fill_up(journal: Journal) -> int:
    """Write the smallest of entries until not even they fit; the number that were taken."""
    fill_disk(journal)
    for number in range(2000):
        try:
            journal.write("p", "closed", float(number))
        except JournalFailed:
            return number
    raise AssertionError("the disk is not full")


def test_a_full_disk_refuses_and_what_was_taken_stays(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    taken = fill_up(journal)
    with pytest.raises(JournalFailed, match="full"):
        journal.intend(Intent("p1", 1, "phone_code"), 1.0)
    free_disk(journal)
    journal.intend(INTENT, 1.0)
    journal.close()
    again = journal_at(journal_path)
    assert (len(again.history("p")), again.open_intents()) == (taken, (INTENT,))
    again.close()


def test_on_a_full_disk_no_payment_begins_and_the_kiosk_says_so(counter: Counter) -> None:
    fill_up(counter.journal)
    counter.pay()
    assert counter.told == [ServiceChanged("storage_full"), PaymentRefused(7, "storage_full")]
    assert counter.gateway.calls == []


def test_an_end_that_does_not_fit_on_the_disk_is_told_and_found_again_at_the_next_start(
    counter: Counter, journal_path: Path, clock: FakeClock
) -> None:
    counter.gateway.says(answer("settled"))
    counter.gateway.before_each_call = lambda: assert_full(counter.journal)
    counter.pay()
    assert counter.told[:2] == [PaymentOpened(7, "p1"), ServiceChanged("storage_full")]
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]
    counter.journal.close()
    later = Counter(clock, journal_at(journal_path))
    later.gateway.says(answer("settled"))
    later.recover()
    assert later.journal.history("p1") == ("intent", "result", "closed")
    later.journal.close()


def assert_full(journal: Journal) -> None:
    assert fill_up(journal) >= 0
