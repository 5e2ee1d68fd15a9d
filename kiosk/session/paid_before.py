"""What was paid in this session before the bills at hand, and the paper that is owed for it.

Whoever pays the bills that were left comes from the question about them; every step on the way leads back
to it, so nothing is kept twice.
"""

from kiosk.session.effects import Paid, PrintReceipt
from kiosk.session.model import Session
from kiosk.session.paper import why_no_paper
from kiosk.session.proofs import proof_of
from kiosk.session.steps import (
    AskingRechargeCard,
    ChooseMethod,
    ConfirmBills,
    ConfirmRechargeCard,
    Done,
    InsertNotes,
    Notice,
    Paying,
    Printing,
    ReadBill,
    ShowPayCode,
    ShowReceiptCode,
    Step,
    TakeReceipt,
    TypeRechargeCode,
)
from kiosk.session.steps_rest import OfferPaper, OfferRest


def paid_before(step: Step) -> OfferRest | None:
    """The question that was answered by going on to these bills; None where they are the first."""
    match step:
        case OfferRest():
            return step
        case ConfirmBills():
            return step.back if isinstance(step.back, OfferRest) else None
        case ReadBill() | ChooseMethod() | ShowPayCode() | TypeRechargeCode() | ConfirmRechargeCard():
            return paid_before(step.back)
        case AskingRechargeCard() | Paying() | Done():
            return paid_before(step.back)
        case InsertNotes():
            return paid_before(step.paying)
        case OfferPaper() | Printing() | TakeReceipt() | ShowReceiptCode():
            return paid_before(step.done)
        case Notice():
            return paid_before(step.retry)
        case _:
            return None


def paper_of(step: Done) -> PrintReceipt:
    """One paper for all that was paid in this session. Whoever came back to a load had its receipt then: that
    one says that it is a copy, and is counted as one."""
    before = paid_before(step)
    earlier = (Paid(before.done.outcome, before.done.basket),) if before is not None else ()
    return PrintReceipt(step.outcome, step.basket, copy=step.again, shown=proof_of(step), earlier=earlier)


def paper_owed(session: Session) -> Done | None:
    """The end of a payment whose paper is wanted and has not begun; None where there is none.

    Of bills that were tried after it and cost nothing, nothing is printed.
    """
    step = session.step
    before = paid_before(step)
    if before is None or not before.paper or isinstance(step, Printing | TakeReceipt | ShowReceiptCode):
        return None
    charged = isinstance(step, Done) and step.outcome.kind != "not_charged"
    return step if isinstance(step, Done) and charged else before.done


def way_to_paper(session: Session, done: Done) -> tuple[Step, tuple[PrintReceipt, ...]]:
    """It is printed, or shown as a code where no paper can come."""
    reason = why_no_paper(session)
    return (ShowReceiptCode(done, reason), ()) if reason else (Printing(done), (paper_of(done),))
