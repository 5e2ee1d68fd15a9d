"""What the gateway's saga asks its shell to do outside, after the state that allows it is committed.

Acts name only what; ids that never change on retry come from the payment and the leg.
"""

import msgspec


class Pay(msgspec.Struct, frozen=True, tag=True):
    """Charge the phone code or redeem the recharge card. Asked for once in a payment's life, never again
    after a crash."""


class QueryCharge(msgspec.Struct, frozen=True, tag=True):
    pass


class ReverseCharge(msgspec.Struct, frozen=True, tag=True):
    pass


class RefundCharge(msgspec.Struct, frozen=True, tag=True):
    """Give all of it back where the provider reverses no more; the order's number is the refund's too."""


class QueryChargeRefund(msgspec.Struct, frozen=True, tag=True):
    pass


class PostLeg(msgspec.Struct, frozen=True, tag=True):
    leg: int


class QueryPosting(msgspec.Struct, frozen=True, tag=True):
    leg: int


class VoidPosting(msgspec.Struct, frozen=True, tag=True):
    """The fence before a refund: the biller must promise that the posting will never happen."""

    leg: int


class RefundLeg(msgspec.Struct, frozen=True, tag=True):
    leg: int


class QueryRefund(msgspec.Struct, frozen=True, tag=True):
    leg: int


Act = (
    Pay
    | QueryCharge
    | ReverseCharge
    | RefundCharge
    | QueryChargeRefund
    | PostLeg
    | QueryPosting
    | VoidPosting
    | RefundLeg
    | QueryRefund
)
