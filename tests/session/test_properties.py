"""What holds on every journey, however oddly people, devices and the network behave."""

from collections import Counter
from typing import get_args

from hypothesis import given
from msgspec import Struct
from msgspec.structs import replace

from kiosk.session.effects import (
    ArmDevices,
    Effect,
    EjectCard,
    FinishNotes,
    PressRedButton,
    PrintReceipt,
    StartPayment,
    WipeSession,
)
from kiosk.session.events import (
    CashClosed,
    CashExpected,
    Helping,
    LeaveConfirmed,
    PaymentEnded,
    PaymentRefused,
    RechargeAgreed,
    StopNotesConfirmed,
    Ticked,
    Touch,
)
from kiosk.session.household import Outcome
from kiosk.session.model import Armed
from kiosk.session.paging import placed
from kiosk.session.steps import (
    ChooseFinding,
    ChooseMethod,
    ConfirmRechargeCard,
    Done,
    Goodbye,
    Idle,
    InsertCard,
    InsertNotes,
    Notice,
    Paying,
    PresentBill,
    Printing,
    ReadingCard,
    ShowPayCode,
    Step,
    TypeRechargeCode,
)
from kiosk.session.steps_meter_cards import InsertPaidCard
from kiosk.session.steps_prepaid import Loading
from tests.session.looking import check_screens
from tests.session.test_totality import leaves
from tests.session.wandering import WALKS, Moment, looked_at, looked_at_closely, walk, walks


def _may_end(moment: Moment) -> bool:
    paying, event = moment.before.step, moment.event
    assert isinstance(paying, Paying)
    match event:
        case PaymentEnded(outcome):
            return outcome.payment_id == paying.payment_id
        case PaymentRefused(request, _):
            return request == paying.request
        case Ticked():
            return moment.after.now_s - moment.before.entered_s >= 90
        case CashExpected(payment_id):
            return payment_id == paying.payment_id and isinstance(moment.after.step, InsertNotes)
        case _:
            return False


def test_the_random_journeys_go_everywhere_and_do_everything() -> None:
    everything = [moment for number in range(WALKS) for moment in walk(number)]
    entered = {type(m.after.step) for m in everything if type(m.after.step) is not type(m.before.step)}
    asked: Counter[type[Struct]] = Counter(type(effect) for moment in everything for effect in moment.effects)
    assert entered == set(get_args(Step))
    assert min(asked.get(effect, 0) for effect in leaves(Effect)) > 10, asked


@looked_at
@given(walks)
def test_from_paying_only_an_outcome_or_the_long_wait_leads_out(number: int) -> None:
    for moment in walk(number):
        if isinstance(moment.before.step, Paying) and not isinstance(moment.after.step, Paying):
            assert _may_end(moment)
            assert isinstance(moment.after.step, Done | InsertNotes | Loading | InsertPaidCard)


@looked_at
@given(walks)
def test_a_payment_starts_once_with_a_number_of_its_own_and_only_while_it_may(number: int) -> None:
    seen: set[int] = set()
    for moment in walk(number):
        started = [effect for effect in moment.effects if isinstance(effect, StartPayment)]
        already = isinstance(moment.before.step, Paying | InsertNotes)
        entered = isinstance(moment.after.step, Paying) and not already
        assert len(started) == (1 if entered else 0)
        for effect in started:
            assert effect.request not in seen
            assert moment.after.gateway_up
            assert not moment.after.closed
            seen.add(effect.request)


@looked_at
@given(walks)
def test_the_first_screen_is_never_shown_over_somebodys_card(number: int) -> None:
    for moment in walk(number):
        residents = moment.after.technician != "here"
        assert not (residents and isinstance(moment.after.step, Idle) and moment.after.holds_a_card())


BILL_STEPS = (Idle, Goodbye, ChooseFinding, PresentBill, Notice)
CARD_STEPS = (Idle, Goodbye, ChooseFinding, InsertCard, ReadingCard, Notice, InsertPaidCard)


def _fits(armed: Armed, moment: Moment) -> bool:
    step = moment.after.step
    inside = moment.after.holds_a_card() and not isinstance(step, ReadingCard)
    fitting = {
        "": True,
        "bill": isinstance(step, BILL_STEPS),
        "pay_code": isinstance(step, ChooseMethod | ShowPayCode),
        "recharge_code": isinstance(step, TypeRechargeCode),
    }[armed.scanner]
    if armed.notes != (isinstance(step, InsertNotes) and _wants_notes(moment)):
        return False
    slots = armed.id_card or armed.ic_card
    return fitting and not (slots and (inside or not isinstance(step, CARD_STEPS)))


def _wants_notes(moment: Moment) -> bool:
    step, session = moment.after.step, moment.after
    assert isinstance(step, InsertNotes)
    works = "note_acceptor" not in session.faults and not session.cash_off
    return works and not step.finishing and session.technician != "here"


