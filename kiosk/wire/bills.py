"""Looking up what a household owes.

A resident proves a bill, an account number, an identity card or an IC card; the answer is what may be
shown on a screen that others can see.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.bill_details import BillDetails, LastPayment
from kiosk.wire.fields import END, BillVersion, OpaqueId, Period, SumFen, UtilityName

LookUpBy = Literal["code", "account", "id_card", "card"]
Scope = Literal["utility", "household"]
Usage = Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?" + END)]
BillState = Literal[
    "payable", "being_paid", "biller_closed", "biller_paused", "under_limit", "over_limit", "over_day_limit"
]
"""over_day_limit: the biller takes no more for this account today."""


class LookUpRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value` is the raw scanned code, the typed account number, the identity number or the IC card's number.

    `utility` narrows an account number to one utility, and with scope "utility" the answer to its bills;
    None asks every utility.
    """

    by: LookUpBy
    value: Annotated[str, Meta(min_length=1, max_length=512)]
    utility: UtilityName | None = None
    scope: Scope = "utility"

    def __repr__(self) -> str:
        return f"LookUpRequest(by={self.by!r}, utility={self.utility!r}, scope={self.scope!r})"


class HouseholdAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    household_id: OpaqueId
    holder_masked: str
    address_masked: str
    """Without building, floor and door."""


class AccountAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account_id: OpaqueId
    utility: UtilityName
    number_masked: str
    label: str
    """What tells two accounts of one household apart: the masked address the account supplies."""


class BillItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` is the biller's own, `name` its word for it. A credit is negative."""

    kind: Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,23}" + END)]
    name: str
    fen: int


class BillAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One bill as it stands now; `version` rises whenever the biller changes it."""

    bill_id: OpaqueId
    version: BillVersion
    account_id: OpaqueId
    utility: UtilityName
    account_masked: str
    period_from: Period
    period_to: Period
    usage: Usage
    usage_unit: str
    due_fen: SumFen
    """Everything to pay for this bill; `late_fee_fen` is a part of it, not on top of it."""
    late_fee_fen: Annotated[int, Meta(ge=0)]
    biller_name: str
    state: BillState
    next_opening: str | None = None
    """ISO time with zone when the biller is closed or paused and it is known."""
    items: tuple[BillItem, ...] = ()
    """What `due_fen` is made up of, where the biller tells."""
    known_at: str | None = None
    """ISO time with zone when the biller cannot be asked now: this is how the bill stood then. Paying asks
    the biller anew."""
    recharge_digits: int | None = None
    """So many digits have the codes of the biller's own recharge cards; None, it takes none for bills."""
    takes_on_account: bool = False
    """Whether the biller takes money on account: what passes a sum paid in cash, for bills to come."""
    details: BillDetails | None = None
    """How the sum was worked out, where the biller tells and it comes out."""
    last_payment: LastPayment | None = None
    """What came for the account last, as far as that is known: against paying twice."""


class LookUpAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing owed is no error: the household and its accounts, and no bills. Bills are oldest first."""

    household: HouseholdAnswer | None
    accounts: tuple[AccountAnswer, ...] = ()
    bills: tuple[BillAnswer, ...] = ()
