"""What the gateway tells of somebody's accounts, in the session's words."""

from msgspec.structs import replace

from kiosk.runtime.answers import findings
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.household import Account, AccountNumber, Findings, FoundBy
from kiosk.session.secret import Secret
from kiosk.wire.account_numbers import AccountNumbersAnswer
from kiosk.wire.bills import LookUpAnswer


def findings_of_numbers(answer: AccountNumbersAnswer) -> Findings:
    found = [each.account for each in answer.accounts]
    return Findings(
        holder_masked=answer.household.holder_masked,
        address_masked=answer.household.address_masked,
        accounts=tuple(Account(a.account_id, a.utility, a.number_masked, a.label) for a in found),
        bills=(),
        numbers=tuple(
            AccountNumber(each.account.account_id, Secret(each.number), Secret(each.code))
            for each in answer.accounts
        ),
        more_accounts=answer.more,
    )


def findings_to_choose(answer: LookUpAnswer, asked: LookUpAccounts) -> Findings:
    """What is owed is left out: an account is named, and nothing paid."""
    shown = FoundBy(asked.by, asked.value, asked.utility, asked.whole_household)
    return replace(findings(answer), bills=(), found_by=shown)
