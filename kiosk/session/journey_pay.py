"""Money may be moving: wait for the truth, whatever the terminal, the line or anybody's finger says."""

from msgspec.structs import replace

from kiosk.session.effects import CancelPayment, Effect
from kiosk.session.events import (
    CancelPaymentTapped,
    CashExpected,
    Event,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
    PaymentWorking,
    TerminalPrompted,
    Ticked,
)
from kiosk.session.household import Outcome
from kiosk.session.journey_loading import ended
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay
from kiosk.session.steps import InsertNotes, Paying

BEYOND_RECALL = frozenset({"processing", "remove_card", "returning"})
"""Stages in which "no" comes too late."""


def paying(session: Session, step: Paying, event: Event) -> Moved:
    match event:
        case PaymentOpened(request, payment_id) if request == step.request:
            return change(session, replace(step, payment_id=payment_id, detail="sent"))
        case PaymentRefused(request, problem) if request == step.request:
            return _end(session, step, _unopened(step, "not_charged", problem))
        case PaymentWorking(payment_id, detail) if payment_id == step.payment_id and not step.cancelling:
            return change(session, replace(step, detail=detail))
        case TerminalPrompted(stage) if step.method == "bank_card" and not step.cancelling:
            return change(session, replace(step, detail=stage))
        case CashExpected(payment_id, rest) if payment_id == step.payment_id and not step.cancelling:
            return go(session, InsertNotes(step, payment_id, rest))
        case PaymentEnded(outcome) if outcome.payment_id == step.payment_id:
            return _end(session, step, outcome)
        case CancelPaymentTapped() if step.payment_id and may_cancel(step):
            asked = replace(step, cancelling=True, detail="cancelling")
            return change(session, asked, CancelPayment(step.payment_id))
        case Ticked() if session.in_step_s() >= _patience_s(session, step):
            return _give_up(session, step)
        case _:
            return stay(session)


def may_cancel(step: Paying) -> bool:
    """Not once the payment is decided, or is being undone: "no" would change nothing. A card that is being
    redeemed is spent."""
    decided = step.detail in BEYOND_RECALL or step.method == "recharge_card"
    return bool(step.payment_id) and not step.cancelling and not decided


def _give_up(session: Session, step: Paying) -> Moved:
    """What is under way ends by itself, but nothing may wait for the next resident's card or banknotes."""
    effects: tuple[Effect, ...] = ()
    if step.method in {"bank_card", "cash"} and step.payment_id and not step.cancelling:
        effects = (CancelPayment(step.payment_id),)
    moved, more = _end(session, step, _unopened(step, "pending", "still_checking"))
    return moved, (*effects, *more)


def _patience_s(session: Session, step: Paying) -> float:
    timing = session.rules.timing
    return timing.card_wait_s if step.method == "bank_card" else timing.screen_wait_s


def _unopened(step: Paying, kind: str, detail: str) -> Outcome:
    """An outcome the kiosk states itself, the gateway not having said one."""
    return Outcome(
        kind="not_charged" if kind == "not_charged" else "pending",
        payment_id=step.payment_id or "",
        amount_fen=step.basket.amount_fen,
        method=step.method,
        detail=detail,
        inserted_fen=step.inside_fen,
        face_fen=step.face_fen,
    )


def _end(session: Session, step: Paying, outcome: Outcome) -> Moved:
    return ended(session, outcome, step.basket, step.back, unattended=step.unattended)
