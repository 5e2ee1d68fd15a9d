"""A meter card before money: held in the slot while its company says what stands on it, then given back.

Whoever comes back with a paid load goes on at once: the card stays, and nothing is paid again.
"""

from msgspec.structs import replace

from kiosk.session import journey_cards
from kiosk.session.effects import EjectCard
from kiosk.session.effects_prepaid import ReadMeterCard, WriteMeterCard
from kiosk.session.events import (
    CardEjected,
    CardHeld,
    CardJammed,
    CardTaken,
    Event,
    IcCardRead,
    MeterCardRead,
    MeterCardRefused,
    Ticked,
)
from kiosk.session.household import Problem
from kiosk.session.journey_cards import give_back
from kiosk.session.journey_loading import FOR_A_CARD, paid_before
from kiosk.session.meters import Meter
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, stay, tell
from kiosk.session.rules import ANY, HOUSEHOLD
from kiosk.session.steps import InsertCard, ReadingCard, TakeCard
from kiosk.session.steps_meter_cards import AskMeterCard, WritingCard
from kiosk.session.steps_prepaid import ShowMeter

OUT = EjectCard("ic_card")
_PERHAPS_ANOTHERS = frozenset({"meter_card_other_company", "meter_card_blank", "meter_card_damaged"})
"""Refusals after which a card that has a number may still be a card by which bills are found."""


def reading_card(session: Session, step: ReadingCard, event: Event) -> Moved:
    match event:
        case CardHeld() if step.slot == "ic_card":
            return _held(session, step.wish, event)
        case _:
            return journey_cards.reading_card(session, step, event)


def _held(session: Session, wish: str, event: CardHeld) -> Moved:
    """A card of a kind that is no utility's has nothing to load; by its number bills are found."""
    if event.number.value and not session.rules.offers(event.kind):
        return _as_a_number(session, wish, event)
    request = session.requests + 1
    asking = AskMeterCard(wish, request, event.number, event.kind, event.number_masked)
    return go(replace(session, requests=request), asking, ReadMeterCard(request))


def _as_a_number(session: Session, wish: str, card: CardHeld) -> Moved:
    read = IcCardRead(card.number, card.kind, card.number_masked)
    moved, effects = journey_cards.card_read(session, wish, read)
    return moved, (*effects, OUT)


def ask_meter_card(session: Session, step: AskMeterCard, event: Event) -> Moved:
    match event:
        case MeterCardRead(request, meter) if request == step.request:
            return _read(session, step, meter)
        case MeterCardRefused(request, problem) if request == step.request:
            if _is_for_bills(session, step, problem):
                return _as_a_number(session, step.wish, CardHeld(step.number, step.kind, step.whose))
            return _refused(session, step, _for_whom(session, problem))
        case CardTaken("ic_card"):
            return tell(session, "card_pulled", InsertCard(step.wish, "ic_card"))
        case CardEjected("ic_card"):
            return give_back(session, TakeCard(step.wish, "ic_card", problem="card_forced_out"))
        case CardJammed("ic_card"):
            return give_back(session, TakeCard(step.wish, "ic_card", problem="card_damaged"))
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return _refused(session, step, "gateway_slow")
        case _:
            return stay(session)


def _is_for_bills(session: Session, step: AskMeterCard, problem: Problem) -> bool:
    return bool(step.number.value) and problem in _PERHAPS_ANOTHERS and not _by_card_alone(session)


def _for_whom(session: Session, problem: Problem) -> Problem:
    """Whoever has not asked to load a card is not told about companies: no bills are found by this one."""
    unknown = problem == "meter_card_other_company" and not _by_card_alone(session)
    return "card_unknown" if unknown else problem


def _by_card_alone(session: Session) -> bool:
    service = session.rules.service(session.errand)
    return service is not None and service.kind == "meter_card"


def _refused(session: Session, step: AskMeterCard, problem: Problem) -> Moved:
    moved, effects = give_back(session, TakeCard(step.wish, "ic_card", problem=problem))
    return moved, (*effects, OUT)


def _read(session: Session, step: AskMeterCard, meter: Meter) -> Moved:
    anything = step.wish in {ANY, HOUSEHOLD}
    if not session.rules.offers(meter.utility) or (meter.utility != step.wish and not anything):
        return _refused(session, step, "meter_card_other_utility")
    load = meter.open_load
    if load is not None and load.way == "card" and load.state in FOR_A_CARD:
        paid, follow = paid_before(ShowMeter(meter.utility, meter), load)
        return go(session, WritingCard(paid, held=True, begun=True), WriteMeterCard(load.load_id), follow)
    read = TakeCard(meter.utility, "ic_card", step.whose or meter.account_masked, meters=(meter,))
    moved, effects = give_back(session, read)
    return moved, (*effects, OUT)
