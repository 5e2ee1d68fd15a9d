"""Cards: in, read, out again, and only then on. Nobody's card may stay in the machine (R8)."""

from msgspec.structs import replace

from kiosk.session.effects import EjectCard, LookUpBills
from kiosk.session.events import (
    BackTapped,
    BillsReceived,
    CardEjected,
    CardInserted,
    CardJammed,
    CardTaken,
    CardUnreadable,
    Event,
    FindingTapped,
    FinishTapped,
    ForcedEjected,
    IcCardRead,
    IdCardRead,
    LookUpFailed,
)
from kiosk.session.household import Slot
from kiosk.session.journey_find import after_findings
from kiosk.session.model import DeviceName, Session
from kiosk.session.moving import Moved, change, go, stay, tell
from kiosk.session.rules import ANY, HOUSEHOLD
from kiosk.session.steps import ChooseFinding, Idle, InsertCard, LookUp, ReadingCard, Step, TakeCard

READER: dict[Slot, DeviceName] = {"id_card": "id_reader", "ic_card": "card_reader"}


def before_cards(wish: str) -> Step:
    """Where 'back' leads from a card: the question it answered, or the first screen."""
    return Idle() if wish == ANY else ChooseFinding(wish)


def start_reading(session: Session, wish: str, slot: Slot) -> Moved:
    return go(session, ReadingCard(wish, slot))


def insert_card(session: Session, step: InsertCard, event: Event) -> Moved:
    match event:
        case CardInserted(slot):
            return start_reading(session, step.wish, slot)
        case IdCardRead() | IcCardRead():
            return card_read(session, step.wish, event)
        case CardUnreadable(slot, problem):
            return go(session, TakeCard(step.wish, slot, problem=problem))
        case FindingTapped():
            return go(session, ChooseFinding(step.wish))
        case BackTapped():
            return go(session, before_cards(step.wish))
        case _:
            return stay(session)


def reading_card(session: Session, step: ReadingCard, event: Event) -> Moved:
    match event:
        case IdCardRead() | IcCardRead():
            return card_read(session, step.wish, event)
        case CardUnreadable(slot, problem) if slot == step.slot:
            return go(session, TakeCard(step.wish, slot, problem=problem))
        case CardTaken(slot) if slot == step.slot:
            return tell(session, "card_pulled", InsertCard(step.wish, slot))
        case ForcedEjected() | CardEjected():
            return go(session, TakeCard(step.wish, step.slot, problem="card_forced_out"))
        case CardJammed(slot) if slot == step.slot:
            return go(session, TakeCard(step.wish, slot, problem="card_jammed"))
        case _:
            return stay(session)


def card_read(session: Session, wish: str, event: IdCardRead | IcCardRead) -> Moved:
    """Look the bills up while the card is on its way out; the number itself is not kept."""
    request = session.requests + 1
    slot: Slot = "id_card" if isinstance(event, IdCardRead) else "ic_card"
    effect = LookUpBills(
        request,
        by="id_card" if slot == "id_card" else "card",
        value=event.number,
        utility="" if wish == HOUSEHOLD else wish,
        whole_household=True,
    )
    whose = event.number_masked
    if isinstance(event, IdCardRead):
        whose = f"{event.holder_masked} · {event.number_masked}"
    return go(replace(session, requests=request), TakeCard(wish, slot, whose, request), effect)


def take_card(session: Session, step: TakeCard, event: Event) -> Moved:
    """On only when the card is out of the machine and there is an answer to show."""
    match event:
        case BillsReceived(request, findings) if request == step.request:
            return _go_on_if_taken(session, replace(step, findings=findings))
        case LookUpFailed(request, problem) if request == step.request:
            return _go_on_if_taken(session, replace(step, problem=problem))
        case CardTaken(slot) if slot == step.slot:
            return _go_on_if_taken(session, step)
        case FinishTapped() if not session.works(READER[step.slot]):
            # A reader that is gone can no longer tell; the resident's word is the best there is.
            slots = {**session.slots, step.slot: "empty"}
            return _go_on_if_taken(replace(session, slots=slots), step)
        case FinishTapped() if session.slot(step.slot) != "empty":
            return stay(session, EjectCard(step.slot))
        case _:
            return stay(session)


def _go_on_if_taken(session: Session, step: TakeCard) -> Moved:
    if session.slot(step.slot) != "empty":
        return change(session, step)
    if step.problem:
        retry = InsertCard(step.wish, step.slot)
        return tell(session, step.problem, before_cards(ANY) if step.wish == ANY else retry)
    if step.findings:
        return after_findings(session, step.wish, step.findings)
    return go(session, LookUp(step.wish, step.request or 0, before_cards(step.wish)))
