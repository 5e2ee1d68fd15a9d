"""What is asked for reaches the gateway once: across lost answers, crashes, and people who begin again."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.begun_requests import AN_HOUR_S, FILE
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.requests import CONSENT_WORDS
from kiosk.session.effects import FileRequest
from kiosk.session.events import RequestAlreadyOpen, RequestArrived, RequestBegun, RequestNotArrived
from kiosk.session.forms import Draft, FiledRequest, KnownRequest, Person, Said
from kiosk.session.secret import Secret
from kiosk.wire import requests as wire
from kiosk.wire.requests import (
    Consent,
    FieldAnswer,
    RequestAnswer,
    RequestContent,
)
from tests.runtime.request_desk import IDS, Gateway, Kiosk
from tests.session import facts
from tests.session.forms import NUMBER, PHONE

DRAFT = Draft(
    "repair",
    (
        Said("utility", "water"),
        Said("trouble", "leak"),
        Said("place", "home"),
        Said("phone", typed=Secret(PHONE)),
    ),
    agreed_wall_s=1_795_138_860.0,
)
ASKED = FileRequest(3, DRAFT)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def ids() -> list[str]:
    return list(IDS)


@pytest.fixture
def kiosk(gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str]) -> Kiosk:
    return Kiosk(gateway, tmp_path, clock, ids)


def test_the_id_is_told_before_the_number(kiosk: Kiosk, gateway: Gateway) -> None:
    filed = FiledRequest("repair", NUMBER, "2026-11-21")
    assert kiosk.files(ASKED) == [RequestBegun(3, IDS[0]), RequestArrived(IDS[0], filed)]
    assert gateway.kept[IDS[0]] == RequestContent(
        "repair",
        (FieldAnswer("trouble", "leak"), FieldAnswer("place", "在我家里"), FieldAnswer("phone", PHONE)),
        "water",
    )
    assert gateway.consents == [Consent(CONSENT_WORDS, "2026-11-20T09:41:00+08:00")]


@pytest.mark.parametrize(
    ("trouble", "problem", "unsure"),
    [
        (GatewayUnreachable("send"), "request_not_sent", False),
        (GatewaySlow("send"), "request_unsure", True),
        (GatewayGarbage("send"), "request_unsure", True),
        (GatewayRefused("request_open", 409), "request_open", False),
        (GatewayRefused("field_wrong", 422), "request_refused", False),
        (GatewayRefused("rate_limited", 429), "too_many_tries", False),
    ],
)
def test_every_trouble_is_told_as_what_it_is(
    kiosk: Kiosk, gateway: Gateway, trouble: GatewayError, problem: str, unsure: bool
) -> None:
    gateway.troubles = [trouble]
    assert kiosk.files(ASKED)[-1] == RequestNotArrived(3, problem, unsure)


def test_a_lost_answer_and_the_same_id_once_more(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.troubles = [GatewaySlow("send"), GatewayUnreachable("send")]
    kiosk.files(ASKED)
    again = FileRequest(4, replace(DRAFT, request_id=IDS[0], unsure=True))
    kiosk.files(again)
    assert isinstance(kiosk.files(again)[-1], RequestArrived)
    assert list(gateway.kept) == [IDS[0]]


@pytest.mark.parametrize("lost", [GatewaySlow("send"), GatewayUnreachable("send")])
def test_who_begins_again_after_a_crash_has_asked_once(
    kiosk: Kiosk, gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str], lost: GatewayError
) -> None:
    gateway.troubles = [lost]
    kiosk.files(ASKED)
    next_life = Kiosk(gateway, tmp_path, clock, ids)
    assert isinstance(next_life.files(FileRequest(1, DRAFT))[-1], RequestArrived)
    assert list(gateway.kept) == [IDS[0]]


def test_another_resident_does_not_get_the_number_of_the_one_before(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(ASKED)
    other = replace(DRAFT, said=(*DRAFT.said[:-1], Said("phone", typed=Secret("13900000000"))))
    told = kiosk.files(FileRequest(9, other))
    assert told[:2] == [RequestBegun(9, IDS[0]), RequestBegun(9, IDS[1])]
    assert isinstance(told[-1], RequestArrived)
    assert list(gateway.kept) == IDS[:2]


def test_what_has_arrived_is_asked_for_anew_under_another_id(kiosk: Kiosk, gateway: Gateway) -> None:
    kiosk.files(ASKED)
    kiosk.files(ASKED)
    assert list(gateway.kept) == IDS[:2]


def test_an_old_try_is_no_longer_meant(kiosk: Kiosk, gateway: Gateway, clock: FakeClock) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(ASKED)
    clock.advance(AN_HOUR_S + 1)
    kiosk.files(ASKED)
    assert list(gateway.kept) == IDS[:2]


def test_another_utility_is_another_request(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(ASKED)
    kiosk.files(FileRequest(4, replace(DRAFT, said=(Said("utility", "gas"), *DRAFT.said[1:]))))
    assert list(gateway.kept) == IDS[:2]


PERSON = Person(facts.ID_NUMBER, "张** · 310***********0011", Secret("张秀英"), Secret("临汾路380弄5号"))
VISIT = FileRequest(
    3,
    Draft("home_visit", (Said("place", "on_card"), Said("phone", typed=Secret(PHONE))), agreed_wall_s=1.0),
    PERSON,
)


def test_what_stands_on_the_card_is_sent_as_it_stands_there(kiosk: Kiosk, gateway: Gateway) -> None:
    kiosk.files(VISIT)
    assert gateway.kept[IDS[0]].fields[:3] == (
        FieldAnswer("person_name", "张秀英"),
        FieldAnswer("id_number", facts.ID_NUMBER.value),
        FieldAnswer("place", "临汾路380弄5号"),
    )
    assert gateway.persons == [wire.Person(facts.ID_NUMBER.value)]


def test_an_application_begun_before_a_crash_goes_on_under_its_id(
    kiosk: Kiosk, gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str]
) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(VISIT)
    next_life = Kiosk(gateway, tmp_path, clock, ids)
    assert isinstance(next_life.files(VISIT)[-1], RequestArrived)
    assert list(gateway.kept) == [IDS[0]]


def test_somebody_else_who_asks_the_same_has_one_of_their_own(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(VISIT)
    neighbour = replace(PERSON, number=Secret("310108195001010029"))
    assert isinstance(kiosk.files(replace(VISIT, person=neighbour))[-1], RequestArrived)
    assert [person and person.id_number for person in gateway.whose.values()] == [
        facts.ID_NUMBER.value,
        "310108195001010029",
    ]


def _theirs(service: str, state: wire.RequestState, number: str) -> RequestAnswer:
    return RequestAnswer("r1", service, state, 1, number, None, "2026-11-21T17:40:00+08:00")


def test_one_that_is_open_is_told_with_its_number(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.troubles = [GatewayRefused("request_open", 409)]
    gateway.theirs = (
        _theirs("capacity", "sent", "1" * 14),
        _theirs("home_visit", "answered", "2" * 14),
        _theirs("home_visit", "taken_up", NUMBER),
    )
    known = KnownRequest("r1", "home_visit", "taken_up", NUMBER, "2026-11-21")
    assert kiosk.files(VISIT)[-1] == RequestAlreadyOpen(3, known)


@pytest.mark.parametrize("theirs", [(), GatewaySlow("look-up")])
def test_one_that_is_open_and_cannot_be_found_is_refused_all_the_same(
    kiosk: Kiosk, gateway: Gateway, theirs: tuple[RequestAnswer, ...] | GatewayError
) -> None:
    gateway.troubles = [GatewayRefused("request_open", 409)]
    gateway.theirs = theirs
    assert kiosk.files(VISIT)[-1] == RequestNotArrived(3, "request_open")


def test_without_a_disk_nothing_leaves(kiosk: Kiosk, gateway: Gateway, tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").mkdir()
    assert kiosk.files(ASKED) == [RequestNotArrived(3, "storage_full")]
    assert not gateway.kept


def test_nothing_of_what_was_said_is_on_the_disk_or_in_the_log(
    kiosk: Kiosk, gateway: Gateway, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(ASKED)
    assert PHONE not in (tmp_path / FILE).read_text("utf-8") + caplog.text
    assert PHONE not in repr(ASKED)


def test_a_file_that_was_torn_is_begun_anew(
    gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str]
) -> None:
    (tmp_path / FILE).write_bytes(b'[{"about":')
    assert isinstance(Kiosk(gateway, tmp_path, clock, ids).files(ASKED)[-1], RequestArrived)


def test_a_mistake_of_ours_is_told_as_unsure(kiosk: Kiosk) -> None:
    odd = FileRequest(3, replace(DRAFT, service="nobody's"))
    assert kiosk.files(odd)[-1] == RequestNotArrived(3, "request_unsure", unsure=True)
