"""Photographs leave after the resident has agreed, once however often, and are nowhere but in memory."""

import logging
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.pictures import MOST, Pictures
from kiosk.runtime.requests import CONSENT_WITH_PHOTOGRAPHS, Page
from kiosk.session.effects import FileRequest
from kiosk.session.events import RequestArrived, RequestBegun, RequestDrafted, RequestNotArrived
from kiosk.session.forms import Draft, FiledRequest, Person, Photograph, Said
from kiosk.session.secret import Secret
from kiosk.wire.requests import DocumentDigest
from tests.runtime.request_desk import IDS, Gateway, Kiosk
from tests.session import facts
from tests.session.forms import NUMBER, PHONE

ONE, TWO = b"\xff\xd8\xff the first page", b"\xff\xd8\xff the second"
PERSON = Person(facts.ID_NUMBER, "Z** 0011", Secret(facts.CARD_NAME))
DRAFT = Draft(
    "joint_transfer",
    (Said("new_holder", "on_card"), Said("water", "yes"), Said("phone", typed=Secret(PHONE))),
    agreed_wall_s=1_795_138_860.0,
)
FILED = FiledRequest("joint_transfer", NUMBER, "2026-11-21")


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def ids() -> list[str]:
    return list(IDS)


@pytest.fixture
def kiosk(gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str]) -> Kiosk:
    return Kiosk(gateway, tmp_path, clock, ids)


def asked(kiosk: Kiosk, request_id: str = "") -> FileRequest:
    numbers = [kiosk.pictures.keep(page) for page in (ONE, TWO)]
    pages = tuple(
        Photograph("property_certificate", page, number) for page, number in enumerate(numbers, start=1)
    )
    return FileRequest(3, replace(DRAFT, photographs=pages, request_id=request_id), PERSON)


def test_they_go_before_the_request_and_are_named_by_it(kiosk: Kiosk, gateway: Gateway) -> None:
    assert kiosk.files(asked(kiosk)) == [
        RequestBegun(3, IDS[0]),
        RequestDrafted(IDS[0]),
        RequestArrived(IDS[0], FILED),
    ]
    assert gateway.photographs == [
        (IDS[0], "property_certificate", ONE),
        (IDS[0], "property_certificate.2", TWO),
    ]
    assert gateway.documents[IDS[0]] == (
        DocumentDigest("property_certificate", sha256(ONE).hexdigest()),
        DocumentDigest("property_certificate.2", sha256(TWO).hexdigest()),
    )
    assert [each.words for each in gateway.consents] == [CONSENT_WITH_PHOTOGRAPHS]


def test_after_a_lost_answer_they_are_not_sent_again_and_it_is_one_request(
    kiosk: Kiosk, gateway: Gateway
) -> None:
    effect = asked(kiosk)
    gateway.troubles = [GatewaySlow("send")]
    assert kiosk.files(effect)[2:] == [RequestNotArrived(3, "request_unsure", unsure=True)]
    again = replace(effect, draft=replace(effect.draft, request_id=IDS[0], unsure=True))
    assert kiosk.files(again)[1:] == [RequestArrived(IDS[0], FILED)]
    assert len(gateway.photographs) == 2
    assert len(gateway.kept) == 1


def test_a_line_that_breaks_between_two_leaves_doubt_and_the_next_try_goes_on(
    kiosk: Kiosk, gateway: Gateway
) -> None:
    effect = asked(kiosk)
    gateway.photograph_troubles = [GatewayUnreachable("part")]
    assert kiosk.files(effect)[2:] == [RequestNotArrived(3, "request_unsure", unsure=True)]
    assert gateway.kept == {}
    again = replace(effect, draft=replace(effect.draft, request_id=IDS[0], unsure=True))
    assert kiosk.files(again)[2:] == [RequestArrived(IDS[0], FILED)]


def test_a_line_that_breaks_behind_the_last_one_leaves_doubt_as_well(kiosk: Kiosk, gateway: Gateway) -> None:
    """The gateway has everything by then: nobody is told that nothing has left."""
    gateway.troubles = [GatewayUnreachable("send")]
    told = kiosk.files(asked(kiosk))
    assert told[1:] == [RequestDrafted(IDS[0]), RequestNotArrived(3, "request_unsure", unsure=True)]
    assert len(gateway.photographs) == 2


