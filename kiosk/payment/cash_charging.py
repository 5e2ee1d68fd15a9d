"""Cash at the gateway: the notes are the charge, the kiosk's closing word ends it, and nothing reverses it.

Pure, called by `saga.step`. A bill that is not posted becomes money on its account, or a voucher; there is no
provider that could give anything back.
"""

from msgspec.structs import replace as with_changes

from kiosk.payment.allotment import allot
from kiosk.payment.legs import Leg, LegState, LegStep, begin_posting, takes_on_account
from kiosk.payment.saga_events import CancelAsked, CashClosed, Event, NotesKnown, TimerDue
from kiosk.payment.saga_state import Payment, PaymentState, replace, to
from kiosk.payment.timers import SagaTimers


def step_cash(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Payment:
    match event:
        case NotesKnown(inserted_fen) if inserted_fen > payment.inserted_fen:
            due_ms = now_ms + timers.cash_unclosed_s * 1000
            return replace(payment, inserted_fen=inserted_fen, due_ms=due_ms)
        case CashClosed(inserted_fen):
            inside = replace(payment, inserted_fen=max(inserted_fen, payment.inserted_fen))
            return _settled(inside, now_ms, timers) if inside.inserted_fen else _ended(inside, "cancelled")
        case CancelAsked() if not payment.inserted_fen:
            return _ended(payment, "cancelled")
        case TimerDue() if payment.due_ms is not None and now_ms >= payment.due_ms:
            return replace(payment, due_ms=None) if payment.inserted_fen else _ended(payment, "timed_out")
    return payment


def left_open(payment: Payment) -> bool:
    """Whether notes are inside and the kiosk has been silent for so long that staff must look."""
    cash = payment.method == "cash" and payment.state is PaymentState.CHARGING
    return cash and payment.due_ms is None


def instead_of_refund(leg: Leg, number: int, now_ms: int, timers: SagaTimers) -> LegStep:
    """A leg that will never be posted, of money that cannot go back: once more as money on the account, else
    a voucher."""
    if leg.kind == "bill" and takes_on_account(leg, leg.amount_fen):
        on_account = with_changes(
            leg, kind="account", posting_ref=f"{leg.posting_ref}A", fenced=False, biller_no=None
        )
        return begin_posting(on_account, number, now_ms, timers)
    return with_changes(leg, state=LegState.VOUCHER, due_ms=None, tries=0), ()


def _settled(payment: Payment, now_ms: int, timers: SagaTimers) -> Payment:
    """Whoever brought the word goes on to posting at once; the timer is for one that was cut off."""
    charged = to(payment, PaymentState.CHARGED, due_ms=now_ms + timers.begin_s * 1000)
    fen = payment.inserted_fen
    legs = allot(payment.payment_id, payment.legs, fen)
    return replace(charged, charged_fen=fen, charged_ms=now_ms, legs=legs)


def _ended(payment: Payment, reason: str) -> Payment:
    return to(payment, PaymentState.ABANDONED, due_ms=None, reason=reason)
