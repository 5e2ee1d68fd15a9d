"""What residents ask for over real HTTP to a real gateway: every form the kiosk ships, and lost answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk import places
from kiosk.backend.client import GatewayClient
from kiosk.gateway.counter.service_book import shipped_service_book
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.begun_requests import FILE, BegunRequests
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.request_content import RequestContents
from kiosk.runtime.requests import Requests
from kiosk.session.effects import FileRequest
from kiosk.session.events import Event, RequestAlreadyOpen, RequestArrived
from kiosk.session.forms import Draft, Form, FormField, Person, Photograph, Said
from kiosk.session.secret import Secret
from kiosk.settings.load import load_settings
from kiosk.settings.session_rules import session_rules
from kiosk.texts import load_texts

RULES = session_rules(load_settings(places.CONFIG), 0.0)
PHONE = "13816550123"
PERSON = Person(Secret("310108194002290011"), "3***1", Secret("Demo Resident"), Secret("Demo Road 380"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[GatewayClient]:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    yield client
    client.close()
    gateway.stop()


def answered(field: FormField) -> Said:
    match field.kind:
        case "phone":
            return Said(field.name, typed=Secret(PHONE))
        case "count":
            return Said(field.name, typed=Secret(str(field.least)))
        case "date":
            return Said(field.name, "2026-11-24")
        case _:
            return Said(field.name, field.choices[-1])


def filled(form: Form) -> Draft:
    said = tuple(answered(field) for field in form.questions)
    papers = tuple(
        Photograph(document.name, 1, number) for number, document in enumerate(form.documents, start=1)
    )
    return Draft(form.service, said, agreed_wall_s=1_795_138_860.0, photographs=papers)


def filed(client: GatewayClient, state: Path, draft: Draft, request: int = 1) -> RequestArrived:
    arrived = told_of(client, state, draft, request)
    assert isinstance(arrived, RequestArrived), arrived
    return arrived


def told_of(client: GatewayClient, state: Path, draft: Draft, request: int = 1) -> Event:
    told: list[Event] = []
    begun = BegunRequests(state / FILE)
    contents, pictures = RequestContents(RULES, load_texts("zh")), Pictures()
    for each in draft.photographs:
        assert pictures.keep(b"\xff\xd8 a page of " + each.document.encode()) == each.picture
    requests = Requests(client.service_requests, begun, RULES, contents, FakeClock(), told.append, pictures)
    requests.file(FileRequest(request, draft, PERSON if RULES.form(draft.service).person else None))
    requests.worker.run_pending()
    return told[-1]


@pytest.mark.parametrize("form", RULES.forms, ids=lambda form: form.service)
def test_every_form_is_taken_as_it_is_filled_in(client: GatewayClient, tmp_path: Path, form: Form) -> None:
    arrived = filed(client, tmp_path, filled(form))
    assert client.service_requests.by_number(arrived.filed.number).service == form.service
    assert len(arrived.filed.due_on) == len("2026-11-24")


@pytest.mark.parametrize("form", RULES.forms, ids=lambda form: form.service)
def test_every_form_asks_what_the_gateway_needs(form: Form) -> None:
    rules = shipped_service_book().services[form.service]
    assert set(form.utilities) <= set(rules.utilities)
    assert form.person or not rules.needs_person
    asked = {field.name: field for field in form.fields}
    for known in rules.fields:
        field = asked.pop(known.name, None)
        assert field is not None or not known.required, known.name
        if field is None:
            continue
        assert field.kind == known.kind
        assert field.required or not known.required
        if known.kind == "choice":
            assert set(field.choices) <= set(known.choices)
        if known.kind == "count":
            assert known.least <= field.least
            assert field.most <= known.most
    assert not asked


def test_the_same_sent_twice_has_one_number(client: GatewayClient, tmp_path: Path) -> None:
    draft = filled(RULES.forms[0])
    first = filed(client, tmp_path, draft)
    again = replace(draft, request_id=first.request_id, unsure=True)
    assert filed(client, tmp_path, again, 2).filed == first.filed


def test_a_second_one_of_the_same_person_is_the_first_with_its_number(
    client: GatewayClient, tmp_path: Path
) -> None:
    draft = filled(RULES.form("home_visit"))
    first = filed(client, tmp_path, draft).filed
    again = told_of(client, tmp_path, draft, 2)
    assert isinstance(again, RequestAlreadyOpen)
    assert (again.known.number, again.known.state) == (first.number, "sent")
