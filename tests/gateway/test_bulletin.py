"""What operators publish and kiosks are told: once each, for whom it is meant, until it is over."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.publication import Publication
from kiosk.gateway.counter.publications import Publications
from kiosk.gateway.demonstration.bulletin import publish_once
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_bulletin import publication_event
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bulletin import Bulletin
from kiosk.wire.directory import AreaManager, PayPoint, Visit
from kiosk.wire.notices import Notice, NoticeWords, Outage, Place

from .heartbeats import beat, send
from .place import Place as Where
from .signed_kiosk import SignedKiosk
from .town import Town, refused

HOUR_MS = 3_600_000
NOTICE = Notice("service", NoticeWords("停水", "明天"), NoticeWords("No water", "Tomorrow"))
OUTAGE = Outage(
    "water",
    (Place("临汾路", (380,)),),
    "2026-11-23T08:00:00+08:00",
    "2026-11-23T12:00:00+08:00",
    "planned_work",
)
MANAGER = AreaManager("沈国华", "电力", "临汾路", "021-55550101")
POINT = PayPoint("营业厅", "汾西路2号", "9:00-17:00", ("water",), ("cash",))


def li(_connection: Connection) -> str:
    return "li"


@pytest.fixture
def office(town: Town) -> Publications:
    return town.gateway.counter.publications


def entry(town: Town, entry_id: str = "e1", **more: Any) -> Publication:
    values: dict[str, Any] = {"matter": NOTICE, "until_ms": town.gateway.parts.time.now_ms() + HOUR_MS}
    return Publication(entry_id, **(values | more))


def read(town: Town, kiosk_id: str = "kiosk-1") -> Bulletin:
    answer = town.http.get(f"/v1/kiosks/{kiosk_id}/bulletin")
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Bulletin)


def ids(town: Town, kiosk_id: str = "kiosk-1") -> list[str]:
    return [each.entry_id for each in read(town, kiosk_id).entries]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused_:
        act()
    return refused_.value.code


def test_what_is_published_is_in_the_bulletin_until_it_is_over(town: Town, office: Publications) -> None:
    office.publish(entry(town), li)
    [found] = read(town).entries
    assert (found.entry_id, found.matter, found.from_at) == ("e1", NOTICE, None)
    assert found.until_at == "2026-11-21T18:41:00+08:00"
    town.clock.advance(3_600)
    assert ids(town) == []
    assert [each.publication.entry_id for each in office.page(phase="over").rows] == ["e1"]


def test_every_act_is_a_new_edition_and_the_heartbeat_says_so(town: Town, office: Publications) -> None:
    before = send(town, beat(1)).edition
    shown = office.publish(entry(town), li).published
    assert send(town, beat(2)).edition == read(town).edition == before + 1 == shown.edition
    office.change(entry(town, matter=MANAGER_NOTICE), shown.edition, li)
    office.withdraw("e1", li)
    assert send(town, beat(3)).edition == before + 3
    assert ids(town) == []


MANAGER_NOTICE = msgspec.structs.replace(NOTICE, important=True)


def test_a_repeated_tap_publishes_once(town: Town, office: Publications) -> None:
    once = entry(town)
    first, again = office.publish(once, li), office.publish(once, li)
    assert first == again
    assert [each.act for each in again.history] == ["published"]
    other = entry(town, matter=POINT)
    assert code_of(lambda: office.publish(other, li)) == "idempotency_key_reused"
    office.withdraw("e1", li)
    assert code_of(lambda: office.publish(once, li)) == "idempotency_key_reused"


def test_history_has_who_did_what_and_what_it_said(town: Town, office: Publications) -> None:
    shown = office.publish(entry(town), li).published
    office.change(entry(town, matter=MANAGER_NOTICE), shown.edition, lambda _connection: "wang")
    file = office.withdraw("e1", li)
    assert [(each.act, each.by, each.matter) for each in file.history] == [
        ("published", "li", NOTICE),
        ("changed", "wang", MANAGER_NOTICE),
        ("withdrawn", "li", MANAGER_NOTICE),
    ]


def test_two_people_who_change_one_entry_do_not_overwrite_each_other(
    town: Town, office: Publications
) -> None:
    seen = office.publish(entry(town), li).published.edition
    first = entry(town, matter=MANAGER_NOTICE)
    office.change(first, seen, li)
    office.change(first, seen, li)
    second = entry(town, until_ms=first.until_ms + HOUR_MS)
    assert code_of(lambda: office.change(second, seen, li)) == "record_changed"
    assert office.file("e1").published.publication == first


def test_what_is_not_there_or_withdrawn_is_refused(town: Town, office: Publications) -> None:
    assert code_of(lambda: office.withdraw("nothing", li)) == "record_unknown"
    assert code_of(lambda: office.file("nothing")) == "record_unknown"
    office.publish(entry(town), li)
    office.withdraw("e1", li)
    assert code_of(lambda: office.withdraw("e1", li)) == "record_closed"
    assert code_of(lambda: office.change(entry(town), 1, li)) == "record_closed"


def test_it_is_for_the_kiosks_whose_numbers_begin_so(town: Town, office: Publications) -> None:
    office.publish(entry(town, "all"), li)
    office.publish(entry(town, "lfl", for_kiosks=("LFL-", "PTL-100")), li)
    assert sorted(ids(town, "LFL-380-01")) == ["all", "lfl"]
    assert sorted(ids(town, "PTL-100-02")) == ["all", "lfl"]
    assert ids(town, "PTL-200-01") == ["all"]


def test_kinds_come_in_their_order_and_the_newest_first(town: Town, office: Publications) -> None:
    for name, matter in (("point", POINT), ("manager", MANAGER), ("outage", OUTAGE), ("old", NOTICE)):
        office.publish(entry(town, name, matter=matter), li)
    town.clock.advance(1)
    office.publish(entry(town, "new"), li)
    assert ids(town) == ["new", "old", "outage", "manager", "point"]
    assert [each.publication.entry_id for each in office.page("outage").rows] == ["outage"]


def test_who_may_not_act_changes_nothing(town: Town, office: Publications) -> None:
    def nobody(_connection: Connection) -> str:
        raise Refused("operator_unknown")

    before = office.edition()
    assert code_of(lambda: office.publish(entry(town), nobody)) == "operator_unknown"
    assert office.edition() == before
    assert office.page().of == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"until_ms": 0}, "until_ms"),
        ({"until_ms": 2**53}, "until_ms"),
        ({"from_ms": 2**52}, "from_ms"),
        ({"entry_id": "two words"}, "entry_id"),
        ({"for_kiosks": ("one two",)}, "for_kiosks"),
        ({"matter": Notice("service", NoticeWords("", "x"))}, "matter.zh.title"),
        ({"matter": Notice("service", NoticeWords("x", "y" * 601))}, "matter.zh.text"),
        ({"matter": Notice("service", NoticeWords("two\nlines", "y"))}, "matter.zh.title"),
        ({"matter": msgspec.structs.replace(OUTAGE, places=())}, "matter.places"),
        ({"matter": msgspec.structs.replace(OUTAGE, until_at=OUTAGE.from_at)}, "matter.until_at"),
        ({"matter": msgspec.structs.replace(OUTAGE, until_at="2026-13-40T08:00:00Z")}, "moment"),
        ({"matter": msgspec.structs.replace(OUTAGE, until_at="tomorrow")}, "matter.until_at"),
        ({"matter": msgspec.structs.replace(MANAGER, phone="call me")}, "matter.phone"),
        (
            {
                "matter": msgspec.structs.replace(
                    MANAGER, next_visit=Visit(OUTAGE.until_at, OUTAGE.from_at, "x")
                )
            },
            "matter.next_visit.until_at",
        ),
        ({"matter": msgspec.structs.replace(POINT, methods=("barter",))}, "matter.methods"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    town: Town, office: Publications, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused) as wrong:
        office.publish(entry(town, **changes), li)
    assert wrong.value.code == "malformed"
    assert says in wrong.value.detail
    assert "barter" not in wrong.value.detail
    assert office.page().of == 0


def test_a_bulletin_that_grows_too_long_is_cut_and_the_log_says_so(
    town: Town, office: Publications, caplog: pytest.LogCaptureFixture
) -> None:
    long = Notice("other", NoticeWords("长", "长" * 600), NoticeWords("x", "y" * 600))
    for number in range(100):
        office.publish(entry(town, f"e{number}", matter=long), li)
    caplog.set_level(logging.WARNING)
    found = read(town)
    assert 60 < len(found.entries) < 100
    assert len(msgspec.json.encode(found)) < 256 * 1024
    assert "do not fit into the bulletin of kiosk-1" in caplog.text


def test_people_at_several_processes_publish_in_turn(place: Where, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]

    def publishes(number: int) -> int:
        office = towns[number % 2].gateway.counter.publications
        return office.publish(entry(towns[0], f"e{number % 6}"), li).published.edition

    with ThreadPoolExecutor(4) as pool:
        editions = list(pool.map(publishes, range(12)))
    assert len(set(editions)) == 6
    assert set(ids(towns[1])) == {f"e{n}" for n in range(6)}
    assert towns[0].gateway.counter.publications.edition() == 12, (
        "a repetition is an edition too, of the same"
    )
    for town in towns:
        town.close()


@pytest.mark.parametrize("change", [update(publication_event).values(by="forged"), delete(publication_event)])
def test_the_history_is_only_appended_to(town: Town, office: Publications, change: Any) -> None:
    office.publish(entry(town), li)
    with pytest.raises(DBAPIError, match="publication_event is only appended to"):
        town.gateway.parts.database.write(lambda at: at.execute(change))


def test_a_kiosk_reads_its_own_bulletin_alone(town: Town) -> None:
    town.restart_as(demonstration=False)
    kiosk = SignedKiosk(town)
    answer = kiosk.get("/v1/kiosks/kiosk-1/bulletin")
    assert answer.status_code == 200
    kiosk.proves(answer)
    assert refused(kiosk.get("/v1/kiosks/kiosk-2/bulletin")) == (403, "kiosk_wrong")
    assert refused(town.http.get("/v1/kiosks/kiosk-1/bulletin")) == (401, "signature_wrong")


def test_a_demonstration_has_something_to_show_and_enters_it_once(town: Town) -> None:
    office = town.gateway.counter.publications
    publish_once(office, town.gateway.parts.time.now())
    kinds = [type(each.matter) for each in read(town).entries]
    assert kinds == sorted(kinds, key=[Notice, Outage, AreaManager, PayPoint].index)
    assert set(kinds) == {Notice, Outage, AreaManager, PayPoint}
    events = town.count(publication_event)
    address = town.look_up("code", "3102664100017").household
    assert address is not None
    outages = [each.matter for each in read(town).entries if isinstance(each.matter, Outage)]
    assert [each.utility for each in outages if each.concerns(address.address_masked)] == ["electricity"]
    publish_once(office, town.gateway.parts.time.now())
    assert town.count(publication_event) == events


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("临汾路380弄", True),
        ("临汾路 380弄 车库", True),
        ("上海市临汾路380弄", True),
        ("临汾路38弄", False),
        ("临汾路3800弄", False),
        ("临汾路", False),
        ("阳曲路380弄", False),
        ("", False),
    ],
)
def test_an_outage_concerns_the_lanes_it_names(address: str, expected: bool) -> None:
    assert OUTAGE.concerns(address) is expected


def test_an_outage_of_a_street_concerns_all_of_it() -> None:
    whole = msgspec.structs.replace(OUTAGE, places=(Place("临汾路"),))
    assert whole.concerns("临汾路1弄")
    assert whole.concerns("临汾路")
    assert not whole.concerns("汾西路1弄")
