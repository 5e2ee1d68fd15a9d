"""What became of service requests, and drafts to go on with: by a slip's number or an identity card."""

import logging
from collections.abc import Iterator
from typing import get_args

from sqlalchemy import Connection

from kiosk.gateway.counter import request_store
from kiosk.gateway.counter.age import DAY_MS
from kiosk.gateway.counter.request_files import RequestFiles, answer_of
from kiosk.gateway.counter.service_book import is_on_its_way
from kiosk.gateway.problems import Refused
from kiosk.gateway.rate_limit import RateLimit
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime, local_time
from kiosk.gateway.tokens import Tokens
from kiosk.gateway.trust.record_seals import RecordSpoilt
from kiosk.wire.requests import (
    DRAFT_DAYS,
    RequestLookUp,
    RequestsAnswer,
    RequestState,
    Unfinished,
    UnfinishedAnswer,
    UnfinishedAsked,
)

log = logging.getLogger(__name__)

_BEYOND_DRAFT: tuple[RequestState, ...] = tuple(each for each in get_args(RequestState) if each != "draft")


class RequestLookUps:
    """Both raise Refused: rate_limited, so that nobody searches through numbers."""

    def __init__(
        self, database: Database, time: SteadyTime, codes: Tokens, files: RequestFiles, limit: RateLimit
    ) -> None:
        self._database = database
        self._time = time
        self._codes = codes
        self._files = files
        self._limit = limit

    def look_up(self, asked: RequestLookUp) -> RequestsAnswer:
        """By a number the state alone; by an identity card everything of hers, with what was replied.

        Raises Refused: record_unknown for a number that is none, malformed for neither or both.
        """
        self._slow_down(asked.kiosk_id)
        if (asked.number is None) == (asked.person is None):
            raise Refused("malformed", "ask by number or by identity card")
        with self._database.reading() as connection:
            if asked.number is not None:
                found = request_store.by_number(connection, asked.number)
                if found is None:
                    raise Refused("record_unknown", "there is no such number")
                return RequestsAnswer((answer_of(found),))
            assert asked.person is not None
            key = self._codes.opaque("person", asked.person.id_number)
            hers = request_store.of_person(connection, key, _BEYOND_DRAFT)
            return RequestsAnswer(
                tuple(self._files.answer(connection, each.request_id, replied=True) for each in hers)
            )

    def unfinished(self, asked: UnfinishedAsked) -> UnfinishedAnswer:
        self._slow_down(asked.kiosk_id)
        key = self._codes.opaque("person", asked.person.id_number)
        with self._database.reading() as connection:
            return UnfinishedAnswer(tuple(self._drafts(connection, key)))

    def _drafts(self, connection: Connection, key: str) -> Iterator[Unfinished]:
        """Not one that goes with age, and has not gone yet, nor what a try to send one has left: nobody has
        asked to have that kept."""
        since_ms = self._time.now_ms() - DRAFT_DAYS * DAY_MS
        for each in request_store.of_person(connection, key, ["draft"]):
            if each.changed_ms < since_ms:
                continue
            try:
                content = self._files.content(connection, each.request_id)
            except RecordSpoilt as spoilt:  # the others are none the worse for it
                log.error("%s", spoilt)
                continue
            if content is not None and not is_on_its_way(content):
                documents = self._files.digests(connection, each.request_id)
                saved_at = local_time(each.changed_ms).isoformat()
                yield Unfinished(each.request_id, each.revision, saved_at, content, documents)

    def _slow_down(self, kiosk_id: str) -> None:
        if not self._limit.allows(kiosk_id):
            raise Refused("rate_limited", "too many look-ups in a minute")
