"""A service request over real HTTP to a real gateway, as a kiosk brings it."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage, GatewayRefused
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.requests import Consent, FieldAnswer, Person, RequestContent

from .canned import canned, says

CONSENT = Consent("requests.2026", "2026-11-21T17:40:00+08:00")
ZHANG = Person("310108194002290011")
MANY = RequestContent(
    "household_of_many",
    (FieldAnswer("holder", "张秀英"), FieldAnswer("people", "6"), FieldAnswer("phone", "021-55550123")),
    "water",
)
PRAISE = RequestContent("praise", (FieldAnswer("words", "谢谢"),))
PICTURE = bytes(range(256)) * 400


@pytest.fixture
def client(tmp_path: Path) -> Iterator[GatewayClient]:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    yield client
    client.close()
    gateway.stop()


def new_request() -> str:
    return str(uuid.uuid4())


def test_a_request_with_a_picture_is_brought_looked_up_and_withdrawn(client: GatewayClient) -> None:
    desk, request_id = client.service_requests, new_request()
    assert desk.save(request_id, 1, MANY, CONSENT, ZHANG).state == "draft"
    picture = desk.add_document(request_id, "household_register", PICTURE, ZHANG)
    [draft] = desk.unfinished(ZHANG).drafts
    assert (draft.content, draft.documents) == (MANY, (picture,))
    sent = desk.send(request_id, MANY, CONSENT, (picture,), ZHANG)
    assert sent.number is not None
    assert desk.by_number(sent.number).state == "sent"
    assert [each.number for each in desk.of_person(ZHANG).requests] == [sent.number]
    assert desk.withdraw(request_id, ZHANG).state == "withdrawn"


def test_a_picture_that_half_arrived_goes_on_where_it_stopped(client: GatewayClient) -> None:
    desk, request_id = client.service_requests, new_request()
    desk.save(request_id, 1, MANY, CONSENT, ZHANG)
    first = desk.add_document(request_id, "household_register", PICTURE, ZHANG)
    assert desk.add_document(request_id, "household_register", PICTURE, ZHANG) == first
    small = desk.add_document(request_id, "household_register", b"one part", ZHANG)
    assert desk.send(request_id, MANY, CONSENT, (small,), ZHANG).state == "sent"


def test_without_a_card_it_is_sent_too(client: GatewayClient) -> None:
    sent = client.service_requests.send(new_request(), PRAISE, CONSENT)
    assert (sent.state, sent.service) == ("sent", "praise")
    with pytest.raises(GatewayRefused) as refused:
        client.service_requests.send(new_request(), MANY, CONSENT)
    assert refused.value.code == "request_incomplete"


@pytest.mark.parametrize(
    "body",
    [
        b'{"request_id":"00000000-0000-4000-8000-000000000000","service":"praise","state":"sent","revision":1,'
        b'"number":"26112100000001"}',
        b'{"request_id":"%s","service":"praise","state":"draft","revision":1}',
    ],
)
def test_an_answer_about_another_request_or_without_a_number_is_none(body: bytes) -> None:
    request_id = new_request()
    with canned(says(body.replace(b"%s", request_id.encode()))) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.service_requests.send(request_id, PRAISE, CONSENT)
        client.close()


def test_a_gateway_that_never_has_enough_is_left() -> None:
    request_id = new_request()
    body = b'{"request_id":"%s","name":"household_register","missing":[1]}' % request_id.encode()
    with canned(says(body)) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.service_requests.add_document(request_id, "household_register", PICTURE)
        client.close()
        assert len(gateway.requests) == 4
