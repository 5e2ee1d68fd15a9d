"""Performs one act of a load at its company, or at the provider that charged it, and puts the answer into the
load's words. No answer becomes "unknown"; nothing here retries and nothing here decides."""

from typing import assert_never

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.payments.acts import Outside
from kiosk.payment.load_events import (
    AskToken,
    ConfirmWritten,
    LoadAct,
    LoadEvent,
    LoadRefundReported,
    LoadReported,
    QueryLoad,
    QueryLoadRefund,
    RefundLoad,
    SendLoad,
    TakeBack,
    TakenBackReported,
    TokenReported,
    WrittenConfirmed,
)
from kiosk.payment.load_state import Load
from kiosk.payment.saga_state import Payment


def perform_load(outside: Outside, payment: Payment, load: Load, act: LoadAct) -> LoadEvent | None:
    """None where no answer means nothing new: it is asked again in time."""
    try:
        return _perform(outside, payment, load, act)
    except AdapterSilent:
        return _silence(act)


def _perform(outside: Outside, payment: Payment, load: Load, act: LoadAct) -> LoadEvent:
    company, fen, ref = load.biller_id, load.amount_fen, load.load_id
    match act:
        case SendLoad():
            return LoadReported(outside.meters_of(company).load(load.supply_no, fen, ref).kind)
        case QueryLoad():
            return LoadReported(outside.meters_of(company).query(ref, fen).kind)
        case AskToken():
            told = outside.meters_of(company).token(load.supply_no, fen, ref)
            return TokenReported(told.kind, told.token)
        case TakeBack() if load.way == "card":
            return TakenBackReported(outside.cards_of(company).take_back(ref))
        case TakeBack():
            return TakenBackReported(outside.meters_of(company).take_back(ref))
        case RefundLoad():
            outside.charges(payment).refund(load.refund_no, fen)
            return LoadRefundReported("accepted")
        case QueryLoadRefund():
            done = outside.charges(payment).refund_done(load.refund_no)
            return LoadRefundReported("done" if done else "unknown")
        case ConfirmWritten():
            outside.cards_of(company).written(ref)
            return WrittenConfirmed()
    assert_never(act)


def _silence(act: LoadAct) -> LoadEvent | None:
    match act:
        case SendLoad() | QueryLoad():
            return LoadReported("unknown")
        case AskToken():
            return TokenReported("unknown")
        case TakeBack():
            return TakenBackReported("unknown")
        case RefundLoad() | QueryLoadRefund():
            return LoadRefundReported("unknown")
        case ConfirmWritten():
            return None
    assert_never(act)
