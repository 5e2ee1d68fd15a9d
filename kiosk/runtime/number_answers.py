"""What the gateway tells of somebody's accounts, in the session's words."""

from kiosk.session.household import Account, AccountNumber, Findings
from kiosk.session.secret import Secret
from kiosk.wire.account_numbers import AccountNumbersAnswer


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
    )
