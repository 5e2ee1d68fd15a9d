"""The value of one load: energy that is paid for, on its way to a meter. Pure.

A load comes about as a prepaid leg is posted, and ends loaded, as digits for the meter, or as money given
back.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Literal

import msgspec

from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment


class LoadState(StrEnum):
    WAITING = "waiting"
    LOADING = "loading"
    TOKEN_DUE = "token_due"
    """The way over the line is being closed, for good, and digits take its place."""
    CARD_WAITING = "card_waiting"
    """Surely not on the card."""
    WRITING = "writing"
    CARD_UNSURE = "card_unsure"
    """A write was cut off: only the card can tell, or its company once the card is lost."""
    WRITTEN = "written"
    """On the card; its company does not know yet."""
    RETURNING = "returning"
    """Its company is asked to promise that it will never be in a meter, and to take the sale back."""
    REFUNDING = "refunding"
    LOADED = "loaded"
    TOKEN = "token"
    REFUNDED = "refunded"
    VOUCHER = "voucher"


LOAD_ENDS = frozenset({LoadState.LOADED, LoadState.TOKEN, LoadState.REFUNDED, LoadState.VOUCHER})


class Load(msgspec.Struct, frozen=True):
    """`load_id` is the leg's posting reference. Times are milliseconds of the gateway's steady time;
    `since_ms` is when it was first sent to the meter, its open session was last heard of, it was said to be
    on its card, or its company was first asked to take it back."""

    load_id: str
    payment_id: str
    leg: int
    supply_id: str
    supply_no: str
    biller_id: str
    utility: str
    load_no: int
    """Of its supply: what the card counts."""
    way: Literal["meter", "card"]
    amount_fen: int
    refund_no: str
    refundable: bool
    state: LoadState
    created_ms: int
    due_ms: int | None = None
    since_ms: int = 0
    tries: int = 0
    unsure: bool = False
    """A write was cut off at some time, and neither session nor company has said since what came of it."""
    session_id: str | None = None
    session_kiosk_id: str | None = None
    token: str | None = None
    """Loads the meter it was made for, once, and no other."""

    @property
    def ended(self) -> bool:
        return self.state in LOAD_ENDS


def owed_loads(before: Payment | None, after: Payment, now_ms: int) -> Iterator[Load]:
    """The loads that this change of a payment makes owed: one for each prepaid leg that is posted by it."""
    for number, leg in enumerate(after.legs):
        had = before is not None and number < len(before.legs)  # what cash leaves over is a leg of its own
        posted_before = before is not None and had and before.legs[number].state is LegState.POSTED
        if leg.kind == "prepaid" and leg.state is LegState.POSTED and not posted_before:
            yield _owed(after, number, leg, now_ms)


def _owed(payment: Payment, number: int, leg: Leg, now_ms: int) -> Load:
    by_card = leg.load_way == "card"
    return Load(
        load_id=leg.posting_ref,
        payment_id=payment.payment_id,
        leg=number,
        supply_id=leg.bill_id,
        supply_no=leg.biller_bill_no,
        biller_id=leg.biller_id,
        utility=leg.utility,
        load_no=leg.load_no,
        way="card" if by_card else "meter",
        amount_fen=leg.amount_fen,
        refund_no=leg.refund_no,
        refundable=payment.refundable,
        state=LoadState.CARD_WAITING if by_card else LoadState.WAITING,
        created_ms=now_ms,
        due_ms=None if by_card else now_ms,
    )


def to(load: Load, state: LoadState, *, due_ms: int | None, **changes: Any) -> Load:
    return msgspec.structs.replace(load, state=state, due_ms=due_ms, tries=0, **changes)
