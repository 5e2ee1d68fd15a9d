"""What was paid for the accounts of whoever shows a bill, a card or a number: here, and elsewhere.

Asked like a look-up. What was paid here carries all that its receipt bears, so that it can be printed once
more at any kiosk, but for what is money or somebody's own: vouchers' numbers, bank cards, payment ids.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.payment.methods import Method
from kiosk.wire.bills import AccountAnswer, HouseholdAnswer, LookUpRequest
from kiosk.wire.fields import KioskId, OpaqueId, Provider, SumFen, UtilityName
from kiosk.wire.load_words import LoadState, LoadWay
from kiosk.wire.payments import LegState

RECEIPT_DAYS = 90
"""How long a receipt is printed once more."""

ELSEWHERE_DAYS = 400
MOST_RECEIPTS, MOST_ELSEWHERE = 60, 24
"""Receipts: more than five accounts that are bought for every week; whatever is left off is said so."""

PaidWhere = Literal["bank", "phone", "counter", "debit", "other"]
"""debit: by itself, from an account at a bank."""

PaidRequest = LookUpRequest
"""An account number, bill code, identity card or IC card, as for bills."""


class PaidLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One part of a receipt; of an account that is not among those found, without its number.

    Of what was bought for a meter `load` says what has become of it and `load_way` how it gets there; the
    digits that are typed at a meter are told to nobody here.
    """

    utility: UtilityName
    account_masked: str
    amount_fen: SumFen
    state: LegState
    kind: Literal["bill", "account", "prepaid"]
    load: LoadState | None = None
    load_way: LoadWay | None = None
    fetched: bool = False
    """Of a voucher, the load's or its own: its money has been paid out at the counter."""


class PaidReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As its paper would say it today; sums as in `PaymentAnswer`, without loads that are given back."""

    receipt_no: str
    paid_at: str
    """ISO with zone."""
    outcome: Literal["settled", "part_settled"]
    amount_fen: int
    method: Method
    provider: Provider | None
    verification_code: str
    verification_url: str
    kiosk_id: KioskId
    lines: tuple[PaidLine, ...]
    inserted_fen: int = 0
    face_fen: int = 0


class PaidElsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an account's biller says that it received by another way than through this gateway."""

    account_id: OpaqueId
    utility: UtilityName
    paid_on: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    amount_fen: SumFen
    where: PaidWhere


class PaidAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The newest first. `untold` are the accounts whose billers could not be asked what came elsewhere;
    `older_receipts`: there are more of the last ninety days than are told."""

    household: HouseholdAnswer
    accounts: tuple[AccountAnswer, ...]
    receipts: Annotated[tuple[PaidReceipt, ...], Meta(max_length=MOST_RECEIPTS)] = ()
    elsewhere: Annotated[tuple[PaidElsewhere, ...], Meta(max_length=MOST_ELSEWHERE)] = ()
    untold: tuple[OpaqueId, ...] = ()
    older_receipts: bool = False
