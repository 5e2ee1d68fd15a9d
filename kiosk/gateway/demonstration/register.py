"""The customer register of the demonstration: who holds which account, identity card and IC card.

Plays the billers' and the city's files, so it knows names in full; the gateway keeps masks only.
"""

from collections import defaultdict
from collections.abc import Sequence

from kiosk.gateway.demonstration.residents import Account, Household, Words
from kiosk.gateway.parties.adapters import AccountRecord, CardRecord, HouseholdRecord
from kiosk.gateway.parties.biller_rules import BillerBook


class DemonstrationRegister:
    """An account's own IC card carries the account number; a household's citizen card has 16 digits: 8800
    and the household's number (1 is the first).
    """

    def __init__(self, book: BillerBook, words: Words, households: Sequence[Household]) -> None:
        self._book = book
        self._words = words
        self._by_account: dict[tuple[str, str], HouseholdRecord] = {}
        self._by_id_card: defaultdict[str, list[HouseholdRecord]] = defaultdict(list)
        self._by_card: dict[str, CardRecord] = {}
        for number, household in enumerate(households, start=1):
            self._enter(number, household)

    def by_account(self, biller_id: str, number: str) -> HouseholdRecord | None:
        return self._by_account.get((biller_id, number))

    def by_id_card(self, id_number: str) -> tuple[HouseholdRecord, ...]:
        return tuple(self._by_id_card.get(id_number, ()))

    def by_card(self, card_number: str) -> CardRecord | None:
        return self._by_card.get(card_number)

    def _enter(self, number: int, household: Household) -> None:
        accounts = tuple(self._account(household, account) for account in household.accounts)
        record = HouseholdRecord(str(number), household.holder, self._address(household), accounts)
        self._by_id_card[household.id_number].append(record)
        self._by_card[f"8800{number:012d}"] = CardRecord(record, None)
        for account in accounts:
            self._by_account[account.biller_id, account.number] = record
            if account.utility in {"electricity", "gas"}:
                self._by_card[account.number] = CardRecord(record, account)

    def _account(self, household: Household, account: Account) -> AccountRecord:
        label = " ".join(filter(None, (self._address(household), account.note)))
        utility = self._book[account.biller_id].utility
        return AccountRecord(account.biller_id, utility, account.number, label)

    def _address(self, household: Household) -> str:
        """Street and lane; building and door stay private."""
        return self._words.address.format(street=household.street, lane=household.lane)
