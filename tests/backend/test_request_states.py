"""What became of a request, over real HTTP: by its number, by an identity card, and given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.request_look_ups import RequestLookUps
from kiosk.runtime.workers import Worker
from kiosk.session.effects import LookUpRequests, WithdrawRequest
from kiosk.session.events import Event, RequestGone, RequestNotGone, RequestsKnown, RequestsNotKnown
from kiosk.session.secret import Secret
from kiosk.wire.requests import Consent, FieldAnswer, Person, RequestAnswer, RequestContent

CONSENT = Consent("requests.2026", "2026-11-21T17:40:00+08:00")
PRAISE = RequestContent("praise", (FieldAnswer("words", "谢谢"),))
ID_NUMBER = "310108194002290011"
VISIT = RequestContent(
    "home_visit",
    (
        FieldAnswer("place", "临汾路380弄"),
        FieldAnswer("phone", "13816550123"),
        FieldAnswer("visit_on", "2026-11-24"),
    ),
)
REQUEST_ID = "00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    yield gateway.start()
    gateway.stop()


class Kiosk:
    def __init__(self, url: str, name: str) -> None:
        self.client = GatewayClient(url, name)
        self.told: list[Event] = []
        self.worker = Worker("requests", FakeClock())
        self.asks = RequestLookUps(self.client.service_requests, self.worker, self.told.append)

    def looks_up(self, *, number: str = "", person: str = "") -> Event:
        asked = LookUpRequests(1, Secret(number) if number else None, Secret(person) if person else None)
        self.asks.look_up(asked)
        self.worker.run_pending()
        return self.told[-1]

    def gives_up(self, request_id: str, person: str = "") -> Event:
        self.asks.withdraw(WithdrawRequest(2, request_id, Secret(person) if person else None))
        self.worker.run_pending()
        return self.told[-1]


@pytest.fixture
def kiosk(url: str) -> Iterator[Kiosk]:
    kiosk = Kiosk(url, "kiosk-1")
    yield kiosk
    kiosk.client.close()


def sent(kiosk: Kiosk, content: RequestContent = PRAISE, person: str = "", no: int = 1) -> RequestAnswer:
    who = Person(person) if person else None
    return kiosk.client.service_requests.send(REQUEST_ID.format(no), content, CONSENT, (), who)


def test_by_number_and_given_up_where_it_was_asked_for(kiosk: Kiosk) -> None:
    number = sent(kiosk).number
    assert number
    found = kiosk.looks_up(number=number)
    assert isinstance(found, RequestsKnown)
    assert (found.found[0].state, found.found[0].number, found.found[0].service) == ("sent", number, "praise")
    assert kiosk.gives_up(found.found[0].request_id) == RequestGone(REQUEST_ID.format(1))
    assert kiosk.gives_up(found.found[0].request_id) == RequestGone(REQUEST_ID.format(1))
    found = kiosk.looks_up(number=number)
    assert isinstance(found, RequestsKnown)
    assert found.found[0].state == "withdrawn"


def test_at_another_machine_the_card_is_needed(kiosk: Kiosk, url: str) -> None:
    sent(kiosk)
    sent(kiosk, VISIT, ID_NUMBER, no=2)
    other = Kiosk(url, "kiosk-2")
    assert other.gives_up(REQUEST_ID.format(1)) == RequestNotGone(2, "request_of_another")
    found = other.looks_up(person=ID_NUMBER)
    assert isinstance(found, RequestsKnown)
    assert [each.service for each in found.found] == ["home_visit"]
    assert other.gives_up(REQUEST_ID.format(2)) == RequestNotGone(2, "request_of_another")
    assert other.gives_up(REQUEST_ID.format(2), ID_NUMBER) == RequestGone(REQUEST_ID.format(2))
    other.client.close()


def test_a_number_of_nobody(kiosk: Kiosk) -> None:
    assert kiosk.looks_up(number="26112100000000") == RequestsNotKnown(1, "request_number_unknown")


def test_a_draft_is_told_to_nobody(kiosk: Kiosk) -> None:
    kiosk.client.service_requests.save(REQUEST_ID.format(1), 1, VISIT, CONSENT, Person(ID_NUMBER))
    assert kiosk.looks_up(person=ID_NUMBER) == RequestsKnown(1, ())


def test_a_gateway_that_is_gone(kiosk: Kiosk) -> None:
    gone = Kiosk("http://127.0.0.1:9", "kiosk-1")
    assert gone.looks_up(number="26112100000000") == RequestsNotKnown(1, "gateway_down")
    assert gone.gives_up(REQUEST_ID.format(1)) == RequestNotGone(2, "gateway_down")
    gone.client.close()
