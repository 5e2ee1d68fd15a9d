"""Planted bugs around meter cards: at the company, at the gateway, in the kiosk's memory and in its words."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from drivers.card.meter_records import PURCHASE_BYTES, MeterRecord, Purchase
from kiosk.gateway.demonstration.card_script import played
from kiosk.gateway.demonstration.memory_script import MARK
from kiosk.gateway.demonstration.meter_cards import Written, script_of
from kiosk.payment.load import LoadStep, step_load
from kiosk.payment.load_events import GiveBackAsked, LoadEvent
from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.timers import SagaTimers
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.card_outbox import CardFiles, CardOutbox, OwedSession
from kiosk.session import journey
from kiosk.session.events import CardWriteEnded, Event, MeterCardRead
from kiosk.session.model import Session
from kiosk.session.moving import Moved
from kiosk.simulate.build import Build
from kiosk.simulate.card_scripts import Asked, card_turn
from kiosk.simulate.meter_cards import MeterCard
from kiosk.wire.loads import CardAct, CardAnswer, CardEnd, CardFacts

_PLACES, _METER_AT = (32, 64), 96


def card_written_without_a_look() -> Build:
    """What stands on it already is written once more."""

    def turns(card: MeterCard, asked: Asked) -> Any:
        answers = tuple(_unseen(each) if each.step_no == 1 else each for each in asked.answers)
        return card_turn(card, replace(asked, answers=answers))

    return Build(card_turn=turns)


def _unseen(answer: CardAnswer) -> CardAnswer:
    """A memory card as if its newest load were another one, and in its meter."""
    memory = bytearray.fromhex(answer.data)
    if MARK not in memory:
        return answer
    found = {at: Purchase.from_bytes(bytes(memory[at : at + PURCHASE_BYTES])) for at in _PLACES}
    newest_at = max(found, key=lambda at: getattr(found[at], "load_no", 0))
    newest = found[newest_at]
    if newest is not None:
        other = Purchase(newest.load_no, newest.amount_fen).to_bytes()
        memory[newest_at : newest_at + PURCHASE_BYTES] = other
        met = MeterRecord(newest.load_no).to_bytes()
        memory[_METER_AT : _METER_AT + len(met)] = met
    return replace(answer, data=memory.hex())


def other_card_is_written() -> Build:
    """Nobody asks whether it is the card that the load was bought for."""

    def turns(card: MeterCard, asked: Asked) -> Any:
        order = Written(asked.order.load_ref, asked.order.amount_fen) if asked.order else None
        return played(script_of(card.terms, card.number, bytes(8), order), asked.answers)

    return Build(card_turn=turns)


def given_back_while_it_is_written() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if isinstance(event, GiveBackAsked) and load.state is LoadState.WRITING:
            load = replace(load, state=LoadState.CARD_WAITING, unsure=False)
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


class _Forgetful(CardOutbox):
    def __init__(self, files: CardFiles, key: bytes) -> None:
        super().__init__(files, key)
        for name, _ in files.contents():
            files.remove(name)


def outbox_forgotten_at_a_start() -> Build:
    return Build(card_outbox=_Forgetful)


class _Remembered(CardOutbox):
    """Nothing of it is on the disk."""

    def __init__(self, files: CardFiles, key: bytes) -> None:
        super().__init__(files, key)
        self._owed: dict[str, OwedSession] = {}

    def put(self, owed: OwedSession) -> None:
        self._owed[owed.request.session_id] = owed

    def remove(self, session_id: str) -> None:
        self._owed.pop(session_id, None)

    def all(self) -> tuple[OwedSession, ...]:
        return tuple(self._owed.values())


def outbox_remembered_only() -> Build:
    return Build(card_outbox=_Remembered)


class _Impatient(CardLoads):
    """What the gateway was not there to hear is given up."""

    def write(
        self, load_id: str, facts: CardFacts, on_step: Callable[[int], None] = lambda no: None
    ) -> CardEnd | None:
        end = super().write(load_id, facts, on_step)
        for owed in self._outbox.all() if end is None else ():
            self._forget(owed)
        return end


def result_dropped_when_the_gateway_is_silent() -> Build:
    return Build(card_loads=_Impatient)


class _TwiceAtTheCard:
    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        answer: CardAnswer = self._slot.carry_out(step_no, act)
        if answer.status is None and not answer.gone:
            answer = self._slot.carry_out(step_no, act)
        return answer


def step_given_again_where_a_card_is_silent() -> Build:
    def loads(gateway: Any, slot: Any, *rest: Any) -> CardLoads:
        return CardLoads(gateway, _TwiceAtTheCard(slot), *rest)

    return Build(card_loads=loads)


def resumed_load_is_paid_again() -> Build:
    """The kiosk does not hear that something is unfinished."""

    def steps(session: Session, event: Event) -> Moved:
        if isinstance(event, MeterCardRead) and event.meter.open_load is not None:
            meter = replace(event.meter, open_load=None, state="may_load", least_fen=100, most_fen=30_000)
            event = replace(event, meter=meter)
        return journey.step(session, event)

    return Build(journey_step=steps)


def unfinished_load_is_not_carried_on() -> Build:
    """Whoever comes again with the card is told that nothing can be bought for it, and no more."""

    def steps(session: Session, event: Event) -> Moved:
        if isinstance(event, MeterCardRead) and event.meter.open_load is not None:
            event = replace(event, meter=replace(event.meter, open_load=None, state="load_unfinished"))
        return journey.step(session, event)

    return Build(journey_step=steps)


def silence_is_told_as_written() -> Build:
    def steps(session: Session, event: Event) -> Moved:
        if isinstance(event, CardWriteEnded) and event.result == "silent":
            event = CardWriteEnded(event.load_id, "written")
        return journey.step(session, event)

    return Build(journey_step=steps)
