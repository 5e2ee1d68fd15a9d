"""What is owed and by whom, and how a payment came out: frozen values, masked by whoever made them."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.methods import Method
from kiosk.session.bill_details import BillDetails, LastPaid
from kiosk.session.loads import Load, LoadWay
from kiosk.session.secret import Secret

Slot: TypeAlias = Literal["id_card", "ic_card"]
BillState: TypeAlias = Literal[
    "payable", "being_paid", "biller_closed", "biller_paused", "under_limit", "over_limit", "over_day_limit"
]
PastState: TypeAlias = Literal["told", "biller_unavailable", "not_told"]
PaidAt: TypeAlias = Literal["kiosk", "bank", "phone", "counter", "debit", "other"]
"""debit: by itself, from an account at a bank."""

Shown: TypeAlias = Literal["code", "account", "id_card", "card"]
"""What somebody has shown: a bill, a number they typed, their identity card, their IC card."""

Problem: TypeAlias = str
"""The stem of the texts that tell it: `problem.<stem>.title`, `.prompt`."""


class LocalTime(Struct, frozen=True):
    """A minute of these days on the clock of the place; each language writes it its own way."""

    month: int
    day: int
    hour: int
    minute: int


class BillItem(Struct, frozen=True):
    """One part of a bill's sum. `name` is its biller's own word for it; a credit is negative."""

    name: str
    amount_fen: int
    late_fee: bool = False


class Bill(Struct, frozen=True):
    """One unpaid bill. `period_from` and `period_to` are "YYYY-MM"; `usage` is a decimal as text.

    `state` other than "payable" says why it cannot be paid now, `next_opening` when it can again.
    """

    bill_id: str
    version: int
    account_id: str
    utility: str
    account_masked: str
    period_from: str
    period_to: str
    usage: str
    usage_unit: str
    due_fen: int
    state: BillState = "payable"
    late_fee_fen: int = 0
    next_opening: LocalTime | None = None
    known_at: LocalTime | None = None
    """Where its biller cannot be asked now: how the bill stood then."""
    biller: str = ""
    """Who is owed: its recharge cards pay nobody else's bills, and a kind of bill that has no word here is
    called by it."""
    items: tuple[BillItem, ...] = ()
    """What `due_fen` is made up of, where the biller tells; see `bill_parts`."""

    recharge_digits: int = 0
    """How many digits the codes of its biller's own recharge cards have; 0 where they cannot pay it."""

    takes_on_account: bool = False
    """Whether its biller takes money on account, beyond the bill or in place of it."""

    load: LoadWay | Literal[""] = ""
    """How it gets to its meter, where it is no bill but bought for a prepaid one."""

    details: BillDetails = BillDetails()
    """How `due_fen` was worked out, where the biller tells."""

    last_paid: LastPaid | None = None
    """What came for its account last, as far as that is known."""


class Account(Struct, frozen=True):
    account_id: str
    utility: str
    number_masked: str
    address_masked: str


class AccountNumber(Struct, frozen=True):
    """An account's number in full, and a code to find it by: for its owner's paper, and no screen."""

    account_id: str
    number: Secret
    code: Secret


class PastBill(Struct, frozen=True):
    """One bill there was. Months are "YYYY-MM"; `usage` is a decimal as text."""

    period_from: str
    period_to: str
    usage: str
    amount_fen: int


class History(Struct, frozen=True):
    """One account's bills, the newest first. Other than "told", `state` says why there are none.

    `known_at`: its biller cannot be asked now, and this is what it said then.
    """

    account_id: str
    utility: str
    state: PastState = "told"
    usage_unit: str = ""
    bills: tuple[PastBill, ...] = ()
    known_at: LocalTime | None = None


class FoundBy(Struct, frozen=True):
    """What was shown to find accounts: as LookUpBills asks for it."""

    by: Shown
    value: Secret
    utility: str = ""
    whole_household: bool = False


class Findings(Struct, frozen=True):
    """What a look-up brought: a household's accounts and unpaid bills, masked by the gateway.

    `histories` are what the accounts were billed before, `paid` what was paid for them, and `numbers` what
    they are in full, where that was asked; then there are no bills, and `more_accounts` may be theirs than
    are told. `found_by` stands there where one of the accounts is to be named to somebody else. `others` are
    the household's bills beside those that were asked for, as far as they are known; `code` is the bill's
    under the window that can still be asked about them.
    """

    holder_masked: str
    address_masked: str
    accounts: tuple[Account, ...]
    bills: tuple[Bill, ...]
    histories: tuple[History, ...] = ()
    paid: "Paid | None" = None
    numbers: tuple[AccountNumber, ...] = ()
    found_by: FoundBy | None = None
    more_accounts: bool = False
    others: tuple[Bill, ...] = ()
    code: Secret | None = None


