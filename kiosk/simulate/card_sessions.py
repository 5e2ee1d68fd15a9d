"""Sessions of cards in a gateway process, with the meaning of the production's: read before money, written
after it. A power cut is possible before and after every commit."""

from typing import TYPE_CHECKING, assert_never

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder, CardRead, CardTurn
from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.gateway.problems import Refused
from kiosk.payment.load_card import may_begin
from kiosk.payment.load_events import SessionBegun, SessionEnded, SessionHeard
from kiosk.payment.load_state import LoadState
from kiosk.simulate.driving import Driving
from kiosk.simulate.engine import Flow
from kiosk.simulate.load_store import Session
from kiosk.wire.loads import CardAnswer, CardEnd, CardSessionAnswer, CardSessionRequest, CardStep

if TYPE_CHECKING:
    from kiosk.simulate.loading import Loading
    from kiosk.simulate.world import World

_WRITES = frozenset({LoadState.CARD_WAITING, LoadState.CARD_UNSURE, LoadState.WRITING})


class CardSessions:
    def __init__(self, world: "World", gateway: Driving, loading: "Loading") -> None:
        self._world = world
        self._gateway = gateway
        self._loading = loading

    def begin(self, request: CardSessionRequest, kiosk_id: str) -> Flow:
        session = self._sessions.get(request.session_id)
        if session is not None:
            return (yield from self._told(request.session_id, session))
        try:
            if request.load_id is None:
                return (yield from self._begin_reading(request, kiosk_id))
            known = self._loading.known(request.load_id)
            return (yield from self._begin_writing(request, known, kiosk_id))
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent

    def answered(self, session_id: str, answer: CardAnswer, kiosk_id: str) -> Flow:
        session = self._sessions.get(session_id)
        if session is None or session.kiosk_id != kiosk_id:
            raise Refused("session_unknown")
        if answer.step_no > session.step_no:
            raise Refused("malformed")
        turn = self._turn(session)
        if answer.step_no < session.step_no or not isinstance(turn, CardStep):
            return (yield from self._told(session_id, session))
        if not (yield from self._still_writes(session_id, session)) and not self._was_silent(
            session_id, session
        ):
            return self._ended(session_id, CardEnd("unknown", "load_ended"))
        try:
            state, _ = self._world.meters.go_on(session.state, answer)
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent
        self._gateway.may_crash()
        self._gateway.write()
        if session.step_no == answer.step_no:
            session.state, session.step_no = state, session.step_no + 1
        self._gateway.may_crash()
        return (yield from self._told(session_id, session))

    @property
    def _sessions(self) -> dict[str, Session]:
        return self._world.store.loads.sessions

    def _begin_reading(self, request: CardSessionRequest, kiosk_id: str) -> Flow:
        state, turn = self._world.meters.begin("read", request.facts, None)
        if not isinstance(turn, CardStep):
            return self._ended(request.session_id, self._end_of(turn))
        session = self._new(request, kiosk_id, state)
        return (yield from self._told(request.session_id, session))

    def _begin_writing(self, request: CardSessionRequest, stored: StoredLoad, kiosk_id: str) -> Flow:
        load, session_id = stored.load, request.session_id
        if not may_begin(load, kiosk_id):
            reason = CardEnd("refused", "busy" if load.state in _WRITES else "load_ended")
            return self._ended(session_id, reason)
        order = CardOrder(load.load_id, load.supply_no, load.load_no, load.amount_fen)
        state, turn = self._world.meters.begin("write", request.facts, order)
        if not isinstance(turn, CardStep):
            return self._ended(session_id, self._end_of(turn))
        stored = yield from self._loading.see_through(stored, SessionBegun(session_id, kiosk_id))
        begun = stored.load
        if begun.session_id != session_id or begun.state is not LoadState.WRITING:
            return self._ended(session_id, CardEnd("refused", "busy"))
        session = self._new(request, kiosk_id, state)
        return (yield from self._told(session_id, session))

    def _new(self, request: CardSessionRequest, kiosk_id: str, state: bytes) -> Session:
        self._gateway.write()
        session = Session(request.load_id, kiosk_id, 1, state)
        return self._sessions.setdefault(request.session_id, session)

    def _told(self, session_id: str, session: Session) -> Flow:
        turn = self._turn(session)
        if isinstance(turn, CardStep):
            if not (yield from self._still_writes(session_id, session)):
                silent = self._was_silent(session_id, session)
                return self._ended(session_id, CardEnd("unknown", "write_failed" if silent else "load_ended"))
            return CardSessionAnswer(session_id, step=turn)
        if session.load_id is not None and isinstance(turn, CardDone):
            event = SessionEnded(session_id, turn.result, turn.proven)
            yield from self._loading.see_through(self._loading.known(session.load_id), event)
        return self._ended(session_id, self._end_of(turn))

    def _still_writes(self, session_id: str, session: Session) -> Flow:
        """Whoever only reads takes nothing from anybody."""
        if session.load_id is None:
            return True
        known = self._loading.known(session.load_id)
        stored = yield from self._loading.see_through(known, SessionHeard(session_id))
        return stored.load.state is LoadState.WRITING and stored.load.session_id == session_id

    def _was_silent(self, session_id: str, session: Session) -> bool:
        """And nothing else has happened to its load."""
        load = self._loading.known(str(session.load_id)).load
        return load.state is LoadState.CARD_UNSURE and load.session_id == session_id

    def _ended(self, session_id: str, end: CardEnd) -> CardSessionAnswer:
        session = self._sessions.get(session_id)
        if session is not None:
            session.end_told = True
        return CardSessionAnswer(session_id, end=end)

    def _end_of(self, turn: CardTurn) -> CardEnd:
        match turn:
            case CardRead(supply):
                return CardEnd("read", meter=self._loading.meter(supply))
            case CardDone(result, reason):
                return CardEnd(result, reason)
            case CardStep():
                raise LookupError("a step is no end")
        assert_never(turn)

    def _turn(self, session: Session) -> CardTurn:
        return self._world.meters.turn(session.state)
