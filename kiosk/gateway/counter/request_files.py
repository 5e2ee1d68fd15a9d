"""What lies sealed of a service request, opened for whoever may read it.

Works inside the caller's transaction.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.counter import document_store, request_store
from kiosk.gateway.counter.document_store import KeptDocument
from kiosk.gateway.counter.request_store import KeptRequest
from kiosk.gateway.problems import Refused
from kiosk.gateway.steady_time import local_time
from kiosk.gateway.trust.record_seals import RecordSeals
from kiosk.wire.requests import DocumentDigest, DocumentPart, RequestAnswer, RequestContent


class RequestFiles:
    def __init__(self, seals: RecordSeals) -> None:
        self._seals = seals

    def sealed_content(self, request_id: str, content: RequestContent) -> bytes:
        return self._seals.seal(msgspec.json.encode(content), f"content of request {request_id}")

    def sealed_reply(self, request_id: str, words: str) -> bytes:
        return self._seals.seal(words.encode(), f"reply to request {request_id}")

    def content(self, connection: Connection, request_id: str) -> RequestContent | None:
        """None once it was wiped. Raises RecordSpoilt."""
        sealed, _reply = request_store.sealed(connection, request_id)
        if not sealed:
            return None
        opened = self._seals.open(sealed, f"content of request {request_id}")
        return msgspec.json.decode(opened, type=RequestContent)

    def reply(self, connection: Connection, request_id: str) -> str | None:
        """Raises RecordSpoilt."""
        _content, sealed = request_store.sealed(connection, request_id)
        return self._seals.open(sealed, f"reply to request {request_id}").decode() if sealed else None

    def answer(self, connection: Connection, request_id: str, *, replied: bool = False) -> RequestAnswer:
        """As a kiosk is told; with the reply for whoever has proven that it is theirs."""
        kept = request_store.by_id(connection, request_id)
        assert kept is not None
        return answer_of(kept, self.reply(connection, request_id) if replied else None)

    def take_in(
        self, connection: Connection, request_id: str, name: str, part: int, told: DocumentPart
    ) -> Sequence[int] | None:
        return document_store.take_in(connection, self._seals, request_id, name, part, told)

    def document(self, connection: Connection, request_id: str, name: str) -> bytes:
        """Raises Refused: record_unknown; RecordSpoilt."""
        kept = document_store.document(connection, request_id, name)
        if kept is None or kept.state != "whole":
            raise Refused("record_unknown", "there is no such picture, or it was wiped")
        return document_store.content(connection, self._seals, request_id, name)

    def keep_only(self, connection: Connection, request_id: str, wanted: Sequence[DocumentDigest]) -> None:
        """Raises Refused: request_incomplete where one of them is not whole under its digest."""
        whole = {each.name: each.digest for each in _whole(connection, request_id)}
        for each in wanted:
            if whole.get(each.name) != each.digest:
                raise Refused("request_incomplete", each.name)
        document_store.drop_others(connection, request_id, [each.name for each in wanted])

    def digests(self, connection: Connection, request_id: str) -> tuple[DocumentDigest, ...]:
        return tuple(DocumentDigest(each.name, each.digest) for each in _whole(connection, request_id))


def answer_of(kept: KeptRequest, reply: str | None = None) -> RequestAnswer:
    return RequestAnswer(
        request_id=kept.request_id,
        service=kept.service,
        state=kept.state,
        revision=kept.revision,
        number=kept.number,
        sent_at=_moment(kept.sent_ms),
        due_at=_moment(kept.due_ms),
        reply=reply,
    )


def _whole(connection: Connection, request_id: str) -> list[KeptDocument]:
    return [each for each in document_store.documents(connection, request_id) if each.state == "whole"]


def _moment(at_ms: int | None) -> str | None:
    return None if at_ms is None else local_time(at_ms).isoformat()
