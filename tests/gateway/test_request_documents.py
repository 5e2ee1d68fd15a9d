"""Pictures of papers: in parts, each once, whole or not at all, and gone when nobody needs them."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from kiosk.gateway.counter.request_office import RequestOffice
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_requests import service_document, service_document_part
from kiosk.gateway.trust.key_file import rotate_key_file
from kiosk.gateway.trust.record_seals import RecordSpoilt
from kiosk.runtime.clock import FakeClock
from kiosk.wire.requests import MOST_PART_BYTES, MOST_PARTS

from .place import Place
from .request_desk import MANY, PICTURE, REPAIR, ZHANG, Desk, li, number_of, read
from .town import Town, refused

NAME = "household_register"
OTHER = b"another picture" * 5_000


@pytest.fixture
def desk(town: Town) -> Desk:
    desk = Desk(town, MANY, ZHANG)
    read(desk.saved())
    return desk


def office(desk: Desk) -> RequestOffice:
    return desk.counter.request_office


def missing(desk: Desk, part: int, picture: bytes = PICTURE) -> list[int]:
    answer = desk.part(NAME, part, picture)
    assert answer.status_code == 200, answer.text
    found: list[int] = answer.json()["missing"]
    return found


def test_parts_may_come_in_any_order_and_twice(desk: Desk) -> None:
    assert missing(desk, 3) == [1, 2, 4]
    assert missing(desk, 1) == [2, 4]
    assert missing(desk, 3) == [2, 4]
    assert missing(desk, 4) == [2]
    assert missing(desk, 2) == []
    assert missing(desk, 2) == []
    assert desk.town.count(service_document_part) == 4


def test_a_whole_picture_is_what_was_taken(desk: Desk) -> None:
    number = number_of(read(desk.sent(desk.document(NAME))))
    assert office(desk).document(number, NAME, li) == PICTURE
    events = office(desk).file(number, li).history
    assert [(event.act, event.about) for event in events] == [
        ("begun", ""),
        ("sent", ""),
        ("seen", NAME),
        ("read", ""),
    ]


def test_parts_outlive_a_crash(desk: Desk) -> None:
    missing(desk, 1)
    desk.town.restart()
    assert missing(desk, 2) == [3, 4]


def test_another_picture_begins_anew(desk: Desk) -> None:
    missing(desk, 1)
    missing(desk, 2)
    assert missing(desk, 1, OTHER) == [2, 3]
    assert desk.town.count(service_document_part) == 1
    missing(desk, 2, OTHER)
    assert missing(desk, 3, OTHER) == []
    number = number_of(read(desk.sent(desk.document(NAME, OTHER))))
    assert office(desk).document(number, NAME, li) == OTHER


def test_what_is_not_what_it_was_said_to_be_is_forgotten(desk: Desk) -> None:
    wrong = base64.b64encode(b"\0" * MOST_PART_BYTES).decode()
    assert desk.part(NAME, 1, data=wrong).status_code == 200
    for part in (2, 3):
        missing(desk, part)
    assert refused(desk.part(NAME, 4)) == (409, "document_differs")
    assert desk.town.count(service_document_part) == 0
    assert refused(desk.sent({"name": NAME, "digest": hashlib.sha256(PICTURE).hexdigest()})) == (
        422,
        "request_incomplete",
    )
    assert desk.document(NAME)["name"] == NAME


def test_it_is_not_sent_before_its_pictures_are_whole(desk: Desk) -> None:
    digest = {"name": NAME, "digest": hashlib.sha256(PICTURE).hexdigest()}
    assert refused(desk.sent()) == (422, "request_incomplete")
    assert refused(desk.sent(digest)) == (422, "request_incomplete")
    missing(desk, 1)
    answer = desk.sent(digest)
    assert refused(answer) == (422, "request_incomplete")
    assert answer.json()["detail"] == NAME
    desk.document(NAME)
    assert refused(desk.sent(digest | {"digest": "0" * 64})) == (422, "request_incomplete")
    assert read(desk.sent(digest)).state == "sent"


def test_what_was_taken_and_left_out_is_not_kept(desk: Desk) -> None:
    first, second = desk.document(NAME), desk.document(f"{NAME}.2", OTHER)
    assert first["digest"] != second["digest"]
    number = number_of(read(desk.sent(first)))
    assert [each.name for each in office(desk).file(number, li).documents] == [NAME]
    assert desk.town.count(service_document_part) == 4


@pytest.mark.parametrize(
    ("name", "part", "changed", "expected"),
    [
        ("passport", 1, {}, (422, "field_wrong")),
        (f"{NAME}.7", 1, {}, (422, "field_wrong")),
        (NAME, 5, {"data": base64.b64encode(b"more").decode()}, (409, "document_differs")),
        (NAME, 1, {"data": base64.b64encode(b"short").decode()}, (409, "document_differs")),
        (NAME, 4, {"data": base64.b64encode(PICTURE[:MOST_PART_BYTES]).decode()}, (409, "document_differs")),
        (NAME, 1, {"data": ""}, (400, "malformed")),
        (NAME, 1, {"data": "not base64!"}, (400, "malformed")),
        (NAME, 1, {"data": base64.b64encode(PICTURE[: MOST_PART_BYTES + 1]).decode()}, (400, "malformed")),
        (NAME, 1, {"digest": "0"}, (400, "malformed")),
        (NAME, 1, {"bytes_in_all": 0}, (400, "malformed")),
        (NAME, 1, {"bytes_in_all": MOST_PART_BYTES * MOST_PARTS + 1}, (400, "malformed")),
    ],
)
def test_a_part_that_is_none_is_refused(
    desk: Desk, name: str, part: int, changed: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refused(desk.part(name, part, **changed)) == expected
    assert desk.town.count(service_document) == 0


@pytest.mark.parametrize(("name", "part"), [("Bad", 1), (f"{NAME}.0", 1), (NAME, 0), (NAME, MOST_PARTS + 1)])
def test_no_document_has_such_a_name_or_part(desk: Desk, name: str, part: int) -> None:
    assert refused(desk.part(name, part))[0] in {400, 404}


def test_a_sent_or_withdrawn_request_takes_no_more(desk: Desk) -> None:
    read(desk.sent(desk.document(NAME)))
    assert refused(desk.part(f"{NAME}.2", 1)) == (409, "record_closed")
    unknown = Desk(desk.town, REPAIR)
    assert refused(unknown.part("picture", 1)) == (404, "record_unknown")


def test_a_request_has_no_more_pictures_than_its_service_asks_for(desk: Desk) -> None:
    for page in range(1, 7):
        desk.document(f"{NAME}.{page}", Random(page).randbytes(1000))
    assert refused(desk.part(f"{NAME}.7", 1)) == (422, "field_wrong")


@pytest.mark.parametrize("how", ["answer", "transfer", "withdraw"])
def test_pictures_are_wiped_when_the_request_is_handed_over(desk: Desk, how: str) -> None:
    number = number_of(read(desk.sent(desk.document(NAME))))
    office(desk).take_up(number, li)
    assert desk.town.count(service_document_part) == 4
    if how == "answer":
        office(desk).answer(number, "开通了", li)
    elif how == "transfer":
        office(desk).transfer(number, "water-south", li)
    else:
        read(desk.withdrawn())
    assert desk.town.count(service_document_part) == 0
    [kept] = office(desk).file(number, li).documents
    assert (kept.state, kept.digest) == ("wiped", hashlib.sha256(PICTURE).hexdigest())
    with pytest.raises(Refused) as gone:
        office(desk).document(number, NAME, li)
    assert gone.value.code == "record_unknown"


def test_parts_at_several_processes_make_one_picture(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    desks = [Desk(each, MANY, ZHANG) for each in towns]
    desks[1].request_id = desks[0].request_id
    read(desks[0].saved())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda part: missing(desks[part % 2], part % 4 + 1), range(12)))
    assert towns[0].count(service_document_part) == 4
    number = number_of(read(desks[1].sent(desks[1].document(NAME))))
    assert office(desks[0]).document(number, NAME, li) == PICTURE
    for town in towns:
        town.close()


def test_pictures_lie_sealed_and_outlive_a_new_key(desk: Desk) -> None:
    number = number_of(read(desk.sent(desk.document(NAME))))
    assert PICTURE[:64] not in desk.town.stored()
    rotate_key_file(desk.town.place.folder / "gateway.keys")
    desk.town.restart()
    assert office(desk).document(number, NAME, li) == PICTURE


def test_a_picture_that_somebody_moved_does_not_open(desk: Desk) -> None:
    number = number_of(read(desk.sent(desk.document(NAME))))
    column = service_document_part.c
    database = desk.town.gateway.parts.database
    with database.reading() as connection:
        second = connection.execute(select(column.content).where(column.part == 2)).scalar_one()
    moved = update(service_document_part).where(column.part == 1).values(content=second)
    database.write(lambda connection: connection.execute(moved))
    with pytest.raises(RecordSpoilt) as spoilt:
        office(desk).document(number, NAME, li)
    assert "part 1 of request" in str(spoilt.value)
