"""How a bill's sum was worked out, as far as its biller tells, and what was paid for its account last."""

from typing import Literal, TypeAlias

from msgspec import Struct

PaidWhere: TypeAlias = Literal["this_kiosk", "other_kiosk", "bank", "phone", "counter", "debit", "other"]


class Readings(Struct, frozen=True):
    """What the meter stood at: decimals as text, in the bill's unit."""

    before: str
    after: str


class Tier(Struct, frozen=True):
    """So much at this price in yuan, both decimals as text, comes to `amount_fen`."""

    quantity: str
    yuan_a_unit: str
    amount_fen: int


class LateTerms(Struct, frozen=True):
    """What the late fee is reckoned by: `fee_fen` for each of `days`, on every hundred yuan."""

    days: int
    fee_fen: int


class BillDetails(Struct, frozen=True):
    readings: Readings | None = None
    tiers: tuple[Tier, ...] = ()
    late: LateTerms | None = None


class LastPaid(Struct, frozen=True):
    """What came for an account last, and on which day."""

    year: int
    month: int
    day: int
    amount_fen: int
    where: PaidWhere
