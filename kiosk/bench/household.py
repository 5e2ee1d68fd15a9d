"""Whose cards and bills lie on the bench: one of the demonstration's invented households after another."""

from kiosk.bench.control import Board
from kiosk.bench.words import BenchWords
from kiosk.gateway.demonstration.residents import Account, Household, residents
from kiosk.gateway.parties.biller_rules import BillerBook
from screens.bench_panel.bench_view import BenchDevice

_UTILITIES = ("electricity", "water", "gas", "heat")


class Resident:
    """The household at hand. A number of the demonstration register is its place in the list, from one."""

    def __init__(self, words: BenchWords, book: BillerBook) -> None:
        self._households = residents(book)
        self._book = book
        self._at = 0
        self.board = Board(words, "household")
        turn = (self.board.control("previous", self._previous), self.board.control("next", self._next))
        self.board.row("", *turn, across=2)

    @property
    def household(self) -> Household:
        return self._households[self._at]

    @property
    def citizen_card(self) -> str:
        """As the demonstration's register numbers them."""
        return f"8800{self._at + 1:012d}"

    def with_several_accounts(self) -> Household:
        """The first that has two accounts of one utility."""
        return next(each for each in self._households if self._most_of_one_utility(each) > 1)

    def account(self, utility: str) -> Account | None:
        """The first account of that utility."""
        return next((each for each in self.household.accounts if self._utility(each) == utility), None)

    def device(self) -> BenchDevice:
        household = self.household
        place = f"{household.street}{household.lane}"
        found = [self.board.says(utility) for utility in _UTILITIES if self.account(utility)]
        state = self.board.words(
            "household.which", holder=household.holder, place=place, accounts=" ".join(found)
        )
        return self.board.device("house", f"{self._at + 1}/{len(self._households)}  {state}")

    def _utility(self, account: Account) -> str:
        return self._book[account.biller_id].utility

    def _most_of_one_utility(self, household: Household) -> int:
        utilities = [self._utility(account) for account in household.accounts]
        return max(utilities.count(utility) for utility in utilities)

    def _previous(self) -> None:
        self._at = (self._at - 1) % len(self._households)

    def _next(self) -> None:
        self._at = (self._at + 1) % len(self._households)
