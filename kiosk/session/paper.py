"""Whether a receipt can be printed now, and if not, why."""

from kiosk.session.household import Problem
from kiosk.session.model import Session
from kiosk.session.problems import of_receipt
from kiosk.session.proofs import unproven
from kiosk.session.steps import Done, ShowReceiptCode, TakeReceipt


def why_no_paper(session: Session) -> Problem:
    """Why no receipt can be printed now, as the stem of its texts; empty when one can (REC-2)."""
    if session.paper == "out":  # a printer without paper calls itself out of order too
        return "paper_out"
    if not session.works("printer"):
        return of_receipt(session.faults["printer"])
    return "printer_off" if session.paper == "jammed" else ""


def no_paper_note(session: Session) -> Problem:
    """The same in a word beside a button: either the paper is out, or no receipt can be printed."""
    reason = why_no_paper(session)
    return reason if reason in {"", "paper_out"} else "printer_off"


def copy_waits(session: Session, step: Done) -> bool:
    """Whether a copy cannot be printed yet: it is counted under the number of its receipt, which comes with
    the gateway's answer. Without paper nothing is counted; who has no proof is told that first."""
    nameless = step.again and not step.outcome.receipt_no
    return nameless and not unproven(step) and not why_no_paper(session)


def may_go_on(step: TakeReceipt | ShowReceiptCode) -> bool:
    """Whether a receipt leads on to other bills: for whoever has said so already, and where nothing of this
    payment is left open, nor worth money and on no paper. One tap would wipe that."""
    return step.done.onward or (_closed(step.done) and not _lost_with(step))


def _closed(done: Done) -> bool:
    """What it has bought for a meter may still become digits until it has ended."""
    load = done.outcome.load
    ended = load.ended if load is not None else not done.basket.load
    return done.outcome.kind == "settled" and ended


def _lost_with(step: TakeReceipt | ShowReceiptCode) -> bool:
    """Whether digits for a meter, or a voucher's number, stand on this screen alone."""
    outcome = step.done.outcome
    digits = outcome.load is not None and outcome.load.token
    worth_money = digits or any(leg.voucher_no for leg in outcome.legs)
    return isinstance(step, ShowReceiptCode) and bool(worth_money)
