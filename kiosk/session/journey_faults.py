"""What may happen at any moment: time runs out, a card is thrown out, a device or the gateway goes.

These come before the step's own rules, so that no step has to remember them.
"""

from msgspec.structs import replace

from kiosk.session.effects import Effect, EjectCard, PressRedButton
from kiosk.session.events import (
    CardEjected,
    CardInserted,
    CardJammed,
    CardKept,
    CardOutOfSight,
    CardTaken,
    CashChanged,
    DeviceChanged,
    EjectHeld,
    EjectHoldPressed,
    EjectHoldReleased,
    Event,
    ForcedEjected,
    GatewayChanged,
    Hand,
    HelperDisplayChanged,
    PaperChanged,
    ServiceChanged,
    ServicesTaken,
    TechnicianCame,
    TechnicianLeft,
    TechnicianTookOver,
    Ticked,
    Touch,
)
from kiosk.session.household import Slot
from kiosk.session.journey_card_loads import write_later
from kiosk.session.journey_cash import finish
from kiosk.session.journey_receipt import left_alone
from kiosk.session.model import Overlay, Session, SlotState
from kiosk.session.moving import Moved, as_it_was, home, leave, slowness
from kiosk.session.steps import Done, Goodbye, Idle, InsertNotes, Paying, Printing, ReadingCard, TakeCard
from kiosk.session.steps_drafts import KeepingDraft
from kiosk.session.steps_forms import PrintingSlip, SendingRequest
from kiosk.session.steps_meter_cards import AskMeterCard, RedirectingLoad, TakePaidCard, WritingCard
from kiosk.session.steps_numbers import PrintingNumbers
from kiosk.session.steps_prepaid import Loading
from kiosk.session.steps_requests import Withdrawing

LEFT_CARD_TOLD_S = 1800.0
"""How long the first screen tells of a card left behind."""

_SLOT_AFTER: dict[type[Event], SlotState] = {
    CardInserted: "inside",
    CardEjected: "offered",
    CardTaken: "empty",
    CardJammed: "jammed",
}


def note(session: Session, event: Event) -> tuple[Session, tuple[Effect, ...]]:
    """Write down what the event says of the machine, whatever the step makes of it."""
    if isinstance(event, Touch | Hand):
        session = _alive(session, event)
    match event:
        case Ticked(now_s, wall_s):
            return replace(session, now_s=now_s, wall_s=wall_s), ()
        case DeviceChanged(device, fault):
            others = {name: reason for name, reason in session.faults.items() if name != device}
            return replace(session, faults={**others, device: fault} if fault else others), ()
        case CashChanged(off):
            return replace(session, cash_off=off), ()
        case PaperChanged(level):
            return replace(session, paper=level), ()
        case GatewayChanged(up):
            return replace(session, gateway_up=up), ()
        case HelperDisplayChanged(there):
            return _other_display(session, there), ()
        case ServicesTaken(names):
            return replace(session, taken=names), ()
        case ServiceChanged(reason):
            return replace(session, closed=reason), ()
        case TechnicianTookOver() if session.at_rest():
            return replace(session, technician="here", overlay=None), ()
        case TechnicianCame() | TechnicianTookOver() if session.technician == "away":
            return replace(session, technician="coming"), ()
        case TechnicianLeft():
            return replace(session, technician="away", touched_s=session.now_s), ()
        case CardInserted(slot) | CardEjected(slot) | CardTaken(slot) | CardJammed(slot):
            return _slot_is(session, slot, _SLOT_AFTER[type(event)]), ()
        case CardKept(slot) | CardOutOfSight(slot):
            until_s = session.now_s + LEFT_CARD_TOLD_S
            return _slot_is(replace(session, card_left_until_s=until_s), slot, "empty"), ()
        case EjectHeld(held_s):
            return replace(session, held_s=held_s), ()
        case EjectHoldPressed():
            return session, (PressRedButton(down=True),)
        case EjectHoldReleased():
            return session, (PressRedButton(down=False),)
        case ForcedEjected():
            return replace(session, held_s=None), ()
        case _:
            return session, ()


def _other_display(session: Session, there: bool) -> Session:
    """The only display that is left is the resident's."""
    side = session.resident_at if there else "first"
    return replace(session, helper_display=there, resident_at=side, at_panel=False)


