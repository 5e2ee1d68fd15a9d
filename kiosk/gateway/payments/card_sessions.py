"""Cards in a kiosk's reader, scripted step by step by their company, and the load that is written to them.

A step is told after it is on record that a card may be written, and the end of a session is owed to its load
until that has it: whoever repeats an answer hears what came of it. Nothing of a step is kept or logged.
"""

from typing import assert_never

from msgspec.structs import replace

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder, CardRead, CardTurn
from kiosk.gateway.payments import card_session_rows as rows
from kiosk.gateway.payments.card_session_rows import CardSession
from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.gateway.payments.loads import Loads
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.payment.load_card import may_begin
from kiosk.payment.load_events import SessionBegun, SessionEnded, SessionHeard
from kiosk.payment.load_state import Load, LoadState
from kiosk.wire.loads import (
    CardAnswer,
    CardEnd,
    CardFacts,
    CardRefusal,
    CardSessionAnswer,
    CardSessionRequest,
    CardStep,
)

_WRITES = frozenset({LoadState.CARD_WAITING, LoadState.CARD_UNSURE, LoadState.WRITING})
_STILL_HEARD = frozenset({LoadState.CARD_UNSURE, LoadState.RETURNING})
_NOT_OURS = frozenset({"other_company", "blank"})


class CardSessions:
    """Raises Refused with biller_unavailable while a company does not answer: then nothing has changed."""

    def __init__(self, parts: Parts, loads: Loads) -> None:
        self._parts = parts
        self._loads = loads

    def begin(self, request: CardSessionRequest, kiosk_id: str) -> CardSessionAnswer:
        """The same id again is the same session, wherever it stands."""
        if (request.load_id is None) is (request.kind == "write"):
            raise Refused("malformed", "load_id belongs to kind write and only to it")
        session = self._find(request.session_id)
        if session is not None:
            self._same(session, request, kiosk_id)
            return self._told(session, self._turn(session))
        try:
            if request.load_id is None:
                return self._begin_reading(request, kiosk_id)
            return self._begin_writing(request, self._loads.known(request.load_id), kiosk_id)
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent

    def answered(self, session_id: str, answer: CardAnswer, kiosk_id: str) -> CardSessionAnswer:
        """Raises Refused for a session that this kiosk does not have, and for an answer out of turn."""
        session = self._find(session_id)
        if session is None or session.kiosk_id != kiosk_id:
            raise Refused("session_unknown")
        if answer.step_no > session.step_no:
            raise Refused("malformed", "this step has not been asked for")
        turn = self._turn(session)
        if answer.step_no < session.step_no or not isinstance(turn, CardStep):
            return self._told(session, turn)
        if session.load_id is not None and not self._still_writes(session):
            return self._answered_late(session, answer)
        return self._go_on(session, answer)

    def _answered_late(self, session: CardSession, answer: CardAnswer) -> CardSessionAnswer:
        """It was silent for too long. While no other has taken its place, what this answer proves of the card
        still counts, also for a company that is asked to take the load back. No further step is given."""
        load = self._loads.known(str(session.load_id)).load
        if load.state in _STILL_HEARD and load.session_id == session.session_id:
            return self._go_on(session, answer)
        return _ended(session, CardEnd("unknown", "load_ended"))

    def _begin_reading(self, request: CardSessionRequest, kiosk_id: str) -> CardSessionAnswer:
        """By whichever company knows the card. One that is nobody's is told so at once."""
        refused = CardDone("refused", "other_company")
        for company_id in sorted(self._parts.outside.cards):
            company = self._parts.outside.cards_of(company_id)
            state, turn = company.begin("read", request.facts, None)
            if not (isinstance(turn, CardDone) and turn.reason in _NOT_OURS):
                session = self._new(request, kiosk_id, company_id, state, turn)
                return self._told(session, self._turn(session))
            refused = turn if turn.reason == "blank" else refused
        return CardSessionAnswer(request.session_id, end=CardEnd(refused.result, refused.reason))

    def _begin_writing(
        self, request: CardSessionRequest, stored: StoredLoad, kiosk_id: str
    ) -> CardSessionAnswer:
        load = stored.load
        if not may_begin(load, kiosk_id):
            reason: CardEnd = CardEnd("refused", "busy" if load.state in _WRITES else "load_ended")
            return CardSessionAnswer(request.session_id, end=reason)
        state, turn = self._company_begins(request.facts, load)
        if not isinstance(turn, CardStep):
            return CardSessionAnswer(request.session_id, end=self._end_of(load.biller_id, turn))
        begun = self._loads.driver.see_through(stored, SessionBegun(request.session_id, kiosk_id)).load
        if begun.session_id != request.session_id or begun.state is not LoadState.WRITING:
            return CardSessionAnswer(request.session_id, end=CardEnd("refused", "busy"))
        session = self._new(request, kiosk_id, load.biller_id, state, turn)
        return self._told(session, self._turn(session))

    def _company_begins(self, facts: CardFacts, load: Load) -> tuple[bytes, CardTurn]:
        order = CardOrder(load.load_id, load.supply_no, load.load_no, load.amount_fen)
        return self._parts.outside.cards_of(load.biller_id).begin("write", facts, order)

    def _new(
        self, request: CardSessionRequest, kiosk_id: str, company_id: str, state: bytes, turn: CardTurn
    ) -> CardSession:
        session = CardSession(
            session_id=request.session_id,
            kind=request.kind,
            kiosk_id=kiosk_id,
            company_id=company_id,
            load_id=request.load_id,
            step_no=turn.no if isinstance(turn, CardStep) else 1,
            state=state,
            begun_ms=self._parts.time.now_ms(),
        )
        return self._parts.database.write(lambda connection: rows.begin(connection, session))

    def _go_on(self, session: CardSession, answer: CardAnswer) -> CardSessionAnswer:
        try:
            company = self._parts.outside.cards_of(session.company_id)
            state, turn = company.go_on(session.kind, session.state, answer)
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent
        after = replace(session, state=state, step_no=session.step_no + 1)
        if self._parts.database.write(lambda connection: rows.advance(connection, session, after)):
            return self._told(after, turn)
        now = self._find(session.session_id)
        if now is None:
            raise Refused("session_unknown")
        return self._told(now, self._turn(now))

    def _told(self, session: CardSession, turn: CardTurn) -> CardSessionAnswer:
        """The step, once the load is known to be written; or the end, once the load has it."""
        if isinstance(turn, CardStep):
            if session.load_id is not None and not self._still_writes(session):
                reason: CardRefusal = "write_failed" if self._was_silent(session) else "load_ended"
                return _ended(session, CardEnd("unknown", reason))
            return CardSessionAnswer(session.session_id, step=turn)
        if session.load_id is not None and isinstance(turn, CardDone):
            event = SessionEnded(session.session_id, turn.result, turn.proven)
            self._loads.driver.see_through(self._loads.known(session.load_id), event)
        return _ended(session, self._end_of(session.company_id, turn))

    def _still_writes(self, session: CardSession) -> bool:
        """It is heard of; and no other session, and no end, has taken its place."""
        stored = self._loads.known(str(session.load_id))
        load = self._loads.driver.see_through(stored, SessionHeard(session.session_id)).load
        return load.state is LoadState.WRITING and load.session_id == session.session_id

    def _was_silent(self, session: CardSession) -> bool:
        """And nothing else has happened to its load: its card tells, at its next visit at the latest."""
        load = self._loads.known(str(session.load_id)).load
        return load.state is LoadState.CARD_UNSURE and load.session_id == session.session_id

    def _end_of(self, company_id: str, turn: CardTurn) -> CardEnd:
        match turn:
            case CardRead(supply):
                utility = self._parts.book[company_id].utility
                return CardEnd("read", meter=self._loads.card(company_id, utility, supply))
            case CardDone(result, reason):
                return CardEnd(result, reason)
            case CardStep():
                raise LookupError("a step is no end")
        assert_never(turn)

    def _turn(self, session: CardSession) -> CardTurn:
        try:
            company = self._parts.outside.cards_of(session.company_id)
            return company.turn(session.kind, session.state)
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent

    def _find(self, session_id: str) -> CardSession | None:
        with self._parts.database.reading() as connection:
            return rows.find(connection, session_id)

    def _same(self, session: CardSession, request: CardSessionRequest, kiosk_id: str) -> None:
        asked = (request.kind, request.load_id, kiosk_id)
        if (session.kind, session.load_id, session.kiosk_id) != asked:
            raise Refused("idempotency_key_reused", "this id was used for another session")


def _ended(session: CardSession, end: CardEnd) -> CardSessionAnswer:
    return CardSessionAnswer(session.session_id, end=end)
