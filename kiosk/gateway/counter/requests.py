"""Service requests as kiosks bring them: saved, sent once, withdrawn, by who began them alone."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.counter import document_store, request_store
from kiosk.gateway.counter.request_accounts import RequestAccounts
from kiosk.gateway.counter.request_files import RequestFiles
from kiosk.gateway.counter.request_states import FINAL, after
from kiosk.gateway.counter.request_store import RESIDENT, KeptRequest
from kiosk.gateway.counter.service_book import (
    ServiceBook,
    ServiceRules,
    check_draft,
    check_person,
    check_whole,
    is_on_its_way,
)
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.tokens import Tokens
from kiosk.wire.requests import (
    Consent,
    DocumentAnswer,
    DocumentPart,
    Person,
    RequestAnswer,
    RequestContent,
    RequestSaved,
    RequestSent,
    RequestWithdrawn,
    ServicesAnswer,
)

_DAY_MS = 86_400_000


class ServiceRequests:
    """Every method raises Refused."""

    def __init__(
        self,
        database: Database,
        time: SteadyTime,
        codes: Tokens,
        files: RequestFiles,
        book: ServiceBook,
        accounts: RequestAccounts,
    ) -> None:
        self._database = database
        self._time = time
        self._codes = codes
        self._files = files
        self._book = book
        self._accounts = accounts

    def person_key(self, person: Person | None) -> str | None:
        return None if person is None else self._codes.opaque("person", person.id_number)

    def taken(self) -> ServicesAnswer:
        return ServicesAnswer(tuple(sorted(self._book.services)))

    def save(self, request_id: str, saved: RequestSaved) -> RequestAnswer:
        """An earlier revision changes nothing, nor does anything once it was sent; both are answered."""
        rules = self._rules(saved.content, saved.person)
        check_draft(rules, saved.content)
        content = self._accounts.with_number(rules, saved.content, saved.found_by)
        now_ms, key = self._time.now_ms(), self.person_key(saved.person)
        open_key = _open_key(rules, saved.content, key)

        def written(connection: Connection) -> RequestAnswer:
            kept = self._begun(connection, request_id, saved.kiosk_id, key, content, saved.consent, now_ms)
            _refuse_second(connection, open_key, request_id)
            if kept.state == "draft" and saved.revision > kept.revision:
                values = self._as_told(request_id, saved, content, key or kept.person_key)
                now = {"revision": saved.revision, "changed_ms": now_ms}
                request_store.change(connection, request_id, values | now)
                if not is_on_its_way(content):
                    self._wipe_others(connection, kept, now_ms)
            return self._files.answer(connection, request_id)

        return self._database.write(written)

    def send(self, request_id: str, sent: RequestSent) -> RequestAnswer:
        """The same once more is answered with where it stands."""
        rules = self._rules(sent.content, sent.person)
        check_whole(rules, sent.content, tuple(each.name for each in sent.documents))
        key = self.person_key(sent.person)
        fingerprint = self._codes.fingerprint(msgspec.json.encode((sent.content, sent.documents, key)))
        before = self._sent_before(request_id, sent.kiosk_id, key, fingerprint)
        if before is not None:
            return before
        content = self._accounts.with_number(rules, sent.content, sent.found_by)
        open_key, now_ms = _open_key(rules, sent.content, key), self._time.now_ms()

        def written(connection: Connection) -> RequestAnswer:
            kept = self._begun(connection, request_id, sent.kiosk_id, key, content, sent.consent, now_ms)
            if kept.fingerprint is not None and kept.fingerprint != fingerprint:
                raise Refused("idempotency_key_reused", "this id stands for another request")
            if kept.state == "draft":
                _refuse_second(connection, open_key, request_id)
                self._files.keep_only(connection, request_id, sent.documents)
                due_ms = now_ms + rules.answer_days * _DAY_MS
                values = self._as_told(request_id, sent, content, key or kept.person_key)
                values |= {"fingerprint": fingerprint, "due_ms": due_ms, "open_key": open_key}
                self._send(connection, request_id, values, now_ms)
            elif kept.fingerprint is None:
                raise Refused("record_closed", "it was withdrawn before it was sent")
            return self._files.answer(connection, request_id)

        return self._once_more(written)

    def _sent_before(
        self, request_id: str, kiosk_id: str, key: str | None, fingerprint: str
    ) -> RequestAnswer | None:
        """Where the same request stands; whether its account would still be found does not matter."""
        with self._database.reading() as connection:
            kept = request_store.by_id(connection, request_id)
            if kept is None or kept.fingerprint != fingerprint:
                return None
            self._own(kept, kiosk_id, key)
            return self._files.answer(connection, request_id)

    def withdraw(self, request_id: str, told: RequestWithdrawn) -> RequestAnswer:
        """What was said and shown is wiped. Withdrawn again, it is withdrawn."""
        if told.draft_alone:
            return self._drop(request_id)
        now_ms, key = self._time.now_ms(), self.person_key(told.person)

        def written(connection: Connection) -> RequestAnswer:
            kept = self._own(request_store.taken(connection, request_id), told.kiosk_id, key)
            if kept.state != "withdrawn":
                if after(kept.state, "withdraw") is None:
                    raise Refused("record_closed", "it is answered, or another company has it")
                self._wipe(connection, request_id, RESIDENT, now_ms)
            return self._files.answer(connection, request_id)

        return self._database.write(written)

    def _drop(self, request_id: str) -> RequestAnswer:
        now_ms = self._time.now_ms()

        def written(connection: Connection) -> RequestAnswer:
            kept = request_store.taken(connection, request_id)
            if kept is None:
                raise Refused("record_unknown", "there is no such request")
            if kept.state == "draft":
                self._wipe(connection, request_id, RESIDENT, now_ms)
            return self._files.answer(connection, request_id)

        return self._database.write(written)

    def take_part(self, request_id: str, name: str, part: int, told: DocumentPart) -> DocumentAnswer:
        """The same part once more changes nothing."""
        if part > document_store.parts_of(told.bytes_in_all):
            raise Refused("document_differs", "there is no such part")
        now_ms, key = self._time.now_ms(), self.person_key(told.person)

        def written(connection: Connection) -> Sequence[int] | None:
            kept = self._own(request_store.taken(connection, request_id), told.kiosk_id, key)
            if kept.state != "draft":
                raise Refused("record_closed", "it was sent already, or withdrawn")
            if self._book.services[kept.service].page_of(name) is None:
                raise Refused("field_wrong", "a document that this service has not")
            request_store.change(connection, request_id, {"changed_ms": now_ms})
            return self._files.take_in(connection, request_id, name, part, told)

        missing = self._database.write(written)
        if missing is None:
            raise Refused("document_differs", "the parts together are not what they were said to be")
        return DocumentAnswer(request_id, name, tuple(missing[:20]))

    # -- inside a transaction --------------------------------------------------------------------------

    def _rules(self, content: RequestContent, person: Person | None) -> ServiceRules:
        rules = self._book.of(content)
        if rules.needs_person and person is None:
            raise Refused("request_incomplete", "person")
        check_person(content, person)
        return rules

    def _begun(
        self,
        connection: Connection,
        request_id: str,
        kiosk_id: str,
        key: str | None,
        content: RequestContent,
        consent: Consent,
        now_ms: int,
    ) -> KeptRequest:
        """The request, its row taken; a new one is entered, before its first revision."""
        if request_store.by_id(connection, request_id) is None:
            new = KeptRequest(
                request_id, content.service, content.utility, kiosk_id, key, "draft", 0, None,
                consent.words, consent.given_at, now_ms, now_ms,
            )  # fmt: skip
            if request_store.enter(connection, new, self._files.sealed_content(request_id, content)):
                request_store.note(connection, request_id, "begun", RESIDENT, now_ms)
        kept = self._own(request_store.taken(connection, request_id), kiosk_id, key)
        if kept.service != content.service:
            raise Refused("idempotency_key_reused", "this id stands for a request of another service")
        return kept

    def _as_told(
        self, request_id: str, told: RequestSaved | RequestSent, content: RequestContent, key: str | None
    ) -> dict[str, Any]:
        """With the consent that was given to it: at another kiosk, later, it is another one."""
        return {
            "utility": content.utility,
            "kiosk_id": told.kiosk_id,
            "person_key": key,
            "consent_words": told.consent.words,
            "consent_at": told.consent.given_at,
            "content": self._files.sealed_content(request_id, content),
        }

    def _own(self, kept: KeptRequest | None, kiosk_id: str, key: str | None) -> KeptRequest:
        if kept is None:
            raise Refused("record_unknown", "there is no such request")
        mine = kept.kiosk_id == kiosk_id if kept.person_key is None else kept.person_key == key
        if not mine:
            raise Refused("person_wrong", "somebody else has begun it")
        return kept

    def _send(self, connection: Connection, request_id: str, values: dict[str, Any], now_ms: int) -> None:
        number = request_store.free_number(connection, now_ms)
        sent = {"state": "sent", "number": number, "sent_ms": now_ms, "changed_ms": now_ms}
        request_store.change(connection, request_id, values | sent)
        request_store.note(connection, request_id, "sent", RESIDENT, now_ms)
        self._wipe_others(connection, request_store.taken(connection, request_id), now_ms)

    def _wipe(self, connection: Connection, request_id: str, by: str, now_ms: int) -> None:
        gone = {"state": "withdrawn", "open_key": None, "content": b"", "changed_ms": now_ms}
        request_store.change(connection, request_id, gone)
        request_store.note(connection, request_id, "withdrawn", by, now_ms)
        if document_store.wipe(connection, request_id):
            request_store.note(connection, request_id, "wiped", by, now_ms)

    def _wipe_others(self, connection: Connection, begun: KeptRequest | None, now_ms: int) -> None:
        """A person has one draft of a service to go on with: what they begin anew takes the place of the one
        before, and so does what they send, once it is sent."""
        if begun is None or begun.person_key is None:
            return
        for each in request_store.of_person(connection, begun.person_key, ["draft"]):
            if each.service != begun.service or each.request_id == begun.request_id:
                continue
            kept = request_store.taken(connection, each.request_id)
            if kept is not None and kept.state == "draft":
                self._wipe(connection, each.request_id, RESIDENT, now_ms)

    def _once_more(self, written: Callable[[Connection], RequestAnswer]) -> RequestAnswer:
        """Two kiosks may have sent for one person at one moment: the second look finds the first one's."""
        try:
            return self._database.write(written)
        except IntegrityError:
            return self._database.write(written)


def _open_key(rules: ServiceRules, content: RequestContent, key: str | None) -> str | None:
    return f"{key}.{rules.service}.{content.utility or ''}" if rules.one_at_a_time and key else None


def _refuse_second(connection: Connection, open_key: str | None, request_id: str) -> None:
    found = request_store.open_with(connection, open_key) if open_key else None
    if found is not None and found.request_id != request_id and found.state not in FINAL:
        raise Refused("request_open", "the person has one of this service that is not answered yet")
