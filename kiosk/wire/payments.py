"""Paying bills: what the kiosk submits and what it is told, under one id for every retry and query."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.payment.methods import CashRest, Method
from kiosk.wire.cash import NoteFen
from kiosk.wire.fields import END, BillVersion, KioskId, OpaqueId, PaymentId, Provider, SumFen, UtilityName
from kiosk.wire.load_words import LoadState, LoadWay
from kiosk.wire.recharge_cards import RechargeCode

MOST_NOTE_VALUES = 16
"""Beyond how many different notes any money has."""

Outcome = Literal[
    "working", "card_expected", "cash_expected", "settled", "not_charged", "pending", "part_settled"
]
"""working: ask again soon. card_expected: start the terminal now. cash_expected: the note slot may open now.
pending: money may have moved, it is being found out or returned; ask later and say so. settled, part_settled,
not_charged never change again."""

Detail = Literal[
    "payer_confirming",
    "posting",
    "reversing",
    "refunding",
    "held",
    "declined",
    "declined_funds",
    "code_expired",
    "code_used",
    "code_wrong_kind",
    "bill_busy",
    "bill_changed",
    "bill_paid",
    "biller_closed",
    "biller_paused",
    "under_limit",  # less than a biller takes in one payment
    "over_limit",  # more than a biller takes in one payment
    "over_day_limit",  # more than a biller takes for one account in a day, earlier payments counted
    "method_over_limit",  # more than the provider takes in one payment
    "late_success_returned",
    "refunded",
    "timed_out",
    "cancelled",
    "cash_not_exact",  # no notes make up this sum, and nothing beyond it would be kept
    "cash_rest_on_account",  # everything was paid, and what passed the sum is on account
    "cash_short",  # less was inserted than the sum: the legs say what was paid and what is on account
    "cash_bill_on_account",  # a biller would not take its bill: the money is on the account instead
    "cash_voucher",  # something could be neither paid nor put on account: its leg has a voucher
    "cash_unclaimed",  # notes came for a payment that had ended: they are kept on record, with a case
    "recharge_unknown",  # the issuer has no card with this code
    "recharge_used",  # redeemed before, or being redeemed elsewhere
    "recharge_expired",
    "recharge_blocked",
    "recharge_other_biller",
    "recharge_too_small",  # the face value is less than the sum: the card was not touched
    "recharge_changed",  # the face value is not the one the resident agreed to
    "recharge_locked",  # too many wrong codes: none is taken for a while
    "recharge_rest_on_account",  # everything was paid, and the rest of the face value is on account
    "recharge_bill_on_account",  # the biller would not take its bill: the money is on the account instead
    "recharge_voucher",  # something could be neither paid nor put on account: its leg has a voucher
]
LegKind = Literal["bill", "account", "prepaid"]
"""bill: the bill itself, always in full. account: money on the account that the bill is of. prepaid: bought
for the meter that `bill_id` names; posted, it is owed as a load."""
LegState = Literal["waiting", "posting", "posted", "held", "refunding", "refunded", "not_charged", "voucher"]


class BillToPay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A bill with its sum due; or a `PrepaidMeter` by its id and version, with what is to be loaded."""

    bill_id: OpaqueId
    version: BillVersion
    amount_fen: SumFen
    load: LoadWay | None = None
    """Of a meter, and only of one: how it is to be loaded."""


class PaymentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`amount_fen` is the sum the resident agreed to and must equal the sum of `bills`.

    `phone_code` is given with method "phone_code" only and never stored or logged. With method "cash" the
    sum is what is aimed at, what is inserted decides, and `cash_notes_fen` are the notes that the acceptor
    takes, where the kiosk says so. With method "recharge_card", and only then, come the
    card's code, which is never stored or logged either, and the face value that the resident agreed to.
    """

    payment_id: PaymentId
    bills: Annotated[tuple[BillToPay, ...], Meta(min_length=1, max_length=24)]
    amount_fen: SumFen
    method: Method
    phone_code: Annotated[str, Meta(min_length=1, max_length=64)] | None
    kiosk_id: KioskId
    recharge_code: RechargeCode | None = None
    recharge_fen: SumFen | None = None
    cash_notes_fen: Annotated[tuple[NoteFen, ...], Meta(min_length=1, max_length=MOST_NOTE_VALUES)] | None = (
        None
    )

    def __repr__(self) -> str:
        return (
            f"PaymentRequest(payment_id={self.payment_id!r}, amount_fen={self.amount_fen!r}, "
            f"method={self.method!r}, bills={len(self.bills)})"
        )


class LegAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One bill's part of the payment, or what is put on its account. Of cash, the legs that are neither
    not_charged nor waiting add up to what was inserted; of a recharge card, all add up to its face value."""

    bill_id: OpaqueId
    utility: UtilityName
    amount_fen: SumFen
    state: LegState
    kind: LegKind = "bill"
    voucher_no: str | None = None
    """What to ask for at the counter, where the leg's state is voucher."""
    load: LoadState | None = None
    """Of a prepaid leg that is posted: what has become of its load."""


class PaymentAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The payment as it stands. Receipt fields are set once it is settled or part settled."""

    payment_id: PaymentId
    outcome: Outcome
    detail: Detail | None
    amount_fen: int
    """What was submitted; 0 for a cancelled id the gateway had never seen."""
    receipt_no: str | None
    verification_code: str | None
    verification_url: str | None
    paid_at: str | None
    """When the provider took the money, ISO with zone."""
    method: Method | None
    provider: Provider | None
    card_last4: str | None
    legs: tuple[LegAnswer, ...] = ()
    inserted_fen: int = 0
    """Of cash: what the gateway knows to be inside, whatever became of the payment."""
    cash_rest: CashRest | None = None
    """Of cash: the rule that holds for this payment, to be said before the first note."""
    face_fen: int = 0
    """Of a recharge card: its face value, which is charged whole. What passes `amount_fen` has a leg of its
    own, of kind account."""


class CardResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the terminal showed. The gateway asks the acquirer and believes that, so this only hurries it."""

    outcome: Literal["approved", "declined", "unknown"]
    approval_code: Annotated[str, Meta(max_length=12)] | None = None
    retrieval_reference: Annotated[str, Meta(max_length=24)] | None = None
    card_last4: Annotated[str, Meta(pattern=r"^[0-9]{4}" + END)] | None = None


class ReceiptAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader of the receipt's QR may check: the paper's own figures, nothing about the person."""

    receipt_no: str
    amount_fen: int
    """What the billers hold as paid: the posted legs only."""
    paid_at: str
    outcome: Literal["settled", "part_settled"]
    legs: tuple[LegAnswer, ...]
