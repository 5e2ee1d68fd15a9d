"""What the gateway tells of payments there were, in the session's words."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from kiosk.runtime.answers import leg_state, moment
from kiosk.session.bought import state_of_bought
from kiosk.session.household import (
    Account,
    Findings,
    Leg,
    Outcome,
    Paid,
    Payment,
    Shown,
)
from kiosk.session.loads import Load
from kiosk.wire.paid import PaidAnswer, PaidElsewhere, PaidLine, PaidReceipt

MOST_ELSEWHERE_LISTED: Final = 12
"""Of what was paid elsewhere the newest are what people come for. No receipt gives way to them: each can be
printed once more as long as it is told."""


def findings_of_paid(answer: PaidAnswer, shown: Shown) -> Findings:
    here = _newest_first(map(_here, answer.receipts))
    elsewhere = _newest_first(map(_elsewhere, answer.elsewhere))[:MOST_ELSEWHERE_LISTED]
    return Findings(
        holder_masked=answer.household.holder_masked,
        address_masked=answer.household.address_masked,
        accounts=tuple(Account(a.account_id, a.utility, a.number_masked, a.label) for a in answer.accounts),
        bills=(),
        paid=Paid(
            shown,
            _newest_first((*here, *elsewhere)),
            untold=bool(answer.untold),
            older_receipts=answer.older_receipts,
        ),
    )


def _newest_first(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    dated = (each for each in payments if _is_day(each.day))
    return tuple(sorted(dated, key=lambda each: each.day, reverse=True))


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


def _here(told: PaidReceipt) -> Payment:
    """Its sum is what has stayed paid; the rest is in the receipt's legs."""
    receipt = _outcome(told)
    posted_fen = sum(leg.amount_fen for leg in receipt.legs if leg.state == "posted")
    return Payment(
        told.paid_at[:10],
        tuple(dict.fromkeys(line.utility for line in told.lines)),
        told.amount_fen if receipt.kind == "settled" else posted_fen,
        "kiosk",
        receipt,
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
        legs=tuple(_leg(line, told) for line in told.lines),
        inserted_fen=told.inserted_fen,
        face_fen=told.face_fen,
    )


def _leg(line: PaidLine, receipt: PaidReceipt) -> Leg:
    load = _load(line, receipt)
    return Leg(
        utility=line.utility,
        account_masked=line.account_masked,
        period_from="",
        period_to="",
        amount_fen=line.amount_fen,
        state=state_of_bought(load) if load else leg_state(line.state),
        kind="account" if line.kind == "account" else "bill",
        load=load,
        fetched=line.fetched,
    )


def _load(line: PaidLine, receipt: PaidReceipt) -> Load | None:
    """Without its digits and without a voucher's number: they are told again to whoever finds the meter."""
    if line.load is None or line.load_way is None:
        return None
    way, state = line.load_way, line.load
    return Load("", receipt.receipt_no, line.utility, way, state, line.amount_fen, receipt.method)
