"""Brings what residents ask for to the gateway: one id on the disk, every try under it, one request.

What was said leaves only here, after the resident has agreed, and nothing of it is kept or logged.
"""

import hashlib
import logging
import uuid
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.begun_requests import BegunRequests
from kiosk.runtime.clock import Clock
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.request_content import REFUSALS, RequestContents
from kiosk.runtime.request_look_ups import all_known
from kiosk.runtime.workers import Worker
from kiosk.session.effects import FileRequest
from kiosk.session.events import (
    Event,
    RequestAlreadyOpen,
    RequestArrived,
    RequestBegun,
    RequestDrafted,
    RequestNotArrived,
)
from kiosk.session.forms import (
    OVER,
    UTILITY,
    Draft,
    FiledRequest,
    KnownRequest,
    Photograph,
)
from kiosk.session.rules import Rules
from kiosk.wire import requests as wire
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.requests import (
    Consent,
    DocumentDigest,
    RequestAnswer,
    RequestContent,
    RequestsAnswer,
)

_log = logging.getLogger(__name__)

CONSENT_WORDS: Final = "request.confirm.2026-11"
"""To which words residents agree; another one whenever `request.confirm.prompt` says something else."""

CONSENT_OF_PERSON: Final = "request.confirm.person.2026-11"
"""The same of `request.confirm.of_person`."""

CONSENT_WITH_PHOTOGRAPHS: Final = "request.confirm.photographs.2026-11-23"
"""The same of `request.confirm.with_photographs`."""

_WIPED: Final = "record_closed"
"""What the gateway says of one that was never sent and never will be, also where it was owed to go since an
earlier visit: a new one is made, once. Of its photographs it says so too where it was sent meanwhile."""
_NOT_OURS: Final = frozenset({"idempotency_key_reused", "person_wrong"})
"""An id from before was somebody else's, or stands for something else: so there, too."""