class Payment(Struct, frozen=True):
    """What was paid once, on `day` ("YYYY-MM-DD"). One made at a kiosk has all that its `receipt` bears."""

    day: str
    utilities: tuple[str, ...]
    amount_fen: int
    where: PaidAt
    receipt: "Outcome | None" = None


class Paid(Struct, frozen=True):
    """The newest first. `shown` is what its owner found it by; `untold`: some biller could not be asked;
    `older_receipts`: there are more than are listed."""

    shown: Shown
    payments: tuple[Payment, ...] = ()
    untold: bool = False
    older_receipts: bool = False


class Basket(Struct, frozen=True):
    """The bills a resident has agreed to pay, and whose they are."""

    holder_masked: str
    address_masked: str
    bills: tuple[Bill, ...]

    @property
    def amount_fen(self) -> int:
        return sum(bill.due_fen for bill in self.bills)

    @property
    def load(self) -> LoadWay | Literal[""]:
        """How what is bought gets to its meter; empty where bills are paid."""
        return self.bills[0].load if len(self.bills) == 1 else ""

    @property
    def recharge_digits(self) -> int:
        """How many digits the code of a recharge card has that can pay all of it; 0 where none can."""
        issuers = {(bill.biller, bill.recharge_digits) for bill in self.bills}
        return self.bills[0].recharge_digits if len(issuers) == 1 else 0

    @property
    def account_for_the_rest(self) -> Bill | None:
        """The bill to whose account goes what passes the sum in cash; None where no biller takes any."""
        return next((bill for bill in reversed(self.bills) if bill.takes_on_account), None)

    @property
    def no_recharge_card(self) -> tuple[Bill, ...]:
        """The bills that no recharge card can pay."""
        return tuple(bill for bill in self.bills if not bill.recharge_digits)


class RechargeCard(Struct, frozen=True):
    """A card that was asked about and not yet redeemed: whoever knows its code can spend it.

    `face_fen` is what it is worth, and is spent whole.
    """

    code: Secret
    face_fen: int


class Leg(Struct, frozen=True):
    """One bill's part of a payment, for the receipt: the bill itself, or money put on its account.

    "voucher": neither could be done, and `voucher_no` is what to ask for at the counter. "not_charged": the
    notes did not reach this bill, so that no money was ever in it.
    """

    utility: str
    account_masked: str
    period_from: str
    period_to: str
    amount_fen: int
    state: Literal["posted", "working", "returned", "not_charged", "voucher"]
    kind: Literal["bill", "account"] = "bill"
    voucher_no: str = ""
    bill_id: str = ""
    load: Load | None = None
    """What was bought for a meter, on its way there."""
    fetched: bool = False
    """A voucher's money has been paid out at the counter."""


def where_it_went(leg: Leg) -> Literal["bill", "account", "voucher", "nowhere"]:
    """What became of this part's money; "nowhere" while it is on its way, or when it is back."""
    if leg.state == "voucher":
        return "voucher"
    return leg.kind if leg.state == "posted" else "nowhere"


class Outcome(Struct, frozen=True):
    """How a payment stands. `kind` "pending" means unknown to us: never success, never failure.

    `detail` is the stem of the reason's text; `paid_wall_s` is UTC seconds of the gateway's answer.
    `inserted_fen` are the banknotes that were put in, whatever `amount_fen` was asked for; `face_fen` is what
    the recharge card was worth that it was to be paid with.
    """

    kind: Literal["settled", "pending", "not_charged", "part_settled"]
    payment_id: str
    amount_fen: int
    method: Method
    detail: str = ""
    receipt_no: str = ""
    verification_code: str = ""
    verification_url: str = ""
    paid_wall_s: float = 0.0
    provider: str = ""
    card_last4: str = ""
    legs: tuple[Leg, ...] = ()
    inserted_fen: int = 0
    face_fen: int = 0

    def sum_fen(self, where: Literal["bill", "account", "voucher"]) -> int:
        """What of it paid bills, went to accounts, or waits at the counter under a voucher."""
        return sum(leg.amount_fen for leg in self.legs if where_it_went(leg) == where)

    @property
    def load(self) -> Load | None:
        """What it has bought for a meter, as far as that is known."""
        return self.legs[0].load if len(self.legs) == 1 else None
