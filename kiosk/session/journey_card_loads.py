"""After the money: the same card again, written, read back, taken home. What is paid waits as long as it
must.

While a card is written nothing lets go of it: no finger, no time that runs out. Only an end that the gateway
has said is one; without it the card comes out and the load waits for its next visit, here or anywhere.
"""

from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace

from kiosk.session.bought import with_load
from kiosk.session.effects import EjectCard
from kiosk.session.effects_prepaid import FollowLoad, RedirectLoad, WriteMeterCard
from kiosk.session.events import (
    CardEjected,
    CardHeld,
    CardInserted,
    CardJammed,
    CardSettled,
    CardStepBegun,
    CardTaken,
    CardUnreadable,
    CardWriteEnded,
    DeviceChanged,
    Event,
    ExitTapped,
    FinishTapped,
    GiveLoadBackTapped,
    LoadRedirected,
    LoadTold,
    SendLoadTapped,
    Ticked,
    WriteLaterTapped,
)
from kiosk.session.journey_cards import nobody_can_tell
from kiosk.session.journey_loading import informed
from kiosk.session.loads import GIVEN_BACK, Load
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay, tell
from kiosk.session.proofs import proven_by_card, unproven
from kiosk.session.steps import ChooseFinding, Done, Step
from kiosk.session.steps_meter_cards import (
    InsertPaidCard,
    RedirectingLoad,
    TakePaidCard,
    WritingCard,
    load_of,
)
from kiosk.session.steps_prepaid import Loading

LONGEST_WRITE_S = 180.0
"""Beyond what a card and its patience for the gateway take: nobody's card stays inside for ever."""
UNSURE = "write_unsure"
OVER = "load_ended"
"""The gateway's word that nothing is owed to the card any more; how it ended is told of the load."""


def insert_paid_card(session: Session, step: InsertPaidCard, event: Event) -> Moved:
    load = load_of(step)
    match event:
        case CardInserted("ic_card"):
            return go(session, WritingCard(step.paid))
        case LoadTold() if _is_ours(step.paid, event.load):
            return _told(session, step, event)
        case CardSettled(load_id, written) if load and load_id == load.load_id and written:
            return go(session, _ended(_as_loaded(step.paid)))
        case SendLoadTapped() if load and load.may_be_sent:
            return _redirect(session, step, load, "send")
        case GiveLoadBackTapped() if load and load.state == "card_waiting":
            return _redirect(session, step, load, "give_back")
        case DeviceChanged() | Ticked() if not session.works("card_reader") and step.problem != "reader_off":
            return go(session, replace(step, problem="reader_off"))
        case WriteLaterTapped() | ExitTapped():
            return go(session, _ended(step.paid))
        case _:
            return stay(session)


def _redirect(session: Session, step: InsertPaidCard, load: Load, how: Literal["send", "give_back"]) -> Moved:
    """For whoever has paid, or has shown more than a number."""
    if unproven(step.paid):
        return tell(session, "load_proof_needed", ChooseFinding(step.paid.back.wish))
    return go(session, RedirectingLoad(step.paid, how), RedirectLoad(load.load_id, how))


def writing_card(session: Session, step: WritingCard, event: Event) -> Moved:
    load = load_of(step)
    match event:
        case CardHeld() if not step.held:
            return _begin_if_known(session, replace(step, held=True))
        case LoadTold() if _is_ours(step.paid, event.load):
            return _begin_if_known(session, replace(step, paid=informed(step.paid, event)))
        case CardStepBegun(load_id, no) if load and load_id == load.load_id:
            return change(session, replace(step, step_no=no))
        case CardWriteEnded(load_id, result, problem) if step.begun and load and load_id == load.load_id:
            if result == "written":  # of any other end nobody has said here which card was inside
                return _out(session, TakePaidCard(proven_by_card(_as_loaded(step.paid))))
            return _out(session, TakePaidCard(step.paid, problem or UNSURE))
        case Ticked() if session.in_step_s() >= _patience_s(session, step):
            return _out(session, TakePaidCard(step.paid, UNSURE if step.begun else "gateway_slow"))
        case _ if not step.begun:
            return _before_it_is_begun(session, step, event)
        case _:
            return stay(session)


