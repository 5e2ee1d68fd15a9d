"""What is published reaches the session: of this area or of an address, and how old it is."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.runtime.boards import OLD_AFTER_S, Boards
from kiosk.runtime.bulletin_board import FILE, BulletinBoard
from kiosk.runtime.clock import FakeClock
from kiosk.session.effects import AskBoard
from kiosk.session.events import BoardKnown, Event
from kiosk.session.household import LocalTime
from kiosk.session.published import AreaManager, Board, Outage, PayPoint, Span, Street
from kiosk.session.secret import Secret
from kiosk.wire import directory, notices
from kiosk.wire.bulletin import Bulletin, Entry, Matter

ME = "LFL-380-01"
UNTIL = "2026-12-31T08:00:00+08:00"
FROM_AT, UNTIL_AT = "2026-11-22T00:30:00Z", "2026-11-22T12:30:00+08:00"
SPAN = Span(LocalTime(11, 22, 8, 30), LocalTime(11, 22, 12, 30))


class Gateway:
    def __init__(self, *matters: Matter) -> None:
        self.entries = tuple(Entry(f"e{place}", matter, UNTIL) for place, matter in enumerate(matters))

    def bulletin(self) -> Bulletin:
        return Bulletin(ME, 1, self.entries)


class Kiosk:
    def __init__(self, folder: Path, *matters: Matter, photographs: Mapping[str, str] | None = None) -> None:
        self.clock, self.file = FakeClock(), folder / FILE
        self.bulletin = BulletinBoard(Gateway(*matters), ME, self.clock, self.file)
        self.told: list[Event] = []
        self.boards = Boards(self.bulletin, self.clock, self.told.append, 8 * 3600, photographs or {})

    def shows(self, effect: AskBoard) -> Board:
        self.boards.ask(effect)
        answer = self.told[-1]
        assert isinstance(answer, BoardKnown)
        assert answer.request == effect.request
        return answer.board


def outage(street: str, utility: str = "electricity", until_at: str = UNTIL_AT) -> notices.Outage:
    place = notices.Place(street, (380, 400))
    return notices.Outage(utility, (place,), FROM_AT, until_at, "planned_work", phone="95598")


def visit(until_at: str = UNTIL_AT) -> directory.AreaManager:
    when = directory.Visit(FROM_AT, until_at, "数字小屋")
    return directory.AreaManager("沈国华", "电力公司", "临汾路", "021-5555 0101", next_visit=when)


def test_before_anything_has_come_nobody_pretends_to_know(tmp_path: Path) -> None:
    board = Kiosk(tmp_path, outage("临汾路")).shows(AskBoard(1, "outages"))
    assert board == Board("outages", "none")


def test_an_empty_bulletin_that_was_confirmed_is_known_to_be_empty(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.bulletin.renew(0)
    board = kiosk.shows(AskBoard(1, "outages"))
    assert (board.freshness, board.entries) == ("current", ())


def test_outages_of_the_area_and_of_an_address(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, outage("保德路"), outage("临汾路"), outage("临汾路", "water"))
    kiosk.bulletin.renew(1)
    assert len(kiosk.shows(AskBoard(1, "outages")).entries) == 3
    home = kiosk.shows(AskBoard(2, "outages", addresses=(Secret("临汾路380弄**号"),)))
    assert home.at_home
    street = (Street("临汾路", (380, 400)),)
    assert home.entries[0] == Outage("electricity", street, SPAN, "planned_work", "", "95598")
    assert len(home.entries) == 2
    elsewhere = kiosk.shows(AskBoard(3, "outages", addresses=(Secret("临汾路9弄"),)))
    assert (elsewhere.at_home, elsewhere.entries) == (True, ())


def test_only_what_is_for_the_utilities_of_the_service(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, outage("保德路"), outage("临汾路", "water"))
    kiosk.bulletin.renew(1)
    found = kiosk.shows(AskBoard(1, "outages", ("water",))).entries
    assert [each.utility for each in found if isinstance(each, Outage)] == ["water"]


def test_unconfirmed_for_a_day_it_is_old(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, outage("临汾路"))
    kiosk.bulletin.renew(1)
    assert kiosk.shows(AskBoard(1, "outages")).freshness == "current"
    kiosk.clock.advance(OLD_AFTER_S)
    assert kiosk.shows(AskBoard(2, "outages")).freshness == "old"
    kiosk.bulletin.renew(1)
    assert kiosk.shows(AskBoard(3, "outages")).freshness == "current"


def test_after_a_start_it_is_as_old_as_what_lies_on_the_disk(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, outage("临汾路"))
    kiosk.bulletin.renew(1)
    came_s = kiosk.clock.wall_s() - OLD_AFTER_S
    os.utime(kiosk.file, (came_s, came_s))
    again = Kiosk(tmp_path)
    assert again.shows(AskBoard(1, "outages")).freshness == "old"


@pytest.mark.parametrize("until_at", ["2020-01-01T00:00:00Z", "2026-13-45T99:00:00Z"])
def test_a_visit_that_is_over_or_no_moment_is_not_told(tmp_path: Path, until_at: str) -> None:
    kiosk = Kiosk(tmp_path, visit(), visit(until_at))
    kiosk.bulletin.renew(1)
    there, gone = kiosk.shows(AskBoard(1, "managers")).entries
    assert isinstance(there, AreaManager)
    assert (there.visit, there.where) == (SPAN, "数字小屋")
    assert isinstance(gone, AreaManager)
    assert (gone.visit, gone.where) == (None, "")


def test_a_face_is_shown_where_its_photograph_lies_on_this_machine(tmp_path: Path) -> None:
    named = tuple(replace(visit(), photo=name) for name in ("manager-water", "../kiosk", None))
    kiosk = Kiosk(tmp_path, *named, photographs={"manager-water": "/pictures/manager-water.jpg"})
    kiosk.bulletin.renew(1)
    found = kiosk.shows(AskBoard(1, "managers")).entries
    faces = [each.photograph for each in found if isinstance(each, AreaManager)]
    assert faces == ["/pictures/manager-water.jpg", "", ""]


def test_pay_points_the_nearest_first(tmp_path: Path) -> None:
    near, far = (
        directory.PayPoint(name, "临汾路1号", "9:00", ("water",), ("cash",), distance_m=metres)
        for name, metres in (("近", 100), ("远", 900))
    )
    kiosk = Kiosk(tmp_path, far, near)
    kiosk.bulletin.renew(1)
    found = kiosk.shows(AskBoard(1, "pay_points")).entries
    assert [each.name for each in found if isinstance(each, PayPoint)] == ["近", "远"]