def _alive(session: Session, event: Touch | Hand) -> Session:
    """TIM-3: any touch, card or code counts; a hand at a device also answers 'still there?'."""
    overlay = session.overlay
    if isinstance(event, Hand) and overlay and overlay.kind == "still_there":
        overlay = None
    step = session.step
    if isinstance(step, InsertNotes | Paying | Loading | Done) and step.unattended:
        step = replace(step, unattended=False)
    return replace(session, touched_s=session.now_s, overlay=overlay, step=step)


def _slot_is(session: Session, slot: Slot, state: SlotState) -> Session:
    """A card that comes out over a screen that is not about it is called to its owner's notice."""
    overlay = session.overlay
    if state == "offered" and not _about_the_card(session, slot):
        overlay = Overlay("card_out", session.now_s)
    elif state == "empty":
        overlay = _without_card_out(overlay)
    return replace(session, slots={**session.slots, slot: state}, overlay=overlay)


def _without_card_out(overlay: Overlay | None) -> Overlay | None:
    if overlay is None or overlay.kind == "card_out":
        return None
    return replace(overlay, over=_without_card_out(overlay.over))


def _about_the_card(session: Session, slot: Slot) -> bool:
    match session.step:
        case ReadingCard(slot=shown) | TakeCard(slot=shown):
            return shown == slot
        case AskMeterCard() | WritingCard() | TakePaidCard():
            return slot == "ic_card"
        case Idle() | Goodbye():
            return True
        case _:
            return False


def may_expire(session: Session) -> bool:
    """TIM-7: never while money or a card is on its way in the machine, or the printer is at work; nor while a
    helper is there. Notes inside are settled once the helper, too, has done nothing for as long as a note may
    take: nobody else must find them, and an open slot."""
    if isinstance(session.step, InsertNotes):
        return not (session.step.reading or session.step.finishing or _helper_at_it(session))
    if session.helper is not None:
        return False
    return not isinstance(session.step, _AT_WORK) and not session.holds_a_card()


_AT_WORK = (
    *(Idle, Goodbye, Paying, Loading, Printing, ReadingCard, TakeCard),
    *(AskMeterCard, WritingCard, TakePaidCard, RedirectingLoad),
    *(SendingRequest, PrintingSlip, PrintingNumbers, KeepingDraft, Withdrawing),
)
"""The machine is, or nobody is there."""


def _helper_at_it(session: Session) -> bool:
    helper = session.helper
    return helper is not None and session.now_s - helper.seen_s < session.rules.timing.note_s


def run_out(session: Session) -> Moved | None:
    """TIM-1, TIM-2: ask whether somebody is still there, then end the session for them."""
    timing = session.rules.timing
    if isinstance(session.step, Goodbye):
        over = session.in_step_s() >= timing.goodbye_s and not session.holds_a_card()
        return home(session) if over else None
    if session.overlay and session.overlay.kind == "still_there":
        if not may_expire(session):
            return replace(session, overlay=None), ()
        over = session.now_s - session.overlay.since_s >= timing.still_there_s
        return _end_for_them(session) if over else None
    if isinstance(session.step, Idle):
        return _left_at_home(session)
    alone = left_alone(session)
    if alone is not None:
        return alone
    patience_s = timing.note_s if isinstance(session.step, InsertNotes) else timing.idle_s
    if may_expire(session) and session.quiet_s() >= patience_s * slowness(session):
        return replace(session, overlay=Overlay("still_there", session.now_s)), ()
    return None


def _left_at_home(session: Session) -> Moved | None:
    """Nothing is lost on the first screen: what stands over it goes, and at last the look that was wanted."""
    timing, quiet_s = session.rules.timing, session.quiet_s()
    if session.overlay and quiet_s >= timing.still_there_s:
        return replace(session, overlay=None), ()
    fresh = as_it_was(session)
    return (fresh, ()) if quiet_s >= timing.idle_s and fresh != session else None


def _end_for_them(session: Session) -> Moved:
    """Whoever has put in banknotes and gone has them settled; what they bought for a card waits for it. No
    paper comes out for nobody."""
    if isinstance(session.step, InsertNotes):
        return finish(session, session.step, unattended=True)
    return write_later(session) or leave(session, paper=False)


def unwanted_card(session: Session, event: Event) -> tuple[Effect, ...]:
    """A card that comes up inside where the step it led to reads none goes straight out again."""
    match event, session.step:
        case CardInserted(slot), ReadingCard(slot=read) if slot == read:
            return ()
        case CardInserted("ic_card"), WritingCard():
            return ()
        case CardInserted(slot), _:
            return (EjectCard(slot),)
        case _:
            return ()