class RequestGateway(Protocol):
    def save(
        self,
        request_id: str,
        revision: int,
        content: RequestContent,
        consent: Consent,
        person: wire.Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer: ...
    def add_document(
        self, request_id: str, name: str, picture: bytes, person: wire.Person | None = None
    ) -> DocumentDigest: ...
    def send(
        self,
        request_id: str,
        content: RequestContent,
        consent: Consent,
        documents: tuple[DocumentDigest, ...] = (),
        person: wire.Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer: ...
    def of_person(self, person: wire.Person) -> RequestsAnswer: ...


class Page(NamedTuple):
    """A photograph by its name at the gateway. In no `repr`."""

    name: str
    jpeg: bytes

    @property
    def digest(self) -> DocumentDigest:
        return DocumentDigest(self.name, hashlib.sha256(self.jpeg).hexdigest())

    def __repr__(self) -> str:
        return f"Page({self.name}, {len(self.jpeg)} bytes)"


class Requests:
    """`file` may be called from any thread and returns at once; `worker` does the sending, one by one."""

    def __init__(
        self,
        gateway: RequestGateway,
        begun: BegunRequests,
        rules: Rules,
        contents: RequestContents,
        clock: Clock,
        post: Callable[[Event], None],
        pictures: Pictures,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._gateway = gateway
        self._pictures = pictures
        self._begun = begun
        self._rules = rules
        self._contents = contents
        self._clock = clock
        self._post = post
        self._new_id = new_id
        self._under_way: set[int] = set()
        self._last_begun = (0, "")
        self.worker = Worker("requests", clock)

    def busy(self) -> bool:
        """Whether any is being sent, or waits for its turn."""
        return bool(self._under_way)

    def file(self, effect: FileRequest) -> None:
        """The photographs are taken along now: whoever goes away takes them from the machine's memory."""
        lost = RequestNotArrived(effect.request, "request_unsure", unsure=True)
        pages = self._pages(effect.draft)
        if len(pages) < len(effect.draft.photographs):
            _log.error("%d photographs are gone", len(effect.draft.photographs) - len(pages))
            self._post(RequestNotArrived(effect.request, "photographs_gone"))
            return
        self._under_way.add(effect.request)
        self.worker.submit(lambda: self._in_turn(effect, pages), failed=lambda: self._post(lost))

    def _pages(self, draft: Draft) -> tuple[Page, ...]:
        found = ((each, self._pictures.of(each.picture)) for each in draft.photographs)
        return tuple(Page(_name_of(each), jpeg) for each, jpeg in found if jpeg is not None)

    def _in_turn(self, effect: FileRequest, pages: tuple[Page, ...]) -> None:
        try:
            self._file(effect, pages)
        finally:
            self._under_way.discard(effect.request)

    def _file(self, effect: FileRequest, pages: tuple[Page, ...]) -> None:
        draft, about = effect.draft, _about(effect.draft)
        known = self._begun_before(effect) or draft.request_id
        left_over = "" if known else self._begun.left_over(about, self._clock.wall_s())
        request_id = known or left_over or self._new_id()
        from_before = left_over or (draft.revision and not draft.unsure)
        try:
            self._begin(effect, about, request_id)
            try:
                answer = self._send(request_id, effect, pages)
            except GatewayRefused as refused:
                if refused.code != _WIPED and not (from_before and refused.code in _NOT_OURS):
                    raise
                request_id = self._new_id()
                self._begin(effect, about, request_id)
                answer = self._send(request_id, effect, pages)
        except OSError as error:
            _log.error("a request's id cannot be written down: %s", type(error).__name__)
            self._post(RequestNotArrived(effect.request, "storage_full"))
        except GatewayError as error:
            _log.warning("a request for %s was not taken: %s", draft.service, type(error).__name__)
            self._failed(effect, request_id, error)
        else:
            self._ended(request_id)
            self._post(RequestArrived(request_id, _filed(answer)))

    def _begun_before(self, effect: FileRequest) -> str:
        """The id of an earlier try of the same, whose turn came when the resident had been told that nobody
        knows: what came of it may have been told to nobody, so that no effect knows better. Empty where there
        is none."""
        first_try, request_id = self._last_begun
        return request_id if 0 < first_try == effect.draft.first_try else ""

    def _begin(self, effect: FileRequest, about: str, request_id: str) -> None:
        """Durable before the first byte leaves. Raises OSError."""
        self._begun.begin(about, request_id, self._clock.wall_s())
        self._last_begun = (effect.draft.first_try, request_id)
        self._post(RequestBegun(effect.request, request_id))

    def _send(self, request_id: str, effect: FileRequest, pages: tuple[Page, ...]) -> RequestAnswer:
        draft, person = effect.draft, _person(effect)
        content, found_by = self._contents.whole(draft, effect.person), self._contents.found_by(draft)
        words = CONSENT_OF_PERSON if person else CONSENT_WORDS
        consent = self._contents.consent(CONSENT_WITH_PHOTOGRAPHS if pages else words, draft)
        if pages:
            saved = self._gateway.save(request_id, draft.revision + 1, content, consent, person, found_by)
            if saved.state == "draft":
                self._post(RequestDrafted(request_id))
                self._add(request_id, pages, person)
        documents = tuple(page.digest for page in pages)
        try:
            return self._gateway.send(request_id, content, consent, documents, person, found_by)
        except GatewayUnreachable as gone:
            if not pages:
                raise
            raise GatewaySlow("what belongs to it") from gone

    def _add(self, request_id: str, pages: tuple[Page, ...], person: wire.Person | None) -> None:
        """What is there already is not sent again. The gateway knows of the request by now, so that silence
        leaves in doubt what it has; one that came spoilt is sent once more. Where it takes none any more, an
        earlier try has arrived, or it was wiped: sending it tells which."""
        for page in pages:
            try:
                try:
                    self._gateway.add_document(request_id, page.name, page.jpeg, person)
                except GatewayRefused as refused:
                    if refused.code == _WIPED:
                        return
                    if refused.code != "document_differs":
                        raise
                    self._gateway.add_document(request_id, page.name, page.jpeg, person)
            except GatewayUnreachable as gone:
                raise GatewaySlow("a photograph") from gone

    def _failed(self, effect: FileRequest, request_id: str, error: GatewayError) -> None:
        request = effect.request
        match error:
            case GatewayUnreachable() if not (effect.draft.unsure or effect.draft.drafted):
                self._post(RequestNotArrived(request, "request_not_sent"))
            case GatewayRefused(code=code):
                self._ended(request_id)
                known = self._open_already(effect) if code == "request_open" else None
                refused = RequestNotArrived(request, REFUSALS.get(code, "request_refused"))
                self._post(RequestAlreadyOpen(request, known) if known else refused)
            case _:
                self._post(RequestNotArrived(request, "request_unsure", unsure=True))

    def _open_already(self, effect: FileRequest) -> KnownRequest | None:
        """The person's own that is under way. None where that cannot be learned."""
        person = _person(effect)
        if person is None:
            return None
        try:
            theirs = all_known(self._gateway.of_person(person))
        except GatewayError as error:
            _log.warning("the request that is open cannot be learned: %s", type(error).__name__)
            return None
        same = (known for known in theirs if known.service == effect.draft.service)
        return next((known for known in same if known.state not in OVER), None)

    def _ended(self, request_id: str) -> None:
        try:
            self._begun.end(request_id)
        except OSError as error:
            _log.error("a request that has ended cannot be crossed off: %s", type(error).__name__)


def _name_of(photograph: Photograph) -> str:
    """The first page has its document's name alone."""
    return photograph.document + (f".{photograph.page}" if photograph.page > 1 else "")


def _person(effect: FileRequest) -> wire.Person | None:
    return wire.Person(effect.person.number.value) if effect.person else None


def _about(draft: Draft) -> str:
    utility = draft.answer(UTILITY)
    return f"{draft.service} {utility.stem}" if utility else draft.service


def _filed(answer: RequestAnswer) -> FiledRequest:
    return FiledRequest(answer.service, answer.number or "", (answer.due_at or "")[:10])
