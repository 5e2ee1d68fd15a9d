"""The value the gateway's saga works on: one payment, its state and its legs. Pure."""

from enum import StrEnum
from typing import Any, Literal

import msgspec

from kiosk.payment.legs import Leg


class PaymentState(StrEnum):
    CREATED = "created"
    CHARGING = "charging"
    REVERSING = "reversing"
    CHARGED = "charged"
    POSTING = "posting"
    POST_UNKNOWN = "post_unknown"
    HELD = "held"
    REFUNDING = "refunding"
    DECLINED = "declined"
    REVERSED = "reversed"
    ABANDONED = "abandoned"
    POSTED = "posted"
    PART_POSTED = "part_posted"
    REFUNDED = "refunded"


FINAL = frozenset(
    {
        PaymentState.DECLINED,
        PaymentState.REVERSED,
        PaymentState.ABANDONED,
        PaymentState.POSTED,
        PaymentState.PART_POSTED,
        PaymentState.REFUNDED,
    }
)


_KEPT = frozenset({"cash", "recharge_card"})


class Payment(msgspec.Struct, frozen=True):
    """`charged_fen` is what the provider or the note slot took, `reversed_fen` what a reversal gave back.

    Refunds are in the legs.

    Times are milliseconds of the gateway's steady time; `due_ms` is when the next timer is due.
    """

    payment_id: str
    kiosk_id: str
    method: str
    provider: str | None
    amount_fen: int
    legs: tuple[Leg, ...]
    created_ms: int
    state: PaymentState = PaymentState.CREATED
    due_ms: int | None = None
    charging_since_ms: int = 0
    payer_confirming: bool = False
    given_up: bool = False
    """The terminal reported no success: the next answer that is none either starts the reversal."""
    tries: int = 0
    reason: str | None = None
    charged_fen: int = 0
    reversed_fen: int = 0
    charged_ms: int | None = None
    provider_no: str | None = None
    card_last4: str | None = None
    inserted_fen: int = 0
    """Of cash, the notes known to be inside; it decides over `amount_fen`."""
    cash_rest: Literal["to_account", "refused"] | None = None
    rest_fen: int = 0
    """Of a recharge card: what of `amount_fen`, its face value, is for an account and no bill."""

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def refundable(self) -> bool:
        """Whether the money of a leg can go back the way it came. Notes and a redeemed card stay: it goes on
        account, and where that is refused it is owed as a voucher."""
        return self.method not in _KEPT


def open_payment(payment: Payment) -> Payment:
    """A payment that may begin. Raises ValueError when its legs do not make up its sum."""
    amounts = [leg.amount_fen for leg in payment.legs]
    if not amounts or min(amounts) <= 0 or sum(amounts) != payment.amount_fen:
        raise ValueError("the legs of a payment must be positive and make up its sum")
    return payment


def to(payment: Payment, state: PaymentState, *, due_ms: int | None, **changes: Any) -> Payment:
    return replace(payment, state=state, due_ms=due_ms, tries=0, **changes)


def replace(payment: Payment, **changes: Any) -> Payment:
    return msgspec.structs.replace(payment, **changes)
