"""What the gateway's saga is told: answers of providers and billers, timers, wishes.

An answer that never came is an event too ("unknown"); unknown is never success.
"""

from typing import Literal

import msgspec


class Begun(msgspec.Struct, frozen=True, tag=True):
    """The request is in hand (with the payer's code, if it needs one): charging may start."""


class TimerDue(msgspec.Struct, frozen=True, tag=True):
    pass


class CancelAsked(msgspec.Struct, frozen=True, tag=True):
    pass


class CardReported(msgspec.Struct, frozen=True, tag=True):
    """The kiosk says what its terminal showed; only a reason to ask the acquirer now."""

    approved: bool


class NotesKnown(msgspec.Struct, frozen=True, tag=True):
    """All notes of this payment that are on record by now, in fen."""

    inserted_fen: int


class CashClosed(msgspec.Struct, frozen=True, tag=True):
    """No further note will come: this is what is inside."""

    inserted_fen: int


class ChargeReported(msgspec.Struct, frozen=True, tag=True):
    """The provider's answer to a pay or a query.

    success: paid. payer_confirming: the payer is typing a password. not_paid: the order exists, nobody is
    paying it. declined: definitely not paid. closed: definitely over; `was_paid` tells whether money was
    taken and given back. not_found: no such order, yet. unknown: no answer or nonsense.
    """

    kind: Literal["success", "payer_confirming", "not_paid", "declined", "closed", "not_found", "unknown"]
    amount_fen: int = 0
    provider_no: str | None = None
    card_last4: str | None = None
    reason: str | None = None
    was_paid: bool = False
    order_no: str | None = None
    """Our number as the provider repeats it; None where its protocol does not."""


class ReverseReported(msgspec.Struct, frozen=True, tag=True):
    """done: closed or given back, to be confirmed by a query. not_found: no such order, yet."""

    kind: Literal["done", "try_again", "not_found", "unknown"]
    order_no: str | None = None


class ChargeRefundReported(msgspec.Struct, frozen=True, tag=True):
    """Of a whole charge. accepted: the refund order is in. done: a query confirmed the money went back."""

    kind: Literal["accepted", "done", "unknown"]


class PostReported(msgspec.Struct, frozen=True, tag=True):
    """The biller's answer to a posting or to a query of it, by leg index.

    `posting_ref` is what was asked for: a leg whose money cannot go back may have gone on to another
    meanwhile. None where nothing was answered.
    """

    leg: int
    kind: Literal["posted", "rejected", "not_found", "unknown"]
    biller_no: str | None = None
    posting_ref: str | None = None


class VoidReported(msgspec.Struct, frozen=True, tag=True):
    """voided: this posting can never happen any more. posted: it had happened and stands."""

    leg: int
    kind: Literal["voided", "posted", "unsupported", "unknown"]
    posting_ref: str | None = None


class RefundReported(msgspec.Struct, frozen=True, tag=True):
    """accepted: the refund order is in. done: a query confirmed the money went back."""

    leg: int
    kind: Literal["accepted", "done", "unknown"]


class DayEndReported(msgspec.Struct, frozen=True, tag=True):
    """The biller's day-end file proves what became of a held leg."""

    leg: int
    posted: bool


Event = (
    Begun
    | TimerDue
    | CancelAsked
    | CardReported
    | NotesKnown
    | CashClosed
    | ChargeReported
    | ReverseReported
    | ChargeRefundReported
    | PostReported
    | VoidReported
    | RefundReported
    | DayEndReported
)