@looked_at
@given(walks)
def test_a_recharge_card_is_spent_only_as_it_was_agreed_to(number: int) -> None:
    """By a finger on the screen that said all of it, and never for less than the sum."""
    for moment in walk(number):
        for effect in moment.effects:
            if isinstance(effect, StartPayment):
                assert (effect.recharge_card is not None) == (effect.method == "recharge_card")
            if isinstance(effect, StartPayment) and effect.recharge_card is not None:
                assert isinstance(moment.event, RechargeAgreed)
                assert isinstance(moment.before.step, ConfirmRechargeCard)
                assert effect.recharge_card == moment.before.step.card
                assert effect.recharge_card.face_fen >= effect.basket.amount_fen


@looked_at
@given(walks)
def test_from_the_note_slot_only_the_machines_word_leads_out(number: int) -> None:
    """Money may be inside, or on its way: no finger, and no clock before the slot was to be shut."""
    for moment in walk(number):
        before = moment.before.step
        if isinstance(before, InsertNotes) and not isinstance(moment.after.step, InsertNotes):
            patient = isinstance(moment.event, Ticked) and before.finishing
            assert patient or isinstance(moment.event, CashClosed | PaymentEnded)
            assert isinstance(moment.after.step, Paying | Done)


@looked_at
@given(walks)
def test_a_slot_is_asked_to_shut_once_and_then_stays_shut(number: int) -> None:
    for moment in walk(number):
        asked = sum(isinstance(effect, FinishNotes) for effect in moment.effects)
        match moment.before.step, moment.after.step:
            case InsertNotes(finishing=True), after:
                assert asked == 0
                assert not isinstance(after, InsertNotes) or after.finishing
            case InsertNotes(), InsertNotes(finishing=True, missing_fen=missing_fen):
                assert asked == (1 if missing_fen else 0)
            case _:
                assert asked == 0


@looked_at
@given(walks)
def test_inputs_are_open_where_something_is_wanted_of_them_and_nowhere_else(number: int) -> None:
    for moment in walk(number):
        assert _fits(moment.after.armed, moment)
        told = [effect.armed for effect in moment.effects if isinstance(effect, ArmDevices)]
        changed = moment.before.armed != moment.after.armed
        assert told == ([moment.after.armed] if changed else [])


@looked_at
@given(walks)
def test_beneath_a_question_a_finger_moves_nothing_but_the_red_button(number: int) -> None:
    for moment in walk(number):
        if moment.before.overlay and isinstance(moment.event, Touch):
            kind, event = moment.before.overlay.kind, moment.event
            leaving = kind == "leave" and isinstance(event, LeaveConfirmed)
            leaving |= kind == "stop_notes" and isinstance(event, StopNotesConfirmed)
            ends = (WipeSession, FinishNotes, ArmDevices, PrintReceipt) if leaving else ()
            allowed = (PressRedButton, EjectCard, *ends)
            assert all(isinstance(effect, allowed) for effect in moment.effects)
            assert leaving or placed(moment.after, 0).step == placed(moment.before, 0).step


@looked_at
@given(walks)
def test_whoever_leaves_is_forgotten(number: int) -> None:
    for moment in walk(number):
        ended = isinstance(moment.after.step, Idle | Goodbye)
        began = isinstance(moment.before.step, Idle | Goodbye)
        wipes = sum(isinstance(effect, WipeSession) for effect in moment.effects)
        assert wipes == (1 if ended and not began else 0)
        if ended:
            assert (moment.after.misses, moment.after.held_s is None or began) == (0, True)


@looked_at
@given(walks)
def test_nothing_prints_by_itself_nor_twice(number: int) -> None:
    for moment in walk(number):
        papers = [effect for effect in moment.effects if isinstance(effect, PrintReceipt)]
        entered = isinstance(moment.after.step, Printing) and not isinstance(moment.before.step, Printing)
        again = entered and isinstance(moment.after.step, Printing) and moment.after.step.done.again
        printed = any(not paper.copy or again for paper in papers)
        assert printed == entered
        assert not papers or isinstance(moment.event, Touch | Helping)


def only_its_load_went_on(old: Outcome, new: Outcome) -> bool:
    """What is bought for a meter is told until that has ended; the payment itself is the same."""
    if new.load is None or (old.load is not None and old.load.ended):
        return new == old
    return replace(new, kind="settled", legs=()) == replace(old, kind="settled", legs=())


@looked_at
@given(walks)
def test_what_is_settled_stays_settled(number: int) -> None:
    for moment in walk(number):
        match moment.before.step, moment.after.step:
            case Done(outcome=old), Done(outcome=new) if old.kind != "pending":
                assert only_its_load_went_on(old, new)
            case Printing(done=Done(outcome=old)), Printing(done=Done(outcome=new)) if old.kind != "pending":
                assert only_its_load_went_on(old, new)


@looked_at_closely
@given(walks)
def test_every_screen_of_a_random_journey_can_be_shown(number: int) -> None:
    for moment in walk(number):
        check_screens(moment.after)
