"""The households of the demonstration, each handed out once, so that stories never pay each other's bills."""

from collections.abc import Callable

from kiosk.gateway.demonstration.residents import Account, Household, residents
from kiosk.gateway.parties.biller_rules import shipped_biller_book

BOOK = shipped_biller_book()
ZHANG = residents(BOOK)[0]
"""The household of the walk-through: one bill of electricity, water and gas. Handed to nobody else."""


class Neighbours:
    def __init__(self) -> None:
        everybody = residents(BOOK)
        self._waiting = list(everybody[1:])
        self._cards = [each.id_number for each in everybody]

    def one(self, wanted: Callable[[Household], bool]) -> Household:
        """The next household of that kind nobody had; one identity card stands for one household only."""
        for household in self._waiting:
            if wanted(household) and self._cards.count(household.id_number) == 1:
                self._waiting.remove(household)
                return household
        raise LookupError("no household of that kind is left")


def owes_one_of_each(household: Household) -> bool:
    """One bill of electricity, water and gas, at billers that are open all day."""
    billers = sorted(account.biller_id for account in household.accounts)
    plain = billers == ["electric-city", "gas-city", "water-city"]
    return plain and all(len(account.bills) == 1 for account in household.accounts)


def owes_nothing(household: Household) -> bool:
    return not any(account.bills for account in household.accounts)


def has_two_meters(household: Household) -> bool:
    """Two electricity accounts with one bill each."""
    return [len(a.bills) for a in household.accounts if a.biller_id == "electric-city"] == [1, 1]


def owes_at(*biller_ids: str) -> Callable[[Household], bool]:
    return lambda household: all(
        any(a.biller_id == biller_id and len(a.bills) == 1 for a in household.accounts)
        for biller_id in biller_ids
    )


def number_of(household: Household) -> int:
    """Its place in the register, counted from 1; the citizen card is made of it."""
    return residents(BOOK).index(household) + 1


def account(household: Household, utility: str) -> Account:
    """The first account of that utility."""
    return next(a for a in household.accounts if BOOK[a.biller_id].utility == utility)


def due_fen(household: Household) -> int:
    return sum(bill.due_fen for each in household.accounts for bill in each.bills)


def code_on_bill(of: Account) -> tuple[str, str]:
    """The text of the code, and the symbology it is printed in."""
    match BOOK[of.biller_id].utility:
        case "water":
            bill = of.bills[0]
            return f"W{of.number}{bill.ends.replace('-', '')}{bill.due_fen:08d}", "qr"
        case "gas":
            return f"https://bill.example/g?acct={of.number}", "qr"
        case _:
            return of.number, "code128"