def _before_it_is_begun(session: Session, step: WritingCard, event: Event) -> Moved:
    """Nothing was said to the card yet that could change it."""
    match event:
        case CardUnreadable("ic_card", problem):
            return take_out(session, TakePaidCard(step.paid, problem))
        case CardEjected("ic_card"):
            return take_out(session, TakePaidCard(step.paid, "card_forced_out"))
        case CardJammed("ic_card"):
            return take_out(session, TakePaidCard(step.paid, "card_damaged"))
        case CardTaken("ic_card"):
            return take_out(session, TakePaidCard(step.paid, "card_pulled"))
        case _:
            return stay(session)


def _begin_if_known(session: Session, step: WritingCard) -> Moved:
    load = load_of(step)
    if step.begun or not step.held or load is None:
        return change(session, step)
    return change(session, replace(step, begun=True), WriteMeterCard(load.load_id))


def _patience_s(session: Session, step: WritingCard) -> float:
    return LONGEST_WRITE_S if step.begun else session.rules.timing.look_up_s


def _out(session: Session, step: TakePaidCard) -> Moved:
    moved, effects = take_out(session, step)
    return moved, (*effects, EjectCard("ic_card"))


def take_out(session: Session, step: TakePaidCard) -> Moved:
    """Wait for the card to be taken; on at once where it is out already."""
    return _after_the_card(session, step) if session.slot("ic_card") == "empty" else go(session, step)


def take_paid_card(session: Session, step: TakePaidCard, event: Event) -> Moved:
    match event:
        case LoadTold() if _is_ours(step.paid, event.load):
            return change(session, replace(step, paid=informed(step.paid, event)))
        case CardTaken() | Ticked() if session.slot("ic_card") == "empty":
            return _after_the_card(session, step)
        case FinishTapped() if nobody_can_tell(session):
            return _after_the_card(replace(session, slots={}), step)
        case _:
            return stay(session)


def _after_the_card(session: Session, step: TakePaidCard) -> Moved:
    load = load_of(step)
    if not step.problem or (load is not None and load.ended):
        return go(session, _ended(step.paid))
    if step.problem == OVER:
        return go(session, step.paid, FollowLoad(step.paid.outcome.payment_id))
    return go(session, InsertPaidCard(step.paid, step.problem))


def redirecting_load(session: Session, step: RedirectingLoad, event: Event) -> Moved:
    """Without an answer it may have been heard all the same: what is told of the load decides."""
    match event:
        case LoadRedirected(load_id, None) if _is(step, load_id):
            return go(session, InsertPaidCard(step.paid, "gateway_slow"))
        case LoadRedirected(load_id, Load() as load) if _is(step, load_id):
            paid = replace(step.paid, outcome=with_load(step.paid.outcome, step.paid.basket, load))
            if load.over:
                return go(session, _ended(paid))
            if load.way == "meter" or load.state in GIVEN_BACK:
                return go(session, paid, FollowLoad(load.payment_id))
            return go(session, InsertPaidCard(paid, "load_stays"))
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return go(session, InsertPaidCard(step.paid, "gateway_slow"))
        case _:
            return stay(session)


def _is(step: RedirectingLoad, load_id: str) -> bool:
    load = load_of(step)
    return load is not None and load.load_id == load_id


def _told(session: Session, step: InsertPaidCard, event: LoadTold) -> Moved:
    """It may have been ended elsewhere: written by another machine, say, or given back."""
    paid = informed(step.paid, event)
    if event.load.over:
        return go(session, _ended(paid))
    if event.load.way == "meter" or event.load.state in GIVEN_BACK:
        return go(session, paid)
    return change(session, replace(step, paid=paid))


def _is_ours(paid: Loading, load: Load) -> bool:
    return load.payment_id == paid.outcome.payment_id


def _as_loaded(paid: Loading) -> Loading:
    """The gateway has read it back from the card."""
    load = paid.outcome.load
    assert load is not None, "nothing is written before it is known"
    written = replace(load, state="loaded", may_be_sent=False)
    return replace(paid, outcome=with_load(paid.outcome, paid.basket, written))


def _ended(paid: Loading) -> Done:
    return Done(paid.outcome, paid.basket, paid.back, paid.unattended, paid.again)


def write_later(session: Session) -> Moved | None:
    """Nobody comes with the card: what is paid waits, and its payer is told so on paper. None elsewhere."""
    step = session.step
    if not isinstance(step, InsertPaidCard):
        return None
    return go(session, replace(_ended(step.paid), unattended=True))


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    InsertPaidCard: insert_paid_card,
    WritingCard: writing_card,
    TakePaidCard: take_paid_card,
    RedirectingLoad: redirecting_load,
}
