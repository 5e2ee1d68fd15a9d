"""What bills and accounts are called in a sentence: by their kind, and by more where that names several."""

from kiosk.session.household import Basket, Bill, Outcome, where_it_went
from kiosk.session.show_parts import listed, period
from kiosk.session.view import Text, text

MOST_NAMED = 3
"""Bills that one sentence can name; beyond that they are counted."""

NUMBER_END = 4
"""Digits at the end of a masked account number that are shown."""


def account_of(bill: Bill, basket: Basket) -> Text:
    """The account that a bill is of, by the end of its number where the basket has two of its kind."""
    what = text(f"utility.{bill.utility}.bill")
    accounts = {each.account_id for each in basket.bills if each.utility == bill.utility}
    if len(accounts) == 1:
        return text("account_name.plain", what=what)
    return text("account_name.numbered", what=what, number=bill.account_masked[-NUMBER_END:])


def accounts_with_money(outcome: Outcome, basket: Basket) -> Text | None:
    """The accounts on which money was put; None where there are none."""
    credited = {leg.bill_id for leg in outcome.legs if where_it_went(leg) == "account"}
    names = _each_once([account_of(bill, basket) for bill in basket.bills if bill.bill_id in credited])
    return listed(names) if names else None


def still_owed(outcome: Outcome, basket: Basket) -> Text | None:
    """The bills of a payment that has ended that nobody was paid for; None where all were paid."""
    paid = {leg.bill_id for leg in outcome.legs if where_it_went(leg) == "bill"}
    owed = tuple(bill for bill in basket.bills if bill.bill_id not in paid)
    if not owed:
        return None
    names = _each_once([_name(bill, basket, paid) for bill in owed])
    return listed(names) if len(names) <= MOST_NAMED else text("still_owed.count", count=str(len(owed)))


def _each_once(names: list[Text]) -> tuple[Text, ...]:
    return tuple(name for place, name in enumerate(names) if name not in names[:place])


def _name(bill: Bill, basket: Basket, paid: set[str]) -> Text:
    """With its months, or the end of its account's number, where another bill of its kind was paid."""
    what = text(f"utility.{bill.utility}.bill")
    others = {
        each.account_id for each in basket.bills if each.utility == bill.utility and each.bill_id in paid
    }
    if not others:
        return what
    if bill.account_id in others:
        return text("still_owed.of_months", what=what, months=period(bill))
    return text("still_owed.numbered", what=what, number=bill.account_masked[-NUMBER_END:])
