"""Cards: in, read, out again, and only then on. Nobody's card may stay in the machine (R8)."""

from msgspec.structs import replace

from kiosk.session.effects import Effect
from kiosk.session.events import (
    BackTapped,
    BillsReceived,
    CardEjected,
    CardInserted,
    CardJammed,
    CardTaken,
    CardUnreadable,
    DeviceChanged,
    Event,
    FinishTapped,
    ForcedEjected,
    IcCardRead,
    IdCardRead,
    LookUpFailed,
    MetersReceived,
    Ticked,
)
from kiosk.session.forms import Person
from kiosk.session.household import Slot
from kiosk.session.journey_find import after_findings, errand_of
from kiosk.session.journey_prepaid import after_meters
from kiosk.session.model import DeviceName, Session
from kiosk.session.moving import Moved, change, go, question_of, stay, tell
from kiosk.session.rules import ANY, HOUSEHOLD
from kiosk.session.steps import InsertCard, LookUp, ReadingCard, Step, TakeCard

READER: dict[Slot, DeviceName] = {"id_card": "id_reader", "ic_card": "card_reader"}


def start_reading(session: Session, wish: str, slot: Slot) -> Moved:
    return go(session, ReadingCard(wish, slot))


def insert_card(session: Session, step: InsertCard, event: Event) -> Moved:
    match event:
        case CardInserted(slot):
            return start_reading(session, step.wish, slot)
        case IdCardRead() | IcCardRead():
            return card_read(session, step.wish, event)
        case CardUnreadable(slot, problem):
            return give_back(session, TakeCard(step.wish, slot, problem=problem))
        case BackTapped():
            return go(session, _before_the_card(session, step.wish))
        case DeviceChanged() | Ticked() if not session.works(READER[step.slot]):
            return go(session, _before_the_card(session, step.wish))
        case _:
            return stay(session)


def _before_the_card(session: Session, wish: str) -> Step:
    before = errand_of(session).before
    return before(session) if before else question_of(wish)


def reading_card(session: Session, step: ReadingCard, event: Event) -> Moved:
    slot = step.slot
    match event:
        case IdCardRead() | IcCardRead() if _slot_of(event) == slot:
            return card_read(session, step.wish, event)
        case CardUnreadable(unread, problem) if unread == slot:
            return give_back(session, TakeCard(step.wish, slot, problem=problem))
        case CardTaken(taken) if taken == slot:
            return tell(session, "card_pulled", InsertCard(step.wish, slot))
        case CardEjected(ejected) if ejected == slot:
            return give_back(session, TakeCard(step.wish, slot, problem="card_forced_out"))
        case ForcedEjected() if slot == "id_card":
            return give_back(session, TakeCard(step.wish, slot, problem="card_forced_out"))
        case CardJammed(jammed) if jammed == slot:
            return give_back(session, TakeCard(step.wish, slot, problem="card_damaged"))
        case DeviceChanged() if not session.works(READER[slot]):
            return give_back(session, TakeCard(step.wish, slot, problem="card_damaged"))
        case _:
            return stay(session)


def _slot_of(event: IdCardRead | IcCardRead) -> Slot:
    return "id_card" if isinstance(event, IdCardRead) else "ic_card"


def card_read(session: Session, wish: str, event: IdCardRead | IcCardRead) -> Moved:
    """Look the bills up while the card is on its way out; the number itself is not kept, but where somebody
    has to say who they are."""
    if isinstance(event, IdCardRead) and errand_of(session).identified is not None:
        whose = f"{event.holder_masked} · {event.number_masked}"
        short = f"{event.holder_masked} · {event.number_masked[-4:]}"
        known = replace(session, person=Person(event.number, short, event.name, event.address))
        return give_back(known, TakeCard(wish, "id_card", whose))
    request = session.requests + 1
    slot = _slot_of(event)
    effect = errand_of(session).asks(
        request,
        by="id_card" if slot == "id_card" else "card",
        value=event.number,
        utility="" if wish == HOUSEHOLD else wish,
        whole_household=True,
    )
    whose = event.number_masked
    if isinstance(event, IdCardRead):
        whose = f"{event.holder_masked} · {event.number_masked}"
    return give_back(replace(session, requests=request), TakeCard(wish, slot, whose, request), effect)


def give_back(session: Session, step: TakeCard, *effects: Effect) -> Moved:
    """Wait for the card to be taken; on at once where no slot holds it, as on a flat reader."""
    if session.slot(step.slot) != "empty":
        return go(session, step, *effects)
    moved, more = _go_on_if_taken(session, step)
    return moved, effects + more


def take_card(session: Session, step: TakeCard, event: Event) -> Moved:
    """On only when the card is out of the machine and there is an answer to show."""
    match event:
        case BillsReceived(request, findings) if request == step.request:
            return _go_on_if_taken(session, replace(step, findings=findings))
        case MetersReceived(request, meters) if request == step.request:
            return _go_on_if_taken(session, replace(step, meters=meters))
        case LookUpFailed(request, problem) if request == step.request:
            return _go_on_if_taken(session, replace(step, problem=problem))
        case CardTaken(slot) if slot == step.slot:
            return _go_on_if_taken(session, step)
        case FinishTapped() if nobody_can_tell(session):
            # A reader that is gone can no longer tell; the resident's word is the best there is.
            return _go_on_if_taken(replace(session, slots={}), step)
        case _:
            return stay(session)


def nobody_can_tell(session: Session) -> bool:
    """Whether every card last seen in a slot is in a reader that has stopped answering."""
    held = [slot for slot in READER if session.slot(slot) != "empty"]
    return bool(held) and not any(session.works(READER[slot]) for slot in held)


def _go_on_if_taken(session: Session, step: TakeCard) -> Moved:
    if session.slot(step.slot) != "empty":
        return change(session, step)
    identified = errand_of(session).identified
    if step.problem:
        asked_for = step.wish != ANY or errand_of(session).before is not None
        again = asked_for and session.works(READER[step.slot])
        retry = InsertCard(step.wish, step.slot) if again else _before_the_card(session, step.wish)
        return tell(session, step.problem, retry)
    if identified is not None and session.person is not None:
        return identified(session)
    if step.findings:
        return after_findings(session, step.wish, step.findings, question_of(step.wish))
    if step.meters is not None:
        return after_meters(session, step.wish, step.meters, question_of(step.wish))
    if step.request is None:  # a helper's own card: nobody's bills were asked for
        return go(session, _before_the_card(session, step.wish))
    return go(session, LookUp(step.wish, step.request, question_of(step.wish)))
