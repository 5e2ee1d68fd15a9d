"""A gateway that keeps what it is asked for once, and lives of a machine that asks it."""

from hashlib import sha256
from pathlib import Path
from typing import Literal

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewayUnreachable
from kiosk.runtime.begun_requests import FILE, BegunRequests
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.request_content import RequestContents
from kiosk.runtime.requests import Requests
from kiosk.session.effects import FileRequest
from kiosk.session.events import Event
from kiosk.texts import load_texts
from kiosk.wire import requests as wire
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.requests import (
    Consent,
    DocumentDigest,
    RequestAnswer,
    RequestContent,
    RequestsAnswer,
)
from tests.session import facts
from tests.session.forms import NUMBER

RULES = facts.RULES
IDS = [f"0193abcd-0000-4000-8000-00000000000{n}" for n in range(1, 9)]


class Gateway:
    """Keeps what comes under its id, as the real one does; then answers, or raises the next of `troubles`;
    where a photograph comes, of `photograph_troubles`; where a draft is to be saved, of `save_troubles`."""

    def __init__(self) -> None:
        self.kept: dict[str, RequestContent] = {}
        self.consents: list[Consent] = []
        self.troubles: list[GatewayError] = []
        self.persons: list[wire.Person | None] = []
        self.whose: dict[str, wire.Person | None] = {}
        self.photograph_troubles: list[GatewayError] = []
        self.save_troubles: list[GatewayError] = []
        self.drafts: dict[str, Consent] = {}
        self.photographs: list[tuple[str, str, bytes]] = []
        self.documents: dict[str, tuple[DocumentDigest, ...]] = {}
        self.theirs: tuple[RequestAnswer, ...] | GatewayError = ()

    def of_person(self, person: wire.Person) -> RequestsAnswer:
        if isinstance(self.theirs, GatewayError):
            raise self.theirs
        return RequestsAnswer(self.theirs)

    def save(
        self,
        request_id: str,
        revision: int,
        content: RequestContent,
        consent: Consent,
        person: wire.Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer:
        if self.save_troubles:
            raise self.save_troubles.pop(0)
        self.drafts.setdefault(request_id, consent)
        state: Literal["sent", "draft"] = "sent" if request_id in self.kept else "draft"
        return RequestAnswer(request_id, content.service, state, revision)

    def add_document(
        self, request_id: str, name: str, picture: bytes, person: wire.Person | None = None
    ) -> DocumentDigest:
        assert request_id in self.drafts, "nobody has agreed to it yet"
        if request_id in self.kept:
            raise GatewayRefused("record_closed", 409)
        if self.photograph_troubles:
            raise self.photograph_troubles.pop(0)
        self.photographs.append((request_id, name, picture))
        return DocumentDigest(name, sha256(picture).hexdigest())

    def send(
        self,
        request_id: str,
        content: RequestContent,
        consent: Consent,
        documents: tuple[DocumentDigest, ...] = (),
        person: wire.Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer:
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, GatewayUnreachable | GatewayRefused):
            raise trouble
        if self.whose.setdefault(request_id, person) != person:
            raise GatewayRefused("person_wrong", 403)
        if self.kept.setdefault(request_id, content) != content:
            raise GatewayRefused("idempotency_key_reused", 409)
        if self.documents.setdefault(request_id, documents) != documents:
            raise GatewayRefused("idempotency_key_reused", 409)
        self.consents.append(consent)
        self.persons.append(person)
        if trouble is not None:
            raise trouble
        due_at = "2026-11-21T17:40:00+08:00"
        return RequestAnswer(request_id, content.service, "sent", 0, NUMBER, due_at, due_at)


class Kiosk:
    """One life of the machine over the disk it has."""

    def __init__(self, gateway: Gateway, state: Path, clock: FakeClock, ids: list[str]) -> None:
        self.told: list[Event] = []
        begun = BegunRequests(state / FILE)
        texts = load_texts("zh")
        self.pictures = Pictures()
        self.requests = Requests(
            gateway,
            begun,
            RULES,
            RequestContents(RULES, texts),
            clock,
            self.told.append,
            self.pictures,
            new_id=lambda: ids.pop(0),
        )

    def files(self, effect: FileRequest) -> list[Event]:
        self.told.clear()
        self.requests.file(effect)
        self.requests.worker.run_pending()
        return list(self.told)
