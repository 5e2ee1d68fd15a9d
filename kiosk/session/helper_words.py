"""What a helper is told of the step: where the resident is, and what one could say to them now."""

import re

from kiosk.payment.amount import digits
from kiosk.session.journey_bills import basket_of
from kiosk.session.journey_prepaid import looks_only
from kiosk.session.loads import GIVEN_BACK
from kiosk.session.model import Session
from kiosk.session.paper import why_no_paper
from kiosk.session.published import Board
from kiosk.session.steps import (
    ChooseMethod,
    ConfirmBills,
    ConfirmRechargeCard,
    Done,
    Idle,
    InsertNotes,
    Paying,
    ShowPayCode,
    Step,
)
from kiosk.session.steps_forms import RequestFiled
from kiosk.session.steps_numbers import ListNumbers
from kiosk.session.steps_prepaid import ChooseMeter, ConfirmLoad, Loading, ShowMeter
from kiosk.session.steps_requests import ListRequests
from kiosk.session.steps_services import ReadBoard
from kiosk.session.view import Text, text

AT_THE_TERMINAL = frozenset({"insert_card", "enter_pin", "remove_card"})
"""What is the resident's turn there."""

_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def stem(kind: type[Step]) -> str:
    """Of its words in `assets/texts/*_helper.toml`: choose_method for ChooseMethod."""
    return _NEXT_WORD.sub("_", kind.__name__).lower()


def where(session: Session) -> Text:
    """A question over the screen is where the resident is now."""
    if session.overlay is not None:
        return text(f"helper.over.{session.overlay.kind}")
    return text(f"helper.where.{stem(type(session.step))}")


def say(session: Session) -> Text:
    """Sums are put the way people say them; after a payment it depends on how that came out. What is asked
    over the screen comes first."""
    if session.overlay is not None:
        return text(f"helper.say_over.{session.overlay.kind}")
    step = session.step
    match step:
        case ConfirmBills():
            return _of_bills(session, step)
        case ChooseMethod() | ShowPayCode():
            return _with_sum(step, step.basket.amount_fen)
        case InsertNotes():
            return _with_sum(step, step.missing_fen) if step.missing_fen else text("helper.say.enough_notes")
        case Paying(detail=detail) if step.method == "bank_card" and detail in AT_THE_TERMINAL:
            return text(f"helper.say.terminal_{detail}")
        case Idle() if session.closed or not session.gateway_up or session.technician != "away":
            return text("helper.say.closed")
        case ListNumbers() if why_no_paper(session):
            return text("helper.say.numbers_without_paper")
        case RequestFiled() if step.problem or why_no_paper(session):
            return text("helper.say.number_on_screen")
        case ChooseMeter() if looks_only(session):
            return text("helper.say.look_at_meter")
        case ConfirmLoad():
            return _with_sum(step, step.amount_fen)
        case ConfirmRechargeCard():
            return _with_sum(step, step.card.face_fen)
        case Done():
            return _of_the_end(step)
        case ShowMeter():
            return _of_a_meter(session, step)
        case Loading(again=True):
            return text("helper.say.load_waits")
        case ReadBoard(board=Board(entries=())) | ListRequests(found=()):
            return text("helper.say.nothing_listed")
        case _:
            return text(f"helper.say.{stem(type(step))}")


def _of_bills(session: Session, step: ConfirmBills) -> Text:
    basket = basket_of(step, session.rules)
    if not basket.bills:
        choosable = any(bill.state == "payable" for bill in step.findings.bills)
        return text("helper.say.no_bills" if choosable else "helper.say.none_payable")
    return text("helper.say.confirm_bills", count=str(len(basket.bills)), sum=digits(basket.amount_fen))


def _of_the_end(step: Done) -> Text:
    """What was paid for a meter is not there yet, or never will be: nobody may be told to pay again."""
    load = step.outcome.load
    if load is not None and load.state in GIVEN_BACK:
        at_the_counter = load.state == "voucher" or not load.over
        return text("helper.say.load_voucher" if at_the_counter else "helper.say.load_back")
    bought = bool(step.basket.load) or load is not None
    if bought and step.outcome.kind == "settled" and (load is None or load.state != "loaded"):
        return text("helper.say.load_waits")
    return text(f"helper.say.{step.outcome.kind}")


def _of_a_meter(session: Session, step: ShowMeter) -> Text:
    if step.meter.open_load is not None:
        return text("helper.say.load_waits")
    if step.meter.state == "may_load" and not looks_only(session):
        return text("helper.say.show_meter")
    told = step.meter.state == "may_load" and step.meter.balance_fen is not None
    return text("helper.say.meter_read" if told else "helper.say.meter_off")


def _with_sum(step: Step, amount_fen: int) -> Text:
    return text(f"helper.say.{stem(type(step))}", sum=digits(amount_fen))
