"""Service requests on the counter's other side: who does what is on record, and only what can be done."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.request_office import RequestFile, RequestOffice, RequestWish
from kiosk.gateway.counter.request_states import ACTS, EDGES, FINAL, after
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_requests import service_request_event
from kiosk.runtime.clock import FakeClock
from kiosk.wire.requests import RequestState

from .place import Place
from .request_desk import MANY, REPAIR, ZHANG, Desk, li, nobody, number_of, read
from .town import Town

DAY_MS = 86_400_000
STATES: tuple[RequestState, ...] = get_args(RequestState)


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town, REPAIR)


@pytest.fixture
def office(town: Town) -> RequestOffice:
    return town.gateway.counter.request_office


@pytest.fixture
def number(desk: Desk) -> str:
    return number_of(desk.send_whole())


def acts(file: RequestFile) -> list[tuple[str, str, str]]:
    return [(event.act, event.by, event.about) for event in file.history]


def test_the_way_of_a_request_is_on_record(office: RequestOffice, number: str) -> None:
    office.take_up(number, li)
    tomorrow_ms = office.file(number, li).request.began_ms + DAY_MS
    deferred = office.defer(number, tomorrow_ms, li).request
    assert (deferred.state, deferred.due_ms) == ("deferred", tomorrow_ms)
    office.take_up(number, lambda _at: "wang")
    assert office.transfer(number, "water-south", lambda _at: "wang").request.company == "water-south"
    answered = office.answer(number, "水管已修好。\n谢谢您的来电。", li)
    assert (answered.request.state, answered.reply) == ("answered", "水管已修好。\n谢谢您的来电。")
    assert acts(answered) == [
        ("begun", "resident", ""),
        ("sent", "resident", ""),
        ("take_up", "li", ""),
        ("read", "li", ""),
        ("defer", "li", "2026-11-22"),
        ("take_up", "wang", ""),
        ("transfer", "wang", "water-south"),
        ("answer", "li", ""),
    ]


def test_what_was_said_is_read_by_name(office: RequestOffice, number: str) -> None:
    file = office.file(number, li)
    assert file.content is not None
    assert [field.name for field in file.content.fields] == ["trouble", "place", "phone"]
    assert acts(file)[-1] == ("read", "li", "")
    assert "RequestFile(number=" in repr(file)
    assert "临汾路" not in repr(file)


def test_who_may_not_act_reads_and_changes_nothing(office: RequestOffice, number: str) -> None:
    before = office.file(number, li)
    for act in (lambda: office.take_up(number, nobody), lambda: office.file(number, nobody)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "operator_unknown"
    after_it = office.file(number, li)
    assert after_it.request == before.request
    assert len(after_it.history) == len(before.history) + 1


def test_it_may_be_given_back(office: RequestOffice, number: str) -> None:
    assert office.take_up(number, li).request.taken_by == "li"
    given = office.give_back(number, li).request
    assert (given.state, given.taken_by) == ("sent", None)


@pytest.mark.parametrize("act", ["give_back", "defer", "answer"])
def test_nobody_answers_what_nobody_has_taken_up(office: RequestOffice, number: str, act: str) -> None:
    later_ms = office.file(number, li).request.began_ms + DAY_MS
    does = {
        "give_back": lambda: office.give_back(number, li),
        "defer": lambda: office.defer(number, later_ms, li),
        "answer": lambda: office.answer(number, "done", li),
    }
    with pytest.raises(Refused) as refused:
        does[act]()
    assert refused.value.code == "record_changed"


def test_nothing_is_done_about_what_is_over(office: RequestOffice, desk: Desk, number: str) -> None:
    read(desk.withdrawn())
    for act in (office.take_up, office.give_back):
        with pytest.raises(Refused) as refused:
            act(number, li)
        assert refused.value.code == "record_closed"
    with pytest.raises(Refused) as unknown:
        office.file("26112100000000", li)
    assert unknown.value.code == "record_unknown"


def test_what_is_answered_or_with_another_company_is_not_withdrawn(
    office: RequestOffice, desk: Desk, number: str
) -> None:
    office.transfer(number, "water-south", li)
    assert desk.withdrawn().status_code == 409
    office.answer(number, "修好了", li)
    assert desk.withdrawn().status_code == 409
    assert office.file(number, li).content is not None


@pytest.mark.parametrize(
    "act",
    [
        lambda office, number: office.defer(number, 0, li),
        lambda office, number: office.defer(number, 2**52, li),
        lambda office, number: office.transfer(number, "Water South", li),
        lambda office, number: office.transfer(number, "", li),
        lambda office, number: office.answer(number, " \n ", li),
        lambda office, number: office.answer(number, "x" * 601, li),
        lambda office, number: office.answer(number, "\x07", li),
    ],
)
def test_an_act_that_makes_no_sense_is_refused(office: RequestOffice, number: str, act: Any) -> None:
    office.take_up(number, li)
    with pytest.raises(Refused) as refused:
        act(office, number)
    assert refused.value.code == "malformed"
    assert office.file(number, li).request.state == "taken_up"


def test_an_answer_lets_the_person_ask_again(town: Town, office: RequestOffice) -> None:
    number = number_of(Desk(town, MANY, ZHANG).send_whole())
    office.take_up(number, li)
    office.answer(number, "开通了", li)
    assert Desk(town, MANY, ZHANG).send_whole().state == "sent"


def test_they_are_listed_by_when_they_are_due_without_a_word_of_what_was_said(
    town: Town, office: RequestOffice, number: str
) -> None:
    many = number_of(Desk(town, MANY, ZHANG, "kiosk-2").send_whole())
    draft = Desk(town, REPAIR)
    read(draft.saved())

    def listed(**wish: Any) -> list[str | None]:
        return [each.number for each in office.page(RequestWish(**wish)).rows]

    assert listed() == [number, many]
    assert listed(service="household_of_many") == [many]
    assert listed(kiosk_id="kiosk-2") == [many]
    assert listed(number=number) == [number]
    assert listed(state="taken_up") == []
    assert listed(overdue=True) == []
    town.clock.advance(2 * DAY_MS / 1000)
    assert listed(overdue=True) == [number]
    page = office.page(first=1, most=1)
    assert ([each.number for each in page.rows], page.of) == ([many], 2)
    assert "张" not in repr(page)


def test_of_two_people_who_take_it_up_one_has_it(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    number = number_of(Desk(towns[0], REPAIR).send_whole())

    def takes(by: str) -> bool:
        try:
            towns[len(by) % 2].gateway.counter.request_office.take_up(number, lambda _at: by)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(takes, ["li", "wang", "chen", "zhang"])) == 1
    for town in towns:
        town.close()


@pytest.mark.parametrize(
    "change", [update(service_request_event).values(by="forged"), delete(service_request_event)]
)
def test_the_history_is_only_appended_to(town: Town, number: str, change: Any) -> None:
    assert number
    with pytest.raises(DBAPIError, match="service_request_event is only appended to"):
        town.gateway.parts.database.write(lambda at: at.execute(change))


def test_every_request_can_come_to_an_end_and_no_end_is_left_again() -> None:
    for state in STATES:
        reached, more = {state}, True
        while more:
            new = {to for (begin, _act), to in EDGES.items() if begin in reached} - reached
            reached, more = reached | new, bool(new)
        assert reached & FINAL, state
    assert {begin for begin, _act in EDGES} & FINAL == set()


def test_only_the_resident_sends_and_withdraws() -> None:
    """Of the acts the office has, none leads to a state that is the resident's to reach."""
    office = [act for act in ACTS if act not in {"send", "withdraw"}]
    reached = {after(state, act) for state in STATES for act in office} - {None}
    assert reached == {"taken_up", "sent", "deferred", "transferred", "answered"}
    assert after("draft", "take_up") is None
