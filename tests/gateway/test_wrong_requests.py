"""Service requests that are not right: what is wrong is refused by name, and nothing of it is kept."""

from typing import Any

import pytest

from kiosk.gateway.sql.schema_counter_requests import service_request

from .request_desk import CONSENT, MANY, PHONE, REPAIR, ZHANG, Desk, read, with_field
from .signed_kiosk import SignedKiosk
from .town import Town, refused


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (REPAIR | {"service": "haircut"}, (404, "service_unknown")),
        (REPAIR | {"utility": None}, (422, "field_wrong")),
        (REPAIR | {"utility": "telephone"}, (422, "field_wrong")),
        (with_field(REPAIR, "trouble", "noise"), (422, "field_wrong")),
        (with_field(REPAIR, "phone", "call me"), (422, "field_wrong")),
        (with_field(REPAIR, "place", "x" * 61), (422, "field_wrong")),
        (with_field(REPAIR, "place", "two\nlines"), (422, "field_wrong")),
        (with_field(REPAIR, "shoe_size", "42"), (422, "field_wrong")),
        (REPAIR | {"fields": [*REPAIR["fields"], REPAIR["fields"][0]]}, (422, "field_wrong")),
        (with_field(REPAIR, "place", "x" * 501), (400, "malformed")),
        (with_field(REPAIR, "place", "\x00"), (400, "malformed")),
        (REPAIR | {"colour": "red"}, (400, "malformed")),
        (with_field(MANY, "people", "4"), (422, "field_wrong")),
        (with_field(MANY, "people", "²"), (422, "field_wrong")),
        (with_field(MANY, "people", "-6"), (422, "field_wrong")),
    ],
)
def test_what_a_field_does_not_take_is_refused_at_once(
    town: Town, content: dict[str, Any], expected: tuple[int, str]
) -> None:
    desk = Desk(town, content, ZHANG)
    assert refused(desk.saved()) == expected
    assert refused(desk.sent()) == expected
    assert town.count(service_request) == 0


@pytest.mark.parametrize("missing", ["trouble", "place", "phone"])
def test_what_is_missing_may_be_saved_and_not_sent(town: Town, missing: str) -> None:
    fields = [each for each in REPAIR["fields"] if each["name"] != missing]
    for content in (REPAIR | {"fields": fields}, with_field(REPAIR, missing, "")):
        desk = Desk(town, content)
        read(desk.saved())
        answer = desk.sent()
        assert refused(answer) == (422, "request_incomplete")
        assert answer.json()["detail"] == missing


def test_a_service_for_somebody_needs_their_card(town: Town) -> None:
    desk = Desk(town, MANY)
    answer = desk.saved()
    assert refused(answer) == (422, "request_incomplete")
    assert answer.json()["detail"] == "person"


@pytest.mark.parametrize(
    "changed",
    [
        {"consent": None},
        {"consent": {"words": "x"}},
        {"consent": CONSENT | {"given_at": "yesterday"}},
        {"revision": 0},
        {"person": {"id_number": "31010819400229001"}},
        {"person": {"id_number": "31010819400229001a"}},
        {"kiosk_id": "two words"},
        {"unknown": 1},
    ],
)
def test_without_consent_nothing_is_kept(town: Town, changed: dict[str, Any]) -> None:
    assert refused(Desk(town, REPAIR).saved(**changed)) == (400, "malformed")
    assert town.count(service_request) == 0


def test_a_kiosk_brings_its_own_requests_alone(town: Town) -> None:
    town.restart_as(demonstration=False)
    kiosk = SignedKiosk(town)
    body = {"kiosk_id": "kiosk-2", "revision": 1, "consent": CONSENT, "content": REPAIR}
    path = f"/v1/service-requests/{Desk(town, REPAIR).request_id}/draft"
    assert refused(kiosk.post(path, body)) == (403, "kiosk_wrong")
    assert refused(town.post(path, body)) == (401, "signature_wrong")
    answer = kiosk.post(path, body | {"kiosk_id": "kiosk-1"})
    assert answer.status_code == 200
    kiosk.proves(answer)


def test_nothing_that_was_said_lies_open_anywhere(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    desk = Desk(town, MANY, ZHANG)
    desk.send_whole()
    Desk(town, REPAIR).send_whole()
    stored = town.stored()
    for word in ("张秀英", ZHANG, PHONE, "临汾路380弄门口"):
        assert word.encode() not in stored
        assert word not in caplog.text
        assert word not in stored.decode(errors="replace")
