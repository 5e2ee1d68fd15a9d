"""What is published is on the machine: newest when there is a line, the last known when there is none."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.backend.errors import GatewayError, GatewayUnreachable
from kiosk.runtime.bulletin_board import FILE, BulletinBoard
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bulletin import Bulletin, Entry, Matter
from kiosk.wire.directory import AreaManager, PayPoint
from kiosk.wire.notices import Notice, NoticeWords, Outage, Place

ME = "LFL-380-01"
EARLIER, SOON, LATER = "2026-11-21T08:00:00+08:00", "2026-11-21T18:00:00+08:00", "2026-11-22T08:00:00+08:00"
NOTICE = Notice("service", NoticeWords("老花镜", "请自取"))
URGENT = Notice("safety", NoticeWords("用气安全", "请通风"), important=True)


def outage(street: str, from_at: str = LATER) -> Outage:
    return Outage("water", (Place(street, (380,)),), from_at, "2026-11-23T08:00:00+08:00", "planned_work")


def point(name: str, distance_m: int | None) -> PayPoint:
    return PayPoint(name, "汾西路2号", "9:00-17:00", ("water",), ("cash",), distance_m=distance_m)


def entry(matter: Matter, until_at: str = LATER, from_at: str | None = None) -> Entry:
    return Entry("e", matter, until_at, from_at)


class Gateway:
    def __init__(self) -> None:
        self.bulletins = Bulletin(ME, 0, ())
        self.asked = 0
        self.fails: GatewayError | None = None

    def bulletin(self) -> Bulletin:
        self.asked += 1
        if self.fails is not None:
            raise self.fails
        return self.bulletins


class Kiosk:
    def __init__(self, folder: Path) -> None:
        self.clock, self.gateway, self.file = FakeClock(), Gateway(), folder / FILE
        self.switched_on()

    def switched_on(self, kiosk_id: str = ME) -> None:
        self.board = BulletinBoard(self.gateway, kiosk_id, self.clock, self.file)

    def hears(self, *entries: Entry, edition: int = 1) -> None:
        self.gateway.bulletins = Bulletin(ME, edition, entries)
        self.board.renew(edition)


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


def test_it_asks_for_what_it_has_not_and_for_nothing_else(kiosk: Kiosk) -> None:
    kiosk.board.renew(0)
    assert kiosk.gateway.asked == 0
    kiosk.hears(entry(NOTICE), edition=3)
    kiosk.board.renew(3)
    assert (kiosk.gateway.asked, kiosk.board.notices()) == (1, (NOTICE,))
    kiosk.hears(edition=1)
    assert (kiosk.gateway.asked, kiosk.board.notices()) == (2, ()), "a gateway that was set up anew"


def test_what_it_knows_outlives_a_start_without_a_line(kiosk: Kiosk) -> None:
    kiosk.hears(entry(NOTICE))
    kiosk.gateway.fails = GatewayUnreachable("no")
    kiosk.switched_on()
    kiosk.board.renew(2)
    assert (kiosk.board.edition, kiosk.board.notices()) == (1, (NOTICE,))
    kiosk.gateway.fails = None
    kiosk.hears(entry(URGENT), edition=2)
    assert kiosk.board.notices() == (URGENT,)


def test_what_was_published_for_another_kiosk_is_not_shown(kiosk: Kiosk) -> None:
    kiosk.hears(entry(NOTICE))
    kiosk.switched_on("PTL-100-01")
    assert kiosk.board.notices() == ()


@pytest.mark.parametrize("content", [b"{nonsense", b"", b'{"edition": -1}', b"\xff\xfe", b"[]"])
def test_a_file_that_cannot_be_read_costs_a_question_and_nothing_else(kiosk: Kiosk, content: bytes) -> None:
    kiosk.hears(entry(NOTICE))
    kiosk.file.write_bytes(content)
    kiosk.switched_on()
    assert (kiosk.board.edition, kiosk.board.notices()) == (0, ())
    kiosk.board.renew(1)
    assert kiosk.board.notices() == (NOTICE,)


def test_a_disk_that_takes_nothing_keeps_nobody_from_reading(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.file = tmp_path / "nowhere" / FILE
    kiosk.switched_on()
    kiosk.hears(entry(NOTICE))
    assert kiosk.board.notices() == (NOTICE,)


def test_each_entry_is_shown_in_its_time(kiosk: Kiosk) -> None:
    kiosk.hears(
        entry(NOTICE, until_at=SOON),
        entry(URGENT, from_at=SOON),
        entry(msgspec.structs.replace(NOTICE, kind="visit"), until_at=EARLIER),
    )
    assert kiosk.board.notices() == (NOTICE,)
    kiosk.clock.advance(19 * 60)
    assert kiosk.board.notices() == (URGENT,)
    kiosk.clock.advance(24 * 3_600)
    assert kiosk.board.notices() == ()


def test_the_important_come_first(kiosk: Kiosk) -> None:
    kiosk.hears(entry(NOTICE), entry(URGENT))
    assert kiosk.board.notices() == (URGENT, NOTICE)


def test_outages_of_an_address_the_next_one_first(kiosk: Kiosk) -> None:
    later, soon, other = outage("临汾路"), outage("临汾路", SOON), outage("阳曲路")
    kiosk.hears(entry(later), entry(other), entry(soon))
    assert kiosk.board.outages("临汾路380弄") == (soon, later)
    assert kiosk.board.outages("临汾路381弄") == ()
    assert kiosk.board.outages("") == ()


def test_pay_points_the_nearest_first(kiosk: Kiosk) -> None:
    far, near, unknown = point("far", 900), point("near", 100), point("unknown", None)
    kiosk.hears(entry(unknown), entry(far), entry(near))
    assert kiosk.board.pay_points() == (near, far, unknown)


def test_managers_are_those_of_the_area(kiosk: Kiosk) -> None:
    manager = AreaManager("沈国华", "电力", "临汾路", "021-55550101")
    kiosk.hears(entry(manager), entry(NOTICE))
    assert kiosk.board.managers() == (manager,)


@pytest.mark.parametrize("moment", ["2026-13-40T08:00:00Z", "2026-02-30T08:00:00+08:00"])
def test_a_moment_that_is_none_hides_its_entry_alone(kiosk: Kiosk, moment: Any) -> None:
    kiosk.hears(entry(URGENT, until_at=moment), entry(NOTICE))
    assert kiosk.board.notices() == (NOTICE,)
