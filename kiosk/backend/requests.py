"""The kiosk's calls about service requests, beside those of `GatewayClient`.

Every call raises a `GatewayError`, and is safe to repeat.
"""

import hashlib

from kiosk.backend.errors import GatewayGarbage
from kiosk.backend.exchange import Exchange
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.fields import KioskId
from kiosk.wire.requests import (
    MOST_PART_BYTES,
    Consent,
    DocumentAnswer,
    DocumentDigest,
    DocumentPart,
    Person,
    RequestAnswer,
    RequestContent,
    RequestLookUp,
    RequestsAnswer,
    RequestSaved,
    RequestSent,
    RequestWithdrawn,
    ServicesAnswer,
    UnfinishedAnswer,
    UnfinishedAsked,
)


class RequestCalls:
    """On the exchange of a client, so that its signatures keep their order."""

    def __init__(self, exchange: Exchange, kiosk_id: KioskId) -> None:
        self._exchange = exchange
        self._kiosk_id = kiosk_id

    def save(
        self,
        request_id: str,
        revision: int,
        content: RequestContent,
        consent: Consent,
        person: Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer:
        """What has been answered so far; `revision` is higher than at every earlier call for the request."""
        told = RequestSaved(self._kiosk_id, revision, consent, content, person, found_by)
        return self._request(request_id, "draft", told)

    def add_document(
        self, request_id: str, name: str, picture: bytes, person: Person | None = None
    ) -> DocumentDigest:
        """Sends what is missing of a picture, of two megabytes at most; to be named when the request is sent.

        Raises GatewayRefused: document_differs where not all of it arrived; then it is to be sent again.
        """
        digest, part = hashlib.sha256(picture).hexdigest(), 1
        for _ in range(-(-len(picture) // MOST_PART_BYTES)):
            begins = (part - 1) * MOST_PART_BYTES
            data = picture[begins : begins + MOST_PART_BYTES]
            told = DocumentPart(self._kiosk_id, digest, len(picture), data, person)
            path = f"/v1/service-requests/{request_id}/documents/{name}/parts/{part}"
            answer = self._exchange.call("POST", path, DocumentAnswer, told)
            if (answer.request_id, answer.name) != (request_id, name):
                raise GatewayGarbage("the answer is about another document")
            if not answer.missing:
                return DocumentDigest(name, digest)
            part = answer.missing[0]
        raise GatewayGarbage("the gateway asks for more parts than there are")

    def send(
        self,
        request_id: str,
        content: RequestContent,
        consent: Consent,
        documents: tuple[DocumentDigest, ...] = (),
        person: Person | None = None,
        found_by: LookUpRequest | None = None,
    ) -> RequestAnswer:
        """The answer has its number."""
        told = RequestSent(self._kiosk_id, consent, content, documents, person, found_by)
        answer = self._request(request_id, "send", told)
        if answer.number is None:
            raise GatewayGarbage("a request that was sent has no number")
        return answer

    def withdraw(self, request_id: str, person: Person | None = None) -> RequestAnswer:
        return self._request(request_id, "withdraw", RequestWithdrawn(self._kiosk_id, person))

    def drop_draft(self, request_id: str) -> RequestAnswer:
        """Its owner wants nothing of it kept; one that was sent meanwhile stays."""
        told = RequestWithdrawn(self._kiosk_id, draft_alone=True)
        return self._request(request_id, "withdraw", told)

    def by_number(self, number: str) -> RequestAnswer:
        """Its state alone."""
        asked = RequestLookUp(self._kiosk_id, number=number)
        answer = self._exchange.call("POST", "/v1/service-request-look-ups", RequestsAnswer, asked)
        if [each.number for each in answer.requests] != [number]:
            raise GatewayGarbage("the answer is about another request")
        return answer.requests[0]

    def of_person(self, person: Person) -> RequestsAnswer:
        """All that were sent, with what was replied."""
        asked = RequestLookUp(self._kiosk_id, person=person)
        return self._exchange.call("POST", "/v1/service-request-look-ups", RequestsAnswer, asked)

    def services(self) -> ServicesAnswer:
        """Of which requests are taken."""
        return self._exchange.call("GET", "/v1/services", ServicesAnswer)

    def unfinished(self, person: Person) -> UnfinishedAnswer:
        """Drafts to go on with, whichever kiosk they were begun at."""
        asked = UnfinishedAsked(self._kiosk_id, person)
        return self._exchange.call("POST", "/v1/unfinished-requests", UnfinishedAnswer, asked)

    def _request(
        self, request_id: str, act: str, told: RequestSaved | RequestSent | RequestWithdrawn
    ) -> RequestAnswer:
        path = f"/v1/service-requests/{request_id}/{act}"
        answer = self._exchange.call("POST", path, RequestAnswer, told)
        if answer.request_id != request_id:
            raise GatewayGarbage("the answer is about another request")
        return answer
