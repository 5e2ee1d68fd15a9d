"""What the gateway tells of payments there were, in the session's words."""

from datetime import date
from typing import Final

from kiosk.runtime.answers import leg_state, moment
from kiosk.session.household import Account, Findings, Leg, Outcome, Paid, Payment, Shown
from kiosk.wire.paid import PaidAnswer, PaidElsewhere, PaidLine, PaidReceipt

MOST_LISTED: Final = 12
"""Rows somebody can be asked to leaf through; the newest are what people come for."""


def findings_of_paid(answer: PaidAnswer, shown: Shown) -> Findings:
    told = (*map(_here, answer.receipts), *map(_elsewhere, answer.elsewhere))
    dated = [each for each in told if _is_day(each.day)]
    newest = sorted(dated, key=lambda each: each.day, reverse=True)
    return Findings(
        holder_masked=answer.household.holder_masked,
        address_masked=answer.household.address_masked,
        accounts=tuple(Account(a.account_id, a.utility, a.number_masked, a.label) for a in answer.accounts),
        bills=(),
        paid=Paid(shown, tuple(newest[:MOST_LISTED]), untold=bool(answer.untold)),
    )


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


def _here(told: PaidReceipt) -> Payment:
    return Payment(
        told.paid_at[:10],
        tuple(dict.fromkeys(line.utility for line in told.lines)),
        told.amount_fen,
        "kiosk",
        _outcome(told),
    )


def _elsewhere(told: PaidElsewhere) -> Payment:
    return Payment(told.paid_on, (told.utility,), told.amount_fen, told.where)


def _outcome(told: PaidReceipt) -> Outcome:
    """The gateway tells nobody the payment's own id: a copy goes by its receipt's number."""
    paid_at = moment(told.paid_at)
    return Outcome(
        kind=told.outcome,
        payment_id=told.receipt_no,
        amount_fen=told.amount_fen,
        method=told.method,
        receipt_no=told.receipt_no,
        verification_code=told.verification_code,
        verification_url=told.verification_url,
        paid_wall_s=paid_at.timestamp() if paid_at else 0.0,
        provider=told.provider or "",
        legs=tuple(map(_leg, told.lines)),
        inserted_fen=told.inserted_fen,
        face_fen=told.face_fen,
    )


def _leg(line: PaidLine) -> Leg:
    return Leg(
        utility=line.utility,
        account_masked=line.account_masked,
        period_from="",
        period_to="",
        amount_fen=line.amount_fen,
        state=leg_state(line.state),
        kind="account" if line.kind == "account" else "bill",
    )
