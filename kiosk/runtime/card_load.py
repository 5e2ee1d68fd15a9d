"""The kiosk's part in reading and writing a meter card: step from the gateway, card, answer to the gateway.

Holds no key and decides nothing about a card. What a write has come to is owed to the gateway until it says
how the session ended; a card is never given a step twice. No byte of a step is logged.
"""

import logging
from collections.abc import Callable
from typing import Final, Protocol

from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.runtime.card_outbox import CardOutbox, OwedSession
from kiosk.runtime.clock import Clock
from kiosk.wire.loads import (
    CardAct,
    CardAnswer,
    CardEnd,
    CardFacts,
    CardSessionAnswer,
    CardSessionRequest,
    CardStep,
)

_log = logging.getLogger(__name__)

_PATIENCE_S: Final = 20.0
"""So long a resident waits, card inside, for a gateway that does not answer."""
_PAUSE_S: Final = 1.0
_FIRST_RETRY_S: Final = 2.0
_LAST_RETRY_S: Final = 60.0
_MOST_STEPS: Final = 200
"""Beyond any script; whoever sends more is not let at the card any longer."""
_OF_THE_SESSION: Final = frozenset({"load_unknown", "session_unknown", "idempotency_key_reused", "malformed"})
"""Refusals that are the gateway's word about a session. Every other one comes of its trouble, or of somebody
in its place, and says nothing of what became of the card."""
_NOTHING_TOUCHED: Final = CardEnd("refused", "write_failed")


class CardGateway(Protocol):
    """Every call raises a `GatewayError`, is tried once, and is safe to repeat."""

    def begin_card(self, request: CardSessionRequest) -> CardSessionAnswer: ...
    def card_answered(self, session_id: str, answered: CardAnswer) -> CardSessionAnswer: ...


class MeterCardSlot(Protocol):
    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        """Have the card that is held do this, once at most, and wait for it; a few seconds at the longest."""
        ...


class CardLoads:
    """All methods run in one worker's thread. `wait` pauses it; `new_id` makes the ids of sessions."""

    def __init__(
        self,
        gateway: CardGateway,
        slot: MeterCardSlot,
        outbox: CardOutbox,
        clock: Clock,
        wait: Callable[[float], None],
        new_id: Callable[[], str],
    ) -> None:
        self._gateway = gateway
        self._slot = slot
        self._outbox = outbox
        self._clock = clock
        self._wait = wait
        self._new_id = new_id
        self._retry_at_s = clock.monotonic_s()
        self._retry_after_s = _FIRST_RETRY_S

    def read(self, facts: CardFacts) -> CardEnd:
        """Before money: what may be loaded. Changes nothing, so nothing of it is kept.

        Raises a GatewayError.
        """
        request = CardSessionRequest(self._new_id(), "read", facts)
        told = self._gateway.begin_card(request)
        for _ in range(_MOST_STEPS):
            if told.end is not None:
                return told.end
            answer = self._slot.carry_out(_step(told).no, _step(told).act)
            told = self._gateway.card_answered(request.session_id, answer)
        return CardEnd("refused", "company_silent")

    def write(
        self, load_id: str, facts: CardFacts, on_step: Callable[[int], None] = lambda no: None
    ) -> CardEnd | None:
        """Bring a paid load onto the card that is held. None: the gateway has not said how it ended, and is
        told again until it does. `on_step` hears of every step, for the screen.

        Raises GatewayRefused where the gateway knows of no such load.
        """
        owed = OwedSession(CardSessionRequest(self._new_id(), "write", facts, load_id))
        if not self._noted(owed):
            return _NOTHING_TOUCHED
        try:
            told = self._patiently(lambda: self._gateway.begin_card(owed.request))
            for _ in range(_MOST_STEPS):
                if told is None or told.end is not None:
                    break
                on_step(_step(told).no)
                owed = self._at_card(owed, _step(told))
                told = self._told(owed)
        except GatewayRefused:
            self._forget(owed)
            raise
        if told is None or told.end is None:
            return None
        self._forget(owed)
        return told.end

    def settle(self) -> tuple[tuple[str, CardEnd], ...]:
        """Tell the gateway what is owed, without a card; the ends it has said, by load. When idle.

        An end that another session has overtaken is not among them.
        """
        if self._clock.monotonic_s() < self._retry_at_s:
            return ()
        ended: list[tuple[str, CardEnd]] = []
        silent = False
        for owed in self._outbox.all():
            try:
                end = self._end_without_card(owed)
            except GatewayError as error:
                _log.warning("a card session is still owed to the gateway: %s", type(error).__name__)
                silent = True
                continue
            self._forget(owed)
            if end is not None and owed.request.load_id is not None and end.reason != "load_ended":
                ended.append((owed.request.load_id, end))
        self._retry_after_s = min(self._retry_after_s * 2, _LAST_RETRY_S) if silent else _FIRST_RETRY_S
        self._retry_at_s = self._clock.monotonic_s() + self._retry_after_s
        return tuple(ended)

    # -- inside -------------------------------------------------------------------------------------

    def _at_card(self, owed: OwedSession, step: CardStep) -> OwedSession:
        """Noted before the card is touched and after; a step that was given before is not given again."""
        if step.no <= owed.step_no:
            return owed
        begun = replace(owed, step_no=step.no, answered=None)
        if not self._noted(begun):  # what cannot be noted is not begun
            return replace(begun, answered=CardAnswer(step.no, gone=True))
        answered = replace(begun, answered=self._slot.carry_out(step.no, step.act))
        self._noted(answered)
        return answered

    def _told(self, owed: OwedSession) -> CardSessionAnswer | None:
        session_id = owed.request.session_id
        return self._patiently(lambda: self._gateway.card_answered(session_id, owed.owed_answer))

    def _end_without_card(self, owed: OwedSession) -> CardEnd | None:
        """The card is not here any more: every further step finds it gone. None: there is no such session."""
        session_id = owed.request.session_id
        try:
            if owed.step_no:
                told = self._gateway.card_answered(session_id, owed.owed_answer)
            else:
                told = self._gateway.begin_card(owed.request)
            if told.end is None:
                gone = CardAnswer(_step(told).no, gone=True)
                told = self._gateway.card_answered(session_id, gone)
        except GatewayRefused as refused:
            if refused.code not in _OF_THE_SESSION:
                raise
            _log.error("the gateway knows no such card session: %s", refused.code)
            return None
        return told.end

    def _patiently(self, say: Callable[[], CardSessionAnswer]) -> CardSessionAnswer | None:
        """Said again while the resident waits. Raises GatewayRefused where that is an answer."""
        until_s = self._clock.monotonic_s() + _PATIENCE_S
        while True:
            try:
                return say()
            except GatewayError as error:
                if isinstance(error, GatewayRefused) and error.code in _OF_THE_SESSION:
                    raise
                _log.warning("a card session waits for the gateway: %s", type(error).__name__)
            if self._clock.monotonic_s() >= until_s:
                return None
            self._wait(_PAUSE_S)

    def _noted(self, owed: OwedSession) -> bool:
        try:
            self._outbox.put(owed)
        except OSError as error:
            _log.error("a card session cannot be noted: %s", error.strerror)
            return False
        return True

    def _forget(self, owed: OwedSession) -> None:
        try:
            self._outbox.remove(owed.request.session_id)
        except OSError as error:  # told once more later, to the same end
            _log.error("a card session that has ended stays noted: %s", error.strerror)


def _step(told: CardSessionAnswer) -> CardStep:
    assert told.step is not None, "the client lets nothing else through"
    return told.step
