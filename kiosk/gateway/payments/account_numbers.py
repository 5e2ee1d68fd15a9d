"""What accounts somebody has, with their numbers in full, told to whoever shows their identity card."""

from kiosk.gateway.parties.adapters import AccountRecord
from kiosk.gateway.payments.household_answers import account_answer, household_answer
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.wire.account_numbers import (
    MOST_ACCOUNTS,
    AccountNumber,
    AccountNumbersAnswer,
    AccountNumbersRequest,
    code_of,
)
from kiosk.wire.bills import LookUpRequest


class AccountNumbers:
    def __init__(self, parts: Parts) -> None:
        self._codes = parts.codes
        self._resolver = Resolver(parts.book, parts.register)

    def answer(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        """Raises Refused with a look-up code."""
        by_card = LookUpRequest("id_card", request.id_number, scope="household")
        household, accounts = self._resolver.find(by_card)
        return AccountNumbersAnswer(
            household_answer(self._codes, household),
            tuple(self._of(account) for account in accounts[:MOST_ACCOUNTS]),
            more=len(accounts) > MOST_ACCOUNTS,
        )

    def _of(self, account: AccountRecord) -> AccountNumber:
        code = code_of(account.biller_id, account.number)
        return AccountNumber(account_answer(self._codes, account), account.number, code)
