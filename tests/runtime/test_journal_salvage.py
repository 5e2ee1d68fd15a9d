"""What can still be read of a broken journal is told, past every broken page."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

import msgspec
import pytest

from kiosk.runtime.journal import Intent, Kind, Note
from kiosk.runtime.journal_entries import found_under
from kiosk.runtime.journal_salvage import salvaged
from kiosk.wire.left_journal import LeftJournal, LeftNote, LeftPayment

from .journals import KEY, journal_at

MOMENT = "20261121-180000"
PAGE = 4096


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def written(folder: Path, payments: int = 0) -> Path:
    """Settled, cash left open, a found note, and so many closed payments more."""
    path = folder / "journal.db"
    journal = journal_at(path)
    journal.intend(Intent(uid(1), 500, "phone_code"), 1.0)
    journal.write(uid(1), "result", 2.0, "settled")
    journal.write(uid(1), "closed", 3.0)
    journal.intend(Intent(uid(2), 900, "cash"), 4.0)
    journal.write_note(uid(2), "note_escrow", Note("n1", 1_000), 5.0)
    journal.write_note(uid(2), "note_stacked", Note("n1", 1_000), 6.0)
    found = Note("f1", 2_000)
    journal.write_note(found_under(found), "note_found", found, 7.0)
    for number in range(payments):
        journal.intend(Intent(uid(100 + number), 700, "bank_card"), 8.0)
        journal.write(uid(100 + number), "result", 9.0, "not_charged declined")
        journal.write(uid(100 + number), "closed", 9.0)
    journal.close()
    return path


def read(path: Path, entries: int) -> LeftJournal:
    left = salvaged(path, KEY, "kiosk-1", MOMENT, entries)
    assert msgspec.json.decode(msgspec.json.encode(left), type=LeftJournal) == left, "the gateway can read it"
    return left


def test_of_a_readable_file_everything_is_told(tmp_path: Path) -> None:
    left = read(written(tmp_path), 7)
    assert left.whole
    assert left.payments == (
        LeftPayment(uid(1), closed=True, said="settled", method="phone_code", amount_fen=500),
        LeftPayment(
            uid(2),
            closed=False,
            said="nothing",
            method="cash",
            amount_fen=900,
            notes=(LeftNote("n1", 1_000),),
        ),
    )
    assert left.found_notes == (LeftNote("f1", 2_000),)


def test_past_a_broken_page_the_others_are_read(tmp_path: Path) -> None:
    """Each page in turn: of the entries, of an index, or the one that leads to all."""
    path = written(tmp_path, 200)
    sound = path.read_bytes()
    read_of: list[int] = []
    for at in range(PAGE, len(sound), PAGE):
        path.write_bytes(sound[:at] + b"\xa5" * PAGE + sound[at + PAGE :])
        left = read(path, 607)
        everything = len(left.payments) == 202 and left.found_notes != () and ends(left) == 201
        assert everything or not left.whole
        read_of.append(len(left.payments))
    assert any(150 < payments < 202 for payments in read_of)
    assert min(read_of) == 0, "the page that leads to all others"


def ends(left: LeftJournal) -> int:
    return sum(payment.said != "nothing" and payment.closed for payment in left.payments)


def test_a_file_cut_short_tells_that_entries_are_missing(tmp_path: Path) -> None:
    assert not read(written(tmp_path), 9).whole


@pytest.mark.parametrize("torn_off", ["seq = 1", "seq > 5"])
def test_entries_torn_off_at_either_end_are_missed_without_a_mark(tmp_path: Path, torn_off: str) -> None:
    """The mark is as old as the last start: what was written since then, the seals tell."""
    path = written(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"DELETE FROM entry WHERE {torn_off}")
    assert not read(path, 0).whole


def test_of_a_file_that_is_none_nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"no database" * 1000)
    assert read(path, 3) == LeftJournal("kiosk-1", MOMENT, whole=False, payments=())


def test_entries_that_cannot_be_understood_are_left_out(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    journal.write("no id", "result", 1.0, "settled")
    journal.write(uid(1), "intent", 1.0, "{")
    journal.write(uid(1), "note_stacked", 1.0, "[]")
    journal.write(uid(1), "result", 1.0, "some word of later")
    journal.close()
    journal_left = read(tmp_path / "journal.db", 4)
    assert not journal_left.whole
    [left] = journal_left.payments
    assert left == LeftPayment(uid(1), closed=False, said="pending")


@pytest.mark.parametrize("kind", ["note_stbcked", "note_returned", "closed"])
def test_a_note_whose_kind_was_garbled_is_missed(tmp_path: Path, kind: str) -> None:
    """Unknown or another known one: the chain tells both, and the note is not said to be nothing."""
    path = written(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE entry SET kind = ? WHERE kind = 'note_stacked'", (kind,))
    left = read(path, 7)
    assert [payment.notes for payment in left.payments] == [(), ()]
    assert not left.whole


def test_one_byte_flipped_in_the_file_is_missed(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"note_stacked", b"note_stbcked"))
    assert not read(path, 7).whole


@pytest.mark.parametrize("kind", ["note_burnt", "note_stacked", "intent"])
def test_an_entry_of_a_sound_chain_that_nobody_understands_is_missed(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path)
    journal = journal_at(path)
    journal.write(uid(3), cast("Kind", kind), 10.0, "[]")
    journal.close()
    assert not read(path, 8).whole


def test_of_a_journal_of_another_key_nothing_is_said_to_be_all(tmp_path: Path) -> None:
    assert not salvaged(written(tmp_path), bytes(32), "kiosk-1", MOMENT, 7).whole
