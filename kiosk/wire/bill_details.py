"""How a bill's sum was worked out, where its biller tells, and what was paid for the account last."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.fields import END, MOST_FEN, SumFen

Quantity = Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?" + END)]
UnitPrice = Annotated[
    str, Meta(pattern=r"^[0-9]{1,4}(\.[0-9]{1,6})?" + END, description="yuan for one unit, as a decimal")
]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + END)]

MOST_TIERS = 6

LastPaidWhere = Literal["this_kiosk", "other_kiosk", "bank", "phone", "counter", "debit", "other"]
"""debit: by itself, from an account at a bank."""


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the meter stood at, in the bill's unit."""

    before: Quantity
    after: Quantity


class PriceTier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So much at this price makes `fen`, rounded as the biller rounds."""

    quantity: Quantity
    yuan_a_unit: UnitPrice
    fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]


class LateFeeTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the late fee of a bill is reckoned by: so many days, and so much a day for a hundred yuan."""

    days: Annotated[int, Meta(ge=1, le=9_999)]
    fen_a_day_per_100_yuan: Annotated[int, Meta(ge=1, le=10_000)]


class BillDetails(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each part is told or not; the first tier is the cheapest."""

    readings: Readings | None = None
    tiers: Annotated[tuple[PriceTier, ...], Meta(max_length=MOST_TIERS)] = ()
    late_fee: LateFeeTerms | None = None


class LastPayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came for a bill's account last, here or elsewhere."""

    paid_on: Day
    fen: SumFen
    where: LastPaidWhere