@pytest.mark.parametrize("before", [{"unsure": True}, {"drafted": True}])
def test_without_a_line_a_try_before_is_still_in_doubt(
    kiosk: Kiosk, gateway: Gateway, before: dict[str, bool]
) -> None:
    effect = asked(kiosk, IDS[0])
    gateway.save_troubles = [GatewayUnreachable("save")]
    told = kiosk.files(replace(effect, draft=replace(effect.draft, **before)))
    assert told[1:] == [RequestNotArrived(3, "request_unsure", unsure=True)]


def test_a_line_that_is_down_from_the_first_takes_nothing_along(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.save_troubles = [GatewayUnreachable("save")]
    assert kiosk.files(asked(kiosk))[1:] == [RequestNotArrived(3, "request_not_sent")]


def test_it_is_known_while_one_is_on_its_way(kiosk: Kiosk, gateway: Gateway) -> None:
    assert not kiosk.requests.busy()
    kiosk.requests.file(asked(kiosk))
    assert kiosk.requests.busy()
    gateway.photograph_troubles = [GatewayUnreachable("part")]
    kiosk.requests.worker.run_pending()
    assert not kiosk.requests.busy()


def test_one_that_came_spoilt_is_sent_once_more(kiosk: Kiosk, gateway: Gateway) -> None:
    gateway.photograph_troubles = [GatewayRefused("document_differs", 409)]
    assert kiosk.files(asked(kiosk))[2:] == [RequestArrived(IDS[0], FILED)]


@pytest.mark.parametrize(
    "troubles",
    [
        [GatewayRefused("field_wrong", 422)],
        [GatewayRefused("document_differs", 409), GatewayRefused("document_differs", 409)],
    ],
)
def test_one_that_is_not_taken_ends_the_try(
    kiosk: Kiosk, gateway: Gateway, troubles: list[GatewayError]
) -> None:
    gateway.photograph_troubles = troubles
    assert kiosk.files(asked(kiosk))[1:] == [RequestDrafted(IDS[0]), RequestNotArrived(3, "request_refused")]
    assert gateway.kept == {}


def test_after_a_crash_other_photographs_are_another_request(
    kiosk: Kiosk, gateway: Gateway, tmp_path: Path, clock: FakeClock, ids: list[str]
) -> None:
    """The gateway tells that the first one is under way, where a person may have one of the kind alone."""
    gateway.troubles = [GatewaySlow("send")]
    kiosk.files(asked(kiosk))
    later = Kiosk(gateway, tmp_path, clock, ids)
    numbers = (later.pictures.keep(b"\xff\xd8\xff taken anew"),)
    pages = (Photograph("property_certificate", 1, numbers[0]),)
    told = later.files(FileRequest(4, replace(DRAFT, photographs=pages), PERSON))
    assert told == [
        RequestBegun(4, IDS[0]),
        RequestBegun(4, IDS[1]),
        RequestDrafted(IDS[1]),
        RequestArrived(IDS[1], FILED),
    ]


def test_whoever_goes_while_they_leave_takes_nothing_from_them(kiosk: Kiosk, gateway: Gateway) -> None:
    kiosk.requests.file(asked(kiosk))
    kiosk.pictures.forget()
    kiosk.requests.worker.run_pending()
    assert len(gateway.photographs) == 2


def test_without_them_nothing_is_sent(kiosk: Kiosk, gateway: Gateway) -> None:
    effect = asked(kiosk)
    kiosk.pictures.forget()
    assert kiosk.files(effect) == [RequestNotArrived(3, "photographs_gone")]
    assert gateway.drafts == {}


def test_they_are_in_no_file_and_no_log(
    kiosk: Kiosk, gateway: Gateway, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    effect = asked(kiosk)
    gateway.photograph_troubles = [GatewayUnreachable("part")]
    kiosk.files(effect)
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    said = caplog.text + repr(effect) + repr(Page("property_certificate", ONE))
    assert b"page" not in written
    assert "the first page" not in said


def test_a_machine_holds_no_more_than_a_request_may_have() -> None:
    pictures = Pictures()
    numbers = [pictures.keep(bytes([each])) for each in range(MOST + 2)]
    assert len(pictures) == MOST
    assert [pictures.of(number) for number in numbers[:3]] == [None, None, b"\x02"]
    pictures.drop(numbers[2:5])
    assert len(pictures) == MOST - 3
    pictures.forget()
    assert len(pictures) == 0
