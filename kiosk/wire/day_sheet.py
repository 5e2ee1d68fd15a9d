"""The day sheet on the wire: a kiosk tells its totals of a day, and asks for both sides of it.

A day is one of China's, whoever asks. Told again, the later word counts.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.payment.day_sheet import SheetLine, Verdict
from kiosk.payment.day_totals import DayTotals
from kiosk.payment.methods import Method
from kiosk.wire.fields import END, MOST_FEN, KioskId, PaymentId

MOST_NEAR_MIDNIGHT = 240
"""Beyond what one kiosk can take in two hours."""

DATE = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])" + END
DateText = Annotated[str, Meta(pattern=DATE, description="a day in China, 2026-11-21")]


class NearMidnight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A settled payment close to midnight, and the day the kiosk counts it to."""

    payment_id: PaymentId
    method: Method
    fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]
    date: DateText


class DayTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`near_midnight`: of both midnights of the day and on both sides of them. `whole`: nothing of the day
    is missing from the kiosk's journal."""

    date: DateText
    totals: DayTotals
    near_midnight: Annotated[tuple[NearMidnight, ...], Meta(max_length=MOST_NEAR_MIDNIGHT)] = ()
    whole: bool = True


class DayToldAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`told_at`: ISO with zone."""

    kiosk_id: KioskId
    date: DateText
    told_at: str


class MachineSide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the kiosk told last, and what comes of holding it against the gateway's."""

    totals: DayTotals
    told_at: str
    whole: bool
    lines: tuple[SheetLine, ...]
    verdict: Verdict


class DaySheetAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`machine` is None while the kiosk has not told its totals of the day."""

    kiosk_id: KioskId
    date: DateText
    gateway: DayTotals
    machine: MachineSide | None
