"""Random journeys: any finger, hand, report or answer at any time, from anywhere a real journey has been.

Each has a number, which is its seed, and is walked once for all tests that look at it.
"""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import TypeGuard

from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct

from kiosk.session import events as e
from kiosk.session import journey, steps
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.journey_helper_pad import DIGITS
from kiosk.session.journey_rest import may_offer
from kiosk.session.model import Session
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.steps_drafts import OfferKeeping
from kiosk.session.steps_meter_cards import InsertPaidCard
from kiosk.session.steps_numbers import ListNumbers, PrintingNumbers
from kiosk.session.steps_prepaid import ChooseAmount, Loading, TypeAmount
from kiosk.session.steps_requests import ChooseRequestWay
from kiosk.session.steps_services import AskingBoard, ChooseService
from kiosk.session.view import BillRow, Button, HoldButton
from kiosk.session.view_parts import parts
from tests.session import samples
from tests.session.account_numbers import awaited_of_numbers
from tests.session.boards import published
from tests.session.forms_awaited import FORM_STEPS, awaited_of_forms
from tests.session.meter_cards import CARD_STEPS, awaited_of_cards
from tests.session.prepaid import awaited_while_buying, meters_found
from tests.session.recharge_cards import answers_to_card
from tests.session.samples_helper import of_helpers, pads

WALKS = 1500
MOVES = 60
BUYING = tuple(
    session
    for story in samples.played()
    for session in story.sessions
    if session.errand == "buy_electricity"
    and isinstance(session.step, steps.ChooseFinding | steps.LookUp | steps.Paying)
)
ERRANDS = tuple(
    session
    for story in samples.played()
    for session in story.sessions
    if isinstance(session.step, InsertPaidCard | OfferKeeping)
    or (isinstance(session.step, steps.Done) and may_offer(session, session.step))
)
SOUGHT = tuple(
    session
    for story in samples.played()
    for session in story.sessions
    if session.errand in {"my_payments", "my_requests", "account_numbers", "home_visit", "invoice_copy"}
    and isinstance(
        session.step,
        steps.ChooseFinding | steps.InsertCard | steps.PresentBill | steps.LookUp | ChooseRequestWay,
    )
)
STARTS = (
    *samples.reached(),
    *pads(samples.played()[0])[:16],
    *(session for story in samples.played() for session in story.sessions if session.errand == "history"),
    *BUYING * 7,
    *ERRANDS * 3,
    *SOUGHT * 9,
)
OFTEN = 3 * ("buy_electricity", "repair")
TAPPED = (*OFTEN, "repair", "gas_card", "outages", "my_requests", "home_visit", "invoice_copy")
COMFORT = (e.SizeTapped, e.ThemeTapped, e.LanguageTapped, e.SoundTapped, e.RepeatTapped)
LEAVING = (e.ExitTapped, e.BackTapped, e.HelpTapped, e.LeaveConfirmed, e.FinishTapped)
STEPS_S = (0.2, 1.0, 7.0, 46.0, 95.0, 181.0)

walks = st.integers(0, WALKS - 1)
looked_at = settings(max_examples=150, deadline=None, derandomize=True, database=None)
looked_at_closely = settings(looked_at, max_examples=40)


class Moment(Struct, frozen=True):
    """One event and what came of it."""

    before: Session
    event: Event
    after: Session
    effects: tuple[Effect, ...]


@cache
def walk(number: int) -> tuple[Moment, ...]:
    dice = Random(number)
    session = STARTS[number % len(STARTS)]
    moments: list[Moment] = []
    for _ in range(MOVES):
        event = dice.choice(_choices(session, dice))
        after, effects = journey.step(session, event)
        moments.append(Moment(session, event, after, effects))
        session = after
    return tuple(moments)


def _choices(session: Session, dice: Random) -> Sequence[Event]:
    """Mostly what the screen offers and what the session waits for; sometimes anything at all."""
    match dice.choices(range(8), weights=(40, 30, 5, 5, 6, 4, 10, 12))[0]:
        case 0:
            return [event for event in pressable(session) if not isinstance(event, LEAVING + COMFORT)]
        case 1:
            return awaited(session)
        case 2:
            return samples.hands()
        case 3:
            return samples.reports()
        case 4:
            step_s = dice.choice(STEPS_S)
            return [e.Ticked(session.now_s + step_s, session.wall_s + step_s)]
        case 5:
            return [*samples.fingers(), *samples.answers(session)]
        case 7:
            return by_staff(session)
        case _:
            return pressable(session)


