"""From idle to a way of finding the bill: what to pay, and how to show who you are."""

from msgspec.structs import replace

from kiosk.session.events import (
    BackTapped,
    CardEjected,
    CardInserted,
    CardJammed,
    CodeScanned,
    DeviceChanged,
    Event,
    ExitTapped,
    FieldSkipped,
    FindingTapped,
    FinishTapped,
    IcCardRead,
    IdCardRead,
    NumberKindTapped,
    RetryTapped,
    ServicesTapped,
    TechnicianLeft,
    Ticked,
    UtilityTapped,
)
from kiosk.session.journey_accounts import accounts_of_person, may_name_none, without_account
from kiosk.session.journey_cards import card_read, insert_card, nobody_can_tell, start_reading
from kiosk.session.journey_find import look_up_code
from kiosk.session.journey_services import offered
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, home, leave, stay
from kiosk.session.rules import ANY, HOUSEHOLD
from kiosk.session.steps import (
    ChooseFinding,
    ChooseNumberKind,
    Goodbye,
    Idle,
    InsertCard,
    Notice,
    PresentBill,
    Step,
    TypeNumber,
)
from kiosk.session.steps_services import ChooseService


def idle(session: Session, step: Idle | Goodbye, event: Event) -> Moved:
    """R4: a bill, an identity card or an IC card starts a session without a tap."""
    match event:
        case CardInserted() if session.technician != "away":
            # It slipped in as the technician came, and goes straight out.
            return go(replace(session, misses=0, held_s=None), Goodbye())
        case UtilityTapped() | CodeScanned() | IdCardRead() | IcCardRead() if session.technician != "away":
            return stay(session)
        case UtilityTapped(utility) if utility == HOUSEHOLD or session.rules.offers(utility):
            return go(session, ChooseFinding(utility))
        case ServicesTapped() if offered(session):
            return go(session, ChooseService())
        case CodeScanned():
            return look_up_code(session, ANY, event, back=Idle())
        case CardInserted(slot):
            return start_reading(session, ANY, slot)
        case IdCardRead() | IcCardRead():
            return card_read(session, ANY, event)
        case CardEjected() | CardJammed():
            # Left inside by a power cut, say: its owner first, then the next session.
            return go(session, Goodbye())
        case TechnicianLeft():
            return home(session)
        case _:
            return stay(session)


def goodbye(session: Session, step: Goodbye, event: Event) -> Moved:
    """The next resident need not wait for the last one's goodbye to end, only for their card."""
    match event:
        case FinishTapped() if nobody_can_tell(session):
            return home(replace(session, slots={}))
        case FinishTapped() | CodeScanned() if session.holds_a_card():
            return stay(session)
        case FinishTapped():
            return home(session)
        case _:
            return idle(session, step, event)


def choose_finding(session: Session, step: ChooseFinding, event: Event) -> Moved:
    """The slots are open here too: whoever simply puts the card in has answered the question."""
    match event:
        case FindingTapped("id_card") if session.person is not None:
            return accounts_of_person(session)
        case FieldSkipped() if may_name_none(session):
            return without_account(session)
        case FindingTapped(way):
            return _take_way(session, step.wish, way)
        case CodeScanned():
            return look_up_code(session, step.wish, event, back=step)
        case CardInserted(slot):
            return start_reading(session, step.wish, slot)
        case IdCardRead() | IcCardRead():
            return card_read(session, step.wish, event)
        case BackTapped():
            return go(session, menu_of(session)) if session.errand else home(session)
        case _:
            return stay(session)


def _take_way(session: Session, wish: str, way: str) -> Moved:
    target: Step
    match way:
        case "scan" if session.works("scanner"):
            target = PresentBill(wish)
        case "id_card" if session.works("id_reader"):
            target = InsertCard(wish, "id_card")
        case "ic_card" if session.works("card_reader"):
            target = InsertCard(wish, "ic_card")
        case "typed":
            target = TypeNumber(wish, wish) if session.rules.offers(wish) else ChooseNumberKind(wish)
        case _:
            return stay(session)
    return go(session, target)


def choose_number_kind(session: Session, step: ChooseNumberKind, event: Event) -> Moved:
    match event:
        case NumberKindTapped(utility) if session.rules.offers(utility):
            return go(session, TypeNumber(step.wish, utility))
        case BackTapped():
            return go(session, ChooseFinding(step.wish))
        case _:
            return stay(session)


def present_bill(session: Session, step: PresentBill, event: Event) -> Moved:
    match event:
        case CodeScanned():
            return look_up_code(session, step.wish, event, back=step)
        case FindingTapped(way):
            return _take_way(session, step.wish, way)
        case BackTapped():
            return go(session, ChooseFinding(step.wish))
        case DeviceChanged() | Ticked() if not session.works("scanner"):
            return go(session, ChooseFinding(step.wish))
        case _:
            return stay(session)


def notice(session: Session, step: Notice, event: Event) -> Moved:
    """One button, back to where it went wrong; or simply another try at the slot."""
    match event:
        case RetryTapped():
            return go(session, step.retry)
        case CardInserted() | IdCardRead() | IcCardRead():
            return _another_try(session, step.retry, event)
        case ExitTapped():  # where nobody is asked first
            return leave(session)
        case _:
            return stay(session)


def _another_try(session: Session, retry: Step, event: Event) -> Moved:
    match retry:
        case Idle():
            return idle(session, retry, event)
        case ChooseFinding():
            return choose_finding(session, retry, event)
        case InsertCard():
            return insert_card(session, retry, event)
        case _:
            return stay(session)
