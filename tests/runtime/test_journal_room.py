"""A disk that fills up: no payment begins, those under way come to their end, and it opens again."""

from pathlib import Path
from random import Random
from typing import cast

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, Journal, JournalFailed, StorageFull
from kiosk.runtime.journal_care import FORGET_EVERY_S, JournalCare
from kiosk.runtime.journal_file import Connect
from kiosk.runtime.room import Room
from tests.power.disk import Disk
from tests.power.disk_vfs import DiskConnection
from tests.runtime.journals import KEY

MB = 1024**2
DAY_S = 86_400.0


class SmallDisk:
    """`free_bytes` as the system would tell it; the reserve is a real file, whose room counts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.disk = Disk(Random(0))
        self.left_bytes = 100 * MB

    @property
    def reserve(self) -> Path:
        return self.folder / "journal.reserve"

    def free_bytes(self, _folder: Path) -> int:
        return self.left_bytes

    def room(self) -> Room:
        return Room(self.folder, 10 * MB, 1 * MB, self.free_bytes)

    def journal(self) -> Journal:
        connect = cast(Connect, lambda path: _Filling(self))
        return Journal(self.folder / "journal.db", KEY, self.room(), connect)

    def fill(self) -> None:
        """Not a byte is left but what the reserve takes."""
        self.left_bytes = 0
        self.disk.capacity = self.disk.used()


class _Filling(DiskConnection):
    """Finds the room that a reserve given up has left."""

    def __init__(self, small: SmallDisk) -> None:
        super().__init__(small.disk, "journal.db")
        self._small = small

    def execute(self, sql, values=()):  # type: ignore[no-untyped-def]  # as the one it stands for
        if self._small.disk.capacity is not None and not self._small.reserve.exists():
            self._small.disk.capacity = max(self._small.disk.capacity, self._small.disk.used() + 1 * MB)
        return super().execute(sql, values)


@pytest.fixture
def small(tmp_path: Path) -> SmallDisk:
    return SmallDisk(tmp_path)


def test_with_little_room_no_payment_begins_but_an_open_one_ends(small: SmallDisk) -> None:
    journal = small.journal()
    journal.intend(Intent("p1", 1, "phone_code"), 1.0)
    small.left_bytes = 9 * MB
    with pytest.raises(StorageFull, match="less than 10 MB free"):
        journal.intend(Intent("p2", 1, "phone_code"), 2.0)
    assert journal.trouble == "storage_full"
    journal.write("p1", "closed", 3.0)
    assert journal.history("p1") == ("intent", "closed")
    journal.close()


def test_on_a_full_disk_the_reserve_brings_open_payments_to_their_end(small: SmallDisk) -> None:
    journal = small.journal()
    for number in range(200):
        journal.intend(Intent(f"p{number}", 1, "phone_code"), 1.0)
    journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert small.reserve.stat().st_blocks * 512 >= 1 * MB, "a hole would give nothing back"
    small.fill()
    for number in range(200):
        journal.write(f"p{number}", "result", 2.0, "settled")
        journal.write(f"p{number}", "closed", 2.0)
    assert not small.reserve.exists()
    assert journal.open_intents() == ()
    assert journal.trouble == "storage_full"
    journal.close()


def test_the_reserve_is_not_given_up_for_a_new_payment(small: SmallDisk) -> None:
    """Full without the system saying so, as by a quota."""
    journal = small.journal()
    journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    small.disk.capacity = small.disk.used()
    with pytest.raises(StorageFull, match="full"):
        journal.intend(Intent("p1", 1, "phone_code"), 1.0)
    assert small.reserve.exists()
    assert journal.trouble == "storage_full"
    journal.close()


def test_without_the_reserve_a_full_disk_refuses_every_entry(small: SmallDisk) -> None:
    """The control of the test above."""
    journal = small.journal()
    journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    small.fill()
    small.reserve.unlink()
    small.reserve.mkdir()  # there is something of that name, but nothing to be had from it
    with pytest.raises(StorageFull, match="full"):
        write_results(journal)
    journal.close()


def write_results(journal: Journal) -> None:
    for number in range(200):
        journal.write(f"p{number}", "result", 2.0, "settled")


def test_a_disk_that_cannot_say_how_full_it_is_has_no_room(tmp_path: Path) -> None:
    def unreadable(_folder: Path) -> int:
        raise OSError(5, "Input/output error")

    room = Room(tmp_path, 10 * MB, 0, unreadable)
    assert not room.is_enough()
    assert not room.make_reserve()
    assert not Room(tmp_path / "nowhere", 0, MB).make_reserve()


# -- care ----------------------------------------------------------------------------------------------


class Looked:
    """A care stepped by hand; `here` is whether somebody stands at the kiosk."""

    def __init__(self, small: SmallDisk) -> None:
        self.small = small
        self.clock = FakeClock()
        self.journal = small.journal()
        self.told: list[str] = []
        self.journal.on_trouble = self.told.append
        self.here = False
        self.care = JournalCare(self.journal, self.clock, lambda: not self.here, 400)

    def long_ago(self, days: float) -> None:
        wall_s = self.clock.wall_s() - days * DAY_S
        self.journal.intend(Intent("old", 1, "phone_code"), wall_s)
        self.journal.write("old", "closed", wall_s)


@pytest.fixture
def looked(small: SmallDisk) -> Looked:
    return Looked(small)


def test_payments_close_while_there_is_no_room_and_open_when_there_is(looked: Looked) -> None:
    looked.care.look_after()
    assert looked.told == []
    looked.small.left_bytes = MB
    looked.care.look_after()
    looked.care.look_after()
    assert looked.told == ["storage_full"]
    looked.small.left_bytes = 100 * MB
    looked.care.look_after()
    assert looked.told[1:] == [""]
    assert looked.small.reserve.exists()


def test_a_journal_that_failed_otherwise_stays_closed(looked: Looked) -> None:
    looked.journal.close()
    with pytest.raises(JournalFailed):
        looked.journal.write("p1", "closed", 1.0)
    assert looked.journal.trouble == "journal_damaged"
    looked.journal.look_for_room()
    assert looked.journal.trouble == "journal_damaged"


def test_what_is_old_is_forgotten_once_a_day_while_nobody_is_here(looked: Looked) -> None:
    looked.long_ago(days=401)
    looked.here = True
    looked.care.look_after()
    assert looked.journal.prove().entries == 2
    looked.here = False
    looked.care.look_after()
    assert looked.journal.prove().entries == 0
    looked.long_ago(days=402)
    looked.care.look_after()
    assert looked.journal.prove().entries == 2
    looked.clock.advance(FORGET_EVERY_S)
    looked.care.look_after()
    assert looked.journal.prove().entries == 0


def test_what_is_younger_stays_and_a_clock_set_back_forgets_nothing(looked: Looked) -> None:
    looked.long_ago(days=399)
    looked.care.look_after()
    assert looked.journal.prove().entries == 2
    looked.journal.write("from the future", "printed", looked.clock.wall_s() + 900 * DAY_S)
    looked.clock.advance(FORGET_EVERY_S * 10)
    looked.care.look_after()
    assert looked.journal.prove().entries == 3
