"""What a household's accounts were billed in the last two years, as it may be shown."""

from kiosk.gateway.parties.adapters import AccountRecord, AdapterSilent, BilledMonths
from kiosk.gateway.payments.history_desk import HistoryDesk
from kiosk.gateway.payments.household_answers import account_answer, household_answer
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.steady_time import local_time
from kiosk.wire.history import (
    MOST_PERIODS,
    AccountHistory,
    BilledPeriod,
    HistoriesAnswer,
    HistoryRequest,
    HistoryState,
)


class Histories:
    def __init__(self, parts: Parts, desk: HistoryDesk) -> None:
        self._codes = parts.codes
        self._book = parts.book
        self._outside = parts.outside
        self._desk = desk
        self._resolver = Resolver(parts.book, parts.register)

    def answer(self, request: HistoryRequest) -> HistoriesAnswer:
        """A biller that cannot be asked keeps nobody from the others'. Raises Refused with a look-up code."""
        household, accounts = self._resolver.find(request)
        return HistoriesAnswer(
            household_answer(self._codes, household), tuple(self._of(account) for account in accounts)
        )

    def _of(self, account: AccountRecord) -> AccountHistory:
        if account.biller_id not in self._outside.records:
            return self._untold(account, "not_told")
        try:
            shown = self._desk.past(account.biller_id, account.number)
        except AdapterSilent:
            return self._untold(account, "biller_unavailable")
        newest = sorted(shown.past.bills, key=lambda bill: bill.period_to, reverse=True)
        return AccountHistory(
            account=account_answer(self._codes, account),
            biller_name=self._book[account.biller_id].name,
            state="told",
            usage_unit=shown.past.usage_unit,
            periods=tuple(map(_period, newest[:MOST_PERIODS])),
            known_at=local_time(shown.known_ms).isoformat() if shown.old else None,
        )

    def _untold(self, account: AccountRecord, state: HistoryState) -> AccountHistory:
        name = self._book[account.biller_id].name
        return AccountHistory(account_answer(self._codes, account), name, state)


def _period(bill: BilledMonths) -> BilledPeriod:
    return BilledPeriod(bill.period_from, bill.period_to, bill.usage, bill.amount_fen)
