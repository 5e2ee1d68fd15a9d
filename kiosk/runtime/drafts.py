"""Keeps at the gateway what was answered to a form, for its owner's identity card, and asks for it later.

It leaves only after the resident has said so. Nothing of it is kept or logged here.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Final, Protocol

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewayUnreachable
from kiosk.runtime.clock import Clock
from kiosk.runtime.request_content import REFUSALS, RequestContents
from kiosk.runtime.workers import Worker
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.events import DraftBegun, DraftKept, DraftNotKept, DraftTold, Event
from kiosk.session.household import Problem
from kiosk.session.rules import Rules
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.requests import (
    DRAFT_DAYS,
    Consent,
    Person,
    RequestAnswer,
    RequestContent,
    Unfinished,
    UnfinishedAnswer,
)

_log = logging.getLogger(__name__)

CONSENT_TO_KEEP: Final = "draft.keep.2026-11"
"""To which words residents agree; another one whenever `draft.keep.prompt` says something else."""

CONSENT_WITHOUT_PHOTOGRAPHS: Final = "draft.keep.photographs.2026-11"
"""The same of `draft.keep.prompt_photographs`."""


class DraftGateway(Protocol):
    def save(
        self,
        request_id: str,
        revision: int,
        content: RequestContent,
        consent: Consent,
        person: Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer: ...
    def unfinished(self, person: Person) -> UnfinishedAnswer: ...


class Drafts:
    """Returns at once; `worker` does the asking."""

    def __init__(
        self,
        gateway: DraftGateway,
        worker: Worker,
        contents: RequestContents,
        rules: Rules,
        clock: Clock,
        post: Callable[[Event], None],
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._gateway = gateway
        self._worker = worker
        self._contents = contents
        self._rules = rules
        self._zone = timezone(timedelta(seconds=rules.utc_offset_s))
        self._clock = clock
        self._post = post
        self._new_id = new_id

    def perform(self, effect: KeepDraft | LookUpDraft) -> None:
        match effect:
            case KeepDraft():
                lost = DraftNotKept(effect.request, "draft_unsure")
                self._worker.submit(lambda: self._keep(effect), failed=lambda: self._post(lost))
            case LookUpDraft():
                nobody = DraftTold(effect.request)
                self._worker.submit(lambda: self._look_up(effect), failed=lambda: self._post(nobody))

    def _keep(self, effect: KeepDraft) -> None:
        draft, revision = effect.draft, effect.draft.kept.revision + 1
        try:
            answer = self._saved(effect, draft.kept.request_id or self._new_id(), revision)
            if not _is_there(answer, revision):  # wiped meanwhile, or sent elsewhere
                answer = self._saved(effect, self._new_id(), revision)
        except GatewayError as error:
            _log.warning("a draft for %s was not kept: %s", draft.service, type(error).__name__)
            self._post(DraftNotKept(effect.request, _problem(error)))
            return
        if _is_there(answer, revision):
            today = datetime.fromtimestamp(self._clock.wall_s(), self._zone)
            last_day = today + timedelta(days=DRAFT_DAYS - 1)
            self._post(DraftKept(effect.request, last_day.date().isoformat()))
        else:
            self._post(DraftNotKept(effect.request, "draft_not_kept"))

    def _saved(self, effect: KeepDraft, request_id: str, revision: int) -> RequestAnswer:
        """The session knows the id before anything leaves, so that a try that is lost can be made again. One
        that was kept before is no news: it is not to go because nobody waits any more."""
        if request_id != effect.draft.kept.request_id:
            self._post(DraftBegun(effect.request, request_id))
        draft, person = effect.draft, effect.person
        papers = self._rules.form(draft.service).documents
        return self._gateway.save(
            request_id,
            revision,
            self._contents.of(draft, person),
            self._contents.consent(CONSENT_WITHOUT_PHOTOGRAPHS if papers else CONSENT_TO_KEEP, draft),
            Person(person.number.value),
            self._contents.found_by(draft),
        )

    def _look_up(self, effect: LookUpDraft) -> None:
        """The newest of the service. Whoever cannot be told begins anew."""
        try:
            kept = self._gateway.unfinished(Person(effect.person.number.value)).drafts
        except GatewayError as error:
            _log.warning("drafts cannot be asked for: %s", type(error).__name__)
            kept = ()
        found: Unfinished | None = next(
            (each for each in kept if each.content.service == effect.service), None
        )
        if found is None:
            self._post(DraftTold(effect.request))
            return
        draft = self._contents.draft_of(found, effect.person)
        self._post(DraftTold(effect.request, draft, found.saved_at[:10]))


def _is_there(answer: RequestAnswer, revision: int) -> bool:
    return answer.state == "draft" and answer.revision == revision


def _problem(error: GatewayError) -> Problem:
    """Only where nothing has left, or it was refused, is it known that nothing is kept."""
    match error:
        case GatewayUnreachable():
            return "draft_not_kept"
        case GatewayRefused(code=code):
            return REFUSALS.get(code, "draft_not_kept")
        case _:
            return "draft_unsure"
