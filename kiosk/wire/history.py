"""Looking back: what an account was billed month by month, for two years at most.

Asked like a look-up, by whatever a resident can show; nothing is owed or paid by it.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.bills import AccountAnswer, HouseholdAnswer, LookUpRequest, Usage
from kiosk.wire.fields import MOST_FEN, Period

MOST_PERIODS = 24

HistoryState = Literal[
    "told",  # there may be no periods: nothing has been billed yet
    "biller_unavailable",  # its biller cannot be asked now, and nothing is known of before
    "not_told",  # its biller keeps none for us
]

HistoryRequest = LookUpRequest
"""An account number, bill code, identity card or IC card, as for bills."""


class BilledPeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One bill there was, paid or not: what it came to when it was made, without fees for paying late."""

    period_from: Period
    period_to: Period
    usage: Usage
    amount_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]


class AccountHistory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One account's bills, the newest first."""

    account: AccountAnswer
    biller_name: str
    state: HistoryState
    usage_unit: str = ""
    periods: Annotated[tuple[BilledPeriod, ...], Meta(max_length=MOST_PERIODS)] = ()
    known_at: str | None = None
    """ISO time with zone when the biller cannot be asked now: this is what it said then."""


class HistoriesAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One history for each account that the request finds."""

    household: HouseholdAnswer
    accounts: tuple[AccountHistory, ...]
