"""Recharge cards: bought at a counter for a fixed face value, redeemed whole and once by a secret code.

A card pays only bills of the company that issued it. Asking about one changes nothing at the issuer. The code
is money: it is never in a log, a problem or a repr, and nowhere on record.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.fields import KioskId, OpaqueId, SumFen

MOST_CODE_CHARACTERS = 32
"""Beyond what any issuer prints; how many digits its codes have is in `BillAnswer.recharge_digits`."""

RechargeCode = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MOST_CODE_CHARACTERS,
        description="what is printed on the card, without spaces; whoever knows it can spend it",
    ),
]

RechargeCardState = Literal[
    "usable",
    "mistyped",  # not the issuer's length or check digit, or no digits: nobody was asked, nothing is counted
    "unknown",  # the issuer has no such card; too many of these lock
    "used",
    "expired",
    "blocked",
    "other_biller",  # another company's card
    "too_small",  # `face_fen` is less than the sum; a bill is never paid in part
    "locked",  # too many wrong codes: nobody was asked; `try_again_at` tells when one is taken again
]


class RechargeCardRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount_fen`: what the bills add up to as they were shown to the resident."""

    code: RechargeCode
    bill_ids: Annotated[tuple[OpaqueId, ...], Meta(min_length=1, max_length=24)]
    amount_fen: SumFen
    kiosk_id: KioskId

    def __repr__(self) -> str:
        return f"RechargeCardRequest(amount_fen={self.amount_fen!r}, bills={len(self.bill_ids)})"


class RechargeCardAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`face_fen` and `rest_fen` are 0 where the state does not tell: a face value goes with usable and
    too_small, a rest, which will be put on the account of the last bill, with usable."""

    state: RechargeCardState
    card_masked: str
    """The last four characters of the code behind stars."""
    face_fen: int = 0
    rest_fen: int = 0
    try_again_at: str | None = None
    """ISO time with zone, where the state is locked."""