def by_staff(session: Session) -> list[Event]:
    """What a helper may press now, or what comes back for one; sometimes what they may never press."""
    if session.pad is not None and session.pad.waiting:
        return of_helpers(session.helper_requests)
    if session.pad is not None and len(session.pad.digits.value) == DIGITS[session.pad.asks]:
        return [e.PadConfirmed()]
    if session.helper is None and session.pad is None:
        return [e.HelperDisplayChanged(there=True), e.HelperCardShown("07"), e.HelperPadOpened()]
    events = [part.event for part in parts(view(session, "helper")) if _live(part)]
    pressed = [event for event in events if isinstance(event, Event)]
    return [*pressed, *pressable(session)[:3], *of_helpers(session.helper_requests)]


def _live(part: Struct) -> TypeGuard[Button]:
    return isinstance(part, Button) and part.enabled


def awaited(session: Session) -> list[Event]:
    """What a resident, a device or the gateway would most likely do next."""
    match session.step:
        case steps.LookUp() | steps.TakeCard():
            cards = [e.CardTaken(slot) for slot, state in session.slots.items() if state != "empty"]
            meters = meters_found(session.requests) if session.errand else []
            return [*samples.found(session.requests), *meters[:2] * 2, *cards * 4]
        case AskingBoard(request=request):
            return published(request)
        case ChooseService():
            return [e.ServiceTapped(name) for name in TAPPED]
        case ChooseAmount() | TypeAmount() | Loading() as step:
            return awaited_while_buying(step)
        case steps.ReadingCard(slot="id_card"):
            return [*samples.hands()[3:5], e.CardEjected("id_card"), e.CardEjected("ic_card")]
        case step if isinstance(step, CARD_STEPS):
            return awaited_of_cards(session, samples.CANARY)
        case step if isinstance(step, FORM_STEPS):
            return awaited_of_forms(session)
        case steps.Paying(payment_id=None, request=request):
            return [e.PaymentOpened(request, "pay-1")]
        case steps.Paying():
            return samples.charged(session.requests)
        case steps.InsertNotes(inside_fen=inside_fen, payment_id=payment_id):
            counted = [
                e.NoteCounted(payment_id, fen, inside_fen + fen) for fen in (500, 1000, 2000, 5000, 10000)
            ]
            ended = [e.CashClosed(payment_id, inside_fen), e.StopNotesTapped()]
            return [*counted, e.NoteDrawnIn(), e.NoteCameBack("not_taken"), *ended]
        case steps.TypeRechargeCode() if session.armed.scanner:
            return [e.CodeScanned(Secret(samples.CANARY), "code128")]
        case steps.AskingRechargeCard(request=request):
            return answers_to_card(request)
        case steps.ConfirmRechargeCard():
            return [e.RechargeAgreed()]
        case steps.TypeNumber() if session.errand:
            return [e.NumberConfirmed()]
        case ListNumbers() | PrintingNumbers() as step:
            return awaited_of_numbers(step)
        case steps.Printing():
            return samples.printed()
        case steps.ChooseMethod() | steps.ShowPayCode():
            return [e.CodeScanned(Secret(samples.PAY_CANARY), "qr")]
        case steps.Goodbye() if session.holds_a_card():
            return [e.CardTaken("id_card"), e.CardTaken("ic_card")]
        case _ if session.armed.scanner:
            return [e.CodeScanned(Secret(samples.CANARY), "qr"), e.CardInserted("id_card")]
        case _:
            return [*samples.reports(), *samples.answers(session)]


def pressable(session: Session) -> list[Event]:
    """The events of all that can be pressed on the resident's screen now; at least a touch beside it."""
    screen = view(session)
    found: list[object] = [e.ScreenTouched()]
    for part in parts(screen.overlay or screen):
        match part:
            case Button(event=event, enabled=True):
                found.append(event)
            case BillRow(toggle=toggle, opens=opens):
                found += [event for event in (toggle, opens) if event]
            case HoldButton(down_event=down, up_event=up):
                found += [down, up]
    return [event for event in found if isinstance(event, Event)]
