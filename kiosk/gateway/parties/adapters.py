"""The ports to the outside: providers that take money, billers that are owed it, the customer register.

Adapters translate one party's protocol and decide nothing. A call that got no answer, or one that makes no
sense, raises `AdapterSilent`: the outcome is unknown, and unknown is never success. `guard` stands in front
of them all.
"""

from typing import Annotated, Literal, Protocol

import msgspec
from msgspec import Meta

from kiosk.payment.saga_events import ChargeReported, ReverseReported
from kiosk.wire.bill_details import BillDetails
from kiosk.wire.bills import Usage
from kiosk.wire.fields import MOST_FEN, BillVersion, Period, SumFen
from kiosk.wire.paid import PaidWhere

PartyNo = Annotated[str, Meta(min_length=1, max_length=64)]
"""A number of another party's own."""


class AdapterSilent(Exception):
    """No answer. Carries the adapter's name only."""


class PostAnswer(msgspec.Struct, frozen=True):
    """`posting_ref` and `amount_fen` as the biller repeats them; None where its protocol does not."""

    kind: Literal["posted", "rejected", "not_found"]
    biller_no: PartyNo | None = None
    posting_ref: str | None = None
    amount_fen: int | None = None


class BillerItem(msgspec.Struct, frozen=True):
    """A part of a bill; `kind` is a key of the biller's own items. A credit is negative."""

    kind: Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,23}$")]
    fen: Annotated[int, Meta(ge=-MOST_FEN, le=MOST_FEN)]


class Received(msgspec.Struct, frozen=True):
    """What a biller received for an account by another way than through this gateway."""

    on: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    amount_fen: SumFen
    where: PaidWhere


class BillerBill(msgspec.Struct, frozen=True):
    """One open bill in the biller's words. `due_fen` includes `late_fee_fen` and is the sum of `items`, where
    there are any; periods are "2026-10". `details` and `received_last`, what came for the account last by
    another way than through this gateway, are told by some."""

    bill_no: PartyNo
    version: BillVersion
    period_from: Period
    period_to: Period
    usage: Usage
    usage_unit: str
    due_fen: SumFen
    late_fee_fen: Annotated[int, Meta(ge=0)]
    items: tuple[BillerItem, ...] = ()
    details: BillDetails | None = None
    received_last: Received | None = None


class BilledMonths(msgspec.Struct, frozen=True):
    """One bill there was, in the biller's words: what it came to when it was made. Months are "2026-10"."""

    period_from: Period
    period_to: Period
    usage: Usage
    amount_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]


class AccountPast(msgspec.Struct, frozen=True):
    """What an account was billed, and what came for it elsewhere, in any order."""

    usage_unit: str
    bills: tuple[BilledMonths, ...]
    received: tuple[Received, ...] = ()


class AccountRecord(msgspec.Struct, frozen=True):
    biller_id: str
    utility: str
    number: str
    label: str
    """Address without building and door, with what tells two meters of one household apart."""

    def __repr__(self) -> str:
        return f"AccountRecord(biller_id={self.biller_id!r})"


class HouseholdRecord(msgspec.Struct, frozen=True):
    household_no: str
    holder: str
    address_masked: str
    accounts: tuple[AccountRecord, ...]

    def __repr__(self) -> str:
        return f"HouseholdRecord(accounts={len(self.accounts)})"


class CardRecord(msgspec.Struct, frozen=True):
    """An IC card: `account` is the one it loads; a citizen card has none."""

    household: HouseholdRecord
    account: AccountRecord | None


class CustomerRegister(Protocol):
    def by_account(self, biller_id: str, number: str) -> HouseholdRecord | None: ...

    def by_id_card(self, id_number: str) -> tuple[HouseholdRecord, ...]: ...

    def by_card(self, card_number: str) -> CardRecord | None: ...


class Biller(Protocol):
    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        """Every open bill of the account, oldest first."""
        ...

    def bill(self, bill_no: str) -> BillerBill | None:
        """None once it is paid or withdrawn."""
        ...

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        """Mark the bill paid. The same reference again gives the same answer and posts nothing."""
        ...

    def credit(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        """Put money on the account that the bill is of. As with `post`, a reference counts once."""
        ...

    def query(self, posting_ref: str) -> PostAnswer: ...

    def void(self, posting_ref: str) -> Literal["voided", "posted", "unsupported"]:
        """Promise that this reference, arrived or not, will never be posted; one already posted stands."""
        ...


class BillerRecords(Protocol):
    """What a biller keeps of bills and payments gone by. Not every biller tells."""

    def past(self, account_number: str) -> AccountPast:
        """Of the last two years at least, where there are so many."""
        ...


class ChargeProvider(Protocol):
    """`order_no` is our own number for the charge and never changes on retry."""

    def query(self, order_no: str) -> ChargeReported: ...

    def reverse(self, order_no: str) -> ReverseReported:
        """Close the order, giving money back if it was paid. To be confirmed by a query."""
        ...

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        """Order a refund; the same number again is the same refund. Success only by `refund_done`."""
        ...

    def refund_done(self, refund_no: str) -> bool: ...


class PhoneCodeProvider(ChargeProvider, Protocol):
    def pay(self, order_no: str, amount_fen: int, phone_code: str, /) -> ChargeReported: ...


class RechargeCardRecord(msgspec.Struct, frozen=True):
    """What an issuer has of one of its cards; the face value of one that can be redeemed, else 0."""

    kind: Literal["usable", "unknown", "used", "expired", "blocked", "other_biller"]
    face_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)] = 0


class RechargeCardIssuer(ChargeProvider, Protocol):
    """A biller that sells recharge cards. A redemption is reversed by closing it: the card is whole again."""

    def card(self, code: str) -> RechargeCardRecord:
        """Changes nothing at the issuer."""
        ...

    def pay(self, order_no: str, amount_fen: int, code: str, /) -> ChargeReported:
        """Redeem the card whole, if it can be and its face value is `amount_fen`; else declined.

        The same order again is the same redemption, and a card is in one redemption that is not closed. An
        order that was closed before it came is never redeemed.
        """
        ...


class CardAcquirer(ChargeProvider, Protocol):
    """The terminal charges the card under our order number; the gateway only asks, reverses and refunds."""
