"""Walks that look back: a year of bills, by whatever finds an account."""

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.effects import LookUpHistories
from kiosk.session.household import Findings, History, LocalTime, PastBill, PastState

USED_A_YEAR = (75, 97, 188, 164, 233, 250, 168, 124, 102, 93, 119, 182)
"""From November to October."""


def history(walker: Walker, account_id: str, utility: str, unit: str, state: PastState = "told") -> History:
    """Two years; of a large use where the words are long."""
    long = walker.words.holder != facts.plain().holder
    used = [usage * (70 if long else 1) for usage in (*USED_A_YEAR, *reversed(USED_A_YEAR))]
    months = [f"{2024 + (10 + n) // 12}-{(10 + n) % 12 + 1:02d}" for n in range(24)]
    bills = [PastBill(month, month, str(use), use * 62) for month, use in zip(months, used, strict=True)]
    return History(account_id, utility, state, unit, tuple(reversed(bills)) if state == "told" else ())


def of_two_months(of: History) -> History:
    """As water is billed."""
    pairs = zip(of.bills[::2], of.bills[1::2], strict=True)
    bills = [replace(bill, period_from=before.period_to) for bill, before in pairs]
    return replace(of, bills=tuple(bills))


def told(walker: Walker, *, silent: bool = False) -> Findings:
    found = facts.findings(walker.words, *facts.bills(walker.words))
    units = walker.words.units
    histories = [
        history(walker, account.account_id, account.utility, unit)
        for account, unit in zip(found.accounts, units, strict=True)
    ]
    electricity, water, gas = histories
    if silent:
        electricity = replace(electricity, known_at=LocalTime(12, 20, 23, 40))
        gas = replace(gas, state="biller_unavailable", bills=())
    water = of_two_months(water)
    return replace(found, bills=(), histories=(electricity, water, gas))


def asks_for_a_year(walker: Walker) -> None:
    walker.opens_service("history")
    walker.taps("id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()


def reads_a_year(walker: Walker) -> None:
    asks_for_a_year(walker)
    found = told(walker)
    walker.feed(e.BillsReceived(walker.asked(LookUpHistories).request, found))
    walker.feed(e.CardTaken("id_card"))
    for account in ("account_1", "account_2", "account_3"):
        walker.taps(account, "back")
    walker.taps("account_1", "finish")


def reads_what_was_known_before(walker: Walker) -> None:
    """Its biller cannot be asked; another's neither, and of that nothing is known."""
    asks_for_a_year(walker)
    walker.feed(e.BillsReceived(walker.asked(LookUpHistories).request, told(walker, silent=True)))
    walker.feed(e.CardTaken("id_card"))
    walker.taps("account_1", "back", "account_3", "retry")
    walker.goes_home()


def reads_a_year_long_over(walker: Walker) -> None:
    """Nothing was billed since."""
    asks_for_a_year(walker)
    found = told(walker)
    over = tuple(replace(each, bills=each.bills[12:]) for each in found.histories)
    request = walker.asked(LookUpHistories).request
    walker.feed(e.BillsReceived(request, replace(found, histories=over)))
    walker.feed(e.CardTaken("id_card"))
    walker.taps("account_1", "finish")


def has_no_past(walker: Walker) -> None:
    """A new account: nothing was billed yet."""
    walker.opens_service("history")
    walker.taps("scan")
    walker.shows_bill()
    found = facts.findings(walker.words, facts.bills(walker.words)[0])
    empty = History(found.accounts[0].account_id, "electricity")
    request = walker.asked(LookUpHistories).request
    walker.feed(e.BillsReceived(request, replace(found, bills=(), histories=(empty,))))
    walker.taps("retry")
    walker.goes_home()


TELLING = (reads_a_year, reads_what_was_known_before)
PAST = (*TELLING, reads_a_year_long_over, has_no_past)
