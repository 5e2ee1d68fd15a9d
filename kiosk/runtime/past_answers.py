"""What the gateway tells of the past, in the session's words."""

from kiosk.runtime.answers import local_time
from kiosk.session.household import Account, Findings, History, PastBill
from kiosk.wire.history import AccountHistory, HistoriesAnswer


def findings_of_past(answer: HistoriesAnswer) -> Findings:
    found = [each.account for each in answer.accounts]
    return Findings(
        holder_masked=answer.household.holder_masked,
        address_masked=answer.household.address_masked,
        accounts=tuple(Account(a.account_id, a.utility, a.number_masked, a.label) for a in found),
        bills=(),
        histories=tuple(_history(each) for each in answer.accounts),
    )


def _history(told: AccountHistory) -> History:
    return History(
        account_id=told.account.account_id,
        utility=told.account.utility,
        state=told.state,
        usage_unit=told.usage_unit,
        bills=tuple(
            PastBill(each.period_from, each.period_to, each.usage, each.amount_fen) for each in told.periods
        ),
        known_at=local_time(told.known_at),
    )
