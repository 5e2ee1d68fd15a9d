"""From the account to the sum: which meter, may it be loaded, how much, and the one tap that agrees."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session.events import (
    AmountTapped,
    BackTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    ExitTapped,
    FinishTapped,
    LoadAgainTapped,
    MeterAgreed,
    MeterTapped,
    NumberConfirmed,
    OtherAmountTapped,
    PayTapped,
)
from kiosk.session.household import Findings
from kiosk.session.journey_loading import carry_on, loading
from kiosk.session.loads import Load
from kiosk.session.meters import Meter
from kiosk.session.model import Session
from kiosk.session.moving import Moved, back_from_bills, change, go, leave, question_of, stay, tell
from kiosk.session.rules import HOUSEHOLD, Service
from kiosk.session.secret import Secret
from kiosk.session.steps import ChooseFinding, ChooseMethod, InsertCard, Step, TypeNumber
from kiosk.session.steps_prepaid import (
    ChooseAmount,
    ChooseMeter,
    ConfirmLoad,
    Loading,
    ShowMeter,
    TypeAmount,
)
from kiosk.session.steps_services import ChooseService


def begin_buying(session: Session, service: Service, menu: ChooseService) -> Moved:
    """The account is found as for bills, and means the meter of one kind."""
    wanted = next(filter(session.rules.offers, service.utilities), None)
    return go(session, ChooseFinding(wanted)) if wanted else tell(session, "no_meter", menu)


def looks_only(session: Session) -> bool:
    """Whether somebody wants to know what is in a meter, and not to buy."""
    service = session.rules.service(session.errand)
    return service is not None and service.kind == "balance"


def begin_with_card(session: Session, service: Service, menu: ChooseService) -> Moved:
    """The card says whose meter it is for, and what is in it."""
    wanted = next(filter(session.rules.offers, service.utilities), None)
    if wanted is None or not session.works("card_reader"):
        return tell(session, "reader_off" if wanted else "no_meter", menu)
    return go(session, InsertCard(wanted, "ic_card"))


def no_bills(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """Whoever buys is answered by meters alone."""
    return tell(session, "no_meter", back)


def after_meters(session: Session, wish: str, meters: tuple[Meter, ...], back: Step) -> Moved:
    """One meter is shown at once. Of several those that take loads come first: the others are billed.

    Whoever only looks may have asked for any kind; a number that was typed means its own.
    """
    if looks_only(session) and isinstance(back, TypeNumber):
        wish = back.utility
    any_kind = looks_only(session) and wish == HOUSEHOLD
    wanted = [meter for meter in meters if any_kind or meter.utility == wish]
    if not wanted:
        return tell(session, "no_meter", back)
    session = replace(session, misses=0)
    typed = Secret(back.digits) if isinstance(back, TypeNumber) else Secret("")
    prepaid = tuple(meter for meter in wanted if meter.state != "not_prepaid") or tuple(wanted[:1])
    if len(prepaid) > 1:
        return go(session, ChooseMeter(wish, prepaid, typed))
    return go(session, ShowMeter(wish, prepaid[0], typed))


def choose_meter(session: Session, step: ChooseMeter, event: Event) -> Moved:
    match event:
        case MeterTapped(meter_id):
            chosen = next((meter for meter in step.meters if meter.meter_id == meter_id), None)
            if chosen is None:
                return stay(session)
            return go(session, ShowMeter(step.wish, chosen, step.typed, step.meters, step.page))
        case BackTapped():
            return _to_the_finding(session, step)
        case _:
            return stay(session)


def _to_the_finding(session: Session, step: ChooseMeter | ShowMeter) -> Moved:
    """As it was left: a number that was typed stands there still."""
    service = session.rules.service(session.errand)
    if service is not None and service.kind == "meter_card":
        return go(session, ChooseService())
    if step.typed.value:
        return go(session, TypeNumber(step.wish, step.wish, step.typed.value))
    return back_from_bills(session, question_of(step.wish))


def show_meter(session: Session, step: ShowMeter, event: Event) -> Moved:
    meter = step.meter
    match event:
        case MeterAgreed() if meter.open_load is not None:
            return carry_on(session, step, meter.open_load)
        case MeterAgreed() if meter.state == "by_card" and session.works("card_reader"):
            return go(session, InsertCard(meter.utility, "ic_card"))
        case LoadAgainTapped(load_id) if _lost(meter, load_id):
            return carry_on(session, step, _lost(meter, load_id)[0])
        case MeterAgreed() if meter.state == "may_load" and not looks_only(session):
            return go(session, ChooseAmount(step))
        case BackTapped() if step.among:
            return go(session, ChooseMeter(step.wish, step.among, step.typed, step.page))
        case BackTapped():
            return _to_the_finding(session, step)
        case FinishTapped() | ExitTapped():  # out of a paid load nobody is asked first
            return leave(session)
        case _:
            return stay(session)


def _lost(meter: Meter, load_id: str) -> list[Load]:
    return [load for load in meter.told_again if load.load_id == load_id]


def choose_amount(session: Session, step: ChooseAmount, event: Event) -> Moved:
    match event:
        case AmountTapped(amount_fen) if step.back.meter.takes(amount_fen):
            return go(session, ConfirmLoad(step.back, amount_fen))
        case OtherAmountTapped():
            return go(session, TypeAmount(step.back))
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def type_amount(session: Session, step: TypeAmount, event: Event) -> Moved:
    """No sum has more digits than the largest, and none begins with 0."""
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(step.digits) < step.most_digits:
            return change(session, replace(step, digits=f"{step.digits}{digit}".lstrip("0")))
        case DigitDeleted():
            return change(session, replace(step, digits=step.digits[:-1]))
        case DigitsCleared():
            return change(session, replace(step, digits=""))
        case NumberConfirmed() if not why_not_so_much(step):
            return go(session, ConfirmLoad(step.back, step.amount_fen))
        case BackTapped():
            return go(session, ChooseAmount(step.back))
        case _:
            return stay(session)


def why_not_so_much(step: TypeAmount) -> str:
    """Why the sum that is typed cannot be bought, as the stem of a text; empty when it can."""
    if not step.digits:
        return "nothing"
    if step.amount_fen < step.back.meter.least_fen:
        return "too_little"
    return "" if step.back.meter.takes(step.amount_fen) else "too_much"


def confirm_load(session: Session, step: ConfirmLoad, event: Event) -> Moved:
    match event:
        case PayTapped():
            return go(session, ChooseMethod(step.basket, back=step))
        case BackTapped():
            return go(session, ChooseAmount(step.back))
        case _:
            return stay(session)


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    ChooseMeter: choose_meter,
    ShowMeter: show_meter,
    ChooseAmount: choose_amount,
    TypeAmount: type_amount,
    ConfirmLoad: confirm_load,
    Loading: loading,
}
