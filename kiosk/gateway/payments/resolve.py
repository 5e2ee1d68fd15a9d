"""Finds the household and accounts behind what a resident shows: a code, a number, an identity or IC card.

Whose number it is, is decided by the billers' rules; who lives there, by the customer register.
"""

from collections.abc import Sequence

from kiosk.gateway.parties.adapters import AccountRecord, CustomerRegister, HouseholdRecord
from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.gateway.problems import Refused
from kiosk.wire import account_numbers
from kiosk.wire.bills import LookUpRequest

Found = tuple[HouseholdRecord, Sequence[AccountRecord]]


class Resolver:
    def __init__(self, book: BillerBook, register: CustomerRegister) -> None:
        self._book = book
        self._register = register

    def find(self, request: LookUpRequest) -> Found:
        """Raises Refused with one of the look-up codes of the wire."""
        match request.by:
            case "code":
                return self._by_code(request)
            case "account":
                return self._by_account(request)
            case "id_card":
                return self._by_id_card(request)
            case "card":
                return self._by_card(request)

    def _by_code(self, request: LookUpRequest) -> Found:
        ours = account_numbers.account_in(request.value)
        if ours is not None:
            return self._of_account(*ours, request)
        for rules in self._book.rules:
            number = rules.account_in(request.value)
            if number is not None:
                if not rules.number.valid(number):
                    raise Refused("code_unknown", "the account number in the code fails its check digit")
                return self._of_account(rules.biller_id, number, request)
        raise Refused("code_foreign" if self._book.looks_foreign(request.value) else "code_unknown")

    def _by_account(self, request: LookUpRequest) -> Found:
        number = request.value
        rules = [each for each in self._book.rules if request.utility in {None, each.utility}]
        valid = [each for each in rules if each.number.valid(number)]
        if not valid:
            raise Refused(
                "account_number_wrong", "no biller has numbers of this length, prefix and check digit"
            )
        return self._of_account(valid[0].biller_id, number, request)

    def _of_account(self, biller_id: str, number: str, request: LookUpRequest) -> Found:
        household = self._register.by_account(biller_id, number)
        if household is None:
            raise Refused("account_unknown")
        if request.scope == "household":
            return household, household.accounts
        same = (biller_id, number)
        return household, [each for each in household.accounts if (each.biller_id, each.number) == same]

    def _by_id_card(self, request: LookUpRequest) -> Found:
        households = self._register.by_id_card(request.value)
        if not households:
            raise Refused("household_unknown")
        accounts = [account for household in households for account in household.accounts]
        return households[0], _narrowed(accounts, request)

    def _by_card(self, request: LookUpRequest) -> Found:
        card = self._register.by_card(request.value)
        if card is None:
            raise Refused("household_unknown")
        if card.account is not None and request.scope == "utility":
            return card.household, [card.account]
        return card.household, _narrowed(card.household.accounts, request)


def _narrowed(accounts: Sequence[AccountRecord], request: LookUpRequest) -> Sequence[AccountRecord]:
    if request.scope == "household" or request.utility is None:
        return accounts
    return [account for account in accounts if account.utility == request.utility]
